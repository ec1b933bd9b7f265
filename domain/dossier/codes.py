"""Dossier codes and masks: what is printed and typed, and how little of a person a look-up shows."""

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone

import msgspec

from domain.dossier.refusals import NotADossierCode

VIETNAM = timezone(timedelta(hours=7))
"""Vietnam keeps one offset all year."""

_CODE = re.compile(
    r"(?P<agency>[0-9A-Z]{2,3}(?:\.[0-9A-Z]{2,3}){0,4})-(?P<day>[0-9]{6}|[0-9]{8})-(?P<ordinal>[0-9]{4,7})"
)
_PROCEDURE_CODE = re.compile(r"[0-9]\.[0-9]{6}(?:\.[0-9A-Z]{2,3})*")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−－", "-"))


class DossierCode(msgspec.Struct, frozen=True):
    """A code taken apart; `day` is an ISO date, the local day of acceptance."""

    agency: str
    day: str
    ordinal: int


def local_day(at: int) -> str:
    """The day in Vietnam (ISO) of a moment in µs UTC."""
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at)
    return moment.astimezone(VIETNAM).date().isoformat()


def format_code(agency: str, day: str, ordinal: int) -> str:
    """`agency`-`YYMMDD`-`ordinal`, four digits and wider beyond 9999; `day` is an ISO date."""
    return f"{agency}-{date.fromisoformat(day):%y%m%d}-{ordinal:04d}"


def parse_code(text: str, *, today: str) -> DossierCode:
    """Take a code apart, in any pattern in use in the country, typed with spaces and long dashes or not."""
    typed = "".join(text.split()).translate(_DASHES).upper()
    found = _CODE.fullmatch(typed)
    if found is None:
        wrong = "procedure" if _PROCEDURE_CODE.fullmatch(typed) else "shape"
        raise NotADossierCode(text=text, wrong=wrong)
    day = _day_of(found["day"], text)
    if day > today:
        raise NotADossierCode(text=text, wrong="future")
    if int(found["ordinal"]) == 0:
        raise NotADossierCode(text=text, wrong="ordinal")
    return DossierCode(found["agency"], day, int(found["ordinal"]))


def _day_of(digits: str, text: str) -> str:
    century = digits if len(digits) == len("YYYYMMDD") else f"20{digits}"
    try:
        return date(int(century[:4]), int(century[4:6]), int(century[6:])).isoformat()
    except ValueError:
        raise NotADossierCode(text=text, wrong="date") from None


def mask_name(name: str) -> str:
    """«Nguyễn Văn An» as «N. V. A.»."""
    return " ".join(f"{word[0].upper()}." for word in unicodedata.normalize("NFC", name).split())


def mask_id(personal_id: str) -> str:
    """The last three digits of an identity number; a shorter one is hidden whole."""
    return _last_three(personal_id)


def mask_phone(phone: str) -> str:
    """The last three digits of a phone number, whatever stands between its digits."""
    return _last_three("".join(character for character in phone if character.isalnum()))


def _last_three(text: str) -> str:
    kept = 3 if len(text) > 2 * 3 else 0
    return "*" * (len(text) - kept) + text[len(text) - kept :]
