"""Reports: figures derived from the log, with the position of the log they were computed at."""

from collections.abc import Callable
from datetime import date

import msgspec

from application.core import Core
from application.follower import Follower
from domain import dossier as d
from projections import ii06a, online, trail
from projections.ii06a import Table
from projections.online import Answers
from projections.status import DossierRow, read_state
from projections.trail import TrailRow

STATUS = f"SELECT {', '.join(DossierRow.__struct_fields__)} FROM dossier WHERE stream = ?"


WAITING = "SELECT stream, state FROM dossier WHERE status IN (4, 5, 6, 7) ORDER BY code, stream"


class WaitingLine(msgspec.Struct, frozen=True, kw_only=True):
    """A dossier that waits; its code is empty before it is accepted."""

    id: str
    code: str
    status: int
    wait: d.Wait


class Reports:
    def __init__(self, core: Core, follower: Callable[[], Follower]) -> None:
        self.core, self.follower = core, follower

    def ii06a(self, first: date, last: date) -> Table:
        """Table II.06a for a period; refused, with the dossiers named, if its figures do not add up.

        While the period is not over, what is pending is measured as of now.
        """
        follower = self.follower()
        with follower.lock:
            return ii06a.report(follower.connection, first, last, self.core.now())

    def intake(self, first: date | None = None, last: date | None = None) -> Answers:
        """Whether online submissions were answered within their working hours; by default all, until today."""
        follower, until = self.follower(), last or self.core.today()
        with follower.lock:
            return online.answers(follower.connection, first, until, self.core.now())

    def paused(self) -> tuple[WaitingLine, ...]:
        """Every dossier that waits for somebody outside, each under the status that the law knows for it."""
        rows = self.core.store.reader().execute(WAITING).fetchall()
        states = ((stream, read_state(state)) for stream, state in rows)
        return tuple(
            WaitingLine(id=stream, code=state.code, status=int(state.status), wait=wait)
            for stream, state in states
            if (wait := d.waits(state)) is not None
        )

    def status(self, code: str) -> DossierRow:
        """Where a dossier stands, without personal data."""
        stream = self.core.dossier_stream(code)
        return DossierRow(*self.core.store.reader().execute(STATUS, (stream.hex,)).fetchone())

    def trail(self, code: str) -> tuple[TrailRow, ...]:
        """Everything that happened to a dossier, and who read it."""
        return trail.of_dossier(self.follower().connection, self.core.dossier_stream(code).hex)
