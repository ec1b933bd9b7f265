"""A line of the register, and what each fact of a dossier enters in it."""

from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from domain.dossier import Due
from domain.dossier import facts as f
from domain.fact import Fact
from projections.course import (
    appointment_moved,
    day_of,
    end_of,
    held_after,
    status_after,
    stops_the_clock,
)
from projections.fold import Seen

F = TypeVar("F", bound=Fact)


class RegisterRow(msgspec.Struct, frozen=True):
    """A line of the register. Times in µs UTC, days in Vietnam; 0 and empty for what has not happened.

    `ordinal` runs through the year of receipt without gaps; what was never accepted has none. `finished_*` is
    the first finish and stays when the dossier is opened again: a dossier is resolved once. `finished_how` is
    one of result, refused_after, withdrawn, stopped, not_accepted. `ended_how` is how it stands ended now:
    returned, refused_after, withdrawn, stopped, not_accepted, or empty.
    """

    stream: str
    code: str = ""
    year: int = 0
    ordinal: int = 0
    procedure: str = ""
    procedure_name: str = ""
    field: str = ""
    channel: str = ""
    sets: int = 0
    submitted_at: int = 0
    received_day: str = ""
    received_at: int = 0
    limit_unit: str = ""
    due_original: str = ""
    due_original_at: int = 0
    due_current: str = ""
    due_current_at: int = 0
    finished_day: str = ""
    finished_at: int = 0
    finished_how: str = ""
    returned_day: str = ""
    returned_at: int = 0
    return_channel: str = ""
    status: int = 0
    stage: str = "intake"
    holder: str = ""
    section: str = ""
    apologies: int = 0
    supplements: int = 0
    withdrawals: int = 0
    reopened: int = 0
    appointments: int = 0
    held: str = ""
    """What holds the clock up now (a `PauseReason`), or nothing while it runs."""
    pauses: int = 0
    """How often the clock was stopped, each cause counted."""
    ended_how: str = ""
    decision: str = ""
    """favourable or refusal, once a draft says so."""
    result_number: str = ""
    notice: str = ""
    """Number of the latest written notice (M02, M03, M05)."""
    ticket: str = ""
    last_event: int = 0
    last_topic: str = ""
    last_at: int = 0


Change = dict[str, Any]
Entry = Callable[[RegisterRow, F, int], Change]

_ENTRIES: dict[type[Fact], Entry[Any]] = {}


def _on(*kinds: type[Fact]) -> Callable[[Entry[Any]], Entry[Any]]:
    def enter(entry: Entry[Any]) -> Entry[Any]:
        _ENTRIES.update(dict.fromkeys(kinds, entry))
        return entry

    return enter


@_on(f.DossierSubmitted)
def _submitted(row: RegisterRow, fact: f.DossierSubmitted, at: int) -> Change:
    return {"procedure": fact.procedure, "field": fact.field, "channel": fact.channel, "submitted_at": at}


@_on(f.DossierAccepted)
def _accepted(row: RegisterRow, fact: f.DossierAccepted, at: int) -> Change:
    if row.received_at:
        return {}
    due = fact.due or Due(date="", at=0)
    return {
        "code": fact.code, "procedure": fact.procedure, "procedure_name": fact.procedure_name,
        "field": fact.field, "channel": fact.channel, "sets": fact.sets, "stage": "processing",
        "submitted_at": fact.submitted_at, "received_at": at, "received_day": day_of(at),
        "limit_unit": fact.limit.unit, "due_original": due.date, "due_original_at": due.at,
        "return_channel": fact.return_channel, "ticket": fact.ticket or row.ticket,
        "finished_at": 0, "finished_day": "", "finished_how": "",
    }  # fmt: skip


@_on(f.DossierRefused)
def _refused(row: RegisterRow, fact: f.DossierRefused, at: int) -> Change:
    return {
        "procedure": fact.procedure, "field": fact.field, "channel": fact.channel, "notice": fact.number,
        "ticket": fact.ticket or row.ticket,
    }  # fmt: skip


@_on(f.IntakeSupplementRequested)
def _sent_home(row: RegisterRow, fact: f.IntakeSupplementRequested, at: int) -> Change:
    return {
        "procedure": fact.procedure, "field": fact.field, "channel": fact.channel, "notice": fact.number,
        "ticket": fact.ticket or row.ticket, "supplements": row.supplements + 1,
    }  # fmt: skip


@_on(f.ProcessingSupplementRequested)
def _asked(row: RegisterRow, fact: f.ProcessingSupplementRequested, at: int) -> Change:
    return {"notice": fact.number, "supplements": row.supplements + 1}


@_on(f.DossierForwarded)
def _forwarded(row: RegisterRow, fact: f.DossierForwarded, at: int) -> Change:
    return {"section": fact.section, "holder": ""}


@_on(f.DossierAssigned)
def _assigned(row: RegisterRow, fact: f.DossierAssigned, at: int) -> Change:
    return {"holder": fact.officer, "section": fact.section or row.section}


@_on(f.HandoverAccepted)
def _handed_over(row: RegisterRow, fact: f.HandoverAccepted, at: int) -> Change:
    return {"holder": fact.to_officer, "section": fact.section or row.section}


@_on(f.ApologyIssued)
def _apologised(row: RegisterRow, fact: f.ApologyIssued, at: int) -> Change:
    return {"apologies": row.apologies + 1}


@_on(f.WithdrawalRequested)
def _withdrawing(row: RegisterRow, fact: f.WithdrawalRequested, at: int) -> Change:
    return {"withdrawals": row.withdrawals + 1}


@_on(f.SupplementExpired, f.PaymentExpired, f.WithdrawalGranted, f.DossierStopped)
def _ended_in_writing(row: RegisterRow, fact: f.SupplementExpired, at: int) -> Change:
    return {"notice": fact.number}


@_on(f.ResultDrafted)
def _drafted(row: RegisterRow, fact: f.ResultDrafted, at: int) -> Change:
    return {"decision": "favourable" if fact.favourable else "refusal"}


@_on(f.ResultSentBack)
def _sent_back(row: RegisterRow, fact: f.ResultSentBack, at: int) -> Change:
    return {"decision": ""}


@_on(f.ResultSigned)
def _signed(row: RegisterRow, fact: f.ResultSigned, at: int) -> Change:
    return {"result_number": fact.number, "decision": row.decision or "favourable"}


@_on(f.ResolvedAtCounter)
def _resolved_at_counter(row: RegisterRow, fact: f.ResolvedAtCounter, at: int) -> Change:
    return {"result_number": fact.number, "decision": "favourable"}


@_on(f.ResultReturned)
def _returned(row: RegisterRow, fact: f.ResultReturned, at: int) -> Change:
    how = "refused_after" if row.decision == "refusal" else "returned"
    return {
        "returned_at": at, "returned_day": day_of(at), "return_channel": fact.channel, "ended_how": how,
    }  # fmt: skip


@_on(f.ResultRecalled, f.CorrectionOpened)
def _reopened(row: RegisterRow, fact: Fact, at: int) -> Change:
    return {"reopened": row.reopened + 1, "result_number": "", "decision": "", "ended_how": ""}


def _finish(row: RegisterRow, fact: Fact, at: int) -> Change:
    how = end_of(fact)
    if not how:
        return {}
    now: Change = {} if how == "result" else {"ended_how": how}
    if row.finished_at:
        return now
    return now | {"finished_at": at, "finished_day": day_of(at), "finished_how": how}


def _appointment(row: RegisterRow, fact: Fact) -> Change:
    due = appointment_moved(fact)
    return {"due_current": due.date, "due_current_at": due.at} if due else {}


def _clock(row: RegisterRow, fact: Fact) -> Change:
    accepted = row.stage == "processing"
    stopped = accepted and stops_the_clock(fact) != ""
    return {"held": held_after(fact, row.held, accepted=accepted), "pauses": row.pauses + stopped}


def after(row: RegisterRow, seen: Seen) -> RegisterRow:
    """The line after one more fact of its dossier."""
    fact, at = seen.fact, seen.recorded_at
    entry = _ENTRIES.get(type(fact))
    accepted = row.stage == "processing"
    return msgspec.structs.replace(
        row,
        status=status_after(fact, row.status, accepted=accepted),
        last_event=seen.id,
        last_topic=seen.topic,
        last_at=at,
        **_clock(row, fact),
        **_appointment(row, fact) | (entry(row, fact, at) if entry else {}) | _finish(row, fact, at),
    )
