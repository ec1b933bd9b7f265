"""Visits to a kiosk without a terminal, one after the other, and the memory after each hundred of them."""

import asyncio
import sys

from textual import events
from textual.pilot import Pilot

from application.remote import RemoteOffice
from kiosk import KioskApp

EVERY = 100
MOST_STEPS = 12
ONWARD = {"bring": "0", "priority": "0", "reception": "1"}
"""Keys that lead on; everywhere else any choice does."""
GAP = 2_000
"""The pause that ends a scan (µs): nobody's fingers have to keep up here."""
LANGUAGE_EVERY = 7
"""One visitor in so many changes the language."""
BROWSE_EVERY, RESULT = 4, "8"
"""One in so many looks for a procedure; the others come for a result."""


async def visit(app: KioskApp, pilot: Pilot[None], turn: int) -> None:
    """From the first screen to a number and back, as a person with a number pad goes."""
    if turn % LANGUAGE_EVERY == 0:
        await _press(app, pilot, "/")
    if turn % BROWSE_EVERY:
        await _press(app, pilot, RESULT)
    before = ""
    for _ in range(MOST_STEPS):
        place = app.session.place
        if place == "number":
            break
        wanted = str(1 + turn % 5) if place != before else "1"  # not every screen has so many choices
        await _press(app, pilot, ONWARD.get(place) or wanted)
        before = place
    else:
        raise AssertionError(f"no number was to be had from {app.session.place}")
    app.shown_at -= app.patience.on_a_number
    await _press(app, pilot, "*")


async def soak(url: str, credential: str, visits: int) -> None:
    """The office is another process, as in a hall: its store's page cache is not the screen's memory."""
    office = RemoteOffice(url, credential)
    app = KioskApp(office, "kiosk-1")
    app.burst.gap = GAP
    async with app.run_test(size=(100, 26)) as pilot:
        await pilot.pause()
        app.settle()  # as it does by itself where there is a terminal
        for turn in range(1, visits + 1):
            await visit(app, pilot, turn)
            if turn % EVERY == 0:
                print(turn, own_memory(), flush=True)  # noqa: T201 - read by `motcua bench kiosk`
    office.close()


def own_memory() -> int:
    """Kilobytes that this process alone holds; what it reads from files the system takes back when it needs room."""
    with open("/proc/self/status", encoding="ascii") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("RssAnon"))


async def _press(app: KioskApp, pilot: Pilot[None], key: str) -> None:
    """Until the key was told from a scan, and whatever it brought stands on the screen."""
    app.post_message(events.Key(key, key))
    await asyncio.sleep(app.burst.gap / 1_000_000)
    while app.burst.due is not None:
        await asyncio.sleep(app.burst.gap / 1_000_000)
    await pilot.pause(0)


if __name__ == "__main__":
    asyncio.run(soak(sys.argv[1], sys.argv[2], int(sys.argv[3])))
