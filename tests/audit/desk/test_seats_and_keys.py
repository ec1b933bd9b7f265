"""The inspector's key stays outside the office; what is noted before a copy waits in a file and is handed in once."""

import json
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from application.clock import SeededChance, SetClock
from application.envelope import Actor
from application.faults import StoreReadOnly
from application.inspections import NoKeyBegun
from audit.desk.filing import NotAnInspectionFile, check_thread, save_thread
from audit.desk.keys import About, Head, KeyInsideTheStore, NothingInThisKeyFile, make_key, read_key
from audit.desk.machine import Machine
from audit.desk.seats import OfficeSeat, OwnSeat, hand_in, read_kept
from audit.sources import store_at
from domain import inspection as i
from tests.audit.a_small_office import a_small_office

CHANCE = SeededChance(7)
TRA = Actor("lq.thanh", "inspector", "inspector-1")
HEAD = Head(origin="motcua.local/xa/28321/2026", size=9, root="ab" * 32)
ASKED = About(kind="question", about="officer", subject="vq.binh", to="vq.binh")


@pytest.fixture
def small(tmp_path):
    with a_small_office(tmp_path / "office") as made:
        made.appoint("lq.thanh", "Lý Quang Thành", "inspector")
        yield made


@pytest.fixture
def signer(tmp_path):
    return make_key(tmp_path / "key", "thanhtra.example.vn/lq.thanh", CHANCE)


def test_a_key_is_for_its_owner_alone_and_is_read_back(tmp_path, signer):
    assert (tmp_path / "key").stat().st_mode & 0o077 == 0
    assert read_key(tmp_path / "key").vkey == signer.vkey


def test_a_key_is_neither_made_nor_used_inside_the_offices_folder(tmp_path):
    store = tmp_path / "office"
    (store / "keys").mkdir(parents=True)
    with pytest.raises(KeyInsideTheStore):
        make_key(store / "keys" / "mine", "x", CHANCE, store=store)
    make_key(store / "mine", "x", CHANCE)
    with pytest.raises(KeyInsideTheStore):
        read_key(store / "mine", store=store)


def test_an_old_key_is_never_overwritten(tmp_path, signer):
    with pytest.raises(StoreReadOnly):
        make_key(tmp_path / "key", "other", CHANCE)
    assert read_key(tmp_path / "key").vkey == signer.vkey


@pytest.mark.parametrize("content", [b"", b"PRIVATE+KEY+", b"\xff\xfe", b"x" * 9000])
def test_what_is_no_key_is_refused(tmp_path, content):
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(NothingInThisKeyFile):
        read_key(tmp_path / "file")
    with pytest.raises(NothingInThisKeyFile):
        read_key(tmp_path / "nothing")


@pytest.fixture
def own(small, tmp_path, signer):
    small.working()
    with store_at(small.office.folder.root) as source, closing(Machine(source)) as machine:
        yield OwnSeat(tmp_path / "own.jsonl", TRA.id, signer, machine, clock=SetClock(5), chance=CHANCE)


def test_before_a_copy_a_question_waits_in_the_inspectors_own_file(own):
    line = own.say(ASKED, HEAD, "Vì sao?")
    assert [each.code for each in own.threads()] == [line.code]
    assert [(each.kind, each.words) for each in own.open(line.code).entries] == [("question", "Vì sao?")]
    closing_it = msgspec.structs.replace(ASKED, kind="closing", thread=line.code)
    assert own.say(closing_it, HEAD, "Rõ.").state == "closed"
    with pytest.raises(i.ThreadClosed):
        own.say(msgspec.structs.replace(ASKED, thread=line.code), HEAD, "Nữa?")
    with pytest.raises(i.NoSuchThread):
        own.open("TT-00000-00000")


def test_a_dossier_is_kept_once_for_a_session(own):
    for _ in range(3):
        own.read_dossier("ab" * 16)
    assert [each.kind for each in own.kept()] == ["reading"]


def test_without_a_key_nothing_is_said(own):
    own._signer = None
    with pytest.raises(NoKeyBegun):
        own.say(ASKED, HEAD, "Vì sao?")
    assert own.kept() == ()


def test_a_line_that_was_cut_short_is_left_out(own):
    own.say(ASKED, HEAD, "Vì sao?")
    with own.path.open("ab") as file:
        file.write(b'{"kind":"sta')
    assert len(own.kept()) == 1


def test_what_was_kept_is_handed_in_once(own, small):
    code = own.say(ASKED, HEAD, "Vì sao?").code
    dossier = small.office.store.reader().execute("SELECT stream FROM dossier").fetchone()[0]
    own.read_dossier(dossier)
    kept = read_kept(own.path)
    assert hand_in(kept, small.office.inspections, TRA) == (1, 1)
    size = small.office.position()
    assert hand_in(kept, small.office.inspections, TRA) == (0, 1)
    assert small.office.position() == size
    assert [each.code for each in small.office.inspections.threads(TRA)] == [code]
    purposes = [
        event.fact.purpose
        for event in small.office.store.select(small.office.store.reader())
        if event.fact.NAME == "lookup.performed"
    ]
    assert purposes == ["inspect"]


@pytest.fixture
def saved(small, signer, tmp_path):
    seat = OfficeSeat(small.office.inspections, TRA, signer, small.clock, CHANCE)
    line = seat.say(ASKED, HEAD, "Vì sao?")
    small.office.inspections.answer(line.code, "Chờ đo đạc.", small.binh)
    return save_thread(seat.open(line.code), signer.vkey, tmp_path / "files")


def test_an_exported_thread_can_be_checked_with_the_inspectors_public_key(saved, signer):
    told, checked = check_thread(saved, signer.vkey)
    assert [(each.entry.kind, each.signed, each.words) for each in checked] == [
        ("question", True, True),
        ("answer", True, True),
    ]
    assert saved.name == f"{told.code}.json"


@pytest.mark.parametrize(
    ("field", "changed", "signed", "words"),
    [
        ("words", "Vì sao nhanh?", True, False),
        ("salt", "00", True, False),
        ("statement", "?", False, False),
        ("signature", "— x AAAA\n", False, True),
    ],
)
def test_a_changed_thread_is_told_by_the_check(saved, field, changed, signed, words):
    document = json.loads(saved.read_text())
    document["entries"][0][field] = changed
    saved.write_text(json.dumps(document))
    _, checked = check_thread(saved)
    assert (checked[0].signed, checked[0].words) == (signed, words)


def test_another_key_does_not_hold_and_another_file_is_no_thread(saved, tmp_path):
    other = make_key(tmp_path / "other", "thanhtra.example.vn/lq.thanh", CHANCE)
    assert not check_thread(saved, other.vkey)[1][0].signed
    Path(tmp_path / "x.json").write_text("{}")
    for nothing in (tmp_path / "x.json", tmp_path / "missing.json"):
        with pytest.raises(NotAnInspectionFile):
            check_thread(nothing)
