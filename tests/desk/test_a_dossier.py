"""A dossier from hand to hand by keys alone, three officers, and nothing typed is lost when an act is refused."""

import pytest
from textual.widgets import DataTable, OptionList, Static, TextArea

from application.envelope import Actor
from application.ports import Intake
from desk.screens.dossier import DossierScreen
from desk.screens.intake import IntakeScreen
from desk.screens.receipt import ReceiptScreen
from tests.desk.keys import choose, do, entries, pick, press, said, sign_in, sign_out

BIRTH = "1.001193.000.00.00.H38"
SIZE = (80, 24)
ROOMY = (128, 32)
"""Where the inbox has room for every column."""
HONG = Actor("nt.hong", "reception", "desk-1")
PAO = Actor("gs.pao", "specialist", "desk-1")
PAPERS = (
    ("Tờ khai đăng ký khai sinh theo mẫu", 1, 0),
    ("Giấy chứng sinh, hoặc văn bản của người làm chứng", 1, 0),
)


def intake(channel="counter"):
    return Intake(
        procedure=BIRTH,
        channel=channel,
        applicant="Tráng Thị Dúa",
        personal_id="010199000123",
        phone="0912 345 678",
        papers=PAPERS,
    )


@pytest.fixture
def accepted(commune):
    return commune.office.dossiers.accept(intake(), HONG)


async def open_first(pilot):
    await press(pilot, "enter")
    await press(pilot, "f10")
    assert isinstance(pilot.app.screen, DossierScreen), said(pilot.app)


async def test_the_inbox_says_everything_in_words(commune, accepted):
    async with commune.desk().run_test(size=ROOMY) as pilot:
        await sign_in(pilot, "nt.hong")
        row = pilot.app.screen.query_one(DataTable).get_row_at(0)
        assert row[0] == accepted.code
        assert row[2:] == ["Đã tiếp nhận", "27/11/2026", "còn 3 ngày", "chuyển xử lý"]


async def test_an_overdue_dossier_is_said_to_be_late(commune, accepted):
    commune.later(60 * 24 * 7)
    async with commune.desk().run_test(size=ROOMY) as pilot:
        await sign_in(pilot, "nt.hong")
        assert "quá hạn" in pilot.app.screen.query_one(DataTable).get_row_at(0)[4]
        assert "quá hạn 1" in str(pilot.app.screen.query_one(".summary", Static).content)


async def test_reading_a_file_is_recorded_with_its_purpose(commune, accepted):
    async with commune.desk().run_test(size=SIZE) as pilot:
        await sign_in(pilot, "nt.hong")
        await open_first(pilot)
        assert any("Tráng Thị Dúa" in entry for entry in entries(pilot.app))
    page = commune.office.lookup.by_secret(accepted.url.partition("#")[2])
    assert len(page.reads) == 1
    assert page.reads[0].blanks["purpose"] == "handle"


async def test_from_the_counter_to_the_result_by_keys_only(commune, accepted):
    async with commune.desk().run_test(size=SIZE) as pilot:
        await sign_in(pilot, "nt.hong")
        await open_first(pilot)
        await choose(pilot, "forward")
        await pick(pilot, "section", "Tư pháp")
        await press(pilot, "f10")
        await choose(pilot, "offer")
        await pick(pilot, "to", "gs.pao")
        await press(pilot, "tab", "«Ho so moi»", "f10")
        await sign_out(pilot)

        await sign_in(pilot, "gs.pao")
        await open_first(pilot)
        assert pilot.app.screen.acts[:2] == ["take_over", "decline"]
        await do(pilot, "take_over")
        await sign_out(pilot)

        await sign_in(pilot, "nt.hong")
        await open_dossier(pilot, accepted)
        await do(pilot, "ask_supplement", "«Giay ket hon»", "tab", "«Con thieu»", "tab", "«Dieu 16»")
        assert any("Giay ket hon" in entry for entry in entries(pilot.app))
        await choose(pilot, "hand_in")
        await press(pilot, "space", "f10")
        await do(pilot, "complete_supplement")
        await sign_out(pilot)

        await sign_in(pilot, "gs.pao")
        await open_first(pilot)
        await do(pilot, "draft_result", "«Giay khai sinh so 12»")
        await sign_out(pilot)

        await sign_in(pilot, "vv.tu")
        await open_first(pilot)
        assert pilot.app.screen.acts[0] == "sign_result"
        await do(pilot, "sign_result")
        await sign_out(pilot)

        await sign_in(pilot, "nt.hong")
        await open_first(pilot)
        await do(pilot, "make_ready", "«Tu so 2»")
        await do(pilot, "notify")
        await choose(pilot, "return_result")
        await press(pilot, "f10")
        assert "chưa điền" in said(pilot.app)
        await pick(pilot, "checked", "owner")
        await press(pilot, "f10")
        assert isinstance(pilot.app.screen, DossierScreen), said(pilot.app)
        assert "Đã trả kết quả" in str(pilot.app.screen.query_one(".standing", Static).content)

    page = commune.office.lookup.by_secret(accepted.url.partition("#")[2])
    assert page.progress == "returned"


async def open_dossier(pilot, receipt):
    """By its code, when it is not in the inbox."""
    await press(pilot, "f7")
    await press(pilot, f"«{receipt.code}»", "f10")
    await press(pilot, "f10")
    assert isinstance(pilot.app.screen, DossierScreen), said(pilot.app)


async def test_a_refused_act_keeps_what_was_typed_and_says_why(commune, accepted):
    commune.office.dossiers.forward(accepted.id, "Tư pháp", HONG)
    commune.later(60 * 24 * 14)
    async with commune.desk().run_test(size=SIZE) as pilot:
        await sign_in(pilot, "nt.hong")
        await open_dossier(pilot, accepted)
        await choose(pilot, "ask_supplement")
        sheet = pilot.app.screen
        await press(pilot, "«Giay ket hon»", "tab", "«Con thieu»", "tab", "«Dieu 16»", "f10")

        assert pilot.app.screen is sheet
        assert "3 ngày làm việc" in said(pilot.app)
        assert sheet.query_one("#field-items", TextArea).text == "Giay ket hon"
        assert sheet.query_one("#field-reason", TextArea).text == "Con thieu"


async def test_an_officer_who_was_overtaken_learns_by_whom(commune, accepted):
    commune.office.dossiers.forward(accepted.id, "Tư pháp", HONG)
    commune.office.dossiers.offer(accepted.id, "gs.pao", HONG)
    async with commune.desk().run_test(size=SIZE) as pilot:
        await sign_in(pilot, "gs.pao")
        await open_first(pilot)
        commune.office.dossiers.take_over(accepted.id, PAO)
        await choose(pilot, "take_over")
        await press(pilot, "f10")
        assert "Giàng Seo Páo đã làm trước" in said(pilot.app)
        assert "nhận bàn giao" in said(pilot.app)


async def test_a_code_that_is_none_is_explained(commune):
    async with commune.desk().run_test(size=SIZE) as pilot:
        await sign_in(pilot, "nt.hong")
        await press(pilot, "f7")
        await press(pilot, "«H38.28.96-261299-0001»", "f10")
        assert "không phải là mã hồ sơ" in said(pilot.app)


async def test_the_receipt_can_be_seen_again(commune, accepted):
    async with commune.desk().run_test(size=SIZE) as pilot:
        await sign_in(pilot, "nt.hong")
        await open_first(pilot)
        await press(pilot, "f6")
        assert isinstance(pilot.app.screen, ReceiptScreen)
        assert accepted.code in pilot.app.screen.text()


@pytest.mark.parametrize("size", [(110, 30), (100, 26), (80, 24)])
async def test_the_file_and_its_acts_fit_every_size(commune, accepted, size):
    async with commune.desk().run_test(size=size) as pilot:
        await sign_in(pilot, "nt.hong")
        await open_first(pilot)
        acts = pilot.app.screen.query_one("#acts", OptionList)
        assert pilot.app.screen.region.contains_region(acts.region)
        assert acts.region.height >= 5


async def test_what_was_submitted_online_is_taken_in_at_the_desk(commune):
    citizen = Actor("", "citizen", "portal")
    dossier = commune.office.dossiers.submit_online(intake("online"), citizen)
    async with commune.desk().run_test(size=SIZE) as pilot:
        await sign_in(pilot, "nt.hong")
        await open_first(pilot)
        assert pilot.app.screen.acts[0] == "take_in"
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, IntakeScreen)
        await press(pilot, "f5")
        assert isinstance(pilot.app.screen, ReceiptScreen), said(pilot.app)
    hong = Actor("nt.hong", "reception", "desk-1")
    assert commune.office.dossiers.receipt(dossier, hong).applicant == "Tráng Thị Dúa"
