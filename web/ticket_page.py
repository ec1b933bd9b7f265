"""A ticket on its holder's phone: the number, whose turn it is, how long it may take, what to bring."""

from application.views import TicketPage, WaitRange
from web.markup import BLANK, Markup, around, element, joined, whole
from web.voice import Voice

OPEN = frozenset({"waiting", "called", "serving", "parked", "held"})
AT_A_COUNTER = frozenset({"called", "serving"})


def ticket_page(
    page: TicketPage, group: str, voice: Voice, *, before: str = "", rating: Markup | None = None
) -> Markup:
    """`group` and `before` are what its service group and the one it came from are called.

    `rating` asks about a visit that is over.
    """
    now = _now(page, voice)
    state = voice(f"ticket.state.{_stage(page)}")
    return element(
        "article",
        element("h1", _label(page, voice), class_="stub"),
        _turn(page, state, now, voice),
        _moved(page, before, group, voice),
        _queue(page, voice) if page.state == "waiting" else None,
        _alert(voice) if page.state == "waiting" else None,
        _rating(page, rating, voice) if page.state == "served" else None,
        _bring(page, voice) if page.state in OPEN else None,
        _about(page, group, voice),
        class_=f"ticket {page.state}{' near' if page.near else ''}",
        data_title=f"{page.number} · {state}",
        data_summary=f"{voice('ticket.title', number=page.number)}. {_spoken(page, state, now, voice)}",
        data_urgent="yes" if page.state == "called" else "soon" if page.near else None,
        data_flash=f"▶ {voice('ticket.counter', counter=page.counter)}" if page.state == "called" else None,
    )


def _stage(page: TicketPage) -> str:
    """The state as its holder feels it: a line that is nearly through, a number that is kept no longer."""
    if page.state == "waiting" and page.near:
        return "near"
    if page.state == "parked" and page.rejoin_by and page.updated_at > page.rejoin_by:
        return "lapsed"
    return page.state


def _now(page: TicketPage, voice: Voice) -> str:
    until = voice.hour(page.rejoin_by) if page.rejoin_by else ""
    stage = _stage(page)
    if stage == "parked" and until:
        return voice("ticket.now.parked_until", until=until)
    if page.from_afar and stage == "waiting":
        return voice("ticket.now.from_afar")
    return voice(f"ticket.now.{stage}", counter=page.counter, until=until)


def _label(page: TicketPage, voice: Voice) -> Markup:
    return joined(
        element("span", voice("ticket.label"), class_="label"),
        " ",
        element("span", page.number, class_="number"),
    )


def _turn(page: TicketPage, state: str, now: str, voice: Voice) -> Markup:
    at_counter, words = page.state in AT_A_COUNTER and page.counter, voice("ticket.counter", counter=BLANK)
    return element(
        "div",
        element("p", state, class_="state"),
        element("p", around(words, element("b", page.counter)), class_="counter") if at_counter else None,
        element("p", now, class_="now"),
        class_="turn",
    )


def _moved(page: TicketPage, before: str, after: str, voice: Voice) -> Markup | None:
    """Why in general words only: what the officer wrote down is not for a page that others may see."""
    if not page.moved_from:
        return None
    return element("p", voice("ticket.moved", before=before, after=after), class_="notice moved")


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
    note = voice("ticket.wait_note" if page.wait else "ticket.wait_unknown")
    return joined(element("dl", ahead, wait, class_="queue"), element("p", note, class_="note"))


def _wait(wait: WaitRange, voice: Voice) -> str:
    return voice("ticket.soon") if wait.high <= 1 else voice.minutes(wait)


def _alert(voice: Voice) -> Markup:
    """Nothing rings, shakes or stays lit on a phone unless its holder asked for it here."""
    return element(
        "section",
        element("button", voice("ticket.alert"), type="button", class_="alert-me"),
        element("p", voice("ticket.alert_hint"), class_="hint"),
        element("p", voice("ticket.alert_on"), class_="alert-on"),
        class_="alert",
    )


def _spoken(page: TicketPage, state: str, now: str, voice: Voice) -> str:
    """What a screen reader announces when it changes; the estimate is left out: it changes all the time."""
    if page.state != "waiting":
        return now
    place = (
        f"{voice('ticket.ahead')} {voice('ticket.people', count=page.people_ahead)}."
        if page.people_ahead
        else f"{voice('ticket.next')}."
    )
    return f"{state}. {place}" if page.near else place


def _rating(page: TicketPage, asked: Markup | None, voice: Voice) -> Markup | None:
    return element("p", voice("rating.already"), class_="notice") if page.rated else asked


def _bring(page: TicketPage, voice: Voice) -> Markup | None:
    if not page.documents:
        return None
    papers = [element("li", document, lang="vi") for document in page.documents]
    return element("section", element("h2", voice("ticket.bring")), element("ul", *papers, class_="papers"))


def _about(page: TicketPage, group: str, voice: Voice) -> Markup:
    code = page.dossier_code
    visit = around(voice("ticket.dossier", code=BLANK), whole(code)) if code else None
    return element(
        "section",
        element("p", f"{voice('ticket.service')}: {group}.") if group else None,
        element("p", visit) if visit else None,
        _to_dossier(code, voice) if code and page.state == "served" else None,
        element("p", voice("ticket.issued", moment=voice.moment(page.issued_at))),
        element("p", voice("ticket.keep")) if page.state in OPEN and not page.from_afar else None,
        element("p", voice("as_of", time=voice.hour(page.updated_at)), class_="as-of"),
        class_="about",
    )


def _to_dossier(code: str, voice: Voice) -> Markup:
    """By its code alone, which tells the degree of completion: a ticket's link opens nobody's case."""
    return element(
        "form",
        element("input", type="hidden", name="code", value=code),
        element("input", type="hidden", name="lang", value=voice.language),
        element("button", voice("ticket.to_dossier")),
        method="post",
        action="/t",
    )
