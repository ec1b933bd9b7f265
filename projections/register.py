"""Sổ theo dõi (M06/M07): one line for each dossier, with every date that a figure is ever taken from.

Beside the lines stand stretches of time (the clock standing still, waiting for papers, asking to withdraw, open
again, an appointment moved by law), so that the register can say how things stood at the end of any past day: see
`book`.
"""

from typing import Any

import msgspec

from domain.dossier import Status
from domain.dossier import facts as f
from domain.fact import Fact
from projections.course import DOSSIER_TOPICS, appointment_moved_by_law, end_of
from projections.fold import Rows, Seen
from projections.register_line import RegisterRow, after

__all__ = ["OnlineRow", "Register", "RegisterRow", "StretchRow", "YearRow"]


class StretchRow(msgspec.Struct, frozen=True):
    """A stretch of a dossier's time. `until_at` is 0 while it lasts.

    `kind` is clock (it stood still, for one cause: the domain's `Pause`), supplement, withdrawal, reopened, or
    appointment: the clock policy moved it to `due_date`.
    """

    stream: str
    kind: str
    ordinal: int
    from_at: int
    until_at: int = 0
    answered_at: int = 0
    """When papers were first handed in, for a supplement."""
    due_date: str = ""
    due_at: int = 0


class OnlineRow(msgspec.Struct, frozen=True):
    """What was submitted online, in the field it was submitted in, and its first answer (NĐ 45/2020 Art. 11).

    `answer_by` is the end of its working hours. `answered_how`: accepted, refused, asked, or withdrawn by the
    applicant; 0 and empty while nobody has answered. `code` is empty unless that answer was an acceptance.
    """

    stream: str
    field: str
    submitted_at: int
    answer_by: int
    answered_at: int = 0
    answered_how: str = ""
    code: str = ""


class YearRow(msgspec.Struct, frozen=True):
    """The last ordinal given in a year's register."""

    year: int
    last: int = 0


_LASTS = {int(Status.SUPPLEMENT_REQUESTED): "supplement", int(Status.WITHDRAWAL_REQUESTED): "withdrawal"}
"""Statuses whose whole length is a stretch."""

_ANSWERS: dict[type[Fact], str] = {
    f.DossierAccepted: "accepted",
    f.DossierRefused: "refused",
    f.IntakeSupplementRequested: "asked",
    f.WithdrawalRequested: "withdrawn",
}
"""What ends the wait of an online submission for its first answer."""


class Register:
    name = "register"
    topics = DOSSIER_TOPICS

    def __init__(self) -> None:
        self.rows = Rows(
            "register",
            RegisterRow,
            indexes=("field, received_day", "received_day", "finished_day", "code"),
        )
        self.stretches = Rows("register_stretch", StretchRow, keys=3)
        self.years = Rows("register_year", YearRow)
        self.online = Rows("register_online", OnlineRow, indexes=("answered_at, submitted_at",))
        self.tables: tuple[Rows[Any], ...] = (self.rows, self.stretches, self.years, self.online)

    def apply(self, seen: Seen) -> None:
        before = self.rows.get(seen.stream) or RegisterRow(seen.stream)
        row = after(before, seen)
        if row.received_at and not before.received_at:
            row = self._numbered(row)
        self._submission(row, seen)
        self._clock(before, row, seen.recorded_at)
        self._stretch(before, row, seen)
        if row.received_at and before.received_at:
            row = self._moved_by_law(row, seen)
        self.rows.put(row)

    def _numbered(self, row: RegisterRow) -> RegisterRow:
        year = int(row.received_day[:4])
        last = (self.years.get(year) or YearRow(year)).last + 1
        self.years.put(YearRow(year, last))
        return msgspec.structs.replace(row, year=year, ordinal=last)

    def _moved_by_law(self, row: RegisterRow, seen: Seen) -> RegisterRow:
        due = appointment_moved_by_law(seen.fact)
        if due is None:
            return row
        number, at = row.appointments + 1, seen.recorded_at
        moved = StretchRow(seen.stream, "appointment", number, at, due_date=due.date, due_at=due.at)
        self.stretches.put(moved)
        return msgspec.structs.replace(row, appointments=number)

    def _submission(self, row: RegisterRow, seen: Seen) -> None:
        """Kept as it was sent in: an acceptance may correct the field, and changes no figure of an earlier day."""
        fact, at = seen.fact, seen.recorded_at
        if isinstance(fact, f.DossierSubmitted) and fact.answer_by:
            self.online.put(OnlineRow(seen.stream, fact.field, at, fact.answer_by))
            return
        how = _ANSWERS.get(type(fact))
        sent = self.online.get(seen.stream) if how else None
        if how is None or sent is None or sent.answered_at:
            return
        self.online.put(msgspec.structs.replace(sent, answered_at=at, answered_how=how, code=row.code))

    def _clock(self, before: RegisterRow, row: RegisterRow, at: int) -> None:
        """As the domain opens and closes its pauses: a new cause ends the old one's stretch."""
        if before.held and (not row.held or row.pauses > before.pauses):
            self._close(before, "clock", at)
        if row.pauses > before.pauses:
            self._open(row, "clock", at)

    def _stretch(self, before: RegisterRow, row: RegisterRow, seen: Seen) -> None:
        at = seen.recorded_at
        asked_again = row.supplements > before.supplements or row.withdrawals > before.withdrawals
        if before.status in _LASTS and (row.status != before.status or asked_again):
            self._close(before, _LASTS[before.status], at)
        if row.status in _LASTS and (row.status != before.status or asked_again):
            self._open(row, _LASTS[row.status], at)
        if row.reopened > before.reopened:
            self._close(before, "reopened", at)
            self._open(row, "reopened", at)
        elif row.reopened and end_of(seen.fact):
            self._close(row, "reopened", at)
        if isinstance(seen.fact, f.SupplementProvided):
            self._answered(before, at)

    def _open(self, row: RegisterRow, kind: str, at: int) -> None:
        self.stretches.put(StretchRow(row.stream, kind, _ordinal(row, kind), at))

    def _close(self, row: RegisterRow, kind: str, at: int) -> None:
        stretch = self.stretches.get(row.stream, kind, _ordinal(row, kind))
        if stretch is not None and not stretch.until_at:
            self.stretches.put(msgspec.structs.replace(stretch, until_at=at))

    def _answered(self, row: RegisterRow, at: int) -> None:
        stretch = self.stretches.get(row.stream, "supplement", row.supplements)
        if stretch is not None and not stretch.answered_at:
            self.stretches.put(msgspec.structs.replace(stretch, answered_at=at))


_COUNTED = {
    "clock": "pauses",
    "supplement": "supplements",
    "withdrawal": "withdrawals",
    "reopened": "reopened",
}
"""Which number of the line counts the stretches of a kind."""


def _ordinal(row: RegisterRow, kind: str) -> int:
    number: int = getattr(row, _COUNTED[kind])
    return number
