"""Whoever holds a proof can check it with the ledger alone; whatever is changed in it proves nothing any more."""

import random
import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.core import NoDossierWithThatCode
from application.envelope import OFFICE
from application.office import Office
from application.signer import LogContradicted
from audit.check import HOLDS, LeafOpening, NothingToCheck, check, kind_of
from audit.prove import NothingToProve, NotYetSigned, NumberOfSeveralDays, find_event, prove
from audit.telling import checked_text
from ledger import base45, fault, leaf
from ledger import proof as proofs
from ledger.base45 import ALPHABET
from ledger.note import Signer, VerifyKey
from ledger.proof import Proof
from tests.audit.a_small_office import APPLICANT, DAY, PHONE, a_small_office
from tests.audit.a_store import tampering
from wording import sayings


@pytest.fixture(scope="module")
def proved(tmp_path_factory):
    """An office, one of its dossiers, and the proof of its acceptance."""
    with a_small_office(tmp_path_factory.mktemp("proved") / "store") as small:
        small.codes = small.days_of_work()
        small.vkeys = [small.office.folder.log_vkey.read_text()]
        small.proof = prove(small.office, small.codes[0])
        yield small


def test_a_proof_says_what_the_receipt_said(proved):
    checked = check(proved.proof.octets.decode(), proved.vkeys)

    assert (checked.ok, checked.kind) == (True, HOLDS)
    assert (checked.code, checked.topic, checked.unit) == (proved.codes[0], "dossier.accepted", "28321")
    assert checked.received_at == "2026-03-02T07:34:00+07:00"
    assert checked.due_at == "2026-03-05T17:00:00+07:00"
    assert (checked.number, checked.size) == (proved.proof.number, proved.proof.size)
    for told in (checked.code, checked.received_at, checked.due_at, checked.unit, checked.origin):
        assert told in checked.sentence


def test_a_proof_is_checked_from_its_file_or_its_text(proved, tmp_path):
    path = tmp_path / "proof.tlog-proof"
    proved.proof.write(path)
    (tmp_path / "code.txt").write_text(proved.proof.receipt + "\n")

    assert check(path, proved.vkeys) == check(str(path), proved.vkeys)
    assert check(path, proved.vkeys) == check(proved.proof.octets.decode(), proved.vkeys)
    assert check(tmp_path / "code.txt", proved.vkeys).ok


def test_a_receipt_code_proves_the_same_as_the_file(proved):
    assert check(proved.proof.receipt, proved.vkeys) == check(proved.proof.octets.decode(), proved.vkeys)


def test_a_stranger_checks_the_file_with_the_entry_and_the_standard_alone(proved):
    key = VerifyKey.parse(proved.vkeys[0].strip())
    proof = Proof.parse(proved.proof.octets)
    opening = LeafOpening.parse(proof.extra)

    assert opening.entry == proved.proof.entry
    assert proofs.verify(proof, proved.proof.entry, [key]).checkpoint.root.hex() == proved.proof.root
    row = proved.office.store.reader().execute(
        "SELECT commitment FROM leaf WHERE id = ?", (proved.proof.event,)
    )
    assert proved.proof.entry == leaf.entry(row.fetchone()[0])


def test_every_event_of_the_log_can_be_proved(proved):
    for event in range(1, proved.office.store.last_id() + 1):
        proof = prove(proved.office, str(event), with_state=bool(event % 2))
        for evidence in (proof.octets.decode(), proof.receipt):
            checked = check(evidence, proved.vkeys)
            assert (checked.ok, checked.number, checked.topic) == (True, event, proof.topic)


def test_a_proof_is_told_in_one_json_document(proved):
    told = msgspec.json.decode(msgspec.json.encode(proved.proof.as_json()))

    assert check(told["proof"], proved.vkeys).ok
    assert bytes.fromhex(told["entry"]) == proved.proof.entry


@given(st.text())
def test_any_text_is_answered_with_a_verdict(text):
    for start in ("HS1:", "c2sp.org/tlog-proof@v1\n", "c2sp.org/tlog-proof@v1\nextra "):
        assert not check(start + text, []).ok
    assert not check("HS1:" + base45.encode(b"HS\x01" + text.encode("utf-8", "surrogatepass")), []).ok


def test_the_document_lists_exactly_what_an_opening_holds():
    document = (Path(__file__).parents[2] / "docs" / "log-format.md").read_text()
    table = document.split("`extra` holds what opens the leaf")[1].split("A verifier")[0]
    listed = {
        name for row in re.findall(r"^\| (`.*?) \|", table, re.M) for name in re.findall(r"`(\w+)`", row)
    }

    assert listed == set(LeafOpening.__struct_fields__)


def test_any_changed_byte_of_a_proof_file_is_noticed(proved, tmp_path):
    chance, path = random.Random(7), tmp_path / "changed"
    for octets in (proved.proof.octets, prove(proved.office, "16", with_state=True).octets):
        for place in range(len(octets)):
            changed = bytearray(octets)
            changed[place] ^= 1 << chance.randrange(8)
            path.write_bytes(changed)
            assert not check(path, proved.vkeys).ok, place


def test_a_proof_file_cut_short_or_made_longer_is_noticed(proved, tmp_path):
    path, octets = tmp_path / "changed", proved.proof.octets
    for changed in (*(octets[:end] for end in range(len(octets))), octets + b"\n", octets + b"x" * 20_000):
        path.write_bytes(changed)
        assert not check(path, proved.vkeys).ok


def test_any_changed_letter_of_a_receipt_code_is_noticed(proved):
    chance, code = random.Random(8), proved.proof.receipt
    for place in range(len("HS1:"), len(code)):
        letter = chance.choice(ALPHABET.replace(code[place], ""))
        assert not check(code[:place] + letter + code[place + 1 :], proved.vkeys).ok, place


@pytest.mark.parametrize(
    "change",
    [
        {"unit": "28322"},
        {"version": 2},
        {"topic": "dossier.submitted"},
        {"stream": "0" * 32},
        {"nonce": "0" * 32},
        {"claims": '{"code":"H20.321-260302-0009"}'},
        {"claims": ""},
        {"state_hash": "0" * 64},
        {"state_hash": "", "state": "{}"},
        {"state": "{}"},
        {"opens": "hoso-event/v2"},
        {"stream": "A" * 32},
        {"nonce": "00"},
        {"version": 0},
        {"more": 1},
    ],
)
def test_an_opening_of_another_event_does_not_fit(proved, change):
    proof = Proof.parse(proved.proof.octets)
    opened = msgspec.json.decode(proof.extra) | change
    extra = msgspec.json.encode({name: value for name, value in opened.items() if value or name == "claims"},
                                order="sorted")  # fmt: skip
    other = Proof(proof.index, proof.hashes, proof.note, extra)

    assert check(bytes(other).decode(), proved.vkeys).kind in {"proof_does_not_hold", "malformed_proof"}


@pytest.mark.parametrize("extra", [b"", b"{}", b"[]", b"\xff", b" ", b"[" * 2_000])
def test_a_proof_that_does_not_say_what_it_is_about_is_not_accepted(proved, extra):
    proof = Proof.parse(proved.proof.octets)
    other = Proof(proof.index, proof.hashes, proof.note, extra)

    assert check(bytes(other).decode(), proved.vkeys).kind == "malformed_proof"


def test_an_opening_written_in_another_way_is_not_accepted(proved):
    proof = Proof.parse(proved.proof.octets)
    for extra in (
        proof.extra.replace(b',"nonce"', b', "nonce"'),
        proof.extra + b" ",
        proof.extra.replace(b"d", rb"\u0064", 1),
    ):
        other = Proof(proof.index, proof.hashes, proof.note, extra)
        assert check(bytes(other).decode(), proved.vkeys).kind == "malformed_proof"


def test_a_proof_by_another_key_is_not_believed(proved):
    stranger = Signer(proved.proof.origin, bytes(32)).vkey
    for keys in ([], [""], [stranger], ["nonsense"]):
        for evidence in (proved.proof.octets.decode(), proved.proof.receipt):
            assert check(evidence, keys).kind in {"untrusted_signature", "malformed_key"}


def test_witnesses_that_were_asked_for_and_are_missing_are_told(proved):
    assert check(proved.proof.octets.decode(), proved.vkeys, quorum=1).kind == "quorum_not_reached"
    assert check(proved.proof.receipt, proved.vkeys, quorum=1).kind == "quorum_not_reached"


def test_a_proof_with_its_state_tells_who_acted_and_nothing_about_the_citizen(proved):
    proof = prove(proved.office, proved.codes[0], with_state=True)
    checked = check(proof.octets.decode(), proved.vkeys)

    assert checked.state["actor"] == "nt.hoa"
    assert "sealed" in checked.state
    for octets in (
        proof.octets,
        Proof.parse(proof.octets).extra,
        proved.proof.octets,
        proof.receipt.encode(),
    ):
        assert not any(text.encode() in octets for text in (APPLICANT, PHONE))


def test_a_ticket_and_any_other_fact_are_found_by_what_people_know(proved):
    office = proved.office
    for what, how, topic in (
        ("a001", {"day": DAY}, "ticket.issued"),
        ("A003", {"day": DAY, "topic": "ticket.service_started"}, "ticket.service_started"),
        (proved.codes[0].lower(), {"topic": "result.signed"}, "result.signed"),
        ("1", {}, "office.opened"),
    ):
        assert prove(office, what, **how).topic == topic


def test_a_number_needs_its_day_only_when_several_days_had_it(proved):
    office = proved.office
    with pytest.raises(NumberOfSeveralDays) as refused:
        find_event(office, "A001")
    assert refused.value.blanks["days"].startswith(f"{DAY}, ")
    only = find_event(office, "A003", topic="ticket.service_started")
    assert only == find_event(office, "A003", day=DAY, topic="ticket.service_started")
    for number, day in (("Z999", ""), ("A001", "2020-01-01")):
        with pytest.raises(NothingToProve):
            find_event(office, number, day=day)


@pytest.mark.parametrize(
    ("what", "how"),
    [("0", {}), ("100000", {}), ("9" * 30, {}), ("A003", {"topic": "result.signed", "day": DAY})],
)
def test_what_never_happened_cannot_be_proved(proved, what, how):
    with pytest.raises(NothingToProve):
        prove(proved.office, what, **how)


def test_unknown_codes_and_facts_are_refused_with_a_reason(proved):
    with pytest.raises(NoDossierWithThatCode):
        prove(proved.office, "H20.321-260302-0099")
    with pytest.raises(NothingToProve):
        prove(proved.office, proved.codes[0], topic="dossier.vanished")
    with pytest.raises(NothingToProve):
        prove(proved.office, proved.codes[1], topic="result.signed")


def test_where_there_is_nothing_to_check_one_sentence_says_so(tmp_path):
    for source in (tmp_path / "nothing", tmp_path, "x" * 5_000, "two\nlines", "a\0b"):
        with pytest.raises(NothingToCheck):
            check(source, [])
    (tmp_path / "empty").write_bytes(b"")
    assert check(tmp_path / "empty", []).kind == "malformed_proof"


FAULTS = [each for each in vars(fault).values() if isinstance(each, type) and each is not fault.LedgerFault]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_verdict_has_words(proved, language):
    accepted = check(proved.proof.receipt, proved.vkeys)
    other = check(prove(proved.office, "1").receipt, proved.vkeys)

    assert proved.codes[0] in checked_text(accepted, language)
    assert "office.opened" in checked_text(other, language)
    assert len(FAULTS) > 8
    assert {f"audit.check.{kind_of(each(''))}" for each in FAULTS} <= sayings(language).keys()


@pytest.fixture
def store(tmp_path):
    with a_small_office(tmp_path / "store") as small:
        codes = small.days_of_work()
    return tmp_path / "store", codes


def test_a_process_that_may_not_write_proves_what_is_signed_and_no_more(store):
    root, codes = store
    writing = Office.at(root)
    signed = writing.store.last_id()
    writing.queue.close_day(OFFICE)
    reading = Office.at(root, read_only=True)

    assert prove(reading, codes[0]).size == signed
    with pytest.raises(NotYetSigned):
        prove(reading, str(signed + 1))
    assert prove(writing, str(signed + 1)).size == writing.store.last_id()
    reading.close()
    writing.close()


def test_an_altered_event_is_not_proved(store):
    root, codes = store
    with tampering(root) as rows:
        rows.execute("UPDATE event SET state = CAST(state || ' ' AS BLOB) WHERE id = 16")
        rows.execute("UPDATE leaf SET commitment = zeroblob(32) WHERE id = 30")
    office = Office.at(root, read_only=True)
    for what in ("16", "30", "1", codes[1]):
        with pytest.raises(LogContradicted):
            prove(office, what)
    office.close()


def test_checking_needs_nothing_of_the_house_but_the_ledger():
    probe = (
        "import sys; import audit.check; "
        "print(sorted({name.partition('.')[0] for name in sys.modules} & "
        "{'application', 'domain', 'projections', 'eventsourcing', 'wording', 'sqlite3'}))"
    )
    found = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
