"""A person taken out of a dossier: on which ground, under which law, by whose decision, and when it may be.

The law on personal data asks for it, the law on archives stands against it until the file need not be kept any
longer. Which period that is stands in the unit's own list of retention periods; the product does not guess it.
"""

from datetime import date
from typing import Literal

import msgspec

from domain.fact import Fact, Refused, recorded_as

Ground = Literal["request", "period_over", "decision", "unlawful"]
"""The person asks; the file need not be kept longer; an authority decides; it should never have been kept."""

PERSONAL_DATA = "Luật 91/2025/QH15 Điều 14"
"""Not checked against the text: one newspaper says Article 16. Who decides can name another."""
ARCHIVES = "Luật Lưu trữ 33/2024/QH15"

BASIS: dict[Ground, str] = {
    "request": f"{PERSONAL_DATA}; {ARCHIVES}",
    "period_over": f"{PERSONAL_DATA}; {ARCHIVES}",
    "decision": PERSONAL_DATA,
    "unlawful": PERSONAL_DATA,
}
OVERRIDES: frozenset[Ground] = frozenset({"decision", "unlawful"})
"""Grounds that do not wait for the archive."""


@recorded_as("person.erased", sealed=("reason",))
class PersonalDataErased(Fact, frozen=True, kw_only=True):
    """The keys of `streams` (hex ids, that of the dossier first) were destroyed: nobody can read the person again.

    `kept_until` (ISO) is the last day on which the file had to be kept; empty where the ground does not wait for
    it. `decision` is the number of the authority's decision. The reason is sealed under a key of its own.
    """

    dossier: str
    code: str
    streams: tuple[str, ...]
    ground: Ground
    basis: str
    approved_by: str
    kept_until: str = ""
    decision: str = ""
    reason: str = ""


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What must be known of a dossier. Days are ISO, local."""

    code: str
    today: str
    ended: str = ""
    """The day it ended; empty while somebody works on it."""
    archived: bool = False
    """In the current archive; also true of what was never accepted, of which there is no file."""
    erased: bool = False


class ErasedBefore(Refused):
    """The person of this dossier was erased already."""


class NotEndedYet(Refused):
    """A dossier that is still worked on needs its person: it is ended first."""

    article = PERSONAL_DATA


class ErasureReasonMissing(Refused):
    """Erasing needs a written reason."""

    article = PERSONAL_DATA


class ErasureNotApproved(Refused):
    """Another officer than the one who erases, and one who may decide, approves it."""


class DecisionNotNamed(Refused):
    """Where an authority has decided, the number of its decision is named."""

    article = PERSONAL_DATA


class NotInTheArchive(Refused):
    """The file is handed over to the archive before its period can be over."""

    article = ARCHIVES


class PeriodNotSaid(Refused):
    """Until which day the file had to be kept is a valid day, and not before a year after it ended."""

    article = ARCHIVES


class StillToBeKept(Refused):
    """The file must still be kept."""

    article = ARCHIVES


def erase(standing: Standing, *, by: str, fact: PersonalDataErased) -> PersonalDataErased:
    """`by` is the sign-in name of who erases. The fact says `basis` as it was given, or that of its ground."""
    if standing.erased:
        raise ErasedBefore(code=standing.code)
    if not standing.ended:
        raise NotEndedYet(code=standing.code)
    if not fact.reason.strip():
        raise ErasureReasonMissing()
    if not fact.approved_by.strip() or fact.approved_by == by:
        raise ErasureNotApproved()
    if fact.ground == "decision" and not fact.decision.strip():
        raise DecisionNotNamed()
    if fact.ground not in OVERRIDES:
        _period_over(standing, fact.kept_until)
    return msgspec.structs.replace(fact, basis=fact.basis.strip() or BASIS[fact.ground])


def _period_over(standing: Standing, kept_until: str) -> None:
    if not standing.archived:
        raise NotInTheArchive(code=standing.code)
    try:
        last = date.fromisoformat(kept_until)
    except ValueError:
        raise PeriodNotSaid(code=standing.code) from None
    if last < _a_year_after(date.fromisoformat(standing.ended)):
        raise PeriodNotSaid(code=standing.code)
    if date.fromisoformat(standing.today) <= last:
        raise StillToBeKept(code=standing.code, until=last.isoformat())


def _a_year_after(day: date) -> date:
    """A file has a year to reach the archive, so no period of keeping ends sooner."""
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
