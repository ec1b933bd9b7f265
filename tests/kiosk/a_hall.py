"""A kiosk in a real office, and a visitor who works it by key, by number pad or by mouse."""

import shutil
from contextlib import asynccontextmanager

from textual import events
from textual.widgets import Static

from application.clock import SeededChance, SetClock
from application.envelope import Actor
from application.founding import found
from application.office import Office
from domain.calendar import local_moment
from kiosk import KioskApp
from kiosk.widgets import Keys, Tile, targets_in
from tests import screens
from tests.kiosk.pictures import words

MORNING = local_moment("2026-03-02", "08:12")
SIZE = (100, 26)
BIRTH, BIRTH_NAME = "1.001193", "Đăng ký khai sinh"
HOA = Actor("nt.hoa", "reception", "desk-1")
BURST = 2_000
"""The pause that tells a person from a scanner (µs): short, since nobody's fingers have to keep up here."""


def founded(root):
    """A founded office in `root`, closed again: to be copied, since founding takes a moment."""
    found(root, clock=SetClock(MORNING), chance=SeededChance(5)).close()
    return root


def opened(template, root):
    shutil.copytree(template, root)
    return Office.at(root, clock=SetClock(MORNING), chance=SeededChance(6))


def code_of(office, start=BIRTH):
    return next(code for code in office.catalogue.in_force() if code.startswith(start))


def popular(office, start=BIRTH, times=3):
    """Enough people came for this procedure to put it first."""
    for _ in range(times):
        office.queue.issue(Actor("kiosk-9", "citizen", "kiosk-9"), procedure=code_of(office, start))
    return times


def tickets(office):
    return (
        office.store.reader()
        .execute("SELECT number, procedure, priority, grp FROM ticket ORDER BY number")
        .fetchall()
    )


class Visitor:
    """Somebody at the kiosk; two seconds pass with everything they do."""

    def __init__(self, app, pilot):
        self.app, self.pilot, self.at = app, pilot, 100.0
        app.steady = lambda: self.at
        app.last_touch = app.shown_at = self.at
        app.burst.gap = BURST

    @property
    def place(self):
        return self.app.session.place

    @property
    def screen(self):
        return words(self.app)

    def tile(self, title, *, whole=False):
        return next(
            tile
            for tile in targets_in(self.app.screen)
            if (title == tile.title_text if whole else title in tile.title_text)
        )

    async def rest(self):
        """Until everything done so far has been heard, told from a scan, and drawn."""
        await screens.rest(self.app, lambda: self.app.burst.due is None)

    async def press(self, *keys, apart=2.0):
        for key in keys:
            self.at += apart
            screens.press(self.app, key)
            await self.rest()

    async def type(self, text):
        await self.press(*("space" if letter == " " else letter for letter in text))

    async def click(self, title, apart=2.0, *, whole=False):
        self.at += apart
        await self.touch(*self.tile(title, whole=whole).region.center)

    async def touch(self, column, row):
        """What the terminal reports of a finger or a mouse, by the same way as its keys."""
        x, y = int(column), int(row)
        for kind in (events.MouseDown, events.MouseUp):
            self.app.post_message(kind(None, x, y, 0, 0, 1, False, False, False, x, y))
        await self.rest()

    async def scan(self, code):
        """A scanner types the whole code at once, and Enter: no busy machine comes between its keys."""
        typed = [*(events.Key(letter, letter) for letter in code), events.Key("enter", "\r")]
        for at, key in enumerate(typed):
            key.time = typed[0].time + at * BURST / 20_000_000
            self.app.post_message(key)
        await self.rest()

    async def wait(self, seconds):
        """Time passes, second by second, as it does in a hall."""

        async def pass_by():
            for _ in range(round(seconds)):
                self.at += 1
                await self.app.tick()

        self.app.call_later(pass_by)
        await self.rest()


@asynccontextmanager
async def visiting(office, *, size=SIZE, **settings):
    app = KioskApp(office, "kiosk-1", **settings)
    async with app.run_test(size=size) as pilot:
        visitor = Visitor(app, pilot)
        await visitor.rest()
        yield visitor


def clipped(app):
    """What cannot be seen whole: outside its parents, or in need of more rows than it has."""
    wrong = []
    shown = app.screen._compositor.visible_widgets
    for widget in app.screen.query("Static, BigNumber, QrCode, Pictogram, Tile, Keys"):
        if (
            not widget.visible
            or not widget.display
            or any(not parent.display for parent in widget.ancestors_with_self if hasattr(parent, "display"))
        ):
            continue
        if isinstance(widget, Static) and not str(widget.content):
            continue
        region, clip = shown.get(widget, (widget.region, None))
        if clip is None or not region or region.intersection(clip) != region:
            wrong.append((widget, "outside", region, clip))
            continue
        inside = widget.content_size
        if isinstance(widget, Tile):
            if widget.cut(inside):
                wrong.append((widget, widget.title, inside))
            continue
        if isinstance(widget, Keys):
            wrong += [(widget, key.title_text, key.within) for key in widget.cut()]
            continue
        needed = widget.get_content_height(app.screen.size, app.screen.size, inside.width)
        broken = isinstance(widget, Static) and any(
            len(word) > inside.width for word in str(widget.content).split()
        )
        if needed > inside.height or broken:
            wrong.append((widget, str(getattr(widget, "content", "")), inside, needed))
    return wrong
