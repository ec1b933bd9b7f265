"""One screen whose place changes with the session; when a visit ends, nothing of it is left on it."""

import time
from pathlib import Path

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical

from application.faults import Fault
from application.ports import OfficePort
from domain.fact import Refused
from kiosk import hardening
from kiosk.front import Front
from kiosk.hardening import PublicApp
from kiosk.scan import BurstFilter
from kiosk.screens import frame
from kiosk.screens.aside import AttractPlace, HelpPlace, SorryPlace
from kiosk.screens.bring import BringPlace
from kiosk.screens.choosing import FieldsPlace, HomePlace, ProceduresPlace
from kiosk.screens.follow import AnswerPlace, FollowPlace
from kiosk.screens.number import NumberPlace
from kiosk.screens.place import (
    Back,
    Go,
    Home,
    Longer,
    LookUp,
    Move,
    Place,
    Redraw,
    Scene,
    TakeNumber,
    Written,
)
from kiosk.screens.plan import NARROW, WIDE, Plan, planned
from kiosk.screens.priority import PriorityPlace
from kiosk.screens.search import SearchPlace
from kiosk.session import Patience
from kiosk.widgets import StepBar, Tile, themes
from wording.identity import CONTRAST, LIGHT

STEPS = 5
PLACES: dict[str, type[Place]] = {
    "attract": AttractPlace,
    "home": HomePlace,
    "fields": FieldsPlace,
    "procedures": ProceduresPlace,
    "search": SearchPlace,
    "bring": BringPlace,
    "priority": PriorityPlace,
    "number": NumberPlace,
    "follow": FollowPlace,
    "answer": AnswerPlace,
    "help": HelpPlace,
    "sorry": SorryPlace,
}


class Stage(PublicApp):
    """Give it an office and the name of this device. `tickets` is the folder a printer takes its slips from."""

    CSS_PATH = "app.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (NARROW, "-medium"), (WIDE, "-wide")]  # noqa: RUF012 - as Textual has it

    def __init__(
        self,
        office: OfficePort,
        device: str = "kiosk-1",
        *,
        language: str = "vi",
        tickets: Path | None = None,
        patience: Patience | None = None,
    ) -> None:
        super().__init__()
        self.front = Front(office, device, tickets)
        self.first_language, self.patience = language, patience or Patience()
        self.LANGUAGE = language
        self.steady = time.monotonic
        self.session = self.front.new_session(language)
        self.head, self.steps = frame.Head(id="head"), StepBar(STEPS)
        self.body, self.foot = Vertical(id="body"), frame.Foot(id="foot")
        self.place: Place | None = None
        self.plan: Plan | None = None
        self.burst: BurstFilter[events.Key] = BurstFilter()
        self.last_touch = self.shown_at = self.number_since = 0.0
        self.by_keys = self.swallowing = False
        self.warning: frame.StillThere | None = None
        self.warned_at = self.board_looked_at = 0.0

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own colour names exist before any theme is chosen."""
        return dict(themes()[0].variables)

    def compose(self) -> ComposeResult:
        yield self.head
        yield self.steps
        yield self.body
        yield self.foot

    async def on_mount(self) -> None:
        for theme in themes():
            self.register_theme(theme)
        self.theme = LIGHT.name
        self.last_touch = self.steady()
        await self.show()

    def on_ready(self) -> None:
        if not self.is_headless:
            self.set_timer(0.3, hardening.settle)

    async def on_resize(self) -> None:
        if self.place is not None:
            await self.show()

    # ---- what is shown

    async def show(self) -> None:
        """Build the session's place anew: for another place, page, language, colour or size alike."""
        kind = PLACES[self.session.place]
        plan = planned(self.size, steps=bool(kind.STEP), foot=kind.FOOT, foot_goes=kind.FOOT_GOES)
        try:
            place = kind(Scene(self.front, self.session, plan))
        except (Refused, Fault) as wrong:
            self._apologise(wrong)
            return await self.show()
        before = self.focused.key if isinstance(self.focused, Tile) else ""
        self.place, self.plan = place, plan
        with self.batch_update():
            await self.body.remove_children()
            if self.body.is_attached:
                await self.body.mount(place)
                await self._show_frame(plan, kind.STEP)
        self._focus_again(before)
        return None

    async def _show_frame(self, plan: Plan, step: int) -> None:
        language = self.session.language
        self.head.show(self.front.unit, language, plan)
        self._tell_time()
        self.steps.display, self.steps.styles.height = bool(plan.steps), plan.steps
        self.steps.step, self.steps.language = step or 1, language
        contrast = self.theme == CONTRAST.name
        await self.foot.show(self.session.place, language, plan, contrast=contrast)

    def _focus_again(self, before: str) -> None:
        """Who moves by arrow keys finds the mark where it was, or at the first choice."""
        if not self.by_keys:
            self.set_focus(None)
            return
        tiles = self._targets()
        same = [tile for tile in tiles if tile.key == before]
        self.set_focus(next(iter(same or self._body_tiles()), None))

    def _body_tiles(self) -> list[Tile]:
        return list(self.place.query(Tile)) if self.place is not None else []

    def _targets(self) -> list[Tile]:
        return [*self._body_tiles(), *self.foot.query(Tile)]

    def _tell_time(self) -> None:
        office = self.front.office
        if self.plan is not None:
            self.head.tell_time(office.now(), office.today(), self.session.language, self.plan)

    # ---- moves

    async def make(self, move: Move) -> None:
        """Do what a place answered."""
        match move:
            case Go(place):
                self.session.go(place)
                await self._arrive()
            case Back():
                self.session.back()
                await self._arrive()
            case Home():
                await self.start_over()
            case Redraw():
                await self.show()
            case Written() if self.place is not None:
                await self.place.write()
            case TakeNumber():
                await self._take_number()
            case LookUp():
                await self._look_up()
            case Longer():
                self.number_since = self.steady()
                self._count_down()

    async def _arrive(self) -> None:
        self.shown_at = self.steady()
        await self.show()

    async def _take_number(self) -> None:
        session = self.session
        try:
            ticket = self.front.take_number(session)
        except (Refused, Fault) as wrong:
            self._apologise(wrong)
        else:
            self.front.hand_over(session, ticket)
            session.trail.clear()
            session.place, session.page = "number", 0
            self.number_since = self.steady()
        await self._arrive()
        self._count_down()

    async def _look_up(self) -> None:
        try:
            self.front.look_up(self.session)
        except (Refused, Fault) as wrong:
            self._apologise(wrong)
        else:
            self.session.go("answer" if self.session.found is not None else "sorry")
        await self._arrive()

    def _apologise(self, wrong: Refused | Fault) -> None:
        self.session.sorry = self.front.sorry_for(wrong, self.session)
        self.session.go("sorry")

    async def start_over(self, *, language: str = "", place: str = "home") -> None:
        """Forget the visit. What is on the screen, in the fields and in the scanner's buffer goes with it."""
        self.session = self.front.new_session(language or self.first_language)
        self.session.place = place
        self.burst = BurstFilter()
        self.by_keys = False
        self.last_touch = self.steady()
        if not language:
            self.theme = LIGHT.name
        await self._stop_asking()
        await self._arrive()
        self.set_timer(0.08, hardening.collect)

    # ---- counting down

    def _count_down(self) -> None:
        if isinstance(self.place, NumberPlace):
            left = self.patience.ticket - (self.steady() - self.number_since)
            self.place.count_down(max(0, round(left)))

    async def _ask(self) -> None:
        self.warned_at = self.steady()
        plan = self.plan or planned(self.size, steps=False, foot=True)
        self.warning = frame.StillThere(self.session.language, round(self.patience.warning), plan)
        await self.screen.mount(self.warning)

    async def _stop_asking(self) -> None:
        if self.warning is not None:
            await self.warning.remove()
            self.warning = None
