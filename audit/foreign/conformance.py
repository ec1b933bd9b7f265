"""Which cases went a way that is not allowed, and which rules they broke."""

from collections import defaultdict
from collections.abc import Sequence

import msgspec

from audit.cases import Case, CaseLog
from audit.foreign.model import Model, Rule
from audit.foreign.paths import in_time, pairs, steps

EXAMPLES = 5
"""Cases named beside each deviation."""


class Deviation(msgspec.Struct, frozen=True, kw_only=True):
    """A step that the model does not allow. `before` is empty for a first step, `after` for a last one."""

    before: str
    after: str
    cases: int
    examples: tuple[str, ...]


class RuleResult(msgspec.Struct, frozen=True, kw_only=True):
    """How many cases a rule speaks of and how many broke it. `missing` is what the log would have to know."""

    rule: Rule
    cases: int = 0
    broken: int = 0
    examples: tuple[str, ...] = ()
    missing: str = ""


class Conformance(msgspec.Struct, frozen=True, kw_only=True):
    """`fitting` of `cases` went allowed steps only; rules are apart."""

    model: str
    given: bool
    """Whether somebody gave the model; else it is what is usual in the log itself."""
    cases: int
    fitting: int
    deviations: tuple[Deviation, ...]
    rules: tuple[RuleResult, ...]


def conformance(log: CaseLog, model: Model, *, given: bool) -> Conformance:
    """The most frequent deviations first."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    fitting = 0
    for case in log.cases:
        wrong = deviations_of(steps(case), model)
        fitting += not wrong
        for pair in dict.fromkeys(wrong):
            found[pair].append(case.id)
    ordered = sorted(found.items(), key=lambda each: (-len(each[1]), each[0]))
    return Conformance(
        model=model.name,
        given=given,
        cases=len(log.cases),
        fitting=fitting,
        deviations=tuple(
            Deviation(before=before, after=after, cases=len(ids), examples=tuple(ids[:EXAMPLES]))
            for (before, after), ids in ordered
        ),
        rules=tuple(checked(log, rule) for rule in model.rule),
    )


def deviations_of(way: Sequence[str], model: Model) -> list[tuple[str, str]]:
    """The steps of one way that are not allowed, in their order."""
    wrong = [("", way[0])] if model.start and way[0] not in model.start else []
    if model.steps:
        wrong += [pair for pair in pairs(way) if pair[1] not in model.steps.get(pair[0], ())]
    if model.end and way[-1] not in model.end:
        wrong.append((way[-1], ""))
    return wrong


def checked(log: CaseLog, rule: Rule) -> RuleResult:
    """A rule over every case it speaks of; over none when the log does not know enough."""
    if rule.kind == "different_people" and "resource" not in log.columns:
        return RuleResult(rule=rule, missing="resource")
    judged = [(case, broken) for case in log.cases if (broken := _broken(rule, case)) is not None]
    wrong = [case.id for case, broken in judged if broken]
    return RuleResult(rule=rule, cases=len(judged), broken=len(wrong), examples=tuple(wrong[:EXAMPLES]))


def _broken(rule: Rule, case: Case) -> bool | None:
    """Whether the case broke the rule; None when the rule does not speak of it."""
    events = in_time(case)
    first = [place for place, event in enumerate(events) if event.activity == rule.first]
    then = [place for place, event in enumerate(events) if event.activity == rule.then]
    match rule.kind:
        case "response":
            return None if not first else not then or then[-1] <= first[-1]
        case "precedence":
            return None if not then else not first or then[0] <= first[0]
        case "not_coexistence":
            return bool(first and then) if first or then else None
        case "different_people":
            if not first or not then:
                return None
            did = {events[place].resource for place in first} - {""}
            return not did.isdisjoint(events[place].resource for place in then)
