"""The rules of an open office: read from a file, adopted, signed off, withdrawn, and explained value by value."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar
from uuid import UUID

import msgspec

from application.core import Core, in_one_of
from application.envelope import OFFICE, Actor
from application.reference import Knowledge
from application.store import Transaction
from domain import catalogue, rules, staff
from domain.calendar import local_date, local_moment
from domain.calendar.moments import day_of
from domain.catalogue import Limit, Procedure
from domain.fact import Fact, Refused
from domain.rules import Parameters, RulesAdopted, UnknownRuleSet

T = TypeVar("T")

MANAGING = staff.MANAGES | {OFFICE.role}


class NotReadableFile(Refused):
    """The file cannot be opened."""


class NotARuleFile(Refused):
    """The file is no rule set: its JSON, a name or a kind of value is not what one has."""


class UnknownField(Refused):
    """The catalogue lists no procedure of that field."""


class RuleFile(RulesAdopted, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A rule set as people write it: a misspelt name is an error, never silence."""


class Explained(msgspec.Struct, frozen=True, kw_only=True):
    """What holds for a procedure on a day: each value with its source, and the limit that comes of it."""

    procedure: Procedure
    limit: Limit
    parameters: Parameters


class RuleDesk:
    def __init__(self, core: Core) -> None:
        self.core = core

    # ---- reading

    def sets(self) -> tuple[RulesAdopted, ...]:
        """Every rule set, by the day it comes into force."""
        return tuple(sorted(self.core.known().rules.sets, key=lambda each: each.valid_from))

    def named(self, ruleset: str) -> RulesAdopted:
        found = rules.rule_set(self.core.known().rules, ruleset)
        if found is None:
            raise UnknownRuleSet(ruleset=ruleset)
        return found

    def explain(self, procedure: str, day: date) -> Explained:
        """Which value comes from which rule set, for what is received on a day."""
        known = self.core.known()
        found = _listed(known, procedure, day)
        at = local_moment(day.isoformat(), "23:59")
        return Explained(
            procedure=found,
            limit=known.limit_overlay(at, found),
            parameters=known.effective(at, found.code, found.field),
        )

    # ---- changing

    def adopt_file(self, path: Path, by: Actor = OFFICE) -> RulesAdopted:
        """Adopt what a file says, or nothing of it."""
        written = read_file(path, RuleFile)
        fields = RulesAdopted.__struct_fields__
        return self.adopt(RulesAdopted(**{name: getattr(written, name) for name in fields}), by)

    def adopt(self, fact: RulesAdopted, by: Actor = OFFICE) -> RulesAdopted:
        """From a day to come on. What was received before that day never notices."""
        for day in filter(None, (fact.valid_from, fact.valid_to)):
            day_of(day)

        def decide(known: Knowledge, tx: Transaction) -> Fact:
            limits = {code: (each.field, each.limit) for code, each in _last_versions(known).items()}
            _all_known(fact, {field for field, _ in limits.values()}, known)
            return rules.adopt(
                known.rules,
                fact=fact,
                today=local_date(tx.now),
                unit=known.opened.unit,
                limits=limits,
            )

        self._act(fact.ruleset, by, decide, fact.NAME)
        return fact

    def confirm(self, ruleset: str, name: str, by: Actor = OFFICE) -> None:
        """`name` is the full name of the person who compared the set with the instrument."""
        self._act(
            ruleset,
            by,
            lambda known, tx: rules.confirm(known.rules, ruleset=ruleset, by=name, day=local_date(tx.now)),
            rules.RulesConfirmed.NAME,
        )

    def withdraw(self, ruleset: str, valid_to: date, why: str, by: Actor = OFFICE) -> None:
        """`valid_to` is the first day without the set."""
        self._act(
            ruleset,
            by,
            lambda known, tx: rules.withdraw(
                known.rules,
                ruleset=ruleset,
                valid_to=valid_to.isoformat(),
                why=why,
                today=local_date(tx.now),
            ),
            rules.RulesWithdrawn.NAME,
        )

    def _act(
        self, ruleset: str, by: Actor, decide: Callable[[Knowledge, Transaction], Fact], act: str
    ) -> None:
        stream = self.core.stream("rules", ruleset)

        def work(tx: Transaction) -> UUID:
            in_one_of(self.core, by, tx, MANAGING, act)
            tx.record(stream, tx.version(stream), decide(self.core.known(tx), tx))
            return stream

        self.core.write(by, "", work, lambda _: None)


def read_file(path: Path, kind: type[T]) -> T:
    """What a JSON file holds, of one kind; refuses any other file with the place that is wrong."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except OSError as error:
        raise NotReadableFile(file=path, why=error.strerror or "") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise NotARuleFile(file=path, why=str(error)) from None


def _listed(known: Knowledge, code: str, day: date) -> Procedure:
    """The version of a day; for a day on which it is not offered, the last one."""
    if code in known.catalogue and not catalogue.is_offered(known.catalogue[code], day.isoformat()):
        return _last_versions(known)[code]
    return known.version(code, day).procedure


def _last_versions(known: Knowledge) -> dict[str, Procedure]:
    return {
        code: listing.last.procedure for code, listing in known.catalogue.items() if listing.last is not None
    }


def _all_known(fact: RulesAdopted, fields: set[str], known: Knowledge) -> None:
    for code in fact.procedures:
        if code not in known.catalogue:
            raise catalogue.UnknownProcedure(code=code)
    for field in fact.fields:
        if field not in fields:
            raise UnknownField(field=field)
