"""`motcua feedback` lists, shows and answers what visitors suggested; `motcua report feedback` tells only totals."""

import shutil
from datetime import date

import pytest

from application.clock import SeededChance, SetClock
from application.feedback import Suggested, TicketShown
from application.founding import found
from domain.calendar import local_moment
from tests.application.an_office import HOA, KIOSK, at_counter
from tests.motcua.commands import motcua

BEFORE = local_moment("2026-03-02", "08:00")
NUMBER = "0001/2026/GY"


@pytest.fixture(scope="module")
def founded(tmp_path_factory):
    """An office in which twelve visitors rated a visit in March, and one left a suggestion."""
    root = tmp_path_factory.mktemp("office") / "store"
    office = found(root, clock=SetClock(BEFORE), chance=SeededChance(3))
    at_counter(office, "1", HOA)
    for score in [5] * 7 + [1] * 5:
        ticket = office.queue.issue(KIOSK, group="other")
        office.queue.call_next("1", HOA)
        office.queue.start(ticket.id, HOA)
        office.queue.finish(ticket.id, "other", HOA)
        reasons, words = (("waiting",), "Chờ lâu") if score == 1 else ((), "")
        shown = TicketShown(secret=ticket.url.rpartition("#")[2])
        office.feedback.rate(shown, score, KIOSK, reasons=reasons, words=words)
    said = Suggested(topic="room", sentences=("more_seats",), words="Cho người già", phone="0903000123")
    office.feedback.leave(said, KIOSK)
    office.close()
    return root


@pytest.fixture
def command(founded, tmp_path):
    store = shutil.copytree(founded, tmp_path / "store")

    def run(*words, language="en"):
        return motcua(*words, "--store", store, language=language)

    return run


def test_a_suggestion_is_listed_shown_and_answered(command):
    assert command("feedback", "list").out.startswith(f"{NUMBER}  The waiting room; left ")
    shown = command("feedback", "show", NUMBER, language="vi").out
    assert "Nên có thêm ghế ngồi" in shown
    assert "Lời góp ý: Cho người già" in shown
    assert "0903000123" in shown

    answered = command("feedback", "answer", NUMBER, "Đã đặt thêm ghế.", "--json").document
    assert answered["number"] == NUMBER
    assert answered["answered_at"]
    assert command("feedback", "list").out.strip() == "No suggestion waits for an answer."
    assert "answered" in command("feedback", "list", "--all").out
    document = command("feedback", "show", NUMBER, "--json").document
    assert (document["answer"], document["sentences"]) == ("Đã đặt thêm ghế.", ["more_seats"])


def test_a_list_as_a_document_holds_nothing_that_was_written(command):
    (line,) = command("feedback", "list", "--json").document
    assert set(line) == {"number", "topic", "left_at", "answered_at"}


def test_the_report_tells_shares_with_their_denominator(command):
    year = ("--from", "2026-01-01", "--to", f"{date.max:%Y-%m-%d}")
    (march,) = command("report", "feedback", *year, "--json").document["months"]
    assert (march["month"], march["rated"]) == ("2026-03", 12)
    assert march["scores"] == {"5": 7, "4": 0, "3": 0, "2": 0, "1": 5}
    assert march["reasons"]["waiting"] == 5
    told = command("report", "feedback", *year, language="vi").out
    assert "7 (58,3 %)" in told
    assert "5 (41,7 %)" in told
    assert "ít" in told


def test_remarks_come_without_a_name_once_the_month_is_over(command):
    assert command("feedback", "remarks", "2026-03").out.splitlines() == ["· Chờ lâu"] * 5
    assert command("feedback", "remarks", "2026-02", "--json").document == []
    assert "must be protected" in command("feedback", "remarks", "2026-02").out


def test_a_quiet_year_says_so(command):
    said = command("report", "feedback", "--from", "2020-01-01", "--to", "2020-12-31")
    assert "No month is over" in said.out


@pytest.mark.parametrize(
    ("words", "code", "named"),
    [
        (("feedback", "show", "0009/2026/GY"), 1, "digits"),
        (("feedback", "answer", NUMBER, "  "), 1, "answer"),
        (("feedback", "remarks", "tháng ba"), 2, "tháng ba"),
        (("report", "feedback", "--from", "x", "--to", "y"), 2, "x"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_with_its_cure(command, words, code, named):
    said = command(*words)
    assert (said.code, said.out) == (code, "")
    assert named in said.err
