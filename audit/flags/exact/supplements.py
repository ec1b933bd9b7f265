"""Exact rules about papers that are asked for: how often, how late, by whom, on which ground."""

from collections.abc import Iterator

from audit.cases import Value
from audit.flags.asked import SUPPLEMENTS, Asked, amount, events_of, moment, text
from audit.flags.finding import Found, cited

PROCESSING = "processing.supplement_requested"


def repeated_supplements(asked: Asked) -> Iterator[Found]:
    """Papers were asked for more often than once; a second time agreed to by a supervisor is a lesser question."""
    most = asked.number("supplements")
    for case in asked.dossiers:
        requests = events_of(case, *SUPPLEMENTS)
        if len(requests) <= most:
            continue
        agreed = len(requests) == most + 1 and bool(text(requests[-1], "approved_by"))
        yield Found(
            subject_kind="dossier",
            subject=case.id,
            blanks={"count": len(requests), "last_at": requests[-1].moment},
            evidence=cited(case, *requests),
            severity="low" if agreed else None,
        )


def unfounded_supplement(asked: Asked) -> Iterator[Found]:
    """Papers were asked for without an article, or papers which the published list does not name."""
    for case in asked.dossiers:
        for event in events_of(case, *SUPPLEMENTS):
            unlisted = amount(event, "unlisted")
            if unlisted or not text(event, "basis").strip():
                blanks: dict[str, Value] = {
                    "count": unlisted,
                    "why": "unlisted" if unlisted else "no_basis",
                    "at": event.moment,
                }
                yield Found(
                    subject_kind="dossier", subject=case.id, blanks=blanks, evidence=cited(case, event)
                )


def late_supplement(asked: Asked) -> Iterator[Found]:
    """Papers were asked for during processing, later than the law allows."""
    for case in asked.dossiers:
        received = moment(case, "received")
        for event in events_of(case, PROCESSING):
            days = asked.hours.days(received, event.moment) if received is not None else 0
            if days > asked.number("working_days"):
                blanks: dict[str, Value] = {
                    "days": days,
                    "most": asked.number("working_days"),
                    "at": event.moment,
                }
                yield Found(
                    subject_kind="dossier", subject=case.id, blanks=blanks, evidence=cited(case, event)
                )


def bypassed_unit(asked: Asked) -> Iterator[Found]:
    """Papers were asked for by somebody who does not belong to the one-stop unit."""
    unit = asked.names("roles")
    for case in asked.dossiers:
        for event in events_of(case, *SUPPLEMENTS):
            role = text(event, "role")
            if role and role not in unit:
                blanks: dict[str, Value] = {"role": role, "at": event.moment}
                yield Found(
                    subject_kind="dossier", subject=case.id, blanks=blanks, evidence=cited(case, event)
                )
