"""Intake by every channel with what the law wants of each, the fee as it is typed, and business done at once."""

import pytest
from textual.widgets import Input, Select

from application.post import Incoming
from desk.screens.counter import CounterScreen
from desk.screens.intake import IntakeScreen
from desk.screens.receipt import ReceiptScreen
from desk.widgets.intake_form import IntakeForm
from desk.widgets.papers import PaperRow
from domain.post import IncomingLine
from domain.tariff import Exemption, Step, TariffAdopted, TariffLine
from tests.desk.keys import press, said, sign_in, text, walk_to
from tests.desk.prepared import BIRTH, CERTIFY, HONG
from wording.dates import local

SIZE = (80, 24)
SIZES = [(110, 32), (100, 30), (80, 24)]


@pytest.fixture
def taking_in(commune):
    """A visitor at the counter, whose papers are about to be taken in."""

    async def start(pilot, procedure=BIRTH):
        commune.ticket(procedure)
        await sign_in(pilot, counter=3)
        await press(pilot, "f1", "f3", "f8")
        assert isinstance(pilot.app.screen, IntakeScreen)

    return start


async def into(pilot, **answers):
    """Go through the form by Tab and answer what is named, in whatever order it is asked."""
    while answers:
        key = (pilot.app.focused.id or "").removeprefix("field-")
        if key in answers:
            value = answers.pop(key)
            if isinstance(pilot.app.focused, Select):
                await walk_to(pilot, pilot.app.focused, value)
            elif isinstance(pilot.app.focused, Input):
                if pilot.app.focused.value:
                    await press(pilot, "ctrl+a", "delete")
                await press(pilot, f"«{value}»")
            elif value:
                await press(pilot, "space")
        assert isinstance(pilot.app.screen.focused.parent.parent, IntakeForm), answers
        await press(pilot, "tab")


async def accept(pilot, papers=1):
    if not isinstance(pilot.app.focused, PaperRow):
        await press(pilot, "f2")
    await press(pilot, *["space", "down"] * papers, "f5")
    assert isinstance(pilot.app.screen, ReceiptScreen), said(pilot.app)
    return pilot.app.screen.receipt


def state_of(commune, dossier):
    return commune.office.dossiers.open(dossier, HONG, "handle").state


def asked(app):
    """The keys of the questions that are asked now."""
    rows = app.screen.query("IntakeForm .row")
    return {row.id.removeprefix("row-") for row in rows if row.display}


async def test_papers_by_post_name_the_record_that_both_have_signed(commune, taking_in):
    brought = Incoming(
        carrier="public_post",
        carrier_name="Bưu điện Bắc Hà",
        postman="Hoàng Văn Thư",
        lines=(IncomingLine(procedure=BIRTH, originals=2),),
        senders=("Tráng Thị Dúa",),
    )
    record = commune.office.post.offer_receipt(brought, HONG)
    signed = commune.office.post.sign(record.number, HONG)
    commune.later(45)
    async with commune.desk().run_test(size=SIZE) as pilot:
        await taking_in(pilot)
        assert not {"record", "place", "occurred_at"} & asked(pilot.app)
        await into(pilot, applicant="Tráng Thị Dúa", channel="postal")
        assert {"record", "record_line"} <= asked(pilot.app)
        await press(pilot, "f2", "space", "down", "space", "f5")
        assert "Biên bản" in said(pilot.app)
        await into(pilot, record=record.number, record_line="1")
        await press(pilot, "f5")
        assert isinstance(pilot.app.screen, ReceiptScreen), said(pilot.app)
        dossier = pilot.app.screen.receipt.id
    state = state_of(commune, dossier)
    assert (state.channel, state.submitted_at) == ("postal", signed.signed_at)


async def test_papers_taken_in_at_home_say_where_and_when(commune, taking_in):
    async with commune.desk().run_test(size=SIZE) as pilot:
        await taking_in(pilot)
        await into(pilot, applicant="Tráng Thị Dúa", channel="home", place="Thôn Đội 2")
        await into(pilot, occurred_at="8h15 24/11/2026")
        receipt = await accept(pilot, papers=2)
    state = state_of(commune, receipt.id)
    assert state.channel == "home"
    assert f"{local(state.submitted_at):%H:%M}" == "08:15"


async def test_an_hour_that_cannot_be_read_keeps_everything_typed(commune, taking_in):
    async with commune.desk().run_test(size=SIZE) as pilot:
        await taking_in(pilot)
        await into(
            pilot, applicant="Tráng Thị Dúa", channel="home", place="Thôn Đội 2", occurred_at="sáng nay"
        )
        await press(pilot, "f2", "space", "down", "space", "f5")
        assert "Nhận lúc" in said(pilot.app)
        assert pilot.app.screen.query_one("#field-place", Input).value == "Thôn Đội 2"
        await press(pilot, "ctrl+l")
        assert pilot.app.screen.query_one("#field-place", Input).value == "Thôn Đội 2"
        assert pilot.app.screen.query_one("#field-channel", Select).value == "home"
        assert "place" in asked(pilot.app)


async def test_the_fee_follows_pages_copies_and_the_group_that_pays_less(commune, taking_in):
    commune.office.tariffs.adopt(
        TariffAdopted(
            tariff="chung-thuc",
            procedures=(CERTIFY,),
            valid_from="2026-11-25",
            lines=(
                TariffLine(
                    name="Chứng thực", per="page", amount_vnd=2_000, steps=(Step(3, 1_000),), most_vnd=200_000
                ),
            ),
            exemptions=(Exemption(group="poor", percent=50),),
        )
    )
    commune.later(60 * 24)
    async with commune.desk().run_test(size=SIZE) as pilot:
        await taking_in(pilot, CERTIFY)
        assert {"count_page", "count_copy", "exemption", "receipt_wanted"} <= asked(pilot.app)
        await into(pilot, applicant="Tráng Thị Dúa", count_page="4", count_copy="2")
        assert "phí: 12.000 đồng" in text(pilot.app, ".about")
        await into(pilot, exemption="poor")
        assert "phí: 6.000 đồng (được giảm 6.000 đồng)" in text(pilot.app, ".about")
        receipt = await accept(pilot)
    assert receipt.fee_vnd == 6_000


async def test_business_done_at_once_needs_no_receipt_until_somebody_asks(commune, taking_in):
    async with commune.desk().run_test(size=SIZE) as pilot:
        await taking_in(pilot, CERTIFY)
        await into(pilot, applicant="Tráng Thị Dúa")
        receipt = await accept(pilot)
        assert receipt.waived
        assert "F4" in said(pilot.app)
        assert commune.office.dossiers.open(receipt.id, HONG, "handle").given == ()

        await press(pilot, "f4")
        assert "Đã cấp" in said(pilot.app)
    given = commune.office.dossiers.open(receipt.id, HONG, "handle").given
    assert [paper.form for paper in given] == ["M01"]


async def test_whoever_wants_the_receipt_from_the_start_gets_it(commune, taking_in):
    async with commune.desk().run_test(size=SIZE) as pilot:
        await taking_in(pilot, CERTIFY)
        await into(pilot, applicant="Tráng Thị Dúa", receipt_wanted=True)
        receipt = await accept(pilot)
    assert not receipt.waived
    assert len(commune.office.dossiers.open(receipt.id, HONG, "handle").given) == 1


async def test_the_number_of_sets_and_who_helps_are_kept(commune, taking_in):
    async with commune.desk().run_test(size=SIZE) as pilot:
        await taking_in(pilot)
        await into(pilot, applicant="Tráng Thị Dúa", helper="Trưởng thôn", sets="2")
        receipt = await accept(pilot, papers=2)
    slip = commune.office.dossiers.open(receipt.id, HONG, "handle").given[0]
    paper = commune.office.dossiers.paper(receipt.id, slip.number, HONG)
    assert (paper.sets, paper.helper) == (2, "Trưởng thôn")


async def test_what_is_missing_is_asked_for_with_counts_and_basis(commune, taking_in):
    async with commune.desk().run_test(size=SIZE) as pilot:
        await taking_in(pilot)
        await into(pilot, applicant="Tráng Thị Dúa")
        await press(pilot, "f6")
        lines = pilot.app.screen.keep()["items"].splitlines()
        assert len(lines) == 2
        assert all(line.endswith("| 1 |  |  | Luật Hộ tịch 2014, Điều 16") for line in lines)
        await press(pilot, "f10")
        assert isinstance(pilot.app.screen, CounterScreen), said(pilot.app)


@pytest.mark.parametrize(("size", "channel"), zip(SIZES, ["counter", "postal", "home"], strict=True))
async def test_every_question_can_be_reached_at_every_size(commune, taking_in, size, channel):
    async with commune.desk().run_test(size=size) as pilot:
        await taking_in(pilot, CERTIFY)
        await into(pilot, channel=channel)
        form = pilot.app.screen.query_one(IntakeForm)
        for key in asked(pilot.app):
            pilot.app.screen.query_one(f"#field-{key}").focus()
            await pilot.wait_for_scheduled_animations()
            assert form.region.overlaps(pilot.app.focused.region), key
