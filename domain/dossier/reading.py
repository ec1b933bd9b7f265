"""What a dossier's state means to people: in time or late, and whose move it is."""

from typing import Literal, TypeVar

from domain.dossier.state import Dossier, Status

T = TypeVar("T", int, str)
Timeliness = Literal["early", "on_time", "late"]

COUNTED_BY_THE_CLOCK = frozenset({"working_hour", "same_day"})

_NEXT: dict[Status, str] = {
    Status.NONE: "citizen.submit",
    Status.NEWLY_REGISTERED: "office.check",
    Status.ACCEPTED: "office.forward",
    Status.NOT_ACCEPTED: "nobody.refused",
    Status.IN_PROCESS: "office.decide",
    Status.SUPPLEMENT_REQUESTED: "citizen.supplement",
    Status.FINANCIAL_OBLIGATION: "citizen.pay",
    Status.WITHDRAWAL_REQUESTED: "office.decide_withdrawal",
    Status.STOPPED: "nobody.stopped",
    Status.PROCESSED: "office.bring_result",
    Status.RETURNED: "nobody.returned",
}


def timeliness(dossier: Dossier, end_date: str, end_at: int | None = None) -> Timeliness | None:
    """Early, on time or late, if the dossier ended on `end_date` (ISO, local) at `end_at` (µs UTC).

    Measured against the lawful appointment: neither an apology nor a changed date makes a late dossier
    punctual, while a restart the law itself orders counts. Limits in hours and same-day limits compare
    moments. None: no limit.
    """
    due = dossier.due_lawful
    if due is None or dossier.limit is None:
        return None
    if dossier.limit.unit in COUNTED_BY_THE_CLOCK and end_at is not None:
        return _order(end_at, due.at)
    return _order(end_date, due.date)


def _order(end: T, due: T) -> Timeliness:
    if end == due:
        return "on_time"
    return "early" if end < due else "late"


def next_step(dossier: Dossier) -> str:
    """Who must move and to do what: `office.…`, `citizen.…` or `nobody.…`, a key for the wording."""
    if dossier.status is Status.SUPPLEMENT_REQUESTED and dossier.supplement and dossier.supplement.provided:
        return "office.check_supplement"
    if dossier.status is Status.IN_PROCESS and dossier.offered:
        return "office.take_over"
    if dossier.status is Status.IN_PROCESS and dossier.result.drafted:
        return "office.sign"
    if dossier.status is Status.PROCESSED and not dossier.result.signed:
        return "office.sign"
    if dossier.status is Status.PROCESSED and dossier.delivery == "ready":
        return "citizen.fetch"
    return _NEXT[dossier.status]
