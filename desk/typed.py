"""Numbers, days, hours and lists as people type them, and what they mean. Nothing here knows a screen."""

import re
from datetime import date
from typing import NoReturn

from application.ports import Wanted
from domain.calendar import local_moment

YEAR_DIGITS = 4
MOST_DIGITS = 15
DAY = re.compile(r"\d{1,4}\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*\d{1,4}")
HOUR = re.compile(r"(?P<hour>\d{1,2})(?:(?::|h|g|giờ|\.)(?P<minute>\d{1,2})?(?:phút|ph|p|')?)?")
FILLERS = ("ngày", "lúc", "vào", "on", "at", ",")
"""Words around a day and an hour that change neither."""
COLUMN = "|"
INSIDE = frozenset({"trong xã", "trong", "nội bộ", "inside", "in"})
OUTSIDE = frozenset({"", "ngoài xã", "ngoài", "outside", "out"})
"""Both languages are understood whichever the desk speaks."""
Leg = tuple[str, str, int, bool]
"""Agency, its work, its working days, whether it is outside the commune."""

Envelope = tuple[str, str, int, int, str]
"""Sender, code of the procedure, originals, copies, number of the slip."""


class NotThat(ValueError):  # noqa: N818 - it names what should be put right
    """The text is not what was asked for; `why` is the last part of `desk.form.cannot_read.…`."""

    def __init__(self, why: str, **blanks: object) -> None:
        super().__init__(why)
        self.why, self.blanks = why, blanks


def number(typed: str) -> int:
    """50000, 50.000, 50 000 or 50,000 đ."""
    digits = "".join(letter for letter in typed if not letter.isspace() and letter not in ".,đĐ₫")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= MOST_DIGITS):
        raise NotThat("number")
    return int(digits)


def day(typed: str) -> date:
    """27/11/2026, 27-11-2026 or 2026-11-27."""
    parts = typed.replace("-", "/").replace(".", "/").split("/")
    try:
        numbers = [int(part) for part in parts]
        return date(*(numbers if len(parts[0].strip()) == YEAR_DIGITS else numbers[::-1]))
    except (ValueError, TypeError, OverflowError):
        raise NotThat("date") from None


def moment(typed: str) -> int:
    """«14:30 27/11/2026», «27/11/2026 14h30», «9 giờ ngày 27-11-2026», «2026-11-27 09:00»: µs UTC."""
    found = DAY.search(typed)
    if found is None:
        raise NotThat("moment")
    try:
        on = day(found.group())
    except NotThat:
        raise NotThat("moment") from None
    rest = f"{typed[: found.start()]} {typed[found.end() :]}".lower()
    for filler in FILLERS:
        rest = rest.replace(filler, " ")
    clock = HOUR.fullmatch("".join(rest.split()))
    if clock is None:
        raise NotThat("moment")
    hour, minute = int(clock["hour"]), int(clock["minute"] or 0)
    if hour > 23 or minute > 59:  # noqa: PLR2004 - the last hour and minute of a day
        raise NotThat("moment")
    return local_moment(on.isoformat(), f"{hour:02d}:{minute:02d}")


def items(typed: str) -> tuple[str, ...]:
    """One paper to a line, with or without a bullet."""
    return tuple(text for _, text in _lines(typed))


def wanted(typed: str) -> tuple[Wanted, ...]:
    """«name | originals | certified | copies | basis», of which only the name is needed."""
    return tuple(_wanted(place, text) for place, text in _lines(typed))


def _wanted(place: int, text: str) -> Wanted:
    name, *rest = (part.strip() for part in text.split(COLUMN))
    counts, basis = rest[:3], rest[3:]
    if not name or len(basis) > 1:
        raise NotThat("wanted", line=place)
    try:
        originals, certified, copies = ([number(each or "0") for each in counts] + [0, 0, 0])[:3]
    except NotThat:
        raise NotThat("wanted", line=place) from None
    if originals == certified == copies == 0:
        originals = 1
    return Wanted(
        name=name, originals=originals, certified=certified, copies=copies, basis=basis[0] if basis else ""
    )


def legs(typed: str) -> tuple[Leg, ...]:
    """«agency | work | working days», and «trong xã» behind it for one of the commune's own."""
    return tuple(_leg(place, text) for place, text in _lines(typed))


def _leg(place: int, text: str) -> Leg:
    parts = [part.strip() for part in text.split(COLUMN)]
    if len(parts) not in {3, 4} or not all(parts[:3]):
        _wrong_leg(place)
    where = parts[3].lower() if len(parts) == 4 else ""  # noqa: PLR2004 - the fourth column says where
    if where not in INSIDE | OUTSIDE:
        _wrong_leg(place)
    days = re.match(r"[1-9]\d{0,2}(?!\d)", parts[2], re.ASCII)
    if days is None:
        _wrong_leg(place)
    return parts[0], parts[1], int(days.group()), where not in INSIDE


def _wrong_leg(place: int) -> NoReturn:
    raise NotThat("legs", line=place)


def envelopes(typed: str) -> tuple[Envelope, ...]:
    """«sender | procedure | originals | copies | slip»: what the postman brings, one envelope to a line."""
    return tuple(_envelope(place, text) for place, text in _lines(typed))


def _envelope(place: int, text: str) -> Envelope:
    parts = _columns(text, 5)
    if parts is None or not parts[0]:
        raise NotThat("envelopes", line=place)
    try:
        return parts[0], parts[1], number(parts[2] or "0"), number(parts[3] or "0"), parts[4]
    except NotThat:
        raise NotThat("envelopes", line=place) from None


def results(typed: str) -> tuple[tuple[str, str, str], ...]:
    """«dossier code | addressee | tracking number»: what the postman takes, one envelope to a line."""
    found = []
    for place, text in _lines(typed):
        parts = _columns(text, 3)
        if parts is None or not parts[0] or not parts[1]:
            raise NotThat("results", line=place)
        found.append((parts[0], parts[1], parts[2]))
    return tuple(found)


def _columns(text: str, most: int) -> list[str] | None:
    """The parts of a line, the missing ones empty; None when there are more than the line has columns."""
    parts = [part.strip() for part in text.split(COLUMN)]
    return parts + [""] * (most - len(parts)) if len(parts) <= most else None


def _lines(typed: str) -> list[tuple[int, str]]:
    """Every line with something on it, counted as the officer sees them."""
    stripped = ((place, line.strip(" -•\t")) for place, line in enumerate(typed.splitlines(), start=1))
    found = [(place, line) for place, line in stripped if line]
    if not found:
        raise NotThat("empty")
    return found


def as_typed(paper: Wanted) -> str:
    """A paper as the officer would type it: nothing behind the name when one original is meant."""
    counts = (paper.originals, paper.certified, paper.copies)
    if counts == (1, 0, 0) and not paper.basis:
        return paper.name
    parts = [paper.name, *(str(count) if count else "" for count in counts), paper.basis]
    return f" {COLUMN} ".join(parts).rstrip(f" {COLUMN}")
