"""Live answers: a stream of server-sent events, one whenever the page of a ticket or a dossier changes."""

from collections.abc import AsyncIterator

import anyio
from anyio.to_thread import run_sync
from litestar.response.sse import ServerSentEventMessage
from msgspec.structs import replace

from application.ports import OfficePort
from application.views import TicketPage
from web.asking import Answer, Page, Question, ask, fragment
from web.voice import Voice

TICKET_BEAT, DOSSIER_BEAT = 3.0, 20.0
"""Seconds between two looks: a turn is called within seconds, a dossier moves within days."""
QUIET = 15.0
"""Seconds after which a stream without news says that it still lives."""
LIFETIME = 600.0
"""A stream ends by then, and the page asks again: a phone that left holds nothing for longer."""
MOST = 500
"""Streams at a time; whoever comes after that asks again from time to time instead."""


class Followers:
    """The streams now open on one server."""

    def __init__(self, office: OfficePort, *, beat: float = TICKET_BEAT) -> None:
        self.office, self.beat, self.open = office, beat, 0
        self.closing = False

    @property
    def full(self) -> bool:
        return self.closing or self.open >= MOST

    async def changes(
        self, question: Question, origin: str, voice: Voice
    ) -> AsyncIterator[ServerSentEventMessage]:
        self.open += 1
        try:
            async for message in self._news(question, origin, voice):
                yield message
        finally:
            self.open -= 1

    async def _news(
        self, question: Question, origin: str, voice: Voice
    ) -> AsyncIterator[ServerSentEventMessage]:
        shown: Page | None = None
        heard = began = anyio.current_time()
        while not self.closing and anyio.current_time() < began + LIFETIME:
            answer = await ask(self.office, question, origin)
            if answer.page is None:
                yield ServerSentEventMessage(event="gone", data=answer.problem)
                return
            now = anyio.current_time()
            if shown is None or _changed(shown, answer.page):
                shown, heard = answer.page, now
                yield await self._message(answer, voice)
            elif now >= heard + QUIET:
                heard = now
                yield ServerSentEventMessage(comment="still here", data=None)
            await self._rest(answer.page)

    async def _message(self, answer: Answer, voice: Voice) -> ServerSentEventMessage:
        html = await run_sync(fragment, self.office, answer, voice)
        return ServerSentEventMessage(event="page", data=html)

    async def _rest(self, page: Page) -> None:
        """Until the next look, waking early when the server wants to close."""
        until = anyio.current_time() + (self.beat if isinstance(page, TicketPage) else DOSSIER_BEAT)
        while not self.closing and anyio.current_time() < until:
            await anyio.sleep(min(0.5, max(0.0, until - anyio.current_time())))


def _changed(before: Page, after: Page) -> bool:
    return replace(before, updated_at=0) != replace(after, updated_at=0)
