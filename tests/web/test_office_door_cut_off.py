"""On a bad network an act is done once or said to be undone, and the office is found again by itself."""

import threading

import pytest

from application.faults import Unreachable
from application.remote import RemoteOffice
from tests.application.an_office import KIOSK, PASSWORD, an_office, ended, killed, rows
from tests.web.over_the_network import RemoteOfficeOf, Wire, server_process, until
from web.server import BackgroundServer


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
