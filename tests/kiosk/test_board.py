"""A hall of two hundred knows who is next: every call is shown at once, aloud, honestly and in both languages."""

import asyncio
import re
import time

import pytest

from application.remote import RemoteOffice
from kiosk.board.calls import HOLD
from tests import screens
from tests.application.an_office import HOA, MINUTE, forward
from tests.kiosk.a_board import Mute, Wire, a_board, take, through, watching
from tests.screens import PATIENCE
from web.server import BackgroundServer
from wording import say


@pytest.fixture
def office(staffed_office):
    return staffed_office


async def test_a_call_at_the_desk_is_soon_on_the_board(office):
    [ticket] = take(office)
    async with watching(office) as hall:
        hall.app.steady = time.monotonic
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
