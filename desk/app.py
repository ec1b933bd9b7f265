"""The officers' desk as an app: who is signed in, at which counter, in which language; the screens do the rest."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import ClassVar, ParamSpec, TypeVar

from textual.app import App
from textual.binding import Binding, BindingType

from application.envelope import Actor
from application.faults import Fault
from application.ports import OfficePort, OfficerView
from application.remote.sessions import SessionOver
from desk.page import Page
from desk.screens.counter import CounterScreen
from desk.screens.inbox import InboxScreen
from desk.screens.sign_in import SignInScreen
from desk.theme import THEMES
from domain.fact import Refused
from wording import languages

P = ParamSpec("P")
T = TypeVar("T")


class DeskApp(App[None]):
    """Give it an office, the name of this device and a language; `prints` is where papers to be printed go."""

    TITLE = "Một Cửa"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+l", "change_language", "", priority=True),
        Binding("ctrl+t", "change_colours", "", priority=True),
        Binding("ctrl+q", "leave_desk", "", priority=True),
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - declared so by Textual
    VERTICAL_BREAKPOINTS = [(0, "-low"), (28, "-tall")]  # noqa: RUF012 - declared so by Textual

    def __init__(
        self, office: OfficePort, device: str, language: str = "vi", *, prints: Path | None = None
    ) -> None:
        super().__init__()
        self.office, self.device, self.language = office, device, language
        self.prints = prints or Path.home() / "motcua-prints"
        self.unit = office.unit
        self.by: Actor | None = None
        self.officer: OfficerView | None = None
        self.counter = ""
        self.paused = False
        self.reached = True
        self.session_over = False
        """The office was started anew and knows nobody here any more: whoever signs out leaves nothing undone."""
        self.colleagues: tuple[OfficerView, ...] = ()
        self.hand = ThreadPoolExecutor(max_workers=1, thread_name_prefix="desk")

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own colour names exist before any theme is chosen."""
        return dict(THEMES[0].variables)

    async def on_mount(self) -> None:
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name
        await self.push_screen(SignInScreen())

    def on_unmount(self) -> None:
        self.hand.shutdown(wait=False)

    # ---- the office

    async def ask_office(self, act: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """One question at a time, off the screen's thread, so that the desk never freezes on a slow office."""
        try:
            answer = await asyncio.get_running_loop().run_in_executor(
                self.hand, partial(act, *args, **kwargs)
            )
        except Refused as refused:
            self.reached = True
            self.session_over = isinstance(refused, SessionOver)
            raise
        except Fault:
            self.reached = False
            raise
        self.reached = True
        return answer

    @property
    def actor(self) -> Actor:
        """Who acts. No screen past the first one is shown while nobody is signed in."""
        if self.by is None:
            raise LookupError("nobody is signed in")
        return self.by

    def person(self, officer: str) -> str:
        """The public name behind a sign-in name."""
        return next((each.name for each in self.colleagues if each.officer == officer), officer)

    # ---- coming and going

    async def come_in(self, by: Actor, officer: OfficerView, counter: str) -> None:
        self.by, self.officer, self.counter, self.paused = by, officer, counter, False
        await self.push_screen(CounterScreen() if counter else InboxScreen())

    async def go_out(self) -> None:
        """Close the shift and leave nothing of it on the screen."""
        if self.by is not None:
            try:
                await self.ask_office(self.office.staff.sign_out, self.by)
            except (Refused, Fault):
                self.log.warning("the shift was not closed")
        self.by, self.officer, self.counter, self.paused = None, None, "", False
        self.session_over = False
        while len(self.screen_stack) > 2:  # noqa: PLR2004 - Textual's own first screen, and the sign-in
            await self.pop_screen()

    async def action_leave_desk(self) -> None:
        await self.go_out()
        self.exit()

    def action_change_colours(self) -> None:
        names = [theme.name for theme in THEMES]
        self.theme = names[(names.index(self.theme) + 1) % len(names)]

    async def action_change_language(self) -> None:
        known = languages()
        self.language = known[(known.index(self.language) + 1) % len(known)]
        for screen in self.screen_stack:
            if isinstance(screen, Page):
                await screen.retell()
