"""The day's work beside the dossiers by keys alone: appointments, visits, the postman, callers, and the drawer."""

import pytest
from textual.widgets import DataTable, OptionList

from desk.screens.appointments import AppointmentsPage, RoutePage
from desk.screens.cash import CashPage
from desk.screens.day import DayPage
from desk.screens.inbox import InboxScreen
from desk.screens.listing import ListSheet
from desk.screens.post import PostPage
from desk.screens.search import SearchSheet
from desk.screens.sheet import FormSheet
from desk.screens.work import WORK
from tests.desk.keys import fill, press, said, sign_in, sign_out, text
from tests.desk.prepared import BIRTH, HONG, Prepared

SIZE = (110, 32)
SIZES = [((110, 32), "vi"), ((100, 30), "en"), ((80, 24), "vi"), ((80, 24), "en")]
SUA = "ht.sua"
POSTMAN = {"carrier_name": "Bưu điện Bắc Hà", "postman": "Hoàng Văn Thư"}


@pytest.fixture
def prepared(commune):
    return Prepared(commune)


async def open_work(pilot, work):
    await press(pilot, "f12")
    assert isinstance(pilot.app.screen, ListSheet)
    await press(pilot, *["down"] * WORK.index(work), "enter")


def rows(app):
    table = app.screen.query_one(DataTable)
    return [table.get_row_at(place) for place in range(table.row_count)]


async def book(pilot, **answers):
    """From the list of a day: the free hours of the day shown, the first of them, and whose it is."""
    await press(pilot, "f2")
    await press(pilot, "f10")
    assert isinstance(pilot.app.screen, ListSheet), said(pilot.app)
    await press(pilot, "enter")
    await fill(pilot, {"purpose": "intake", "person": "Tráng Thị Dúa", "phone": "0912345678"} | answers)
    await press(pilot, "f10")
    assert isinstance(pilot.app.screen, DayPage), said(pilot.app)


async def test_an_appointment_is_booked_moved_and_kept(commune):
    async with commune.desk().run_test(size=SIZE) as pilot:
        await sign_in(pilot)
        await open_work(pilot, "appointments")
        assert isinstance(pilot.app.screen, AppointmentsPage)
        await press(pilot, "pagedown")
        await book(pilot)
        assert rows(pilot.app)[0][:3] == ["07:00–07:30", "LH-261125-001", "Tráng Thị Dúa"]

        await press(pilot, "f6", "f10")
        await press(pilot, "down", "enter")
        await fill(pilot, {"asked_by": "citizen"})
        await press(pilot, "f10")
        assert rows(pilot.app)[0][0] == "07:30–08:00"

        commune.later(22 * 60 + 30)
        await press(pilot, "f3", "f10")
        assert rows(pilot.app)[0][-1] == "đã thực hiện"


async def test_when_the_office_cancels_it_must_say_why(commune):
    async with commune.desk().run_test(size=SIZE) as pilot:
        await sign_in(pilot)
        await open_work(pilot, "appointments")
        await press(pilot, "pagedown")
        await book(pilot)
        await press(pilot, "f7")
        await fill(pilot, {"asked_by": "office"})
        await press(pilot, "f10")
        assert isinstance(pilot.app.screen, FormSheet)
        assert said(pilot.app)
        await press(pilot, "tab", "«Mất điện cả ngày»", "f10")
        assert rows(pilot.app) == []


async def test_an_officer_is_sent_to_a_home_on_the_route(commune):
    async with commune.desk().run_test(size=SIZE) as pilot:
        await sign_in(pilot)
        await open_work(pilot, "route")
        assert isinstance(pilot.app.screen, RoutePage)
        await press(pilot, "pagedown")
        await book(pilot, address="Nhà cạnh trường", hamlet="Thôn Đội 2", entitled="elderly")
        assert "Thôn Đội 2, Nhà cạnh" in rows(pilot.app)[0][3]
        await press(pilot, "f8")
        await fill(pilot, {"officer": "nt.hong"})
        await press(pilot, "f10")
        assert rows(pilot.app)[0][4].startswith("Nguyễn Thị H")


async def test_what_the_postman_brings_is_signed_by_both(commune):
    async with commune.desk().run_test(size=SIZE) as pilot:
        await sign_in(pilot)
        await open_work(pilot, "post")
        assert isinstance(pilot.app.screen, PostPage)
        await press(pilot, "f2")
        await fill(pilot, POSTMAN | {"envelopes": f"Sùng A Dơ | {BIRTH} | 2 | 0 | BP-1"})
        await press(pilot, "f10")
        assert isinstance(pilot.app.screen, PostPage), said(pilot.app)
        assert rows(pilot.app)[0][2] == "chờ ký"
        await press(pilot, "f4", "f10")
        assert rows(pilot.app)[0][2] == "đã ký"
    [record] = commune.office.post.records()
    assert (record.state, record.lines) == ("signed", 1)


async def test_what_the_postman_takes_is_named_by_dossier_code(commune, prepared):
    dossier = prepared.told()
    code = commune.office.dossiers.open(dossier, HONG, "return").line.code
    async with commune.desk().run_test(size=SIZE) as pilot:
        await sign_in(pilot)
        await open_work(pilot, "post")
        await press(pilot, "f3")
        await fill(pilot, POSTMAN | {"results": f"{code} | Tráng Thị Dúa"})
        await press(pilot, "f10")
        assert isinstance(pilot.app.screen, PostPage), said(pilot.app)
        assert rows(pilot.app)[0][1] == "kết quả đi"


async def test_a_caller_is_guided_without_a_number(commune):
    async with commune.desk().run_test(size=SIZE) as pilot:
        await sign_in(pilot)
        await open_work(pilot, "guidance")
        assert isinstance(pilot.app.screen, SearchSheet)
        await press(pilot, "«khai sinh»", "enter")
        await fill(pilot, {"channel": "hotline", "missing": "Giấy chứng sinh"})
        await press(pilot, "f10")
        assert isinstance(pilot.app.screen, FormSheet)
        assert "ít nhất một" in said(pilot.app)
        await fill_again(pilot)
        assert isinstance(pilot.app.screen, InboxScreen), said(pilot.app)
    today = commune.office.today()
    [line] = commune.office.guidance.report(today, today)
    assert (line.channel, line.given, line.with_missing) == ("hotline", 1, 1)


async def fill_again(pilot):
    """Back to the second field, the first topic, and tick it."""
    pilot.app.screen.query_one("#field-channel").focus()
    await press(pilot, "tab", "space", "f10")


async def test_the_drawer_is_counted_and_handed_over_in_two_signatures(commune, prepared):
    commune.appoint(SUA, "Hảng Thị Sua", "Công chức tiếp nhận", "reception", "Một cửa")
    prepared.fee_paid()
    async with commune.desk().run_test(size=SIZE) as pilot:
        await sign_in(pilot)
        await open_work(pilot, "cash")
        assert isinstance(pilot.app.screen, CashPage)
        assert rows(pilot.app)[0][1] == "80.000"
        await press(pilot, "f2")
        await fill(pilot, {"counted_vnd": "79.000"})
        await press(pilot, "f10")
        assert isinstance(pilot.app.screen, FormSheet)
        await press(pilot, "shift+tab", "«Thối nhầm»", "f10")
        assert rows(pilot.app)[0][3] == "-1.000", said(pilot.app)
        await press(pilot, "f3")
        await fill(pilot, {"to": SUA, "receipt": "BN-1"})
        await press(pilot, "f10")
        assert rows(pilot.app)[0][4] == "chờ nhận"
        await press(pilot, "escape")
        await sign_out(pilot)

        await sign_in(pilot, SUA)
        await open_work(pilot, "cash")
        await press(pilot, "down", "f4", "f10")
        assert "bàn giao" in rows(pilot.app)[1][4], said(pilot.app)


async def test_a_key_without_a_line_says_what_to_do(commune):
    async with commune.desk().run_test(size=SIZE) as pilot:
        await sign_in(pilot)
        await open_work(pilot, "appointments")
        await press(pilot, "f3")
        assert "PgDn" in said(pilot.app)


async def test_who_may_not_read_the_sheet_is_told_so(commune):
    commune.appoint("tt.tra", "Thanh Tra", "Thanh tra", "inspector", "Thanh tra")
    async with commune.desk().run_test(size=SIZE) as pilot:
        await sign_in(pilot, "tt.tra")
        await open_work(pilot, "appointments")
        assert said(pilot.app)


@pytest.mark.parametrize(("size", "language"), SIZES)
async def test_the_list_of_work_and_its_pages_fit_every_size(commune, size, language):
    async with commune.desk(language).run_test(size=size) as pilot:
        await sign_in(pilot)
        await press(pilot, "f12")
        assert pilot.app.screen.query_one("#lines", OptionList).option_count == len(WORK)
        await press(pilot, "escape")
        for work in WORK[:-1]:
            await open_work(pilot, work)
            table = pilot.app.screen.query_one(DataTable)
            assert table.virtual_size.width <= table.size.width, work
            assert text(pilot.app, ".more > Static")
            await press(pilot, "escape")
