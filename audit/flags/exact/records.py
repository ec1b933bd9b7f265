"""Exact rules about the record itself: written late, against the clock, with gaps, or not whole."""

import re
from collections.abc import Iterator

from audit.cases import WITNESSED_AFTER, WITNESSED_BEFORE, Case, Event, Value
from audit.flags.asked import ACCEPTED, Asked, amount, first_of, moment, text
from audit.flags.finding import Found, cited, evidence_of
from audit.flags.hours import MINUTE
from domain.calendar import local_date

NUMBERED = re.compile(r"0*(\d+)/(\d{4})/(\S+)")
"""A paper's number: its place in the series, the year, the kind."""


def recorded_late(asked: Asked) -> Iterator[Found]:
    """Written down long after it is said to have happened; what a postal record or a visit proves is left out."""
    proved = asked.names("proved_channels")
    for case in asked.dossiers:
        for event in case.events:
            claimed = event.recorded - event.moment
            if claimed <= asked.number("minutes") * MINUTE or text(event, "channel") in proved:
                continue
            late = asked.hours.time(event.moment, event.recorded) // MINUTE
            if late > asked.number("minutes"):
                blanks: dict[str, Value] = {"minutes": late, "activity": event.activity, "at": event.moment}
                yield Found(
                    subject_kind="dossier", subject=case.id, blanks=blanks, evidence=cited(case, event)
                )


def time_contradiction(asked: Asked) -> Iterator[Found]:
    """Recorded before it happened, a code of another day, or taken in before the number was called."""
    skew = asked.number("skew_minutes") * MINUTE
    called = {text(case, "stream"): first_of(case, "ticket.called") for case in asked.whole.of("ticket")}
    for case in asked.log.cases:
        for event in case.events:
            why = _contradicted(event, skew)
            if not why and event.activity == ACCEPTED:
                call = called.get(text(event, "ticket"))
                why = "before_call" if call is not None and event.moment < call.moment - skew else ""
            if why:
                kind = text(case, "kind")
                yield Found(
                    subject_kind="ticket" if kind == "ticket" else "dossier",
                    subject=case.id,
                    blanks={"why": why, "at": event.moment, "recorded_at": event.recorded},
                    evidence=cited(case, event),
                )


def outside_witness_bracket(asked: Asked) -> Iterator[Found]:
    """Written down, by the office's clock, before or after the clocks of its witnesses allow."""
    skew = asked.number("skew_minutes") * MINUTE
    for case in asked.log.cases:
        for event in case.events:
            after, before = moment(event, WITNESSED_AFTER), moment(event, WITNESSED_BEFORE)
            blanks: dict[str, Value] = {"recorded_at": event.recorded}
            if after is not None and event.recorded < after - skew:
                blanks |= {"way": "early", "after_at": after}
            elif before is not None and event.recorded > before + skew:
                blanks |= {"way": "late", "before_at": before}
            else:
                continue
            yield Found(
                subject_kind="ticket" if text(case, "kind") == "ticket" else "dossier",
                subject=case.id,
                blanks=blanks,
                evidence=cited(case, event),
            )


def _contradicted(event: Event, skew: int) -> str:
    if event.recorded and event.moment > event.recorded + skew:
        return "future"
    day = text(event, "day")
    if event.activity == ACCEPTED and day and day != local_date(event.recorded or event.moment):
        return "code_day"
    return ""


def series_gap(asked: Asked) -> Iterator[Found]:
    """Numbers missing from a series that must have none: a dossier or a paper outside the system."""
    series: dict[str, dict[int, tuple[Case, Event]]] = {}
    for case in asked.whole.of("dossier"):
        for event in case.events:
            if event.activity == ACCEPTED and amount(event, "ordinal"):
                name = f"{text(event, 'agency')} {text(event, 'day')}"
                series.setdefault(name, {})[amount(event, "ordinal")] = (case, event)
            number = NUMBERED.fullmatch(text(event, "number"))
            if number is not None and event.activity != "paper.issued":
                place, year, kind = number.groups()
                series.setdefault(f"{kind} {year}", {})[int(place)] = (case, event)
    for name, held in sorted(series.items()):
        places = sorted(place for place in held if place > 0)
        after = next((place for at, place in enumerate(places, 1) if place != at), None)
        if after is not None:
            first = places.index(after) + 1
            yield Found(
                subject_kind="series",
                subject=name,
                blanks={"count": places[-1] - len(places), "first": first, "last": places[-1]},
                evidence=(evidence_of(*held[after]),),
                about=str(first),
            )


def not_whole(asked: Asked) -> Iterator[Found]:
    """The verification of the store found something."""
    if asked.faults:
        blanks: dict[str, Value] = {"count": len(asked.faults), "first": asked.faults[0]}
        yield Found(subject_kind="office", subject="", blanks=blanks, about=asked.faults[0])
