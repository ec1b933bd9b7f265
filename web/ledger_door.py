"""The public log, to be copied and checked: `/log/2026/checkpoint`, `/log/2026/tile/…` (C2SP tlog-tiles)."""

from typing import Any, Protocol, runtime_checkable

from litestar import MediaType, Request, Response, get
from litestar.datastructures import MutableScopeHeaders
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.status_codes import HTTP_200_OK
from litestar.types import Message, Scope

from application.log_files import LogFiles

PREFIX = "/log/"
CHECKPOINT = "checkpoint"
FOR_GOOD = "public, max-age=31536000, immutable"
FOR_AN_HOUR = "public, max-age=3600"
"""A partial tile never changes either, but the full one soon stands for it."""
NOT_AT_ALL = "no-cache"

Asked = Request[Any, Any, Any]


@runtime_checkable
class KeepsLog(Protocol):
    """An office that holds the log itself, rather than reaching it over the network."""

    log_files: LogFiles


@get("/log", sync_to_thread=True, media_type=MediaType.TEXT)
def logs(request: Asked) -> str:
    """Where each of the office's logs is, one in each line."""
    return "".join(f"{PREFIX}{name}/\n" for name in _files(request).names())


@get("/log/{name:str}/{path:path}", sync_to_thread=True)
def log_file(request: Asked, name: FromPath[str], path: FromPath[str]) -> Response[bytes]:
    """A file of a log: its latest signed head, a tile of hashes, or a bundle of entries."""
    wanted = path.removeprefix("/")
    octets = _files(request).read(name, wanted)
    if octets is None:
        raise NotFoundException
    kind = MediaType.TEXT if wanted == CHECKPOINT else "application/octet-stream"
    return Response(octets, media_type=kind)


async def kept(message: Message, scope: Scope) -> None:
    """How long a file of the log may be kept; runs after the headers that all answers have."""
    if message["type"] != "http.response.start" or message["status"] != HTTP_200_OK:
        return
    path = scope["path"]
    if not path.startswith(PREFIX):
        return
    headers = MutableScopeHeaders.from_message(message)
    if path.endswith(f"/{CHECKPOINT}"):
        headers["Cache-Control"] = NOT_AT_ALL
    else:
        headers["Cache-Control"] = FOR_AN_HOUR if ".p/" in path else FOR_GOOD


LEDGER = [logs, log_file]


def _files(request: Asked) -> LogFiles:
    office = request.app.state.office
    if not isinstance(office, KeepsLog):
        raise NotFoundException
    return office.log_files
