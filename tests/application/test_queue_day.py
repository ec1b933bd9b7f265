"""Numbers begin anew each day, the day ends what is left of them, and the hall sees numbers and never people."""

import msgspec
import pytest

from domain.dossier.refusals import NotYourRole
from tests.application.a_waiting_room import ticket
from tests.application.an_office import AN, CITIZEN, HOA, KIEN, KIOSK, THU, at_counter, forward, on


@pytest.mark.parametrize("by", [CITIZEN, THU])
def test_the_day_is_ended_only_by_those_who_may(office, queue, by):
    with pytest.raises(NotYourRole):
        queue.close_day(by)
    waiting = ticket(office)
    with pytest.raises(NotYourRole):
        queue.close_day(by)
    assert queue.ticket(waiting.id).state == "waiting"
    assert queue.close_day(KIEN) == 1


def test_numbers_begin_anew_each_day_in_vietnam(office, queue):
    on(office, "2026-03-02", "23:59")
    assert queue.issue(KIOSK, group="other").number == "G001"
    assert queue.issue(KIOSK, group="other").number == "G002"
    forward(office, 2)  # still 2 March in Greenwich
    fresh = queue.issue(KIOSK, group="other")
    assert (fresh.number, fresh.day, fresh.people_ahead) == ("G001", "2026-03-03", 0)
    assert queue.board().waiting == {"other": 1}


@pytest.mark.usefixtures("open_hall")
def test_the_end_of_the_day_ends_every_open_ticket_but_nobody_being_served(office, queue):
    served, called, waiting, missed = (ticket(office) for _ in range(4))
    queue.call_next("1", HOA)
    queue.start(served.id, HOA)
    queue.call_next("2", AN)
    at_counter(office, "3", KIEN)
    queue.call_number(missed.number, "3", KIEN, "Người nhà đang ở quầy")
    queue.miss(missed.id, KIEN)
    on(office, "2026-03-03")
    today = ticket(office)
    assert queue.close_day(HOA) == 1, "the first number of a day ends what earlier days left open"
    states = [queue.ticket(each.id).state for each in (served, called, waiting, missed, today)]
    assert states == ["serving", "expired", "expired", "expired", "expired"]
    assert queue.close_day(HOA) == 0
    assert queue.finish(served.id, "guidance", HOA).state == "served"


@pytest.mark.usefixtures("open_hall")
def test_the_board_shows_numbers_and_counters_and_never_a_person(office, queue):
    ticket(office), ticket(office), ticket(office)
    queue.call_next("1", HOA)
    forward(office, 1)
    queue.call_next("2", AN)
    board = queue.board()
    assert [(call.number, call.counter) for call in board.calls] == [("A002", "2"), ("A001", "1")]
    assert board.next == ("A003",)
    assert "nt.hoa" not in msgspec.json.encode(board).decode()
