"""Exact rules about visits: in vain, again and again, and ratings nobody can have given."""

from collections.abc import Iterator
from itertools import groupby

from audit.cases import Case, Event, Value
from audit.flags.asked import Asked, acts, amount, events_of, first_of, text
from audit.flags.finding import Found, cited, evidence_of
from audit.flags.hours import MINUTE

SERVED, STARTED = "ticket.served", "ticket.service_started"


def unanswered_visit(asked: Asked) -> Iterator[Found]:
    """Somebody sat at the counter for minutes and left with nothing: no guidance, no dossier, no paper."""
    for case in asked.tickets:
        started, served = first_of(case, STARTED), first_of(case, SERVED)
        if started is None or served is None or text(served, "outcome") != "other":
            continue
        minutes = (served.moment - started.moment) // MINUTE
        if minutes >= asked.number("minutes") and first_of(case, "guidance.given") is None:
            blanks: dict[str, Value] = {"minutes": minutes, "at": served.moment}
            yield Found(
                subject_kind="ticket", subject=case.id, blanks=blanks, evidence=cited(case, started, served)
            )


def repeated_visits(asked: Asked) -> Iterator[Found]:
    """Visit after visit about one dossier, in which nothing moved."""
    visits: dict[str, list[tuple[Case, Event]]] = {}
    for case in asked.tickets:
        served = first_of(case, SERVED)
        about = (text(served, "dossier") if served else "") or text(case, "dossier")
        if served is not None and about:
            visits.setdefault(about, []).append((case, served))
    for dossier in asked.dossiers:
        came = sorted(visits.get(text(dossier, "stream"), ()), key=lambda each: each[1].moment)
        moved = sorted(event.moment for event in acts(dossier))
        for first in range(len(came) - asked.number("visits") + 1):
            row = came[first : first + asked.number("visits")]
            between = [at for at in moved if row[0][1].moment < at < row[-1][1].moment]
            if not between:
                yield Found(
                    subject_kind="dossier",
                    subject=dossier.id,
                    blanks={"count": len(row), "first_at": row[0][1].moment, "last_at": row[-1][1].moment},
                    evidence=tuple(evidence_of(case, event) for case, event in row),
                )
                break


def stuffed_ratings(asked: Asked) -> Iterator[Found]:
    """The same score again and again at one device, each given sooner after the visit than anybody can."""
    served = {
        text(case, "stream"): event.moment
        for case in asked.whole.of("ticket")
        for event in events_of(case, SERVED)
    }
    by_device: dict[str, list[tuple[Case, Event]]] = {}
    for case in asked.log.of("feedback"):
        for event in events_of(case, "visit.rated"):
            if text(event, "ticket") in served:
                by_device.setdefault(text(event, "device"), []).append((case, event))
    for device, rated in sorted(by_device.items()):
        rated.sort(key=lambda each: each[1].moment)
        for (hasty, _), row in groupby(rated, key=lambda each: _hasty_score(asked, each[1], served)):
            run = list(row)
            if hasty and len(run) >= asked.number("in_a_row"):
                blanks: dict[str, Value] = {
                    "count": len(run),
                    "seconds": asked.number("seconds"),
                    "first_at": run[0][1].moment,
                }
                evidence = tuple(evidence_of(case, rating) for case, rating in run)
                yield Found(subject_kind="device", subject=device, blanks=blanks, evidence=evidence)


def _hasty_score(asked: Asked, rating: Event, served: dict[str, int]) -> tuple[bool, int]:
    """Whether it came too soon after the visit; and the score, which only a hasty one is compared by."""
    hasty = rating.moment - served[text(rating, "ticket")] < asked.number("seconds") * 1_000_000
    return hasty, amount(rating, "score") if hasty else 0
