"""The kiosk as an app: one screen whose place changes, one session at a time, and nothing left behind by anybody."""

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
from kiosk.scan import BurstFilter, normalised
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
)
from kiosk.screens.plan import NARROW, WIDE, Plan, planned
from kiosk.screens.priority import PriorityPlace
from kiosk.screens.search import SearchPlace
from kiosk.session import Patience
from kiosk.steering import DIRECTIONS, nearest
from kiosk.widgets import StepBar, Tile, themes
from wording import languages
from wording.identity import CONTRAST, LIGHT

STEPS = 5
TICK = 1.0
BOARD_EVERY = 5
"""Seconds between two looks at the board while nobody is here."""
SHORT_KEYS = {"*": frame.BACK, "escape": frame.BACK, "+": frame.HELP, "-": frame.CONTRAST}
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


class KioskApp(PublicApp):
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
        self.place: Place | None = None
        self.plan: Plan | None = None
        self.burst: BurstFilter[events.Key] = BurstFilter()
        self.last_touch = self.shown_at = self.number_since = 0.0
        self.by_keys = self.swallowing = False
        self.warning: frame.StillThere | None = None
        self.warned_at = 0.0
        self.board_looked_at = 0.0

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own colour names exist before any theme is chosen."""
        return dict(themes()[0].variables)

    def compose(self) -> ComposeResult:
        yield frame.Head(id="head")
        yield StepBar(STEPS)
        yield Vertical(id="body")
        yield frame.Foot(id="foot")

    async def on_mount(self) -> None:
        for theme in themes():
            self.register_theme(theme)
        self.theme = LIGHT.name
        self.last_touch = self.steady()
        await self.show()
        self.set_interval(TICK, self.tick)

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
            body = self.query_one("#body", Vertical)
            await body.remove_children()
            await body.mount(place)
            await self._show_frame(plan, kind.STEP)
        self._focus_again(before)
        return None

    async def _show_frame(self, plan: Plan, step: int) -> None:
        language = self.session.language
        head, steps = self.query_one(frame.Head), self.query_one(StepBar)
        head.show(self.front.unit, language, plan)
        self._tell_time()
        steps.display, steps.styles.height = bool(plan.steps), plan.steps
        steps.step, steps.language = step or 1, language
        contrast = self.theme == CONTRAST.name
        await self.query_one(frame.Foot).show(self.session.place, language, plan, contrast=contrast)

    def _focus_again(self, before: str) -> None:
        """Who moves by arrow keys finds the mark where it was, or at the first choice."""
        if not self.by_keys:
            self.set_focus(None)
            return
        tiles = self._targets()
        same = [tile for tile in tiles if tile.key == before]
        self.set_focus(next(iter(same or self._body_tiles()), None))

    def _tell_time(self) -> None:
        office = self.front.office
        if self.plan is not None:
            head = self.query_one(frame.Head)
            head.tell_time(office.now(), office.today(), self.session.language, self.plan)

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
        if not language:
            self.theme = LIGHT.name
        await self._stop_asking()
        await self._arrive()
        self.set_timer(0.08, hardening.collect)

    # ---- fingers and mice

    async def on_tile_chosen(self, chosen: Tile.Chosen) -> None:
        """A tap. One on a place that is gone, or that was meant for the place before, does nothing."""
        chosen.stop()
        here = [self.place, self.query_one(frame.Foot)]
        if not any(part in chosen.tile.ancestors for part in here if part is not None):
            return
        if self._settled() or chosen.tile.ticked is not None:
            await self._choose(chosen.tile, chosen.key)

    async def on_event(self, event: events.Event) -> None:
        """Keys never reach the widgets: everything they do here is done below, and nothing else."""
        if isinstance(event, events.InputEvent) and event.is_forwarded:
            return await super().on_event(event)
        match event:
            case events.Key():
                await self._press(event)
            case events.Paste():
                await self._pasted(event.text)
            case events.MouseDown() if await self._awake_before():
                self.swallowing = True
            case events.MouseUp() if self.swallowing:
                self.swallowing = False
            case _:
                await super().on_event(event)
        return None

    # ---- keys

    async def _press(self, key: events.Key) -> None:
        heard = self.burst.press(key, key.key, key.character, _micros())
        await self._hear(heard.keys, heard.code)
        if self.burst.due is not None:
            self.set_timer(self.burst.gap / 1_000_000, self._rest)

    async def _rest(self) -> None:
        heard = self.burst.rest(_micros())
        await self._hear(heard.keys, heard.code)

    async def _hear(self, keys: tuple[events.Key, ...], code: str) -> None:
        for key in keys:
            if not await self._awake_before():
                await self._obey(key)
        if code:
            await self._awake_before()
            await self._scanned(code)

    async def _obey(self, key: events.Key) -> None:
        letter = key.character if key.is_printable and key.character else ""
        if self.place is None:
            return
        if letter and self.place.takes(letter):
            self.by_keys = False
            await self.make(self.place.typed(letter))
        elif key.key in DIRECTIONS or key.key in {"tab", "shift+tab"}:
            self._steer(key.key)
        elif key.key == "enter" or letter == " ":
            await self._enter()
        elif key.key in {"backspace", "delete"}:
            await self.make(self.place.erased())
        else:
            await self._short_key(letter or key.key)

    async def _short_key(self, key: str) -> None:
        """Digits choose the tile that wears them; the other keys of a number pad are the foot's."""
        if key == "/":
            await self._change_language()
        elif key in SHORT_KEYS:
            await self._around(SHORT_KEYS[key])
        elif key.isdecimal():
            for tile in self._body_tiles():
                if tile.border_title == f" {key} ":
                    return await self._turn(tile)
        return None

    async def _enter(self) -> None:
        """What is marked; else what a field asks for; else the one button that goes on."""
        if not self._settled() or self.place is None:
            return
        if isinstance(self.focused, Tile):
            await self._turn(self.focused)
            return
        move = self.place.entered()
        button = next((tile for tile in self._body_tiles() if tile.has_class("button")), None)
        if move is not None:
            await self.make(move)
        elif button is not None:
            await self._turn(button)
        else:
            self._steer("down")

    def _steer(self, key: str) -> None:
        self.by_keys = True
        tiles = self._targets()
        if not isinstance(self.focused, Tile):
            self.set_focus(next(iter(self._body_tiles() or tiles), None))
        elif key in DIRECTIONS:
            self.set_focus(nearest(self.focused.region, tiles, key) or self.focused)
        elif tiles:
            step = 1 if key == "tab" else -1
            self.set_focus(tiles[(tiles.index(self.focused) + step) % len(tiles)])

    def _body_tiles(self) -> list[Tile]:
        return list(self.place.query(Tile)) if self.place is not None else []

    def _targets(self) -> list[Tile]:
        return [*self._body_tiles(), *self.query_one(frame.Foot).query(Tile)]

    async def _turn(self, tile: Tile) -> None:
        """A key chose this tile: one that can be ticked turns over first, as under a finger."""
        if tile.ticked is not None:
            tile.ticked = not tile.ticked
        await self._choose(tile, tile.key)

    async def _choose(self, tile: Tile, key: str) -> None:
        if key.startswith("foot:"):
            await self._around(key)
        elif self.place is not None:
            try:
                move = self.place.chosen(key, tile)
            except (Refused, Fault) as wrong:
                self._apologise(wrong)
                move = Redraw()
            await self.make(move)

    # ---- the ways around

    async def _around(self, way: str) -> None:
        if way.startswith(frame.LANGUAGE):
            await self._change_language()
        elif way == frame.CONTRAST:
            self.theme = LIGHT.name if self.theme == CONTRAST.name else CONTRAST.name
            await self.show()
        elif self.session.place == "number":
            await self._leave_number(way)
        elif way == frame.BACK:
            await self.make(Back())
        elif way == frame.HOME:
            await self.start_over(language=self.session.language)
        elif way == frame.HELP and self.session.place != "help":
            await self.make(Go("help"))

    async def _leave_number(self, way: str) -> None:
        """Nobody is led off a number by mistake: back ends it as «done» does, help waits until it is over."""
        if way == frame.BACK and self._settled():
            await self.start_over()

    async def _change_language(self) -> None:
        known = languages()
        self.session.language = known[(known.index(self.session.language) + 1) % len(known)]
        await self.show()
        self._count_down()

    # ---- scans and pastes

    async def _pasted(self, text: str) -> None:
        typed = normalised(text[:512])
        if not typed or await self._awake_before() or self.place is None:
            return
        if self.place.takes(typed[0]) and "#" not in typed:
            await self.make(self.place.typed(typed))
        elif "#" in typed:
            await self._scanned(typed)

    async def _scanned(self, code: str) -> None:
        """A scan opens what it names from anywhere but a number that somebody still has to read."""
        if self.session.place == "number":
            return
        self.session.code, self.session.short_code = code, ""
        await self._look_up()
        self.session.code = ""

    # ---- time

    def _settled(self) -> bool:
        """Long enough on this place that a press was meant for it."""
        number = self.session.place == "number"
        wait = self.patience.on_a_number if number else self.patience.second_press
        return self.steady() - self.shown_at >= wait

    async def tick(self) -> None:
        """Once a second: the hour, the countdowns, and whether anybody is still here."""
        self._tell_time()
        now = self.steady()
        away = now - self.last_touch
        if self.session.place == "number":
            await self._tick_number(now)
        elif self.session.place == "attract":
            await self._tick_attract(now)
        elif self.session.place == "home":
            await self._tick_home(away)
        elif self.warning is not None:
            await self._tick_warning(now)
        elif away >= self.patience.away:
            await self._ask()

    async def _tick_number(self, now: float) -> None:
        if now - self.number_since >= self.patience.ticket:
            await self.start_over()
        else:
            self._count_down()

    def _count_down(self) -> None:
        if isinstance(self.place, NumberPlace):
            left = self.patience.ticket - (self.steady() - self.number_since)
            self.place.count_down(max(0, round(left)))

    async def _tick_home(self, away: float) -> None:
        """Nothing was chosen yet, so nobody is asked; language and colours go back for the next one."""
        changed = self.session.language != self.first_language or self.theme != LIGHT.name
        if away >= self.patience.attract:
            await self.start_over(place="attract")
        elif away >= self.patience.away and changed:
            await self.start_over()

    async def _tick_attract(self, now: float) -> None:
        if now - self.board_looked_at < BOARD_EVERY:
            return
        self.board_looked_at = now
        if isinstance(self.place, AttractPlace):
            try:
                news = self.front.office.queue.board() != self.place.board
            except (Refused, Fault):
                news = False
            if news:
                await self.show()

    async def _ask(self) -> None:
        self.warned_at = self.steady()
        plan = self.plan or planned(self.size, steps=False, foot=True)
        self.warning = frame.StillThere(self.session.language, round(self.patience.warning), plan)
        await self.screen.mount(self.warning)

    async def _tick_warning(self, now: float) -> None:
        left = self.patience.warning - (now - self.warned_at)
        if left <= 0:
            await self.start_over()
        elif self.warning is not None:
            self.warning.count_down(round(left))

    async def _stop_asking(self) -> None:
        if self.warning is not None:
            await self.warning.remove()
            self.warning = None

    async def _awake_before(self) -> bool:
        """Note that somebody is here. True when this touch only woke the screen or answered its question."""
        self.last_touch = self.steady()
        if self.warning is not None:
            await self._stop_asking()
            return True
        if self.session.place == "attract":
            await self.start_over()
            return True
        return False


def _micros() -> int:
    return time.monotonic_ns() // 1000
