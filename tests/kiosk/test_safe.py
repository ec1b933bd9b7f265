"""The kiosk's own store and clock: no room, no disk, no battery, and never one number twice."""

import os
import threading
from collections import Counter
from uuid import UUID

import pytest

from application.clock import SetClock
from application.faults import StoreLocked
from domain import queue as q
from domain.calendar import local_moment
from kiosk.keeping import KeptOffice, Safe
from kiosk.keeping.errands import Errands, TooLate
from kiosk.keeping.hour import Heard, Hour
from kiosk.keeping.safe import Call
from tests.application.an_office import (
    DAY,
    MINUTE,
    MORNING,
    again,
    an_office,
    forward,
)
from tests.kiosk.an_outage import a_kiosk, issued, take


@pytest.fixture
def office(early_office):
    return early_office


# ---- the hour


def test_a_kiosk_whose_clock_is_wrong_goes_by_the_offices(office, cable, in_memory):
    wrong = SetClock(MORNING - 11 * MINUTE)
    kiosk = a_kiosk(cable, in_memory / "wrong", wrong)
    kiosk.tend()
    assert kiosk.now() == MORNING
    cable.cut()
    forward(office, 3)
    wrong.set(MORNING - 8 * MINUTE)
    taken = take(kiosk)
    assert taken.issued_at == MORNING + 3 * MINUTE
    cable.mend()
    forward(office, 4)
    kiosk.tend()
    event = next(office.store.read(office.store.reader(), UUID(hex=taken.id)))
    assert event.fact.clock_off == 11 * MINUTE
    assert event.occurred_at == event.fact.taken_at == MORNING + 3 * MINUTE
    kiosk.close()


def test_after_a_start_with_nobody_to_ask_the_clock_is_as_far_off_as_it_was():
    clock = SetClock(MORNING)
    hour = Hour(clock, lambda: 0, Heard(ahead=5 * MINUTE, latest=MORNING))
    assert (hour.now(), hour.off()) == (MORNING + 5 * MINUTE, 5 * MINUTE)


def test_a_clock_that_lost_its_battery_is_never_before_what_the_office_last_said():
    hour = Hour(SetClock(1), lambda: 0, Heard(ahead=0, latest=MORNING))
    assert hour.now() == MORNING


def test_setting_the_clock_while_it_runs_moves_nothing():
    clock, steady = SetClock(MORNING), SetClock(7)
    hour = Hour(clock, steady.now, None)
    hour.hear(MORNING)
    clock.set(MORNING + 90 * MINUTE)
    steady.set(7 + MINUTE)
    assert hour.now() == MORNING + MINUTE
    assert hour.off() == -89 * MINUTE


def test_a_second_more_or_less_is_called_right():
    hour = Hour(SetClock(MORNING), lambda: 0, Heard(ahead=1_500_000))
    assert hour.off() == 0


# ---- the kiosk's own disk


def test_a_kiosk_that_starts_again_without_its_office_goes_on_where_it_was(office, cable, kiosk, in_memory):
    cable.cut()
    first = take(kiosk)
    kiosk.close()
    second = a_kiosk(cable, in_memory / "kiosk-1")
    assert second.unit == office.unit
    assert second.catalogue.groups() == office.catalogue.groups()
    assert take(second).number == "A502"
    cable.mend()
    second.tend()
    assert [number for number, _ in issued(office)] == [first.number, "A502"]
    second.close()


def test_what_is_kept_is_nobody_elses_to_read(kiosk):
    assert oct(os.stat(kiosk.safe.folder).st_mode)[-3:] == "700"
    assert oct(os.stat(kiosk.safe.path).st_mode)[-3:] == "600"


def brim(safe):
    """From here on the kiosk's database cannot grow by a single page."""
    pages = safe.connection.execute("PRAGMA page_count").fetchone()[0]
    safe.connection.execute(f"PRAGMA max_page_count = {pages}")


def test_a_full_disk_costs_the_ballast_first_and_then_the_disk_but_never_a_number(office, cable, kiosk):
    cable.cut()
    assert kiosk.safe.ballast.stat().st_size == 1 << 20
    brim(kiosk.safe)
    numbers = [take(kiosk).number for _ in range(50)]
    assert numbers == [f"A{number}" for number in range(501, 551)]
    assert kiosk.safe.in_memory
    assert not kiosk.safe.ballast.exists()
    assert kiosk.standing.in_memory
    cable.mend()
    kiosk.tend()
    assert len(issued(office)) == 50


def test_once_the_disk_takes_something_again_everything_goes_back_to_it(cable, kiosk, in_memory):
    cable.cut()
    brim(kiosk.safe)
    for _ in range(50):
        take(kiosk)
    kiosk.safe.recover()
    assert not kiosk.safe.in_memory
    assert kiosk.safe.ballast.exists()
    kiosk.close()
    second = Safe(in_memory / "kiosk-1")
    assert second.count() == 50
    assert not second.doubtful
    second.close()


def test_numbers_that_memory_gave_out_are_never_given_out_again_from_the_disk(cable, kiosk, in_memory):
    cable.cut()
    brim(kiosk.safe)
    for _ in range(50):
        take(kiosk)
    assert kiosk.safe.in_memory
    second = Safe(in_memory / "kiosk-1")  # the machine was switched off all the same
    assert second.left() == {}
    second.close()


def test_a_damaged_store_is_laid_aside_and_a_new_one_begins(cable, kiosk, in_memory):
    kiosk.close()
    (in_memory / "kiosk-1" / "kiosk.db").write_bytes(b"nothing that a database would know" * 200)
    second = a_kiosk(cable, in_memory / "kiosk-1")
    second.tend()
    cable.cut()
    assert take(second).kept
    assert (in_memory / "kiosk-1" / "damaged-kiosk.db").exists()
    second.close()


def test_a_folder_that_cannot_be_made_is_replaced_by_memory(cable, in_memory):
    (in_memory / "file").write_text("not a folder")
    kiosk = a_kiosk(cable, in_memory / "file" / "kiosk")
    kiosk.tend()
    cable.cut()
    assert take(kiosk).number == "A501"
    assert kiosk.standing.in_memory
    kiosk.close()


def test_the_outbox_keeps_its_order_and_its_words(in_memory):
    safe = Safe(in_memory / "safe")
    for number in range(3):
        safe.keep(
            Call(name="queue.printed", told={"ticket": str(number), "medium": "png"}, command=f"{number}")
        )
    [first, second] = safe.waiting(2)
    assert (first.what.told["ticket"], second.what.command) == ("0", "1")
    safe.told([first.position])
    safe.set_aside(second.position, "Why")
    assert [errand.what.command for errand in safe.waiting(9)] == ["2"]
    assert safe.refused()[0][1] == "Why"
    safe.close()


# ---- errands


def test_an_errand_brings_its_answer_or_its_trouble():
    errands = Errands()
    assert errands.run(lambda: 7, 1) == 7
    with pytest.raises(ZeroDivisionError):
        errands.run(lambda: 1 / 0, 1)
    errands.close()


def test_one_that_does_not_come_back_holds_up_nobody_behind_it():
    errands, free = Errands(), threading.Event()
    with pytest.raises(TooLate):
        errands.run(free.wait, 0.05)
    assert errands.run(lambda: 7, 1) == 7
    free.set()
    errands.close()


def test_errands_go_the_same_way_over_and_over():
    errands = Errands()
    ways = Counter(errands.run(threading.get_ident, 1) for _ in range(20))
    assert len(ways) == 1
    errands.close()


def test_an_office_that_opens_late_is_found_when_it_opens(in_memory):
    office = an_office(in_memory / "store")
    office.close()
    tries = []

    def opening():
        tries.append(1)
        if len(tries) < 3:
            raise StoreLocked(path="x")
        return again(in_memory / "store", at=local_moment(DAY, "09:00"))

    clock = SetClock(local_moment(DAY, "09:00"))
    kiosk = KeptOffice(
        opening, Safe(in_memory / "safe"), "kiosk-1", clock=clock, steady=clock.now, tending=False
    )
    kiosk.tend()
    assert not kiosk.reachable
    kiosk.tend()
    kiosk.tend()
    assert kiosk.reachable
    assert take(kiosk).number == "A001"
    kiosk.close()


def test_a_replaced_number_is_told_apart_in_the_log():
    assert q.TicketExpired(why="replaced").why == "replaced"
