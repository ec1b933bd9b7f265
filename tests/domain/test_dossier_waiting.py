"""What people call «tạm dừng» is always one of the waits that the law knows, with its notice and its article."""

from msgspec.structs import replace

from domain.dossier import facts
from domain.dossier.waiting import Wait, waits
from tests.domain.a_dossier import (
    ACCEPTED,
    ASKED,
    FINISHED,
    FORWARDED,
    LATE,
    MISSING,
    SUBMITTED,
    WORKED_ON,
    given,
)

SECOND = 1_000_000
BILL = facts.PaymentRequested(amount_vnd=50_000, basis="TT 85", number="5/TB")


def test_while_the_office_has_the_next_move_nothing_waits():
    assert [waits(dossier) for dossier in (given(SUBMITTED), given(ACCEPTED), WORKED_ON, FINISHED)] == [
        None
    ] * 4


def test_waiting_for_papers_has_its_notice_and_its_last_day():
    asked = waits(given(ACCEPTED, FORWARDED, ASKED))
    assert (asked.why, asked.number, asked.answer_by, asked.clock_stands) == (
        "supplement",
        "2",
        "2026-12-01",
        True,
    )
    assert asked.article == "NĐ 61/2018 Điều 5(1)(e), 19(4)"
    at_intake = waits(given(MISSING))
    assert (at_intake.number, at_intake.clock_stands) == ("1", False)
    assert at_intake.article == "NĐ 61/2018 Điều 17(1)(a)"


def test_waiting_for_money_stops_the_clock_only_where_the_law_says_so():
    billed = given(ACCEPTED, FORWARDED, BILL)
    assert (waits(billed).why, waits(billed).number, waits(billed).clock_stands) == (
        "financial_obligation",
        "5/TB",
        True,
    )
    assert not waits(given(ACCEPTED, FORWARDED, replace(BILL, pauses=False))).clock_stands


def test_a_withdrawal_waits_from_the_moment_it_was_asked_for_whatever_happens_beside():
    letter = facts.OpinionReceived(request="4/CV")
    waiting = given(ACCEPTED, FORWARDED, facts.WithdrawalRequested(), letter)
    assert waits(waiting).since == waiting.changed_at - SECOND


def test_a_visit_that_holds_the_clock_up_is_a_wait_and_any_other_visit_is_work():
    visit = facts.VerificationScheduled(number="7/KH", visit_at=LATE, pauses=True)
    held = given(ACCEPTED, FORWARDED, visit)
    assert waits(held) == Wait(
        why="external_verification",
        since=held.paused[-1].start,
        article="NĐ 61/2018 Điều 19(3)",
        number="7/KH",
        clock_stands=True,
    )
    assert waits(given(ACCEPTED, FORWARDED, replace(visit, pauses=False))) is None
