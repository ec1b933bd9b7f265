"""Numbers that a kiosk holds for when the office is out of reach, and what it gives out of them meanwhile."""

import msgspec

from domain.queue import Priority


class LeasedNumber(msgspec.Struct, frozen=True, kw_only=True):
    """A number that may be given out. `ticket` is the hex id it will have; `url` its look-up link."""

    ordinal: int
    number: str
    ticket: str
    url: str


class Lease(msgspec.Struct, frozen=True, kw_only=True):
    """Numbers of one series and day, which nobody but this device gives out. `id` in hex."""

    id: str
    device: str
    day: str
    group: str
    series: str
    leased_at: int
    numbers: tuple[LeasedNumber, ...]


class KeptTicket(msgspec.Struct, frozen=True, kw_only=True):
    """A number that was given out under a lease, as the kiosk kept it until the office could be told."""

    lease: str
    day: str
    group: str
    series: str
    ordinal: int
    procedure: str = ""
    priority: Priority = ""
    dossier: str = ""
    taken_at: int
    """By the office's clock as far as the kiosk knows it (µs UTC)."""
    clock_off: int = 0
    """How far the kiosk's own clock was behind that (µs), where it was noticed to be wrong."""
    command: str
    """The visit it was taken for, in hex: if the office gave that visit a number unheard, this one replaces it."""
