"""One visitor at the kiosk: what was chosen so far. Forgotten whole when the visit ends."""

from dataclasses import dataclass, field

import msgspec

from application.found_appointment import FoundAppointment
from application.views import DossierPage, TicketPage, TicketView
from domain.catalogue import Procedure
from kiosk.opinion import Opinion
from kiosk.printing.press import Job
from kiosk.reception import Reception


class Patience(msgspec.Struct, frozen=True, kw_only=True):
    """How long the kiosk waits, in seconds."""

    away: float = 45
    """Without a touch or a key, before it asks whether somebody is still there."""
    warning: float = 20
    """How long it asks."""
    ticket: float = 30
    """How long a number stays on the screen."""
    attract: float = 60
    """How long the first screen stands untouched before it invites the hall."""
    second_press: float = 0.35
    """A second tap or Enter sooner than this after a new screen was meant for the one before."""
    on_a_number: float = 1.0
    """The same, on the screen with the number: nobody shall miss it by pressing twice."""


class Step(msgspec.Struct, frozen=True):
    """A place somebody can go back to, and the page it showed."""

    place: str
    page: int


class Sorry(msgspec.Struct, frozen=True, kw_only=True):
    """Why something was not done, in one sentence, and what to do now."""

    sentence: str
    blanks: dict[str, object] = {}
    now: str
    now_blanks: dict[str, object] = {}


@dataclass
class Session:
    """Everything of one visit, and nothing of the one before."""

    command: str
    """Id of the one number this visit may take: pressing twice asks for the same number twice."""
    language: str
    place: str = "home"
    page: int = 0
    trail: list[Step] = field(default_factory=list)
    group: str = ""
    field_name: str = ""
    procedure: Procedure | None = None
    have: set[int] = field(default_factory=set)
    """Places in the procedure's list of the papers the visitor ticked."""
    priority: str = ""
    words: str = ""
    keys: str = ""
    """Of the last word, from which it is composed anew with every key."""
    typed_at: float = 0.0
    """Seconds of a steady clock at which the last letter came."""
    figures: bool = False
    """The keyboard on the screen shows figures."""
    code: str = ""
    short_code: str = ""
    at_short_code: bool = False
    letters: bool = False
    """Letters are wanted where digits would do."""
    secret: str = ""
    """Of the link that was scanned or typed last."""
    found: TicketPage | DossierPage | FoundAppointment | None = None
    appointment: str = ""
    """Code of the appointment for which the number is to be."""
    way: str = ""
    """How a result shall be collected."""
    opinion: Opinion = field(default_factory=Opinion)
    reception: Reception | None = None
    """What was said before the number, because it may be of no use; None in ordinary hours."""
    ticket: TicketView | None = None
    quiet: str = ""
    """A quieter hour of today, as `14:30–15:30`, where the wait is long."""
    paper: Job | None = None
    """The slip of this visit, on its way or settled."""
    printed: str = ""
    """What the screen has last seen of it: `printing`, `png`, `paper`, `failed`; nothing without a printer."""
    sorry: Sorry | None = None

    def go(self, place: str) -> None:
        self.trail.append(Step(self.place, self.page))
        self.place, self.page = place, 0

    def back(self) -> None:
        if self.page and self.place != "home":
            self.page -= 1
        elif self.trail:
            step = self.trail.pop()
            self.place, self.page = step.place, step.page

    def choose(self, procedure: Procedure | None) -> None:
        """What the number will be for; None is «other business» of the chosen group."""
        if procedure != self.procedure:
            self.have = set()
        self.procedure = procedure
        if procedure is not None:
            self.group = procedure.group

    def to_bring(self) -> tuple[str, ...]:
        """The papers the law asks of everybody that were not ticked."""
        papers = self.procedure.documents if self.procedure else ()
        missing = (paper for place, paper in enumerate(papers) if place not in self.have)
        return tuple(paper.name for paper in missing if not paper.optional)
