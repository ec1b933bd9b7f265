"""What a run of the red flags answers: questions with the facts behind them, never a verdict."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Literal

import msgspec

from audit.cases import Case, Event, Value

Kind = Literal["exact", "statistical"]
Severity = Literal["high", "medium", "low"]
Subject = Literal["dossier", "officer", "ticket", "device", "submitter", "series", "office"]

MOST_EVIDENCE = 20
"""Events a finding cites; `evidence_count` says how many there are."""


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """One event a finding rests on; with `event` or `log` and `index` it leads to its proof (-1 and 0: no tree)."""

    case: str
    activity: str
    moment: int
    event: int = 0
    log: int = 0
    index: int = -1


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """A question. `id` stays the same in every run that finds the same, so that questions and answers can name it.

    `blanks` fill the sentence `flags.<rule>.found`; those that end in `_at` are moments (µs UTC).
    """

    id: str
    rule: str
    kind: Kind
    severity: Severity
    subject_kind: Subject
    subject: str
    blanks: dict[str, Value] = {}
    evidence: tuple[Evidence, ...] = ()
    evidence_count: int = 0
    false_discovery: float = 0.0
    """Of a statistical finding, the rate of false ones among all that are at least as strange; of an exact one 0."""


class NotRun(msgspec.Struct, frozen=True, kw_only=True):
    """A rule that could not be asked: the log has no such columns, or too little of what it counts (`few`)."""

    rule: str
    missing: tuple[str, ...] = ()
    few: str = ""
    """Key of the sentence under `flags.few` that says what there is too little of."""


class Null(msgspec.Struct, frozen=True, kw_only=True):
    """How the statistical rules were held against chance; `p` is that of the strangest of all of them together."""

    permutations: int = 0
    seed: int = 0
    p: float = 1.0
    level: float = 0.0
    compared: int = 0
    """Officers times rules."""


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """One run. The two kinds of finding are never mixed."""

    rule_set: str
    parameters: str
    """SHA-256 (hex) of the parameters used."""
    source: str
    size: int
    """Events read from our own log; 0 for another's."""
    first: str
    last: str
    """Days (ISO) between which a dossier was received, or an officer's act happened; empty for all."""
    ran: tuple[str, ...]
    not_run: tuple[NotRun, ...]
    exact: tuple[Finding, ...]
    statistical: tuple[Finding, ...]
    null: Null

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of everything found: whoever runs the same again must find the same."""
        return sha256(msgspec.json.encode((self.exact, self.statistical), order="sorted")).hexdigest()

    @property
    def counts(self) -> dict[str, int]:
        """How often each rule that ran was met."""
        found = dict.fromkeys(self.ran, 0)
        for finding in (*self.exact, *self.statistical):
            found[finding.rule] += 1
        return found


def cited(case: Case, *events: Event) -> tuple[Evidence, ...]:
    return tuple(evidence_of(case, event) for event in events)


def evidence_of(case: Case, event: Event) -> Evidence:
    return Evidence(
        case=case.id,
        activity=event.activity,
        moment=event.moment,
        event=int(event.attributes.get("event", 0)),
        log=int(event.attributes.get("log", 0)),
        index=event.index,
    )


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule answers; the run makes a `Finding` of it."""

    subject_kind: Subject
    subject: str
    blanks: dict[str, Value] = {}
    evidence: tuple[Evidence, ...] = ()
    about: str = ""
    """What tells two findings about one subject apart, when the first event of the evidence does not."""
    false_discovery: float = 0.0
    severity: Severity | None = None
    """When the facts are graver, or less grave, than the rule usually is."""


def finding(found: Found, rule: str, kind: Kind, severity: Severity) -> Finding:
    first = found.evidence[0] if found.evidence else None
    about = found.about or (f"{first.case}/{first.event}/{first.activity}/{first.moment}" if first else "")
    name = "\n".join((rule, found.subject_kind, found.subject, about))
    return Finding(
        id=sha256(name.encode()).hexdigest()[:12],
        rule=rule,
        kind=kind,
        severity=found.severity or severity,
        subject_kind=found.subject_kind,
        subject=found.subject,
        blanks=found.blanks,
        evidence=found.evidence[:MOST_EVIDENCE],
        evidence_count=len(found.evidence),
        false_discovery=found.false_discovery,
    )


def counted(findings: Iterable[Finding]) -> dict[str, int]:
    found: dict[str, int] = {}
    for each in findings:
        found[each.rule] = found.get(each.rule, 0) + 1
    return found
