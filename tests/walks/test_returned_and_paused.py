"""Tân Phước 2: eight returned as not eligible, thirty-six «tạm dừng»: each has its status, number and article."""

from datetime import date

import pytest

from application.reference import UnknownOfficer
from domain.dossier import Status, waits
from domain.dossier.refusals import ApprovalMissing, ReasonMissing
from domain.dossier.table import TABLE
from tests.application.an_office import AN, BINH, CITIZEN, DAY, HOA, KIEN, PHUC, THU, birth, intake, on
from tests.walks.a_commune_at_work import (
    LAND_GIFT,
    MARRIAGE_MOBILE,
    closes_its_books,
    decided,
    figures,
    forms,
    outcomes,
    page_of,
    paper_text,
    progress,
    state_of,
    to_section,
    told,
)

INTAKE, ELIGIBLE = "NĐ 61/2018/NĐ-CP Điều 17", "NĐ 61/2018/NĐ-CP Điều 19(8)"
TODAY = date.fromisoformat(DAY)
REASON = "Đất đang có tranh chấp"


def land(office):
    dossier = office.dossiers.accept(intake(office, LAND_GIFT), AN).id
    to_section(office, dossier, "land", THU)
    return dossier


def marriage(office):
    """Five working days, due on Monday 9 March."""
    dossier = office.dossiers.accept(intake(office, MARRIAGE_MOBILE), HOA).id
    to_section(office, dossier, "justice", BINH)
    return dossier


# ---- returned, not eligible


def returned(office, day="2026-03-06"):
    dossier = marriage(office)
    office.dossiers.pay_fee(dossier, 30_000, f"BL-{dossier[:8]}", HOA)
    on(office, day, "10:00")
    office.dossiers.stop(dossier, REASON, ELIGIBLE, PHUC.id, BINH)
    return dossier


def test_not_eligible_is_returned_in_writing_within_the_limit(office):
    dossier = returned(office)
    letter = paper_text(office, dossier, "M03")
    assert f"Lý do: {REASON}" in letter
    assert f"Căn cứ: {ELIGIBLE}" in letter
    assert f"Mã số hồ sơ: {state_of(office, dossier).code}" in letter
    assert "quyền khiếu nại" in letter
    assert forms(office, dossier) == ["M01", "M03"]
    page = page_of(office, dossier)
    assert (page.progress, page.next_step, page.reason, page.late) == (
        "stopped", "nobody.stopped", REASON, False,
    )  # fmt: skip
    assert outcomes(office, dossier)["official"] == "on_time"
    assert figures(closes_its_books(office).total) == (1, 0, 1, 0, 0, 0)


def test_returned_too_late_is_late(office):
    dossier = returned(office, "2026-03-10")
    assert page_of(office, dossier).late
    assert outcomes(office, dossier)["official"] == "late"
    assert figures(closes_its_books(office).total) == (1, 0, 0, 1, 0, 0)


def test_nobody_returns_a_dossier_alone_or_without_saying_why(office):
    dossier = marriage(office)
    for reason, approver, refusal in (
        (" ", PHUC.id, ReasonMissing),
        (REASON, BINH.id, ApprovalMissing),
        (REASON, "khong.co", UnknownOfficer),
    ):
        with pytest.raises(refusal):
            office.dossiers.stop(dossier, reason, ELIGIBLE, approver, BINH)
    assert forms(office, dossier) == ["M01"]
    assert progress(office, dossier)[0] == "in_process"


def test_the_fee_goes_back_where_its_rules_say_so_and_the_page_says_it(office):
    kept, refunded = returned(office), returned(office, "2026-03-06")
    office.dossiers.refund(refunded, 30_000, "PC-1", "NĐ 61/2018/NĐ-CP Điều 22", "Không giải quyết", HOA)
    assert (state_of(office, kept).paid_vnd, state_of(office, refunded).paid_vnd) == (30_000, 0)
    assert told(office, refunded)[-1] == "payment.refunded"
    assert "payment.refunded" not in told(office, kept)
    closes_its_books(office)


def test_a_refusal_at_intake_is_never_a_dossier_received(office):
    """Eight refused at the counter change no figure: only a dossier with a code is received."""
    for _ in range(8):
        refused = office.dossiers.refuse(intake(office), "Không thuộc thẩm quyền", INTAKE, HOA)
        assert forms(office, refused) == ["M03"]
        assert state_of(office, refused).code == ""
    assert closes_its_books(office).total.received_total == 0


def test_a_second_paper_is_numbered_on_and_never_twice(office):
    returned(office)
    refused = office.dossiers.refuse(intake(office), "Không thuộc thẩm quyền", INTAKE, HOA)
    assert "Số: 0002/2026/TCTN" in paper_text(office, refused, "M03")


# ---- «tạm dừng»


def asked_at_intake(office):
    return office.dossiers.ask_at_intake(intake(office), ["Giấy chứng sinh"], "Thiếu", INTAKE, HOA)


def asked_in_processing(office):
    dossier = marriage(office)
    office.dossiers.ask_supplement(dossier, ["Tờ khai"], "Thiếu chữ ký", "NĐ 61/2018 Điều 19(4)", HOA)
    return dossier


def money_owed(office):
    dossier = land(office)
    office.dossiers.ask_payment(dossier, 1_250_000, "Luật Đất đai 2024 Điều 153", THU)
    return dossier


def money_owed_while_the_clock_runs(office):
    dossier = marriage(office)
    office.dossiers.ask_payment(dossier, 30_000, "Nghị quyết 12/2025/NQ-HĐND", BINH)
    return dossier


def withdrawing(office):
    dossier = marriage(office)
    office.dossiers.ask_withdrawal(dossier, "Đổi ý", CITIZEN)
    return dossier


def visited(office):
    """A visit which the law of this procedure counts: the clock runs, and the dossier is simply in process."""
    dossier = land(office)
    office.dossiers.schedule_visit(
        dossier, office.now() + 86_400_000_000, "Thửa 12, tờ 3", "Chủ đất, địa chính", THU
    )
    return dossier


WAITS = {
    "asked at intake": (asked_at_intake, 5, "supplement", False),
    "asked in processing": (asked_in_processing, 5, "supplement", True),
    "money": (money_owed, 6, "financial_obligation", True),
    "money, counted": (money_owed_while_the_clock_runs, 6, "financial_obligation", False),
    "withdrawal": (withdrawing, 7, "withdrawal_pending", True),
}
ARTICLES = {edge.article for edge in TABLE}


@pytest.mark.parametrize("case", WAITS)
def test_whatever_is_called_paused_waits_under_a_status_a_number_and_an_article(office, case):
    make, status, why, stands = WAITS[case]
    dossier = make(office)
    [line] = office.reports.paused()
    assert (line.id, line.status, line.wait.why, line.wait.clock_stands) == (dossier, status, why, stands)
    assert line.wait.article in ARTICLES
    assert line.wait.since == office.now()
    assert bool(line.wait.number) is (why != "withdrawal_pending"), "a withdrawal is the citizen's own letter"
    assert page_of(office, dossier).progress in {"waiting_for_you", "in_process"}


def test_a_visit_that_is_counted_pauses_nothing(office):
    dossier = visited(office)
    assert office.reports.paused() == ()
    assert progress(office, dossier)[:2] == ("in_process", "office.visit")
    assert state_of(office, dossier).paused == ()


def test_thirty_six_paused_dossiers_all_have_their_place_and_the_figures_add_up(office):
    """As many as the newspaper names: received = resolved + pending, and the paused are among the pending."""
    makers = [asked_in_processing, money_owed, withdrawing]
    paused = [makers[number % 3](office) for number in range(36)]
    working = [marriage(office) for _ in range(10)]
    for dossier in working[:4]:
        decided(office, dossier, BINH)
    lines = office.reports.paused()
    assert {line.id for line in lines} == set(paused)
    assert [sum(line.status == status for line in lines) for status in (5, 6, 7)] == [12, 12, 12]
    table = closes_its_books(office, TODAY, TODAY)
    assert figures(table.total) == (46, 4, 0, 0, 42, 0)
    assert table.total.pending_total == len(paused) + 6
    assert not [line for line in lines if waits(state_of(office, line.id)) != line.wait]


def test_long_paused_for_papers_is_within_the_limit_and_for_nothing_else_forgotten(office):
    """Weeks later: papers not brought are the citizen's time; money whose wait is counted is overdue."""
    silent, owing = asked_in_processing(office), money_owed_while_the_clock_runs(office)
    on(office, "2026-03-30", "09:00")
    assert (outcomes(office, silent)["official"], outcomes(office, owing)["official"]) == (
        "within",
        "overdue",
    )
    assert (page_of(office, silent).late, page_of(office, owing).late) == (False, True)
    assert figures(closes_its_books(office).total) == (2, 0, 0, 0, 1, 1)


def test_long_paused_for_money_or_to_leave_is_within_the_limit_too(office):
    """The law of land lets the clock stand for the money, and a withdrawal always does."""
    owing, leaving = money_owed(office), withdrawing(office)
    on(office, "2026-04-20", "09:00")
    for dossier in (owing, leaving):
        assert outcomes(office, dossier)["official"] == "within"
        assert not page_of(office, dossier).late
    assert figures(closes_its_books(office).total) == (2, 0, 0, 0, 2, 0)


def test_each_paused_dossier_goes_on_or_ends_with_its_own_paper(office):
    asked, owing, leaving = asked_in_processing(office), money_owed(office), withdrawing(office)
    on(office, "2026-05-04", "09:00")
    office.dossiers.expire_supplement(asked, "Quá hạn không bổ sung", KIEN)
    office.dossiers.expire_payment(owing, "Quá hạn không nộp", KIEN)
    office.dossiers.grant_withdrawal(leaving, KIEN)
    assert office.reports.paused() == ()
    for dossier, words in (
        (asked, "Lý do: Quá hạn không bổ sung"),
        (owing, "Lý do: Quá hạn không nộp"),
        (leaving, "với nội dung: Đổi ý"),
    ):
        assert state_of(office, dossier).status is Status.STOPPED
        assert forms(office, dossier)[-1] == "M05"
        assert words in paper_text(office, dossier, "M05")
        page = page_of(office, dossier)
        assert (page.progress, page.late) == ("stopped", False), "the weeks of waiting were not the office's"
        assert outcomes(office, dossier)["official"] == "on_time"
    assert figures(closes_its_books(office).total) == (3, 0, 3, 0, 0, 0)


def test_money_whose_wait_is_counted_ends_late(office):
    owing = money_owed_while_the_clock_runs(office)
    on(office, "2026-05-04", "09:00")
    office.dossiers.expire_payment(owing, "Quá hạn không nộp", KIEN)
    assert page_of(office, owing).late
    assert outcomes(office, owing)["official"] == "late"
    assert figures(closes_its_books(office).total) == (1, 0, 0, 1, 0, 0)


def test_an_online_dossier_may_leave_before_it_was_ever_received(office):
    dossier = office.dossiers.submit_online(intake(office, birth(office), channel="online"), CITIZEN)
    office.dossiers.ask_withdrawal(dossier, "Nộp nhầm xã", CITIZEN)
    [line] = office.reports.paused()
    assert (line.status, line.code, line.wait.clock_stands) == (7, "", False)
    office.dossiers.grant_withdrawal(dossier, HOA)
    assert page_of(office, dossier).progress == "stopped"
    assert closes_its_books(office).total.received_total == 0
