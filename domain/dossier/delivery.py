"""The way of a result out of the unit: by post or to the home, tried again, brought back, or never fetched."""

from domain.dossier.codes import local_day
from domain.dossier.facts import (
    Channel,
    DeliveryAttempted,
    ResultDispatched,
    ResultUnclaimed,
    ResultUndeliverable,
)
from domain.dossier.refusals import (
    InvitedTooSoon,
    NotDispatched,
    NotInvitedEnough,
    NotReady,
    NotSentOut,
    NotSigned,
    NotToldEnough,
    NotToldOfEarlyResult,
    NotUnclaimedYet,
    PostalRecordMissing,
)
from domain.dossier.state import Dossier, Hand, Rules
from domain.dossier.transitions import admit, verb

AT_THE_UNIT = frozenset({"ready", "undeliverable", "unclaimed"})
SENT_OUT: frozenset[Channel] = frozenset({"postal", "home"})


@verb(ResultDispatched)
def dispatch_result(
    dossier: Dossier, *, by: Hand, at: int, channel: Channel, record: str = "", tracking: str = ""
) -> ResultDispatched:
    """By post under a hand-over record that both have signed; to the home with an officer."""
    admit(dossier, ResultDispatched, by=by, at=at)
    if not dossier.result.signed:
        raise NotSigned()
    if dossier.delivery not in AT_THE_UNIT:
        raise NotReady()
    if channel not in SENT_OUT:
        raise NotSentOut(channel=channel)
    if channel == "postal" and not record.strip():
        raise PostalRecordMissing()
    told_when_early(dossier, at)
    return ResultDispatched(channel=channel, record=record, tracking=tracking)


def told_when_early(dossier: Dossier, at: int) -> None:
    """An early return is welcome, and the person is told first; whoever waited at the counter knows."""
    due = dossier.due_current
    if due is None or dossier.notices or dossier.decided_at_counter:
        return
    if dossier.delivery == "ready" and local_day(at) < due.date:
        raise NotToldOfEarlyResult(date=due.date)


@verb(DeliveryAttempted)
def attempt_delivery(
    dossier: Dossier, *, by: Hand, at: int, working_days_since_last: int, rules: Rules, note: str = ""
) -> DeliveryAttempted:
    """Invitations lie apart, so that a person who is away two days is not invited twice in vain."""
    admit(dossier, DeliveryAttempted, by=by, at=at)
    if dossier.delivery != "dispatched":
        raise NotDispatched()
    if dossier.invitations and working_days_since_last < rules.postal_gap_wd:
        raise InvitedTooSoon(working_days=rules.postal_gap_wd)
    return DeliveryAttempted(time=dossier.invitations + 1, note=note)


@verb(ResultUndeliverable)
def bring_back(
    dossier: Dossier, *, by: Hand, at: int, reason: str, rules: Rules, record: str = ""
) -> ResultUndeliverable:
    admit(dossier, ResultUndeliverable, by=by, at=at, reason=reason)
    if dossier.delivery != "dispatched":
        raise NotDispatched()
    if dossier.invitations < rules.postal_invitations:
        raise NotInvitedEnough(times=rules.postal_invitations, done=dossier.invitations)
    return ResultUndeliverable(record=record, reason=reason)


@verb(ResultUnclaimed)
def list_unclaimed(
    dossier: Dossier, *, by: Hand, at: int, days_since_due: int, reason: str, rules: Rules
) -> ResultUnclaimed:
    """`days_since_due` counts calendar days from the appointment, or from the signing where there is none."""
    admit(dossier, ResultUnclaimed, by=by, at=at, reason=reason)
    if dossier.delivery not in {"ready", "undeliverable"}:
        raise NotReady()
    if days_since_due < rules.unclaimed_after_days:
        raise NotUnclaimedYet(days=rules.unclaimed_after_days)
    if dossier.notices < rules.unclaimed_notices:
        raise NotToldEnough(times=rules.unclaimed_notices, done=dossier.notices)
    return ResultUnclaimed(reason=reason)
