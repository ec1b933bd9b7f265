"""Who is signed in at the server: a random token for each, kept in memory, for as long as somebody works."""

import time
from collections.abc import Callable
from hashlib import sha256
from threading import Lock

import msgspec

from application.clock import Chance, SystemChance
from application.envelope import Actor
from domain.fact import Refused

TOKEN = 32
"""Bytes of chance in a token."""
IDLE = 12 * 3600.0
"""Seconds without an act after which a session is over."""


class SessionOver(Refused):
    """Nobody is signed in at this device any more."""


class Session(msgspec.Struct):
    by: Actor
    used: float


class Sessions:
    """By the digest of the token: what is kept here opens nothing."""

    def __init__(
        self, chance: Chance | None = None, clock: Callable[[], float] = time.monotonic, idle: float = IDLE
    ) -> None:
        self.chance, self.clock, self.idle = chance or SystemChance(), clock, idle
        self.lock, self.open = Lock(), dict[bytes, Session]()

    def begin(self, by: Actor) -> str:
        token = self.chance.draw(TOKEN).hex()
        with self.lock:
            now = self.clock()
            self.open = {key: each for key, each in self.open.items() if not self._over(each, now)}
            self.open[_key(token)] = Session(by, now)
        return token

    def whose(self, token: str, device: str) -> Actor:
        """The officer of a token, at the device where it was given; refuses when the session is over."""
        with self.lock:
            found = self.open.get(_key(token))
            now = self.clock()
            if found is None or found.by.device != device or self._over(found, now):
                raise SessionOver
            found.used = now
            return found.by

    def end(self, token: str) -> None:
        with self.lock:
            self.open.pop(_key(token), None)

    def _over(self, session: Session, now: float) -> bool:
        return now - session.used > self.idle


def _key(token: str) -> bytes:
    return sha256(token.encode(errors="surrogatepass")).digest()
