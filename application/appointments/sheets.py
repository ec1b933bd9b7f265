"""The sheet of a day for the counters, and the route of the visits; reading names and addresses is recorded."""

from typing import Literal
from uuid import UUID

from application.appointments.acts import STAFF, Acts
from application.appointments.hours import person_of
from application.appointments.views import SheetLine
from application.core import in_one_of
from application.envelope import Actor
from application.store import Transaction
from domain.appointment import AT_HOME, AppointmentListRead
from projections.appointments import AppointmentRow

OF_DAY = (
    f"SELECT {', '.join(AppointmentRow.__struct_fields__)} FROM appointment "
    "WHERE day = ? AND state <> 'cancelled' ORDER BY start_at, entry"
)


class Sheets(Acts):
    def day(self, day: str, by: Actor, *, site: str = "", group: str = "") -> tuple[SheetLine, ...]:
        """Every appointment at the counters of a place on a day (ISO), by the hour."""

        def wanted(row: AppointmentRow) -> bool:
            return row.kind not in AT_HOME and row.site == site and group in {"", row.grp}

        rows = [row for row in self._of_day(day) if wanted(row)]
        return self._read(rows, day, "counter", by)

    def route(self, day: str, by: Actor, *, officer: str = "") -> tuple[SheetLine, ...]:
        """The visits of a day (of one officer): by officer and hour, and within an hour hamlet by hamlet.

        Hamlets come in the order in which they were first entered, so that one way leads through all of them.
        """
        rows = [row for row in self._of_day(day) if row.kind in AT_HOME and officer in {"", row.officer}]
        lines = self._read(rows, day, "route", by)
        entries = {row.code: row.entry for row in rows}
        first: dict[str, int] = {}
        for line in sorted(lines, key=lambda line: entries[line.appointment.code]):
            first.setdefault(_hamlet(line), len(first))

        def place(line: SheetLine) -> tuple[bool, str, int, int, int]:
            at = line.appointment
            return (not at.officer, at.officer, at.start, first[_hamlet(line)], entries[at.code])

        return tuple(sorted(lines, key=place))

    def _of_day(self, day: str) -> list[AppointmentRow]:
        found = self.core.store.reader().execute(OF_DAY, (day,)).fetchall()
        return [AppointmentRow(*row) for row in found]

    def _read(
        self, rows: list[AppointmentRow], day: str, purpose: Literal["counter", "route"], by: Actor
    ) -> tuple[SheetLine, ...]:
        stream = self.core.stream("appointment_list", day)
        codes = tuple(row.code for row in rows)

        def work(tx: Transaction) -> UUID:
            in_one_of(self.core, by, tx, STAFF, AppointmentListRead.NAME)
            if codes:  # an empty list tells nothing about anybody
                read = AppointmentListRead(day=day, purpose=purpose, codes=codes)
                tx.record(stream, tx.version(stream), read)
            return stream

        return self.core.write(by, "", work, lambda _: tuple(map(self._line, rows)))

    def _line(self, row: AppointmentRow) -> SheetLine:
        booked = person_of(self.core, row.stream)
        return SheetLine(
            appointment=self.view_of(row),
            person=booked.person,
            phone=booked.phone,
            address=booked.address,
            hamlet=booked.hamlet,
            note=booked.note,
        )


def _hamlet(line: SheetLine) -> str:
    return " ".join(line.hamlet.casefold().split())
