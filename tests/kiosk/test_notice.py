"""The notice board of the law: every published procedure can be read whole, in both languages, and taken home."""

import pytest

from kiosk.notices import leaflet_of, sections
from kiosk.widgets import Tile
from tests.kiosk.a_hall import clipped, code_of, visiting
from tests.screens import PATIENCE

SIZES = [(80, 20), (100, 26), (60, 48)]
STAY, COPY = "1.004194", "2.000815"


def told(office, code, language="vi"):
    procedure = office.catalogue.procedure(code_of(office, code))
    return {each.heading: each.lines for each in sections(office, procedure, language)}


def test_every_procedure_is_posted_with_what_the_law_asks_for(office):
    for procedure in office.catalogue.procedures():
        for language in ("vi", "en"):
            posted = sections(office, procedure, language)
            headings = [each.heading for each in posted]
            assert len(headings) == len(set(headings))
            assert len(posted) >= 6
            assert all(line.strip() for each in posted for line in each.lines)


def test_papers_say_how_many_originals_and_copies(office):
    papers = told(office, STAY)["Giấy tờ cần nộp"]
    assert papers[0].endswith("(1 bản chính)")
    assert papers[1].endswith("(1 bản sao)")


def test_fees_come_from_the_tariff_of_today_with_its_cases(office):
    fees = told(office, STAY)["Phí, lệ phí"]
    assert fees[0] == "Cá nhân, hộ gia đình: 15.000 đồng mỗi trường hợp; nộp trực tuyến: 7.000 đồng"
    assert "chưa đối chiếu" in fees[-1]


def test_who_pays_nothing_is_told(office):
    fees = told(office, "2.002516")["Phí, lệ phí"]
    assert "Người thuộc hộ nghèo: được miễn" in fees


def test_what_is_handed_in_now_has_a_day(office):
    limit = told(office, STAY)["Thời hạn giải quyết"]
    assert limit[0] == "3 ngày làm việc"
    assert "thứ Năm, ngày 05 tháng 3 năm 2026" in limit[1]
    assert office.catalogue.due_if_now(code_of(office, STAY)).date == "2026-03-05"


def test_what_is_done_the_same_day_says_so(office):
    assert "trong hôm nay" in told(office, COPY)["Thời hạn giải quyết"][1]


def test_where_which_number_and_where_to_complain(office):
    posted = told(office, STAY)
    assert posted["Cách nộp hồ sơ"][0].startswith("Tại quầy: lấy số G")
    assert office.unit.hotline in posted["Phản ánh, kiến nghị"][0]
    assert any("Tờ khai" in form for form in posted["Mẫu tờ khai"])


def test_the_slip_to_take_home_says_the_same(office):
    slip = leaflet_of(office, office.catalogue.procedure(code_of(office, STAY)), "vi", "kiosk-1")
    assert slip.title == "Đăng ký tạm trú"
    assert {part.heading: part.lines for part in slip.parts} == {
        heading: tuple(under) for heading, under in told(office, STAY).items()
    }


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_every_page_of_many_procedures_is_whole(office, size):
    async with visiting(office, size=size) as visitor:
        wrong = []
        for place, procedure in enumerate(office.catalogue.procedures()[::29]):
            await visitor.app.start_over(language="en" if place % 2 else "vi")
            visitor.app.session.choose(procedure)
            visitor.app.session.go("notice_page")
            await visitor.app._arrive()
            for _ in visitor.app.place.pages:
                await visitor.pilot.pause()
                wrong += [(procedure.code, *each) for each in clipped(visitor.app)]
                await visitor.press("9")
        assert wrong == []


@pytest.mark.parametrize("way", ["keys", "finger"])
async def test_from_the_board_straight_to_a_number(office, way):
    async with visiting(office) as visitor:
        visitor.app.session.go("notice")
        await visitor.app._arrive()
        await visitor.pilot.pause()
        if way == "keys":
            await visitor.press("1", "1", "1")
        else:
            await visitor.click("Khai sinh, kết hôn")
            await visitor.click("Khai sinh, kết hôn")
            await visitor.click(visitor.app.place.query(Tile).first().title_text, whole=True)
        assert visitor.place == "notice_page"
        await visitor.press("0", "0", "0")
        assert visitor.place == "number"
        assert visitor.app.session.ticket.procedure == visitor.app.session.procedure.code


async def test_from_what_to_bring_to_the_whole_notice_and_back_with_the_ticks(office):
    async with visiting(office) as visitor:
        await visitor.press("1", "1", "1", "1", ".")
        assert visitor.place == "notice_page"
        await visitor.press("*")
        assert (visitor.place, visitor.app.session.have) == ("bring", {0})


async def test_a_notice_is_printed_to_take_home(office, tmp_path):
    async with visiting(office, tickets=tmp_path / "slips") as visitor:
        visitor.app.session.choose(office.catalogue.procedure(code_of(office, STAY)))
        visitor.app.session.go("notice_page")
        await visitor.app._arrive()
        await visitor.pilot.pause()
        await visitor.press("8")
        assert visitor.app.session.paper.over.wait(PATIENCE)
        assert len(list((tmp_path / "slips").glob("*.png"))) == 1
