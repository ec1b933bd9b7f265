"""Only who was served can rate, once, and nobody learns who it was; a suggestion is answered under its code."""

from datetime import date

import pytest

from application.envelope import OFFICE
from application.feedback import Suggested, SuggestionView, TicketShown
from application.lookup import TooManyTries
from application.queue import NotAChoice
from domain.dossier.refusals import NotYourRole
from domain.feedback import (
    AlreadyAnswered,
    AlreadyRated,
    NoSuchSuggestion,
    NothingSuggested,
    NoVisitToRate,
    VisitNotFinished,
)
from tests.application.an_office import (
    HOA,
    KIEN,
    KIOSK,
    PHUC,
    at_counter,
    forward,
    on,
    rows,
)

ALL = (date(2026, 1, 1), date(2026, 12, 31))


def a_visit(office, *, finished=True):
    """A ticket that was called and, when `finished`, served; with its link."""
    if not office.core.known().officers[HOA.id].counter:
        at_counter(office, "1", HOA)
    ticket = office.queue.issue(KIOSK, group="other")
    office.queue.call_next("1", HOA)
    office.queue.start(ticket.id, HOA)
    if finished:
        office.queue.finish(ticket.id, "other", HOA)
    return ticket


def secret_of(ticket):
    return ticket.url.rpartition("#")[2]


def by_link(ticket):
    return TicketShown(secret=secret_of(ticket))


def by_number(ticket, code=""):
    return TicketShown(number=ticket.number.lower(), short_code=code or secret_of(ticket)[:4].lower())


# ---- a visit


@pytest.mark.parametrize("shown", [by_link, by_number])
def test_a_finished_visit_is_rated_once_by_its_code_or_its_number(office, shown):
    ticket = a_visit(office)
    assert office.feedback.visit(shown(ticket), KIOSK).number == ticket.number

    office.feedback.rate(shown(ticket), 5, KIOSK)

    for again in (by_link(ticket), by_number(ticket)):
        with pytest.raises(AlreadyRated):
            office.feedback.visit(again, KIOSK)
        with pytest.raises(AlreadyRated):
            office.feedback.rate(again, 1, KIOSK)


def test_pressing_twice_rates_once_and_is_no_refusal(office):
    ticket = a_visit(office)
    for _ in range(2):
        office.feedback.rate(by_link(ticket), 4, KIOSK, command="ab" * 16)
    with pytest.raises(AlreadyRated):
        office.feedback.rate(by_link(ticket), 4, KIOSK, command="cd" * 16)


def test_a_visit_that_goes_on_cannot_be_rated_yet(office):
    serving, waiting = a_visit(office, finished=False), office.queue.issue(KIOSK, group="land")
    for ticket in (serving, waiting):
        with pytest.raises(VisitNotFinished):
            office.feedback.visit(by_link(ticket), KIOSK)
        with pytest.raises(VisitNotFinished):
            office.feedback.rate(by_link(ticket), 5, KIOSK)


def test_a_number_nobody_took_and_a_wrong_code_get_the_same_answer(office):
    ticket = a_visit(office)
    wrong = [
        TicketShown(secret="0" * 16),
        TicketShown(number="A999", short_code=secret_of(ticket)[:4]),
        by_number(ticket, "ĐƠ"),
        TicketShown(number=ticket.number),
        TicketShown(),
    ]
    for shown in wrong:
        with pytest.raises(NoVisitToRate) as refused:
            office.feedback.rate(shown, 5, KIOSK)
        assert refused.value.blanks == {}


def test_yesterdays_number_is_not_todays(office):
    ticket = a_visit(office)
    on(office, "2026-03-03")
    with pytest.raises(NoVisitToRate):
        office.feedback.visit(by_number(ticket), KIOSK)
    office.feedback.rate(by_link(ticket), 5, KIOSK)


def test_guessing_codes_ends_after_a_few_tries(office):
    ticket = a_visit(office)
    for guess in ("0000", "1111", "2222", "3333", "4444"):
        with pytest.raises(NoVisitToRate):
            office.feedback.visit(by_number(ticket, guess), KIOSK)
    with pytest.raises(TooManyTries):
        office.feedback.visit(by_number(ticket), KIOSK)
    forward(office, 61)
    assert office.feedback.visit(by_number(ticket), KIOSK)


def test_officers_rate_nobody(office):
    ticket = a_visit(office)
    for by in (HOA, KIEN, OFFICE):
        with pytest.raises(NotYourRole):
            office.feedback.rate(by_link(ticket), 5, by)


def test_a_reason_that_is_not_offered_is_refused(office):
    with pytest.raises(NotAChoice):
        office.feedback.rate(by_link(a_visit(office)), 1, KIOSK, reasons=("revenge",))


def test_the_totals_of_a_month_name_nobody(office):
    for score in (5, 5, 5, 5, 5, 5, 1):
        reasons = ("attitude", "unlisted_charge") if score == 1 else ()
        office.feedback.rate(by_link(a_visit(office)), score, KIOSK, reasons=reasons)
    assert office.feedback.report(*ALL) == (), "a month is shown once it is over"

    on(office, "2026-04-01")
    (march,) = office.feedback.report(*ALL)

    assert (march.month, march.rated) == ("2026-03", 7)
    assert march.scores == {"5": None, "4": 0, "3": 0, "2": 0, "1": None}
    assert march.reasons["attitude"] is None
    assert march.reasons["waiting"] == 0


def test_what_was_written_beside_a_rating_is_sealed_and_read_only_by_the_head(office, tmp_path):
    for number in range(6):
        office.feedback.rate(by_link(a_visit(office)), 2, KIOSK, words=f"Chờ lâu {5 - number}")
    stored = rows(tmp_path / "store", "SELECT state FROM event WHERE topic = 'visit.rated'")
    assert not any("lâu".encode() in state for (state,) in stored)

    assert office.feedback.remarks("2026-03", KIEN) == ()
    on(office, "2026-04-01")
    assert office.feedback.remarks("2026-03", KIEN) == tuple(f"Chờ lâu {number}" for number in range(6))
    assert rows(tmp_path / "store", "SELECT count(*) FROM event WHERE topic = 'visit.words_read'") == [(1,)]
    for by in (HOA, KIOSK):
        with pytest.raises(NotYourRole):
            office.feedback.remarks("2026-03", by)


def test_the_words_of_a_month_with_few_ratings_are_not_shown(office):
    office.feedback.rate(by_link(a_visit(office)), 1, KIOSK, words="Tôi là người duy nhất")
    on(office, "2026-04-01")
    assert office.feedback.remarks("2026-03", KIEN) == ()


# ---- a suggestion

SAID = Suggested(topic="room", sentences=("more_seats",), words="Ghế cho người già", phone="0903 000 123")


def test_a_suggestion_is_read_answered_and_followed_by_its_code(office, tmp_path):
    receipt = office.feedback.leave(SAID, KIOSK)
    assert receipt.number == "0001/2026/GY"
    assert receipt.code.isdecimal()
    assert len(receipt.code) == 14
    assert office.feedback.follow(receipt.code, KIOSK).answered_at == 0

    (waiting,) = office.feedback.suggestions(KIEN)
    assert waiting == SuggestionView(number="0001/2026/GY", topic="room", left_at=office.now())
    opened = office.feedback.open("0001/2026/gy ", PHUC)
    assert (opened.words, opened.phone, opened.sentences) == (SAID.words, "0903000123", ("more_seats",))
    forward(office, 5)
    office.feedback.answer("0001/2026/GY", "Đã thêm mười ghế.", KIEN)

    spaced = f"{receipt.code[:4]} {receipt.code[4:8]}-{receipt.code[8:]}"
    answered = office.feedback.follow(spaced, KIOSK)
    assert (answered.answer, answered.answered_at) == ("Đã thêm mười ghế.", office.now())
    assert answered.code == ""
    assert office.feedback.suggestions(KIEN) == ()
    assert len(office.feedback.suggestions(KIEN, waiting=False)) == 1
    with pytest.raises(AlreadyAnswered):
        office.feedback.answer("0001/2026/GY", "Nữa", KIEN)
    topics = rows(
        tmp_path / "store", "SELECT topic, state FROM event WHERE topic LIKE 'suggestion.%' ORDER BY id"
    )
    assert [topic for topic, _ in topics] == ["suggestion.left", "suggestion.read", "suggestion.answered"]
    assert not any(b"0903" in state or "mười".encode() in state for _, state in topics)


def test_the_same_command_leaves_one_suggestion_with_one_code(office):
    first, second = (office.feedback.leave(SAID, KIOSK, command="ef" * 16) for _ in range(2))
    assert first == second
    assert office.feedback.leave(SAID, KIOSK).number == "0002/2026/GY"


def test_a_suggestion_without_a_word_is_refused(office):
    with pytest.raises(NothingSuggested):
        office.feedback.leave(Suggested(topic="other"), KIOSK)
    with pytest.raises(NotAChoice):
        office.feedback.leave(Suggested(topic="bribes", words="x"), KIOSK)


@pytest.mark.parametrize("typed", ["", "123", "26000100000000", "26999912345678", "chữ", "9" * 400])
def test_a_wrong_code_and_an_unknown_one_get_the_same_answer(office, typed):
    office.feedback.leave(SAID, KIOSK)
    with pytest.raises(NoSuchSuggestion) as refused:
        office.feedback.follow(typed, KIOSK)
    assert refused.value.blanks == {}


def test_guessing_the_code_of_a_suggestion_ends_after_a_few_tries(office):
    code = office.feedback.leave(SAID, KIOSK).code
    for guess in range(5):
        with pytest.raises(NoSuchSuggestion):
            office.feedback.follow(f"{code[:6]}{guess:08d}", KIOSK)
    with pytest.raises(TooManyTries):
        office.feedback.follow(code, KIOSK)


def test_only_the_head_of_the_unit_reads_and_answers(office):
    office.feedback.leave(SAID, KIOSK)
    for by in (HOA, KIOSK):
        with pytest.raises(NotYourRole):
            office.feedback.suggestions(by)
        with pytest.raises(NotYourRole):
            office.feedback.open("0001/2026/GY", by)
        with pytest.raises(NotYourRole):
            office.feedback.answer("0001/2026/GY", "Cảm ơn", by)
    with pytest.raises(NoSuchSuggestion):
        office.feedback.open("0002/2026/GY", KIEN)
