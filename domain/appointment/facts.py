"""What can happen to an appointment, from the booking to the visit."""

from typing import Literal

from domain.fact import Fact, recorded_as

Kind = Literal["counter", "home_visit", "home_return"]
Purpose = Literal["guidance", "intake", "return", "other"]
Entitlement = Literal["", "elderly", "disabled", "pregnant", "merit", "ill", "far"]
"""Why somebody is visited at home. A choice, and nobody's own words."""
Party = Literal["citizen", "office"]


@recorded_as("appointment.booked", sealed=("person", "phone", "address", "hamlet", "note"))
class AppointmentBooked(Fact, frozen=True, kw_only=True):
    """A place in a slot is taken. `start` and `end` are µs UTC, `day` is that of the slot.

    `code` is for people, such as LH-261130-004: the day first booked, and its running number.
    `lookup` is the SHA-256 (hex) of the link's secret; `dossier` a hex id; `site` and `group` are keys.
    """

    code: str
    day: str
    ordinal: int
    start: int
    end: int
    kind: Kind
    purpose: Purpose = "other"
    procedure: str = ""
    dossier: str = ""
    group: str = ""
    site: str = ""
    officer: str = ""
    entitled: Entitlement = ""
    lookup: str = ""
    person: str = ""
    phone: str = ""
    address: str = ""
    hamlet: str = ""
    """As entered; the route of the visits goes by it."""
    note: str = ""


@recorded_as("appointment.moved", sealed=("reason",))
class AppointmentMoved(Fact, frozen=True, kw_only=True):
    """To another slot, with the same code. `officer` is who still comes; empty when that has to be settled anew."""

    before: str
    day: str
    start: int
    end: int
    asked_by: Party
    officer: str = ""
    reason: str = ""


@recorded_as("appointment.cancelled", sealed=("reason",))
class AppointmentCancelled(Fact, frozen=True, kw_only=True):
    """The place is free again. The office says why; a citizen need not."""

    asked_by: Party
    reason: str = ""


@recorded_as("appointment.kept")
class AppointmentKept(Fact, frozen=True, kw_only=True):
    """Both came. `ticket` is the hex id of the number taken at the counter."""

    ticket: str = ""


@recorded_as("appointment.missed", sealed=("note",))
class AppointmentMissed(Fact, frozen=True, kw_only=True):
    """`missed_by` did not come: it may be the office."""

    missed_by: Party
    note: str = ""


@recorded_as("appointment.officer_assigned")
class AppointmentOfficerAssigned(Fact, frozen=True, kw_only=True):
    officer: str


@recorded_as("appointment.list_read")
class AppointmentListRead(Fact, frozen=True, kw_only=True):
    """Names and addresses of a day's appointments were read, for the counter or for the route of the visits."""

    day: str
    purpose: Literal["counter", "route"]
    codes: tuple[str, ...] = ()
