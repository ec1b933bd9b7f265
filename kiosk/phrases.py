"""What a procedure is called on a small screen, and how much of it fits: always whole words, never a cut letter."""

from collections.abc import Mapping
from datetime import date
from textwrap import wrap

from domain.calendar import local_moment
from domain.catalogue import Procedure, RequiredDocument
from wording import say, sayings
from wording.dates import date_text, limit_text, moment_text, money

NEEDLESS = "Thủ tục "
"""Every entry of the list is a procedure: saying so on each only makes them harder to tell apart."""
ELLIPSIS = "…"


def title(procedure: Procedure | None, language: str) -> str:
    """The name of a procedure as people look for it; nothing for other business."""
    if procedure is None:
        return ""
    if language == "en" and procedure.name_en:
        return procedure.name_en
    name = procedure.name.removeprefix(NEEDLESS)
    return name[:1].upper() + name[1:]


def field_title(field: str, language: str) -> str:
    """The field in the words of visitors; a field nobody foresaw is called what the catalogue calls it."""
    key = f"kiosk.field.{field}"
    return say(key, language) if key in sayings(language) else field


def rows_of(text: str, width: int) -> int:
    return max(1, len(wrap(text, max(1, width), break_on_hyphens=False)))


def shortened(text: str, width: int, rows: int) -> str:
    """`text` as far as it fits `rows` lines of `width`, ending in «…» at a word when it does not."""
    lines = wrap(text, max(4, width), break_on_hyphens=False)
    if len(lines) <= rows:
        return text
    kept = lines[: max(1, rows)]
    last = kept[-1]
    while len(last) + 1 > width and " " in last:
        last = last.rpartition(" ")[0]
    return " ".join([*kept[:-1], last.rstrip(",;: ")]) + ELLIPSIS


def limit_of(procedure: Procedure, language: str) -> str:
    limit = procedure.limit
    time = limit_text(limit.unit, limit.value, limit.cutoff, language, stages=limit.stages)
    text = say("kiosk.bring.limit", language, limit=time)
    return _doubted(text, "limit" in procedure.uncertain, language)


def fee_of(procedure: Procedure, language: str) -> str:
    """The amount with its condition; conditions are written in Vietnamese alone."""
    note = procedure.fee_note if language == "vi" else ""
    if procedure.fee_vnd is None:
        fee = note or say("kiosk.bring.fee_unknown", language)
    else:
        fee = money(procedure.fee_vnd, language)
        fee = f"{fee}, {note}" if note else fee
    return _doubted(say("kiosk.bring.fee", language, fee=fee), "fee_vnd" in procedure.uncertain, language)


def paper_text(paper: RequiredDocument, language: str) -> str:
    """«Tờ khai (1 bản chính, 1 bản sao; nếu có)», after the case in which it is asked for."""
    counts = []
    if paper.originals > 1 or paper.copies:
        counts = [
            say(f"kiosk.bring.{kind}", language, count=count)
            for kind, count in (("originals", paper.originals), ("copies", paper.copies))
            if count
        ]
    notes = [", ".join(counts)] if counts else []
    if paper.optional and not paper.group:
        notes.append(say("kiosk.bring.optional", language))
    name = f"{paper.group}: {paper.name}" if paper.group else paper.name
    return f"{name} ({'; '.join(notes)})" if notes else name


def with_days(blanks: Mapping[str, object], language: str) -> dict[str, object]:
    """The blanks of a refusal, with their days and hours written as people write them."""
    return {name: _day(value, language) for name, value in blanks.items()}


def _day(value: object, language: str) -> object:
    if not isinstance(value, str):
        return value
    day, _, hour = value.partition(" ")
    try:
        known = date.fromisoformat(day)
        return moment_text(local_moment(day, hour), language) if hour else date_text(known, language)
    except ValueError:
        return value


def balanced(text: str, width: int) -> str:
    """The same lines as `width` would make, as long as each other: no word is left alone on the last one."""
    lines = wrap(text, max(1, width), break_on_hyphens=False)
    longest = max(map(len, text.split()), default=0)
    while len(lines) > 1 and width > longest:
        width -= 1
        closer = wrap(text, width, break_on_hyphens=False)
        if len(closer) > len(lines):
            break
        lines = closer
    return "\n".join(lines)


def _doubted(text: str, doubted: bool, language: str) -> str:
    return f"{text} ({say('kiosk.bring.unverified', language)})" if doubted else text
