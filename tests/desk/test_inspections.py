"""An officer reads what the inspector asked, and explains it, at the own desk by keys alone."""

import pytest
from textual.widgets import DataTable

from application.envelope import Actor
from desk.screens.inspections import InspectionsPage
from domain.inspection import Statement, digest_of
from domain.staff import OfficerAppointed
from ledger.note import Signer
from tests.desk.conftest import SIZE
from tests.desk.keys import press, said, sign_in, text
from tests.desk.test_the_day import open_work

TRA = Actor("tt.tra", "inspector", "inspector-1")
SIGNER = Signer("thanhtra.example.vn/tt.tra", bytes(32))
QUESTION = "Vì sao hồ sơ nằm yên ba ngày?"


@pytest.fixture
def asked(commune):
    """The number of a question to Giàng Seo Páo."""
    office = commune.office
    office.staff.appoint(
        OfficerAppointed(officer=TRA.id, name="Trần Thanh Tra", title="Thanh tra viên", roles=("inspector",))
    )
    office.inspections.begin(TRA, key=SIGNER.vkey)
    statement = Statement(
        kind="question", origin="motcua.local/xa/02896/2026", size=3, root="ab" * 32, about="officer",
        subject="gs.pao", to="gs.pao", by=TRA.id, made_at=commune.clock.now(), words=digest_of(QUESTION, "5a"),
    ).text  # fmt: skip
    return office.inspections.state(statement, str(SIGNER.sign(statement)), QUESTION, "5a", TRA).code


async def test_a_question_is_read_and_explained(commune, asked):
    async with commune.desk().run_test(size=SIZE) as pilot:
        await sign_in(pilot, "gs.pao")
        await open_work(pilot, "inspections")
        page = pilot.app.screen
        assert isinstance(page, InspectionsPage)
        assert page.query_one(DataTable).get_row_at(0)[:2] == [asked, "chờ giải trình"]
        assert QUESTION not in text(pilot.app, ".more > Static")
        await press(pilot, "enter")
        assert QUESTION in text(pilot.app, ".more > Static")
        await press(pilot, "f4", "«Chờ đo đạc lại.»", "f10")
        assert said(pilot.app) == ""
        assert page.query_one(DataTable).get_row_at(0)[1] == "đã giải trình"
    entries = commune.office.inspections.open(asked, TRA).entries
    assert [(each.actor, each.words) for each in entries] == [
        ("tt.tra", QUESTION),
        ("gs.pao", "Chờ đo đạc lại."),
    ]


async def test_nobody_explains_without_having_read(commune, asked):
    async with commune.desk().run_test(size=SIZE) as pilot:
        await sign_in(pilot, "gs.pao")
        await open_work(pilot, "inspections")
        await press(pilot, "f4")
        topics = [event.fact.NAME for event in commune.office.store.select(commune.office.store.reader())]
        assert topics[-1] == "inspection.read"


async def test_whoever_is_asked_nothing_is_told_so(commune, asked):
    async with commune.desk().run_test(size=SIZE) as pilot:
        await sign_in(pilot, "nt.hong")
        await open_work(pilot, "inspections")
        assert text(pilot.app, ".more > Static") == "Thanh tra không hỏi gì."
        await press(pilot, "f4")
        assert said(pilot.app)
