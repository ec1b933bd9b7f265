"""A run: every rule of the catalogue that the log's columns allow, asked of the log as it was at its end.

The same log, the same period and the same parameters give the same report, whoever runs it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha256
from typing import cast

import msgspec
from msgspec.structs import replace

from audit.cases import Case, CaseLog
from audit.flags.asked import Asked
from audit.flags.catalogue import Rule, Setting, common, parameters_digest, rules, version
from audit.flags.exact import EXACT
from audit.flags.finding import Finding, Found, NotRun, Null, Report, finding
from audit.flags.hours import Hours
from audit.flags.statistical.family import Family, Score, compare
from audit.flags.statistical.measures import SHAPES, Counted, counted
from audit.flags.statistical.whole import WHOLE
from domain.calendar import Calendar, local_date
from domain.fact import Refused

NARROWED = frozenset({"dossier", "ticket", "feedback"})
"""Kinds of cases that a period narrows; what is known of the office and its staff holds for all of it."""
SEVERITIES = ("high", "medium", "low")


class UnknownRule(Refused):
    """There is no red flag of that name in the catalogue."""

    wrong_use = True


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """What to ask: some rules or all, of cases that began in a period (ISO days, empty for all)."""

    rules: tuple[str, ...] = ()
    first: str = ""
    last: str = ""
    permutations: int = 0
    """0 for those of the catalogue."""


def run(
    log: CaseLog,
    wanted: Run | None = None,
    *,
    calendar: Calendar | None = None,
    size: int = 0,
    faults: Sequence[str] | None = None,
) -> Report:
    """Ask a log. `faults` are what a verification of the store found, None when there was none.

    Refuses (`UnknownRule`) a rule the catalogue does not have.
    """
    wanted = wanted or Run()
    unknown = [rule for rule in wanted.rules if rule not in rules()]
    if unknown:
        raise UnknownRule(rule=unknown[0])
    return _Running(log, wanted, calendar or Calendar(), size, faults).report()


class _Running:
    def __init__(
        self, log: CaseLog, wanted: Run, calendar: Calendar, size: int, faults: Sequence[str] | None
    ) -> None:
        log = replace(log, cases=tuple(case for case in log.cases if case.events))
        self.log, self.wanted, self.size = log, wanted, size
        columns = set(log.columns) | ({"hours"} if calendar.years else set())
        self.columns = columns | ({"verified"} if faults is not None else set())
        at = max((event.recorded or event.moment for case in log.cases for event in case.events), default=0)
        self.day = local_date(at)
        self.asked = Asked(
            log=narrowed(log, wanted.first, wanted.last),
            whole=log,
            hours=Hours(calendar),
            at=at,
            faults=faults or (),
        )
        self.ran: list[str] = []
        self.not_run: list[NotRun] = []
        self.null = Null()

    def report(self) -> Report:
        exact = self._exact()
        statistical = self._statistical()
        return Report(
            rule_set=version(),
            parameters=parameters_digest(self.day),
            source=self.log.source,
            size=self.size,
            first=self.wanted.first,
            last=self.wanted.last,
            ran=tuple(self.ran),
            not_run=tuple(self.not_run),
            exact=_ordered(exact),
            statistical=_ordered(statistical),
            null=self.null,
        )

    def _exact(self) -> list[Finding]:
        found = []
        for rule in self._askable(EXACT):
            self.ran.append(rule.id)
            asked = replace(self.asked, values=rule.on(self.day))
            found += [finding(each, rule.id, rule.kind, rule.severity) for each in EXACT[rule.id](asked)]
        return found

    def _askable(self, known: Mapping[str, object]) -> Iterable[Rule]:
        """The wanted ones of these rules whose columns the log has; says which it has not."""
        for rule in rules().values():
            if self.wanted.rules and rule.id not in self.wanted.rules:
                continue
            if rule.unrecorded and known is EXACT:
                self.not_run.append(NotRun(rule=rule.id, few="unrecorded"))
            if rule.id not in known:
                continue
            missing = tuple(column for column in rule.needs if column not in self.columns)
            if missing:
                self.not_run.append(NotRun(rule=rule.id, missing=missing))
            else:
                yield rule

    def _statistical(self) -> list[Finding]:
        found = []
        for rule in self._askable(WHOLE):
            answer = WHOLE[rule.id](replace(self.asked, values=rule.on(self.day)))
            if answer is None:
                self.not_run.append(NotRun(rule=rule.id, few="cases"))
                continue
            self.ran.append(rule.id)
            found += [finding(each, rule.id, rule.kind, rule.severity) for each in answer]
        return found + self._compared()

    def _compared(self) -> list[Finding]:
        held = common().on(self.day)
        least, officers = _whole(held, "least"), _whole(held, "officers")
        counts: dict[str, Counted] = {}
        for rule in self._askable(SHAPES):
            each = counted(rule.id, replace(self.asked, values=rule.on(self.day)), least)
            if not each.pieces:
                self.not_run.append(NotRun(rule=rule.id, few="cases"))
            elif not any(each.measure.values):
                self.ran.append(rule.id)  # nothing of the kind happened, so nobody differs
            elif len(each.measure.judged) < officers:
                self.not_run.append(NotRun(rule=rule.id, few="officers"))
            else:
                counts[rule.id] = each
                self.ran.append(rule.id)
        if not counts:
            return []
        permutations, seed = self.wanted.permutations or _whole(held, "permutations"), self._seed()
        family = compare([each.measure for each in counts.values()], permutations=permutations, seed=seed)
        level = cast(float, held["level"])
        self.null = Null(
            permutations=permutations, seed=seed, p=family.p, level=level, compared=family.compared
        )
        return self._raised(family, counts, held) if family.p <= level else []

    def _seed(self) -> int:
        """Drawn from what is asked, so that nobody chooses it."""
        name = f"{version()}/{self.log.source}/{self.wanted.first}/{self.wanted.last}"
        return int.from_bytes(sha256(name.encode()).digest()[:6], "big")

    def _raised(
        self, family: Family, counts: Mapping[str, Counted], held: Mapping[str, Setting]
    ) -> list[Finding]:
        discovery = cast(float, held["discovery"])
        return [
            finding(self._found(score, counts[name]), name, "statistical", rules()[name].severity)
            for name, scores in family.scores.items()
            for score in scores
            if score.q <= discovery
        ]

    def _found(self, score: Score, each: Counted) -> Found:
        return Found(
            subject_kind="officer",
            subject=score.officer,
            blanks={
                "cases": score.units,
                "observed": round(score.observed, 3),
                "expected": round(score.expected, 3),
                "way": "more" if score.observed > score.expected else "less",
                "score": round(score.score, 1),
            },
            evidence=each.evidence(score.officer),
            about=f"{self.wanted.first}/{self.wanted.last}",
            false_discovery=round(score.q, 4),
        )


def _whole(held: Mapping[str, Setting], name: str) -> int:
    return cast(int, held[name])


def _ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The gravest first, then by rule and subject."""
    return tuple(
        sorted(findings, key=lambda each: (SEVERITIES.index(each.severity), each.rule, each.subject, each.id))
    )


def narrowed(log: CaseLog, first: str, last: str) -> CaseLog:
    """The cases that began between two days (ISO), both included; an empty day is no bound."""
    if not first and not last:
        return log
    return replace(log, cases=tuple(filter(_begun_within(first, last), log.cases)))


def _begun_within(first: str, last: str) -> Callable[[Case], bool]:
    def within(case: Case) -> bool:
        if case.attributes.get("kind", "dossier") not in NARROWED:
            return True
        day = local_date(case.events[0].moment) if case.events else ""
        return (not first or first <= day) and (not last or day <= last)

    return within
