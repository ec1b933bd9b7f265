"""Checks a proof file or a receipt code with the ledger alone, and says in one sentence what it proves.

Needs no store, no server and no network: only the evidence, and a verifier key that came from elsewhere.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

from ledger import proof as proofs
from ledger import receipt as receipts
from ledger.checkpoint import SignedCheckpoint
from ledger.fault import LedgerFault, MalformedProof
from ledger.leaf import HASH_BYTES, NONCE_BYTES, STREAM_BYTES, commitment_to_digest, entry
from ledger.note import VerifyKey
from ledger.proof import LARGEST_PROOF, MAGIC, Proof
from ledger.receipt import PREFIX, Receipt

OPENS = "hoso-event/v1"
"""What an opening inside a proof file says it opens."""
HOLDS = "holds"
LONGEST_PATH = 4096


class NothingToCheck(Exception):  # noqa: N818 - an answer, not an error of the program
    """There is no evidence to judge. The text says why and what to do; `audit.nothing.<kind>` says it in words."""

    def __init__(self, sentence: str, kind: str, **blanks: str) -> None:
        super().__init__(sentence)
        self.kind, self.blanks = kind, blanks


class LeafOpening(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """What the leaf binds, as it travels in the `extra` line of a proof file. Bytes are written in hex.

    Either the stored bytes themselves (`state`) or only their SHA-256 (`state_hash`).
    """

    opens: str
    unit: str
    stream: str
    version: int
    topic: str
    nonce: str
    claims: str
    state: str = ""
    state_hash: str = ""

    @property
    def digest(self) -> bytes:
        return sha256(self.state.encode()).digest() if self.state else bytes.fromhex(self.state_hash)

    @property
    def entry(self) -> bytes:
        stream, nonce = bytes.fromhex(self.stream), bytes.fromhex(self.nonce)
        return entry(
            commitment_to_digest(
                self.unit, stream, self.version, self.topic, self.digest, self.claims.encode(), nonce
            )
        )

    def __bytes__(self) -> bytes:
        return msgspec.json.encode(self, order="sorted")

    @classmethod
    def parse(cls, octets: bytes) -> "LeafOpening":
        """The only opening these bytes can mean; anything that could be written otherwise is refused."""
        try:
            opening = msgspec.json.decode(octets, type=cls)
        except (ValueError, RecursionError):
            raise MalformedProof(
                "The extra line of the proof does not say which event it is about."
            ) from None
        if opening.opens != OPENS or bytes(opening) != octets or not opening._plain():
            raise MalformedProof("The opening in the proof is not written as the log format asks.")
        return opening

    def _plain(self) -> bool:
        widths = ((self.stream, STREAM_BYTES), (self.nonce, NONCE_BYTES))
        if bool(self.state) == bool(self.state_hash) or not 0 < self.version < 2**63:
            return False
        hashed = self.state_hash or "0" * 2 * HASH_BYTES
        return all(
            re.fullmatch(f"[0-9a-f]{{{2 * width}}}", text) for text, width in (*widths, (hashed, HASH_BYTES))
        )


@dataclass(frozen=True, slots=True)
class Checked:
    """The verdict. `kind` is a fixed word for programs: `holds`, or why not; `sentence` says it to people."""

    ok: bool
    kind: str
    sentence: str
    origin: str = ""
    size: int = 0
    root: str = ""
    number: int = 0
    """Which event of the log it is, counted from 1."""
    unit: str = ""
    stream: str = ""
    version: int = 0
    topic: str = ""
    code: str = ""
    received_at: str = ""
    due_at: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    """What the receipt printed, all of it bound by the leaf."""
    state: dict[str, Any] | None = None
    """The event's whole envelope, when the proof carries it."""
    witnesses: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.sentence


def check(source: str | Path, vkeys: Iterable[str], quorum: int = 0) -> Checked:
    """Judge a `.tlog-proof` file (a path, or its text) or an `HS1:` code (its text, or a file that holds it).

    `vkeys` are the verifier keys of the log and of the witnesses you trust, of whom `quorum` must have signed.
    """
    octets = _octets(source)
    try:
        keys = [VerifyKey.parse(line) for text in vkeys for line in text.split()]
        if octets.startswith(PREFIX.encode()):
            return _check_receipt(octets.decode("utf-8", "replace").rstrip("\r\n"), keys, quorum)
        return _check_proof(octets, keys, quorum)
    except LedgerFault as fault:
        return Checked(ok=False, kind=kind_of(fault), sentence=str(fault))


def _octets(source: str | Path) -> bytes:
    if isinstance(source, str) and source.startswith((PREFIX, MAGIC)):
        return source.encode("utf-8", "surrogatepass")  # any text is an answer, never a crash
    if len(str(source)) > LONGEST_PATH or "\n" in str(source):
        sentence = f"This is neither a proof nor an {PREFIX} code: give a file or scan the code."
        raise NothingToCheck(sentence, "neither", prefix=PREFIX)
    try:
        with open(source, "rb") as file:
            return file.read(LARGEST_PROOF + 1)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        sentence = f"{source} cannot be read ({why}): give the file of a proof."
        raise NothingToCheck(sentence, "unreadable", file=str(source)) from None


def _check_proof(octets: bytes, keys: list[VerifyKey], quorum: int) -> Checked:
    proof = Proof.parse(octets)
    if bytes(proof) != octets:
        raise MalformedProof(
            "The proof file was written in another way than the format asks: fetch it again."
        )
    if not proof.extra:
        raise MalformedProof(
            "The proof does not say which event it is about: give the file as the office wrote it."
        )
    opening = LeafOpening.parse(proof.extra)
    signed = proofs.verify(proof, opening.entry, keys, quorum)
    return _holding(
        signed,
        number=proof.index + 1,
        unit=opening.unit,
        stream=opening.stream,
        version=opening.version,
        topic=opening.topic,
        claims=_object(opening.claims) or {},
        state=_object(opening.state),
    )


def _check_receipt(text: str, keys: list[VerifyKey], quorum: int) -> Checked:
    receipt = Receipt.parse(text)
    signed = receipts.verify(receipt, keys, quorum)
    return _holding(
        signed,
        number=receipt.index + 1,
        unit=receipt.unit,
        stream=receipt.stream.hex(),
        version=receipt.version,
        topic=receipt.topic,
        claims=_object(receipt.claims) or {},
    )


def _holding(
    signed: SignedCheckpoint,
    *,
    number: int,
    topic: str,
    unit: str,
    claims: dict[str, Any],
    **told: Any,
) -> Checked:
    head = signed.checkpoint
    code, received_at, due_at = (str(claims.get(name, "")) for name in ("code", "received_at", "due_at"))
    due = f" and is due by {due_at}" if due_at else ""
    what = f"Dossier {code} was received at {received_at}{due}" if code else f"{topic!r} was recorded"
    place = f"event {number} of the {head.size} that the log {head.origin} of unit {unit} has signed for"
    return Checked(
        ok=True,
        kind=HOLDS,
        sentence=f"This is proved: {what}; it is {place}.",
        origin=head.origin,
        size=head.size,
        root=head.root.hex(),
        number=number,
        unit=unit,
        topic=topic,
        code=code,
        received_at=received_at,
        due_at=due_at,
        claims=claims,
        witnesses=tuple(each.key.name for each in signed.witnesses),
        **told,
    )


def _object(octets: str | bytes) -> dict[str, Any] | None:
    """A JSON object, or None where there is none: what is bound is the bytes, whatever they hold."""
    try:
        return msgspec.json.decode(octets, type=dict[str, Any]) if octets else None
    except (ValueError, RecursionError):
        return None


def kind_of(fault: LedgerFault) -> str:
    """`UntrustedSignature` is `untrusted_signature`."""
    return re.sub(r"(?<!^)([A-Z])", r"_\1", type(fault).__name__).lower()
