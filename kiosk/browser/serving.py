"""Textual's own serving behind our page: loopback by default, nothing from outside, and only so many at a time.

Each open page is a process of its own, as each terminal would be.
"""

import logging
import shlex
import socket
from collections.abc import Callable, Sequence
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import aiohttp_jinja2
import jinja2
from aiohttp import web
from textual_serve.server import Server

from application.faults import Fault
from wording import languages, say
from wording.identity import DARK, LIGHT, SCREEN_FONT, Palette

log = logging.getLogger("motcua.screen")

Face = Literal["kiosk", "board"]
PALETTES: dict[Face, Palette] = {"kiosk": LIGHT, "board": DARK}
COLUMNS: dict[Face, tuple[int, int]] = {"kiosk": (100, 60), "board": (120, 60)}
"""Columns that the page aims at, on a wide screen and on an upright one."""
PAGES = 4
"""Open pages at a time: each is a process of some 75 MB."""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; "
    "connect-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
OURS = frozenset({"page.css", "page.js"})
THEIRS = {
    "textual.js": "js/textual.js",
    "xterm.css": "css/xterm.css",
    "mono.ttf": "fonts/RobotoMono-VariableFont_wght.ttf",
}
"""Files of textual-serve that the page needs, by the name under which it asks for them."""


class CannotServe(Fault):
    """Another program has this address, or it is not this machine's."""

    key = "cannot_listen"


class BrowserServer(Server):
    """Serves `command`, a program with a Textual screen, to browsers. `serve_until_ended` comes back when told to."""

    def __init__(
        self,
        face: Face,
        command: Sequence[str],
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        language: str = "vi",
        pages: int = PAGES,
    ) -> None:
        self.face, self.language, self.pages, self.open = face, language, pages, 0
        self.listening = _listen(host, port)
        bound = int(self.listening.getsockname()[1])
        with as_file(files("kiosk.browser").joinpath("page")) as folder:
            self.page = Path(folder)
        title = say(f"board.browser.{face}", language)
        super().__init__(shlex.join(command), host, bound, title=title, templates_path=self.page)

    def serve_until_ended(self, ready: Callable[[int], None] | None = None) -> None:
        """Blocks. `ready` is told the port once the address is ours."""
        if ready is not None:
            ready(self.port)
        web.run_app(self._make_app(), sock=self.listening, print=None, access_log=None)

    async def _make_app(self) -> web.Application:
        app = web.Application()
        aiohttp_jinja2.setup(app, loader=jinja2.FileSystemLoader(self.page), autoescape=True)
        app.add_routes(
            [
                web.get("/", self.shown),
                web.get("/ws", self.handle_websocket),
                web.get("/part/{name}", self.part),
            ]
        )
        app.on_response_prepare.append(_guarded)
        return app

    @aiohttp_jinja2.template("page.html")
    async def shown(self, request: web.Request) -> dict[str, Any]:
        """The page around the screen, in the colours of what it shows."""
        wide, upright = COLUMNS[self.face]
        palette = PALETTES[self.face]
        words = [each for each in languages() if each != self.language]
        return {
            "face": self.face,
            "language": self.language,
            "title": self.title,
            "colours": palette.variables(),
            "font": SCREEN_FONT,
            "wide": wide,
            "upright": upright,
            "opening": [say("board.browser.opening", each) for each in (self.language, *words)],
            "closed": [say("board.browser.closed", each) for each in (self.language, *words)],
        }

    async def part(self, request: web.Request) -> web.FileResponse:
        """One file of the page: no folder is ever shown."""
        name = request.match_info["name"]
        if name in OURS:
            return web.FileResponse(self.page / name)
        if name in THEIRS:
            return web.FileResponse(self.statics_path / THEIRS[name])
        raise web.HTTPNotFound

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """A screen of its own for each page; other sites' pages get none, and there are never too many."""
        origin = request.headers.get("Origin", "")
        if urlsplit(origin).netloc != request.host:
            raise web.HTTPForbidden
        if self.open >= self.pages:
            log.warning("a page was turned away: %d are open", self.open)
            raise web.HTTPServiceUnavailable(headers={"Retry-After": "30"})
        self.open += 1
        try:
            return await super().handle_websocket(request)
        finally:
            self.open -= 1


async def _guarded(request: web.Request, response: web.StreamResponse) -> None:
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-cache"
    response.headers.pop("Server", None)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError:
        raise CannotServe(host=host, port=port) from None
