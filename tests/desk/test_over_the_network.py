"""An officer's visit at a desk whose office is on another machine: the same keys, the same screens, the same words."""

import pytest
from textual.widgets import Select

from desk import DeskApp
from desk.screens.counter import CounterScreen
from desk.screens.intake import IntakeScreen
from desk.screens.receipt import ReceiptScreen
from desk.screens.sign_in import SignInScreen
from desk.widgets.drawings import BigNumber
from tests.desk.conftest import SIZE, Commune
from tests.desk.keys import press, said, sign_in, text
from tests.web.over_the_network import Reached, Wire


@pytest.fixture
def commune(founded, tmp_path):
    made = Commune.copied(founded, tmp_path / "store")
    made.reached = Reached(made.office)
    yield made
    made.reached.close()
    made.office.close()


def desk(commune, *, url=""):
    return DeskApp(commune.reached.enrolled("desk-31", "desk", url=url), "desk-31", "vi")


async def test_a_whole_visit_by_keys_only(commune):
    first = commune.ticket()
    commune.later(7)
    async with desk(commune).run_test(size=SIZE) as pilot:
        app = pilot.app
        await sign_in(pilot, counter=3)
        assert isinstance(app.screen, CounterScreen)
        await press(pilot, "f1")
        assert app.screen.query_one(BigNumber).number == first.number
        await press(pilot, "f3")
        assert text(app, ".call-state") == "Đang phục vụ"
        await press(pilot, "f8")
        assert isinstance(app.screen, IntakeScreen)
        await press(
            pilot, "«Tráng Thị Dúa»", "enter", "«010199000123»", "enter", "f2", "space", "down", "1", "f5"
        )
        assert isinstance(app.screen, ReceiptScreen), said(app)
        receipt = app.screen.receipt
        await press(pilot, "enter", "f4")
        assert app.screen.query_one("#field-outcome", Select).value == "dossier"
        await press(pilot, "f10", "ctrl+o")
        assert isinstance(app.screen, SignInScreen)

    assert commune.office.queue.ticket(first.id).state == "served"
    assert commune.office.dossiers.find(receipt.code) == receipt.id
    assert [each.counter for each in commune.office.staff.officers()] == ["", "", "", ""]


async def test_a_wrong_password_and_a_second_call_are_told_as_at_the_office_itself(commune):
    first, _ = commune.ticket(), commune.ticket()
    async with desk(commune).run_test(size=SIZE) as pilot:
        await sign_in(pilot, password="sai mat khau")
        assert "mật khẩu không đúng" in said(pilot.app)
        await press(pilot, "«mật khẩu dài»", "tab", "enter", "home", "down", "down", "enter", "f10")
        assert isinstance(pilot.app.screen, CounterScreen), said(pilot.app)
        await press(pilot, "f1", "f1")
        assert first.number in said(pilot.app)


async def test_a_cut_wire_is_told_and_nothing_on_the_screen_is_lost(commune):
    commune.ticket()
    wire = Wire(commune.reached.url)
    async with desk(commune, url=wire.url).run_test(size=SIZE) as pilot:
        await sign_in(pilot, counter=3)
        wire.cut()
        await press(pilot, "f1")
        assert "mất kết nối với máy chủ" in said(pilot.app)
        assert isinstance(pilot.app.screen, CounterScreen)
        assert not pilot.app.reached


async def test_after_the_office_was_started_anew_the_officer_signs_in_again_with_the_visitor_still_there(
    commune,
):
    first = commune.ticket()
    async with desk(commune).run_test(size=SIZE) as pilot:
        await sign_in(pilot, counter=3)
        await press(pilot, "f1", "ctrl+o")
        assert first.number in said(pilot.app), "a visit is ended first"

        commune.reached.door.server.config.app.state.office_door.sessions.open.clear()
        await press(pilot, "f3")
        assert "đăng nhập lại" in said(pilot.app)
        await press(pilot, "ctrl+o")
        assert isinstance(pilot.app.screen, SignInScreen)
        await sign_in(pilot, counter=3)
        assert pilot.app.screen.query_one(BigNumber).number == first.number
