"""A board hangs there for months: at any size, with nobody's name on it, and nothing left behind by any call."""

import gc

import pytest
from textual.widgets import Static

from kiosk import hardening
from kiosk.board.calls import HOLD
from kiosk.hardening import WAYS_OUT
from kiosk.widgets import BigNumber
from tests import screens
from tests.application.an_office import HOA, intake
from tests.kiosk.a_board import SIZES, a_call, filled, take, watching
from tests.kiosk.a_hall import clipped
from wording import languages


@pytest.fixture
def office(staffed_office):
    return staffed_office


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
