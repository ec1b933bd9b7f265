"""The addresses of the proof page: to look at, to keep as a file, and a dossier's own proof; no secret in them."""

from typing import Any

import msgspec
from anyio.to_thread import run_sync
from litestar import MediaType, Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from application.ports import OfficePort
from application.receipts import Evidence
from application.views import DossierPage
from domain.fact import Refused
from web.asking import Answer, Question, ask, fragment, origin_of
from web.markup import Markup
from web.pages import Frame, Typed, sentence, whole_page
from web.proof_page import DOWNLOAD, NAME, PATH, Given, Proving, headers, proof_page
from web.voice import Voice, voice_for
from wording import languages

REFUSED = 409

Asked = Request[Any, Any, Any]


@get(PATH, media_type=MediaType.HTML)
async def page(request: Asked) -> Response[str]:
    """The empty page, with the keys this office posts."""
    voice = voice_for(request.query_params.get("lang", ""))
    return _shown(await run_sync(_given, request), voice)


@get(f"{PATH}/{{name:str}}", media_type=MediaType.HTML)
async def kept(request: Asked, name: FromPath[str]) -> Response[str]:
    """The same page as one file, which works from a disk and without a network."""
    language = name.removeprefix(f"{NAME}.").removesuffix(".html")
    if name != f"{NAME}.{language}.html" or language not in languages():
        raise NotFoundException
    given = await run_sync(_given, request)
    file = f'attachment; filename="{name}"'
    return Response(proof_page(given, Voice(language), alone=True), headers={"Content-Disposition": file})


@post(PATH, status_code=200, media_type=MediaType.HTML)
async def of_dossier(request: Asked) -> Response[str]:
    """The page with the proof of a dossier's receipt in it: the same link, with witnesses once they have signed."""
    question, voice, evidence = await _found(request)
    if not isinstance(evidence, Evidence):
        return evidence
    asked = {name: text for name, text in msgspec.structs.asdict(question).items() if text}
    given = await run_sync(_given, request)
    return _shown(given._replace(evidence=evidence, asked=tuple(asked.items())), voice)


@post(DOWNLOAD, status_code=200, media_type=MediaType.HTML)
async def download(request: Asked) -> Response[Any]:
    """The `.tlog-proof` of a dossier's receipt."""
    _, _, evidence = await _found(request)
    if not isinstance(evidence, Evidence):
        return evidence
    file = f'attachment; filename="motcua-{evidence.index + 1}.tlog-proof"'
    return Response(evidence.proof.encode(), headers={"Content-Disposition": file}, media_type="text/plain")


HANDLERS = (page, kept, of_dossier, download)


async def _found(request: Asked) -> tuple[Question, Voice, Evidence | Response[str]]:
    """The proof that is asked for, or the page that says why there is none."""
    form = await request.form()
    question = Question(**{name: str(form.get(name, "")) for name in Question.__struct_fields__})
    voice, office = voice_for(question.lang), _office(request)
    answer = await ask(office, question, origin_of(request))
    found = answer.page
    if not isinstance(found, DossierPage) or not found.id or not isinstance(office, Proving):
        missing = answer if found is None else Answer(status=404, problem="not_found")
        shown = await run_sync(fragment, office, missing, voice)
        return question, voice, _told(request, voice, shown, missing.status)
    try:
        return question, voice, await run_sync(office.proofs.of_dossier, found.id)
    except Refused as refusal:
        shown = sentence(voice("proof.not_yet"), voice.refusal(refusal))
        return question, voice, _told(request, voice, shown, REFUSED)


def _given(request: Asked) -> Given:
    office = _office(request)
    if not isinstance(office, Proving):
        return Given(request.app.state.unit)
    return Given(request.app.state.unit, office.proofs.keys(), office.proofs.quorum())


def _shown(given: Given, voice: Voice) -> Response[str]:
    return Response(proof_page(given, voice), media_type=MediaType.HTML, headers=headers())


def _told(request: Asked, voice: Voice, shown: Markup, status: int) -> Response[str]:
    state = request.app.state
    html = whole_page(state.unit, voice, shown, Typed(), state.assets.version, Frame(here=PATH))
    return Response(html, status_code=status, media_type=MediaType.HTML)


def _office(request: Asked) -> OfficePort:
    office: OfficePort = request.app.state.office
    return office
