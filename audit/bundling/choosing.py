"""Which events are meant: all of some dossiers, all acts of an officer, or all there is of some days."""

from typing import TYPE_CHECKING

import msgspec

from domain.evidence import About
from projections.course import midnight

if TYPE_CHECKING:
    from datetime import date

    from application.office import Office

BETWEEN = "SELECT id, state FROM event WHERE recorded_at >= ? AND recorded_at < ? ORDER BY id"
A_DAY = 86_400_000_000


class _Hand(msgspec.Struct):
    """The part of an envelope that says who acted."""

    actor: str


class Chosen(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked for. Days are local and both included."""

    codes: tuple[str, ...] = ()
    officer: str = ""
    first: "date | None" = None
    last: "date | None" = None

    @property
    def about(self) -> About:
        if self.codes:
            return "dossiers"
        return "officer" if self.officer else "period"

    def dossiers(self, office: "Office") -> tuple[str, ...]:
        """Hex ids of the dossiers that were named."""
        return tuple(office.core.dossier_stream(code).hex for code in self.codes)

    def events(self, office: "Office") -> list[int]:
        """Ids of the events, in the order of the log."""
        if self.codes:
            rows = (row.id for code in self.codes for row in office.reports.trail(code))
            return sorted(set(rows))
        return [
            id for id, state in office.store.reader().execute(BETWEEN, self._bounds()) if self._acted(state)
        ]

    def _acted(self, state: bytes) -> bool:
        return not self.officer or _hand(state).actor == self.officer

    def _bounds(self) -> tuple[int, int]:
        start = midnight(self.first) if self.first else 0
        end = midnight(self.last) + A_DAY if self.last else 1 << 62
        return start, end


_hand = msgspec.json.Decoder(_Hand).decode
