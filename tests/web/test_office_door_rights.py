"""Each kind of device may ask what its screens ask and nothing else, and each officer acts for nobody else."""

import re
from pathlib import Path

import msgspec
import pytest

from application.devices import CredentialRefused, NotForThisDevice
from application.envelope import Actor
from application.lookup import TooManyTries
from application.remote.sessions import SessionOver
from application.remote.wire import method, methods
from domain.dossier.refusals import NotYourRole
from tests.application.an_office import HOA, KIOSK, PASSWORD, PHUC, intake, rows
from tests.web.over_the_network import RemoteOfficeOf, until
from web import office_door
from web.rights import BOARD, FILLED_IN, may
from web.rights import KIOSK as OF_A_KIOSK
from web.server import BackgroundServer

HOUSE = Path(__file__).parents[2]


def test_nobody_gets_in_without_a_good_credential(reached, kiosk):
    for credential in ("kiosk-7", "kiosk-7.0000", "nt.hoa.mật", "kiosk-1." + "0" * 64):
        with RemoteOfficeOf(reached.url, credential) as stranger, pytest.raises(CredentialRefused):
            stranger.queue.board()
    assert kiosk.queue.board().calls == ()


def test_a_revoked_credential_is_out_at_once_and_its_news_end(reached, kiosk, monkeypatch):
    monkeypatch.setattr(office_door, "HEARTBEAT", 0.2)
    assert kiosk.reachable
    reached.office.devices.revoke("kiosk-7", "Máy bị lấy cắp")

    with pytest.raises(CredentialRefused):
        kiosk.queue.issue(KIOSK)
    assert until(lambda: not kiosk.reachable)


def test_a_kiosk_can_do_nothing_of_an_officers(reached, kiosk):
    ticket = kiosk.queue.issue(KIOSK)
    for ask in (
        lambda: kiosk.queue.call_next("1", HOA),
        lambda: kiosk.queue.finish(ticket.id, "other", HOA),
        lambda: kiosk.dossiers.inbox(HOA),
        lambda: kiosk.staff.sign_in("nt.hoa", PASSWORD, "1", "desk-11"),
        lambda: kiosk.cash.drawer("nt.hoa"),
        lambda: kiosk.appointments.day("2026-03-02", HOA),
    ):
        with pytest.raises(NotForThisDevice):
            ask()


def test_a_board_only_looks(reached):
    board = reached.enrolled("board-1", "board")
    assert board.queue.board().day == "2026-03-02"
    for ask in (
        lambda: board.queue.issue(KIOSK),
        lambda: board.lookup.by_secret("0" * 16),
        board.staff.officers,
    ):
        with pytest.raises(NotForThisDevice):
            ask()


def test_what_each_kind_of_device_may_ask_is_part_of_the_table():
    calls = set(methods())
    for kind, rights in (("kiosk", OF_A_KIOSK), ("board", BOARD)):
        allowed = {call for call in calls if may(rights, call)}
        assert allowed, kind
        named = {right for right in rights if "*" not in right}
        assert named <= calls, f"{kind}: {named - calls} is no call of the office"
    kiosk = {call for call in calls if may(OF_A_KIOSK, call)}
    assert {call for call in kiosk if method(call).actor} <= set(OF_A_KIOSK), (
        "an act is allowed by name alone"
    )
    assert not kiosk & {
        "queue.call_next",
        "staff.sign_in",
        "dossiers.open",
        "dossiers.find",
        "dossiers.accept",
    }


def test_where_somebody_stands_is_said_by_the_server_in_every_call():
    said = set()
    for name in methods():
        for field in msgspec.structs.fields(method(name).arguments):
            inner = getattr(field.type, "__struct_fields__", ())
            said |= {(name, field.name)} if field.name in {"origin", "device"} else set()
            said |= {(name, f"{field.name}.{each}") for each in inner if each in {"origin", "device"}}
    assert said == set(FILLED_IN.items())


ASKED = re.compile(r"\boffice\.(\w+)\.(\w+)")


def asked_in(folder, *, but=()):
    """Calls that the screens of a folder make, as they stand in its source."""
    found = set()
    for file in (HOUSE / folder).rglob("*.py"):
        if not any(file.is_relative_to(HOUSE / each) for each in but):
            found |= {".".join(pair) for pair in ASKED.findall(file.read_text(encoding="utf-8"))}
    return found & set(methods())


def test_a_kiosk_and_a_board_may_ask_what_their_screens_ask_and_a_board_hardly_anything():
    kiosk, board = asked_in("kiosk", but=("kiosk/board",)), asked_in("kiosk/board")
    assert "queue.issue" in kiosk
    assert "queue.board" in board
    assert {call for call in kiosk if not may(OF_A_KIOSK, call)} == set()
    assert {call for call in board if not may(BOARD, call)} == set()


def test_a_desk_at_which_nobody_signed_in_shows_who_works_here_and_nothing_else(desk):
    assert len(desk.staff.officers()) == 14
    for ask in (
        desk.queue.board,
        lambda: desk.queue.call_next("1", HOA),
        lambda: desk.dossiers.find("H20.321-260302-0001"),
    ):
        with pytest.raises(SessionOver):
            ask()


def test_after_signing_out_the_desk_is_nobodys(desk):
    hoa = desk.staff.sign_in("nt.hoa", PASSWORD, "", "desk-11")
    assert desk.dossiers.inbox(hoa) == ()
    desk.staff.sign_out(hoa)
    with pytest.raises(SessionOver):
        desk.dossiers.inbox(hoa)


def test_an_officer_cannot_act_as_another(reached, desk):
    hoa = desk.staff.sign_in("nt.hoa", PASSWORD, "", "desk-11")
    dossier = desk.dossiers.accept(intake(reached.office), hoa).id
    desk.dossiers.forward(dossier, "justice", hoa)
    with pytest.raises(SessionOver):  # only whoever typed the password has a token at this desk
        desk.dossiers.assign(dossier, "vq.binh", PHUC)

    token = next(iter(desk._tokens.values()))
    desk._tokens[PHUC.id] = token  # and a token is whose it is, whatever name it is used under
    with pytest.raises(NotYourRole):
        desk.dossiers.assign(dossier, "vq.binh", PHUC)


def test_a_token_is_worth_nothing_at_another_desk(reached, desk):
    hoa = desk.staff.sign_in("nt.hoa", PASSWORD, "", "desk-11")
    elsewhere = reached.enrolled("desk-12", "desk")
    elsewhere._tokens.update(desk._tokens)
    with pytest.raises(SessionOver):
        elsewhere.dossiers.inbox(hoa)


def test_two_officers_at_one_desk_each_act_for_themselves(reached, desk):
    hoa = desk.staff.sign_in("nt.hoa", PASSWORD, "", "desk-11")
    phuc = desk.staff.sign_in("nd.phuc", PASSWORD, "", "desk-11")
    dossier = desk.dossiers.accept(intake(reached.office), hoa).id
    desk.dossiers.forward(dossier, "justice", hoa)
    desk.dossiers.assign(dossier, "vq.binh", phuc)
    desk.staff.sign_out(phuc)
    assert desk.dossiers.history(dossier)


def test_a_server_that_was_started_anew_asks_officers_to_sign_in_again_and_their_shift_is_still_theirs(
    reached,
):
    credential = reached.office.devices.enroll("desk-11", "desk")
    with BackgroundServer(reached.office) as door:
        desk = reached.client(credential, url=door.url)
        hoa = desk.staff.sign_in("nt.hoa", PASSWORD, "1", "desk-11")
    with BackgroundServer(reached.office, port=door.port):
        with pytest.raises(SessionOver):
            desk.queue.call_next("1", hoa)
        assert desk.staff.sign_in("nt.hoa", PASSWORD, "1", "desk-11") == hoa
        assert desk.queue.call_next("1", hoa) is None
    shifts = rows(reached.office.folder.root, "SELECT count(*) FROM event WHERE topic = 'shift.opened'")
    assert shifts == [(1,)]


def test_whoever_has_left_the_office_has_left_its_desks(reached, desk):
    hoa = desk.staff.sign_in("nt.hoa", PASSWORD, "", "desk-11")
    reached.office.staff.leave("nt.hoa", "Nghỉ hưu", Actor("tt.kien", "head", "desk-9"))
    with pytest.raises(SessionOver):
        desk.dossiers.inbox(hoa)


def test_what_is_asked_of_a_dossier_by_code_counts_for_the_device_and_not_for_a_name_it_makes_up(
    reached, kiosk
):
    receipt = reached.office.dossiers.accept(intake(reached.office), HOA)
    with pytest.raises(TooManyTries):
        guess(kiosk, receipt.code, 8)


def guess(kiosk, code, times):
    for each in range(times):
        kiosk.lookup.by_code(code, "ABCDEFGH", origin=f"kiosk-{each}")
