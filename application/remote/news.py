"""How a client hears that the log has grown: one stream of server-sent events, taken up again whenever it breaks."""

import socket
import time
from contextlib import suppress
from threading import Event, Thread

import msgspec

from application.remote.line import Broken, Gone, Line
from application.remote.wire import Heard

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 5.0
"""Seconds before the stream is taken up again, doubled each time."""
FIRST_WORD = 2.0
"""Seconds that a new client waits to learn whether anybody answers."""


class News:
    """Listens in a thread of its own until it is closed."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.alive = False
        self.position = 0
        self.ahead: int | None = None
        """By how much (µs) the office's clock is ahead of this machine's steady one; None before the first word."""
        self.tried, self.closing = Event(), Event()
        self.socket: socket.socket | None = None
        self.thread = Thread(target=self._listen, name="news of the office", daemon=True)
        self.thread.start()
        self.tried.wait(FIRST_WORD)

    def now(self) -> int | None:
        """The office's hour, going on by itself while nobody answers; None before it was ever told."""
        return None if self.ahead is None else self.ahead + time.monotonic_ns() // 1000

    def lost(self) -> None:
        """Somebody asked the office in vain; the next word on the stream will say that it is back."""
        self.alive = False

    def close(self) -> None:
        self.closing.set()
        if self.socket is not None:
            with suppress(OSError):
                self.socket.shutdown(socket.SHUT_RDWR)  # wakes the thread from its reading
        self.thread.join(FIRST_WORD)

    def _listen(self) -> None:
        pause = FIRST_PAUSE
        while not self.closing.is_set():
            if self._hear_out():
                pause = FIRST_PAUSE
            self.alive, self.socket = False, None
            self.tried.set()
            self.closing.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    def _hear_out(self) -> bool:
        """One stream until it breaks; whether anything came of it."""
        heard = False
        with suppress(Gone, Broken, msgspec.MsgspecError, ValueError), self.line.news() as news:
            if news is None:
                return False
            self.socket = news.socket
            if self.closing.is_set():
                return False
            for line in news.lines:
                if line.startswith("data:"):
                    self._hear(msgspec.json.decode(line.removeprefix("data:"), type=Heard))
                    heard = True
        return heard

    def _hear(self, word: Heard) -> None:
        self.position = word.position
        self.ahead = word.now - time.monotonic_ns() // 1000
        self.alive = True
        self.tried.set()
