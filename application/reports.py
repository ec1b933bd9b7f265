"""Reports: figures derived from the log, with the position of the log they were computed at."""

from collections.abc import Callable
from datetime import date

from application.core import Core
from application.follower import Follower
from projections import ii06a, trail
from projections.ii06a import Table
from projections.status import DossierRow
from projections.trail import TrailRow

STATUS = f"SELECT {', '.join(DossierRow.__struct_fields__)} FROM dossier WHERE stream = ?"


class Reports:
    def __init__(self, core: Core, follower: Callable[[], Follower]) -> None:
        self.core, self.follower = core, follower

    def ii06a(self, first: date, last: date) -> Table:
        """Table II.06a for a period; refused, with the dossiers named, if its figures do not add up."""
        follower = self.follower()
        with follower.lock:
            return ii06a.report(follower.connection, first, last)

    def status(self, code: str) -> DossierRow:
        """Where a dossier stands, without personal data."""
        stream = self.core.dossier_stream(code)
        return DossierRow(*self.core.store.reader().execute(STATUS, (stream.hex,)).fetchone())

    def trail(self, code: str) -> tuple[TrailRow, ...]:
        """Everything that happened to a dossier, and who read it."""
        return trail.of_dossier(self.follower().connection, self.core.dossier_stream(code).hex)
