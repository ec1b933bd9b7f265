"""Papers printed again: from the content that was kept when they were given out, after its digest was compared.

A content tells about a person: whoever calls `reprint` records the reading first.
"""

from uuid import UUID

import msgspec

from application.core import Core
from application.envelope import Event
from application.faults import Fault
from domain import dossier as d
from domain.fact import Refused
from papers import Content, ContentBroken, UnknownTemplate, decode, digest


class NoSuchPaper(Refused):
    """No paper of that number was given out for this dossier."""


class PaperErased(Refused):
    """The person of this dossier was erased on request, and with the person what was printed."""


class PaperOfLaterVersion(Refused):
    """The paper was given out by a later version of the programme, whose form this one does not have."""


class PaperContradicted(Fault):
    """The kept content is not the one that was given out."""

    key = "paper_contradicted"


class IssuedPaper(msgspec.Struct, frozen=True, kw_only=True):
    """A paper that was given out, without its content. `event` is its position in the log."""

    form: str
    number: str
    template: str
    issued_at: int
    by: str
    event: int


def issued_papers(core: Core, stream: UUID) -> list[IssuedPaper]:
    """Every paper of a dossier, the earliest first; nothing personal is read."""
    events = core.store.read(core.store.reader(), stream)
    return [_listed(event, event.fact) for event in events if isinstance(event.fact, d.PaperIssued)]


def reprint(core: Core, stream: UUID, number: str) -> Content:
    """The content of a paper exactly as it was given out.

    Raises `NoSuchPaper`, `PaperErased` or `PaperOfLaterVersion`, and `PaperContradicted` when the log was altered.
    """
    events = core.store.read(core.store.reader(), stream, personal=True)
    found = [
        event.fact
        for event in events
        if isinstance(event.fact, d.PaperIssued) and event.fact.number == number
    ]
    if not found:
        raise NoSuchPaper(number=number)
    return _content(found[-1])


def _content(fact: d.PaperIssued) -> Content:
    if not fact.content:
        raise PaperErased(number=fact.number)
    if digest(fact.content) != fact.digest:
        raise PaperContradicted(number=fact.number)
    try:
        return decode(fact.template, fact.content)
    except UnknownTemplate:
        raise PaperOfLaterVersion(number=fact.number, template=fact.template) from None
    except ContentBroken as error:
        raise PaperContradicted(number=fact.number) from error


def _listed(event: Event, fact: d.PaperIssued) -> IssuedPaper:
    return IssuedPaper(
        form=fact.form,
        number=fact.number,
        template=fact.template,
        issued_at=event.recorded_at,
        by=event.actor.id,
        event=event.id,
    )
