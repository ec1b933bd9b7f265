"""Runs the web door: on the loopback by default, with logs that never hold a secret."""

import logging
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from types import TracebackType
from typing import Any

import uvicorn
from litestar import Litestar

from application.faults import Fault
from application.ports import OfficePort
from application.remote.wire import methods
from web.app import create_app
from web.board_page import CHANGES
from web.board_page import PATH as BOARD
from web.ledger_door import PREFIX
from web.pages import PATH
from web.proof_page import DOWNLOAD, NAME
from web.proof_page import PATH as PROOF
from web.rating_page import PATH as RATING
from web.remote_ticket import PATH as TAKING

KNOWN = frozenset(
    {
        "/",
        PATH,
        "/api/look-up",
        "/api/follow",
        "/api/board",
        "/healthz",
        "/checkpoint",
        "/log",
        "/office/changes",
    }
    | {BOARD, CHANGES, RATING, TAKING, "/keeper.js"}
    | {PROOF, DOWNLOAD, f"{PROOF}/{NAME}.vi.html", f"{PROOF}/{NAME}.en.html"}
)
CALLS = "/office/"
PARTING = 3
"""Seconds that open answers get to finish when the office closes."""


class CannotListen(Fault):
    """Another program has this address, or it is not this machine's."""

    key = "cannot_listen"


class OnlyKnownAddresses(logging.Filter):
    """An access line is a method, an address we know and a status: nothing a hand may have put elsewhere.

    Who asked is left out as well: a list of who looked up what, and when, would itself be personal data.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        match record.args:
            case (_, method, path, version, status):
                record.args = ("-", method, _known(str(path)), version, status)
        return True


def _known(path: str) -> str:
    bare = path.partition("?")[0]
    if bare.startswith("/static/"):
        return "/static/…"
    if bare.startswith(PREFIX):
        return f"{PREFIX}…"
    call = bare.removeprefix(CALLS).replace("/", ".", 1) if bare.startswith(CALLS) else ""
    return bare if bare in KNOWN or call in methods() else "(unknown)"


class DoorServer(uvicorn.Server):
    """Tells followed pages to let go before it waits for them."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        app: Litestar = self.config.app  # type: ignore[assignment]
        app.state.followers.closing = True
        if app.state.office_door is not None:
            app.state.office_door.closing = True
        await super().shutdown(sockets)


def serve(
    office: OfficePort,
    host: str = "127.0.0.1",
    port: int = 8000,
    *,
    ready: Callable[[int], None] | None = None,
) -> None:
    """Answer until interrupted or told to end, and come back either way, so that the caller can close the office.

    `ready` is told the port once the address is ours.
    """
    server, listening = _server(office, quiet=False), _listen(host, port)
    if ready is not None:
        ready(listening.getsockname()[1])
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with suppress(KeyboardInterrupt):
        server.run(sockets=[listening])


class BackgroundServer:
    """The web door in a thread of its own: `with BackgroundServer(office) as door: print(door.url)`."""

    def __init__(self, office: OfficePort, host: str = "127.0.0.1", port: int = 0, **settings: Any) -> None:
        self.server = _server(office, **settings)
        self.socket = _listen(host, port)
        self.host, self.port = host, int(self.socket.getsockname()[1])
        self.thread = Thread(target=self.server.run, args=([self.socket],), name="web door", daemon=True)

    @property
    def url(self) -> str:
        return f"http://[{self.host}]:{self.port}" if ":" in self.host else f"http://{self.host}:{self.port}"

    def __enter__(self) -> "BackgroundServer":
        self.thread.start()
        while not self.server.started and self.thread.is_alive():
            self.thread.join(timeout=0.01)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.server.should_exit = True
        self.thread.join(timeout=PARTING + 5)
        self.socket.close()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family)
    except OSError:
        raise CannotListen(host=host, port=port) from None
    # Connections inherit it; asyncio sets it only on sockets that name their protocol, and without it
    # every answer waits 40 ms for the other side's delayed acknowledgement.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


def _server(office: OfficePort, *, quiet: bool = True, **settings: Any) -> DoorServer:
    """`quiet` logs nothing but faults, as beside a kiosk screen."""
    config = uvicorn.Config(
        create_app(office, **settings),
        log_level="warning" if quiet else "info",
        access_log=not quiet,
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips="127.0.0.1",
        timeout_graceful_shutdown=PARTING,
        timeout_keep_alive=30,
        ws="none",
        lifespan="off",
    )
    access = logging.getLogger("uvicorn.access")
    if not any(isinstance(each, OnlyKnownAddresses) for each in access.filters):
        access.addFilter(OnlyKnownAddresses())
    return DoorServer(config)
