"""The office for its own devices: one address for each call, and a stream that tells when the log has grown.

Who acts is never read from a request: it is the device of the credential, or the officer who signed in at it.
"""

import logging
import time
from collections import deque
from collections.abc import AsyncIterator
from typing import Any, Protocol, runtime_checkable
from uuid import UUID, uuid5

import anyio
import msgspec
from anyio.to_thread import run_sync
from litestar import MediaType, Request, Response, get, post
from litestar.exceptions import HTTPException, NotFoundException
from litestar.params import FromPath
from litestar.response import ServerSentEvent
from litestar.response.sse import ServerSentEventMessage

from application.devices import CredentialRefused, Devices, NotForThisDevice
from application.envelope import Actor
from application.faults import Fault
from application.kept_numbers import KeptTicket
from application.lookup import TooManyTries
from application.ports import OfficePort
from application.remote.line import SESSION
from application.remote.problems import packed
from application.remote.sessions import SessionOver, Sessions
from application.remote.wire import OWN, SIGN_IN, SIGN_OUT, Heard, MalformedCall, Method, method
from domain.device import Device
from domain.fact import Refused
from web.asking import origin_of
from web.rights import FILLED_IN, RIGHTS, SIGNED_IN, may

LONGEST_CALL = 1 << 20
"""Bytes of a question: a morning's tickets that a kiosk kept while it was cut off fit many times over."""
BEAT, HEARTBEAT = 0.1, 10.0
"""Seconds between two looks at the log, and between two words that the stream still lives."""
MINUTE, WRONG_IN_A_MINUTE, ORIGINS = 60.0, 30, 4096
COMMANDS = UUID("6f0c2f3e-6c6f-5d0e-9f0b-6d6f74637561")
DELIVER = "queue.deliver"
REFUSED, FAULTY = 409, 503
STATUS: dict[type[Refused], int] = {
    CredentialRefused: 401,
    SessionOver: 401,
    TooManyTries: 429,
    MalformedCall: 400,
}

Asked = Request[Any, Any, Any]
log = logging.getLogger("motcua.web")


@runtime_checkable
class Enrolling(Protocol):
    """An office that knows its devices, rather than being one of their own views of it."""

    devices: Devices


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A call as it came in; `session` is empty where nobody has signed in."""

    call: str
    credential: str
    session: str = ""
    origin: str = ""
    body: bytes = b""


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    status: int = 200
    body: bytes
    session: str = ""


class WrongCredentials:
    """Wrong ones in the last minute, by origin; whoever brings the right one is never held up by them."""

    def __init__(self) -> None:
        self.seen: dict[str, deque[float]] = {}

    def count(self, origin: str) -> None:
        now = time.monotonic()
        times = self.seen.setdefault(origin, deque(maxlen=WRONG_IN_A_MINUTE))
        full = len(times) == WRONG_IN_A_MINUTE and now - times[0] < MINUTE
        times.append(now)
        if len(self.seen) > ORIGINS:
            self.seen.pop(next(iter(self.seen)))
        if full:
            raise TooManyTries(minutes=1)


class OfficeDoor:
    """Answers the calls of enrolled devices."""

    def __init__(self, office: OfficePort, devices: Devices) -> None:
        self.office, self.devices = office, devices
        self.sessions, self.wrong = Sessions(), WrongCredentials()
        self.closing = False
        self.heard, self.looked_at = Heard(0, 0), -BEAT

    def answer(self, question: Question) -> Reply:
        try:
            return self._answer(question)
        except Refused as refused:
            return Reply(status=STATUS.get(type(refused), REFUSED), body=packed(refused))
        except Fault as fault:
            return Reply(status=FAULTY, body=packed(fault))

    def _answer(self, question: Question) -> Reply:
        device = self.told_by(question.credential, question.origin)
        asked = method(question.call)
        by = self._actor(device, question)
        arguments = asked.asked(question.body) | ({asked.actor: by} if asked.actor else {})
        if asked.name in FILLED_IN:
            _fill_in(arguments, FILLED_IN[asked.name], device.device)
        if arguments.get("command"):
            arguments["command"] = _own_command(by, arguments["command"])
        if asked.name == DELIVER:
            arguments["kept"] = tuple(_own_kept(by, each) for each in arguments["kept"])
        value = self._called(asked, arguments)
        session = ""
        if asked.name == SIGN_IN:
            session = self.sessions.begin(value)
        elif asked.name == SIGN_OUT:
            self.sessions.end(question.session)
        return Reply(body=asked.told(value), session=session)

    def told_by(self, credential: str, origin: str) -> Device:
        try:
            return self.devices.told_by(credential)
        except CredentialRefused:
            self.wrong.count(origin)
            raise

    def _actor(self, device: Device, question: Question) -> Actor:
        """Who acts, if this may be asked from there at all. What the device itself may ask needs no session."""
        if may(RIGHTS[device.kind], question.call):  # type: ignore[index]
            return Actor(device.device, "citizen", device.device)
        if device.kind != "desk":
            raise NotForThisDevice(device=device.device)
        by = self.sessions.whose(question.session, device.device)
        if by.id not in {each.officer for each in self.office.staff.officers()}:
            raise SessionOver  # whoever has left the office has left its desks
        if not may(SIGNED_IN, question.call):
            raise NotForThisDevice(device=device.device)
        return by

    def _called(self, asked: Method, arguments: dict[str, Any]) -> Any:
        door, _, call = asked.name.partition(".")
        found = getattr(self.office if door == OWN else getattr(self.office, door), call)
        return found(**arguments) if callable(found) else found

    # ---- news

    async def look(self) -> Heard:
        """One look at the log for all who listen."""
        if anyio.current_time() - self.looked_at >= BEAT:
            self.looked_at = anyio.current_time()
            self.heard = await run_sync(self._look)
        return self.heard

    def _look(self) -> Heard:
        return Heard(self.office.position(), self.office.now())

    async def changes(self, credential: str, origin: str) -> AsyncIterator[ServerSentEventMessage]:
        """A word whenever the log has grown, and one every ten seconds; over when the credential is."""
        told, told_at = -1, 0.0
        while not self.closing:
            try:
                heard = await self.look()
                if anyio.current_time() >= told_at + HEARTBEAT:
                    await run_sync(self.told_by, credential, origin)
                    told = -1
            except (Refused, Fault):
                return
            if heard.position != told:
                told, told_at = heard.position, anyio.current_time()
                yield ServerSentEventMessage(data=msgspec.json.encode(heard).decode())
            await anyio.sleep(BEAT)


def _fill_in(arguments: dict[str, Any], path: str, value: str) -> None:
    """Put a value in the place of an argument, or of a field of it."""
    name, _, inner = path.partition(".")
    arguments[name] = msgspec.structs.replace(arguments[name], **{inner: value}) if inner else value


def _own_command(by: Actor, command: str) -> str:
    """A command id that is this device's and officer's own: nobody is answered with what another was told."""
    return uuid5(COMMANDS, f"{by.device}/{by.id}/{command}").hex


def _own_kept(by: Actor, kept: KeptTicket) -> KeptTicket:
    """The visit is known by the command under which this device first asked for its number."""
    return msgspec.structs.replace(kept, command=_own_command(by, kept.command))


def _unreadable(request: Asked, wrong: HTTPException) -> Response[bytes]:
    """What the server itself will not take, such as a body that is too long."""
    call = ".".join(request.path_params.values())
    body = packed(MalformedCall(call=call))
    return Response(body, status_code=wrong.status_code, media_type=MediaType.JSON)


@post(
    "/office/{door:str}/{call:str}",
    status_code=200,
    request_max_body_size=LONGEST_CALL,
    exception_handlers={HTTPException: _unreadable},
)
async def call_office(request: Asked, door: FromPath[str], call: FromPath[str]) -> Response[bytes]:
    """One call: its arguments as JSON in, its answer or a named problem as JSON out."""
    question = Question(
        call=f"{door}.{call}",
        credential=_credential(request),
        session=request.headers.get(SESSION, ""),
        origin=origin_of(request),
        body=await request.body(),
    )
    reply = await run_sync(_door(request).answer, question)
    headers = {SESSION: reply.session} if reply.session else {}
    return Response(reply.body, status_code=reply.status, media_type=MediaType.JSON, headers=headers)


@get("/office/changes")
async def changes(request: Asked) -> Response[Any]:
    """The stream that tells when the log has grown."""
    door, credential, origin = _door(request), _credential(request), origin_of(request)
    try:
        await run_sync(door.told_by, credential, origin)
    except Refused as refused:
        status = STATUS.get(type(refused), REFUSED)
        return Response(packed(refused), status_code=status, media_type=MediaType.JSON)
    return ServerSentEvent(door.changes(credential, origin))


def _credential(request: Asked) -> str:
    scheme, _, credential = request.headers.get("Authorization", "").partition(" ")
    return credential.strip() if scheme.lower() == "bearer" else ""


def _door(request: Asked) -> OfficeDoor:
    door: OfficeDoor | None = request.app.state.office_door
    if door is None:
        raise NotFoundException
    return door


def office_door(office: OfficePort) -> OfficeDoor | None:
    """The door of an office that knows its devices; None for one that is itself reached over the network."""
    return OfficeDoor(office, office.devices) if isinstance(office, Enrolling) else None
