"""The kiosk as an app: what it hears from fingers, keys and scanners, and what the passing of time does."""

import time

from textual import events

from application.faults import Fault
from domain.fact import Refused
from kiosk import hardening
from kiosk.scan import normalised
from kiosk.screens import frame
from kiosk.screens.aside import AttractPlace
from kiosk.screens.place import Back, Go, Redraw
from kiosk.stage import Stage
from kiosk.steering import DIRECTIONS, nearest
from kiosk.watchdog import beat
from kiosk.widgets import Key, Target, Tile
from wording import languages
from wording.identity import CONTRAST, LIGHT

TICK = 1.0
BOARD_EVERY = 5
"""Seconds between two looks at the board while nobody is here."""
TIDY = 0.15
"""Seconds after a touch: its picture stands by then, and people's next one comes later."""
PAD = {"8": "up", "2": "down", "4": "left", "6": "right", "5": "enter"}
SHORT_KEYS = {"*": frame.BACK, "escape": frame.BACK, "+": frame.HELP, "-": frame.CONTRAST}


class KioskApp(Stage):
    """Give it what a `Stage` needs."""

    async def on_mount(self) -> None:
        self.every(TICK, self.tick)

    # ---- fingers and mice

    async def on_tile_chosen(self, chosen: Tile.Chosen) -> None:
        """A tap. One on a place that is gone, or that was meant for the place before, does nothing."""
        chosen.stop()
        here = [self.place, self.foot]
        if not any(part in chosen.target.ancestors for part in here if part is not None):
            return
        if self._settled() or chosen.target.ticked is not None:
            await self._choose(chosen.target, chosen.key)

    async def on_event(self, event: events.Event) -> None:
        """Keys never reach the widgets: everything they do here is done below, and nothing else."""
        if isinstance(event, events.InputEvent) and event.is_forwarded:
            return await super().on_event(event)
        if isinstance(event, events.Key | events.MouseUp):
            self._tidy_later()
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

    def _tidy_later(self) -> None:
        """Once a touch is answered and painted, and not while the next one is on its way."""
        if self.tidying is not None:
            self.tidying.stop()
        if self.tidies and hardening.crowded():  # somebody leans on a key
            hardening.tidy()
        elif self.tidies:
            self.tidying = self.set_timer(TIDY, hardening.tidy)

    # ---- keys

    async def _press(self, key: events.Key) -> None:
        heard = self.burst.press(key, key.key, key.character, round(key.time * 1_000_000))
        await self._hear(heard.keys, heard.code)
        self._rest_later()

    def _rest_later(self) -> None:
        if self.burst.due is not None:
            self.after(self.burst.gap / 1_000_000, self._rest)

    async def _rest(self) -> None:
        """A timer may ring a moment too early: what it finds still held is looked at once more."""
        heard = self.burst.rest(_micros())
        await self._hear(heard.keys, heard.code)
        self._rest_later()

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
        elif letter in PAD and self._on_keys(letter):
            await self._pad(letter)
        elif key.key in {"backspace", "delete"}:
            await self.make(self.place.erased())
        else:
            await self._short_key(letter or key.key)

    def _on_keys(self, digit: str) -> bool:
        """Whether a digit moves over the keyboard on the screen, because it is there or chooses nothing else here."""
        if isinstance(self.marked, Key):
            return True
        here = self._choices()
        worn = any(target.badge == digit for target in here)
        return not worn and any(isinstance(target, Key) for target in here)

    async def _pad(self, digit: str) -> None:
        """A number pad as arrow keys, with the one in the middle to choose."""
        if PAD[digit] == "enter":
            await self._enter()
        elif self.marked is not None:
            self._steer(PAD[digit])
        else:
            self.by_keys = True
            self.mark(next((target for target in self._choices() if isinstance(target, Key)), None))

    async def _short_key(self, key: str) -> None:
        """Digits and the point choose the tile that wears them; the other keys of a number pad are the foot's."""
        if key == "/":
            await self._change_language()
        elif key in SHORT_KEYS:
            await self._around(SHORT_KEYS[key])
        elif key.isdecimal() or key == ".":
            for target in self._choices():
                if target.badge == key:
                    return await self._turn(target)
        return None

    async def _enter(self) -> None:
        """What is marked; else what a field asks for; else the one button that goes on."""
        if not self._settled() or self.place is None:
            return
        if self.marked is not None:
            await self._turn(self.marked)
            return
        move = self.place.entered()
        button = next(iter(self.place.query(Tile).filter(".button")), None)
        if move is not None:
            await self.make(move)
        elif button is not None:
            await self._turn(button)
        else:
            self._steer("down")

    def _steer(self, key: str) -> None:
        self.by_keys = True
        marked, targets = self.marked, self._targets()
        if marked is None:
            self.mark(next(iter(self._choices() or targets), None))
        elif key in DIRECTIONS:
            self.mark(nearest(marked.region, targets, key) or marked)
        elif targets:
            step = 1 if key == "tab" else -1
            self.mark(targets[(targets.index(marked) + step) % len(targets)])

    async def _turn(self, target: Target) -> None:
        """A key chose this: a tile that can be ticked turns over first, as under a finger."""
        if isinstance(target, Tile) and target.ticked is not None:
            target.ticked = not target.ticked
        await self._choose(target, target.key)

    async def _choose(self, target: Target, key: str) -> None:
        if key.startswith("foot:"):
            await self._around(key)
        elif self.place is not None:
            try:
                move = self.place.chosen(key, target)
            except (Refused, Fault) as wrong:
                self._apologise(wrong)
                move = Redraw()
            await self.make(move)

    # ---- the ways around

    async def _around(self, way: str) -> None:
        if way.startswith(frame.LANGUAGE):
            await self._change_language(way.removeprefix(frame.LANGUAGE))
        elif way == frame.LARGE:
            self.enlarge(large=not self.large)
            await self.show()
        elif way == frame.CONTRAST:
            await self._change_colours()
        elif self.session.place == "number":
            await self._leave_number(way)
        elif way == frame.BACK:
            await self.make(Back())
        elif way == frame.HOME:
            await self.start_over(language=self.session.language)
        elif way == frame.HELP and self.session.place != "help":
            await self.make(Go("help"))

    async def _change_colours(self) -> None:
        """What is built anew is taken away first, or it would be coloured twice."""
        marked = self.marked_key
        with self.batch_update():
            await self.body.remove_children()
            await self.foot.remove_children()
            self.theme = LIGHT.name if self.theme == CONTRAST.name else CONTRAST.name
            await self.show(marked)

    async def _leave_number(self, way: str) -> None:
        """Nobody is led off a number by mistake: back ends it as «done» does, help waits until it is over."""
        if way == frame.BACK and self._settled():
            await self.start_over()

    async def _change_language(self, wanted: str = "") -> None:
        """To the one that was pressed; to the next one by key."""
        known = languages()
        following = known[(known.index(self.session.language) + 1) % len(known)]
        self.session.language = wanted or following
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
        beat(self.heartbeat)
        self._tell_time()
        await self.tell_standing()
        await self.tell_paper()
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

    async def _tick_warning(self, now: float) -> None:
        left = self.patience.warning - (now - self.warned_at)
        if left <= 0:
            await self.start_over()
        elif self.warning is not None:
            self.warning.count_down(round(left))

    async def _awake_before(self) -> bool:
        """Note that somebody is here. True when this touch only woke the screen or answered its question."""
        self.last_touch = self.touched_at = self.steady()
        if self.prompter is not None:
            self.prompter.hush()
        if self.warning is not None:
            await self._stop_asking()
            return True
        if self.session.place == "attract":
            await self.start_over()
            return True
        return False


def _micros() -> int:
    return time.monotonic_ns() // 1000
