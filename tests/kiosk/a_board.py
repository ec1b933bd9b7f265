"""A hall's board over a real office, with a clock that the test moves; and an office that can be cut off."""

from contextlib import asynccontextmanager

from application.faults import Unreachable
from application.views import Board, BoardCall
from kiosk.board import BoardApp
from tests import screens
from tests.application.an_office import AN, HOA, KIOSK, birth
from tests.kiosk.pictures import words

CERTIFICATION = "certification"
SIZES = ((120, 34), (120, 30), (137, 33), (100, 26), (80, 24), (60, 48), (60, 80))


class Mute:
    """A voice that only remembers what it was to call."""

    def __init__(self):
        self.called, self.speaking, self.closed = [], False, False

    def call(self, number, counter, minute):
        self.called.append((number, counter))

    def close(self):
        self.closed = True


class Wire:
    """The office, until the network is cut."""

    def __init__(self, office):
        self._office, self.cut = office, False

    @property
    def reachable(self):
        return not self.cut

    def __getattr__(self, name):
        if self.cut:
            raise Unreachable
        return getattr(self._office, name)


class Hall:
    """Somebody who looks up at the board; time passes only when told."""

    def __init__(self, app):
        self.app, self.at = app, 1_000.0
        app.steady = lambda: self.at

    @property
    def screen(self):
        return words(self.app)

    @property
    def plate(self):
        return self.app.calls.plate

    async def look(self, seconds=0.0):
        """So many seconds pass, and the board has asked the office and drawn what it heard."""
        self.at += seconds
        self.app.feed._looked = float("-inf")
        if self.app.looking is not None:
            await self.app.looking
        await self.app._look()
        self.app.show()
        await screens.rest(self.app)


@asynccontextmanager
async def watching(office, size=(120, 34), **settings):
    app = BoardApp(office, **settings)
    hall = Hall(app)
    async with app.run_test(size=size) as hall.pilot:
        await hall.look()
        yield hall


def a_call(number, counter="1", at=1, state="called", recalls=0):
    return BoardCall(number, counter, at, state, recalls)


def a_board(*calls, **changed):
    return Board(**{"day": "2026-03-02", "calls": calls, "waiting": {}, "missed": (), "next": ()} | changed)


def take(office, count=1, **wanted):
    return [office.queue.issue(KIOSK, **(wanted or {"procedure": birth(office)})) for _ in range(count)]


def through(office, by=HOA, counter="1"):
    """The visitor at this counter is done."""
    here = office.queue.counter(counter, by.id).current
    office.queue.start(here.id, by)
    office.queue.finish(here.id, "guidance", by)


async def filled(office):
    take(office, 5)
    take(office, 3, group=CERTIFICATION)
    for by, counter in ((HOA, "1"), (AN, "2")):
        office.queue.call_next(counter, by)
    through(office)
    office.queue.call_next("1", HOA)
