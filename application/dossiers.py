"""Everything that can be done to a dossier: taken in, worked on, decided, delivered, kept and read."""

from collections.abc import Callable

from application.acts.acting import NotDossierStaff, Overtaken, UnknownDossier
from application.acts.delivery import Delivery
from application.acts.ends import Ends
from application.acts.hands import Hands
from application.acts.keeping import Keeping
from application.acts.money import Money
from application.acts.outside import Outside
from application.acts.results import Results
from application.acts.supplements import Supplements
from application.core import Core, parsed_id
from application.explaining import as_lines, explain
from application.follower import Follower
from application.intake import DossierIntake
from application.reading import DossierReading

__all__ = ["Dossiers", "NotDossierStaff", "Overtaken", "UnknownDossier"]


class Dossiers(
    DossierIntake, Hands, Supplements, Money, Outside, Ends, Results, Delivery, Keeping, DossierReading
):
    """The dossiers of one office; each part is in its own module."""

    def __init__(self, core: Core, follower: Callable[[], Follower]) -> None:
        super().__init__(core)
        self.follower = follower

    def explain(self, dossier: str, language: str) -> tuple[str, ...]:
        """The clock line by line: each interval, whether it counted, and why; nothing personal is read."""
        stream = parsed_id(dossier, UnknownDossier)
        follower = self.follower()
        with follower.lock:
            return as_lines(explain(self.core, follower, stream), language)
