"""A run in words, like a bank statement: each question, the facts it rests on, the article, and how often it errs."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from audit.cases import Value
from audit.flags.catalogue import rules
from audit.flags.finding import Evidence, Finding, NotRun, Report
from wording import say, sayings
from wording.dates import date_text, moment_text, money, number_text

MOST_FINDINGS = 10
"""Questions told of each rule; a program is told all of them."""
MOST_EVENTS = 4
LEAST_PERCENT = 0.1
"""No rate of false discoveries is told as lower than this."""
MONEY = frozenset({"fee", "paid"})


def report_text(report: Report, language: str = "vi") -> str:
    """The whole run: what was asked, what was found of either kind, and what could not be asked."""
    lines = [say("flags.title", language), say("flags.no_verdict", language), *_about(report, language)]
    for kind, found in (("exact", report.exact), ("statistical", report.statistical)):
        lines += ["", say(f"flags.{kind}", language, count=len(found))]
        if kind == "statistical" and report.null.permutations:
            lines.append(_null(report, language))
        lines += list(_rules(found, language)) or [say("flags.nothing", language)]
    if report.not_run:
        lines += ["", say("flags.not_run", language, count=len(report.not_run))]
        lines += [not_run_text(each, language) for each in report.not_run]
    if any(finding.evidence and finding.evidence[0].event for finding in report.exact + report.statistical):
        lines += ["", say("flags.prove", language)]
    return "\n".join(lines)


def public_text(report: Report, language: str = "vi") -> str:
    """How often each rule was met, and nobody's name or number: all that may leave the house."""
    counts = [
        say("flags.public_line", language, name=name_of(rule, language), count=number_text(count, language))
        for rule, count in report.counts.items()
        if count
    ]
    head = [say("flags.title", language), say("flags.no_verdict", language), *_about(report, language), ""]
    return "\n".join(head + (counts or [say("flags.nothing", language)]))


def _about(report: Report, language: str) -> Iterator[str]:
    yield say(
        "flags.source",
        language,
        source=report.source,
        rule_set=report.rule_set,
        parameters=report.parameters[:12],
    )
    if report.first or report.last:
        first = _day(report.first, language) or say("flags.always", language)
        last = _day(report.last, language) or say("flags.until_now", language)
        yield say("flags.period", language, first=first, last=last)


def _null(report: Report, language: str) -> str:
    null = report.null
    return say(
        "flags.null",
        language,
        compared=null.compared,
        permutations=null.permutations,
        p=number_of(null.p, language),
        level=number_of(null.level, language),
        percent=number_of(100 * null.level, language),
    )


def _rules(found: Sequence[Finding], language: str) -> Iterator[str]:
    for name, group in groupby(found, key=lambda each: each.rule):
        of_rule = list(group)
        rule = rules()[name]
        yield ""
        severity = say(f"flags.severity.{of_rule[0].severity}", language)
        yield say("flags.rule_line", language, name=name_of(name, language), rule=name, severity=severity)
        yield f"  {say(f'flags.rule.{name}.question', language)}"
        certainty = say(f"flags.certainty.{rule.certainty}", language)
        yield f"  {say('flags.basis', language, basis=rule.basis, certainty=certainty)}"
        if rule.power is not None:
            yield f"  {power_text(rule.power, language)}"
        for finding in of_rule[:MOST_FINDINGS]:
            yield from _finding(finding, language)
        if len(of_rule) > MOST_FINDINGS:
            yield f"  {say('flags.more', language, count=number_text(len(of_rule) - MOST_FINDINGS, language))}"


def _finding(finding: Finding, language: str) -> Iterator[str]:
    sentence, subject = sentence_of(finding, language), subject_of(finding, language)
    yield f"  {say('flags.finding', language, id=finding.id, subject=subject, sentence=sentence)}"
    if finding.kind == "statistical" and finding.subject_kind == "officer":
        percent = number_of(max(LEAST_PERCENT, 100 * finding.false_discovery), language)
        yield f"      {say('flags.discovery', language, percent=percent)}"
    for evidence in finding.evidence[:MOST_EVENTS]:
        yield f"      {evidence_text(evidence, language)}"
    more = finding.evidence_count - min(MOST_EVENTS, len(finding.evidence))
    if more > 0:
        yield f"      {say('flags.more_evidence', language, count=number_text(more, language))}"


def name_of(rule: str, language: str = "vi") -> str:
    return say(f"flags.rule.{rule}.name", language)


def power_text(power: float, language: str = "vi") -> str:
    """How often a statistical rule finds what is there, and that its silence proves nothing."""
    return say("flags.found_when_planted", language, percent=number_of(100 * power, language))


def subject_of(finding: Finding, language: str = "vi") -> str:
    return say(f"flags.subject.{finding.subject_kind}", language, subject=finding.subject)


def sentence_of(finding: Finding, language: str = "vi") -> str:
    """What was found, in one sentence with its figures; the question itself is `flags.rule.<rule>.question`."""
    key = f"flags.rule.{finding.rule}.found"
    for part in ("why", "way"):
        variant = f"{key}.{finding.blanks.get(part, '')}"
        if variant in sayings(language):
            key = variant
    return say(key, language, **_blanks(finding, language))


def evidence_text(evidence: Evidence, language: str = "vi") -> str:
    """One event: where it stands in the log, when it was, of which case, and what happened."""
    key = "flags.evidence" if evidence.event else "flags.evidence_without_tree"
    return say(
        key,
        language,
        event=evidence.event,
        index=evidence.index,
        at=moment_text(evidence.moment, language),
        case=evidence.case,
        activity=_act(evidence.activity, language),
    )


def not_run_text(each: NotRun, language: str = "vi") -> str:
    """Which rule was not asked, and why."""
    if each.missing:
        why = say("flags.missing", language, columns=", ".join(each.missing))
    elif each.few == "unrecorded":
        why = say(f"flags.rule.{each.rule}.unrecorded", language)
    else:
        why = say(f"flags.few.{each.few}", language)
    return say("flags.not_run_line", language, name=name_of(each.rule, language), rule=each.rule, why=why)


def _blanks(finding: Finding, language: str) -> dict[str, str]:
    told = {name: _told(name, value, language) for name, value in finding.blanks.items()}
    told |= {
        name.removesuffix("_at"): moment_text(int(value), language)
        for name, value in finding.blanks.items()
        if name.endswith("_at")
    }
    if isinstance(at := finding.blanks.get("at"), int):
        told["at"] = moment_text(at, language)
    if "open" in finding.blanks and "end" in told:
        told["end"] = say(
            "flags.still_open" if finding.blanks["open"] else "flags.ended", language, at=told["end"]
        )
    if finding.kind == "statistical" and finding.subject_kind == "officer":
        told |= {"met": told["observed"], "chance": told["expected"]}
        for name in ("observed", "expected"):
            told[name] = number_of(100 * float(finding.blanks[name]), language, digits=0)
    return told | {"subject": finding.subject}


def _told(name: str, value: Value, language: str) -> str:
    if name == "activity":
        return _act(str(value), language)
    if name in MONEY and isinstance(value, int):
        return money(value, language)
    if name == "channel":
        return _known(f"history.word.channel.{value}", str(value), language)
    if name == "role":
        return _known(f"audit.role.{value}", str(value), language)
    if isinstance(value, str):
        return _day(value, language) or value
    return number_text(value, language) if isinstance(value, int) else number_of(float(value), language)


def _act(activity: str, language: str) -> str:
    return _known(f"desk.happened.{activity}", _known(f"flags.act.{activity}", activity, language), language)


def _known(key: str, other: str, language: str) -> str:
    """The words of a key, or another system's own word where there are none."""
    return say(key, language) if key in sayings(language) else other


def number_of(value: float, language: str, digits: int = 3) -> str:
    """A figure with its fraction, as the language writes it."""
    needed = next(few for few in range(digits + 1) if round(value, few) == round(value, digits))
    return number_text(value, language, decimals=needed)


def _day(text: str, language: str) -> str:
    """An ISO day as people write it; empty for any other text."""
    try:
        return date_text(date.fromisoformat(text), language)
    except ValueError:
        return ""
