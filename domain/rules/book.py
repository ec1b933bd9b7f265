"""The rule sets an office has adopted, and what they say together about a procedure on a day.

The nation's sets lie in layers: a later one replaces what it names, and one about a field or a procedure goes
before a general one. A province's and then a commune's are laid over them, value by value, and only where the
citizen is no worse off.
"""

from functools import reduce
from typing import get_args

import msgspec

from domain.fact import Fact
from domain.rules.facts import Level, RulesAdopted, RulesConfirmed, RulesWithdrawn, Setting
from domain.rules.favour import LIMIT, LimitLike, PlainLimit, as_good, no_longer, read_limit

LEVELS: tuple[Level, ...] = get_args(Level)


class RuleBook(msgspec.Struct, frozen=True):
    """Every set in the order of adoption, each with its confirmation and its end."""

    sets: tuple[RulesAdopted, ...] = ()


class Value(msgspec.Struct, frozen=True, kw_only=True):
    """What is in force for one parameter, and which set said so under which provision.

    `confirmed`: somebody has signed the set off, and this value is not among the uncertain ones.
    """

    value: Setting
    ruleset: str
    level: Level
    basis: str = ""
    confirmed: bool = False


class Parameters(msgspec.Struct, frozen=True, kw_only=True):
    """What the rules say on a day about a procedure. `ruleset` names the nation's set that governs it."""

    day: str
    procedure: str = ""
    field: str = ""
    ruleset: str = ""
    values: dict[str, Value] = {}

    def settings(self) -> dict[str, Setting]:
        return {name: each.value for name, each in self.values.items()}


def evolve(book: RuleBook, fact: Fact) -> RuleBook:
    match fact:
        case RulesAdopted():
            return RuleBook((*book.sets, fact))
        case RulesConfirmed():
            return _changed(
                book, fact.ruleset, confirmed_by=fact.confirmed_by, confirmed_at=fact.confirmed_at
            )
        case RulesWithdrawn():
            return _changed(book, fact.ruleset, valid_to=fact.valid_to)
        case _:
            return book


def _changed(book: RuleBook, ruleset: str, **changes: str) -> RuleBook:
    replace = msgspec.structs.replace
    return RuleBook(
        tuple(replace(each, **changes) if each.ruleset == ruleset else each for each in book.sets)
    )


def rule_set(book: RuleBook, ruleset: str) -> RulesAdopted | None:
    return next((each for each in reversed(book.sets) if each.ruleset == ruleset), None)


def effective(
    book: RuleBook, day: str, procedure: str = "", field: str = "", *, levels: tuple[Level, ...] = LEVELS
) -> Parameters:
    """What is in force on `day` (ISO) for a procedure of a field; without either, for every procedure."""
    values: dict[str, Value] = {}
    for level in levels:
        said = reduce(_laid_over, _layers(book, level, day, procedure, field), dict[str, Value]())
        values |= {
            name: each
            for name, each in said.items()
            if level == "national"
            or as_good(name, each.value, values[name].value if name in values else None)
        }
    governs = governing(book, day, procedure, field)
    return Parameters(
        day=day, procedure=procedure, field=field, ruleset=governs.ruleset if governs else "", values=values
    )


def governing(book: RuleBook, day: str, procedure: str = "", field: str = "") -> RulesAdopted | None:
    """The nation's set that has the last word on a procedure on a day; None when none is in force."""
    layers = _layers(book, "national", day, procedure, field)
    return layers[-1] if layers else None


def overlaid(limit: LimitLike, said: Parameters) -> LimitLike:
    """A limit of the catalogue as the rules leave it: an overlay's own where that is never longer.

    A later cut-off of a province or a commune moves the cut-off of same-day business, whatever the catalogue says.
    """
    cutoff, granted = said.values.get("same_day_cutoff"), None
    hour = str(cutoff.value) if cutoff is not None else None
    if LIMIT in said.values:
        granted = read_limit(said.values[LIMIT].value)
    if granted is not None and granted.unit == "same_day":
        granted = PlainLimit("same_day", None, hour)
    found = granted if granted is not None and no_longer(granted, limit) else limit
    local = cutoff is not None and cutoff.level != "national"
    if local and hour is not None and found.unit == "same_day" and found.cutoff is not None:
        return PlainLimit("same_day", None, max(found.cutoff, hour))
    return found


def in_force(rules: RulesAdopted, day: str) -> bool:
    return rules.valid_from <= day and (not rules.valid_to or day < rules.valid_to)


def is_about(rules: RulesAdopted, procedure: str, field: str) -> bool:
    if rules.procedures:
        return procedure in rules.procedures
    return not rules.fields or field in rules.fields


def _layers(book: RuleBook, level: Level, day: str, procedure: str, field: str) -> list[RulesAdopted]:
    """The sets of a level that apply, the one with the last word last."""
    applying = [
        each
        for each in book.sets
        if each.level == level and in_force(each, day) and is_about(each, procedure, field)
    ]
    return sorted(applying, key=lambda each: (_narrowness(each), each.valid_from))


def _narrowness(rules: RulesAdopted) -> int:
    return 2 if rules.procedures else 1 if rules.fields else 0


def _laid_over(before: dict[str, Value], rules: RulesAdopted) -> dict[str, Value]:
    signed = bool(rules.confirmed_by)
    return before | {
        name: Value(
            value=value,
            ruleset=rules.ruleset,
            level=rules.level,
            basis=rules.basis.get(name, rules.source),
            confirmed=signed and name not in rules.uncertain,
        )
        for name, value in rules.parameters.items()
    }
