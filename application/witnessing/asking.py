"""Over the network to a witness: send a head, look at the last one it countersigned (C2SP tlog-witness)."""

import ssl
from threading import Lock
from typing import NamedTuple

import httpcore

from ledger.note import LARGEST_NOTE
from ledger.request import ADD_CHECKPOINT, origin_path

PATIENCE = 10.0
"""Seconds for a witness to answer."""
CONNECTIONS = 8
OK, NOT_FOUND = 200, 404


class Unheard(Exception):  # noqa: N818 - not a bug: nobody answers
    """The witness does not answer, or not as a witness does."""


class Reply(NamedTuple):
    status: int
    kind: str
    body: bytes


class Asking:
    """Asks witnesses by their addresses. Threads may share it; `close` ends what still waits."""

    def __init__(self) -> None:
        self._pools: dict[bool, httpcore.ConnectionPool] = {}
        self._lock = Lock()

    def add_checkpoint(self, url: str, request: bytes) -> Reply:
        return self._send("POST", f"{url.rstrip('/')}/{ADD_CHECKPOINT}", request)

    def head(self, url: str, origin: str) -> bytes | None:
        """The last head of a log that the witness countersigned, as a note; None when it knows of none.

        Raises `Unheard` as well where the witness shows nothing of the kind under its submission prefix.
        """
        reply = self._send("GET", f"{url.rstrip('/')}/{origin_path(origin)}", None)
        if reply.status not in {OK, NOT_FOUND}:
            raise Unheard(str(reply.status))
        return reply.body if reply.status == OK else None

    def close(self) -> None:
        with self._lock:
            for pool in self._pools.values():
                pool.close()

    def _pool(self, *, encrypted: bool) -> httpcore.ConnectionPool:
        """The machine's own list of authorities is read when somebody is first asked over an encrypted way."""
        with self._lock:
            if encrypted not in self._pools:
                context = ssl.create_default_context() if encrypted else None
                self._pools[encrypted] = httpcore.ConnectionPool(
                    ssl_context=context, max_connections=CONNECTIONS
                )
            return self._pools[encrypted]

    def _send(self, method: str, url: str, body: bytes | None) -> Reply:
        waits = {"timeout": dict.fromkeys(("connect", "read", "write", "pool"), PATIENCE)}
        headers = [("Content-Type", "text/plain; charset=utf-8")] if body is not None else []
        try:
            pool = self._pool(encrypted=url.startswith("https:"))
            with pool.stream(method, url, headers=headers, content=body, extensions=waits) as reply:
                content = b""
                for piece in reply.iter_stream():
                    content += piece
                    if len(content) > LARGEST_NOTE:
                        raise Unheard("the answer is too long")
        except (
            httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError,
            httpcore.UnsupportedProtocol, httpcore.ConnectionNotAvailable, RuntimeError, ValueError, OSError,
        ) as error:  # fmt: skip
            raise Unheard(str(error) or type(error).__name__) from error
        given = {name.lower(): value for name, value in reply.headers}
        return Reply(reply.status, given.get(b"content-type", b"").decode("latin-1"), content)
