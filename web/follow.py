"""Live answers: streams of server-sent events, one whenever a ticket, a dossier or the hall changes.

However many follow, the log is asked once a beat whether it has grown, and what is followed is looked at once for all.
"""

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from math import inf

import anyio
import msgspec
from anyio.to_thread import run_sync
from litestar.response.sse import ServerSentEventMessage
from msgspec.structs import replace

from application.faults import Fault
from application.ports import OfficePort
from application.views import TicketPage
from web.asking import Answer, Question, ask, fragment, one_look
from web.board_page import board_fragment
from web.markup import Markup
from web.voice import Voice

BEAT = 0.5
"""Seconds between two questions whether anything happened; so soon a phone hears of its call."""
DOSSIER_BEAT = 20.0
"""Seconds between two looks at a dossier: it moves within days."""
STALE = 30.0
"""Seconds after which a ticket and the hall are looked at though nothing happened: estimates grow old."""
QUIET = 15.0
"""Seconds after which a stream without news says that it still lives."""
LIFETIME = 600.0
"""A stream ends by then, and the page asks again: a phone that left holds nothing for longer."""
MOST = 500
"""Streams at a time; whoever comes after that asks again from time to time instead."""
HALL = "hall"

Message = ServerSentEventMessage


class Sight(msgspec.Struct, frozen=True, kw_only=True):
    """Something as it was seen once: what to compare with the next look, and how it is told."""

    value: object = None
    told: Callable[[Voice], Markup]
    problem: str = ""
    """Why nothing is seen any more; ends the streams."""
    slow: bool = False


class Followed:
    """One thing that is followed, as it was last seen, for everybody who follows it."""

    def __init__(self, sight: Sight, look: Callable[[], Sight]) -> None:
        self.sight, self.look = sight, look
        self.streams, self.version, self.position, self.looked_at = 0, 0, -1, -inf
        self.words: dict[str, Markup] = {}

    def due(self, position: int, now: float) -> bool:
        grown, age = position != self.position, now - self.looked_at
        return grown and age >= DOSSIER_BEAT if self.sight.slow else grown or age >= STALE

    def take(self, sight: Sight, position: int, now: float) -> None:
        self.position, self.looked_at = position, now
        if (sight.value, sight.problem) != (self.sight.value, self.sight.problem):
            self.words, self.version = {}, self.version + 1
        self.sight = sight

    async def said(self, voice: Voice) -> Markup:
        """Rendered once in each language, and not on the loop: a page may ask the office for its words."""
        words = self.words
        if voice.language not in words:
            words[voice.language] = await run_sync(self.sight.told, voice)
        return words[voice.language]


class Followers:
    """The streams now open on one server."""

    def __init__(self, office: OfficePort, *, beat: float = BEAT) -> None:
        self.office, self.beat, self.open = office, beat, 0
        self.closing = False
        self.followed: dict[str, Followed] = {}
        self._turn, self._next = anyio.Lock(), -inf

    @property
    def full(self) -> bool:
        return self.closing or self.open >= MOST

    async def changes(self, question: Question, origin: str, voice: Voice) -> AsyncIterator[Message]:
        """What the link opens, and again whenever that changes; a link that opens nothing ends the stream."""
        with self._counted():
            position = await run_sync(_position, self.office)
            first = _seen(self.office, await ask(self.office, question, origin))
            again = partial(_look_at_link, self.office, question, origin)
            async for message in self._stream(question.secret, Followed(first, again), position, voice):
                yield message

    async def hall(self, voice: Voice) -> AsyncIterator[Message]:
        """The board of the hall."""
        with self._counted():
            position = await run_sync(_position, self.office)
            again = partial(_look_at_hall, self.office)
            first = await run_sync(again)
            async for message in self._stream(HALL, Followed(first, again), position, voice):
                yield message

    @contextmanager
    def _counted(self) -> Iterator[None]:
        self.open += 1
        try:
            yield
        finally:
            self.open -= 1

    async def _stream(self, key: str, fresh: Followed, position: int, voice: Voice) -> AsyncIterator[Message]:
        """Joins those who follow the same thing; what was just seen is news for them too."""
        followed = self.followed.setdefault(key, fresh)
        followed.take(fresh.sight, position, anyio.current_time())
        followed.streams += 1
        try:
            async for message in self._news(followed, voice):
                yield message
        finally:
            followed.streams -= 1
            if not followed.streams:
                self.followed.pop(key, None)

    async def _news(self, followed: Followed, voice: Voice) -> AsyncIterator[Message]:
        shown = -1
        heard = began = anyio.current_time()
        while not self.closing and anyio.current_time() < began + LIFETIME:
            if followed.sight.problem:
                yield Message(event="gone", data=followed.sight.problem)
                return
            now = anyio.current_time()
            if shown != followed.version:
                shown, heard = followed.version, now
                yield Message(event="page", data=await followed.said(voice))
            elif now >= heard + QUIET:
                heard = now
                yield Message(event="still", data="here")
            await self._rest()
            await self._look_around()

    async def _rest(self) -> None:
        """Until the next beat, waking early when the server wants to close."""
        until = anyio.current_time() + self.beat
        while not self.closing and anyio.current_time() < until:
            await anyio.sleep(min(0.5, max(0.0, until - anyio.current_time())))

    async def _look_around(self) -> None:
        """Whoever comes first once a beat looks for everybody; the others find it done."""
        async with self._turn:
            now = anyio.current_time()
            if self.closing or now < self._next:
                return
            self._next = now + self.beat
            position = await run_sync(_position, self.office)
            due = [each for each in self.followed.values() if each.due(position, now)]
            seen = await run_sync(_look_at, due) if due else []
            for followed, sight in zip(due, seen, strict=True):
                followed.take(sight, position, now)


def _position(office: OfficePort) -> int:
    """Where the log cannot be read, every look says so itself."""
    try:
        return office.position()
    except Fault:
        return -1


def _look_at(due: Sequence[Followed]) -> list[Sight]:
    """In one thread, with one reader."""
    return [followed.look() for followed in due]


def _look_at_link(office: OfficePort, question: Question, origin: str) -> Sight:
    return _seen(office, one_look(office, question, origin))


def _seen(office: OfficePort, answer: Answer) -> Sight:
    """The hour of looking is nothing that changed."""
    page = answer.page
    return Sight(
        value=replace(page, updated_at=0) if page else None,
        told=partial(fragment, office, answer),
        problem="" if page else answer.problem,
        slow=not isinstance(page, TicketPage),
    )


def _look_at_hall(office: OfficePort) -> Sight:
    try:
        board, now = office.queue.board(), office.now()
    except Fault:
        return Sight(told=lambda _: Markup(), problem="fault")
    return Sight(value=board, told=lambda _: board_fragment(board, now))
