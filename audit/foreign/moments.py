"""Moments as other systems write them, read into µs UTC; how a column writes them is found out once, and said."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, tzinfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

ISO, YMD, DMY, MDY, EPOCH_NUMBER = "iso", "ymd", "dmy", "mdy", "epoch"
_SCALES = {10: 1_000_000, 13: 1_000, 16: 1}
"""How many µs one unit is, by the number of digits: seconds, milliseconds, microseconds (from 2001 to 2286)."""

_DAY = r"(?P<a>\d{1,4})[/.\-](?P<b>\d{1,2})[/.\-](?P<c>\d{1,4})"
_HOUR = (
    r"(?P<h>\d{1,2})(?::|h|g)(?P<m>\d{2})?(?::(?P<s>\d{2})(?:[.,](?P<f>\d{1,9}))?)?\s*(?P<half>[AaPp][Mm])?"
)
_ZONE = r"\s*(?P<zone>Z|[+\-]\d{2}:?\d{2})?"
_WRITTEN = (
    re.compile(rf"{_DAY}(?:[T,\s]+{_HOUR}{_ZONE})?"),
    re.compile(rf"{_HOUR}{_ZONE}[,\s]+(?:ngày\s+)?{_DAY}"),
)
_MONTHS = 12
_YEAR_DIGITS = 4


def microseconds(moment: datetime) -> int:
    """µs UTC, exactly; the moment knows its zone."""
    return (moment - EPOCH) // _MICROSECOND


def moment_of(at: int) -> datetime:
    """The moment behind µs UTC. Raises `OverflowError` outside the years 1 to 9999."""
    return EPOCH + at * _MICROSECOND


def from_iso(text: str, zone: tzinfo) -> int | None:
    """A moment as ISO 8601 writes it; one without an offset is told by the clocks of `zone`."""
    try:
        moment = datetime.fromisoformat(text.strip())
        return microseconds(moment if moment.tzinfo else moment.replace(tzinfo=zone))
    except (ValueError, OverflowError):
        return None


def style_of(texts: Iterable[str]) -> str:
    """How the moments of a column are written: `iso`, `epoch`, or the order of day, month and year.

    Day before month, as in Vietnam, unless some date can only be read the other way.
    """
    found = ISO
    second = first = 0
    for text in texts:
        plain = text.strip()
        if plain.isascii() and plain.isdigit() and len(plain) in _SCALES:
            return EPOCH_NUMBER
        if match := _match(plain):
            if len(match["a"]) == _YEAR_DIGITS:
                found = ISO if from_iso(plain, UTC) is not None and found == ISO else YMD
                continue
            found = DMY
            first, second = max(first, int(match["a"])), max(second, int(match["b"]))
    return MDY if found == DMY and second > _MONTHS >= first else found


def read_moment(text: str, style: str, zone: tzinfo) -> int | None:
    """µs UTC, or None when the text is no moment of that style."""
    plain = text.strip()
    if style == EPOCH_NUMBER:
        scale = _SCALES.get(len(plain)) if plain.isascii() and plain.isdigit() else None
        return int(plain) * scale if scale else None
    if style == ISO:
        return from_iso(plain, zone)
    match = _match(plain)
    return None if match is None else _moment(match, style, zone)


def _match(text: str) -> re.Match[str] | None:
    return next((match for pattern in _WRITTEN if (match := pattern.fullmatch(text))), None)


def _moment(match: re.Match[str], style: str, zone: tzinfo) -> int | None:
    a, b, c = int(match["a"]), int(match["b"]), int(match["c"])
    year, month, day = {YMD: (a, b, c), MDY: (c, a, b)}.get(style, (c, b, a))
    hour = int(match["h"] or 0)
    if match["half"]:
        hour = hour % 12 + (12 if match["half"].lower() == "pm" else 0)
    fraction = int((match["f"] or "0").ljust(6, "0")[:6])
    text = match["zone"] or ""
    try:
        moment = datetime(year, month, day, hour, int(match["m"] or 0), int(match["s"] or 0), fraction, zone)
        if text:
            moment = moment.replace(tzinfo=datetime.fromisoformat(f"2000-01-01T00:00:00{text}").tzinfo)
        return microseconds(moment)
    except (ValueError, OverflowError):
        return None
