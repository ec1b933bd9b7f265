"""What the statistical rules count: units of work with an officer, peers, and a value, from the cases of a log."""

from bisect import bisect_right, insort
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from audit.cases import Case, Event
from audit.flags.asked import (
    ACCEPTED,
    SUPPLEMENTS,
    Asked,
    acts,
    amount,
    elapsed_share,
    events_of,
    first_due,
    first_of,
    moment,
    month_of,
    text,
    with_due,
)
from audit.flags.finding import Evidence, evidence_of
from audit.flags.hours import DAY, MINUTE
from audit.flags.statistical.family import Dispersion, Measure, Sides, Unit
from audit.flags.statistical.numbers import normal_scores
from audit.flags.statistical.pairings import Pairings
from domain.calendar import local_date


class Piece(NamedTuple):
    """A unit before it is numbered; `event` is what a finding cites."""

    stratum: str
    officer: str
    value: float
    case: Case
    event: Event


class Shape(NamedTuple):
    """How a rule counts, and how its officers are compared."""

    pieces: Callable[[Asked], Iterable[Piece]]
    sides: Sides = "high"
    dispersion: Dispersion = "additive"
    spread: bool = False
    measure: type[Measure] = Measure


class Counted(NamedTuple):
    """A measure, and the evidence behind each of its units."""

    measure: Measure
    pieces: list[Piece]

    def evidence(self, officer: str) -> tuple[Evidence, ...]:
        """The officer's own units, the strangest first."""
        own = [piece for piece in self.pieces if piece.officer == officer and piece.value]
        if isinstance(self.measure, Pairings):
            own = [piece for piece in own if piece.value == self.measure.closest(officer)]
        own.sort(key=lambda piece: -abs(piece.value))
        return tuple(evidence_of(piece.case, piece.event) for piece in own)


def counted(rule: str, asked: Asked, least: int) -> Counted:
    shape = SHAPES[rule]
    pieces = [piece for piece in shape.pieces(asked) if piece.officer]
    units = [Unit(piece.stratum, piece.officer, piece.value, place) for place, piece in enumerate(pieces)]
    measure = shape.measure(
        rule, units, least=least, sides=shape.sides, dispersion=shape.dispersion, spread=shape.spread
    )
    return Counted(measure, pieces)


# ---- who handled a dossier, among which peers


def handled(asked: Asked) -> Iterator[tuple[Case, Event, str]]:
    """Finished dossiers with their last act of handling, and their peers: same procedure, same month."""
    for case in asked.dossiers:
        done = _handling(case)
        if done is not None and moment(case, "finished") is not None and moment(case, "received") is not None:
            yield case, done, _peers(case)


def _handling(case: Case) -> Event | None:
    """Who prepared the result; in a log of other words whoever did the last act."""
    drafted = events_of(case, "result.drafted", "result.resolved_at_counter", "dossier.stopped")
    known = drafted or [event for event in acts(case) if event.activity not in OWN]
    return known[-1] if known else None


OWN = frozenset({ACCEPTED, "paper.issued", "notice.sent", "result.returned", "result.ready", "fee.paid"})
"""Acts in a dossier of ours that do not handle it; a log of other words has none of these."""


def _peers(case: Case) -> str:
    return f"{text(case, 'procedure')} {month_of(moment(case, 'received') or 0)}"


# ---- pace


def paces(asked: Asked) -> list[Piece]:
    """How long handling took, as a place among the peers: above 0 is slower."""
    known = [
        (case, event, peers, asked.hours.time(moment(case, "received") or 0, moment(case, "finished") or 0))
        for case, event, peers in handled(asked)
    ]
    return _ranked(known)


def _ranked(known: list[tuple[Case, Event, str, int]] | list[tuple[Case, Event, str, float]]) -> list[Piece]:
    by_peers: dict[str, list[int]] = {}
    for place, (_, _, peers, _) in enumerate(known):
        by_peers.setdefault(peers, []).append(place)
    pieces = []
    for peers, places in by_peers.items():
        for place, score in zip(places, normal_scores([known[each][3] for each in places]), strict=True):
            case, event = known[place][:2]
            pieces.append(Piece(peers, event.resource, score, case, event))
    return pieces


def overtakes(asked: Asked) -> list[Piece]:
    """Which share of those of the same procedure who lay there when it came was finished only after it."""
    by_procedure: dict[str, list[tuple[Case, Event, str]]] = {}
    for each in handled(asked):
        by_procedure.setdefault(text(each[0], "procedure"), []).append(each)
    known: list[tuple[Case, Event, str, float]] = []
    for cases in by_procedure.values():
        cases.sort(key=lambda each: (moment(each[0], "received"), each[0].id))
        ends: list[int] = []
        for case, event, peers in cases:
            received, finished = moment(case, "received") or 0, moment(case, "finished") or 0
            lying = len(ends) - bisect_right(ends, received)
            passed = len(ends) - bisect_right(ends, finished)
            if lying:
                known.append((case, event, peers, passed / lying))
            insort(ends, finished)
    return _ranked(known)


def due_days(asked: Asked) -> Iterator[Piece]:
    """Finished on the day it was due, of those that could have been finished before."""
    for case, event, peers in handled(asked):
        due, received = first_due(case), moment(case, "received") or 0
        if due is not None and asked.hours.days(received, due) >= asked.number("least_term"):
            on_it = local_date(moment(case, "finished") or 0) == local_date(due)
            yield Piece(peers, event.resource, float(on_it), case, event)


# ---- what was asked of the citizen


def supplements(asked: Asked) -> Iterator[Piece]:
    """Whether papers were asked for, by whom; a dossier that was complete counts for whoever accepted it."""
    for case in asked.dossiers:
        request = first_of(case, *SUPPLEMENTS)
        event = request or first_of(case, ACCEPTED)
        if event is not None:
            peers = f"{text(case, 'procedure')} {month_of(event.moment)}"
            yield Piece(peers, event.resource, float(request is not None), case, event)


def late_refusals(asked: Asked) -> Iterator[Piece]:
    """Of dossiers for which papers were asked: refused or stopped after nearly all of the term."""
    for case, event, _ in handled(asked):
        due, finished = first_due(case), moment(case, "finished") or 0
        if due is None or first_of(case, *SUPPLEMENTS) is None:
            continue
        refused = text(case, "outcome") in {"refused_after", "stopped"}
        late = elapsed_share(case, finished, due) >= asked.share("share")
        yield Piece(text(case, "procedure"), event.resource, float(refused and late), case, event)


def stops_at_the_end(asked: Asked) -> Iterator[Piece]:
    """The clock stopped in the last part of the term, and the work done soon after it went on."""
    stopping = asked.names("activities")
    for case, event, peers in handled(asked):
        if first_due(case) is None:
            continue
        late = [
            stop
            for stop, due in with_due(case)
            if stop.activity in stopping and elapsed_share(case, stop.moment, due) >= asked.share("share")
        ]
        quick = bool(late) and _quick_end(asked, case, late[-1])
        yield Piece(peers, event.resource, float(quick), case, late[-1] if quick else event)


def _quick_end(asked: Asked, case: Case, stop: Event) -> bool:
    goes_on = first_of(case, "supplement.completed", "payment.confirmed", "withdrawal.declined")
    since = goes_on.moment if goes_on is not None and goes_on.moment > stop.moment else stop.moment
    return asked.hours.days(since, moment(case, "finished") or since) <= asked.number("days")


def withdrawals_after_contact(asked: Asked) -> Iterator[Piece]:
    """After somebody spoke at a counter about an open dossier: withdrawn within days."""
    dossiers = {text(case, "stream"): case for case in asked.dossiers}
    for ticket in asked.tickets:
        served = first_of(ticket, "ticket.served")
        case = dossiers.get(text(served, "dossier")) if served else None
        received = moment(case, "received") if case else None
        if served is None or case is None or received is None or served.moment <= received:
            continue
        asks = first_of(case, "withdrawal.requested")
        after = asks.moment - served.moment if asks else -1
        soon = 0 <= after <= asked.number("days") * DAY
        yield Piece(month_of(served.moment), served.resource, float(soon), case, served)


def exemptions(asked: Asked) -> Iterator[Piece]:
    """Where a fee is due: whether the applicant paid less than it."""
    for case in asked.dossiers:
        accepted = first_of(case, ACCEPTED)
        if accepted is not None and amount(accepted, "fee_gross_vnd") > 0:
            less = amount(accepted, "fee_vnd") < amount(accepted, "fee_gross_vnd")
            yield Piece(_peers(case), accepted.resource, float(less), case, accepted)


# ---- whose hands, when


def late_reassignments(asked: Asked) -> Iterator[Piece]:
    """Whether the dossier came into these hands only shortly before it was decided."""
    for case, event, peers in handled(asked):
        moved = events_of(case, "handover.accepted", "dossier.assigned")[1:]
        finished = moment(case, "finished") or 0
        late = bool(moved) and asked.hours.days(moved[-1].moment, finished) <= asked.number("days")
        yield Piece(peers, event.resource, float(late), case, moved[-1] if late else event)


def out_of_hours(asked: Asked) -> Iterator[Piece]:
    """Of the days on which an officer did something: those with an act when the office was closed."""
    margin = asked.number("margin_minutes") * MINUTE
    days: dict[tuple[str, str, str], Piece] = {}
    for case in asked.dossiers:
        for event in case.events:
            if event.resource:
                outside = not asked.hours.at_work(event.moment, margin)
                key = (event.resource, text(event, "role"), local_date(event.moment))
                if key not in days or outside > days[key].value:
                    days[key] = Piece(f"{key[1]} {key[2][:7]}", event.resource, float(outside), case, event)
    return iter(days.values())


def calls_out_of_turn(asked: Asked) -> Iterator[Piece]:
    """Of the numbers an officer called: those called by number, past others who waited longer."""
    for ticket in asked.tickets:
        for call in events_of(ticket, "ticket.called"):
            passed = text(call, "rule") == "by_number" and bool(text(call, "passed_over"))
            peers = f"{text(ticket, 'group')} {month_of(call.moment)}"
            yield Piece(peers, call.resource, float(passed), ticket, call)


def visits_of_submitters(asked: Asked) -> list[Piece]:
    """Who accepted the dossiers of whom; the value numbers those who hand in many, and is -1 for all others."""
    accepted = [
        (case, event)
        for case in asked.dossiers
        if (event := first_of(case, ACCEPTED)) is not None and event.resource and text(case, "contact")
    ]
    handed_in: dict[str, int] = {}
    for case, _ in accepted:
        handed_in[text(case, "contact")] = handed_in.get(text(case, "contact"), 0) + 1
    frequent = sorted(name for name, times in handed_in.items() if times >= asked.number("dossiers"))
    number = {name: float(place) for place, name in enumerate(frequent)}
    return [
        Piece(month_of(event.moment), event.resource, number.get(text(case, "contact"), -1.0), case, event)
        for case, event in accepted
    ]


SHAPES: dict[str, Shape] = {
    "pace": Shape(paces, sides="both", dispersion="scale"),
    "uneven_pace": Shape(paces, dispersion="scale", spread=True),
    "overtaking": Shape(overtakes, dispersion="scale"),
    "due_day": Shape(due_days),
    "supplement_rate": Shape(supplements, sides="both"),
    "late_refusal": Shape(late_refusals),
    "stop_at_the_end": Shape(stops_at_the_end),
    "withdrawal_after_contact": Shape(withdrawals_after_contact),
    "exemption_rate": Shape(exemptions),
    "late_reassignment": Shape(late_reassignments),
    "out_of_hours": Shape(out_of_hours),
    "out_of_turn": Shape(calls_out_of_turn),
    "familiar_faces": Shape(visits_of_submitters, measure=Pairings),
}
"""Every rule that compares officers, under the id the catalogue has for it."""
