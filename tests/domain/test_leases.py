"""Numbers in advance: bands never overlap, the ordinary series stays whole, a kiosk gives out only its own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain import queue as q
from domain.calendar import local_moment
from domain.queue.leases import BAND_BEGINS, HELD, LARGEST, Band, NumbersLeased
from tests.domain.test_facts import shape

DAY, LATER = "2026-03-02", "2026-03-03"
WANTED = NumbersLeased(device="", day=DAY, group="civil_status", series="A", first=0, count=20)
LEASE = replace(WANTED, device="kiosk-1", first=501)
TAKEN = q.TicketIssued(day=DAY, series="A", ordinal=507, group="civil_status", lease="ab", taken_at=5)
NINE = local_moment(DAY, "09:00")
WHOLE_DAY = (local_moment(DAY, "00:00"), local_moment(LATER, "00:00"))


def leased(bands=(), *, last=0, unused=0, **changed):
    return q.lease(
        device="kiosk-1",
        days=(DAY, LATER),
        wanted=replace(WANTED, **changed),
        bands=bands,
        last=last,
        unused=unused,
    )


def test_the_first_lease_of_a_day_begins_far_above_any_ordinary_morning():
    assert leased() == LEASE
    assert leased(last=36).first == BAND_BEGINS


def test_a_lease_begins_above_every_other_and_above_the_ordinary_numbers():
    assert leased([Band(501, 520)]).first == 521
    assert leased([Band(521, 540), Band(501, 520)]).first == 541
    assert leased([Band(501, 520)], last=560).first == 561


@pytest.mark.parametrize("count", [0, -1, LARGEST + 1])
def test_a_lease_is_for_one_to_a_hundred_numbers(count):
    with pytest.raises(q.LeaseSize):
        leased(count=count)


@pytest.mark.parametrize("day", ["2026-03-01", "2026-03-04", "tomorrow", ""])
def test_a_lease_is_for_a_day_that_is_or_comes(day):
    with pytest.raises(q.LeaseDay):
        leased(day=day)


def test_who_holds_enough_unused_numbers_gets_no_more():
    assert leased(unused=HELD - 20).count == 20
    with pytest.raises(q.LeasedEnough):
        leased(unused=HELD - 19)


def test_the_ordinary_series_runs_without_a_gap_until_it_meets_a_band_and_goes_on_above():
    bands = [Band(521, 540), Band(501, 520), Band(560, 561)]
    assert q.next_ordinary(0, bands) == 1
    assert q.next_ordinary(499, bands) == 500
    assert q.next_ordinary(500, bands) == 541
    assert q.next_ordinary(559, bands) == 562


@given(st.lists(st.one_of(st.integers(1, LARGEST), st.just(0)), max_size=60), st.integers(0, 700))
def test_whatever_is_leased_and_taken_no_number_is_given_twice_and_none_is_left_out(turns, start):
    """Zero takes an ordinary number, anything else leases so many."""
    bands, ordinary = [], list(range(1, start + 1)) if start < BAND_BEGINS else [start]
    for turn in turns:
        if turn:
            first = leased(bands, last=ordinary[-1] if ordinary else 0, count=turn).first
            bands.append(Band(first, first + turn - 1))
        else:
            ordinary.append(q.next_ordinary(ordinary[-1] if ordinary else 0, bands))
    held = [number for band in bands for number in range(band.first, band.last + 1)]
    assert len({*held, *ordinary}) == len(held) + len(ordinary)
    missing = set(range(ordinary[0], ordinary[-1])) - set(ordinary) if ordinary else set()
    assert missing <= set(held)
    assert not [number for number in held if number < BAND_BEGINS]


def test_a_number_of_the_lease_is_delivered_once():
    assert q.deliver(None, lease=LEASE, fact=TAKEN, device="kiosk-1") == TAKEN
    assert q.deliver(TAKEN, lease=LEASE, fact=TAKEN, device="kiosk-1") is None


def test_told_again_it_is_the_same_although_the_office_reads_the_hour_otherwise():
    again = replace(TAKEN, taken_at=9, field="Hộ tịch", lookup="other")
    assert q.deliver(TAKEN, lease=LEASE, fact=again, device="kiosk-1") is None


@pytest.mark.parametrize("changed", [{"procedure": "1.001193"}, {"priority": "elderly"}, {"lease": "cd"}])
def test_the_same_number_for_something_else_is_refused(changed):
    with pytest.raises(q.TakenOtherwise):
        q.deliver(TAKEN, lease=LEASE, fact=replace(TAKEN, **changed), device="kiosk-1")


@pytest.mark.parametrize(
    ("changed", "device"),
    [
        ({"ordinal": 500}, "kiosk-1"),
        ({"ordinal": 521}, "kiosk-1"),
        ({"day": LATER}, "kiosk-1"),
        ({"series": "B"}, "kiosk-1"),
        ({"group": "certification"}, "kiosk-1"),
        ({}, "kiosk-2"),
    ],
)
def test_what_is_not_leased_to_this_device_is_refused(changed, device):
    with pytest.raises(q.NotLeased):
        q.deliver(None, lease=LEASE, fact=replace(TAKEN, **changed), device=device)


def test_without_a_lease_nothing_is_delivered():
    with pytest.raises(q.NotLeased):
        q.deliver(None, lease=None, fact=TAKEN, device="kiosk-1")


@pytest.mark.parametrize(
    ("claimed", "since"),
    [
        (NINE, NINE),
        (NINE - 3 * 3_600_000_000, NINE - 3_600_000_000),  # before the numbers were leased
        (NINE + 9 * 3_600_000_000, NINE + 3_600_000_000),  # after now
        (0, NINE - 3_600_000_000),
    ],
)
def test_a_claimed_hour_is_bounded_by_the_lease_and_by_now(claimed, since):
    leased_at, now = NINE - 3_600_000_000, NINE + 3_600_000_000
    assert q.taken_at(claimed, leased_at=leased_at, day=WHOLE_DAY, now=now) == since


def test_what_is_delivered_on_a_later_day_was_taken_on_its_own():
    tomorrow = WHOLE_DAY[1] + 8 * 3_600_000_000
    assert q.taken_at(tomorrow, leased_at=NINE, day=WHOLE_DAY, now=tomorrow) == WHOLE_DAY[1] - 1
    assert q.taken_at(0, leased_at=NINE - 10**12, day=WHOLE_DAY, now=tomorrow) == WHOLE_DAY[0]


def test_a_ticket_waits_since_it_was_taken_and_not_since_it_was_told():
    assert q.replay([(replace(TAKEN, taken_at=NINE), NINE + 77)]).issued_at == NINE
    assert q.replay([(replace(TAKEN, taken_at=0), NINE + 77)]).issued_at == NINE + 77


def test_an_older_ticket_reads_as_one_that_was_recorded_at_once():
    optional = shape(q.TicketIssued)["fields"]
    assert {optional[name] for name in ("lease", "taken_at", "clock_off")} == {"default"}
