"""What the waiting room sees: tickets, the board, a counter, and the page of a ticket."""

import msgspec


class WaitRange(msgspec.Struct, frozen=True):
    """An honest estimate in minutes."""

    low: int
    high: int


class TicketView(msgspec.Struct, frozen=True, kw_only=True):
    """A ticket as its holder or an officer sees it."""

    id: str
    number: str
    day: str
    group: str
    procedure: str
    procedure_name: str
    priority: str
    state: str
    """waiting, called, serving, parked (missed, may rejoin), served or expired."""
    counter: str
    officer: str
    issued_at: int
    called_at: int
    started_at: int
    people_ahead: int
    wait: WaitRange | None = None
    url: str = ""
    """Look-up link with the secret in its fragment; only for whoever holds the ticket."""
    dossier: str = ""
    rule: str = ""
    """Why it was called before others (`domain.queue.TicketCalled.rule`)."""
    passed_over: tuple[str, ...] = ()
    due_at: int = 0
    """The hour of its appointment (µs UTC), while that is kept."""
    remark: str = ""
    """What its holder is told when it is taken: `appointment_late`; empty for nothing."""
    for_counter: str = ""
    """Sent to this counter by a colleague; empty for any of its group."""
    for_officer: str = ""
    confirmed: bool = False
    """The priority it claims was looked at at a counter."""
    held_at: int = 0
    holds: int = 0
    transfers: int = 0
    kept: bool = False
    """Given out while the office was out of reach: nobody knows yet how many are ahead."""


class BoardCall(msgspec.Struct, frozen=True):
    number: str
    counter: str
    called_at: int
    state: str
    recalls: int = 0
    """How often it was called again, so that the hall hears each."""


class BoardCounter(msgspec.Struct, frozen=True, kw_only=True):
    """A counter of the hall: open (calls now), paused (until when, µs UTC; 0 for not said) or closed."""

    counter: str
    label: str = ""
    """What stands on the sign; empty for the number alone."""
    groups: tuple[str, ...] = ()
    """Keys of the service groups it calls; empty for all."""
    state: str = "closed"
    until: int = 0


class BoardGroup(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the hall: how many wait, what somebody who takes a number now may expect, and who is next."""

    key: str
    series: str
    name: str
    name_en: str
    waiting: int = 0
    wait: WaitRange | None = None
    next: tuple[str, ...] = ()
    """Numbers in the order in which they would be called, as things are now."""


class Announcement(msgspec.Struct, frozen=True, kw_only=True):
    """What the office tells the hall. `since` and `until` in µs UTC."""

    text: str
    text_en: str = ""
    until: int = 0
    since: int = 0
    id: str = ""


class CounterAtWork(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody at a counter to whom a visitor can be sent."""

    counter: str
    officer: str
    name: str


class Board(msgspec.Struct, frozen=True, kw_only=True):
    """The hall: numbers and counters only, never a person."""

    day: str
    calls: tuple[BoardCall, ...]
    """Latest first."""
    waiting: dict[str, int]
    """People waiting by service group."""
    missed: tuple[str, ...]
    next: tuple[str, ...]
    counters: tuple[BoardCounter, ...] = ()
    groups: tuple[BoardGroup, ...] = ()
    announcements: tuple[Announcement, ...] = ()
    """Those shown now, the latest first."""
    last_calls: tuple[BoardCall, ...] = ()
    """The latest calls of the day, whatever became of them, the latest first."""
    held: tuple[str, ...] = ()
    """Numbers whose visitors stepped aside and come back without queuing again."""
    closed: bool = False
    """No numbers are given out now."""
    opens_at: str = ""
    """While closed: when numbers are given out again, in local time (`2026-03-02T07:00`)."""
    quiet: str = ""
    """The half-hours of today with the fewest people, as `14:30–15:30`; empty while not known."""


class CounterView(msgspec.Struct, frozen=True, kw_only=True):
    """What an officer at a counter works from."""

    counter: str
    officer: str
    current: TicketView | None
    waiting: tuple[TicketView, ...]
    missed: tuple[TicketView, ...]
    served_today: int
    held: tuple[TicketView, ...] = ()
    paused_until: int = 0
    """The planned end of the own break (µs UTC); 0 for none."""
    counters: tuple[CounterAtWork, ...] = ()
    """The other counters at work, to which a visitor can be sent."""


class TicketPage(msgspec.Struct, frozen=True, kw_only=True):
    """What a ticket's QR code opens."""

    unit: str
    unit_en: str
    number: str
    state: str
    group: str
    counter: str
    people_ahead: int
    wait: WaitRange | None
    issued_at: int
    updated_at: int
    documents: tuple[str, ...]
    """What to bring, once more."""
    dossier_code: str = ""
    near: bool = False
    """So few wait before it that its holder should be in the hall by now."""
    moved_from: str = ""
    """Key of the service group that sent it on to this one; empty unless it waits after that."""
    rejoin_by: int = 0
    """While parked: until when (µs UTC) its holder may come back into the line with it."""
    from_afar: bool = False
    """Taken on a phone, before its holder was in the hall."""
    rated: bool = False
    """Its holder has said how the visit was."""
