"""Slips that are no numbers: the code of a suggestion, a procedure to take home. None says who holds it."""

import msgspec

from domain.catalogue import Procedure
from kiosk.paper import Paper
from kiosk.phrases import fee_of, limit_of, paper_text, title
from kiosk.ticket import follow, foot, head
from wording import say


class Part(msgspec.Struct, frozen=True):
    """A heading over lines; with `tick` each line has a box to be ticked at home."""

    heading: str
    lines: tuple[str, ...]
    tick: bool = False


class Leaflet(msgspec.Struct, frozen=True, kw_only=True):
    """Everything on such a slip, as plain values, in the language it is printed in."""

    unit: str
    place: str = ""
    kind: str
    """What it is, over the title."""
    title: str
    code: str = ""
    """Shown large, as people read it out."""
    parts: tuple[Part, ...] = ()
    url: str = ""
    """Empty prints no QR code."""
    printed_at: int
    """Microseconds UTC."""
    kiosk: str
    hotline: str = ""


def leaflet_png(leaflet: Leaflet, width: int = 576, language: str = "vi") -> bytes:
    """The slip as a 1-bit PNG: 576 dots for 80 mm paper, 384 for 58 mm."""
    paper = Paper(width)
    head(paper, leaflet.unit, leaflet.place)
    paper.centred(leaflet.kind, paper.face(25))
    paper.gap(6)
    paper.centred(leaflet.title, paper.face(33, bold=True))
    paper.gap(18)
    if leaflet.code:
        paper.figure(leaflet.code, 76)
        paper.gap(18)
    for part in leaflet.parts:
        _part(paper, part)
    if leaflet.url:
        follow(paper, leaflet.url, say("leaflet.scan", language), "")
    paper.perforation()
    paper.gap(10)
    paper.centred(say("leaflet.not_a_number", language), paper.face(24))
    paper.gap(6)
    foot(paper, leaflet.printed_at, leaflet.kiosk, leaflet.hotline, language)
    return paper.png()


def of_suggestion(code: str, leaflet: Leaflet, language: str = "vi") -> Leaflet:
    """The code under which the answer to a suggestion can be read; never the suggestion itself."""
    return msgspec.structs.replace(
        leaflet,
        kind=say("leaflet.suggestion", language),
        title=say("leaflet.suggestion_code", language),
        code=code,
        parts=(Part("", (say("leaflet.suggestion_how", language),)),),
    )


def of_procedure(procedure: Procedure, leaflet: Leaflet, language: str = "vi") -> Leaflet:
    """What the notice board says of a procedure: papers to tick off, time limit, fee."""
    papers = tuple(paper_text(paper, language) for paper in procedure.documents)
    terms = (limit_of(procedure, language), fee_of(procedure, language))
    return msgspec.structs.replace(
        leaflet,
        kind=say("leaflet.procedure", language),
        title=title(procedure, language),
        parts=(Part(say("leaflet.bring", language), papers, tick=True), Part("", terms)),
    )


def _part(paper: Paper, part: Part) -> None:
    if not part.lines:
        return
    if part.heading:
        paper.listed(part.heading, paper.face(27, bold=True))
    for line in part.lines:
        if part.tick:
            paper.to_tick(line, paper.face(25))
        else:
            paper.listed(line, paper.face(25))
    paper.gap(14)
