"""Whoever reads an explanation can check the dates by hand, in both languages, and it never disagrees with the log."""

import re
from datetime import date
from uuid import UUID

import pytest

from application.calendars import revise_calendar
from application.explaining import NoClockYet, as_lines, explain
from application.explaining.verdicts import line_of
from projections.rates import rates
from tests.application.a_calendar import STORM, accepted, revised
from tests.application.an_office import (
    AN,
    BINH,
    CITIZEN,
    HOA,
    KIEN,
    PHUC,
    THU,
    forward,
    intake,
    on,
)
from wording import languages

LAND_GIFT = "1.013979"


def in_hands(office, unit="working_day", value=3):
    receipt = accepted(office, unit, value)
    office.dossiers.forward(receipt.id, "justice", HOA)
    office.dossiers.assign(receipt.id, BINH.id, PHUC)
    return receipt


def ask(office, receipt, **more):
    office.dossiers.ask_supplement(receipt.id, ("Giấy chứng sinh",), "thiếu", "Điều 16", BINH, **more)


def complete(office, receipt):
    office.dossiers.hand_in(receipt.id, (("Giấy chứng sinh", 1, 0),), HOA)
    office.dossiers.complete_supplement(receipt.id, HOA)


def sign(office, receipt):
    office.dossiers.draft_result(receipt.id, "Quyết định", BINH)
    office.dossiers.sign_result(receipt.id, PHUC)


def explained(office, receipt):
    return explain(office.core, office.follower(), office.core.dossier_stream(receipt.code))


def outcomes(found):
    return {each.definition: (each.outcome, each.because) for each in found.verdicts}


def test_a_plain_dossier_is_told_from_the_receipt_to_its_day(office):
    lines = as_lines(explained(office, accepted(office)))
    assert [re.sub(r"\s{2,}", " | ", line.strip()) for line in lines[7:12]] == [
        "thứ Hai 02/3/2026 | không tính | ngày tiếp nhận",
        "thứ Ba 03/3/2026 | tính | ngày làm việc thứ 1",
        "thứ Tư 04/3/2026 | tính | ngày làm việc thứ 2",
        "thứ Năm 05/3/2026 | tính | ngày làm việc thứ 3",
        "Hết hạn: 17 giờ, thứ Năm 05/3/2026",
    ]


def a_busy_life(office):
    """Papers asked for, complete, a day off announced, an apology, and a late result."""
    receipt = in_hands(office)
    ask(office, receipt)
    on(office, "2026-03-03", "09:00")
    complete(office, receipt)
    revise_calendar(office.core, revised(STORM), KIEN)
    office.dossiers.apologise(receipt.id, "người ký đi họp", date(2026, 3, 12), PHUC)
    on(office, "2026-03-11", "10:00")
    sign(office, receipt)
    return receipt


def test_every_move_has_its_cause_and_its_dates(office):
    found = explained(office, a_busy_life(office))
    assert [(move.topic, move.before.date, move.after.date, move.lawful) for move in found.moves] == [
        ("supplement.completed", "2026-03-05", "2026-03-06", True),
        ("deadline.recalculated", "2026-03-06", "2026-03-09", True),
        ("apology.issued", "2026-03-09", "2026-03-12", False),
    ]
    assert (found.printed.date, found.lawful.date, found.told.date) == (
        "2026-03-05", "2026-03-09", "2026-03-12",
    )  # fmt: skip
    assert (found.agrees, found.apologies) == (True, 1)


def test_an_apology_makes_nothing_punctual_by_any_definition(office):
    assert outcomes(explained(office, a_busy_life(office))) == {
        "official": ("late", ""),
        "kpi766": ("late", ""),
        "strict": ("late", ""),
    }


def test_a_lawful_restart_is_on_time_for_two_definitions_and_late_for_the_strict_one(office):
    receipt = in_hands(office)
    ask(office, receipt)
    on(office, "2026-03-03", "09:00")
    complete(office, receipt)
    on(office, "2026-03-06", "10:00")
    sign(office, receipt)
    found = {each.definition: each for each in explained(office, receipt).verdicts}
    assert [(each.outcome, each.due_date, each.end_date) for each in found.values()] == [
        ("on_time", "2026-03-06", "2026-03-06"),
        ("on_time", "2026-03-06", "2026-03-06"),
        ("late", "2026-03-05", "2026-03-06"),
    ]


def test_asked_for_papers_and_silent_is_within_the_limit(office):
    receipt = in_hands(office)
    ask(office, receipt)
    on(office, "2026-03-20")
    found = explained(office, receipt)
    assert outcomes(found)["official"] == ("within", "waiting_for_papers")
    assert (found.paused_why, found.agrees) == ("supplement", True)
    assert any("Đang tạm dừng từ 8 giờ, thứ Hai 02/3/2026" in line for line in as_lines(found))


def test_money_and_a_declined_withdrawal_let_the_clock_go_on_and_begin_nothing_anew(office):
    receipt = in_hands(office, "working_day", 10)
    on(office, "2026-03-03", "09:00")
    office.dossiers.ask_withdrawal(receipt.id, "đổi ý", HOA)
    on(office, "2026-03-05", "09:00")
    office.dossiers.decline_withdrawal(receipt.id, "đã trình ký", PHUC)
    found = explained(office, receipt)
    assert found.lawful.date == "2026-03-18"
    assert [each.why for each in found.account.stretches].count("received") == 1
    assert "restarted" not in [each.why for each in found.account.stretches]
    assert found.agrees


def test_papers_that_never_came_because_the_applicant_withdrew_begin_nothing_anew(office):
    receipt = in_hands(office, "working_day", 10)
    on(office, "2026-03-03", "09:00")
    ask(office, receipt)
    on(office, "2026-03-04", "09:00")
    office.dossiers.ask_withdrawal(receipt.id, "đổi ý", HOA)
    assert explained(office, receipt).agrees
    on(office, "2026-03-05", "09:00")
    office.dossiers.decline_withdrawal(receipt.id, "đã trình ký", PHUC)
    found = explained(office, receipt)
    assert (found.lawful.date, found.agrees) == ("2026-03-18", True)


def test_a_granted_withdrawal_moved_nothing(office):
    receipt = in_hands(office)
    office.dossiers.ask_withdrawal(receipt.id, "đổi ý", HOA)
    on(office, "2026-03-20")
    office.dossiers.grant_withdrawal(receipt.id, PHUC)
    found = explained(office, receipt)
    assert (found.lawful, found.agrees) == (found.printed, True)
    assert outcomes(found) == {
        "official": ("on_time", "withdrawn"),
        "kpi766": ("late", "measured_at_the_stop"),
        "strict": ("not_measured", "ended_without_result"),
    }


def asked_to_pay(office):
    """Land, ten working days; its law lets the clock stand while the money is awaited."""
    receipt = office.dossiers.accept(intake(office, LAND_GIFT), AN)
    office.dossiers.forward(receipt.id, "land", AN)
    office.dossiers.assign(receipt.id, THU.id, PHUC)
    on(office, "2026-03-03", "09:00")
    office.dossiers.ask_payment(receipt.id, 1_250_000, "Luật Đất đai 2024 Điều 153", THU)
    return receipt


def test_money_whose_wait_is_not_counted_is_within_the_limit_and_says_why(office):
    receipt = asked_to_pay(office)
    on(office, "2026-05-04")
    found = explained(office, receipt)
    assert outcomes(found) == {
        "official": ("within", "clock_stands"),
        "kpi766": ("late", "unfinished"),
        "strict": ("not_measured", "unfinished"),
    }
    assert found.verdicts[0].end_date == "2026-03-03"


def test_stopped_for_money_never_paid_is_measured_when_the_clock_stopped(office):
    receipt = asked_to_pay(office)
    on(office, "2026-05-04")
    office.dossiers.expire_payment(receipt.id, "Quá hạn không nộp", KIEN)
    found = explained(office, receipt)
    assert outcomes(found) == {
        "official": ("on_time", "ended_while_it_stood"),
        "kpi766": ("late", "measured_at_the_stop"),
        "strict": ("not_measured", "ended_without_result"),
    }
    assert [each.end_date for each in found.verdicts[:2]] == ["2026-03-03", "2026-05-04"]
    assert found.agrees


def test_papers_asked_for_too_late_and_never_brought_are_late(office):
    receipt = in_hands(office, value=2)
    on(office, "2026-03-05", "09:00")
    ask(office, receipt)
    assert outcomes(explained(office, receipt))["official"] == ("within", "waiting_for_papers")
    on(office, "2026-05-04")
    office.dossiers.expire_supplement(receipt.id, "Quá hạn", KIEN)
    assert outcomes(explained(office, receipt))["official"] == ("late", "ended_while_it_stood")


def test_a_calendar_revised_after_the_end_changes_no_explanation(office):
    receipt = in_hands(office)
    sign(office, receipt)
    before = as_lines(explained(office, receipt))
    revise_calendar(office.core, revised(STORM), KIEN)
    assert as_lines(explained(office, receipt)) == before


def test_a_procedure_without_a_limit_has_nothing_to_count(office):
    found = explained(office, accepted(office, "none_stated", None))
    assert (found.account, found.printed, found.agrees) == (None, None, True)
    assert any("chưa quy định thời hạn nên không có hạn" in line for line in as_lines(found))


def test_there_is_no_clock_before_the_dossier_is_accepted(office):
    online = office.dossiers.submit_online(intake(office, channel="online"), CITIZEN)
    with pytest.raises(NoClockYet):
        explain(office.core, office.follower(), UUID(hex=online))


LIVES = {
    "plain": accepted,
    "busy": a_busy_life,
    "without a limit": lambda office: accepted(office, "none_stated", None),
    "in hours": lambda office: accepted(office, "working_hour", 12),
    "same day": lambda office: office.dossiers.accept(intake(office), AN),
    "asked to pay": asked_to_pay,
}


@pytest.mark.parametrize("life", LIVES.values(), ids=LIVES)
def test_every_line_is_said_in_every_language_and_the_verdicts_are_those_of_the_report(office, life):
    receipt = life(office)
    forward(office, 10_000)
    found = explained(office, receipt)
    for language in languages():
        lines = as_lines(found, language)
        assert len(lines) > 10
        assert not [line for line in lines if "{" in line or "None" in line]

    line = line_of(office.follower().connection, receipt.id, office.now())
    counted = {rate.definition: rate for rate in rates((line,))}
    for verdict in found.verdicts:
        open_still = verdict.outcome in {"not_measured", "within", "overdue"}
        assert counted[verdict.definition].of == (not open_still)
        assert counted[verdict.definition].on_time == (verdict.outcome in {"early", "on_time"})
