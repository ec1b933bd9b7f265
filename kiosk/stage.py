"""One screen whose place changes with the session; when a visit ends, nothing of it is left on it."""

import asyncio
import time
from contextlib import suppress
from pathlib import Path

import msgspec
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.geometry import Size
from textual.timer import Timer

from application.faults import Fault
from application.ports import OfficePort
from domain.fact import Refused
from kiosk import hardening
from kiosk.aids import Aids
from kiosk.front import CUT_OFF, Front
from kiosk.hardening import PublicApp
from kiosk.places import PLACES
from kiosk.printing import Printer
from kiosk.scan import BurstFilter, secret_of
from kiosk.screens import frame
from kiosk.screens.banner import Banner
from kiosk.screens.checkin import arrived
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
from kiosk.session import Patience
from kiosk.speaking import prompt
from kiosk.widgets import Key, Keys, StepBar, Target, Tile, targets_in, themes
from wording.identity import CONTRAST, LIGHT

STEPS = 5
AT_ONCE = 0.8
"""Share of the time in which a number cannot be pressed away that its slip may take to be told with it."""
LOOK = 0.02
HERE = 3.0
"""Seconds after a touch within which somebody stands here to listen."""


class Stage(PublicApp):
    """Give it an office and the name of this device.

    Slips go to `printer`, or without one as pictures into the folder `tickets`, or nowhere. The file `heartbeat`
    is touched every second, for whoever watches.
    """

    CSS_PATH = "app.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (NARROW, "-medium"), (WIDE, "-wide")]  # noqa: RUF012 - as Textual has it

    def __init__(
        self,
        office: OfficePort,
        device: str = "kiosk-1",
        *,
        language: str = "vi",
        tickets: Path | None = None,
        printer: Printer | None = None,
        heartbeat: Path | None = None,
        aids: Aids | None = None,
        patience: Patience | None = None,
    ) -> None:
        super().__init__()
        self.front = Front(office, device, tickets, printer)
        self.heartbeat, aids = heartbeat, aids or Aids()
        self.prompter, self.large_type = aids.prompter, aids.large_type
        self.large, self.touched_at, self.heard = False, 0.0, ""
        self.first_language, self.patience = language, patience or Patience()
        self.LANGUAGE = language
        self.steady = time.monotonic
        self.session = self.front.new_session(language)
        self.head, self.steps = frame.Head(id="head"), StepBar(STEPS)
        self.banner, self.standing = Banner(id="banner"), self.front.standing
        self.body, self.foot = Vertical(id="body"), frame.Foot(id="foot")
        self.place: Place | None = None
        self.plan: Plan | None = None
        self.burst: BurstFilter[events.Key] = BurstFilter()
        self.last_touch = self.shown_at = self.number_since = 0.0
        self.by_keys = self.swallowing = False
        self.warning: frame.StillThere | None = None
        self.warned_at = self.board_looked_at = 0.0
        self.tidies = False
        self.tidying: Timer | None = None

    def _steadily(self) -> float:
        """The clock as it is when it is asked: it may be another one by then."""
        return self.steady()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own colour names exist before any theme is chosen."""
        return dict(themes()[0].variables)

    def compose(self) -> ComposeResult:
        yield self.head
        yield self.banner
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
            self.after(0.3, self.settle)

    def settle(self) -> None:
        """Once the first screen stands. Whoever looks something up first is not to wait until the index is made."""
        with suppress(Refused, Fault):
            self.front.office.catalogue.search("a")
        hardening.settle(by_itself=False)
        self.tidies = True

    def on_unmount(self) -> None:
        """Whoever closes the office next does so after the last slip is on record."""
        self.front.close()
        if self.prompter is not None:
            self.prompter.close()
        self.enlarge(large=False)

    async def on_resize(self) -> None:
        if self.place is not None:
            await self.show()

    # ---- what is shown

    @property
    def marked(self) -> Target | None:
        """What arrow keys have led to."""
        focused = self.focused
        if isinstance(focused, Keys):
            return focused.marked
        return focused if isinstance(focused, Tile) else None

    @property
    def marked_key(self) -> str:
        return self.marked.key if self.marked is not None else ""

    def mark(self, target: Target | None) -> None:
        """Lead the eye to what Enter would press."""
        if isinstance(target, Key):
            target.board.marked = target
            self.set_focus(target.board)
        else:
            self.set_focus(target)

    async def show(self, marked: str = "") -> None:
        """Build the session's place anew: for another place, page, language, colour or size alike.

        `marked`: the tile that had the focus, where it is gone already.
        """
        kind = PLACES[self.session.place]
        self.standing = self.front.standing
        told = self.banner.tell(self.standing, self.session.language, self.size)
        left = Size(self.size.width, self.size.height - told)
        ways = self.session.place not in frame.WITHOUT_BACK
        plan = planned(left, steps=bool(kind.STEP), foot=kind.FOOT, foot_goes=kind.FOOT_GOES, ways=ways)
        try:
            place = kind(Scene(self.front, self.session, plan, self._steadily))
        except (Refused, Fault) as wrong:
            self._apologise(wrong)
            return await self.show()
        before = marked or self.marked_key
        self.place, self.plan = place, plan
        with self.batch_update():
            await self.body.remove_children()
            if self.body.is_attached:
                await self.body.mount(place)
                await self._show_frame(plan, kind.STEP)
                await hardening.caught_up(self.body)
        self._focus_again(before)
        self._read_aloud()
        return None

    def _read_aloud(self) -> None:
        """Once for each place, page and language, and only to somebody who is there."""
        session, place = self.session, self.place
        here = self.steady() - self.touched_at < HERE
        if self.prompter is None or place is None or not here:
            return
        text = prompt(place, session)
        if text != self.heard:
            self.heard = text
            self.prompter.read(text, session.language, session.place)

    async def _show_frame(self, plan: Plan, step: int) -> None:
        language = self.session.language
        self.head.show(self.front.unit, language, self._of_head(plan))
        self._tell_time()
        self.steps.display, self.steps.styles.height = bool(plan.steps), plan.steps
        self.steps.step, self.steps.language = step or 1, language
        contrast = self.theme == CONTRAST.name
        large = self.large if self.large_type is not None else None
        await self.foot.show(self.session.place, language, plan, contrast=contrast, large=large)

    def _focus_again(self, before: str) -> None:
        """Who moves by arrow keys finds the mark where it was, or at the first choice."""
        if not self.by_keys:
            self.mark(None)
            return
        same = [target for target in self._targets() if target.key == before]
        self.mark(next(iter(same or self._choices()), None))

    def _choices(self) -> list[Target]:
        """What can be pressed in this place, in reading order."""
        return targets_in(self.place) if self.place is not None else []

    def _targets(self) -> list[Target]:
        return [*self._choices(), *targets_in(self.foot)]

    def _tell_time(self) -> None:
        office = self.front.office
        if self.plan is not None:
            plan = self._of_head(self.plan)
            self.head.tell_time(office.now(), office.today(), self.session.language, plan)

    def _of_head(self, plan: Plan) -> Plan:
        rows = plan.header - self.banner.borrowed
        self.head.display = rows > 0
        return msgspec.structs.replace(plan, header=rows)

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
                await self.tell_paper()

    async def _arrive(self) -> None:
        self.shown_at = self.steady()
        await self.show()

    async def _take_number(self) -> None:
        session = self.session
        if self.front.must_tell(session):
            return await self.make(Go("reception"))
        try:
            ticket = arrived(self.front, session) if session.appointment else self.front.take_number(session)
        except (Refused, Fault) as wrong:
            self._apologise(wrong)
        else:
            self.front.hand_over(session, ticket)
            session.trail.clear()
            session.place, session.page = "number", 0
            self.number_since = self.steady()
        await self._arrive()
        self._count_down()
        await self._await_paper()
        return None

    async def _await_paper(self) -> None:
        """Nobody can press anything yet, so a quick printer is heard at once; a slow one with the next tick."""
        session, end = self.session, time.monotonic() + AT_ONCE * self.patience.on_a_number
        while session.printed == "printing" and time.monotonic() < end:
            await asyncio.sleep(LOOK)
            await self.tell_paper()

    async def tell_paper(self) -> None:
        """Say what became of the slip, once it is known."""
        if self.front.follow_paper(self.session):
            await self.show()
            self._count_down()

    async def tell_standing(self) -> None:
        """The banner comes and goes by itself; what was refused for want of the office can be tried again."""
        if self.front.standing.shown == self.standing.shown:
            return
        sorry = self.session.sorry
        if self.session.place == "sorry" and sorry is not None and sorry.sentence.startswith(CUT_OFF):
            self.session.sorry = None
            self.session.back()
        await self.show()
        self._count_down()

    async def _look_up(self) -> None:
        self.session.secret = secret_of(self.session.code)
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
            self.theme, self.heard = LIGHT.name, ""
            self.enlarge(large=False)
        await self._stop_asking()
        await self._arrive()
        self.after(0.08, hardening.collect)

    def enlarge(self, *, large: bool) -> None:
        """Larger letters, or the ordinary ones; nothing where the terminal takes no orders."""
        if self.large_type is not None and large != self.large:
            self.large = large
            self.large_type.set(large=large)

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
