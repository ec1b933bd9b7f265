"""A public screen cannot be left, looked into or killed by what comes from its keyboard, and does not grow."""

import asyncio
import gc
import logging
import os
import pty
import select
import signal
import sys
import time
import weakref
from subprocess import Popen

import pytest
from textual import events
from textual._styles_cache import StylesCache
from textual.app import ComposeResult
from textual.color import Color
from textual.widgets import Input, Label, Static

from kiosk import hardening
from kiosk.hardening import WAYS_OUT, HardeningNeeded, PublicApp
from tests import screens
from tests.kiosk.pictures import words
from wording import say

SECRET = "040090012345"


class Hall(PublicApp):
    CSS = "Static { height: 3; border: tall red; background: red 50%; }"

    def __init__(self) -> None:
        super().__init__()
        self.pressed: list[str] = []

    def compose(self) -> ComposeResult:
        yield Label("waiting", id="state")

    def on_key(self, event: events.Key) -> None:
        self.pressed.append(event.key)
        self.query_one("#state", Label).update(f"heard {event.key}!")
        if event.key == "x":
            personal_id = SECRET
            raise RuntimeError(f"cannot print for {personal_id}")


async def test_no_key_leads_out():
    app = Hall()
    async with app.run_test() as pilot:
        await pilot.press(*WAYS_OUT.split(","), "escape", "a")

        assert app.is_running
        assert app.screen is app.screen_stack[0]
        assert len(app.screen_stack) == 1
        assert app.pressed[-1] == "a"


async def test_what_a_timer_brings_waits_until_the_key_in_hand_is_done():
    done = []

    class Slow(Hall):
        async def on_key(self, event):
            self.after(0.001, lambda: done.append("what was due"))
            await asyncio.sleep(0.05)
            done.append("the key")

    app = Slow()
    async with app.run_test():
        screens.press(app, "a")
        await screens.rest(app, lambda: len(done) == 2)
        assert done == ["the key", "what was due"]


async def test_there_is_no_palette_no_marking_and_nothing_focused_by_itself():
    class WithField(Hall):
        def compose(self) -> ComposeResult:
            yield Input()
            yield Label("", id="state")

    app = WithField()
    async with app.run_test():
        assert not app.ENABLE_COMMAND_PALETTE
        assert not app.ALLOW_SELECT
        assert app.focused is None


async def test_nothing_is_left_on_a_clipboard():
    app = Hall()
    async with app.run_test():
        app.copy_to_clipboard("A012")

        assert app.clipboard == ""


@pytest.mark.parametrize("picture_of_the_inside", [False, True])
async def test_a_crash_shows_one_sentence_and_logs_the_place_without_values(caplog, picture_of_the_inside):
    class Failing(Hall):
        shown: str = ""

        def _print_error_renderables(self) -> None:
            with self.console.capture() as captured:
                for renderable in self._exit_renderables:
                    self.console.print(renderable)
            self.shown = captured.get()
            self._exit_renderables.clear()

        def on_key(self, event: events.Key) -> None:
            personal_id = SECRET
            error = RuntimeError(f"cannot print for {personal_id}")
            if picture_of_the_inside:
                error.__rich__ = lambda: f"inside: {personal_id}"  # type: ignore[attr-defined]
            raise error

    app = Failing()
    with caplog.at_level(logging.CRITICAL, "motcua.screen"), pytest.raises(RuntimeError):
        async with app.run_test(size=(120, 30)) as pilot:
            await pilot.press("a")

    assert say("error.screen") in app.shown
    assert SECRET not in app.shown
    assert "on_key" in caplog.text
    assert SECRET not in caplog.text
    assert app.return_code == 1


def test_a_widget_that_left_the_screen_is_not_kept_by_the_colours_it_had():
    hardening.mend_styles_cache()
    kept_by_each_widget = StylesCache()
    inner, outer = kept_by_each_widget.get_inner_outer(Color(0, 0, 0), Color(200, 0, 0, 0.5))
    gone = weakref.ref(kept_by_each_widget)
    del kept_by_each_widget
    hardening.collect()

    assert gone() is None
    assert inner.background == Color(0, 0, 0) + Color(200, 0, 0, 0.5)
    assert outer.background == Color(0, 0, 0)


async def test_a_hundred_visitors_leave_nothing_behind():
    app = Hall()
    async with app.run_test() as pilot:
        counts = []
        for visitor in range(100):
            number = Static(f"A{visitor:03}")
            await app.mount(number)
            await pilot.pause()
            await number.remove()
            if visitor % 50 == 49:
                hardening.collect()
                counts.append(sum(isinstance(each, Static) for each in gc.get_objects()))

        assert counts[1] <= counts[0] + 2


def test_an_upgrade_of_the_toolkit_that_moves_the_leak_is_noticed(monkeypatch):
    class Upgraded:
        pass

    monkeypatch.setattr(hardening, "StylesCache", Upgraded)

    with pytest.raises(HardeningNeeded, match="get_inner_outer"):
        hardening.mend_styles_cache()


def test_an_upgrade_of_the_drivers_is_noticed(monkeypatch):
    monkeypatch.setattr(hardening, "_DRIVERS", (asyncio,))

    with pytest.raises(HardeningNeeded, match="getincrementaldecoder"):
        hardening.forgive_bytes()


def test_a_byte_that_is_not_text_is_read_as_a_mark():
    from textual.drivers import linux_driver

    hardening.forgive_bytes()
    decode = linux_driver.getincrementaldecoder("utf-8")().decode

    assert decode(b"a\xffb") == "a\ufffdb"


def test_settling_spares_what_lives_for_good_and_can_be_undone():
    before = gc.get_threshold()
    try:
        hardening.settle()

        assert gc.get_freeze_count() > 0
        assert gc.get_threshold() > before
        assert gc.isenabled()
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)


def test_a_screen_that_collects_by_hand_is_never_stopped_by_the_collector_and_never_crowded():
    before = gc.get_threshold()
    try:
        hardening.settle(by_itself=False)
        assert not gc.isenabled()
        hardening.tidy()
        assert not hardening.crowded()
        kept = [[] for _ in range(hardening.CROWDED + 1_000)]
        assert hardening.crowded()
        hardening.tidy()
        assert not hardening.crowded()
        assert len(kept) > hardening.CROWDED
    finally:
        gc.enable()
        gc.unfreeze()
        gc.set_threshold(*before)


@pytest.fixture
def terminal():
    """The app in a real terminal: its keyboard to write to and its screen to read."""
    master, slave = pty.openpty()
    surroundings = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}
    program = [sys.executable, "-c", "from tests.kiosk.test_hardening import Hall; Hall().run()"]
    process = Popen(
        program, stdin=slave, stdout=slave, stderr=slave, env=surroundings, start_new_session=True
    )
    os.close(slave)
    yield process, master
    os.close(master)
    process.send_signal(signal.SIGKILL)
    process.wait()


def seen(master, text, seconds=60):
    """Whether `text` is drawn within so many seconds."""
    until, drawn = time.monotonic() + seconds, b""
    while time.monotonic() < until:
        if select.select([master], [], [], 0.2)[0]:
            drawn += os.read(master, 65536)
        if text.encode() in drawn:
            return True
    return False


def test_the_terminal_app_outlives_bytes_that_are_not_text_and_every_way_out(terminal):
    process, master = terminal
    assert seen(master, "waiting")

    os.write(master, b"\xff\xfe\xc3(\xf0\x28")
    os.write(master, b"\x11\x03\x10\x1a\x1c\x04\x18")  # ctrl+q, c, p, z, backslash, d, x
    os.write(master, b"\x1b[<0;9999;9999M\x1b[<0;9999;9999m\x1b[<0;1;1M")
    os.write(master, b"k")

    assert seen(master, "heard k!")
    assert process.poll() is None


async def test_what_stands_on_the_screen_can_be_read_by_a_test():
    app = Hall()
    async with app.run_test(size=(40, 5)) as pilot:
        await pilot.press("b")
        await pilot.pause()

        assert "heard b!" in words(app)
