"""A bundle, file by file: events as they are stored, their proofs, report, keys, checker, manifest."""

from collections.abc import Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

import msgspec

from application.envelope import OFFICE, Actor, canonical
from application.evidence import record_bundle, unsealed
from application.signer import LogContradicted
from audit.bundling.choosing import Chosen
from audit.bundling.heads import Covered, covering, matched
from audit.bundling.report import Told, report_html, report_text
from audit.check import OPENS, LeafOpening
from audit.checker import NAME, source
from audit.checker.bundle import BUNDLE, KEYS, MANIFEST, SEAL, zipped
from audit.prove import ONE
from domain.evidence import EvidenceBundled, NothingToBundle, UnsealingOfDossiersOnly
from ledger.leaf import Opening
from ledger.note import Note, Signer, VerifyKey
from ledger.proof import Proof
from wording import languages, say

if TYPE_CHECKING:
    from application.office import Office
    from audit.checker.bundle import Files

UNSEALED = "unsealed.json"
POLICY = "witnesses.policy"


class Bundle(msgspec.Struct, frozen=True, kw_only=True):
    """What was made, once it was recorded."""

    octets: bytes
    manifest: str
    """SHA-256 (hex) of the manifest: what the log says was handed out."""
    events: int
    size: int
    signed_by: VerifyKey


def make_bundle(
    office: "Office",
    chosen: Chosen,
    *,
    by: Actor = OFFICE,
    unseal: bool = False,
    signer: Signer | None = None,
    earlier: Sequence[bytes] = (),
) -> Bundle:
    """One file with all the evidence, signed by the log's own key or by `signer`; that it was made is recorded first.

    `unseal` puts personal data in the clear beside it: for those who may read the dossiers, and recorded as a reading
    of each. `earlier` are signed heads known from elsewhere, to show that nothing before them was changed.
    """
    if unseal:
        _record_readings(office, chosen, by)
    events = chosen.events(office)
    if not events:
        raise NothingToBundle()
    heads = covering(office, events)
    key = signer or office.log_keys.signing(office.signer.log().origin)
    files = _files(office, chosen, events, heads, by, earlier)
    if unseal:
        files[UNSEALED] = _in_the_clear(office, chosen, events)
    manifest = _manifest(office, chosen, events, heads, by, files)
    digest = sha256(manifest).hexdigest()
    text = f"{BUNDLE}\n{digest}\n"
    files |= {MANIFEST: manifest, SEAL: bytes(Note(text, (key.sign(text),)))}
    size = heads[-1].head.size
    record_bundle(office.core, _fact(office, chosen, len(events), size, digest, unsealed=unseal), by)
    return Bundle(octets=zipped(files), manifest=digest, events=len(events), size=size, signed_by=key.key)


def _record_readings(office: "Office", chosen: Chosen, by: Actor) -> None:
    """Refuses whoever may not read, before anything is put together."""
    if not chosen.codes:
        raise UnsealingOfDossiersOnly()
    for dossier in chosen.dossiers(office):
        office.dossiers.open(dossier, by, "supervise")


def _files(
    office: "Office",
    chosen: Chosen,
    events: Sequence[int],
    heads: Sequence[Covered],
    by: Actor,
    earlier: Sequence[bytes],
) -> "Files":
    files: dict[str, bytes] = {NAME: source().encode()}
    for covered in heads:
        files[f"heads/{covered.log.number}.note"] = bytes(covered.note)
    for number, note in matched(heads, earlier).items():
        covered = next(each for each in heads if each.log.number == number)
        files |= {f"heads/{number}.earlier": note, f"heads/{number}.extends": covered.extends(note)}
    for event in events:
        files |= _proved(office, event, _of(heads, event))
    files[KEYS] = "".join(f"{each.key}\n# {each.key.fingerprint}\n" for each in heads).encode()
    policy = office.folder.root / POLICY
    if policy.is_file():
        files["policy.txt"] = policy.read_bytes()
    told = Told.of(office, chosen, events, heads, by)
    for language in languages():
        files[f"report.{language}.txt"] = report_text(told, language).encode()
        files[f"report.{language}.html"] = report_html(told, language).encode()
    files["README.txt"] = "\n\n".join(say("evidence.readme", each) for each in languages()).encode()
    return files


def _of(heads: Sequence[Covered], event: int) -> Covered:
    return max((each for each in heads if each.log.start <= event), key=lambda each: each.log.start)


def _proved(office: "Office", event: int, covered: Covered) -> "Files":
    """The stored bytes of one event, and the proof that opens its leaf."""
    row = office.store.reader().execute(ONE, (event,)).fetchone()
    stream, version, topic, state, claims, nonce, stored = row
    opening = Opening(office.store.unit, stream, version, topic, state, claims, nonce)
    if opening.commitment != stored:
        raise LogContradicted(event=event)
    bound = LeafOpening(
        opens=OPENS,
        unit=opening.unit,
        stream=stream.hex(),
        version=version,
        topic=topic,
        nonce=nonce.hex(),
        claims=claims.decode(),
        state_hash=sha256(state).hexdigest(),
    )
    index = event - covered.log.start
    path = tuple(covered.tree.inclusion(index, covered.head.size))
    proof = Proof(index, path, covered.note, bytes(bound))
    return {f"events/{event:09d}.json": state, f"proofs/{event:09d}.tlog-proof": bytes(proof)}


def _in_the_clear(office: "Office", chosen: Chosen, events: Sequence[int]) -> bytes:
    """What was sealed in the dossiers' own events, by the number of the event; others keep their seal."""
    dossiers = set(chosen.dossiers(office))
    opened = {}
    for event in events:
        [found] = office.store.select(office.store.reader(), after=event - 1, until=event)
        if found.originator_id.hex in dossiers and (clear := unsealed(office.core, found)):
            opened[str(event)] = clear
    return canonical(opened)


def _manifest(
    office: "Office",
    chosen: Chosen,
    events: Sequence[int],
    heads: Sequence[Covered],
    by: Actor,
    files: "Files",
) -> bytes:
    topics = dict(
        office.store.reader().execute(
            "SELECT id, topic FROM event WHERE id >= ? AND id <= ?", (events[0], events[-1])
        )
    )
    return canonical(
        {
            "bundle": BUNDLE,
            "unit": office.store.unit,
            "about": {
                "dossiers": list(chosen.codes),
                "officer": chosen.officer,
                "first": chosen.first.isoformat() if chosen.first else "",
                "last": chosen.last.isoformat() if chosen.last else "",
            },
            "made_at": office.now(),
            "made_by": by.id,
            "heads": [each.told() for each in heads],
            "events": [
                {"id": event, "log": _of(heads, event).log.number, "topic": topics[event]} for event in events
            ],
            "files": {name: sha256(octets).hexdigest() for name, octets in files.items()},
        }
    )


def _fact(
    office: "Office", chosen: Chosen, events: int, size: int, manifest: str, *, unsealed: bool
) -> EvidenceBundled:
    return EvidenceBundled(
        about=chosen.about,
        dossiers=chosen.dossiers(office),
        officer=chosen.officer,
        first=chosen.first.isoformat() if chosen.first else "",
        last=chosen.last.isoformat() if chosen.last else "",
        events=events,
        size=size,
        manifest=manifest,
        unsealed=unsealed,
    )
