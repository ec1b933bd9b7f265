"""What keeps a screen in a public hall alive for months: no leak, no way out, no traceback, no byte that kills it."""

import asyncio
import codecs
import gc
import logging
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache, partial
from traceback import format_tb
from typing import Any, ClassVar

from rich.segment import Segments
from rich.text import Text
from textual._styles_cache import StylesCache
from textual.app import App
from textual.binding import Binding, BindingType
from textual.color import Color
from textual.drivers import linux_driver, linux_inline_driver, web_driver
from textual.geometry import Size
from textual.style import Style
from textual.widget import Widget

from kiosk.widgets.theme import themes
from wording import say
from wording.identity import LIGHT

log = logging.getLogger("motcua.screen")

WAYS_OUT = (
    "ctrl+q,ctrl+c,super+c,ctrl+p,ctrl+z,ctrl+x,ctrl+v,ctrl+d,ctrl+s,ctrl+o,ctrl+r,ctrl+l,ctrl+backslash,"
    "alt+f4,f1,f2,f3,f4,f5,f6,f7,f8,f9,f10,f11,f12"
)
"""Keys that mean something to a terminal program, and must mean nothing to a visitor."""

CROWDED = 500_000
"""Objects, some fifty megabytes of them."""
CATCHING_UP = 0.5
"""Seconds to wait for a widget that may be about to go."""

_DRIVERS = (linux_driver, linux_inline_driver, web_driver)


class HardeningNeeded(RuntimeError):  # noqa: N818 - it names what must be done
    """The toolkit was upgraded and a mend no longer finds its place: look whether it is still needed."""


@lru_cache(1024)
def _inner_and_outer(base: Color, background: Color) -> tuple[Style, Style]:
    return Style(background=base + background), Style(background=base)


def mend_styles_cache() -> None:
    """Textual issue 6665: a cache on a method keeps every widget ever drawn. Cache by colours alone instead."""
    if not hasattr(StylesCache, "get_inner_outer"):
        raise HardeningNeeded("StylesCache.get_inner_outer")
    StylesCache.get_inner_outer = lambda self, base, background: _inner_and_outer(base, background)  # type: ignore[method-assign,assignment]


def lay_out_once() -> None:
    """Textual lays everything new out and paints it twice, for scroll bars that may come: here nothing ever scrolls."""
    if not hasattr(Widget, "_size_updated"):
        raise HardeningNeeded("Widget._size_updated")
    if Widget._size_updated is not _size_updated_once:
        Widget._size_updated = _size_updated_once  # type: ignore[method-assign]


_size_updated = Widget._size_updated


def _size_updated_once(
    self: Widget, size: Size, virtual_size: Size, container_size: Size, layout: bool = True
) -> bool:
    again = layout and not isinstance(self.app, PublicApp)
    return _size_updated(self, size, virtual_size, container_size, again)


def forgive_bytes() -> None:
    """Textual issue 6456: one byte that is not UTF-8 ends the input thread. Read it as «�» instead."""
    for driver in _DRIVERS:
        if not hasattr(driver, "getincrementaldecoder"):
            raise HardeningNeeded(f"{driver.__name__}.getincrementaldecoder")
        driver.getincrementaldecoder = _forgiving  # type: ignore[attr-defined]


async def caught_up(widget: Widget) -> None:
    """Until a widget has done what it left for later: after a batch of changes that would cost a second layout."""
    done = asyncio.Event()
    widget.call_next(done.set)
    with suppress(TimeoutError):
        await asyncio.wait_for(done.wait(), CATCHING_UP)


def settle(*, by_itself: bool = True) -> None:
    """Once the first screen stands: all that is alive now lives for good, so the collector need not look at it.

    Left to work by itself it stops the screen for a tenth of a second at any moment; not so, `tidy` and `collect`
    must be called where nobody waits.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 1_000)
    if not by_itself:
        gc.disable()


def tidy() -> None:
    """After a key and its picture: what both left behind, before the next finger comes down."""
    gc.collect(0)


def crowded() -> bool:
    """Whether so much was left behind that it cannot wait for a pause."""
    return gc.get_count()[0] > CROWDED


def collect() -> None:
    """After each visitor, while nobody looks: a full collection now is a pause that no finger will meet."""
    gc.collect()


def _forgiving(encoding: str) -> Callable[[], codecs.IncrementalDecoder]:
    decoder = codecs.getincrementaldecoder(encoding)
    return lambda: decoder(errors="replace")


class PublicApp(App[None], inherit_bindings=False):
    """An app in the office's colours that visitors cannot leave, read the inside of, or mark text in.

    Every key of `WAYS_OUT` does nothing. After a crash the log has the place, without values of variables, and the
    screen one sentence; the exit code is 1, so that whatever started the app starts it again.
    """

    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    AUTO_FOCUS = ""
    ESCAPE_TO_MINIMIZE = False
    BINDINGS: ClassVar[list[BindingType]] = [Binding(WAYS_OUT, "nothing", show=False, priority=True)]

    LANGUAGE = "vi"
    """Of the sentence a visitor reads after a crash."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        mend_styles_cache()
        lay_out_once()
        forgive_bytes()
        super().__init__(*args, **settings)
        for theme in themes():
            self.register_theme(theme)
        self.theme = LIGHT.name

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The names of the office's colours, which Textual needs before it knows the theme."""
        return LIGHT.variables()

    def after(self, seconds: float, work: Callable[[], Any]) -> None:
        """Do `work` then, once what is in hand is done: a timer's own task would do it in the middle of a change."""
        self.set_timer(seconds, partial(self.call_later, work))

    def every(self, seconds: float, work: Callable[[], Any]) -> None:
        """The same, again and again."""
        self.set_interval(seconds, partial(self.call_later, work))

    def action_nothing(self) -> None:
        """A key that would lead out of the app was pressed."""

    def action_suspend_process(self) -> None:
        """A public screen is never put to sleep from its own keyboard."""

    def copy_to_clipboard(self, text: str) -> None:
        """Nothing a visitor saw may reach the next one through a clipboard."""

    def _fatal_error(self) -> None:
        self._go_down()

    def panic(self, *renderables: Any) -> None:
        """Some errors bring their own picture of the inside: nobody in the hall needs it."""
        self._go_down()

    def _go_down(self) -> None:
        error = self._exception
        if error is not None:
            log.critical("%s\n%s", type(error).__name__, "".join(format_tb(error.__traceback__)))
        sentence = self.console.render(Text(say("error.screen", self.LANGUAGE)), self.console.options)
        self._exit_renderables.append(Segments(list(sentence)))
        self._close_messages_no_wait()
