"""From the draft to the citizen's hand."""

from domain.dossier.facts.shapes import About, Channel, Checked, Medium
from domain.fact import Fact, recorded_as


@recorded_as("result.drafted", sealed=("document",))
class ResultDrafted(Fact, frozen=True, kw_only=True):
    """The specialist submits a draft for signature. `favourable` is False for a reasoned refusal."""

    favourable: bool = True
    document: str = ""
    digest: str = ""
    drafted_by: str = ""
    """Kept so that nobody signs their own draft."""


@recorded_as("result.signed", sealed=("document",))
class ResultSigned(Fact, frozen=True, kw_only=True):
    """The leader signs: the clock stops here, status 9. `number` is the result's own number.

    Without a document of its own the signed result is the draft.
    """

    number: str
    signed_by: str
    document: str = ""
    digest: str = ""


@recorded_as("result.sent_back", sealed=("reason",))
class ResultSentBack(Fact, frozen=True, kw_only=True):
    """The leader does not sign the draft and says why."""

    reason: str = ""


@recorded_as("result.resolved_at_counter", sealed=("document",))
class ResolvedAtCounter(Fact, frozen=True, kw_only=True):
    """Delegated and same-day procedures, decided at the unit (NĐ 61 Art. 17(4)(5)): status 2 to 9."""

    number: str
    document: str = ""
    digest: str = ""


@recorded_as("result.ready", sealed=("place",))
class ResultReady(Fact, frozen=True, kw_only=True):
    """The result is at the one-stop unit, for the citizen to fetch; `place` says where."""

    place: str = ""


@recorded_as("notice.sent")
class NoticeSent(Fact, frozen=True, kw_only=True):
    about: About
    channel: Medium


@recorded_as("result.returned", sealed=("recipient",))
class ResultReturned(Fact, frozen=True, kw_only=True):
    """Handed over; identity or authorisation was checked: status 10."""

    channel: Channel
    checked: Checked
    ticket: str = ""
    recipient: str = ""


@recorded_as("result.recalled", sealed=("reason",))
class ResultRecalled(Fact, frozen=True, kw_only=True):
    """An error is found before the return: 9 to 4; the first finish time is kept."""

    approved_by: str
    reason: str = ""


@recorded_as("correction.opened", sealed=("reason",))
class CorrectionOpened(Fact, frozen=True, kw_only=True):
    """An error of the office in a returned result: 10 to 4, at the office's cost (NĐ 61 Art. 21(1))."""

    approved_by: str
    reason: str = ""


@recorded_as("result.dispatched")
class ResultDispatched(Fact, frozen=True, kw_only=True):
    """Left the unit, sealed, with the post or with an officer (QĐ 45/2016 Art. 8); `record` is the hand-over record."""

    channel: Channel
    record: str = ""
    tracking: str = ""


@recorded_as("delivery.attempted", sealed=("note",))
class DeliveryAttempted(Fact, frozen=True, kw_only=True):
    """Nobody took the result: the person was invited, for the `time`-th time (TT 17/2017 Art. 5(2)(h))."""

    time: int
    note: str = ""


@recorded_as("result.undeliverable", sealed=("reason",))
class ResultUndeliverable(Fact, frozen=True, kw_only=True):
    """Back at the unit after the invitations; still there for the citizen."""

    record: str = ""
    reason: str = ""


@recorded_as("result.unclaimed", sealed=("reason",))
class ResultUnclaimed(Fact, frozen=True, kw_only=True):
    """Nobody came for it: listed apart, counted as resolved, never destroyed before the archive's rules say so."""

    reason: str = ""
