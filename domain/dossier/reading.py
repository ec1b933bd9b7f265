"""What a dossier's state means to people: in time or late, and whose move it is."""

from collections.abc import Callable
from typing import Literal, TypeVar

from domain.dossier.delivery import AT_THE_UNIT, SENT_OUT
from domain.dossier.outside import under_way
from domain.dossier.state import Dossier, Status
from domain.dossier.transitions import open_acts

T = TypeVar("T", int, str)
Timeliness = Literal["early", "on_time", "late"]

COUNTED_BY_THE_CLOCK = frozenset({"working_hour", "same_day"})

PROVED_CHANNELS = frozenset({"postal", "home"})
"""Channels on which a record or a visit proves the moment of submission, from which the clock runs."""

WITHOUT_RESULT = frozenset({Status.NOT_ACCEPTED, Status.STOPPED})

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


def clock_started_at(dossier: Dossier) -> int | None:
    """The moment the limit begins (µs UTC): the proved submission, else the acceptance; None before it."""
    if dossier.accepted_at is None or dossier.channel not in PROVED_CHANNELS:
        return dossier.accepted_at
    return dossier.submitted_at


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


def measured_end(dossier: Dossier, at: int) -> int:
    """The moment (µs UTC) to measure a dossier by that is looked at, or has just ended, at `at`.

    That is its first finish, or `at` while there is none. What stands still takes no time of the office: where the
    clock stands, or stood until an end without a result, it is the moment the clock had stopped. A result is
    measured by itself, since whatever let it go on has moved the lawful appointment (NĐ 61/2018 Art. 19(4)).
    """
    if dossier.finished_at is not None and not _ended_without_result(dossier):
        return dossier.finished_at
    since = at if dossier.finished_at is None else dossier.finished_at
    edge = dossier.finished_at
    for pause in reversed(dossier.paused):
        if pause.end != edge:
            break
        since = edge = pause.start  # one cause gave way to the next: the clock stood all along
    return since


def _ended_without_result(dossier: Dossier) -> bool:
    """Whether its first finish was none: a result that is taken back was one all the same."""
    return dossier.status in WITHOUT_RESULT and not (dossier.recalls or dossier.corrections)


def _order(end: T, due: T) -> Timeliness:
    if end == due:
        return "on_time"
    return "early" if end < due else "late"


_ONLY_WHEN: dict[str, Callable[[Dossier], bool]] = {
    "handover.offered": lambda dossier: dossier.offered is None,
    "handover.accepted": lambda dossier: dossier.offered is not None,
    "handover.declined": lambda dossier: dossier.offered is not None,
    "opinion.received": lambda dossier: bool(dossier.opinions),
    "opinion.overdue": lambda dossier: any(not each.overdue for each in dossier.opinions),
    "verification.scheduled": lambda dossier: dossier.visit is None,
    "verification.recorded": lambda dossier: dossier.visit is not None,
    "referral.planned": lambda dossier: dossier.referral is None or not under_way(dossier.referral),
    "referral.sent": lambda dossier: (
        dossier.referral is not None and any(each.sent_at is None for each in dossier.referral.legs)
    ),
    "referral.returned": lambda dossier: (
        dossier.referral is not None
        and any(each.sent_at is not None and each.returned_at is None for each in dossier.referral.legs)
    ),
    "supplement.completed": lambda dossier: dossier.supplement is not None and dossier.supplement.provided,
    "dossier.lost": lambda dossier: not dossier.lost,
    "dossier.restored": lambda dossier: dossier.lost,
    "dossier.archived": lambda dossier: not dossier.archive,
    "payment.refunded": lambda dossier: dossier.paid_vnd > 0,
    "paper.issued": lambda dossier: dossier.accepted_at is not None and not dossier.receipt_given,
    "result.ready": lambda dossier: dossier.result.signed and dossier.delivery == "not_ready",
    "result.dispatched": lambda dossier: dossier.delivery in AT_THE_UNIT,
    "delivery.attempted": lambda dossier: dossier.delivery == "dispatched",
    "result.undeliverable": lambda dossier: dossier.delivery == "dispatched",
    "result.unclaimed": lambda dossier: dossier.delivery in {"ready", "undeliverable"},
    "result.sent_back": lambda dossier: dossier.result.drafted,
    "result.resolved_at_counter": lambda dossier: dossier.delegated,
}
"""What else must be so before an act is worth offering; whether it may be done, its verb decides."""


def offered_acts(dossier: Dossier, role: str) -> frozenset[str]:
    """Names of the facts worth offering to this role now: open by the table, and with something to act on."""
    return frozenset(
        name for name in open_acts(dossier, role) if (holds := _ONLY_WHEN.get(name)) is None or holds(dossier)
    )


def waits_outside(dossier: Dossier) -> bool:
    """Whether another agency has the next move."""
    asked = any(not each.overdue for each in dossier.opinions)
    return asked or (dossier.referral is not None and dossier.referral.is_open)


_BEFORE: dict[Status, tuple[tuple[Callable[[Dossier], bool], str], ...]] = {
    Status.SUPPLEMENT_REQUESTED: (
        (lambda dossier: bool(dossier.supplement and dossier.supplement.provided), "office.check_supplement"),
    ),
    Status.IN_PROCESS: (
        (lambda dossier: dossier.offered is not None, "office.take_over"),
        (lambda dossier: dossier.lost, "office.restore"),
        (lambda dossier: dossier.visit is not None, "office.visit"),
        (waits_outside, "office.wait_for_agency"),
        (lambda dossier: dossier.result.drafted, "office.sign"),
    ),
    Status.PROCESSED: (
        (lambda dossier: not dossier.result.signed, "office.sign"),
        (lambda dossier: dossier.delivery == "dispatched", "office.deliver"),
        (
            lambda dossier: dossier.delivery == "ready" and dossier.return_channel in SENT_OUT,
            "office.dispatch",
        ),
        (lambda dossier: dossier.delivery in AT_THE_UNIT, "citizen.fetch"),
    ),
}
"""What comes before the ordinary next step of a status, the most pressing first."""


def next_step(dossier: Dossier) -> str:
    """Who must move and to do what: `office.…`, `citizen.…` or `nobody.…`, a key for the wording."""
    cases = _BEFORE.get(dossier.status, ())
    return next((step for holds, step in cases if holds(dossier)), _NEXT[dossier.status])
