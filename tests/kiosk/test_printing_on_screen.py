"""The screen with the number says what became of the slip, in one sentence that leaves the number valid."""

from contextlib import asynccontextmanager

import pytest

from kiosk.screens.place import TakeNumber
from tests.kiosk.a_hall import BIRTH, clipped, code_of, visiting
from tests.kiosk.a_printer import APrinter, State
from tests.kiosk.a_slip import settled, thermal

SIZES = [(100, 26), (80, 24), (80, 20), (60, 48)]


@asynccontextmanager
async def a_number(office, state, size=(100, 26), language="vi"):
    with APrinter(state) as a_printer:
        async with visiting(office, size=size, printer=thermal(a_printer), language=language) as visitor:
            visitor.app.session.choose(office.catalogue.procedure(code_of(office, BIRTH)))
            await visitor.app.make(TakeNumber())
            settled(visitor.app.session.paper)
            await visitor.wait(1)
            yield visitor, a_printer


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("state", [State(paper="low"), State(paper="out")])
async def test_every_sentence_fits_every_screen(office, size, language, state):
    async with a_number(office, state, size, language) as (visitor, _):
        assert clipped(visitor.app) == []


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (State(), "Mời ông/bà lấy phiếu ở máy in."),
        (State(paper="low"), "Mời ông/bà lấy phiếu. Giấy in sắp hết"),
        (State(paper="out"), "Máy in hết giấy. Số A001 vẫn có giá trị"),
        (State(cover=True), "Nắp máy in đang mở. Số A001 vẫn có giá trị"),
        (State(silent=True), "Máy in không trả lời. Số A001 vẫn có giá trị"),
    ],
)
async def test_the_visitor_is_told_what_became_of_the_slip(office, state, sentence):
    async with a_number(office, state) as (visitor, _):
        assert sentence in " ".join(visitor.screen.split())
        assert ("In lại phiếu" in visitor.screen) == (state.stopped or state.silent)


@pytest.mark.parametrize("way", ["digit", "finger"])
async def test_a_slip_is_printed_again_once_the_paper_is_back(office, way):
    async with a_number(office, State(paper="out")) as (visitor, a_printer):
        a_printer.state.paper = "ok"
        await (visitor.press("2") if way == "digit" else visitor.click("In lại phiếu"))
        assert visitor.place == "number"
        settled(visitor.app.session.paper)
        await visitor.wait(1)

        assert len(a_printer.slips) == 1
        assert "Mời ông/bà lấy phiếu ở máy in." in visitor.screen
        assert "In lại phiếu" not in visitor.screen


async def test_the_next_visitor_reads_nothing_of_the_last_ones_slip(office):
    async with a_number(office, State(paper="out")) as (visitor, _):
        await visitor.app.start_over()
        await visitor.rest()

        assert "Máy in" not in visitor.screen
        assert visitor.app.session.paper is None
