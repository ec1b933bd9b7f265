"""Which appointments there are, on which day and for whose counter: the appointment book, without a name in it."""

import msgspec

from domain.appointment import (
    Appointment,
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentKept,
    AppointmentMissed,
    AppointmentMoved,
    AppointmentOfficerAssigned,
    evolve,
)
from projections.fold import Rows, Seen

_state = msgspec.json.Decoder(Appointment)
_encode = msgspec.json.Encoder(order="sorted").encode


class AppointmentRow(msgspec.Struct, frozen=True):
    """An appointment today. Times in µs UTC; `appointment` is the domain's `Appointment` in JSON.

    `entry` is the position in the log of the booking: the order in which they were entered.
    """

    stream: str
    code: str
    coded_day: str
    ordinal: int
    day: str
    start_at: int
    end_at: int
    kind: str
    grp: str
    site: str
    officer: str
    state: str
    lookup: str
    entry: int
    version: int
    appointment: str


def read_appointment(state: str) -> Appointment:
    """The domain's appointment from the `appointment` column."""
    return _state.decode(state)


class AppointmentBook:
    name = "appointment_book"
    topics = frozenset(
        fact.NAME
        for fact in (
            AppointmentBooked, AppointmentMoved, AppointmentCancelled, AppointmentKept, AppointmentMissed,
            AppointmentOfficerAssigned,
        )
    )  # fmt: skip

    def __init__(self) -> None:
        self.rows = Rows(
            "appointment",
            AppointmentRow,
            indexes=("day, kind, state, site, grp, start_at", "coded_day, ordinal", "code", "lookup"),
        )
        self.tables = (self.rows,)

    def apply(self, seen: Seen) -> None:
        before = self.rows.get(seen.stream)
        known = read_appointment(before.appointment) if before is not None else Appointment()
        appointment = evolve(known, seen.fact, seen.recorded_at)
        self.rows.put(
            AppointmentRow(
                stream=seen.stream,
                code=appointment.code,
                coded_day=appointment.coded_day,
                ordinal=appointment.ordinal,
                day=appointment.day,
                start_at=appointment.start,
                end_at=appointment.end,
                kind=appointment.kind,
                grp=appointment.group,
                site=appointment.site,
                officer=appointment.officer,
                state=appointment.state,
                lookup=appointment.lookup,
                entry=before.entry if before is not None else seen.id,
                version=seen.version,
                appointment=_encode(appointment).decode(),
            )
        )
