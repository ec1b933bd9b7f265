"""The line to an office's server: HTTP on connections that are kept, with as much patience as a person has."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

import httpcore
import msgspec

SESSION = "Motcua-Session"
"""Header of the token that a sign-in was answered with."""
CONNECT, ANSWER = 1.0, 10.0
"""Seconds for a connection to come about, and for an answer."""
SILENCE = 15.0
"""Seconds without a word of news after which the office counts as gone; it says that it lives every ten."""
KEPT = 20.0
"""Seconds an idle connection is kept: the server lets go later, so that no act meets one that is just closing."""
CONNECTIONS = 20


class Gone(Exception):  # noqa: N818 - not a bug: nobody is there
    """Nobody answers there, or not in time."""


class Broken(Exception):  # noqa: N818 - not a bug: a wire was cut
    """The connection broke on the way: what was asked may have been done, or not."""


class Answer(msgspec.Struct, frozen=True):
    status: int
    body: bytes
    session: str


class News(msgspec.Struct, frozen=True):
    """An open stream of lines; shutting its socket down ends it from another thread."""

    lines: Iterator[str]
    socket: socket.socket


class Line:
    """To the server at `url`, for the device whose credential this is. Threads may share it."""

    def __init__(self, url: str, credential: str) -> None:
        self.url, self.closed = url.rstrip("/"), False
        self.headers = [(b"Authorization", f"Bearer {credential}".encode("ascii"))]
        self.pool = httpcore.ConnectionPool(
            # The machine's own list of authorities; none is read for nothing where the way is not encrypted.
            ssl_context=ssl.create_default_context() if url.startswith("https:") else None,
            max_connections=CONNECTIONS,
            keepalive_expiry=KEPT,
        )

    def ask(self, address: str, question: bytes, session: str = "") -> Answer:
        headers = [*self.headers, (b"Content-Type", b"application/json")]
        if session:
            headers.append((SESSION.encode(), session.encode("ascii")))
        with self._patient():
            reply = self.pool.request(
                "POST", self.url + address, headers=headers, content=question, extensions=_within(ANSWER)
            )
        given = {name.lower(): value for name, value in reply.headers}
        return Answer(reply.status, reply.content, given.get(SESSION.lower().encode(), b"").decode("ascii"))

    @contextmanager
    def news(self) -> Iterator[News | None]:
        """The stream that tells when the log has grown; None where the server does not give it to us."""
        asked = {"headers": self.headers, "extensions": _within(SILENCE)}
        with self._patient(), self.pool.stream("GET", f"{self.url}/office/changes", **asked) as reply:  # type: ignore[arg-type]
            if reply.status == 200:  # noqa: PLR2004 - OK
                yield News(
                    _lines(reply.iter_stream()), reply.extensions["network_stream"].get_extra_info("socket")
                )
            else:
                yield None

    def close(self) -> None:
        self.closed = True
        self.pool.close()

    @contextmanager
    def _patient(self) -> Iterator[None]:
        if self.closed:
            raise Gone
        try:
            yield
        except (httpcore.ConnectError, httpcore.TimeoutException, httpcore.UnsupportedProtocol) as error:
            raise Gone from error
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.ConnectionNotAvailable) as error:
            raise Broken from error
        except RuntimeError as error:  # closed by one thread while another asked
            raise Gone from error


def _within(seconds: float) -> dict[str, dict[str, float]]:
    return {"timeout": {"connect": CONNECT, "read": seconds, "write": ANSWER, "pool": ANSWER}}


def _lines(pieces: Iterator[bytes]) -> Iterator[str]:
    rest = b""
    for piece in pieces:
        *whole, rest = (rest + piece).split(b"\n")
        yield from (line.decode().rstrip("\r") for line in whole)
