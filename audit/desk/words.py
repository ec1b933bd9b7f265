"""How the inspector's desk writes moments, statuses, people and what happened; the sentences are in `wording`."""

from application.histories import officer_name, section_name, sentence, with_names
from application.reference import Knowledge
from domain.dossier import Status
from projections.trail import TrailRow
from wording import say, sayings
from wording.dates import date_text, duration_text, local

MINUTE = 60_000_000
NOTHING = "—"


def moment(at: int, language: str) -> str:
    """«10:15:24 09/7/2025»."""
    return f"{local(at):%H:%M:%S} {date_text(local(at).date(), language)}" if at else NOTHING


def short_moment(at: int, language: str) -> str:
    """«10:15 09/7»: for narrow lists."""
    when = local(at)
    return f"{when:%H:%M} {when.day:02d}/{when.month}" if at else NOTHING


def day(iso: str, language: str) -> str:
    return date_text(iso, language) if iso else NOTHING


def short_day(iso: str) -> str:
    """«25/08/2025» in every language: for lists."""
    return "/".join(reversed(iso.split("-"))) if iso else NOTHING


def lasting(since: int, until: int, language: str) -> str:
    """«3 ngày 4 giờ», «24 phút»: how long, by the wall clock."""
    minutes = max(0, until - since) // MINUTE
    days, rest = divmod(minutes, 24 * 60)
    if not days:
        return duration_text(minutes, language)
    hours = rest // 60
    told = say("inspect.days", language, count=days)
    return f"{told} {duration_text(hours * 60, language)}" if hours else told


def status(code: int, language: str) -> str:
    return say(f"status.{Status(code).identifier}.name", language) if code else NOTHING


def short_status(code: int, language: str) -> str:
    return say(f"desk.status_short.{Status(code).identifier}", language) if code else NOTHING


def role(name: str, language: str) -> str:
    key = f"audit.role.{name or 'citizen'}"
    return say(key, language) if key in sayings(language) else name


def hand(row: TrailRow, known: Knowledge, language: str) -> str:
    """Who acted: an officer by name and role, else the citizen or the office itself."""
    if row.role in {"citizen", "system"} or not row.actor:
        return role(row.role, language)
    return f"{officer_name(row.actor, known)} ({role(row.role, language)})"


def happened(row: TrailRow, known: Knowledge, language: str) -> str:
    """What happened, as the citizen's page and the trail tell it."""
    number = {"number": row.code} if row.kind == "ticket" else {}
    return sentence(row.topic, with_names(row.filled() | number, known), language)


def holder(officer: str, section: str, known: Knowledge, language: str) -> str:
    """In whose hands: an officer, or a section where nobody has it yet."""
    if officer:
        return officer_name(officer, known)
    return section_name(section, language) if section else say("inspect.one_stop", language)


def about(kind: str, subject: str, known: Knowledge, language: str) -> str:
    """What a note or a question is about."""
    named = officer_name(subject, known) if kind == "officer" else subject
    return say(f"inspect.about.{kind}", language, subject=named)
