"""One procedure through time: its dated versions, which of them is in force, and who may change them how."""

import re
from datetime import date

import msgspec

from domain.catalogue.facts import (
    Limit,
    LimitStage,
    Procedure,
    ProcedurePublished,
    ProcedureRepealed,
    ProcedureRevised,
)
from domain.catalogue.refusals import (
    AlreadyOffered,
    AnotherProcedure,
    BeforeLastVersion,
    CodeMalformed,
    DocumentMalformed,
    FeeNegative,
    LimitMalformed,
    NoChannel,
    NoLongerOffered,
    NotAValidityDate,
    NothingChanged,
    NotYetOffered,
    ProcedureNameMissing,
    UnknownProcedure,
)
from domain.fact import Fact

CODE = re.compile(r"[0-9]\.[0-9]{6}(?:\.[0-9A-Z]{1,3})*")
CUTOFF = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
LONGEST = 1000
COUNTED = frozenset({"working_day", "calendar_day", "working_hour"})
UNCOUNTED = frozenset({"same_day", "staged", "none_stated"})
FEWEST_STAGES = 2


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """One version; `valid_to` is the first day it is no longer in force by repeal, empty while it stands."""

    procedure: Procedure
    version: int
    valid_from: str
    valid_to: str = ""

    @property
    def ends(self) -> str:
        """The first day it is no longer offered, by repeal or as announced with it; empty while it stands."""
        return min(filter(None, (self.valid_to, self.procedure.offered_until)), default="")


class Listing(msgspec.Struct, frozen=True):
    """Every version of one procedure, by the day they take effect."""

    versions: tuple[Version, ...] = ()

    @property
    def last(self) -> Version | None:
        return self.versions[-1] if self.versions else None


def evolve(listing: Listing, fact: Fact) -> Listing:
    match fact:
        case ProcedurePublished() | ProcedureRevised():
            version = Version(procedure=fact.procedure, version=fact.version, valid_from=fact.valid_from)
            return Listing((*listing.versions, version))
        case ProcedureRepealed():
            return Listing(tuple(_ended(version, fact.valid_to) for version in listing.versions))
        case _:
            return listing


def on(listing: Listing, day: str) -> Version:
    """The version in force on `day` (ISO); refuses a day before the first version and after a repeal."""
    if not listing.versions:
        raise UnknownProcedure()
    begun = [version for version in listing.versions if version.valid_from <= day]
    if not begun:
        first = listing.versions[0]
        raise NotYetOffered(code=first.procedure.code, date=first.valid_from)
    current = begun[-1]
    if current.ends and day >= current.ends:
        raise NoLongerOffered(code=current.procedure.code, date=current.ends)
    return current


def is_offered(listing: Listing, day: str) -> bool:
    begun = [version for version in listing.versions if version.valid_from <= day]
    return bool(begun) and not (begun[-1].ends and day >= begun[-1].ends)


def publish(listing: Listing, *, procedure: Procedure, valid_from: str) -> ProcedurePublished:
    """The first version, or a return after a repeal."""
    last = listing.last
    if last is not None and not last.valid_to:
        raise AlreadyOffered(code=last.procedure.code)
    if last is not None:
        _follows(last, procedure, valid_from)
    _sound(procedure, valid_from)
    return ProcedurePublished(procedure=procedure, version=_next(listing), valid_from=valid_from)


def revise(listing: Listing, *, procedure: Procedure, valid_from: str) -> ProcedureRevised:
    last = _standing(listing)
    _follows(last, procedure, valid_from)
    _sound(procedure, valid_from)
    changed = changed_fields(last.procedure, procedure)
    if not changed:
        raise NothingChanged(code=procedure.code)
    return ProcedureRevised(
        procedure=procedure, version=_next(listing), valid_from=valid_from, changed=changed
    )


def repeal(listing: Listing, *, valid_to: str, why: str = "") -> ProcedureRepealed:
    """No longer offered from `valid_to` on; a version that would only have begun later never begins."""
    last = _standing(listing)
    _existing(valid_to)
    first = listing.versions[0].valid_from
    if valid_to < first:
        raise BeforeLastVersion(code=last.procedure.code, date=first)
    return ProcedureRepealed(valid_to=valid_to, why=why)


def changed_fields(before: Procedure, after: Procedure) -> tuple[str, ...]:
    """Names of the fields in which two versions differ, in the order of the notice board."""
    names = Procedure.__struct_fields__
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))


def _ended(version: Version, day: str) -> Version:
    return version if version.valid_to else msgspec.structs.replace(version, valid_to=day)


def _standing(listing: Listing) -> Version:
    last = listing.last
    if last is None:
        raise UnknownProcedure()
    if last.valid_to:
        raise NoLongerOffered(code=last.procedure.code, date=last.valid_to)
    return last


def _next(listing: Listing) -> int:
    return listing.last.version + 1 if listing.last else 1


def _follows(last: Version, procedure: Procedure, valid_from: str) -> None:
    if procedure.code != last.procedure.code:
        raise AnotherProcedure(code=procedure.code, before=last.procedure.code)
    earliest = max(last.valid_from, last.valid_to)
    if valid_from < earliest:
        raise BeforeLastVersion(code=procedure.code, date=earliest)


def _sound(procedure: Procedure, valid_from: str) -> None:
    _existing(valid_from)
    check(procedure)


def check(procedure: Procedure) -> None:
    """Refuse a procedure that no notice board could show."""
    code = procedure.code
    if CODE.fullmatch(code) is None:
        raise CodeMalformed(code=code)
    if not (procedure.name.strip() and procedure.field.strip() and procedure.group.strip()):
        raise ProcedureNameMissing(code=code)
    _check_limit(procedure)
    if procedure.fee_vnd is not None and procedure.fee_vnd < 0:
        raise FeeNegative(code=code, fee=procedure.fee_vnd)
    if not procedure.channels:
        raise NoChannel(code=code)
    for document in procedure.documents:
        if not document.name.strip() or min(document.originals, document.copies) < 0:
            raise DocumentMalformed(code=code, document=document.name)


def _check_limit(procedure: Procedure) -> None:
    limit = procedure.limit
    staged = limit.unit == "staged"
    enough = len(limit.stages) >= FEWEST_STAGES if staged else not limit.stages
    if (
        enough
        and _sound_limit(limit)
        and all(each.who.strip() and _sound_limit(each) for each in limit.stages)
    ):
        return
    raise LimitMalformed(code=procedure.code, unit=limit.unit, value=limit.value)


def _sound_limit(limit: Limit | LimitStage) -> bool:
    counted = limit.unit in COUNTED and limit.value is not None and 1 <= limit.value <= LONGEST
    uncounted = limit.unit in UNCOUNTED and limit.value is None
    cutoff = limit.cutoff is None or (limit.unit == "same_day" and CUTOFF.fullmatch(limit.cutoff))
    return (counted or uncounted) and bool(cutoff)


def _existing(day: str) -> None:
    try:
        if date.fromisoformat(day).isoformat() == day:
            return
    except ValueError:
        pass
    raise NotAValidityDate(date=day)
