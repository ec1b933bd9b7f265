"""A number from afar: what for, what to bring, how long it may take, and then the ticket's page. Links and one form."""

from typing import Protocol, runtime_checkable

import msgspec

from application.faults import Fault
from application.from_afar import RemoteLine, RemoteTickets
from application.ports import OfficePort, RemoteTicketsDoor
from application.remote_tickets import NoRemoteTickets, RemoteTicketsGone, TurnTooNear
from web.markup import Markup, element, joined
from web.voice import Voice

PATH = "/lay-so"
FOUND_SHOWN = 8
NOBODY = "website"
"""A field that no person sees; what fills it in is a machine."""
PRIORITIES: tuple[str, ...] = ("elderly", "disabled", "pregnant", "merit", "ill")
"""Whoever has an appointment needs no number from afar."""


@runtime_checkable
class GivesFromAfar(Protocol):
    """An office in whose own process phones are answered, rather than one reached over the network."""

    @property
    def remote_tickets(self) -> RemoteTicketsDoor: ...


def door_of(office: OfficePort) -> RemoteTicketsDoor:
    if not isinstance(office, GivesFromAfar):
        raise NoRemoteTickets()
    return office.remote_tickets


def page_from_afar(office: OfficePort) -> str:
    """The address of the page that gives numbers from afar; empty where that is not allowed or cannot be known."""
    try:
        return PATH if door_of(office).allowed() else ""
    except (NoRemoteTickets, Fault):
        return ""


class Chosen(msgspec.Struct, frozen=True):
    """What the reader has said so far, in the address of the page: none of it tells who reads."""

    group: str = ""
    procedure: str = ""
    words: str = ""


def choice_page(office: OfficePort, chosen: Chosen, voice: Voice) -> Markup:
    """The service groups with how many wait, and a search for those who know the name of their matter."""
    offer = _offer(office)
    if not offer.open:
        return _shut(offer, voice)
    return element(
        "article",
        element("h1", voice("afar.title")),
        element("p", voice("afar.lead")),
        element("ul", *[_group(line, voice) for line in offer.lines], class_="choices"),
        _search(chosen.words, voice),
        _found(office, chosen.words, voice),
        class_="afar",
        data_title=voice("afar.title"),
    )


def confirm_page(office: OfficePort, chosen: Chosen, voice: Voice) -> Markup:
    """Everything to know before the number is taken, and the button that takes it."""
    offer = _offer(office)
    if not offer.open:
        return _shut(offer, voice)
    procedure = office.catalogue.procedure(chosen.procedure) if chosen.procedure else None
    group = procedure.group if procedure else chosen.group
    line = next((each for each in offer.lines if each.key == group), None)
    if line is None:
        return choice_page(office, Chosen(), voice)
    _must_be_left(line)
    papers = [element("li", each.name, lang="vi") for each in procedure.documents] if procedure else []
    return element(
        "article",
        element("h1", voice("afar.confirm_title", group=_name(line, voice))),
        element("p", procedure.name, class_="state", lang="vi") if procedure else None,
        _forecast(line, voice),
        joined(element("h2", voice("ticket.bring")), element("ul", *papers, class_="papers"))
        if papers
        else None,
        _rules(offer, voice),
        _form(office, chosen, voice),
        class_="afar",
        data_title=voice("afar.title"),
    )


def _offer(office: OfficePort) -> RemoteTickets:
    offer = door_of(office).offer()
    if not offer.allowed:
        raise NoRemoteTickets()
    return offer


def _must_be_left(line: RemoteLine) -> None:
    if not line.left:
        raise RemoteTicketsGone(group=line.name)
    if line.near:
        raise TurnTooNear()


def _shut(offer: RemoteTickets, voice: Voice) -> Markup:
    day, _, hour = offer.opens_at.partition("T")
    key = "afar.shut_until" if day else "afar.shut"
    return element(
        "article",
        element("h1", voice("afar.title")),
        element("p", voice(key, hour=hour, day=voice.day(day) if day else ""), class_="notice"),
        class_="afar",
    )


def _name(line: RemoteLine, voice: Voice) -> str:
    return line.name if voice.language == "vi" else line.name_en or line.name


def _group(line: RemoteLine, voice: Voice) -> Markup:
    """A line that cannot be joined from afar says so at once, and is no link."""
    name = element("b", _name(line, voice))
    if not line.left:
        return element("li", name, element("span", voice("afar.gone")), class_="not-now")
    if line.near:
        return element("li", name, element("span", voice("afar.near")), class_="not-now")
    waits = element("span", _waiting(line, voice))
    address = f"{PATH}?group={line.key}&lang={voice.language}"
    return element("li", element("a", name, " ", waits, href=address))


def _waiting(line: RemoteLine, voice: Voice) -> str:
    waiting = voice("afar.waiting", count=line.waiting)
    return f"{waiting} · {voice.minutes(line.wait)}" if line.wait else waiting


def _search(words: str, voice: Voice) -> Markup:
    return element(
        "form",
        element("label", voice("afar.search"), for_="words"),
        element("p", voice("afar.search_hint"), id="words-hint", class_="hint"),
        element(
            "input",
            id="words",
            name="words",
            value=words,
            maxlength="60",
            aria_describedby="words-hint",
            autocomplete="off",
            class_="plain",
        ),
        element("input", type="hidden", name="lang", value=voice.language),
        element("button", voice("afar.find")),
        method="get",
        action=PATH,
    )


def _found(office: OfficePort, words: str, voice: Voice) -> Markup | None:
    if not words.strip():
        return None
    found = office.catalogue.search(words)[:FOUND_SHOWN]
    if not found:
        return element("p", voice("afar.nothing", words=words.strip()), class_="notice")
    links = [
        element(
            "li",
            element("a", each.name, href=f"{PATH}?procedure={each.code}&lang={voice.language}", lang="vi"),
        )
        for each in found
    ]
    return element("ul", *links, class_="choices")


def _forecast(line: RemoteLine, voice: Voice) -> Markup:
    ahead = element(
        "div",
        element("dt", voice("ticket.ahead")),
        element("dd", voice("ticket.people", count=line.waiting)),
    )
    wait = (
        element("div", element("dt", voice("ticket.wait")), element("dd", voice.minutes(line.wait)))
        if line.wait
        else None
    )
    note = voice("ticket.wait_note" if line.wait else "ticket.wait_unknown")
    return joined(element("dl", ahead, wait, class_="queue"), element("p", note, class_="note"))


def _rules(offer: RemoteTickets, voice: Voice) -> Markup:
    said = [voice(f"afar.rule.{key}", minutes=offer.rejoin_minutes) for key in ("called", "kept", "one")]
    return element(
        "section", element("h2", voice("afar.rules")), element("ul", *[element("li", each) for each in said])
    )


def _form(office: OfficePort, chosen: Chosen, voice: Voice) -> Markup:
    return element(
        "form",
        element(
            "fieldset",
            element("legend", voice("afar.priority")),
            _priority("", voice("afar.no_priority")),
            *[_priority(key, voice.priority(key)) for key in PRIORITIES],
            class_="picks",
        ),
        element("p", voice("afar.priority_hint"), class_="hint"),
        *[_hidden(name, value) for name, value in (
            ("group", chosen.group), ("procedure", chosen.procedure), ("lang", voice.language),
            ("invitation", door_of(office).invite()),
        )],
        _trap(),
        element("button", voice("afar.take")),
        method="post",
        action=PATH,
    )  # fmt: skip


def _trap() -> Markup:
    field = element("input", name=NOBODY, tabindex="-1", autocomplete="off")
    return element("div", field, class_="unseen", aria_hidden="true")


def _priority(key: str, name: str) -> Markup:
    return element(
        "label",
        element("input", type="radio", name="priority", value=key, checked=not key),
        element("span", name),
    )


def _hidden(name: str, value: str) -> Markup:
    return element("input", type="hidden", name=name, value=value)
