"""The office as the board last heard it, and since when it has heard nothing. Asked on a thread of its own."""

from datetime import date

from application.faults import Fault
from application.ports import OfficePort, UnitView
from application.views import Board
from domain.fact import Refused

REFRESH = 5.0
"""Seconds after which the board is read again although nothing was written: estimates and breaks change alone."""
RETRY = 1.0
"""Seconds between two tries while the office does not answer."""


class Feed:
    """`look` blocks as long as the office takes; what it leaves behind is read from the screen's thread."""

    def __init__(self, office: OfficePort) -> None:
        self.office = office
        self.unit: UnitView | None = None
        self.board: Board | None = None
        self.today: date | None = None
        self.cut_since = 0
        """µs UTC on the office's clock; 0 while it answers."""
        self.lost = False
        """Whether the last look got no answer."""
        self._position = -1
        self._looked = self._at_steady = float("-inf")
        self._at = 0

    def look(self, steady: float) -> bool:
        """Whether there is something new to show, or the connection went or came back."""
        try:
            if not self._due(steady):
                return False
            self._looked = steady
            return self._read(steady)
        except (Refused, Fault):
            self._looked = steady
            was, self.lost = self.lost, True
            self.cut_since = self.cut_since or self.now(steady)
            return not was

    def now(self, steady: float) -> int:
        """The office's hour (µs UTC) without asking it again; 0 before the first answer."""
        return self._at + round((steady - self._at_steady) * 1_000_000) if self._at else 0

    def _due(self, steady: float) -> bool:
        if self.lost or not self.office.reachable:
            return steady - self._looked >= RETRY
        return self.office.position() != self._position or steady - self._looked >= REFRESH

    def _read(self, steady: float) -> bool:
        position = self.office.position()
        unit = self.unit or self.office.unit
        board, now, today = self.office.queue.board(), self.office.now(), self.office.today()
        news = board != self.board or self.lost or today != self.today
        self.unit, self.board, self.today = unit, board, today
        self._position, self._at, self._at_steady = position, now, steady
        self.lost, self.cut_since = False, 0
        return news
