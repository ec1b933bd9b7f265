"""A bundle of evidence holds without the office, and nothing in it can be changed unnoticed."""

import io
import json
import random
import subprocess
import sys
import zipfile
from datetime import date

import pytest

from application.core import NotSignedIn
from application.envelope import Actor
from audit.bundling import Chosen, make_bundle
from audit.checker import source
from audit.checker.bundle import check_bundle, files_in, unzipped, zipped
from audit.checker.fault import Refused as NotProved
from audit.checker.note import key_of
from domain.dossier.refusals import NotYourRole
from domain.evidence import EvidenceBundled, NothingToBundle, UnsealingOfDossiersOnly
from ledger.note import Signer
from tests.audit.a_small_office import APPLICANT, PHONE, a_small_office

PHUC = Actor("nd.phuc", "leader", "desk-9")
FLIPS = 400


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """An office of three days and the bundle of two of its dossiers, with an earlier head in it."""
    with a_small_office(tmp_path_factory.mktemp("made") / "store") as small:
        small.codes = small.days_of_work()
        earlier = small.office.checkpoint().encode()
        small.ticket()
        small.bundle = make_bundle(small.office, Chosen(codes=tuple(small.codes[:2])), earlier=[earlier])
        small.vkey = small.office.folder.log_vkey.read_text().strip()
        small.keys = [key_of(small.vkey)]
        yield small


@pytest.fixture
def small(tmp_path):
    with a_small_office(tmp_path / "store") as small:
        small.codes = small.days_of_work()
        small.vkey = small.office.folder.log_vkey.read_text().strip()
        small.keys = [key_of(small.vkey)]
        yield small


def holds(octets, keys, quorum=0):
    try:
        check_bundle(unzipped(octets), keys, quorum)
    except NotProved:
        return False
    return True


def last_fact(office):
    [event] = office.store.select(office.store.reader(), after=office.store.last_id() - 1)
    return event.fact, event


def test_it_holds_without_the_office_and_says_how_much(made):
    whole = check_bundle(unzipped(made.bundle.octets), made.keys, 0)

    assert whole.events == made.bundle.events == len(whole.manifest["events"])
    assert (whole.heads[0].size, whole.earlier[0].size) == (made.bundle.size, made.bundle.size - 1)
    assert whole.sealed_by == whole.heads[0].origin


def test_the_checker_inside_it_checks_it_in_an_empty_folder(made, tmp_path):
    (tmp_path / "evidence.zip").write_bytes(made.bundle.octets)
    with zipfile.ZipFile(io.BytesIO(made.bundle.octets)) as packed:
        packed.extractall(tmp_path / "unpacked")
    checker = tmp_path / "unpacked" / "motcua_check.py"
    assert checker.read_text(encoding="utf-8") == source()
    for evidence in ("evidence.zip", "unpacked"):
        done = subprocess.run(
            [sys.executable, "-I", "-S", checker, "--lang", "en", "--key", made.vkey, evidence],
            cwd=tmp_path, capture_output=True, check=False, text=True,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, "")
        assert f"all of its {made.bundle.events} events" in done.stdout


def test_no_flipped_bit_of_the_file_passes(made):
    chance = random.Random(11)
    for _ in range(FLIPS):
        changed = bytearray(made.bundle.octets)
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
        assert not holds(bytes(changed), made.keys)
    for _ in range(30):
        assert not holds(made.bundle.octets[: chance.randrange(len(made.bundle.octets))], made.keys)


def test_no_changed_file_passes_even_when_it_is_packed_again(made):
    files = unzipped(made.bundle.octets)
    for name, octets in files.items():
        middle = len(octets) // 2
        changed = octets[:middle] + bytes([octets[middle] ^ 1]) + octets[middle + 1 :]
        assert not holds(zipped({**files, name: changed}), made.keys), name
        assert not holds(zipped({each: files[each] for each in files if each != name}), made.keys), name
    assert not holds(zipped({**files, "report.vi.txt.bak": b""}), made.keys)


def test_the_signer_himself_cannot_put_in_an_event_that_is_not_in_the_log(made):
    """Whoever signs the manifest anew still needs a proof for every event."""
    files = unzipped(made.bundle.octets)
    name = next(name for name in files if name.startswith("events/"))
    forged = {**files, name: files[name].replace(b"kiosk-1", b"kiosk-2")}
    assert forged[name] != files[name]
    key = made.office.log_keys.signing(made.keys[0].name)
    assert not holds(zipped(resealed(forged, key)), made.keys)
    assert holds(zipped(resealed(files, key)), made.keys)


def test_the_signer_himself_cannot_leave_out_half_of_an_event(made):
    files = unzipped(made.bundle.octets)
    key = made.office.log_keys.signing(made.keys[0].name)
    manifest = json.loads(files["manifest.json"])
    manifest["events"] = manifest["events"][1:]
    assert not holds(zipped(resealed(files, key, manifest)), made.keys)
    manifest["events"] = "none"
    assert not holds(zipped(resealed(files, key, manifest)), made.keys)


def resealed(files, key, manifest=None):
    from hashlib import sha256

    from ledger.note import Note

    told = manifest or json.loads(files["manifest.json"])
    told["files"] = {
        name: sha256(octets).hexdigest() for name, octets in files.items() if not name.startswith("manifest.")
    }
    written = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    text = f"motcua-evidence/v1\n{sha256(written).hexdigest()}\n"
    seal = bytes(Note(text, (key.sign(text),)))
    return {**files, "manifest.json": written, "manifest.note": seal}


def test_a_key_that_came_along_is_not_believed(made):
    assert not holds(made.bundle.octets, [])
    assert not holds(made.bundle.octets, [key_of(str(Signer(made.keys[0].name, bytes(32)).key))])
    assert not holds(made.bundle.octets, made.keys, 1)


def test_the_same_office_makes_the_same_bytes(tmp_path):
    octets = []
    for name in ("one", "other"):
        with a_small_office(tmp_path / name) as small:
            codes = small.days_of_work()
            octets.append(make_bundle(small.office, Chosen(codes=(codes[0],))).octets)
    assert octets[0] == octets[1]


def test_nothing_about_a_person_is_in_it(made):
    for name, octets in unzipped(made.bundle.octets).items():
        for word in (APPLICANT, PHONE):
            assert word.encode() not in octets, name


def test_the_report_tells_what_happened_in_both_languages(made):
    files = unzipped(made.bundle.octets)
    told = files["report.vi.txt"].decode()
    assert f"Đã tiếp nhận hồ sơ {made.codes[0]}" in told
    assert "Nguyễn Thị Hoa (tiếp nhận)" in told
    assert made.codes[0] in files["report.en.txt"].decode()
    for name in files:
        if name.startswith("proofs/"):
            assert name in told
            assert f'href="{name}"' in files["report.vi.html"].decode()
    fingerprint = made.office.log_keys.posted()[0].fingerprint
    assert fingerprint in told
    assert fingerprint.encode() in files["keys.txt"]


def test_that_it_was_made_is_recorded(made):
    found = [
        event.fact
        for event in made.office.store.select(made.office.store.reader())
        if isinstance(event.fact, EvidenceBundled)
    ]
    assert [fact.manifest for fact in found] == [made.bundle.manifest]
    assert found[0].dossiers == tuple(made.office.core.dossier_stream(code).hex for code in made.codes[:2])
    assert (found[0].events, found[0].unsealed) == (made.bundle.events, False)


# ---- by whom, and what for


def test_personal_data_in_the_clear_is_a_reading_the_citizen_sees(small):
    made = make_bundle(small.office, Chosen(codes=(small.codes[0],)), by=PHUC, unseal=True)
    files = unzipped(made.octets)
    assert APPLICANT in files["unsealed.json"].decode()
    assert check_bundle(files, small.keys, 0).events == made.events
    reads = small.office.lookup.by_secret(
        small.office.core.secrets.link(small.office.core.dossier_stream(small.codes[0]), "dossier")
    ).reads
    assert (reads[-1].actor, reads[-1].blanks["purpose"]) == ("Ngô Đình Phúc", "supervise")
    fact, event = last_fact(small.office)
    assert (fact.unsealed, event.actor.id, event.actor.role) == (True, "nd.phuc", "leader")


def test_who_may_not_hand_out_evidence_gets_none_and_leaves_no_record(small):
    before = small.office.position()
    with pytest.raises(NotYourRole):
        make_bundle(small.office, Chosen(codes=(small.codes[0],)), by=small.hoa)
    with pytest.raises(NotSignedIn):
        make_bundle(small.office, Chosen(codes=(small.codes[0],)), by=Actor("nobody", "head", "desk-9"))
    assert small.office.position() == before


def test_only_named_dossiers_are_unsealed(small):
    with pytest.raises(UnsealingOfDossiersOnly):
        make_bundle(small.office, Chosen(first=date(2026, 3, 2), last=date(2026, 3, 2)), by=PHUC, unseal=True)


def test_an_officers_acts_and_the_whole_of_a_day(small):
    hoa = check_bundle(unzipped(make_bundle(small.office, Chosen(officer="nt.hoa")).octets), small.keys, 0)
    day = Chosen(first=date(2026, 3, 3), last=date(2026, 3, 3))
    third = check_bundle(unzipped(make_bundle(small.office, day).octets), small.keys, 0)
    query = 'SELECT id FROM event WHERE CAST(state AS TEXT) LIKE \'%"actor":"nt.hoa"%\' ORDER BY id'
    assert [each["id"] for each in hoa.manifest["events"]] == [
        id for (id,) in small.office.store.reader().execute(query)
    ]
    assert third.events > 5
    with pytest.raises(NothingToBundle):
        make_bundle(small.office, Chosen(first=date(2020, 3, 3), last=date(2020, 3, 3)))


def test_an_inspector_signs_with_a_key_of_his_own(small):
    inspector = Signer("thanhtra.dongthap.gov.vn", bytes(range(32)))
    made = make_bundle(small.office, Chosen(codes=(small.codes[0],)), signer=inspector)
    keys = [*small.keys, key_of(str(inspector.key))]
    assert check_bundle(unzipped(made.octets), keys, 0).sealed_by == inspector.key.name
    assert not holds(made.octets, small.keys)


def test_a_log_that_does_not_extend_the_earlier_head_makes_no_bundle(small, tmp_path):
    from application.signer import LogContradicted
    from ledger.checkpoint import Checkpoint, sign

    key = small.office.log_keys.signing(small.office.signer.log().origin)
    forked = bytes(sign(Checkpoint(key.key.name, 5, bytes(32)), key))
    with pytest.raises(LogContradicted):
        make_bundle(small.office, Chosen(codes=(small.codes[0],)), earlier=[forked])


def test_unpacked_and_added_to_it_is_refused(made, tmp_path):
    with zipfile.ZipFile(io.BytesIO(made.bundle.octets)) as packed:
        packed.extractall(tmp_path)
    assert check_bundle(files_in(str(tmp_path)), made.keys, 0).events == made.bundle.events
    (tmp_path / "events" / "note.txt").write_text("x")
    with pytest.raises(NotProved):
        check_bundle(files_in(str(tmp_path)), made.keys, 0)
