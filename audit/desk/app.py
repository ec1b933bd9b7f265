"""The inspector's desk as an app: one log, one moment, one language; the pages do the rest."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import ClassVar, ParamSpec, TypeVar

from textual import events
from textual.app import App
from textual.binding import Binding, BindingType

from application.envelope import Actor
from application.histories import officer_name
from audit.desk.flagged import FlagBook
from audit.desk.keys import Head
from audit.desk.machine import Machine
from audit.desk.news import unread_answers
from audit.desk.page import Page
from audit.desk.pages.opening import OpeningPage
from audit.desk.pages.sign_in import SignInPage
from audit.desk.proofs import Prover
from audit.desk.seats import Seat
from audit.desk.settings import NOBODY, AtTheOffice, Opened, Setting
from audit.desk.showing import Showing
from audit.desk.theme import THEMES
from audit.desk.timebar import LENGTH, STEPS, Step
from wording import languages

P = ParamSpec("P")
T = TypeVar("T")
DEVICE = "inspector-1"


class InspectorApp(App[None]):
    """Give it a setting; `files` is where proofs and threads that are taken away go.

    `flags` asks the rules, and `shown` draws the pages of then; both belong to other rooms.
    """

    TITLE = "Một Cửa"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "change_language", "", priority=True),
        Binding("ctrl+l", "change_language", "", priority=True),
        Binding("ctrl+t", "change_colours", "", priority=True),
        Binding("ctrl+q", "quit", "", priority=True),
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - declared so by Textual
    VERTICAL_BREAKPOINTS = [(0, "-low"), (28, "-tall")]  # noqa: RUF012 - declared so by Textual

    def __init__(
        self,
        setting: Setting,
        language: str = "vi",
        *,
        files: Path | None = None,
        flags: FlagBook | None = None,
        shown: Showing | None = None,
        device: str = DEVICE,
        name: str = NOBODY,
    ) -> None:
        super().__init__()
        self.setting, self.language, self.device, self.name_given = setting, language, device, name
        self.flags, self.shown = flags, shown
        self.files = files or Path.home() / "motcua-inspection"
        self.opened: Opened | None = None
        self.seat: Seat | None = None
        self.at = 0
        """The moment that is looked at (µs UTC)."""
        self.first_moment = self.last_moment = 0
        """Of the log's first and last event (µs UTC)."""
        self.news = 0
        """Explanations that this inspector has not read yet."""
        self.step: Step = "day"
        self.hand = ThreadPoolExecutor(max_workers=1, thread_name_prefix="inspector")

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own colour names exist before any theme is chosen."""
        return dict(THEMES[0].variables)

    async def on_mount(self) -> None:
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name
        if isinstance(self.setting, AtTheOffice):
            await self.push_screen(SignInPage(self.setting))
        else:
            await self.open_log(Actor(self.name_given, "inspector", self.device))

    async def open_log(self, by: Actor) -> None:
        await self.push_screen(OpeningPage(by))

    def on_unmount(self) -> None:
        if self.opened is not None:
            self.hand.submit(self.opened.close)
        self.hand.shutdown(wait=False)

    async def work(self, act: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """One thing at a time, off the screen's thread: the log is opened and read in one thread only."""
        return await asyncio.get_running_loop().run_in_executor(self.hand, partial(act, *args, **kwargs))

    # ---- the log and the moment

    @property
    def machine(self) -> Machine:
        if self.opened is None:
            raise LookupError("the log is not open yet")
        return self.opened.machine

    @property
    def prover(self) -> Prover:
        if self.opened is None:
            raise LookupError("the log is not open yet")
        return self.opened.prover

    @property
    def actor(self) -> Actor:
        """Who looks, as the office records it."""
        return Actor(self.sitting.by, "inspector", self.device)

    @property
    def sitting(self) -> Seat:
        if self.seat is None:
            raise LookupError("nobody sits here yet")
        return self.seat

    def go_to(self, at: int) -> None:
        """To a moment; called in the desk's hand."""
        self.at = max(self.first_moment, min(at, self.last_moment))
        self.machine.go(self.machine.size_at(self.at))

    def take_in(self) -> None:
        """Whatever was recorded meanwhile; called in the desk's hand."""
        if self.machine.refresh() or not self.last_moment:
            self.first_moment = self.machine.recorded_at(1)
            self.last_moment = self.machine.recorded_at(self.machine.end)
            self.news = unread_answers(self.machine, self.sitting.by)

    def go_to_size(self, size: int) -> None:
        """To just after an event; called in the desk's hand."""
        machine = self.machine
        machine.go(size)
        self.at = machine.recorded_at(machine.size)

    def move(self, steps: int) -> None:
        """By so many of the chosen steps; called in the desk's hand."""
        if self.step == "event":
            self.go_to_size(self.machine.size + steps)
        else:
            self.go_to(self.at + steps * LENGTH[self.step])

    def step_by(self, step: str) -> None:
        self.step = next(each for each in STEPS if each == step)

    def head(self) -> Head:
        """What is looked at, as a statement names it; called in the desk's hand."""
        tree = self.machine.tree()
        return Head(origin=tree.origin, size=tree.size, root=tree.root)

    # ---- people

    @property
    def unit_name(self) -> str:
        if self.opened is None:
            return ""
        opened = self.machine.known.office.opened
        if opened is None:
            return ""
        return opened.name_en if self.language == "en" and opened.name_en else opened.name

    @property
    def inspector_name(self) -> str:
        return self.person(self.seat.by) if self.seat is not None else ""

    def person(self, officer: str) -> str:
        """The public name behind a sign-in name."""
        return officer_name(officer, self.machine.known) if self.opened is not None else officer

    # ---- keys, language and colours

    async def on_event(self, event: events.Event) -> None:
        """What was said on top stays until somebody goes on, by key or by mouse."""
        if isinstance(event, events.Key | events.MouseDown) and not event.is_forwarded:
            for screen in self.screen_stack:
                if isinstance(screen, Page):
                    screen.forget()
        await super().on_event(event)

    def action_change_colours(self) -> None:
        names = [theme.name for theme in THEMES]
        self.theme = names[(names.index(self.theme) + 1) % len(names)]

    async def action_change_language(self) -> None:
        known = languages()
        self.language = known[(known.index(self.language) + 1) % len(known)]
        for screen in self.screen_stack:
            if isinstance(screen, Page):
                await screen.retell()
