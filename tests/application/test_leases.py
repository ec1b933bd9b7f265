"""Numbers leased to a kiosk and delivered later: exactly once, in their place in the line, by nobody else."""

import threading
from uuid import UUID

import pytest
from msgspec.structs import replace

from application.envelope import Actor
from application.kept_numbers import KeptTicket
from application.reference import UnknownGroup
from domain import queue as q
from domain.calendar import local_moment
from tests.application.an_office import (
    DAY,
    HOA,
    KIOSK,
    MINUTE,
    MORNING,
    again,
    an_office,
    at_counter,
    birth,
    forward,
    in_process,
    on,
    rows,
)

OTHER_KIOSK = Actor("kiosk-2", "citizen", "kiosk-2")
GROUP = "civil_status"


@pytest.fixture
def lease(queue):
    return queue.lease(KIOSK, group=GROUP, count=5)


def kept(of, place=0, *, at=MORNING, **changed):
    """The number in a place of a lease, as a kiosk kept it."""
    number = of.numbers[place]
    told = {
        "lease": of.id,
        "day": of.day,
        "group": of.group,
        "series": of.series,
        "ordinal": number.ordinal,
        "taken_at": at,
        "command": f"{number.ordinal:032x}",
    }
    return KeptTicket(**(told | changed))


def facts(office, ticket):
    store = office.store
    return [event.fact for event in store.read(store.reader(), UUID(hex=ticket))]


def taken(office, tx, ordinal):
    """An ordinary number, without asking how long it may take, 500 times over."""
    stream = office.queue.ticket_stream(DAY, "A", ordinal)
    assert office.queue.next_number(tx, DAY, "A") == ordinal
    tx.record(stream, 0, q.TicketIssued(day=DAY, series="A", ordinal=ordinal, group=GROUP))
    return stream


def numbers(office):
    return [row[0] for row in office.store.reader().execute("SELECT number FROM ticket ORDER BY number")]


# ---- leasing


def test_a_lease_hands_out_numbers_with_the_links_that_will_open_them(office, queue, lease):
    assert [number.number for number in lease.numbers] == ["A501", "A502", "A503", "A504", "A505"]
    assert (lease.day, lease.group, lease.series, lease.device) == (DAY, GROUP, "A", "kiosk-1")
    [delivered] = queue.deliver((kept(lease),), KIOSK)
    assert (delivered.id, delivered.url) == (lease.numbers[0].ticket, lease.numbers[0].url)
    secret = delivered.url.partition("#")[2]
    assert office.lookup.by_secret(secret).number == "A501"


def test_a_link_opens_nothing_before_its_number_is_delivered(office, lease):
    assert office.lookup.by_secret(lease.numbers[0].url.partition("#")[2]) is None


def test_two_kiosks_never_hold_the_same_number(queue, lease):
    other = queue.lease(OTHER_KIOSK, group=GROUP, count=5)
    assert [number.number for number in other.numbers] == ["A506", "A507", "A508", "A509", "A510"]


def test_leasing_again_with_the_same_command_is_the_same_lease(queue):
    first = queue.lease(KIOSK, group=GROUP, count=5, command="ab" * 16)
    assert queue.lease(KIOSK, group=GROUP, count=5, command="ab" * 16) == first
    assert queue.lease(KIOSK, group=GROUP, count=5).numbers[0].number == "A506"


def test_kiosks_that_lease_at_one_moment_get_bands_of_their_own(office, queue):
    got, start = [], threading.Barrier(8)

    def ask(number):
        start.wait()
        by = Actor(f"kiosk-{number}", "citizen", f"kiosk-{number}")
        got.extend(queue.lease(by, group=GROUP, count=10).numbers)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(number.ordinal for number in got) == list(range(501, 581))


def test_ordinary_numbers_go_on_without_a_gap_beside_a_lease(queue, lease):
    queue.deliver((kept(lease, 2),), KIOSK)
    assert [queue.issue(KIOSK, group=GROUP).number for _ in range(3)] == ["A001", "A002", "A003"]


def test_a_series_that_reaches_the_bands_goes_on_above_them(office, queue, lease):
    with office.store.together():
        for ordinal in range(1, 501):
            office.core.write(KIOSK, "", lambda tx: taken(office, tx, ordinal), lambda stream: stream)  # noqa: B023
    queue.deliver((kept(lease, 4),), KIOSK)
    assert [queue.issue(KIOSK, group=GROUP).number for _ in range(2)] == ["A506", "A507"]
    assert queue.lease(KIOSK, group=GROUP, count=2).numbers[0].number == "A508"
    assert queue.issue(KIOSK, group=GROUP).number == "A510"


def test_numbers_are_leased_for_the_next_days_too_and_no_further(office, queue):
    ahead = queue.lease(KIOSK, group=GROUP, count=5, day="2026-03-09")
    assert (ahead.day, ahead.numbers[0].number) == ("2026-03-09", "A501")
    for day in ("2026-03-10", "2026-03-01", "morgen"):
        with pytest.raises(q.LeaseDay):
            queue.lease(KIOSK, group=GROUP, count=5, day=day)


def test_numbers_leased_ahead_stay_their_own_when_their_day_has_come(office, queue):
    ahead = queue.lease(KIOSK, group=GROUP, count=5, day="2026-03-03")
    with pytest.raises(q.NotLeased):  # its day has not come
        queue.deliver((kept(ahead, at=MORNING),), KIOSK)
    on(office, "2026-03-03", "07:45")
    assert queue.issue(KIOSK, group=GROUP).number == "A001"
    [late] = queue.deliver((kept(ahead, at=local_moment("2026-03-03", "07:31")),), KIOSK)
    assert (late.number, late.issued_at) == ("A501", local_moment("2026-03-03", "07:31"))


def test_a_kiosk_that_gives_none_out_gets_no_more_than_enough(queue):
    queue.lease(KIOSK, group=GROUP, count=100)
    queue.lease(KIOSK, group=GROUP, count=100)
    with pytest.raises(q.LeasedEnough):
        queue.lease(KIOSK, group=GROUP, count=1)
    assert queue.lease(OTHER_KIOSK, group=GROUP, count=1)


def test_an_unknown_group_and_a_foolish_size_are_refused(queue):
    with pytest.raises(UnknownGroup):
        queue.lease(KIOSK, group="weather", count=5)
    with pytest.raises(q.LeaseSize):
        queue.lease(KIOSK, group=GROUP, count=0)


# ---- delivering


def test_delivered_twice_it_is_one_ticket(office, queue, lease):
    both = (kept(lease), kept(lease, 1))
    first = queue.deliver(both, KIOSK)
    assert queue.deliver(both, KIOSK) == first
    assert numbers(office) == ["A501", "A502"]
    assert [len(facts(office, ticket.id)) for ticket in first] == [1, 1]


def test_delivered_at_one_moment_by_many_it_is_one_ticket(office, queue, lease):
    threads = [threading.Thread(target=queue.deliver, args=((kept(lease),), KIOSK)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(facts(office, lease.numbers[0].ticket)) == 1


@pytest.mark.parametrize("changed", [{"priority": "elderly"}, {"command": "cd" * 16}])
def test_the_same_number_for_another_visit_is_refused_and_changes_nothing(office, queue, lease, changed):
    queue.deliver((kept(lease),), KIOSK)
    with pytest.raises(q.TakenOtherwise):
        queue.deliver((kept(lease, **changed),), KIOSK)
    assert len(facts(office, lease.numbers[0].ticket)) == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"ordinal": 1},
        {"ordinal": 506},
        {"series": "B"},
        {"group": "other"},
        {"lease": "ab" * 16},
        {"lease": "?"},
    ],
)
def test_what_was_not_leased_is_refused(office, queue, lease, changed):
    with pytest.raises(q.NotLeased):
        queue.deliver((kept(lease, **changed),), KIOSK)
    assert numbers(office) == []


def test_another_device_delivers_nothing_of_this_lease(queue, lease):
    with pytest.raises(q.NotLeased):
        queue.deliver((kept(lease),), OTHER_KIOSK)


def test_it_waits_since_the_hour_it_was_taken_and_the_log_says_both_hours(office, queue, lease):
    forward(office, 30)
    queue.issue(KIOSK, group=GROUP)
    forward(office, 5)
    claimed = MORNING + 12 * MINUTE
    [late] = queue.deliver((kept(lease, at=claimed),), KIOSK)
    assert late.issued_at == claimed
    at_counter(office, "1", HOA)
    assert queue.call_next("1", HOA).number == "A501"
    event = next(office.store.read(office.store.reader(), UUID(hex=late.id)))
    assert (event.occurred_at, event.recorded_at) == (claimed, MORNING + 35 * MINUTE)
    assert (event.fact.taken_at, event.fact.lease) == (claimed, lease.id)


@pytest.mark.parametrize("claimed", [1, MORNING - 60 * MINUTE, MORNING + 90 * MINUTE, 2**60])
def test_nobody_gets_ahead_of_the_line_by_a_wrong_clock(office, queue, claimed):
    forward(office, 10)
    lease = queue.lease(KIOSK, group=GROUP, count=5)
    forward(office, 10)
    [late] = queue.deliver((kept(lease, at=claimed, clock_off=7 * MINUTE),), KIOSK)
    assert MORNING + 10 * MINUTE <= late.issued_at <= office.now()
    [fact] = facts(office, late.id)
    assert fact.clock_off == 7 * MINUTE


def test_a_procedure_that_was_repealed_meanwhile_costs_nobody_a_number(office, queue, lease):
    code = birth(office)
    office.catalogue.repeal(code, DAY, "thử", HOA)
    [late] = queue.deliver((kept(lease, procedure=code),), KIOSK)
    assert (late.procedure, facts(office, late.id)[0].field) == (code, "Hộ tịch")


def test_what_the_office_never_heard_of_does_not_get_into_its_log(office, queue, lease):
    told = kept(lease, procedure="Nguyễn Văn A, 0903000123", dossier="ff" * 16)
    [late] = queue.deliver((told,), KIOSK)
    assert (late.procedure, late.dossier) == ("", "")
    assert queue.deliver((told,), KIOSK) == (late,)


def test_the_dossier_a_visit_is_about_comes_with_it(office, queue, lease):
    dossier = in_process(office)
    [late] = queue.deliver((kept(lease, dossier=dossier),), KIOSK)
    assert late.dossier == dossier


def test_a_number_that_was_given_unheard_is_replaced_by_the_one_in_the_hand(office, queue, lease):
    """The office gave A001 and the answer was lost; the visitor holds A501."""
    command = "ab" * 16
    unheard = queue.issue(KIOSK, group=GROUP, command=command)
    told = kept(lease, command=command)
    [held] = queue.deliver((told,), KIOSK)
    assert (held.number, held.state) == ("A501", "waiting")
    assert queue.ticket(unheard.id).state == "expired"
    assert facts(office, unheard.id)[-1] == q.TicketExpired(why="replaced")
    assert queue.deliver((told,), KIOSK) == (held,)
    assert queue.issue(KIOSK, group=GROUP).number == "A002"


def test_an_order_that_arrives_after_its_replacement_gives_no_second_number(office, queue, lease):
    command = "ab" * 16
    [held] = queue.deliver((kept(lease, command=command),), KIOSK)
    assert queue.issue(KIOSK, group=GROUP, command=command).number == held.number
    assert numbers(office) == ["A501"]


def test_what_is_delivered_on_the_next_day_stands_on_its_own_day_and_ends_with_the_close(
    office, queue, lease
):
    on(office, "2026-03-03")
    [late] = queue.deliver((kept(lease, at=MORNING + 3 * MINUTE),), KIOSK)
    assert (late.day, late.issued_at) == (DAY, MORNING + 3 * MINUTE)
    at_counter(office, "1", HOA)
    assert queue.call_next("1", HOA) is None
    queue.close_day(HOA)
    assert queue.ticket(late.id).state == "expired"


def test_a_slip_that_was_reported_twice_was_printed_once(office, queue):
    taken = queue.issue(KIOSK, group=GROUP)
    for _ in range(2):
        queue.printed(taken.id, "screen", KIOSK, command="cd" * 16)
        queue.print_failed(taken.id, "png", "hết giấy", KIOSK, command="ef" * 16)
    assert len(facts(office, taken.id)) == 3


def test_leases_are_found_again_in_the_log_and_after_a_rebuild(tmp_path):
    office = an_office(tmp_path / "store")
    office.queue.lease(KIOSK, group=GROUP, count=5)
    before = office.digests()
    office.rebuild()
    assert office.digests() == before
    office.close()
    office = again(tmp_path / "store")
    assert office.queue.issue(KIOSK, group=GROUP).number == "A001"
    assert office.queue.lease(KIOSK, group=GROUP, count=1).numbers[0].number == "A506"
    office.close()
    assert rows(tmp_path / "store", "SELECT first, last, device FROM lease ORDER BY first") == [
        (501, 505, "kiosk-1"),
        (506, 506, "kiosk-1"),
    ]


def test_a_lease_says_nothing_of_its_secrets_in_the_log(office, lease):
    state = rows(office.folder.root, "SELECT state FROM event WHERE topic = 'numbers.leased'")[0][0]
    assert lease.numbers[0].url.partition("#")[2].encode() not in state


def test_a_kept_ticket_keeps_its_shape(lease):
    assert replace(kept(lease), priority="ill").priority == "ill"
