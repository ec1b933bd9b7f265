"""A hall of two hundred knows who is next: every call is shown long enough, at once, without a name, and honestly."""

import asyncio
import gc
import re
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import Static

from application.remote import RemoteOffice
from kiosk import hardening
from kiosk.board import telling
from kiosk.board.calls import HOLD, LONGEST, Calls
from kiosk.board.layout import laid_out
from kiosk.board.picture import arrow, beside, drawn_scale, width_of
from kiosk.hardening import WAYS_OUT
from kiosk.widgets import BigNumber
from tests import screens
from tests.application.an_office import (
    AN,
    HOA,
    KIOSK,
    MINUTE,
    an_office,
    at_counter,
    birth,
    forward,
    intake,
)
from tests.kiosk.a_board import SIZES, Mute, Wire, a_board, a_call, watching
from tests.kiosk.a_hall import clipped
from tests.screens import PATIENCE
from web.server import BackgroundServer
from wording import languages, say

CERTIFICATION = "certification"


@pytest.fixture
def office(tmp_path):
    made = an_office(tmp_path / "store")
    at_counter(made, "1", HOA)
    at_counter(made, "2", AN)
    yield made
    made.close()


def take(office, count=1, **wanted):
    return [office.queue.issue(KIOSK, **(wanted or {"procedure": birth(office)})) for _ in range(count)]


def through(office, by=HOA, counter="1"):
    """The visitor at this counter is done."""
    here = office.queue.counter(counter, by.id).current
    office.queue.start(here.id, by)
    office.queue.finish(here.id, "guidance", by)


# ---- which call stands on the plate


def test_what_was_called_before_the_board_was_switched_on_is_shown_but_not_announced():
    calls = Calls()
    calls.hear((a_call("B002", "2"), a_call("A001")))

    assert calls.turn(0) is None
    assert calls.plate.number == "B002"
    assert not calls.fresh(1)


def test_calls_that_come_at_once_each_get_the_plate_for_long_enough():
    calls = Calls()
    calls.hear(())
    together = (a_call("C003", "3"), a_call("B002", "2"), a_call("A001", "1"))
    calls.hear(together)
    announced = [(at, call.number) for at in range(60) if (call := calls.turn(at))]

    assert announced == [(0, "A001"), (HOLD, "B002"), (2 * HOLD, "C003")]


def test_a_call_whose_turn_is_still_to_come_is_among_the_others_and_marked():
    calls = Calls()
    calls.hear(())
    calls.hear((a_call("B002", "2", 2), a_call("A001", "1", 1)))
    calls.turn(0)

    assert [(call.number, coming) for call, coming in calls.others()] == [("B002", True)]


def test_a_recall_is_announced_again():
    calls = Calls()
    calls.hear((a_call("A001"),))
    calls.hear((a_call("A001", recalls=1),))

    assert calls.turn(100).number == "A001"
    assert calls.turn(101 + HOLD) is None


def test_whoever_came_before_the_announcement_is_not_called_again():
    calls = Calls()
    calls.hear(())
    calls.hear((a_call("B002", "2"), a_call("A001")))
    calls.turn(0)
    calls.hear((a_call("B002", "2", state="serving"), a_call("A001")))

    assert [calls.turn(at) for at in range(1, 40)] == [None] * 39


def test_the_plate_waits_for_the_voice_but_not_for_ever():
    calls = Calls()
    calls.hear(())
    calls.hear((a_call("B002", "2"), a_call("A001")))
    calls.turn(0)

    assert calls.turn(HOLD + 1, speaking=True) is None
    assert calls.turn(LONGEST, speaking=True).number == "B002"


def test_between_two_visitors_the_last_call_stays():
    calls = Calls()
    calls.hear((a_call("A001"),))
    calls.turn(0)
    calls.hear((), (a_call("A001", state="served"),))
    calls.turn(1)

    assert calls.plate.number == "A001"
    assert calls.resting


MOMENTS = st.lists(
    st.tuples(
        st.sampled_from(["call", "recall", "start", "end", "nothing"]),
        st.integers(0, 3),
        st.floats(0.1, 9.0, allow_nan=False),
    ),
    max_size=60,
)


@given(MOMENTS)
def test_whatever_the_counters_do_each_call_is_announced_once_and_the_plate_never_hurries(moments):
    calls, now, at = Calls(), {}, 0.0
    calls.hear(())
    made, announced, ordinal = set(), [], 0
    for what, counter, pause in moments:
        here = now.get(counter)
        if what == "call" and here is None:
            ordinal += 1
            now[counter] = a_call(f"A{ordinal:03d}", str(counter), ordinal)
            made.add((f"A{ordinal:03d}", 0))
        elif what == "recall" and here is not None and here.state == "called":
            now[counter] = a_call(here.number, here.counter, here.called_at, "called", here.recalls + 1)
            made.add((here.number, here.recalls + 1))
        elif what == "start" and here is not None:
            now[counter] = a_call(here.number, here.counter, here.called_at, "serving", here.recalls)
        elif what == "end":
            now.pop(counter, None)
        calls.hear(tuple(sorted(now.values(), key=lambda call: -call.called_at)))
        at += pause
        call = calls.turn(at)
        if call is not None:
            announced.append((at, call))
        assert len(calls.coming) <= len(now)
        assert calls.plate is not None or not now
    said = [(call.number, call.recalls) for _, call in announced]
    times = [moment for moment, _ in announced]

    assert len(set(said)) == len(said)
    assert set(said) <= made
    assert all(later - earlier >= HOLD for earlier, later in pairwise(times))


# ---- how it is drawn


@given(st.integers(40, 240), st.integers(20, 120))
def test_every_screen_has_a_layout_whose_parts_fit(columns, rows):
    layout = laid_out(columns, rows)
    calls = layout.down * 5 + layout.titled - 1

    assert layout.earlier >= 1
    if columns >= 60 and rows >= (46 if layout.upright else 24):
        panel = layout.panel_rows if layout.upright else 0
        assert layout.head + layout.plate + 1 + calls + panel + layout.foot <= rows
        widest = width_of("" if layout.upright else "A000", "0", layout.counter_scale)
        assert widest <= columns - 2
        assert layout.calls_columns + layout.panel_columns <= columns or layout.upright


@pytest.mark.parametrize("size", SIZES[:2], ids=str)
def test_a_wide_screen_shows_the_newest_call_in_figures_of_twelve_rows_and_four_more(size):
    layout = laid_out(*size)

    assert layout.scale * 4 == 12
    assert layout.earlier >= 4


@pytest.mark.parametrize(("size", "upright"), [((120, 34), False), ((60, 48), True), ((60, 80), True)])
def test_a_screen_on_its_side_is_noticed_and_can_be_told(size, upright):
    assert laid_out(*size).upright is upright
    assert laid_out(*size, upright=not upright).upright is not upright


def test_a_long_number_is_drawn_smaller_and_never_cut():
    for number, counter in (("A012", "3"), ("A012", "12"), ("A1000", "12")):
        scale = drawn_scale(number, counter, 3, 118)
        picture = beside(number, counter, scale)
        assert len(picture[0]) <= 118
        assert len(picture) == 8 * scale


@pytest.mark.parametrize("scale", [1, 2, 3])
def test_the_arrow_points_from_the_number_to_the_counter(scale):
    lengths = [sum(map(bool, row)) for row in arrow(scale)]

    assert max(lengths) == 4 * scale
    assert lengths == lengths[::-1]
    assert all(row == tuple(sorted(row, reverse=True)) for row in arrow(scale))


@pytest.mark.parametrize("language", languages())
def test_what_stands_there_all_day_fits_one_line_of_the_narrowest_board(language):
    for columns, rows in SIZES:
        layout = laid_out(columns, rows)
        many = a_board(missed=tuple(f"A{n:03d}" for n in range(30)))
        assert len(telling.missed_line(many, language, layout)) <= columns - 2


@given(
    st.text(alphabet="aăâ bcđ, nghiêng.", min_size=1, max_size=600), st.integers(20, 120), st.integers(1, 4)
)
def test_a_long_announcement_is_told_page_by_page_and_whole(text, width, rows):
    told = telling.pages(text, width, rows)

    assert all(len(line) <= width for page in told for line in page.split("\n"))
    assert all(len(page.split("\n")) <= rows for page in told)
    assert re.sub(r"\s", "", "".join(told)) == re.sub(r"\s", "", text)


async def test_a_call_at_the_desk_is_soon_on_the_board(office):
    [ticket] = take(office)
    async with watching(office) as hall:
        hall.app.steady = time.monotonic
        await asyncio.sleep(0.3)
        began = time.monotonic()
        office.queue.call_next("1", HOA)
        while hall.plate is None or ticket.number not in hall.app.plate.both.number:
            assert time.monotonic() - began < PATIENCE
            await asyncio.sleep(0.01)


async def test_over_the_network_a_call_is_there_as_soon_and_a_dead_server_is_said(office):
    take(office, 2)
    credential = office.devices.enroll("board-1", "board", "Sảnh chính")
    with BackgroundServer(office) as door:
        far = RemoteOffice(door.url, credential)
        async with watching(far) as hall:
            hall.app.steady = time.monotonic
            await asyncio.sleep(0.3)
            called = await asyncio.to_thread(office.queue.call_next, "1", HOA)
            began = time.monotonic()
            while called.number not in hall.app.plate.both.number:
                assert time.monotonic() - began < PATIENCE
                await asyncio.sleep(0.01)

            await asyncio.to_thread(door.__exit__, None, None, None)
            while not hall.app.feed.lost:
                assert time.monotonic() - began < PATIENCE
                await asyncio.sleep(0.05)
            await screens.rest(hall.app)
            assert "Mất kết nối từ" in hall.screen or "No connection since" in hall.screen
    far.close()


async def test_number_counter_and_earlier_calls_are_told(office):
    take(office, 3)
    voice = Mute()
    async with watching(office, voice=voice) as hall:
        first = office.queue.call_next("1", HOA)
        await hall.look()
        through(office)
        second = office.queue.call_next("1", HOA)
        await hall.look(HOLD)

        assert hall.app.plate.both.number == second.number
        assert hall.app.earlier.lines[0].number.value == first.number
        assert voice.called == [(first.number, "1"), (second.number, "1")]
    assert voice.closed


async def test_a_recall_at_the_desk_is_called_aloud_again(office):
    [ticket] = take(office)
    voice = Mute()
    async with watching(office, voice=voice) as hall:
        office.queue.call_next("1", HOA)
        await hall.look()
        forward(office, 1)
        office.queue.recall(ticket.id, HOA)
        await hall.look(HOLD)

        assert voice.called == [(ticket.number, "1")] * 2


async def test_both_languages_take_turns(office):
    take(office)
    async with watching(office) as hall:
        first = hall.screen
        await hall.look(8)

        assert say("board.waiting", "vi") in first
        assert say("board.waiting", "en") in hall.screen
        assert office.unit.name_en[:20] in hall.screen


async def test_a_missed_number_is_named_with_what_to_do(office):
    [ticket] = take(office)
    office.queue.call_next("1", HOA)
    office.queue.miss(ticket.id, HOA)
    async with watching(office) as hall:
        assert say("board.missed.some", numbers=ticket.number) in hall.screen


async def test_a_counter_on_a_break_is_told_with_its_end(office):
    office.staff.pause(HOA, "meal", until=office.now() + 30 * MINUTE)
    async with watching(office) as hall:
        assert say("board.break_until", counter="1", time="08:30") in hall.screen


async def test_how_many_wait_is_told_by_group(office):
    take(office, 3)
    take(office, 2, group="certification")
    async with watching(office) as hall:
        assert re.search(r"A +Khai sinh +3 ", hall.screen)
        assert re.search(r"B +Chứng thực.* 2 ", hall.screen)


async def test_a_board_that_hears_nothing_says_since_when_and_no_longer_shines(office):
    [ticket] = take(office)
    office.queue.call_next("1", HOA)
    wire = Wire(office)
    async with watching(wire) as hall:
        wire.cut = True
        await hall.look(70)

        assert re.search(
            "Mất kết nối từ 08:0[01],", hall.screen
        )  # a look more or less before the cut was noticed
        assert hall.app.screen.has_class("-stale")
        assert hall.app.plate.both.number == ticket.number

        wire.cut = False
        await hall.look(5)
        assert "Mất kết nối" not in hall.screen
        assert not hall.app.screen.has_class("-stale")


async def test_a_board_switched_on_before_the_office_waits_for_it(office):
    wire = Wire(office)
    wire.cut = True
    async with watching(wire) as hall:
        assert say("board.connecting") in hall.screen

        wire.cut = False
        await hall.look(5)
        assert office.unit.name in hall.screen


async def test_calls_made_while_it_was_cut_off_are_announced_when_it_is_back(office):
    [ticket] = take(office)
    wire, voice = Wire(office), Mute()
    async with watching(wire, voice=voice) as hall:
        wire.cut = True
        await hall.look(5)
        office.queue.call_next("1", HOA)
        await hall.look(5)
        assert voice.called == []

        wire.cut = False
        await hall.look(5)
        assert voice.called == [(ticket.number, "1")]


async def test_before_the_first_call_the_hall_is_told_what_to_do(office):
    async with watching(office) as hall:
        assert say("board.nobody") in hall.screen


async def test_out_of_hours_the_hall_learns_when_it_opens(office):
    closed = a_board(closed=True, opens_at="2026-03-03T07:00")
    async with watching(office) as hall:
        hall.app.feed.board = closed
        hall.app.shown = ()
        hall.app.show()
        await screens.rest(hall.app)

        assert hall.app.plate.hour.value == "7:00"
        assert "07:00 ngày 03/3/2026" in hall.screen


# ---- what is never on it


async def test_a_day_with_people_leaves_no_trace_of_them_on_the_board(office):
    tickets = take(office, 4)
    secrets, codes = [ticket.url.partition("#")[2] for ticket in tickets], []
    seen = ""
    async with watching(office) as hall:
        for _ in range(3):
            office.queue.call_next("1", HOA)
            await hall.look(HOLD)
            seen += hall.screen
            here = office.queue.counter("1", HOA.id).current
            office.queue.start(here.id, HOA)
            receipt = office.dossiers.accept(intake(office), HOA)
            codes.append(receipt.code)
            office.queue.finish(here.id, "dossier", HOA, dossier=receipt.id)
            await hall.look(8)
            seen += hall.screen
    person = intake(office)
    forbidden = [person.applicant, person.personal_id, person.phone, person.address, person.email]
    officers = [each.name for each in office.staff.officers()]

    assert "Khai sinh" in seen
    assert [word for word in (*forbidden, *officers, *secrets, *codes) if word in seen] == []
    assert "Ẩn Danh" not in seen


def test_the_view_that_a_board_is_given_has_no_place_for_a_person(office):
    names = {"applicant", "name_of", "officer", "phone", "procedure", "dossier", "url", "priority"}

    assert names.isdisjoint(office.queue.board().__struct_fields__)
    assert names.isdisjoint(a_call("A001").__struct_fields__)


# ---- every size, both languages


async def filled(office):
    take(office, 5)
    take(office, 3, group=CERTIFICATION)
    for by, counter in ((HOA, "1"), (AN, "2")):
        office.queue.call_next(counter, by)
    through(office)
    office.queue.call_next("1", HOA)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
async def test_nothing_is_cut_at_any_size_in_any_language(office, size):
    await filled(office)
    async with watching(office, size) as hall:
        for _ in languages():
            assert clipped(hall.app) == []
            await hall.look(8)


async def test_a_screen_that_is_turned_is_laid_out_anew(office):
    await filled(office)
    async with watching(office) as hall:
        await hall.pilot.resize_terminal(60, 80)
        await hall.look()

        assert hall.app.arranged.upright
        assert clipped(hall.app) == []


# ---- months of it


async def test_many_calls_leave_nothing_behind(office):
    async with watching(office) as hall:
        counts = []
        for ordinal in range(1, 81):
            call = a_call(f"A{ordinal % 900:03d}", str(ordinal % 9 + 1), ordinal)
            hall.app.calls.hear((call,), (call,))
            hall.at += HOLD
            hall.app.show()
            if ordinal % 20 == 0:
                await hall.look()
            if ordinal % 40 == 0:
                hardening.collect()
                counts.append(sum(isinstance(each, Static | BigNumber) for each in gc.get_objects()))

        assert counts[1] <= counts[0] + 2
        assert len(hall.app.calls.coming) <= 1


async def test_nobody_leaves_the_board_by_a_key(office):
    async with watching(office) as hall:
        for key in (*WAYS_OUT.split(","), "escape", "q"):
            screens.press(hall.app, key)
        await hall.look()

        assert hall.app.is_running
        assert len(hall.app.screen_stack) == 1
