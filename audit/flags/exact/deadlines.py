"""Exact rules about time limits: late, moved, stopped, and what happens shortly before one runs out."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from audit.cases import Case, Event, Value
from audit.flags.asked import (
    DECIDED,
    STANDING,
    Asked,
    acts,
    amount,
    elapsed_share,
    events_of,
    first_due,
    first_of,
    moment,
    text,
    with_due,
)
from audit.flags.finding import Found, cited
from domain.calendar import local_date
from projections.course import pace

MEASURED = frozenset({"result", "refused_after", ""})
"""How a dossier must have ended, or go on, to be measured by its appointment."""


def late_without_apology(asked: Asked) -> Iterator[Found]:
    """Past the lawful appointment, and no apology was written before it passed."""
    for case in asked.dossiers:
        due = moment(case, "due_lawful") or moment(case, "due")
        ended = moment(case, "finished")
        if due is None or not _measured(case, ended):
            continue
        end = asked.at if ended is None else ended
        if pace(text(case, "limit_unit"), local_date(due), due, end) != "late":
            continue
        apologies = [event for event in events_of(case, "apology.issued") if event.moment <= due]
        if not apologies:
            days = asked.hours.days(due, end)
            last = _at(case, end)
            blanks: dict[str, Value] = {"due_at": due, "end_at": end, "days": days, "open": ended is None}
            yield Found(
                subject_kind="dossier",
                subject=case.id,
                blanks=blanks,
                evidence=cited(case, case.events[0], last),
            )


def _measured(case: Case, ended: int | None) -> bool:
    stands = ended is None and amount(case, "status") in STANDING
    return text(case, "outcome") in MEASURED and not stands


def _at(case: Case, at: int) -> Event:
    """The last event up to a moment of recording."""
    return next(
        (each for each in reversed(acts(case)) if (each.recorded or each.moment) <= at), case.events[-1]
    )


def moved_appointment(asked: Asked) -> Iterator[Found]:
    """An appointment moved by hand, a second apology, or an apology later than the law lets it be."""
    most, lead = asked.number("apologies"), asked.number("lead_days")
    for case in asked.dossiers:
        moved = events_of(case, "deadline.changed")
        apologies = events_of(case, "apology.issued")
        late = [event for event in apologies if _too_late(event, lead)]
        for events, why in ((moved, "changed"), (apologies[most:], "again"), (late, "apology_late")):
            if events:
                yield Found(
                    subject_kind="dossier",
                    subject=case.id,
                    blanks={"why": why, "count": len(events), "first_at": events[0].moment},
                    evidence=cited(case, *events),
                    about=why,
                )


def _too_late(apology: Event, lead: int) -> bool:
    before = text(apology, "before")
    latest = date.fromisoformat(local_date(apology.moment)) + timedelta(lead)
    return bool(before) and latest.isoformat() > before


def eleventh_hour(asked: Asked) -> Iterator[Found]:
    """Papers asked for, money asked for or the dossier stopped when its term was nearly over."""
    activities, share = asked.names("activities"), asked.share("share")
    for case in asked.dossiers:
        received = moment(case, "received")
        for event, due in with_due(case):
            if event.activity not in activities or received is None or event.moment > due:
                continue
            term, left = asked.hours.days(received, due), asked.hours.days(event.moment, due)
            near = left <= asked.number("days_left") or elapsed_share(case, event.moment, due) >= share
            if term >= asked.number("least_term") and near:
                blanks: dict[str, Value] = {
                    "activity": event.activity,
                    "days_left": left,
                    "days": term,
                    "at": event.moment,
                }
                yield Found(
                    subject_kind="dossier", subject=case.id, blanks=blanks, evidence=cited(case, event)
                )


def long_standstill(asked: Asked) -> Iterator[Found]:
    """The clock stood still for longer than the parameter, for one and the same reason."""
    starts = {
        "processing.supplement_requested": ("supplement.completed", "supplement.expired"),
        "payment.requested": ("payment.confirmed", "payment.expired"),
        "clock.paused": ("clock.resumed",),
    }
    for case in asked.dossiers:
        events = acts(case)
        for place, event in enumerate(events):
            ends = starts.get(event.activity)
            if ends is None or event.attributes.get("pauses") is False:
                continue
            end = next((each for each in events[place + 1 :] if each.activity in ends or _ends(each)), None)
            days = ((end.moment if end else asked.at) - event.moment) // 86_400_000_000
            if days > asked.number("days"):
                evidence = cited(case, event, *([end] if end else []))
                yield Found(
                    subject_kind="dossier",
                    subject=case.id,
                    blanks={"activity": event.activity, "days": days, "since_at": event.moment},
                    evidence=evidence,
                )


def _ends(event: Event) -> bool:
    return event.activity in DECIDED or event.activity in {"dossier.stopped", "withdrawal.granted"}


def laundered_clock(asked: Asked) -> Iterator[Found]:
    """Withdrawn or stopped late in its term, and soon handed in anew by the same person for the same business."""
    by_person: dict[tuple[str, str], list[Case]] = {}
    for case in asked.dossiers:
        person = text(case, "applicant")
        if person and moment(case, "received") is not None:
            by_person.setdefault((person, text(case, "procedure")), []).append(case)
    for cases in by_person.values():
        cases.sort(key=lambda case: moment(case, "received") or 0)
        for before, after in pairwise(cases):
            end = first_of(before, "withdrawal.granted", "dossier.stopped")
            again, due = moment(after, "received") or 0, first_due(before)
            if end is None or due is None or again < end.moment:
                continue
            days, used = asked.hours.days(end.moment, again), elapsed_share(before, end.moment, due)
            if days <= asked.number("days") and used >= asked.share("share"):
                yield Found(
                    subject_kind="dossier",
                    subject=after.id,
                    blanks={"before": before.id, "days": days, "percent": round(100 * used)},
                    evidence=(*cited(before, end), *cited(after, after.events[0])),
                )


def stalled(asked: Asked) -> Iterator[Found]:
    """More than the given share of the term in which nothing at all happened while the clock ran."""
    for case in asked.dossiers:
        received, due = moment(case, "received"), first_due(case)
        if received is None or due is None or asked.hours.days(received, due) < asked.number("least_term"):
            continue
        term, ended = asked.hours.time(received, due), moment(case, "finished")
        gap, event = _longest_gap(asked, case, received, asked.at if ended is None else ended)
        if event is not None and gap > asked.share("share") * term:
            blanks: dict[str, Value] = {
                "percent": round(100 * gap / term),
                "since_at": event.moment,
                "days": asked.hours.days(received, due),
            }
            yield Found(subject_kind="dossier", subject=case.id, blanks=blanks, evidence=cited(case, event))


def _longest_gap(asked: Asked, case: Case, first: int, last: int) -> tuple[int, Event | None]:
    """Office time, and the event after which nothing happened; waiting for the citizen is nobody's idleness."""
    longest: tuple[int, Event | None] = (0, None)
    waits = False
    events = [event for event in acts(case) if first <= event.moment]
    ends = [*(each.moment for each in events), last][1:]
    for event, after in zip(events, ends, strict=True):
        waits = event.activity in WAITS or (waits and event.activity not in ANSWERS)
        if not waits and event.moment < min(after, last):
            gap = asked.hours.time(event.moment, min(after, last))
            longest = max(longest, (gap, event), key=lambda each: each[0])
    return longest


WAITS = frozenset(
    {
        "processing.supplement_requested", "payment.requested", "withdrawal.requested", "opinion.requested",
        "referral.sent", "verification.scheduled",
    }
)  # fmt: skip
"""After these the work waits for somebody outside, until one of the answers."""
ANSWERS = frozenset(
    {
        "supplement.completed", "payment.confirmed", "withdrawal.declined", "opinion.received", "opinion.overdue",
        "referral.returned", "verification.recorded",
    }
)  # fmt: skip


def slow_online_answer(asked: Asked) -> Iterator[Found]:
    """What came in online was answered later than the working hours the law gives."""
    answers = ("dossier.accepted", "dossier.refused", "intake.supplement_requested")
    for case in asked.dossiers:
        submitted = first_of(case, "dossier.submitted")
        answer_by = moment(submitted, "answer_by") if submitted else None
        if submitted is None or not answer_by:
            continue
        answer = first_of(case, *answers)
        end = answer.moment if answer else asked.at
        if end > answer_by:
            blanks: dict[str, Value] = {"answer_by_at": answer_by, "end_at": end, "open": answer is None}
            evidence = cited(case, submitted, *([answer] if answer else []))
            yield Found(subject_kind="dossier", subject=case.id, blanks=blanks, evidence=evidence)


def overdue_opinion(asked: Asked) -> Iterator[Found]:
    """Another agency was asked and did not answer by its day."""
    for case in asked.dossiers:
        answered = {text(event, "request"): event for event in events_of(case, "opinion.received")}
        for request in events_of(case, "opinion.requested"):
            answer, last = answered.get(text(request, "number")), text(request, "answer_by")
            end = answer.moment if answer else moment(case, "finished") or asked.at
            if last and local_date(end) > last:
                blanks: dict[str, Value] = {
                    "agency": text(request, "agency"),
                    "answer_by": last,
                    "open": answer is None,
                }
                yield Found(
                    subject_kind="dossier", subject=case.id, blanks=blanks, evidence=cited(case, request)
                )
