"""One log ends and the next begins: the year turns, a key is changed, events are lost; what was proved stays proved."""

import shutil
from itertools import pairwise

import msgspec
import pytest

from application.closing import HeadNotOurs, next_origin, reopen, rotate_key, turn_year, year_of
from application.faults import KeysMissing
from application.signer import LogContradicted
from application.withholding import SMALLER, UNSOUND, SigningWithheld, Withheld, withheld, withhold
from audit.prove import prove
from domain.log import (
    Ended,
    KeyNotLost,
    LogContinued,
    LogNameUsed,
    NothingLost,
    ReasonForNewLogMissing,
    continue_log,
)
from ledger.checkpoint import open_checkpoint
from ledger.proof import Proof
from ledger.proof import verify as verify_proof
from ledger.receipt import Receipt
from ledger.receipt import verify as verify_receipt
from tests.application.a_year import BASE, NEXT_YEAR, logs, whole
from tests.application.an_office import HOA, again, intake, on, program, rows, ticket
from tests.application.an_office import ended as said_by


@pytest.fixture
def office(signed_office):
    return signed_office


def fact_of(office, number):
    topic, state = rows(office.folder.root, "SELECT topic, state FROM event WHERE id = ?", number)[0]
    assert topic == LogContinued.NAME
    return msgspec.json.decode(state)["fact"]


# ---- the year


def test_nothing_is_closed_before_the_year_is_over(office):
    on(office, "2026-12-31", "23:59")
    assert turn_year(office) is None
    assert len(logs(office)) == 1


def test_the_new_years_log_begins_with_the_last_head_of_the_old_one(office):
    ticket(office)
    last = office.core.store.last_id()
    on(office, NEXT_YEAR)
    new = turn_year(office)
    assert logs(office) == [(1, f"{BASE}/2026", 1), (2, f"{BASE}/2027", last + 1)]
    note = (office.folder.root / "checkpoint.1").read_bytes()
    head = open_checkpoint(note, office.log_keys.verifying(f"{BASE}/2026")).checkpoint
    told = fact_of(office, last + 1)
    assert (told["origin"], told["size"], told["root"]) == (head.origin, last, head.root.hex())
    assert told["head"].encode() == note
    assert new.key == office.log_keys.verifying(f"{BASE}/2027")
    verdict = whole(office)
    assert (verdict.origin, verdict.signed_size, verdict.unsigned) == (f"{BASE}/2027", 1, 0)


def test_the_year_turns_once(office):
    on(office, NEXT_YEAR)
    assert turn_year(office) is not None
    assert turn_year(office) is None
    other = again(office.folder.root, at=office.now())
    assert turn_year(other) is None
    other.close()
    assert len(logs(office)) == 2


TURNING = """
import sys
from pathlib import Path
from application.closing import turn_year
from domain.calendar import local_moment
from tests.application.an_office import KIOSK, again
office = again(Path(sys.argv[1]), at=local_moment("2027-01-04", "08:00"))
print("ready", flush=True)
sys.stdin.readline()
for _ in range(5):
    office.queue.issue(KIOSK, group="other")
    print("turned" if turn_year(office) else "was turned", flush=True)
    office.checkpoint()
office.close()
"""


def test_of_processes_that_turn_the_year_at_once_one_does(office):
    crowd = [program(TURNING, office.folder.root) for _ in range(3)]
    for one in crowd:
        assert one.stdout.readline() == "ready\n"
    said = [line for one in crowd for line in said_by(one, "go\n")]
    assert said.count("turned") == 1
    assert len(logs(office)) == 2
    assert whole(office).unsigned == 0


def test_a_dossier_that_lives_across_the_year_keeps_its_receipt_and_is_proved_in_both_logs(office):
    dossier = office.dossiers.accept(intake(office), HOA)
    before = prove(office, dossier.code)
    on(office, NEXT_YEAR)
    turn_year(office)
    office.dossiers.forward(dossier.id, "justice", HOA)
    office.checkpoint()
    after, later = prove(office, dossier.code), prove(office, dossier.code, topic="dossier.forwarded")
    assert (after.origin, later.origin) == (f"{BASE}/2026", f"{BASE}/2027")
    keys = office.log_keys.posted()
    for proved in (before, after, later):
        verify_proof(Proof.parse(proved.octets), proved.entry, keys)
        verify_receipt(Receipt.parse(proved.receipt), keys)
    assert office.dossiers.receipt(dossier.id, HOA).code == dossier.code


def test_many_years_make_one_chain(office):
    for year in range(2027, 2032):
        on(office, f"{year}-01-02")
        ticket(office)
        turn_year(office)
    found = logs(office)
    assert [year_of(origin) for _, origin, _ in found] == list(range(2026, 2032))
    for (_, before, start), (_, _, following) in pairwise(found):
        told = fact_of(office, following)
        assert (told["origin"], told["size"]) == (before, following - start)
    assert whole(office).events == office.core.store.last_id()
    assert len(office.log_keys.private.read_text().split()) == 1, "keys of closed logs are destroyed"


def test_tiles_of_the_closed_log_are_put_aside_under_its_number(office):
    tiles = office.folder.root / "tiles"
    (tiles / "tile").mkdir(parents=True)
    on(office, NEXT_YEAR)
    turn_year(office)
    assert not tiles.exists()
    assert (office.folder.root / "tiles.1" / "tile").is_dir()


# ---- keys


def test_a_new_key_is_a_new_log_and_needs_a_reason(office):
    ticket(office)
    with pytest.raises(ReasonForNewLogMissing):
        rotate_key(office, "  ")
    assert len(logs(office)) == 1
    new = rotate_key(office, "Người giữ khóa đã chuyển công tác", HOA)
    assert new.fact.begins == f"{BASE}/2026.2"
    assert rotate_key(office, "Lần nữa", HOA).fact.begins == f"{BASE}/2026.3"
    assert "chuyển công tác" not in str(rows(office.folder.root, "SELECT state FROM event"))
    whole(office)


def test_the_old_key_is_gone_from_the_file_and_its_verifier_key_stays(office):
    old = office.log_keys.private.read_text().strip()
    rotate_key(office, "Thử")
    assert old not in office.log_keys.private.read_text()
    assert [key.name for key in office.log_keys.posted()] == [f"{BASE}/2026", f"{BASE}/2026.2"]
    with pytest.raises(KeysMissing):
        office.log_keys.signing(f"{BASE}/2026")


def test_a_key_that_is_here_is_not_given_up_as_lost(office):
    with pytest.raises(KeyNotLost):
        rotate_key(office, "USB giữ khóa bị hỏng", lost=True)
    assert office.log_keys.here


def test_a_lost_key_loses_no_event(office):
    office.log_keys.private.unlink()
    ticket(office)
    last = office.core.store.last_id()
    new = rotate_key(office, "USB giữ khóa bị hỏng", lost=True)
    assert (new.fact.ground, new.fact.kept) == ("key_lost", last)
    assert new.fact.size < last
    ticket(office)
    office.checkpoint()
    verdict = whole(office)
    assert [problem.kind for problem in verdict.declared] == ["key_lost"]
    assert verdict.unsigned == 0


# ---- loss


def with_lost_events(office, tmp_path):
    """A store put back from a backup, and the head that a witness saw before that; the signer's memory is newer."""
    shutil.copytree(office.folder.root, tmp_path / "backup")
    for _ in range(3):
        ticket(office)
    seen = office.checkpoint().encode()
    for name in ("signer.json", "checkpoint"):
        shutil.copy(office.folder.root / name, tmp_path / "backup" / name)
    return again(tmp_path / "backup"), seen


def test_after_a_loss_the_log_is_never_signed_again_and_the_next_one_names_the_head_that_was_seen(
    office, tmp_path
):
    restored, seen = with_lost_events(office, tmp_path)
    with pytest.raises(LogContradicted):
        restored.checkpoint()
    new = reopen(restored, "Ổ cứng hỏng, khôi phục từ bản sao lưu", seen)
    assert new.fact.begins == f"{BASE}/2026.2"
    assert new.fact.size > new.fact.kept
    assert new.fact.head.encode() == seen
    ticket(restored)
    restored.checkpoint()
    verdict = whole(restored)
    assert [problem.kind for problem in verdict.declared] == ["lost"]
    assert restored.signer.head().closed == {f"{BASE}/2026": new.fact.size}
    restored.close()


def test_a_store_that_must_not_sign_for_a_log_that_others_have_seen_more_of_signs_for_the_next(
    office, tmp_path
):
    restored, seen = with_lost_events(office, tmp_path)
    withhold(restored.folder.root, Withheld(SMALLER, "thanhtra", known=300, held=200))
    with pytest.raises(SigningWithheld):
        rotate_key(restored, "Thử", lost=True)
    assert len(logs(restored)) == 1
    reopen(restored, "Khôi phục từ bản sao lưu", seen)
    assert withheld(restored.folder.root) is None
    assert restored.checkpoint().startswith(f"{BASE}/2026.2\n")
    restored.close()


def test_a_store_that_was_found_unsound_begins_no_log(office, tmp_path):
    restored, seen = with_lost_events(office, tmp_path)
    withhold(restored.folder.root, Withheld(UNSOUND))
    with pytest.raises(SigningWithheld):
        reopen(restored, "Khôi phục từ bản sao lưu", seen)
    assert len(logs(restored)) == 1
    restored.core.store.close()


def test_a_disaster_that_took_the_signers_memory_along_is_got_over_with_the_head_of_a_witness(
    office, tmp_path
):
    restored, seen = with_lost_events(office, tmp_path)
    (restored.folder.root / "signer.json").unlink()
    (restored.folder.root / "checkpoint").unlink()
    assert reopen(restored, "Mất máy", seen).fact.head.encode() == seen
    whole(restored)
    restored.close()


def test_a_backup_from_before_the_turn_of_the_year_takes_no_name_again(office, tmp_path):
    shutil.copytree(office.folder.root, tmp_path / "backup")
    on(office, NEXT_YEAR)
    turn_year(office)
    ticket(office)
    seen = office.checkpoint().encode()
    shutil.copytree(office.folder.keys, tmp_path / "backup" / "keys", dirs_exist_ok=True)
    for name in ("signer.json", "checkpoint", "checkpoint.1"):
        shutil.copy(office.folder.root / name, tmp_path / "backup" / name)
    restored = again(tmp_path / "backup", at=office.now())
    new = reopen(restored, "Khôi phục từ bản sao lưu năm cũ", seen)
    assert (new.fact.origin, new.fact.begins) == (f"{BASE}/2027", f"{BASE}/2027.2")
    whole(restored)
    restored.close()


def test_where_nothing_was_lost_no_log_is_begun(office):
    with pytest.raises(NothingLost):
        reopen(office, "Nhầm", office.checkpoint().encode())
    assert len(logs(office)) == 1
    ticket(office)
    office.checkpoint()
    whole(office)


@pytest.mark.parametrize("head", [b"not a head", b"x\n1\n\n"])
def test_a_head_that_is_not_ours_reopens_nothing(office, head):
    with pytest.raises(HeadNotOurs):
        reopen(office, "Thử", head)
    assert len(logs(office)) == 1


# ---- names


@pytest.mark.parametrize(
    ("origin", "year", "used", "begins"),
    [
        ("h/xa/1/2026", 2027, set(), "h/xa/1/2027"),
        ("h/xa/1/2026", 2026, {"h/xa/1/2026"}, "h/xa/1/2026.2"),
        ("h/xa/1/2026.2", 2026, {"h/xa/1/2026", "h/xa/1/2026.2"}, "h/xa/1/2026.3"),
        ("h/xa/1/2026.2", 2029, {"h/xa/1/2026"}, "h/xa/1/2029"),
        ("h/xa/1/2027", 2026, {"h/xa/1/2027"}, "h/xa/1/2027.2"),
    ],
)
def test_a_new_log_is_named_after_its_year_and_never_as_another_was(origin, year, used, begins):
    assert next_origin(origin, year, frozenset(used)) == begins


@pytest.mark.parametrize(
    ("origin", "year"), [("h/xa/1/2026", 2026), ("h/xa/1/2026.3", 2026), ("h/log", 0), ("h/٢٠٢٦", 0)]
)
def test_the_year_of_a_log_is_in_its_name(origin, year):
    assert year_of(origin) == year


def test_a_name_that_was_used_is_refused():
    ended = Ended(
        number=1,
        log="a",
        origin="a",
        size=1,
        root="",
        head="",
        kept=1,
        kept_root="",
        used=frozenset({"a", "b"}),
    )
    with pytest.raises(LogNameUsed):
        continue_log(ended, begins="b", ground="year", why="")
