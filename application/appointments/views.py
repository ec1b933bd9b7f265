"""What the doors see of appointments: plain values; hex ids, ISO days and µs UTC."""

import msgspec


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody asks for. `start` is the beginning of an offered slot (µs UTC).

    `group` is needed only without a `procedure`; `address` and `entitled` only for a visit at home.
    """

    kind: str
    start: int
    purpose: str = "other"
    procedure: str = ""
    group: str = ""
    dossier: str = ""
    site: str = ""
    officer: str = ""
    entitled: str = ""
    person: str = ""
    phone: str = ""
    address: str = ""
    hamlet: str = ""
    note: str = ""


class SlotView(msgspec.Struct, frozen=True, kw_only=True):
    """An hour that can still be booked, and how many places are left."""

    day: str
    start: int
    end: int
    left: int


class AppointmentView(msgspec.Struct, frozen=True, kw_only=True):
    """An appointment without a person in it."""

    id: str
    code: str
    day: str
    start: int
    end: int
    kind: str
    purpose: str
    state: str
    """booked, kept, missed or cancelled."""
    group: str
    procedure: str
    procedure_name: str
    dossier: str
    site: str
    officer: str
    entitled: str
    ticket: str
    moves: int
    closed: bool
    """The calendar or the site changed since: nobody is there at that hour, so it has to be moved."""
    url: str = ""
    """Link with the secret in its fragment; only for whoever booked."""


class SheetLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the day's sheet or of the route, with the person; reading it is recorded."""

    appointment: AppointmentView
    person: str
    phone: str
    address: str
    hamlet: str
    note: str


class AppointmentPage(msgspec.Struct, frozen=True, kw_only=True):
    """What whoever holds the link sees: when, where, what to bring, and who will come to the door."""

    unit: str
    unit_en: str
    hotline: str
    code: str
    kind: str
    purpose: str
    state: str
    day: str
    start: int
    end: int
    place: str
    place_en: str
    address: str
    """Of the site; empty for the unit's own centre and for a visit at home."""
    procedure_name: str
    documents: tuple[str, ...]
    officer: str
    officer_phone: str
    closed: bool
    updated_at: int
