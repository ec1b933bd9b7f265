"""Who may change the rules how: never backwards, never against the citizen, never without a provision."""

import re
from collections.abc import Mapping

import msgspec

from domain.rules.book import LEVELS, RuleBook, effective, evolve, is_about, rule_set
from domain.rules.facts import RulesAdopted, RulesConfirmed, RulesWithdrawn, Setting
from domain.rules.favour import (
    FAVOURS,
    FEE_PERCENT,
    LIMIT,
    WHOLE,
    LimitLike,
    as_good,
    limit_word,
    no_longer,
    read_limit,
    well_formed,
)
from domain.rules.refusals import (
    ConfirmerMissing,
    HigherFee,
    LastRules,
    LessFavourable,
    LongerLimit,
    NotForOverlays,
    ParameterMalformed,
    ParameterWithoutBasis,
    RulesAlreadyAdopted,
    RulesAlreadyConfirmed,
    RulesBackdated,
    RulesEndBeforeTheyBegin,
    RulesNameMissing,
    RulesOfAnotherUnit,
    ScopeMalformed,
    UnknownRuleSet,
    WithdrawalUnexplained,
)

SCOPES = {"national": re.compile(""), "province": re.compile(r"[0-9]{2}"), "commune": re.compile(r"[0-9]{5}")}

Limits = Mapping[str, tuple[str, LimitLike]]
"""Procedure code to its field and its limit in the catalogue."""


def adopt(
    book: RuleBook, *, fact: RulesAdopted, today: str = "", unit: str = "", limits: Limits | None = None
) -> RulesAdopted:
    """A new set. `today` (ISO) is empty while an office is founded: nothing was received under older rules.

    `unit` is the commune of the office, and `limits` what an overlay must not lengthen.
    """
    if not fact.ruleset.strip():
        raise RulesNameMissing()
    if rule_set(book, fact.ruleset) is not None:
        raise RulesAlreadyAdopted(ruleset=fact.ruleset)
    if today and fact.valid_from <= today:
        raise RulesBackdated(day=fact.valid_from, today=today)
    if fact.valid_to and fact.valid_to <= fact.valid_from:
        raise RulesEndBeforeTheyBegin(first=fact.valid_from, last=fact.valid_to)
    _in_scope(fact, unit)
    for name in fact.parameters:
        if not fact.basis.get(name, "").strip():
            raise ParameterWithoutBasis(parameter=name)
    for name, value in fact.parameters.items():
        _sound(fact, name, value)
    if fact.level != "national":
        _favours(book, fact, limits or {})
    return fact


def confirm(book: RuleBook, *, ruleset: str, by: str, day: str) -> RulesConfirmed:
    """`by` is the full name of whoever compared the set with the instrument."""
    known = _known(book, ruleset)
    if not by.strip():
        raise ConfirmerMissing()
    if known.confirmed_by:
        raise RulesAlreadyConfirmed(by=known.confirmed_by, day=known.confirmed_at)
    return RulesConfirmed(ruleset=ruleset, confirmed_by=by.strip(), confirmed_at=day)


def withdraw(book: RuleBook, *, ruleset: str, valid_to: str, why: str, today: str) -> RulesWithdrawn:
    """`valid_to` is the first day without the set."""
    known = _known(book, ruleset)
    if not why.strip():
        raise WithdrawalUnexplained()
    if valid_to <= today or (known.valid_to and known.valid_to <= today):
        raise RulesBackdated(day=valid_to, today=today)
    fact = RulesWithdrawn(ruleset=ruleset, valid_to=valid_to, why=why)
    if not effective(evolve(book, fact), valid_to, levels=("national",)).ruleset:
        raise LastRules(ruleset=ruleset, day=valid_to)
    return fact


def _known(book: RuleBook, ruleset: str) -> RulesAdopted:
    known = rule_set(book, ruleset)
    if known is None:
        raise UnknownRuleSet(ruleset=ruleset)
    return known


def _in_scope(fact: RulesAdopted, unit: str) -> None:
    if SCOPES[fact.level].fullmatch(fact.scope) is None:
        raise ScopeMalformed(scope=fact.scope)
    if fact.level == "commune" and unit and fact.scope != unit:
        raise RulesOfAnotherUnit(scope=fact.scope, unit=unit)


def _sound(fact: RulesAdopted, name: str, value: Setting) -> None:
    if fact.level != "national" and name not in FAVOURS:
        raise NotForOverlays(parameter=name)
    if name in FAVOURS and not well_formed(name, value):
        raise ParameterMalformed(parameter=name, value=value)
    if name == FEE_PERCENT and int(value) > WHOLE:
        raise HigherFee(percent=value, above=WHOLE)


def _favours(book: RuleBook, fact: RulesAdopted, limits: Limits) -> None:
    """Whatever procedure it reaches, and even where the catalogue lists none of them yet."""
    reached = {code: (field, limit) for code, (field, limit) in limits.items() if is_about(fact, code, field)}
    bare = [(code, "") for code in fact.procedures] or [("", field) for field in fact.fields or ("",)]
    places = {(code, field) for code, (field, _) in reached.items()} | set(bare)
    upper = LEVELS[: LEVELS.index(fact.level)]
    for code, field in sorted(places):
        above = effective(book, fact.valid_from, code, field, levels=upper).settings()
        for name, value in fact.parameters.items():
            if not as_good(name, value, above.get(name)):
                raise _worse(name, value, above[name], code)
    if LIMIT in fact.parameters:
        for code, (_, lawful) in sorted(reached.items()):
            _keeps_within(fact.parameters[LIMIT], code, lawful)


def _keeps_within(value: Setting, code: str, lawful: LimitLike) -> None:
    mine = read_limit(value)
    if mine is not None and mine.unit == lawful.unit == "same_day":
        mine = msgspec.structs.replace(mine, cutoff=lawful.cutoff)
    if mine is None or not no_longer(mine, lawful):
        raise LongerLimit(procedure=code, limit=value, lawful=limit_word(lawful))


def _worse(name: str, value: Setting, above: Setting, code: str) -> LongerLimit | HigherFee | LessFavourable:
    if name == LIMIT:
        return LongerLimit(procedure=code, limit=value, lawful=above)
    if name == FEE_PERCENT:
        return HigherFee(percent=value, above=above)
    return LessFavourable(parameter=name, value=value, above=above)
