"""How the inspector's desk writes moments, statuses, people and what happened; the sentences are in `wording`."""

import unicodedata

from application.histories import officer_name, section_name, sentence, with_names
from application.reference import Knowledge
from domain.dossier import Status
from projections.trail import TrailRow
from wording import say, sayings
from wording.dates import duration_text, local

MINUTE = 60_000_000
DAY = 24 * 60
"""Minutes of a day by the calendar."""
NOTHING = "—"
LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
"""The Vietnamese alphabet, with the four letters of foreign names where dictionaries put them."""
FIRST_LETTER = 1_000
TONES = "\u0300\u0309\u0303\u0301\u0323"
"""Huyền, hỏi, ngã, sắc, nặng, as dictionaries order them; they count only where the letters are the same."""
CATALOGUE = "vi"
"""The language in which the catalogue of procedures names its fields and procedures."""


def in_order(text: str) -> tuple[list[int], list[int]]:
    """A key that sorts as a Vietnamese dictionary does: «Đất đai» after «Dân tộc», «ma» before «mà» before «mạ»."""
    marks = unicodedata.normalize("NFD", text.casefold())
    letters = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in TONES))
    return [_place(letter) for letter in letters], [TONES.find(mark) for mark in marks]


def _place(letter: str) -> int:
    """Blanks and figures stand before the letters, and letters of other alphabets behind them."""
    place = LETTERS.find(letter)
    return FIRST_LETTER + place if place >= 0 else ord(letter) + (0 if letter < "a" else 2 * FIRST_LETTER)


def moment(at: int, language: str) -> str:
    """«10:15:24 09/7/2025», «10:15:24 9 Jul 2025»."""
    return f"{local(at):%H:%M:%S} {day_of(at, language)}" if at else NOTHING


def short_moment(at: int, language: str) -> str:
    """«10:15 09/7/2025»: to the minute, for lists."""
    return f"{local(at):%H:%M} {day_of(at, language)}" if at else NOTHING


def day_of(at: int, language: str) -> str:
    """The local day of a moment."""
    return day(local(at).date().isoformat(), language)


def day(iso: str, language: str) -> str:
    """«25/8/2025», «25 Aug 2025»: one form for lists and for sentences, so months have their short names."""
    if not iso:
        return NOTHING
    year, month, of_month = iso.split("-")
    digits = int(say("date.day_digits", language))
    told = {"day": f"{int(of_month):0{digits}d}", "month": say(f"inspect.month.{int(month)}", language)}
    return say("date.day", language, year=year, **told)


def lasting(since: int, until: int, language: str) -> str:
    """«3 ngày 4 giờ 10 phút», «24 phút»: how long by the calendar, nights and days off among it."""
    days, rest = divmod(max(0, until - since) // MINUTE, DAY)
    if not days:
        return duration_text(rest, language)
    told = say("inspect.days", language, count=days)
    return f"{told} {duration_text(rest, language)}" if rest else told


def status(code: int, language: str) -> str:
    """The one word for a stage: the official one, which the citizen's page uses as well."""
    return say(f"status.{Status(code).identifier}.name", language) if code else NOTHING


def within(text: str) -> str:
    """A name in the middle of a sentence: «đang xử lý»."""
    return text[:1].lower() + text[1:]


def field_title(field: str, language: str) -> str:
    """A field as the catalogue calls it; in another language by its name there, where it has one."""
    key = f"kiosk.field.{field}"
    return say(key, language) if language != CATALOGUE and key in sayings(language) else field


def procedure_title(code: str, name: str, known: Knowledge, language: str) -> str:
    """A procedure by the name it was accepted under; in another language by the catalogue's name, if any."""
    listing = known.catalogue.get(code) if language != CATALOGUE else None
    last = listing.last if listing is not None else None
    return last.procedure.name_en or name if last is not None else name


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
    return sentence(row.topic, with_names(filled(row), known), language)


def filled(row: TrailRow) -> dict[str, str]:
    """What fills the sentence about a line of the trail; a number's own is not a blank of its facts."""
    return row.filled() | ({"number": row.code} if row.kind == "ticket" else {})


def listed(row: TrailRow, known: Knowledge, language: str) -> str:
    """What happened, for a list: who looked stands beside what for."""
    if row.kind != "access":
        return happened(row, known, language)
    who = role(row.role, language) if row.role in {"citizen", "system"} else officer_name(row.actor, known)
    purpose = say(f"history.word.purpose.{row.filled()['purpose']}", language)
    return say("inspect.act.looked", language, purpose=purpose, who=who)


def holder(officer: str, section: str, known: Knowledge, language: str) -> str:
    """In whose hands: an officer, or a section where nobody has it yet."""
    if officer:
        return officer_name(officer, known)
    return section_name(section, language) if section else say("inspect.one_stop", language)


def about(kind: str, subject: str, known: Knowledge, language: str) -> str:
    """What a note or a question is about."""
    named = officer_name(subject, known) if kind == "officer" else subject
    return say(f"inspect.about.{kind}", language, subject=named)
