"""How the desk writes hours, waits and days to come; the sentences themselves are in `wording`."""

import unicodedata
from datetime import date

from application.views import InboxLine
from domain.dossier import Status
from wording import say
from wording.dates import clock_text, date_text, local, long_date_text, money

SECOND = 1_000_000
MINUTE = 60 * SECOND
RESTS = {
    Status.NOT_ACCEPTED,
    Status.SUPPLEMENT_REQUESTED,
    Status.STOPPED,
    Status.PROCESSED,
    Status.RETURNED,
}
"""Nobody in the office is late with these: they are finished, or wait for the citizen's papers (as in II.06a)."""


def composed(text: str) -> str:
    """NFC: what a keyboard, a scanner or a paste sends may be decomposed, and a letter must stay one letter."""
    return unicodedata.normalize("NFC", text)


def hour(at: int) -> str:
    return clock_text(at) if at else "—"


def moment(at: int, language: str) -> str:
    """«16:30 27/11/2026»: short, for lists."""
    return f"{clock_text(at)} {date_text(local(at).date(), language)}" if at else "—"


def day(iso: str, language: str) -> str:
    return date_text(iso, language) if iso else "—"


def day_in_words(iso: str, language: str) -> str:
    """The appointment is read aloud to people: «thứ Năm, ngày 27 tháng 11 năm 2026»."""
    return long_date_text(iso, language) if iso else say("desk.receipt.no_due", language)


def minutes(since: int, until: int) -> int:
    return max(0, until - since) // MINUTE


def stopwatch(since: int, until: int) -> str:
    seconds = max(0, until - since) // SECOND
    return f"{seconds // 60:02d}:{seconds % 60:02d}"


def fee(amount: int | None, language: str) -> str:
    return say("desk.fee_not_stated", language) if amount is None else money(amount, language)


def status(code: int, language: str) -> str:
    return say(f"status.{Status(code).identifier}.name", language)


def short_status(code: int, language: str) -> str:
    return say(f"desk.status_short.{Status(code).identifier}", language)


def expected(awaiting: str, language: str) -> str:
    """What is expected next, and of whom."""
    return say(f"desk.awaiting.{awaiting}", language) if awaiting else ""


def runs(line: InboxLine) -> bool:
    """The clock of the office runs towards an appointment."""
    return bool(line.due_date) and line.status not in RESTS


def time_left(line: InboxLine, language: str) -> str:
    if line.due_date and not runs(line):
        return "—"
    return days_left(line.days_left, bool(line.due_date), language)


def days_left(days: int, has_due: bool, language: str) -> str:
    """Never by colour only: «quá hạn 2 ngày» is said in words."""
    if not has_due:
        return say("desk.days.none", language)
    if days < 0:
        return say("desk.days.overdue", language, count=-days)
    if days == 0:
        return say("desk.days.today", language)
    return say("desk.days.left", language, count=days)


def calendar_days_left(iso: str, today: date, language: str) -> str:
    """From today to a day in a letter, days off counted: «còn 4 ngày», «quá hạn 2 ngày»."""
    return days_left((date.fromisoformat(iso) - today).days, True, language) if iso else ""
