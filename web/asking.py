"""One question about a ticket, an appointment or a dossier, and its answer.

Unknown and wrong get the same answer after the same time, so that guessing teaches nobody anything.
"""

from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

import anyio
import msgspec
from anyio.to_thread import run_sync
from litestar import Request
from litestar.status_codes import HTTP_400_BAD_REQUEST

from application.faults import Fault
from application.found_appointment import FoundAppointment
from application.lookup import TooManyTries
from application.ports import OfficePort
from application.secrets import LINK_BITS
from application.views import DossierPage, TicketPage
from domain.dossier.codes import parse_code
from domain.dossier.refusals import NotADossierCode
from web.appointment_page import appointment_page
from web.dossier_page import dossier_page
from web.markup import Markup, joined
from web.pages import code_example, sentence
from web.proof_page import Proving, proof_form
from web.rating_page import rating_form
from web.ticket_page import ticket_page
from web.voice import Voice

Page = TicketPage | DossierPage | FoundAppointment

PATIENCE = 0.25
"""Seconds until any «not found» leaves, however quickly or slowly it was known."""
SHORTEST, LONGEST = 10, 64
SHORT_CODE = 8
KINDS: dict[type[Page], str] = {TicketPage: "ticket", DossierPage: "dossier", FoundAppointment: "appointment"}
LINKS = frozenset(bits // 5 for bits in LINK_BITS.values())
"""How many letters the secrets of links have."""


class Question(msgspec.Struct, frozen=True):
    """A body of `/api/look-up`: the secret of a link, or the codes printed on a receipt."""

    secret: str = ""
    code: str = ""
    short_code: str = ""
    lang: str = "vi"


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """A page, or the key of one clear sentence with its blanks."""

    status: int = 200
    page: Page | None = None
    problem: str = ""
    blanks: dict[str, str] = {}


async def ask(office: OfficePort, question: Question, origin: str) -> Answer:
    started = anyio.current_time()
    question = _normal(office, question)
    answer = _malformed(office, question)
    if answer is None:
        answer = await run_sync(one_look, office, question, origin)
    if answer.problem == "not_found":
        await anyio.sleep_until(started + PATIENCE)
    return answer


def _normal(office: OfficePort, question: Question) -> Question:
    """A link's secret typed by hand, as it stands on a ticket, is the same question as the link itself."""
    typed = "".join(letter for letter in question.code if letter.isalnum())
    if question.secret or len(typed) not in LINKS or _is_code(office, question.code):
        return question
    return Question(secret=typed, lang=question.lang)


def _malformed(office: OfficePort, question: Question) -> Answer | None:
    """What cannot be a secret or a code at all; a slip of the finger is not counted as a try."""
    if question.secret:
        fits = question.secret.isalnum() and SHORTEST <= len(question.secret) <= LONGEST
        return None if fits else _unclear("broken_link")
    if not question.code.strip():
        return _unclear("nothing_asked")
    if not _is_code(office, question.code):
        return _unclear("code_shape", text=question.code.strip(), example=code_example(office.unit))
    letters = [letter for letter in question.short_code if letter.isalnum()]
    return None if len(letters) in {0, SHORT_CODE} else _unclear("short_code_shape")


def _is_code(office: OfficePort, text: str) -> bool:
    try:
        parse_code(text, today=office.today().isoformat())
    except NotADossierCode:
        return False
    return True


def _unclear(problem: str, **blanks: str) -> Answer:
    return Answer(status=400, problem=problem, blanks=blanks)


def one_look(office: OfficePort, question: Question, origin: str) -> Answer:
    try:
        page = (
            office.lookup.by_secret(question.secret)
            if question.secret
            else office.lookup.by_code(question.code, question.short_code, origin=origin)
        )
    except TooManyTries as refusal:
        minutes = str(refusal.blanks["minutes"])
        return Answer(status=429, problem="too_many", blanks={"minutes": minutes})
    except Fault:
        return Answer(status=503, problem="fault")
    return Answer(page=page) if page else Answer(status=404, problem="not_found")


def fragment(office: OfficePort, answer: Answer, voice: Voice, typed: str = "") -> Markup:
    """The answer as a reader sees it, the same words with and without JavaScript; `typed` is a code typed by hand."""
    match answer.page:
        case TicketPage() as page:
            names = _group_names(office, voice)
            before, group = names.get(page.moved_from, ""), names.get(page.group, "")
            rating = None if page.rated else rating_form(typed, voice)
            return ticket_page(page, group, voice, before=before, rating=rating)
        case DossierPage() as page:
            proof = proof_form(page, typed, voice) if isinstance(office, Proving) else None
            return joined(dossier_page(page, voice, _clock(office, page, voice)), proof)
        case FoundAppointment() as page:
            return appointment_page(page, voice)
        case None:
            title = "malformed" if answer.status == HTTP_400_BAD_REQUEST else answer.problem
            return sentence(
                voice(f"problem.{title}_title"), voice(f"problem.{answer.problem}", **answer.blanks)
            )


def machine_readable(answer: Answer, voice: Voice) -> dict[str, Any]:
    if answer.page is None:
        said = voice(f"problem.{answer.problem}", **answer.blanks)
        return {"problem": answer.problem, "sentence": said}
    return {KINDS[type(answer.page)]: answer.page}


def origin_of(request: Request[Any, Any, Any]) -> str:
    """Who asks, for counting tries: one address, or a whole /64 where one subscriber has it all."""
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return str(ip_network((address, 64), strict=False))
    return str(address)


def _clock(office: OfficePort, page: DossierPage, voice: Voice) -> tuple[str, ...]:
    """How the time limit is counted; no clock has begun before there is a code, and a code alone tells nothing."""
    if not page.id or not page.code:
        return ()
    return tuple(office.dossiers.explain(page.id, voice.language))


def _group_names(office: OfficePort, voice: Voice) -> dict[str, str]:
    vietnamese = voice.language == "vi"
    return {
        group.key: group.name if vietnamese else group.name_en or group.name
        for group in office.catalogue.groups()
    }
