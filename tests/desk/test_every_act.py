"""Every act of the law's table is done at the desk by keys alone, with its article on the form and its reason asked."""

import pytest
from textual.widgets import Static

from application.reading import ACTS as OFFERED
from desk.acts import ACTS, ASK_AT_INTAKE, AT_INTAKE, REFUSE
from desk.law import FACT_OF, wants_reason
from desk.screens.dossier import DossierScreen
from desk.screens.sheet import FormSheet
from domain.dossier import TABLE
from tests.desk.keys import choose, fill, press, said, sign_in
from tests.desk.prepared import AGENCY, Prepared

SIZE = (80, 24)
WHY = "Nội dung nêu rõ"
SAMPLES = {"reason": WHY, "basis": "NĐ 123/2015 Điều 16", "approved_by": "vv.tu"}

JOURNEYS = {
    "nt.hong": {
        "forward": ("accepted", {"section": "Tư pháp"}),
        "offer": ("forwarded", {"to": "gs.pao", "note": "Hồ sơ mới"}),
        "ask_supplement": (
            "working",
            {"items": "Giấy kết hôn | 1 | 0 | 2 | Điều 16", "reason": WHY, "basis": "Luật Hộ tịch Điều 16"},
        ),
        "hand_in": ("supplement_asked", {"papers": True}),
        "complete_supplement": ("handed_in", {}),
        "confirm_payment": ("payment_asked", {"receipt": "BL-1", "method": "transfer"}),
        "pay_fee": ("working", {"amount_vnd": "50.000", "receipt": "BL-2"}),
        "refund": (
            "fee_paid",
            {"amount_vnd": "30.000", "receipt": "PC-3", "basis": "TT 226/2016", "reason": WHY},
        ),
        "ask_withdrawal": ("working", {"reason": WHY}),
        "plan_referral": ("working", {"route": "series", "legs": f"{AGENCY} | Cấp mã số | 2", "lead": "1"}),
        "send_leg": ("referral_planned", {}),
        "take_leg_back": ("leg_out", {"outcome": "done", "document": "12/CAX"}),
        "resolve_at_counter": ("at_once", {"document": "Bản sao số 3"}),
        "issue_receipt": ("at_once", {}),
        "make_ready": ("signed", {"place": "Tủ số 2"}),
        "notify": ("ready", {}),
        "return_result": ("told", {"checked": "owner"}),
        "dispatch_result": ("told", {"channel": "home"}),
        "attempt_delivery": ("sent_out", {"note": "Đi vắng"}),
        "bring_back": ("invited_twice", {"reason": WHY}),
        "list_unclaimed": ("nobody_came", {"reason": WHY}),
        "archive": ("returned", {"reference": "LT-2026/15"}),
    },
    "gs.pao": {
        "ask_payment": ("working", {"amount_vnd": "50.000", "basis": "TT 226/2016"}),
        "ask_opinion": ("working", {"agency": AGENCY, "question": WHY, "answer_by": "DAY+3"}),
        "record_opinion": ("opinion_asked", {"answer": WHY}),
        "report_overdue_opinion": ("opinion_late", {}),
        "schedule_visit": (
            "working",
            {"visit_at": "14h30 DAY+1", "place": "Thôn Đội 2", "participants": "Pao, trưởng thôn"},
        ),
        "record_visit": ("visit_over", {"findings": WHY}),
        "stop": ("working", SAMPLES),
        "draft_result": ("working", {"document": "Giấy khai sinh số 12"}),
        "recall_result": ("signed", {"reason": WHY, "approved_by": "vv.tu"}),
        "open_correction": ("returned", {"reason": WHY, "approved_by": "vv.tu"}),
        "report_loss": ("working", {"reason": WHY, "responsible": "gs.pao", "approved_by": "vv.tu"}),
        "restore": ("lost", {}),
    },
    "ly.mai": {
        "take_over": ("offered", {}),
        "decline": ("offered", {"why": WHY}),
    },
    "vv.tu": {
        "assign": ("forwarded", {"officer": "gs.pao"}),
        "expire_supplement": ("never_completed", {"reason": WHY}),
        "expire_payment": ("never_paid", {"reason": WHY}),
        "grant_withdrawal": ("withdrawing", {}),
        "decline_withdrawal": ("withdrawing", {"reason": WHY}),
        "apologise": ("working", {"reason": WHY, "new_due": "DAY+10"}),
        "sign_result": ("drafted", {}),
        "send_back": ("drafted", {"reason": WHY}),
    },
}
"""Who does it, from which state, and what is typed; «DAY+3» is a day after the one on which it happens."""


def test_the_journeys_go_through_every_act_of_the_table():
    done = {act for acts in JOURNEYS.values() for act in acts}
    open_to_officers = {
        edge.fact for edge in TABLE if edge.roles & {"reception", "specialist", "leader", "head"}
    }

    assert done == set(ACTS)
    assert {OFFERED[fact] for fact in open_to_officers if fact in OFFERED} <= done | AT_INTAKE


@pytest.mark.parametrize("officer", JOURNEYS)
async def test_an_officer_does_each_act_by_keys_alone(commune, officer):
    prepared = Prepared(commune)
    async with commune.desk().run_test(size=SIZE) as pilot:
        await sign_in(pilot, officer)
        for act, (state, answers) in JOURNEYS[officer].items():
            dossier = getattr(prepared, state)()
            await show(pilot, commune, dossier)
            await choose(pilot, act)
            await fill(pilot, dated(prepared, answers))
            await press(pilot, "f10")
            assert isinstance(pilot.app.screen, DossierScreen), f"{act}: {said(pilot.app)}"
            topics = [line.topic for line in commune.office.dossiers.history(dossier)]
            assert FACT_OF[act] in topics, act
            await press(pilot, "escape")


async def show(pilot, commune, dossier):
    """The file on the screen, however it was found."""
    file = commune.office.dossiers.open(dossier, pilot.app.actor, "handle")
    await pilot.app.push_screen(DossierScreen(file, "handle"))
    await pilot.pause()


def dated(prepared, answers):
    return {key: on_its_day(prepared, value) for key, value in answers.items()}


def on_its_day(prepared, value):
    before, mark, days = value.partition("DAY+") if isinstance(value, str) else (value, "", "")
    return f"{before}{prepared.later_day(int(days))}" if mark else value


@pytest.mark.parametrize("act", [act for act in FACT_OF if wants_reason(act)])
def test_where_the_law_wants_a_reason_the_form_has_a_box_that_must_be_filled(act):
    at_intake = {"refuse": REFUSE, "ask_at_intake": ASK_AT_INTAKE}
    fields = at_intake[act] if act in at_intake else ACTS[act].fields

    assert [field.key for field in fields if field.kind == "text" and field.needed]


@pytest.mark.parametrize("act", ["ask_opinion", "draft_result"])
async def test_the_form_names_the_article_it_stands_under(commune, act):
    dossier = Prepared(commune).working()
    async with commune.desk().run_test(size=SIZE) as pilot:
        await sign_in(pilot, "gs.pao")
        await show(pilot, commune, dossier)
        await choose(pilot, act)
        shown = str(pilot.app.screen.query_one(".article", Static).content)
    assert next(edge.article for edge in TABLE if edge.fact == FACT_OF[act]) in shown


async def test_a_plan_with_a_bad_line_says_which_one_and_keeps_what_was_typed(commune):
    dossier = Prepared(commune).working()
    async with commune.desk().run_test(size=SIZE) as pilot:
        await sign_in(pilot, "nt.hong")
        await show(pilot, commune, dossier)
        await choose(pilot, "plan_referral")
        sheet = pilot.app.screen
        legs = f"{AGENCY} | Cấp mã số | 2\nBảo hiểm xã hội | Cấp thẻ"
        await fill(pilot, {"route": "parallel", "legs": legs})
        await press(pilot, "f10")

        assert pilot.app.screen is sheet
        assert isinstance(sheet, FormSheet)
        assert "dòng 2" in said(pilot.app)
        assert sheet.keep()["legs"] == legs
        assert sheet.keep()["route"] == "parallel"
