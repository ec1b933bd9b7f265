"""What the desk asks of whoever can draw the pages of then: rooms of the street that it does not know."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from application.office import Office
from audit.shown import DossierShown, TicketShown


class Look(Protocol):
    """The lines of each page and screen by its name, and what it all is."""

    @property
    def shown(self) -> DossierShown | TicketShown: ...

    @property
    def sections(self) -> Mapping[str, Sequence[str]]: ...

    @property
    def note(self) -> str: ...


class Showing(Protocol):
    """Draws a dossier (by code) in an office of then, as `motcua audit shown` does."""

    def __call__(
        self, office: Office, what: str, day: str, language: str, *, is_ticket: bool, sealed: bool
    ) -> Look: ...
