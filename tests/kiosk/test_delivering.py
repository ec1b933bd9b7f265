"""What a kiosk kept is delivered: in order and exactly once, whatever is lost on the way; nothing holds up the rest."""

import sqlite3
from contextlib import closing

import pytest

from application.faults import Unreachable
from tests.application.an_office import DAY, HOA, KIOSK, at_counter, forward
from tests.kiosk.an_outage import SomethingElse, a_kiosk, issued, take

GROUP = "civil_status"


@pytest.fixture
def office(early_office):
    return early_office


def topics(office, ticket):
    query = "SELECT topic FROM event WHERE hex(stream) = ? ORDER BY version"
    return [row[0] for row in office.store.reader().execute(query, (ticket.upper(),)).fetchall()]


def test_everything_is_delivered_once_and_in_its_order(office, cable, kiosk):
    before = take(kiosk)
    cable.cut()
    kept = []
    for _ in range(45):
        forward(office, 1)
        kept.append(take(kiosk))
    kiosk.tend()
    assert not kiosk.reachable
    cable.mend()
    forward(office, 5)
    kiosk.tend()
    kiosk.tend()
    assert kiosk.reachable
    assert kiosk.standing == type(kiosk.standing)()
    assert [number for number, _ in issued(office)] == [before.number, *(each.number for each in kept)]
    assert [office.queue.ticket(each.id).issued_at for each in kept] == [each.issued_at for each in kept]
    assert take(kiosk).number == "A002"
    at_counter(office, "1", HOA)
    assert office.queue.call_next("1", HOA).number == "A001"


def test_what_was_printed_meanwhile_is_told_with_its_ticket(office, cable, kiosk):
    cable.cut()
    taken = take(kiosk)
    kiosk.queue.printed(taken.id, "screen", KIOSK)
    kiosk.queue.print_failed(taken.id, "png", "hết giấy", KIOSK)
    cable.mend()
    kiosk.tend()
    assert topics(office, taken.id) == ["ticket.issued", "ticket.printed", "ticket.print_failed"]


@pytest.mark.parametrize("lost", [1, 2, 3, 4])
def test_an_answer_that_is_lost_while_delivering_doubles_nothing(office, cable, kiosk, lost):
    cable.cut()
    kept = [take(kiosk) for _ in range(3)]
    kiosk.queue.printed(kept[0].id, "screen", KIOSK)
    cable.mend()
    cable.deaf_for = lost
    for _ in range(6):
        kiosk.tend()
    assert [number for number, _ in issued(office)] == ["A501", "A502", "A503"]
    assert topics(office, kept[0].id) == ["ticket.issued", "ticket.printed"]
    assert kiosk.standing.waiting == 0


def test_a_number_whose_answer_was_lost_is_replaced_by_the_one_that_was_shown(office, cable, kiosk):
    cable.deaf_for = 1
    shown = take(kiosk)
    assert shown.number == "A501"
    assert issued(office) == [("A001", "waiting")]
    kiosk.tend()
    assert issued(office) == [("A001", "expired"), ("A501", "waiting")]


def test_a_lease_whose_answer_was_lost_is_asked_for_again_and_not_taken_twice(office, cable, in_memory):
    kiosk = a_kiosk(cable, in_memory / "new")
    kiosk.tend()
    cable.cut()
    for _ in range(31):
        take(kiosk)
    cable.mend()
    real, asked = office.queue.lease, []

    def deaf(*told, **named):
        asked.append(named["command"])
        real(*told, **named)
        raise Unreachable

    office.queue.lease = deaf
    kiosk.tend()
    kiosk.tend()
    office.queue.lease = real
    kiosk.tend()
    assert len(set(asked)) == 1
    assert kiosk.safe.left()[DAY, GROUP] == 60
    assert office.queue.lease(KIOSK, group=GROUP, count=1).numbers[0].number == "A592"
    kiosk.close()


def test_what_the_office_will_not_take_is_set_aside_and_what_is_behind_it_goes_on(office, cable, kiosk):
    cable.cut()
    first, second = take(kiosk), take(kiosk)
    office.queue.deliver((kept_of(kiosk)[0].what,), KIOSK)  # another kiosk with a copy of this one's store
    with closing(sqlite3.connect(kiosk.safe.path)) as disk:
        disk.execute(
            'UPDATE outbox SET what = replace(what, \'"priority":""\', \'"priority":"ill"\') WHERE position = 1'
        )
        disk.commit()
    cable.mend()
    kiosk.tend()
    assert [why for _, why in kiosk.safe.refused()] == ["TakenOtherwise"]
    assert [number for number, _ in issued(office)] == [first.number, second.number]
    assert kiosk.standing.waiting == 0


def test_a_kiosk_that_is_itself_refused_keeps_what_it_has(office, cable, kiosk):
    cable.cut()
    take(kiosk)
    cable.mend()
    cable.refuses = SomethingElse()
    kiosk.tend()
    assert (kiosk.standing.waiting, kiosk.standing.refused, kiosk.reachable) == (1, 0, False)
    cable.refuses = None
    kiosk.tend()
    assert issued(office) == [("A501", "waiting")]


def test_what_another_version_wrote_does_not_hold_up_the_rest(office, cable, kiosk):
    cable.cut()
    take(kiosk)
    take(kiosk)
    with closing(sqlite3.connect(kiosk.safe.path)) as disk:
        disk.execute("UPDATE outbox SET what = '{}' WHERE position = 1")
        disk.commit()
    cable.mend()
    kiosk.tend()
    assert issued(office) == [("A502", "waiting")]
    assert kiosk.safe.refused() == [("{}", "Unreadable")]


def kept_of(kiosk):
    return kiosk.safe.waiting(10)
