"""An inspector asks with a key of their own, officers explain, and everything that is read is kept and told."""

import pytest

from application.core import NoDossierWithThatCode
from application.envelope import Actor
from application.inspections import NoKeyBegun, NotSignedByYou
from domain import inspection as i
from domain.dossier.refusals import NotYourRole
from domain.inspection import Statement, digest_of
from ledger.note import Signer
from tests.application.an_office import BINH, HOA, PHUC, in_process, on, rows

TRA = Actor("lq.thanh", "inspector", "inspector-1")
SIGNER = Signer("thanhtra.example.vn/lq.thanh", bytes(range(32)))
OTHER = Signer("thanhtra.example.vn/lq.thanh", bytes(32))
CANARY = "Vì sao hồ sơ nằm yên mười ngày?"


def said(kind="question", words=CANARY, signer=SIGNER, **more):
    told = {
        "kind": kind, "origin": "motcua.local/xa/28321/2026", "size": 9, "root": "ab" * 32, "about": "office",
        "subject": "", "to": BINH.id, "by": TRA.id, "made_at": 1_772_000_000_000_000, "words": digest_of(words, "5a"),
    }  # fmt: skip
    statement = Statement(**(told | more))
    return statement.text, str(signer.sign(statement.text)), words, "5a"


def begun(office):
    office.inspections.begin(TRA, key=SIGNER.vkey)
    return office.inspections


def test_a_question_is_explained_by_whoever_was_asked_and_closed_by_the_inspector(office):
    door = begun(office)
    line = door.state(*said(), TRA)
    assert line.state == "open"
    assert [each.code for each in door.threads(BINH)] == [line.code]
    assert door.threads(HOA) == ()
    assert door.answer(line.code, "Chờ xác minh đất.", BINH).state == "answered"
    closing = said("closing", "Đã rõ.", thread=line.code)
    assert door.state(*closing, TRA).state == "closed"
    file = door.open(line.code, TRA)
    assert [(each.kind, each.actor, each.words) for each in file.entries] == [
        ("question", "lq.thanh", CANARY),
        ("answer", "vq.binh", "Chờ xác minh đất."),
        ("closing", "lq.thanh", "Đã rõ."),
    ]


def test_the_head_sees_and_explains_every_question(office):
    door = begun(office)
    line = door.state(*said(), TRA)
    assert [each.code for each in door.threads(PHUC)] == [line.code]
    assert door.answer(line.code, "Tôi giải trình thay.", PHUC).state == "answered"


def test_what_is_written_is_sealed_in_the_log(office):
    begun(office).state(*said(), TRA)
    stored = b"".join(state for (state,) in rows(office.folder.root, "SELECT state FROM event"))
    assert "mười ngày".encode() not in stored
    assert b"motcua-inspection/v1" in stored


def test_nothing_is_recorded_that_this_inspectors_key_did_not_sign(office):
    door = office.inspections
    with pytest.raises(NotYourRole):
        door.state(*said(), HOA)
    with pytest.raises(NoKeyBegun):
        door.state(*said(), TRA)
    begun(office)
    for wrong in (said(signer=OTHER), said(by="nt.hoa"), (said()[0], "— x AAAA\n", CANARY, "5a")):
        with pytest.raises(NotSignedByYou):
            door.state(*wrong, TRA)
    statement, signature, _, salt = said()
    with pytest.raises(i.OtherWords):
        door.state(statement, signature, "Khác.", salt, TRA)
    assert door.threads(TRA) == ()


def test_an_officer_neither_reads_nor_explains_what_others_are_asked(office):
    door = begun(office)
    line = door.state(*said(), TRA)
    with pytest.raises(NotYourRole):
        door.open(line.code, HOA)
    with pytest.raises(i.NotYoursToAnswer):
        door.answer(line.code, "Không biết.", HOA)
    with pytest.raises(NotYourRole):
        door.answer(line.code, "Tự trả lời.", TRA)
    with pytest.raises(i.NoSuchThread):
        door.open("TT-00000-00000", TRA)


def test_reading_a_thread_is_kept_once_until_something_new_is_said(office):
    door = begun(office)
    line = door.state(*said(), TRA)

    def readings():
        return len(rows(office.folder.root, "SELECT id FROM event WHERE topic = 'inspection.read'"))

    door.open(line.code, BINH), door.open(line.code, BINH)
    assert readings() == 1
    door.answer(line.code, "Chờ.", BINH)
    door.open(line.code, BINH)
    assert readings() == 2


def test_looking_into_a_dossier_is_kept_once_for_each_session_and_the_citizen_sees_it(office):
    dossier = in_process(office)
    door = office.inspections
    session = door.begin(TRA)
    for _ in range(3):
        door.read_dossier(dossier, session, TRA)
    page = office.lookup.by_code(
        office.reports.status(dossier_code(office, dossier)).code,
        office.core.secrets.short(office.core.dossier_stream(dossier_code(office, dossier))),
    )
    reads = [each for each in page.reads if each.blanks["purpose"] == "inspect"]
    assert [each.actor for each in reads] == ["Lý Quang Thành"]
    door.read_dossier(dossier, door.begin(TRA), TRA)
    access = "SELECT id FROM event WHERE topic = 'lookup.performed'"
    assert len(rows(office.folder.root, access)) == len(reads) + 1


def dossier_code(office, dossier):
    return rows(office.folder.root, "SELECT code FROM dossier WHERE stream = ?", dossier)[0][0]


def test_the_reasons_of_a_dossier_are_read_and_no_name_with_them(office):
    dossier = in_process(office)
    on(office, "2026-03-03")
    office.dossiers.ask_supplement(
        dossier, ["Giấy chứng sinh"], "Thiếu giấy chứng sinh.", "NĐ 61/2018 Điều 19", HOA
    )
    door = office.inspections
    found = door.read_dossier(dossier, door.begin(TRA), TRA)
    assert [each.words for each in found] == ["Thiếu giấy chứng sinh."]


def test_only_an_inspector_begins_and_only_a_real_dossier_is_looked_into(office):
    with pytest.raises(NotYourRole):
        office.inspections.begin(HOA)
    with pytest.raises(NotSignedByYou):
        office.inspections.begin(TRA, key="not a key")
    session = office.inspections.begin(TRA)
    for nothing in ("", "ab" * 16, "x"):
        with pytest.raises(NoDossierWithThatCode):
            office.inspections.read_dossier(nothing, session, TRA)
    with pytest.raises(NotYourRole):
        office.inspections.read_dossier(in_process(office), session, HOA)


def test_a_repeated_beginning_is_the_same_session(office):
    door = office.inspections
    assert door.begin(TRA, command="ab" * 16) == door.begin(TRA, command="ab" * 16) == "ab" * 16
    assert len(rows(office.folder.root, "SELECT id FROM event WHERE topic = 'inspection.begun'")) == 1


def test_an_erased_thread_keeps_its_signatures_and_loses_its_words(office):
    door = begun(office)
    line = door.state(*said(), TRA)
    office.store.vault.destroy_key(office.core.stream("inspection", line.code))
    file = door.open(line.code, TRA)
    assert (file.entries[0].words, file.entries[0].salt) == ("", "")
    assert file.entries[0].statement == said()[0]
