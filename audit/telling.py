"""Verdicts in the reader's language; the English sentences inside them need no words, so that `ledger` suffices."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from audit.check import Checked, NothingToCheck, kind_of
from audit.findings import Problem
from ledger.fault import LedgerFault
from wording import say
from wording.dates import moment_text

if TYPE_CHECKING:
    from audit.replay import Moment  # a citizen who checks a proof needs no store


def problem_text(problem: Problem, language: str = "vi") -> str:
    """What is wrong with a store, and at which event. English says it in full detail."""
    if language == "en":
        return problem.sentence
    words = say(f"audit.problem.{problem.kind}", language)
    if problem.file:
        return say("audit.at_file", language, file=problem.file, words=words)
    if problem.event is None:
        return words
    return say("audit.at_event", language, event=problem.event, topic=problem.topic or "?", words=words)


def checked_text(checked: Checked, language: str = "vi") -> str:
    """What a piece of evidence proves, or why it proves nothing."""
    if not checked.ok:
        return checked.sentence if language == "en" else say(f"audit.check.{checked.kind}", language)
    return say(
        "audit.check.holds",
        language,
        what=_what(checked, language),
        number=checked.number,
        size=checked.size,
        origin=checked.origin,
        unit=checked.unit,
    )


def nothing_text(nothing: NothingToCheck, language: str = "vi") -> str:
    """Why there was no evidence to judge."""
    return say(f"audit.nothing.{nothing.kind}", language, **nothing.blanks)


def fault_text(fault: LedgerFault, language: str = "vi") -> str:
    """What is wrong with a key, a note or a proof that was met on the way to something else."""
    return str(fault) if language == "en" else say(f"audit.check.{kind_of(fault)}", language)


def _what(checked: Checked, language: str) -> str:
    blanks = {
        "code": checked.code,
        "received": _moment(checked.received_at, language),
        "due": _moment(checked.due_at, language),
        "topic": checked.topic,
    }
    if not checked.code:
        return say("audit.check.recorded", language, **blanks)
    return say(f"audit.check.{'received_and_due' if checked.due_at else 'received'}", language, **blanks)


def moment_report(moment: "Moment", language: str = "vi") -> str:
    """The office at a moment, on one page."""
    tree, queue = moment.tree, moment.queue()
    covered = "contradicted" if tree.contradicted else "covered" if tree.covered_by else "uncovered"
    at = moment_text(moment.at, language) if moment.at else say("audit.moment.before_the_first", language)
    lines = [
        say("audit.moment.title", language, at=at, size=moment.size),
        say("audit.moment.root", language, root=tree.root, size=tree.size, origin=tree.origin),
        say(f"audit.moment.{covered}", language, size=tree.covered_by),
        *_dossiers(moment, language),
        say(
            "audit.moment.queue",
            language,
            waiting=len(queue.waiting),
            called=_listed(queue.called),
            serving=_listed(queue.serving),
        ),
        say("audit.moment.counters", language, counters=_listed(each.counter for each in moment.counters())),
    ]
    return "\n".join(lines)


def _dossiers(moment: "Moment", language: str) -> list[str]:
    found = moment.by_status()
    total = say("audit.moment.dossiers", language, count=sum(found.values()))
    names = {status: say(f"status.{status}.name", language) for status in found if status != "none"}
    return [total, *(f"  {name}: {found[status]}" for status, name in names.items())]


def _listed(parts: Iterable[str]) -> str:
    return ", ".join(parts) or "—"


def _moment(text: str, language: str) -> str:
    """A moment as claims write it (ISO with its offset), or the text itself where it is none."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return text
    return moment_text(int(at.timestamp()) * 1_000_000, language) if at.tzinfo else text
