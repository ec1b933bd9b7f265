"""A witness as a small HTTP server: one address to ask, one to look at. Threads, and Python's own server."""

import logging
import socket
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import ClassVar

from ledger.request import ADD_CHECKPOINT, LARGEST_REQUEST, origin_path
from witness.evidence import Refused
from witness.memory import MemoryBroken
from witness.witness import PLAIN, Answer, Witness

PATIENCE = 10
"""Seconds for a request to arrive."""
LOOK = 0.1
"""Seconds between two looks whether to end."""
MOST_DIGITS = 9

log = logging.getLogger("motcua.witness")

Tell = Callable[[Refused], None]


class WitnessServer(ThreadingHTTPServer):
    """`with WitnessServer(witness): …` answers in a thread of its own; `serve_forever()` in this one."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(
        self,
        witness: Witness,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        prefix: str = "",
        tell: Tell | None = None,
    ) -> None:
        """`tell` is given every head that was kept as evidence. Raises `OSError` when the address is taken."""
        self.witness, self.prefix, self.tell = witness, prefix.strip("/"), tell
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        super().__init__((host, port), _Handler)
        self.host, self.port = host, int(self.server_address[1])
        self.thread = Thread(target=self.serve_forever, args=(LOOK,), name="witness", daemon=True)

    @property
    def url(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}" + (f"/{self.prefix}" if self.prefix else "")

    def __enter__(self) -> "WitnessServer":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()
        self.thread.join()

    def handle_error(self, request: object, client_address: object) -> None:
        """A caller who hangs up in the middle is no fault of the witness's; anything else is for the log book."""
        log.debug("a request ended early", exc_info=True)

    def below(self, path: str) -> str | None:
        """What follows the prefix in a path, or None when the path is elsewhere."""
        start = f"/{self.prefix}/" if self.prefix else "/"
        return path[len(start) :] if path.startswith(start) else None


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = PATIENCE
    server_version = "motcua-witness"
    sys_version = ""
    server: WitnessServer
    disable_nagle_algorithm: ClassVar[bool] = True

    def do_POST(self) -> None:
        if self.server.below(self.path) != ADD_CHECKPOINT:
            self._only(HTTPStatus.NOT_FOUND, "Ask at add-checkpoint.")
            return
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit() and len(length) <= MOST_DIGITS):
            self._only(HTTPStatus.LENGTH_REQUIRED, "Say how long the request is.")
        elif int(length) > LARGEST_REQUEST:
            self._only(HTTPStatus.BAD_REQUEST, f"A request has at most {LARGEST_REQUEST} bytes.")
        else:
            self._answer(self._judged(self.rfile.read(int(length))))

    def do_GET(self) -> None:
        below = self.server.below(self.path)
        witness = self.server.witness
        try:
            found = next((each for each in witness.memory.origins() if origin_path(each) == below), None)
            note = witness.shown(found) if found is not None else None
        except MemoryBroken as broken:
            self._broken(broken)
            return
        if note is None:
            self._answer(
                Answer(HTTPStatus.NOT_FOUND, b"This witness has countersigned nothing under this name.\n")
            )
        else:
            self._answer(Answer(HTTPStatus.OK, note))

    def _judged(self, body: bytes) -> Answer:
        try:
            answer = self.server.witness.add_checkpoint(body)
        except MemoryBroken as broken:
            log.warning("%s", broken)
            return Answer(
                HTTPStatus.SERVICE_UNAVAILABLE, b"This witness cannot remember: ask its operator.\n"
            )
        if answer.refused is not None and self.server.tell is not None:
            self.server.tell(answer.refused)
        return answer

    def _broken(self, broken: MemoryBroken) -> None:
        log.warning("%s", broken)
        self._only(HTTPStatus.SERVICE_UNAVAILABLE, "This witness cannot remember: ask its operator.")

    def _only(self, status: HTTPStatus, sentence: str) -> None:
        """An answer after which the connection ends: what else came in was not read."""
        self.close_connection = True
        self._answer(Answer(status, sentence.encode() + b"\n", PLAIN))

    def _answer(self, answer: Answer) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.kind)
        self.send_header("Content-Length", str(len(answer.body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:  # the base class names it so
        """Who asked is nobody's business; what was refused is told apart."""
        log.debug(format, *args)
