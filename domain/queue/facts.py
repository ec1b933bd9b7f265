"""What can happen to a ticket, from the kiosk to the end of the visit."""

from typing import Literal

from domain.fact import Fact, recorded_as

Priority = Literal["", "elderly", "disabled", "pregnant", "merit", "ill", "appointment"]
Remark = Literal["", "appointment_late"]
"""What whoever takes a number is told about it: came after the hour of the appointment, so it waits like others."""
Rule = Literal[
    "first_come", "priority", "appointment", "turn_of_ordinary", "waited_long", "rejoined", "resumed", "by_number"
]  # fmt: skip


@recorded_as("ticket.issued")
class TicketIssued(Fact, frozen=True, kw_only=True):
    """A number is taken. The label is `series` + three digits of `ordinal`, unique in the unit and day.

    `procedure` and `field` are empty for «other business»; `lookup` is the SHA-256 (hex) of its secret.
    """

    day: str
    series: str
    ordinal: int
    group: str
    procedure: str = ""
    field: str = ""
    priority: Priority = ""
    people_ahead: int = 0
    lookup: str = ""
    dossier: str = ""
    """Hex id of the dossier this visit is about, when the citizen came to fetch a result."""
    appointment: str = ""
    """Code of the appointment its holder came for."""
    due_at: int = 0
    """The hour of that appointment (µs UTC), which the calling rule keeps; 0 without one, or once it was missed."""
    remark: Remark = ""
    expected_seconds: int = -1
    """How long the wait was expected to be when the number was taken; -1 when nobody could know."""
    spread_seconds: int = 0
    """Standard deviation of that expectation."""
    told_low: int = -1
    """The range in minutes that was told, kept so that the promise can be compared with what came of it."""
    told_high: int = -1
    lease: str = ""
    """Hex id of the lease it was given out under, while the office was out of reach."""
    taken_at: int = 0
    """When it was taken (µs UTC), where that is not when it was recorded."""
    clock_off: int = 0
    """How far the kiosk's clock was behind the office's (µs), where it was noticed to be wrong."""


@recorded_as("ticket.printed")
class TicketPrinted(Fact, frozen=True, kw_only=True):
    """The number reached the citizen's hand. A second print of the same number is a second fact."""

    medium: Literal["screen", "png", "paper"]


@recorded_as("ticket.print_failed")
class TicketPrintFailed(Fact, frozen=True, kw_only=True):
    medium: Literal["screen", "png", "paper"]
    fault: str


@recorded_as("ticket.called", sealed=("why",))
class TicketCalled(Fact, frozen=True, kw_only=True):
    """One atomic claim by one counter. `rule` says why this ticket and not an earlier one.

    `passed_over` lists the labels of tickets that had waited longer, so that each can be told why.
    """

    counter: str
    officer: str
    rule: Rule
    passed_over: tuple[str, ...] = ()
    not_here: tuple[str, ...] = ()
    """Labels of the same group that had waited longer but wait for another counter or officer."""
    why: str = ""
    """The officer's reason for a call by number."""


@recorded_as("ticket.recalled")
class TicketRecalled(Fact, frozen=True, kw_only=True):
    counter: str
    time: int
    """1 for the second call, 2 for the third."""


@recorded_as("ticket.missed")
class TicketMissed(Fact, frozen=True, kw_only=True):
    """Called and nobody came: parked, not deleted. The citizen may rejoin by showing the slip."""

    counter: str


@recorded_as("ticket.rejoined")
class TicketRejoined(Fact, frozen=True, kw_only=True):
    """A parked ticket comes back, to second place, with the same number."""

    behind: str = ""
    """Label of the one ticket that goes before it; empty when nobody was waiting."""


@recorded_as("ticket.held", sealed=("why",))
class TicketHeld(Fact, frozen=True, kw_only=True):
    """The visitor steps aside, to fill in a form or to fetch a copy, and will not queue again."""

    counter: str
    why: str = ""


@recorded_as("ticket.resumed")
class TicketResumed(Fact, frozen=True, kw_only=True):
    """Whoever stepped aside is ready: the ticket stands at the head of its line."""


@recorded_as("ticket.service_started")
class ServiceStarted(Fact, frozen=True, kw_only=True):
    counter: str
    officer: str


@recorded_as("ticket.transferred", sealed=("why",))
class TicketTransferred(Fact, frozen=True, kw_only=True):
    """The visitor needs another service group, counter or officer; the number and the waiting time are kept."""

    from_group: str
    to_group: str
    why: str = ""
    counter: str = ""
    to_counter: str = ""
    """Only that counter calls it, while somebody works there; empty for any of the group."""
    to_officer: str = ""
    """Only that officer calls it, while at work."""


@recorded_as("ticket.priority_changed", sealed=("why",))
class PriorityChanged(Fact, frozen=True, kw_only=True):
    """An officer adds or removes priority at the counter, and says why."""

    before: Priority
    after: Priority
    why: str = ""


@recorded_as("ticket.priority_confirmed")
class PriorityConfirmed(Fact, frozen=True, kw_only=True):
    """The priority claimed at the kiosk was looked at, and it is right."""

    priority: Priority
    counter: str = ""


@recorded_as("guidance.given")
class GuidanceGiven(Fact, frozen=True, kw_only=True):
    """What the officer explained is kept (NĐ 61/2018 Art. 15; NĐ 118/2025 Art. 16)."""

    procedure: str = ""
    topics: tuple[Literal["papers", "process", "fees", "online", "other_agency", "other"], ...] = ()


@recorded_as("ticket.served")
class TicketServed(Fact, frozen=True, kw_only=True):
    """The visit is over. `outcome` says what came of it; `dossier` is the hex id when it concerned one."""

    outcome: Literal["dossier", "guidance", "result", "supplement", "payment", "refusal", "other"]
    dossier: str = ""


@recorded_as("ticket.expired")
class TicketExpired(Fact, frozen=True, kw_only=True):
    """The day closed before this ticket was served, its holder left, or holds another number instead."""

    why: Literal["day_closed", "left", "replaced"] = "day_closed"
