"""A visit, an officer's morning and every way in which they may go wrong, through the office over the network."""

import logging
import re
import threading
from pathlib import Path
from types import SimpleNamespace

import httpx
import msgspec
import pytest

from application.devices import CredentialRefused, NotForThisDevice
from application.envelope import Actor
from application.faults import Unreachable
from application.lookup import TooManyTries
from application.office import Office
from application.queue import CounterBusy
from application.remote import RemoteOffice
from application.remote.sessions import SessionOver
from application.remote.wire import MalformedCall, method, methods
from application.staff import WrongPassword
from application.views import DossierPage, TicketPage
from domain.catalogue import UnknownProcedure
from domain.dossier.refusals import NotInThisState, NotYourRole
from domain.fact import Refused
from papers.contents import ControlSlip
from tests.application.an_office import (
    CITIZEN,
    HOA,
    KIOSK,
    PASSWORD,
    PHUC,
    an_office,
    birth,
    ended,
    intake,
    killed,
    rows,
)
from tests.web.over_the_network import Wire, reached_office, server_process, until
from web import office_door
from web.rights import BOARD, FILLED_IN, may
from web.rights import KIOSK as OF_A_KIOSK
from web.server import BackgroundServer

HOUSE = Path(__file__).parents[2]


@pytest.fixture
def reached(tmp_path):
    reached = reached_office(tmp_path / "store")
    yield reached
    reached.close()
    reached.office.close()


@pytest.fixture
def kiosk(reached):
    return reached.enrolled("kiosk-7", "kiosk")


@pytest.fixture
def desk(reached):
    return reached.enrolled("desk-11", "desk")


def secret(url):
    return url.partition("#")[2]


# A visit


def test_a_whole_visit_over_the_network(reached, kiosk, desk):
    ticket = kiosk.queue.issue(KIOSK, procedure=birth(reached.office), priority="elderly")
    kiosk.queue.printed(ticket.id, "screen", KIOSK)
    hoa = desk.staff.sign_in("nt.hoa", PASSWORD, "1", "desk-11")

    assert hoa == Actor("nt.hoa", "reception", "desk-11")
    assert desk.queue.call_next("1", hoa).number == ticket.number
    desk.queue.start(ticket.id, hoa)
    receipt = desk.dossiers.accept(intake(reached.office), hoa, ticket=ticket.id)
    served = desk.queue.finish(ticket.id, "dossier", hoa, dossier=receipt.id)
    assert served.state == "served"
    page = kiosk.lookup.by_secret(secret(receipt.url))
    assert isinstance(page, DossierPage)
    assert page.code == receipt.code
    assert isinstance(kiosk.lookup.by_secret(secret(ticket.url)), TicketPage)
    file = desk.dossiers.open(receipt.id, hoa, "handle")
    assert file.applicant.name == "Nguyễn Văn Ẩn Danh"
    assert isinstance(desk.dossiers.control_slip(receipt.id, hoa), ControlSlip)
    desk.staff.sign_out(hoa)


def test_answers_are_those_of_the_office_itself(reached, kiosk):
    office = reached.office
    assert kiosk.unit == office.unit
    assert kiosk.today() == office.today()
    assert abs(kiosk.now() - office.now()) < 60_000_000
    assert kiosk.catalogue.groups() == office.catalogue.groups()
    assert kiosk.catalogue.procedure(birth(office)) == office.catalogue.procedure(birth(office))
    assert kiosk.catalogue.search("khai sinh") == office.catalogue.search("khai sinh")
    assert kiosk.staff.officers() == office.staff.officers()
    charged = kiosk.tariffs.charge(birth(office), office.today(), quantities={"copy": 2}, groups=["x"])
    assert charged == office.tariffs.charge(
        birth(office), office.today(), quantities={"copy": 2}, groups=["x"]
    )
    assert kiosk.checkpoint().splitlines()[0] == office.checkpoint().splitlines()[0]


def test_an_act_is_recorded_under_the_hand_and_the_device_that_were_authenticated(reached, kiosk, desk):
    ticket = kiosk.queue.issue(HOA, procedure=birth(reached.office))  # whoever the caller says it is
    desk.staff.sign_in("nt.hoa", PASSWORD, "1", "another desk")
    desk.queue.call_next("1", Actor("nt.hoa", "head", "another desk"))

    acted = rows(
        reached.office.folder.root,
        "SELECT json_extract(state, '$.actor'), json_extract(state, '$.role'), json_extract(state, '$.device') "
        "FROM event WHERE topic IN ('ticket.issued', 'ticket.called') ORDER BY id",
    )
    assert acted == [("kiosk-7", "citizen", "kiosk-7"), ("nt.hoa", "reception", "desk-11")]
    assert ticket.number


def test_the_same_command_is_the_same_number_and_only_at_its_own_device(reached, kiosk):
    other = reached.enrolled("kiosk-8", "kiosk")
    first = kiosk.queue.issue(KIOSK, command="ab" * 16)

    assert kiosk.queue.issue(KIOSK, command="ab" * 16).number == first.number
    assert other.queue.issue(KIOSK, command="ab" * 16).number != first.number


# Refusals


def test_a_refusal_over_the_network_is_the_refusal_of_the_office(reached, kiosk, desk):
    hoa = desk.staff.sign_in("nt.hoa", PASSWORD, "1", "desk-11")
    for _ in range(2):
        kiosk.queue.issue(KIOSK)
    called = desk.queue.call_next("1", hoa)
    dossier = desk.dossiers.accept(intake(reached.office), hoa).id

    asked = {
        CounterBusy: lambda office: office.queue.call_next("1", hoa),
        UnknownProcedure: lambda office: office.catalogue.procedure("9.999999"),
        NotInThisState: lambda office: office.dossiers.sign_result(dossier, hoa),
        WrongPassword: lambda office: office.staff.sign_in("nd.phuc", "falsch und lang", "", "desk-11"),
    }
    for kind, ask in asked.items():
        raised = []
        for office in (reached.office, desk):
            with pytest.raises(Refused) as refused:
                ask(office)
            raised.append((type(refused.value), refused.value.blanks, refused.value.article))
        assert raised[0] == raised[1]
        assert raised[0][0] is kind
    assert called.number


def test_nobody_gets_in_without_a_good_credential(reached, kiosk):
    for credential in ("kiosk-7", "kiosk-7.0000", "nt.hoa.mật", "kiosk-1." + "0" * 64):
        with RemoteOfficeOf(reached.url, credential) as stranger, pytest.raises(CredentialRefused):
            stranger.queue.board()
    assert kiosk.queue.board().calls == ()


class RemoteOfficeOf:
    """Whoever holds a text that may be no credential at all."""

    def __init__(self, url, credential):
        self.office = RemoteOffice(url, credential.encode("ascii", "replace").decode())

    def __enter__(self):
        return self.office

    def __exit__(self, *_):
        self.office.close()


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


# What comes in


def post(reached, path, credential="", body=b"{}", **headers):
    headers |= {"Authorization": f"Bearer {credential}"} if credential else {}
    with httpx.Client(
        verify=False, trust_env=False
    ) as anybody:  # reading certificates takes longer than asking
        return anybody.post(f"{reached.url}{path}", content=body, headers=headers)


@pytest.fixture
def credential(reached):
    return reached.office.devices.enroll("kiosk-9", "kiosk")


@pytest.mark.parametrize(
    ("path", "body", "status", "name"),
    [
        ("/office/queue/issue", b"{", 400, "MalformedCall"),
        ("/office/queue/issue", b'{"by": {"id": "x", "role": "head", "device": "y"}}', 400, "MalformedCall"),
        ("/office/queue/burn", b"{}", 400, "MalformedCall"),
        ("/office/core/write", b"{}", 400, "MalformedCall"),
        ("/office/office/close", b"{}", 400, "MalformedCall"),
        ("/office/queue/issue", b"x" * (1 << 20) + b"x", 413, "MalformedCall"),
        ("/office/dossiers/inbox", b"{}", 409, "NotForThisDevice"),
    ],
)
def test_every_answer_to_a_bad_call_is_one_named_refusal(reached, credential, path, body, status, name):
    reply = post(reached, path, credential, body)
    assert (reply.status_code, reply.json()["of"], reply.json()["name"]) == (status, "refused", name)
    assert "Traceback" not in reply.text


def test_the_shape_of_a_call_is_told_to_nobody_without_a_credential(reached):
    reply = post(reached, "/office/queue/burn")
    assert (reply.status_code, reply.json()["name"]) == (401, "CredentialRefused")
    assert httpx.get(f"{reached.url}/office/changes").status_code == 401


def test_whoever_guesses_credentials_is_slowed_down_and_holds_up_nobody(reached, credential):
    tried = [post(reached, "/office/queue/board", f"kiosk-9.{each:064}") for each in range(40)]
    assert [each.status_code for each in (tried[0], tried[-1])] == [401, 429]
    assert post(reached, "/office/queue/board", credential).status_code == 200


def test_an_office_that_is_itself_far_away_has_no_door_for_devices(reached, kiosk):
    again = office_door.office_door(kiosk)
    assert again is None


def test_no_log_ever_holds_a_credential_a_password_a_token_or_a_name(reached, desk):
    from tests.web.test_server import heard_by_logs  # the lines of every logger of the door

    credential = reached.office.devices.enroll("desk-21", "desk")
    with BackgroundServer(reached.office, quiet=False) as door, heard_by_logs() as lines:
        loud = reached.client(credential, url=door.url)
        hoa = loud.staff.sign_in("nt.hoa", PASSWORD, "", "desk-21")
        token = loud._tokens["nt.hoa"]
        loud.dossiers.accept(intake(reached.office), hoa)
        post(SimpleNamespace(url=door.url), f"/office/queue/{token}", credential)
        post(SimpleNamespace(url=door.url), "/office/queue/board?x=" + token, credential)
        loud.close()

    assert any("/office/dossiers/accept" in line for line in lines)
    assert any("/office/changes" in line for line in lines)
    private = (credential, credential.partition(".")[2], PASSWORD, token, "Ẩn Danh", "082199000123")
    assert [line for line in lines if any(each in line for each in private)] == []


def test_a_bug_is_a_line_for_the_technician_and_not_an_answer(reached, kiosk, monkeypatch, caplog):
    monkeypatch.setattr(reached.office.queue, "board", lambda: 1 / 0)
    with caplog.at_level(logging.ERROR, "motcua.web"), pytest.raises(Unreachable):
        kiosk.queue.board()
    assert "ZeroDivisionError" in caplog.text


# A bad network


def test_a_lost_answer_and_the_second_try_give_one_number(reached):
    wire = Wire(reached.url)
    kiosk = reached.enrolled("kiosk-7", "kiosk", url=wire.url)
    wire.losing = b"/office/queue/issue"

    ticket = kiosk.queue.issue(KIOSK)

    assert wire.lost == 1
    issued = rows(reached.office.folder.root, "SELECT count(*) FROM event WHERE topic = 'ticket.issued'")
    assert issued == [(1,)]
    assert ticket.number == "G001"
    wire.cut()


def test_an_act_that_could_become_two_is_not_tried_again(reached, kiosk):
    wire = Wire(reached.url)
    desk = reached.enrolled("desk-11", "desk", url=wire.url)
    kiosk.queue.issue(KIOSK)
    hoa = desk.staff.sign_in("nt.hoa", PASSWORD, "1", "desk-11")
    called = desk.queue.call_next("1", hoa)
    wire.losing = b"/office/queue/recall"

    with pytest.raises(Unreachable):
        desk.queue.recall(called.id, hoa)

    done = rows(reached.office.folder.root, "SELECT count(*) FROM event WHERE topic = 'ticket.recalled'")
    assert (wire.lost, done) == (1, [(1,)])
    wire.cut()


def test_where_nobody_listens_the_office_cannot_be_reached_and_says_so_quickly(tmp_path):
    wire = Wire("http://127.0.0.1:9")
    wire.cut()
    with RemoteOfficeOf(wire.url, "kiosk-7.00") as nobody:
        assert not nobody.reachable
        assert nobody.position() == 0
        for ask in (nobody.queue.board, nobody.now, lambda: nobody.unit, lambda: nobody.queue.issue(KIOSK)):
            with pytest.raises(Unreachable):
                ask()


def test_whoever_answers_something_else_is_not_our_office(commune):
    with (
        BackgroundServer(commune.office) as door,
        RemoteOfficeOf(f"{door.url}/elsewhere", "kiosk-7.00") as lost,
    ):
        with pytest.raises(Unreachable):
            lost.queue.board()
        assert not lost.reachable


def test_the_wire_cut_in_the_middle_and_mended(reached):
    wire = Wire(reached.url)
    kiosk = reached.enrolled("kiosk-7", "kiosk", url=wire.url)
    assert kiosk.reachable
    wire.cut()
    with pytest.raises(Unreachable):
        kiosk.queue.board()
    assert not kiosk.reachable


def test_a_client_that_is_closed_reaches_nothing_and_says_it_by_name(reached):
    kiosk = reached.enrolled("kiosk-7", "kiosk")
    kiosk.close()
    with pytest.raises(Unreachable):
        kiosk.queue.board()
    assert "news of the office" not in {thread.name for thread in threading.enumerate()}


def test_an_office_killed_in_the_middle_is_found_again_by_itself(tmp_path):
    office = an_office(tmp_path / "store")
    credential = office.devices.enroll("kiosk-7", "kiosk")
    office.close()
    running, port = server_process(tmp_path / "store")
    kiosk = RemoteOffice(f"http://127.0.0.1:{port}", credential)
    before = kiosk.queue.issue(KIOSK, command="ab" * 16)
    unit = kiosk.unit

    killed(running)
    with pytest.raises(Unreachable):
        kiosk.queue.issue(KIOSK)
    assert until(lambda: not kiosk.reachable)
    assert kiosk.unit is unit, "what never changes is still known"
    assert kiosk.now() > 0

    running, _ = server_process(tmp_path / "store", port)
    assert until(lambda: kiosk.reachable)
    assert kiosk.queue.issue(KIOSK, command="ab" * 16).number == before.number
    kiosk.close()
    running.terminate()
    ended(running)


# News


def test_screens_learn_within_a_moment_that_the_log_has_grown(reached, kiosk):
    before = kiosk.position()
    assert before == reached.office.position()

    reached.office.queue.issue(KIOSK)

    assert until(lambda: kiosk.position() > before)
    assert kiosk.position() == reached.office.position()


def test_a_quiet_office_says_that_it_lives(reached, monkeypatch):
    monkeypatch.setattr(office_door, "HEARTBEAT", 0.1)
    kiosk = reached.enrolled("kiosk-7", "kiosk")
    kiosk._news.lost()
    assert until(lambda: kiosk.reachable)


def test_in_its_own_process_an_office_is_always_reachable(tmp_path):
    office: Office = an_office(tmp_path / "store")
    assert office.reachable
    before = office.position()
    office.queue.issue(CITIZEN)
    assert office.position() == before + 1
    office.close()


def test_a_misspelt_call_is_a_refusal_of_the_client_itself():
    with pytest.raises(MalformedCall):
        method("queue.isue")
