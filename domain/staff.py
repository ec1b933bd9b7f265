"""Officers: who they are, which roles and fields they hold, at which counter and when they work."""

import re
from collections.abc import Iterable
from functools import reduce
from typing import Literal, get_args

import msgspec
from msgspec.structs import replace

from domain.fact import Fact, Refused, recorded_as

Role = Literal["reception", "specialist", "leader", "head", "inspector", "technician"]


@recorded_as("officer.appointed")
class OfficerAppointed(Fact, frozen=True, kw_only=True):
    """Names, titles, fields and phones of officers are public (NĐ 61/2018 Art. 9(7))."""

    officer: str
    """Short permanent sign-in name, such as `nt.hoa`."""
    name: str
    title: str
    roles: tuple[Role, ...]
    section: str = ""
    fields: tuple[str, ...] = ()
    phone: str = ""


@recorded_as("officer.roles_changed")
class RolesChanged(Fact, frozen=True, kw_only=True):
    roles: tuple[Role, ...]
    title: str
    section: str = ""
    fields: tuple[str, ...] = ()
    why: str = ""


@recorded_as("officer.skills_set")
class SkillsSet(Fact, frozen=True, kw_only=True):
    """From a day (ISO) on the officer serves these service groups and procedures; both empty: everything again."""

    since: str
    groups: tuple[str, ...] = ()
    procedures: tuple[str, ...] = ()
    why: str = ""


@recorded_as("officer.left", sealed=("why",))
class OfficerLeft(Fact, frozen=True, kw_only=True):
    why: str = ""


@recorded_as("officer.credential_set")
class CredentialSet(Fact, frozen=True, kw_only=True):
    """A new password was set. Its hash is kept outside the log."""

    by: str


@recorded_as("officer.sign_in_refused")
class SignInRefused(Fact, frozen=True, kw_only=True):
    """Somebody tried to sign in as this officer and failed."""

    counter: str = ""


@recorded_as("officer.signed_in")
class SignedIn(Fact, frozen=True, kw_only=True):
    """The right password after wrong ones, without a shift that would say so: the count begins anew."""


@recorded_as("shift.opened")
class ShiftOpened(Fact, frozen=True, kw_only=True):
    counter: str
    groups: tuple[str, ...] = ()
    """Service groups this counter calls in this shift; empty for all."""


@recorded_as("shift.paused", sealed=("why",))
class ShiftPaused(Fact, frozen=True, kw_only=True):
    why: str = ""
    until: int = 0
    """When the break is planned to end (µs UTC); 0 where nobody said."""


@recorded_as("shift.resumed")
class ShiftResumed(Fact, frozen=True, kw_only=True):
    pass


@recorded_as("shift.closed")
class ShiftClosed(Fact, frozen=True, kw_only=True):
    counter: str


class AlreadyAppointed(Refused):
    """This sign-in name is taken; it is never given to another person."""


class NotASignInName(Refused):
    """A sign-in name is two to thirty-two small letters, digits and dots, and starts with a letter."""


class NameMissing(Refused):
    """The name and the title of an officer are public and must be known."""


class NoRole(Refused):
    """An officer holds at least one known role."""


class NotAppointed(Refused):
    """Nobody was appointed under this sign-in name."""


class HasLeft(Refused):
    """This officer no longer works here."""


class ChangeUnexplained(Refused):
    """A change of powers says why."""


class SameRoles(Refused):
    """The officer already holds exactly these roles, title, section and fields."""


class SkillsBackdated(Refused):
    """What an officer serves is set from today on at the earliest."""


class SameSkills(Refused):
    """The officer serves exactly that already."""


class BreakOver(Refused):
    """A break is planned to end later than it begins."""


class NotCounterStaff(Refused):
    """Only those who receive citizens open a shift at a counter."""


class CounterMissing(Refused):
    """A shift is opened at a counter."""


class ShiftAlreadyOpen(Refused):
    """One officer works at one counter at a time."""


class NoShiftOpen(Refused):
    """There is no open shift."""


class AlreadyPaused(Refused):
    """The shift is already paused."""


class NotPaused(Refused):
    """The shift is not paused."""


class OnABreak(Refused):
    """Whoever is on a break calls nobody."""


class AtAnotherCounter(Refused):
    """An officer calls visitors only to the counter of the own shift."""


SIGN_IN_NAME = re.compile(r"[a-z][a-z0-9.]{1,31}")
ROLES: frozenset[str] = frozenset(get_args(Role))
AT_COUNTERS: frozenset[str] = frozenset({"reception", "specialist", "leader", "head"})
MANAGES: frozenset[str] = frozenset({"leader", "head", "technician"})
"""Who gives and takes powers, besides the office itself, which appoints the first officers."""
CLOSES: frozenset[str] = MANAGES | {"reception"}
"""Who may end the day of the queue."""


class Skills(msgspec.Struct, frozen=True):
    """From a day (ISO) on: keys of groups and codes of procedures together; empty for everything."""

    since: str
    serves: tuple[str, ...]


class Officer(msgspec.Struct, frozen=True, kw_only=True):
    """An officer as the facts have made them. `counter` is that of the open shift, empty without one."""

    officer: str = ""
    name: str = ""
    title: str = ""
    roles: tuple[Role, ...] = ()
    section: str = ""
    fields: tuple[str, ...] = ()
    phone: str = ""
    left: bool = False
    counter: str = ""
    groups: tuple[str, ...] = ()
    paused: bool = False
    paused_until: int = 0
    """The planned end of the break (µs UTC); 0 where nobody said."""
    skills: tuple[Skills, ...] = ()
    shift_opened_at: int | None = None
    credential_set: bool = False
    refused_sign_ins: int = 0
    """In a row, since the last right or new password; for locking out whoever guesses."""


def evolve(officer: Officer, fact: Fact, at: int = 0) -> Officer:
    """The officer once `fact` has happened at `at` (µs UTC). A fact of another capability is a bug."""
    match fact:
        case OfficerAppointed() | RolesChanged() | OfficerLeft():
            return _evolve_office(officer, fact)
        case SkillsSet():
            return replace(
                officer, skills=(*officer.skills, Skills(fact.since, (*fact.groups, *fact.procedures)))
            )
        case SignedIn():
            return replace(officer, refused_sign_ins=0)
        case CredentialSet():
            return replace(officer, credential_set=True, refused_sign_ins=0)
        case SignInRefused():
            return replace(officer, refused_sign_ins=officer.refused_sign_ins + 1)
        case ShiftOpened() | ShiftPaused() | ShiftResumed() | ShiftClosed():
            return _evolve_shift(officer, fact, at)
        case _:
            raise AssertionError(f"{type(fact).__name__} does not happen to an officer")


def _evolve_office(officer: Officer, fact: OfficerAppointed | RolesChanged | OfficerLeft) -> Officer:
    match fact:
        case OfficerAppointed():
            return replace(
                officer,
                officer=fact.officer,
                name=fact.name,
                title=fact.title,
                roles=fact.roles,
                section=fact.section,
                fields=fact.fields,
                phone=fact.phone,
            )
        case RolesChanged():
            return replace(
                officer, roles=fact.roles, title=fact.title, section=fact.section, fields=fact.fields
            )
        case OfficerLeft():
            return replace(officer, left=True, roles=(), counter="", groups=(), paused=False)


def _evolve_shift(
    officer: Officer, fact: ShiftOpened | ShiftPaused | ShiftResumed | ShiftClosed, at: int
) -> Officer:
    match fact:
        case ShiftOpened():
            return replace(
                officer,
                counter=fact.counter,
                groups=fact.groups,
                paused=False,
                paused_until=0,
                shift_opened_at=at,
                refused_sign_ins=0,
            )
        case ShiftPaused():
            return replace(officer, paused=True, paused_until=fact.until)
        case ShiftResumed():
            return replace(officer, paused=False, paused_until=0)
        case ShiftClosed():
            return replace(officer, counter="", groups=(), paused=False, paused_until=0, shift_opened_at=None)


def replay(pairs: Iterable[tuple[Fact, int]]) -> Officer:
    return reduce(lambda officer, pair: evolve(officer, *pair), pairs, Officer())


def appoint(officer: Officer, *, fact: OfficerAppointed) -> OfficerAppointed:
    if officer.officer:
        raise AlreadyAppointed(officer=officer.officer)
    if SIGN_IN_NAME.fullmatch(fact.officer) is None:
        raise NotASignInName(officer=fact.officer)
    if not fact.name.strip() or not fact.title.strip():
        raise NameMissing(officer=fact.officer)
    _some_role(fact.roles)
    return fact


def change_roles(officer: Officer, *, fact: RolesChanged) -> RolesChanged:
    _working(officer)
    _some_role(fact.roles)
    if not fact.title.strip():
        raise NameMissing(officer=officer.officer)
    if not fact.why.strip():
        raise ChangeUnexplained()
    if evolve(officer, fact) == officer:
        raise SameRoles(officer=officer.officer)
    return fact


def set_skills(
    officer: Officer,
    *,
    groups: tuple[str, ...],
    procedures: tuple[str, ...],
    since: str,
    why: str,
    today: str,
) -> SkillsSet:
    """`since` and `today` are days (ISO): yesterday's calls were made with yesterday's skills."""
    _working(officer)
    if not why.strip():
        raise ChangeUnexplained()
    if since < today:
        raise SkillsBackdated(day=since, today=today)
    fact = SkillsSet(since=since, groups=groups, procedures=procedures, why=why)
    if (skills_on(officer, since) or frozenset()) == frozenset((*groups, *procedures)):
        raise SameSkills(officer=officer.officer)
    return fact


def skills_on(officer: Officer, day: str) -> frozenset[str] | None:
    """What an officer serves on a day, groups and procedures together; None for everything."""
    said = [each for each in officer.skills if each.since <= day]
    latest = max((each.since for each in said), default="")
    serves = next((each.serves for each in reversed(said) if each.since == latest), ())
    return frozenset(serves) or None


def leave(officer: Officer, *, why: str = "") -> OfficerLeft:
    _working(officer)
    if officer.counter:
        raise ShiftAlreadyOpen(officer=officer.officer, counter=officer.counter)
    return OfficerLeft(why=why)


def open_shift(officer: Officer, *, counter: str, groups: tuple[str, ...] = ()) -> ShiftOpened:
    _working(officer)
    if AT_COUNTERS.isdisjoint(officer.roles):
        raise NotCounterStaff(officer=officer.officer)
    if officer.counter:
        raise ShiftAlreadyOpen(officer=officer.officer, counter=officer.counter)
    if not counter.strip():
        raise CounterMissing()
    return ShiftOpened(counter=counter, groups=groups)


def pause(officer: Officer, *, why: str = "", until: int = 0, now: int = 0) -> ShiftPaused:
    """`until` is the planned end (µs UTC), which the hall is told; 0 where nobody knows it."""
    _at_a_counter(officer)
    if officer.paused:
        raise AlreadyPaused(officer=officer.officer)
    if until and until <= now:
        raise BreakOver()
    return ShiftPaused(why=why, until=until)


def resume(officer: Officer) -> ShiftResumed:
    _at_a_counter(officer)
    if not officer.paused:
        raise NotPaused(officer=officer.officer)
    return ShiftResumed()


def must_call_at(officer: Officer, counter: str) -> None:
    """Only whoever sits at a counter, and is not on a break, calls the next visitor there."""
    _at_a_counter(officer)
    if officer.counter != counter:
        raise AtAnotherCounter(officer=officer.officer, counter=officer.counter)
    if officer.paused:
        raise OnABreak(officer=officer.officer)


def close_shift(officer: Officer) -> ShiftClosed:
    _at_a_counter(officer)
    return ShiftClosed(counter=officer.counter)


def _working(officer: Officer) -> None:
    if not officer.officer:
        raise NotAppointed()
    if officer.left:
        raise HasLeft(officer=officer.officer)


def _at_a_counter(officer: Officer) -> None:
    _working(officer)
    if not officer.counter:
        raise NoShiftOpen(officer=officer.officer)


def _some_role(roles: tuple[Role, ...]) -> None:
    if not roles or not ROLES.issuperset(roles) or len(set(roles)) < len(roles):
        raise NoRole(roles=", ".join(roles))
