"""A number is called and touched only by whoever sits at its counter, and only while they do."""

import pytest

from domain import queue as q
from domain.staff import AtAnotherCounter, NoShiftOpen, OnABreak
from tests.application.a_waiting_room import ticket
from tests.application.an_office import AN, HOA, PHUC


def test_nobody_without_a_shift_calls_a_number(office, queue):
    first = ticket(office)
    for by in (HOA, PHUC):
        with pytest.raises(NoShiftOpen):
            queue.call_next("1", by)
        with pytest.raises(NoShiftOpen):
            queue.call_number(first.number, "1", by)
    assert queue.ticket(first.id).state == "waiting"


@pytest.mark.usefixtures("open_hall")
def test_an_officer_calls_only_to_the_own_counter_and_not_on_a_break(office, queue):
    first = ticket(office)
    with pytest.raises(AtAnotherCounter):
        queue.call_next("2", HOA)
    office.staff.pause(HOA, "ăn trưa")
    with pytest.raises(OnABreak):
        queue.call_next("1", HOA)
    with pytest.raises(OnABreak):
        queue.call_number(first.number, "1", HOA)
    office.staff.resume(HOA)
    assert queue.call_next("1", HOA).id == first.id


@pytest.mark.usefixtures("open_hall")
@pytest.mark.parametrize(("by", "refusal"), [(PHUC, NoShiftOpen), (AN, q.NotAtThisCounter)])
def test_a_number_at_a_counter_is_touched_only_by_whoever_sits_there(office, queue, by, refusal):
    taken = ticket(office)
    queue.call_next("1", HOA)

    def refused(act, *rest):
        with pytest.raises(refusal):
            act(taken.id, *rest, by)

    refused(queue.recall)
    refused(queue.miss)
    refused(queue.start)
    refused(queue.change_priority, "elderly", "Cụ đã già")
    queue.start(taken.id, HOA)
    refused(queue.guide, "", ["papers"])
    refused(queue.transfer, "land", "Việc đất đai")
    refused(queue.finish, "guidance")
    assert queue.finish(taken.id, "guidance", HOA).state == "served"
