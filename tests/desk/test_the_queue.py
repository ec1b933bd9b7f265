"""The line by keys alone: step aside, send on, look at a claim, call out of turn with a reason, a timed break."""

import pytest
from textual.widgets import DataTable, OptionList

from application.queue import Arrival
from desk.screens.counter import CounterScreen
from desk.screens.listing import ListSheet
from tests.desk.conftest import KIOSK, PASSWORD, moment
from tests.desk.keys import pick, press, said, sign_in, text

SIZE = (110, 30)
MINUTE = 60_000_000


@pytest.fixture
def at_work(commune):
    """Hồng comes to counter 3; Páo already sits at counter 2."""
    commune.pao = commune.office.staff.sign_in("gs.pao", PASSWORD, "2", "desk-2")
    return commune


async def test_a_visitor_steps_aside_and_comes_back_by_the_number(at_work):
    first, second = at_work.ticket(), at_work.ticket()
    async with at_work.desk().run_test(size=SIZE) as pilot:
        app = pilot.app
        await sign_in(pilot, counter=3)
        await press(pilot, "f1", "f3", "g", "«Điền thêm tờ khai»", "f10")
        assert isinstance(app.screen, CounterScreen), said(app)
        assert first.number in text(app, ".missed")
        assert "Đang giữ lượt" in text(app, ".missed")
        await press(pilot, "f1")
        assert app.screen.view.current.id == second.id
        await press(pilot, "f5", "f7", f"«{first.number}»", "f10")
        assert isinstance(app.screen, CounterScreen), said(app)
        assert "vừa trở lại" in app.screen.query_one(DataTable).get_row_at(0)[3]
        await press(pilot, "f1")
        assert app.screen.view.current.id == first.id
        assert "vừa tạm rời quầy" in text(app, ".why")


async def test_a_visitor_is_sent_to_a_colleague_and_the_colleague_reads_why(at_work):
    ticket = at_work.ticket()
    async with at_work.desk().run_test(size=SIZE) as pilot:
        app = pilot.app
        await sign_in(pilot, counter=3)
        await press(pilot, "f1", "f6")
        await pick(pilot, "to_officer", "gs.pao")
        await press(pilot, "shift+tab", "shift+tab", "«Cần người biết tiếng Mông»", "f10")
        assert isinstance(app.screen, CounterScreen), said(app)
        assert app.screen.query_one(DataTable).row_count == 0, "it waits for Páo alone"
    steps = at_work.office.queue.history(ticket.id, at_work.pao)
    assert steps[-1].why == "Cần người biết tiếng Mông"
    assert at_work.office.queue.call_next("2", at_work.pao).id == ticket.id


async def test_the_history_of_a_number_is_one_key_away(at_work):
    at_work.ticket(priority="elderly")
    async with at_work.desk().run_test(size=SIZE) as pilot:
        app = pilot.app
        await sign_in(pilot, counter=3)
        await press(pilot, "f1", "x", "l")
        assert isinstance(app.screen, ListSheet)
        lines = [str(option.prompt) for option in app.screen.query_one("#lines", OptionList).options]
        assert len(lines) == 3
        assert "Nguyễn Thị Hồng gọi đến quầy 3" in lines[1]
        assert "xác nhận diện ưu tiên" in lines[2]
        await press(pilot, "escape")
        assert "đã xem" in text(app, ".procedure")
        await press(pilot, "x")
        assert "đã được xác nhận" in said(app)


async def test_a_claim_that_is_not_right_is_withdrawn_with_the_reason(at_work):
    ticket = at_work.ticket(priority="elderly")
    async with at_work.desk().run_test(size=SIZE) as pilot:
        await sign_in(pilot, counter=3)
        await press(pilot, "f1", "f11")
        await pick(pilot, "priority", "none")
        await press(pilot, "tab", "«Chưa đủ 60 tuổi»", "f10")
    assert at_work.office.queue.ticket(ticket.id).priority == ""
    claims = at_work.office.queue.priority_claims("2026-11-24", "2026-11-24")
    assert (claims.officers[0].who, claims.officers[0].withdrawn) == ("nt.hong", 1)


async def test_a_call_out_of_turn_needs_its_reason_and_what_was_typed_stays(at_work):
    at_work.ticket()
    second = at_work.ticket()
    async with at_work.desk().run_test(size=SIZE) as pilot:
        app = pilot.app
        await sign_in(pilot, counter=3)
        await press(pilot, "f7", f"«{second.number}»", "f10")
        assert "lý do" in said(app)
        await press(pilot, "tab", "«Con nhỏ đang sốt»", "f10")
        assert app.screen.view.current.id == second.id


async def test_a_break_says_on_the_board_when_it_ends(at_work):
    async with at_work.desk().run_test(size=SIZE) as pilot:
        app = pilot.app
        await sign_in(pilot, counter=3)
        await press(pilot, "f9", "«Nghỉ giữa giờ»", "tab", "«15»", "f10")
        await app.screen.look()
        assert text(app, ".call-state") == "Đang tạm nghỉ → 09:15"
        counters = {each.counter: each for each in at_work.office.queue.board().counters}
        assert (counters["3"].state, counters["3"].until) == ("paused", at_work.clock.now() + 15 * MINUTE)
        await press(pilot, "f9")
        assert text(app, ".call-state") == "Chưa gọi ai"


async def test_the_hour_of_an_appointment_stands_in_the_line(at_work):

    at_work.office.queue.take(
        Arrival(group="civil_status", priority="appointment", due_at=moment("2026-11-24T09:30")), KIOSK
    )
    async with at_work.desk().run_test(size=SIZE) as pilot:
        await sign_in(pilot, counter=3)
        assert pilot.app.screen.query_one(DataTable).get_row_at(0)[3] == "hẹn 09:30"
