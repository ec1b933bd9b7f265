"""Working a Textual screen in tests: a key goes in, and the test goes on as soon as the screen has come to rest.

The pilot that comes with Textual sleeps at least forty milliseconds with every key, and not long enough on a busy
machine. Here nothing sleeps for luck: a screen is at rest when every one of its message pumps waits for its next
message and nothing is left to be laid out. It is drawn only for whoever looks at it (`tests.kiosk.pictures`): drawing
is half the work of a key, and what stands on the screen in between nobody sees.
"""

import asyncio
import time
import unicodedata
from collections.abc import Callable, Iterator
from functools import partial

from textual import events
from textual._compositor import Compositor
from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key

PATIENCE = 120.0
"""Seconds until a screen that never comes to rest fails its test."""
LOOK = 0.001
"""Seconds between two looks."""


def at_once() -> bool:
    return True


async def rest(app, until: Callable[[], bool] = at_once):
    """Come back when the screen is at rest, everything on it is laid out, and `until` holds."""
    end = time.monotonic() + PATIENCE
    _undrawn(app)
    while app._exception is None and app._running:
        if _idle(app) and until():
            if not _unfinished(app):
                return
            _undrawn(app)
            app.screen._on_timer_update()
        if time.monotonic() > end:
            raise AssertionError(f"the screen did not come to rest within {PATIENCE:.0f} s")
        await asyncio.sleep(LOOK)


def _undrawn(app) -> None:
    """Let no screen of the app be drawn until a picture of the whole is asked for."""
    for screen in app.screen_stack:
        screen._compositor.render_update = partial(_asked, screen._compositor)


def _asked(compositor: Compositor, full: bool = False, **settings):
    return Compositor.render_update(compositor, full=True, **settings) if full else None


def press(app, key: str) -> None:
    """One key, as the terminal's driver reports it."""
    name = _character_to_key(key) if len(key) == 1 and not key.isalnum() else key
    event = events.Key(name, _character(name))
    event.set_sender(app)
    app.post_message(event)


def _character(name: str) -> str | None:
    try:
        return unicodedata.lookup(_get_unicode_name_from_key(REPLACED_KEYS.get(name, name)))
    except KeyError:
        return name if len(name) == 1 else None


def _idle(app) -> bool:
    """Every pump waits for a message: none is queued, and none is being handled."""
    return not app._batch_count and not app._animator._animations and all(map(_waits, _pumps(app)))


def _waits(pump) -> bool:
    """It sleeps on its queue: neither a message nor a call of its own is left, nor in the middle of being handled."""
    asleep = pump._message_queue.ready_event
    resting = bool(asleep._waiters) and not asleep.is_set()
    return resting and not pump._pending_message and not pump._next_callbacks


def _pumps(app) -> Iterator:
    yield app
    for screen in app.screen_stack:
        yield from (node for node in screen.walk_children(with_self=True) if node._running)


def _unfinished(app) -> bool:
    screen = app.screen
    return bool(
        screen._layout_required
        or screen._scroll_required
        or screen._repaint_required
        or screen._recompose_required
        or screen._dirty_widgets
        or screen._callbacks
    )
