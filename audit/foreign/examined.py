"""Every question a foreign log can be asked, and for each that it cannot answer, what it would have to know."""

from collections.abc import Callable
from itertools import chain
from typing import Literal

import msgspec

from audit.cases import CaseLog
from audit.flags.finding import Report as Flags
from audit.foreign.checks import checks
from audit.foreign.conformance import Conformance, conformance
from audit.foreign.gathering import Imported
from audit.foreign.model import Model, usual
from audit.foreign.paths import Variant, variants
from audit.foreign.people import FourEyes, HandOver, Together, four_eyes, hand_overs, together
from audit.foreign.spectrum import Segment, spectrum

Question = Literal["hand_overs", "together", "four_eyes"]
NEEDS: dict[Question, tuple[str, ...]] = {
    "hand_overs": ("resource",),
    "together": ("resource",),
    "four_eyes": ("resource",),
}
"""Columns without which a question has no answer; the others need none but case, activity and time."""

Flagging = Callable[[CaseLog], Flags]


class NotAsked(msgspec.Struct, frozen=True):
    """A question that the log cannot answer, and the columns that it lacks for it."""

    question: Question
    missing: tuple[str, ...]


class Examination(msgspec.Struct, frozen=True, kw_only=True):
    """All that was found out. Times in µs UTC; everything is listed, the most frequent first."""

    file: str
    format: str
    meanings: dict[str, str]
    notes: dict[str, str]
    left_out: dict[str, int]
    cases: int
    events: int
    activities: int
    people: int
    first: int
    last: int
    checks: dict[str, int]
    variants: tuple[Variant, ...]
    spectrum: tuple[Segment, ...]
    hand_overs: tuple[HandOver, ...]
    together: tuple[Together, ...]
    four_eyes: tuple[FourEyes, ...]
    conformance: Conformance
    flags: Flags
    not_asked: tuple[NotAsked, ...]


def examine(imported: Imported, *, flagging: Flagging, now: int, model: Model | None = None) -> Examination:
    """Ask everything. `now` (µs UTC) tells moments that lie ahead; `model` says which steps are allowed."""
    log = imported.log
    events = list(chain.from_iterable(case.events for case in log.cases))
    moments = [event.moment for event in events]
    return Examination(
        file=log.source,
        format=imported.format,
        meanings=imported.meanings,
        notes=imported.notes,
        left_out=imported.left_out,
        cases=len(log.cases),
        events=len(events),
        activities=len({event.activity for event in events}),
        people=len({event.resource for event in events} - {""}),
        first=min(moments),
        last=max(moments),
        checks=checks(log, now),
        variants=variants(log),
        spectrum=spectrum(log),
        hand_overs=hand_overs(log),
        together=together(log),
        four_eyes=four_eyes(log),
        conformance=conformance(log, model or usual(log), given=model is not None),
        flags=flagging(log),
        not_asked=tuple(not_asked(log)),
    )


def not_asked(log: CaseLog) -> list[NotAsked]:
    lacking = {
        question: tuple(c for c in needed if c not in log.columns) for question, needed in NEEDS.items()
    }
    return [NotAsked(question, missing) for question, missing in lacking.items() if missing]
