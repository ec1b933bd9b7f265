"""Exact rules about ends: results held back, closed in heaps, paid otherwise than told, figures too good."""

from collections.abc import Iterator

from audit.cases import Case, Event, Value
from audit.flags.asked import (
    DECIDED,
    STANDING,
    Asked,
    amount,
    events_of,
    first_due,
    first_of,
    moment,
    month_of,
    text,
)
from audit.flags.finding import Found, cited, evidence_of
from audit.flags.hours import MINUTE
from domain.calendar import local_date

CLOSING = DECIDED | {"result.returned"}


def result_held_back(asked: Asked) -> Iterator[Found]:
    """Decided, and the citizen neither told nor handed the result within the working days allowed."""
    for case in asked.dossiers:
        decided = first_of(case, *DECIDED)
        if decided is None or "outcome" not in case.attributes:
            continue
        told = next((e for e in case.events if e.activity in TOLD and e.moment >= decided.moment), None)
        end = told.moment if told else asked.at
        days = asked.hours.days(decided.moment, end)
        if days > asked.number("working_days"):
            blanks: dict[str, Value] = {"days": days, "decided_at": decided.moment, "open": told is None}
            evidence = cited(case, decided, *([told] if told else []))
            yield Found(subject_kind="dossier", subject=case.id, blanks=blanks, evidence=evidence)


TOLD = frozenset({"notice.sent", "result.returned", "result.dispatched", "result.unclaimed"})


def bulk_closing(asked: Asked) -> Iterator[Found]:
    """Many dossiers decided or returned by one person within minutes."""
    done: dict[str, list[tuple[Case, Event]]] = {}
    for case in asked.dossiers:
        for event in case.events:
            if event.activity in CLOSING and event.resource:
                done.setdefault(event.resource, []).append((case, event))
    for person, closed in sorted(done.items()):
        closed.sort(key=lambda each: each[1].moment)
        yield from _bursts(asked, person, closed)


def _bursts(asked: Asked, person: str, closed: list[tuple[Case, Event]]) -> Iterator[Found]:
    window, least = asked.number("minutes") * MINUTE, asked.number("closings")
    first = 0
    while first < len(closed):
        last = first
        while last + 1 < len(closed) and closed[last + 1][1].moment - closed[first][1].moment <= window:
            last += 1
        burst = closed[first : last + 1]
        dossiers = {case.id for case, _ in burst}
        if len(dossiers) < least:
            first += 1
            continue
        yield Found(
            subject_kind="officer",
            subject=person,
            blanks={"count": len(dossiers), "minutes": asked.number("minutes"), "at": burst[0][1].moment},
            evidence=tuple(evidence_of(case, event) for case, event in burst),
        )
        first = last + 1


def month_end_closing(asked: Asked) -> Iterator[Found]:
    """Too much of a month's work closed in its last working days."""
    months: dict[str, list[tuple[Case, Event]]] = {}
    for case in asked.dossiers:
        decided = first_of(case, *DECIDED)
        if decided is not None:
            months.setdefault(month_of(decided.moment), []).append((case, decided))
    for month, closed in sorted(months.items()):
        days = sorted({local_date(event.moment) for _, event in closed})
        ends = set(days[-asked.number("last_days") :])
        late = [each for each in closed if local_date(each[1].moment) in ends]
        enough = len(closed) >= asked.number("least") and len(days) >= asked.number("least_days")
        if enough and len(late) > asked.share("share") * len(closed):
            yield Found(
                subject_kind="office",
                subject=month,
                blanks={"month": month, "count": len(late), "of": len(closed)},
                evidence=tuple(evidence_of(case, event) for case, event in late),
                about=month,
            )


def fee_difference(asked: Asked) -> Iterator[Found]:
    """What was paid is not what the receipt says, in a dossier that was given out."""
    for case in asked.dossiers:
        fee, returned = case.attributes.get("fee"), moment(case, "returned")
        paid = events_of(case, "fee.paid", "payment.refunded")
        asks = events_of(case, "payment.requested", "payment.confirmed")
        if returned is None or not isinstance(fee, int) or asks:
            continue  # what is paid on demand is a tax or a charge, and has its own amount
        total = sum(amount(e, "amount_vnd") * (-1 if e.activity == "payment.refunded" else 1) for e in paid)
        if total != fee:
            yield Found(
                subject_kind="dossier",
                subject=case.id,
                blanks={"paid": total, "fee": fee},
                evidence=cited(case, *(paid or [case.events[0]])),
            )
    for case in asked.dossiers:
        asks, answers = events_of(case, "payment.requested"), events_of(case, "payment.confirmed")
        for request, answer in zip(asks, answers, strict=False):
            if amount(request, "amount_vnd") != amount(answer, "amount_vnd"):
                yield Found(
                    subject_kind="dossier",
                    subject=case.id,
                    blanks={"paid": amount(answer, "amount_vnd"), "fee": amount(request, "amount_vnd")},
                    evidence=cited(case, request, answer),
                )


def never_late(asked: Asked) -> Iterator[Found]:
    """Not one of very many was late, while others lie open past their day."""
    ended = [case for case in asked.dossiers if _measurable(case) and "finished" in case.attributes]
    late = [case for case in ended if _late(case, moment(case, "finished") or 0)]
    lying = [
        case
        for case in asked.dossiers
        if _measurable(case) and "outcome" not in case.attributes and _late(case, asked.at)
    ]
    if len(ended) >= asked.number("least") and not late and lying:
        yield Found(
            subject_kind="office",
            subject="",
            blanks={"count": len(ended), "open": len(lying)},
            evidence=tuple(evidence_of(case, case.events[-1]) for case in lying),
            about="all",
        )


def _measurable(case: Case) -> bool:
    stands = "outcome" not in case.attributes and amount(case, "status") in STANDING
    return first_due(case) is not None and not stands


def _late(case: Case, end: int) -> bool:
    due = moment(case, "due_lawful") or first_due(case) or end
    return local_date(end) > local_date(due)


def one_channel(asked: Asked) -> Iterator[Found]:
    """Nearly everything comes in one way, although the published procedures offer at least three."""
    offered = {
        text(event, "procedure_code"): text(event, "procedure_channels").split("; ")
        for case in asked.whole.of("catalogue")
        for event in case.events
        if event.activity in {"procedure.published", "procedure.revised"}
    }
    choices = [
        case
        for case in asked.dossiers
        if len(offered.get(text(case, "procedure"), ())) >= asked.number("channels") and text(case, "channel")
    ]
    by_channel: dict[str, int] = {}
    for case in choices:
        channel = text(case, "channel")
        by_channel[channel] = by_channel.get(channel, 0) + 1
    for channel, count in by_channel.items():
        if len(choices) >= asked.number("least") and count > asked.share("share") * len(choices):
            yield Found(
                subject_kind="office",
                subject="",
                blanks={"channel": channel, "count": count, "of": len(choices)},
                evidence=tuple(evidence_of(case, case.events[0]) for case in choices[:1]),
                about=channel,
            )
