"""What a citizen's phone may ask the office to do: rate a visit, take a number from afar. Plain forms, no account."""

from typing import Any
from urllib.parse import urlencode

from anyio.to_thread import run_sync
from litestar import MediaType, Request, Response, get, post

from application.envelope import Actor
from application.feedback import TicketShown
from application.found_ticket import AFAR
from application.ports import OfficePort
from application.views import TicketView
from domain.fact import Refused
from domain.feedback import LOW
from web.asking import Answer, fragment, origin_of
from web.markup import BLANK, Markup, around, element, joined, whole
from web.pages import PATH, Frame, Typed, sentence, whole_page
from web.rating_page import PATH as RATING
from web.rating_page import REASONS, thanks
from web.remote_ticket import NOBODY, Chosen, choice_page, confirm_page, door_of
from web.remote_ticket import PATH as TAKING
from web.voice import Voice, voice_for

PHONE = Actor("", "citizen", AFAR)
REFUSED = 409

Asked = Request[Any, Any, Any]


@post(RATING, status_code=200, media_type=MediaType.HTML)
async def rate(request: Asked) -> Response[str]:
    form = await request.form()
    voice, origin = voice_for(str(form.get("lang", ""))), origin_of(request)
    reasons = tuple(reason for reason in REASONS if reason in form.getall("reason", []))
    shown = TicketShown(secret=str(form.get("secret", "")), origin=origin)
    score, words = str(form.get("score", "")), str(form.get("words", "")).strip()
    try:
        await run_sync(_rate, _office(request), shown, score, reasons, words)
    except Refused as refusal:
        return _page(request, voice, sentence(voice("rating.not_kept"), voice.refusal(refusal)), REFUSED)
    return _page(request, voice, thanks(reasons, request.app.state.unit.hotline, voice))


def _rate(office: OfficePort, shown: TicketShown, score: str, reasons: tuple[str, ...], words: str) -> None:
    """A reason that was ticked before the score was changed is not meant any more."""
    given = int(score) if score.isascii() and score.isdigit() else 0
    office.feedback.rate(shown, given, PHONE, reasons=reasons if given <= LOW else (), words=words)


@get(TAKING, media_type=MediaType.HTML)
async def choose(request: Asked) -> Response[str]:
    """First what for, then what to know about it; nothing is taken yet."""
    asked = request.query_params
    voice = voice_for(asked.get("lang", ""))
    chosen = Chosen(*(asked.get(name, "") for name in Chosen.__struct_fields__))
    page = confirm_page if chosen.group or chosen.procedure else choice_page
    try:
        return _page(request, voice, await run_sync(page, _office(request), chosen, voice))
    except Refused as refusal:
        return _page(request, voice, sentence(voice("afar.not_now"), voice.refusal(refusal)), REFUSED)


@post(TAKING, status_code=200, media_type=MediaType.HTML)
async def take(request: Asked) -> Response[str]:
    form = await request.form()
    said = {
        name: str(form.get(name, "")) for name in ("invitation", "group", "procedure", "priority", NOBODY)
    }
    voice, office = voice_for(str(form.get("lang", ""))), _office(request)
    try:
        ticket = await run_sync(_take, office, said, origin_of(request))
    except Refused as refusal:
        return _page(request, voice, sentence(voice("afar.not_now"), voice.refusal(refusal)), REFUSED)
    secret = ticket.url.partition("#")[2]
    shown = await run_sync(_taken, office, secret, voice)
    return _page(request, voice, shown, taken=secret)


def _take(office: OfficePort, said: dict[str, str], origin: str) -> TicketView:
    invitation = "" if said[NOBODY] else said["invitation"]
    return door_of(office).take(
        invitation,
        PHONE,
        procedure=said["procedure"],
        group="" if said["procedure"] else said["group"],
        priority=said["priority"],
        origin=origin,
    )


def _taken(office: OfficePort, secret: str, voice: Voice) -> Markup:
    """The ticket itself, and the code that opens it again where no script keeps its link."""
    ticket = fragment(office, Answer(page=office.lookup.by_secret(secret)), voice, secret)
    code = around(voice("afar.code", code=BLANK), whole(secret))
    return joined(ticket, element("p", code, class_="notice"))


HANDLERS = (rate, choose, take)


def _page(
    request: Asked, voice: Voice, shown: Markup, status: int = 200, *, taken: str = ""
) -> Response[str]:
    state = request.app.state
    frame = Frame(here=_here(request), taken=taken)
    html = whole_page(state.unit, voice, shown, Typed(taken), state.assets.version, frame)
    return Response(html, status_code=status, media_type=MediaType.HTML)


def _here(request: Asked) -> str:
    """Where the other language finds the same page; what a form sent is not asked for again."""
    if request.method != "GET":
        return TAKING if request.url.path == TAKING else PATH
    said = {name: request.query_params.get(name, "") for name in Chosen.__struct_fields__}
    kept = urlencode({name: value for name, value in said.items() if value})
    return f"{TAKING}?{kept}" if kept else TAKING


def _office(request: Asked) -> OfficePort:
    office: OfficePort = request.app.state.office
    return office
