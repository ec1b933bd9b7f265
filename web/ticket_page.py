"""A ticket on its holder's phone: the number, whose turn it is, how long it may take, what to bring."""

from application.views import TicketPage, WaitRange
from web.markup import Markup, element, joined
from web.voice import Voice

OPEN = frozenset({"waiting", "called", "serving", "parked"})


def ticket_page(page: TicketPage, group: str, voice: Voice) -> Markup:
    now = voice(f"ticket.now.{page.state}", counter=page.counter)
    return element(
        "article",
        element("h1", _label(page, voice), class_="stub"),
        _turn(page, now, voice),
        _queue(page, voice) if page.state == "waiting" else None,
        _bring(page, voice) if page.state in OPEN else None,
        _about(page, group, voice),
        class_=f"ticket {page.state}",
        data_title=f"{page.number} · {voice(f'ticket.state.{page.state}')}",
        data_summary=f"{voice('ticket.title', number=page.number)}. {_spoken(page, now, voice)}",
        data_urgent="yes" if page.state == "called" else None,
    )


def _label(page: TicketPage, voice: Voice) -> Markup:
    return joined(
        element("span", voice("ticket.label"), class_="label"),
        " ",
        element("span", page.number, class_="number"),
    )


def _turn(page: TicketPage, now: str, voice: Voice) -> Markup:
    at_counter = page.state in {"called", "serving"} and page.counter
    return element(
        "div",
        element("p", voice(f"ticket.state.{page.state}"), class_="state"),
        element("p", voice("ticket.counter", counter=page.counter), class_="counter") if at_counter else None,
        element("p", now, class_="now"),
        class_="turn",
    )


def _queue(page: TicketPage, voice: Voice) -> Markup:
    ahead = (
        element(
            "div",
            element("dt", voice("ticket.ahead")),
            element("dd", voice("ticket.people", count=page.people_ahead)),
        )
        if page.people_ahead
        else element("div", element("dt", voice("ticket.next")), class_="alone")
    )
    wait = (
        element("div", element("dt", voice("ticket.wait")), element("dd", _wait(page.wait, voice)))
        if page.wait
        else None
    )
    note = element("p", voice("ticket.wait_note"), class_="note") if page.wait else None
    return joined(element("dl", ahead, wait, class_="queue"), note)


def _wait(wait: WaitRange, voice: Voice) -> str:
    return voice("ticket.soon") if wait.high <= 1 else voice.minutes(wait)


def _spoken(page: TicketPage, now: str, voice: Voice) -> str:
    """What a screen reader announces when it changes; the estimate is left out: it changes all the time."""
    if page.state != "waiting":
        return now
    return (
        f"{voice('ticket.ahead')} {voice('ticket.people', count=page.people_ahead)}."
        if page.people_ahead
        else f"{voice('ticket.next')}."
    )


def _bring(page: TicketPage, voice: Voice) -> Markup | None:
    if not page.documents:
        return None
    papers = [element("li", document, lang="vi") for document in page.documents]
    return element("section", element("h2", voice("ticket.bring")), element("ul", *papers, class_="papers"))


def _about(page: TicketPage, group: str, voice: Voice) -> Markup:
    visit = voice("ticket.dossier", code=page.dossier_code) if page.dossier_code else None
    return element(
        "section",
        element("p", f"{voice('ticket.service')}: {group}.") if group else None,
        element("p", visit) if visit else None,
        element("p", voice("ticket.issued", moment=voice.moment(page.issued_at))),
        element("p", voice("ticket.keep")) if page.state in OPEN else None,
        element("p", voice("as_of", time=voice.hour(page.updated_at)), class_="as-of"),
        class_="about",
    )
