"""The addresses of the web door. Secrets come only in the bodies of POST requests, never in an address."""

import logging
from traceback import format_tb
from typing import Any, Protocol, runtime_checkable

import msgspec
from anyio.to_thread import run_sync
from litestar import Litestar, MediaType, Request, Response, get, post
from litestar.exceptions import HTTPException, NotFoundException, SerializationException
from litestar.params import FromPath
from litestar.response import ServerSentEvent
from litestar.status_codes import HTTP_400_BAD_REQUEST, HTTP_500_INTERNAL_SERVER_ERROR

from application.faults import Fault
from application.log_files import LogFiles
from application.ports import OfficePort
from web.asking import Answer, Question, ask, fragment, machine_readable, origin_of
from web.assets import KEEPER, Assets
from web.board_page import HANDLERS as HALL
from web.follow import BEAT, Followers
from web.ledger_door import CHECKPOINT, LEDGER, kept
from web.markup import Markup
from web.office_door import call_office, changes, office_door
from web.pages import PATH, Frame, Typed, whole_page
from web.phone_door import HANDLERS as PHONE
from web.proof_door import HANDLERS as PROOF
from web.remote_ticket import page_from_afar
from web.security import guarded
from web.voice import Voice, voice_for

LONGEST_BODY = 4096

Asked = Request[Any, Any, Any]
log = logging.getLogger("motcua.web")


@runtime_checkable
class Published(Protocol):
    """An office that holds the log itself, rather than reaching it over the network."""

    may_sign: bool
    log_files: LogFiles

    def checkpoint(self) -> str: ...


@get(["/", PATH], media_type=MediaType.HTML)
async def front(request: Asked) -> str:
    """The page a QR code opens; its secret stays in the fragment, which no browser sends."""
    frame = Frame(from_afar=await run_sync(page_from_afar, _office(request)))
    return _framed(request, voice_for(request.query_params.get("lang", "")), None, Typed(), frame)


@post(PATH, status_code=200)
async def asked_by_form(request: Asked) -> Response[str]:
    """For those without JavaScript: the same answer as a whole page."""
    question = _question(dict(await request.form()))
    voice = voice_for(question.lang)
    answer = await ask(_office(request), question, origin_of(request))
    shown = await run_sync(fragment, _office(request), answer, voice, question.code)
    opened = answer.page is not None
    typed = Typed(question.code, question.short_code if opened else "")
    return _html(_framed(request, voice, shown, typed), answer)


@post("/api/look-up", status_code=200)
async def look_up(request: Asked) -> Response[Any]:
    """A JSON body in; a fragment of the page, or JSON for machines, out."""
    question = _question(await request.json())
    voice = voice_for(question.lang)
    answer = await ask(_office(request), question, origin_of(request))
    if _wants_html(request):
        return _html(await run_sync(fragment, _office(request), answer, voice), answer)
    return _json(machine_readable(answer, voice), answer)


@post("/api/follow", status_code=200)
async def follow(request: Asked) -> Response[Any]:
    """The same question, answered again whenever the answer changes."""
    followers: Followers = request.app.state.followers
    question = _question(await request.json())
    if not question.secret or followers.full:
        return Response("", status_code=503, headers={"Retry-After": "30"}, media_type=MediaType.TEXT)
    return ServerSentEvent(followers.changes(question, origin_of(request), voice_for(question.lang)))


@get("/api/board", sync_to_thread=True)
def board(request: Asked) -> Response[Any]:
    """Numbers and counters for hall displays."""
    return Response(_office(request).queue.board(), media_type=MediaType.JSON)


@get("/healthz", sync_to_thread=True)
def health(request: Asked) -> dict[str, str | int]:
    """Whether the office answers, from the store up."""
    office = _office(request)
    waiting = sum(office.queue.board().waiting.values())
    return {
        "status": "ok",
        "unit": request.app.state.unit.unit,
        "day": office.today().isoformat(),
        "waiting": waiting,
        "followers": request.app.state.followers.open,
    }


@get("/checkpoint", sync_to_thread=True, media_type=MediaType.TEXT)
def checkpoint(request: Asked) -> str:
    """The latest signed head of the log, for witnesses and anyone who keeps a copy."""
    office = _office(request)
    if not isinstance(office, Published):
        raise NotFoundException
    if office.may_sign:
        return office.checkpoint()
    kept = office.log_files.read(office.log_files.names()[-1], CHECKPOINT)
    if kept is None:
        raise NotFoundException
    return kept.decode()


@get("/static/{name:str}", sync_to_thread=False)
def asset(request: Asked, name: FromPath[str]) -> Response[bytes]:
    assets: Assets = request.app.state.assets
    if name not in assets.files:
        raise NotFoundException
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(assets.files[name], media_type=assets.type_of(name))
    zipped = {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    return Response(assets.zipped[name], headers=zipped, media_type=assets.type_of(name))


@get("/keeper.js", sync_to_thread=False)
def keeper(request: Asked) -> Response[bytes]:
    """The service worker, at the root because it keeps `/t`."""
    assets: Assets = request.app.state.assets
    return Response(assets.keeper, media_type=assets.type_of(KEEPER))


def create_app(office: OfficePort, *, beat: float = BEAT) -> Litestar:
    """The web door of an office; `beat` is how often (in seconds) the log is asked for news."""
    app = Litestar(
        route_handlers=[
            front,
            asked_by_form,
            look_up,
            follow,
            board,
            health,
            checkpoint,
            asset,
            keeper,
            call_office,
            changes,
            *HALL,
            *PHONE,
            *PROOF,
            *LEDGER,
        ],
        before_send=[guarded, kept],
        exception_handlers={HTTPException: _refused, SerializationException: _unreadable, Exception: _failed},
        openapi_config=None,
        logging_config=None,
        request_max_body_size=LONGEST_BODY,
    )
    app.state.office = office
    app.state.unit = office.unit  # asked once: a page that tells of a fault must not need the store
    app.state.followers = Followers(office, beat=beat)
    app.state.assets = Assets()
    app.state.office_door = office_door(office)
    return app


def _refused(request: Asked, refusal: HTTPException) -> Response[Any]:
    """An address or a body that the door does not know."""
    status = refusal.status_code
    if status >= HTTP_500_INTERNAL_SERVER_ERROR:
        return _failed(request, refusal)
    missing = status in {404, 405}
    blanks = {"address": PATH} if missing else {}
    return _problem(
        request, Answer(status=status, problem="no_page" if missing else "unreadable", blanks=blanks)
    )


def _unreadable(request: Asked, _: SerializationException) -> Response[Any]:
    return _problem(request, Answer(status=HTTP_400_BAD_REQUEST, problem="unreadable"))


def _failed(request: Asked, error: Exception) -> Response[Any]:
    """A fault is a sentence for the reader and a line for the technician.

    The line has the kind and the place of the error but not its message, which could repeat what was typed.
    """
    if not isinstance(error, Fault):
        log.error("%s\n%s", type(error).__name__, "".join(format_tb(error.__traceback__)))
    return _problem(request, Answer(status=503 if isinstance(error, Fault) else 500, problem="fault"))


def _problem(request: Asked, answer: Answer) -> Response[Any]:
    voice = voice_for(request.query_params.get("lang", ""))
    if request.url.path.startswith("/api/") and not _wants_html(request):
        return _json(machine_readable(answer, voice), answer)
    shown = fragment(_office(request), answer, voice)
    if request.url.path.startswith("/api/"):
        return _html(shown, answer)
    return _html(_framed(request, voice, shown, Typed()), answer)


def _question(body: object) -> Question:
    try:
        return msgspec.convert(body, Question)
    except msgspec.ValidationError:
        raise SerializationException from None


def _framed(
    request: Asked, voice: Voice, answer: Markup | None, typed: Typed, frame: Frame | None = None
) -> str:
    state = request.app.state
    return whole_page(state.unit, voice, answer, typed, state.assets.version, frame or Frame())


def _wants_html(request: Asked) -> bool:
    return request.accept.best_match(["application/json", "text/html"]) == "text/html"


def _html(content: str, answer: Answer) -> Response[str]:
    headers = _later(answer)
    return Response(str(content), status_code=answer.status, media_type=MediaType.HTML, headers=headers)


def _json(content: object, answer: Answer) -> Response[Any]:
    return Response(content, status_code=answer.status, media_type=MediaType.JSON, headers=_later(answer))


def _later(answer: Answer) -> dict[str, str]:
    minutes = answer.blanks.get("minutes", "")
    return {"Retry-After": str(int(minutes) * 60)} if minutes.isdigit() else {}


def _office(request: Asked) -> OfficePort:
    office: OfficePort = request.app.state.office
    return office
