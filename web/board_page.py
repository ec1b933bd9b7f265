"""The board of the hall as a plain page, for a screen that has only a browser: numbers and counters, never a person.

Vietnamese leads and English stands under it; without JavaScript the page loads itself anew.
"""

from typing import Any

from litestar import MediaType, Request, Response, get
from litestar.response import ServerSentEvent

from application.ports import OfficePort, UnitView
from application.views import Announcement, Board, BoardCall, BoardCounter, BoardGroup
from web.markup import Markup, element, joined
from web.voice import Voice

PATH = "/bang"
CHANGES = "/api/board/changes"
CALLS_SHOWN, NEXT_SHOWN, ANNOUNCED, ROOMY = 5, 3, 2, 5
RELOAD = "15"
"""Seconds between two loads where no script runs."""
VI, EN = Voice("vi"), Voice("en")

Asked = Request[Any, Any, Any]


@get(PATH, media_type=MediaType.HTML, sync_to_thread=True)
def hall_board(request: Asked) -> str:
    office: OfficePort = request.app.state.office
    shown = board_fragment(office.queue.board(), office.now())
    return _whole(request.app.state.unit, shown, request.app.state.assets.version)


@get(CHANGES)
async def hall_changes(request: Asked) -> Response[Any]:
    """The board again whenever a number is called; it holds no secret, so a plain address opens it."""
    followers = request.app.state.followers
    if followers.full:
        return Response("", status_code=503, headers={"Retry-After": "30"}, media_type=MediaType.TEXT)
    return ServerSentEvent(followers.hall(VI))


HANDLERS = (hall_board, hall_changes)


def board_fragment(board: Board, now: int) -> Markup:
    """What changes with the day; `now` in µs UTC is said for whoever reads it without a script."""
    calls = _newest_of_each(board.last_calls)
    latest = calls[0] if calls else None
    waiting = [group for group in board.groups if group.waiting]
    return joined(
        element(
            "section",
            _latest(latest) if latest else _nobody(board),
            class_="latest",
            data_call=_mark(latest, board) if latest else None,
            aria_live="polite",
        ),
        element("section", _calls(calls[1 : CALLS_SHOWN + 1]), class_="calls"),
        element("section", _lines(waiting), class_="lines many" if len(waiting) > ROOMY else "lines"),
        element("section", *_foot(board), class_="foot"),
        element("p", VI("hall.as_of", time=VI.hour(now)), class_="as-of"),
    )


def _newest_of_each(calls: tuple[BoardCall, ...]) -> list[BoardCall]:
    """A number that came back into the line stands where it was called last."""
    found: dict[str, BoardCall] = {}
    for call in calls:
        found.setdefault(call.number, call)
    return list(found.values())


def _mark(call: BoardCall, board: Board) -> str:
    """Differs whenever the hall should look up: a new number, the same one again, or one called once more."""
    again = next((each.recalls for each in board.calls if each.number == call.number), 0)
    return f"{call.number}/{call.called_at}/{again}"


def _both(key: str, **blanks: object) -> Markup:
    """The words in Vietnamese, with the English under them."""
    return joined(VI(key, **blanks), " ", element("span", EN(key, **blanks), class_="en", lang="en"))


def _latest(call: BoardCall) -> Markup:
    return joined(
        element(
            "p",
            element("span", _both("hall.number"), class_="what"),
            element("b", call.number, class_="number"),
        ),
        element(
            "p",
            element("span", _both("hall.counter"), class_="what"),
            element("b", call.counter, class_="counter"),
        ),
    )


def _nobody(board: Board) -> Markup:
    key = "hall.closed" if board.closed else "hall.nobody"
    opens = _opens(board.opens_at) if board.closed and board.opens_at else None
    return joined(element("p", _both(key), class_="quiet"), opens)


def _opens(moment: str) -> Markup:
    day, _, hour = moment.partition("T")
    vi = VI("hall.opens", hour=hour, day=VI.day(day))
    en = EN("hall.opens", hour=hour, day=EN.day(day))
    return element("p", joined(vi, " ", element("span", en, class_="en", lang="en")), class_="opens")


def _calls(calls: list[BoardCall]) -> Markup | None:
    if not calls:
        return None
    rows = [
        element(
            "tr",
            element("th", call.number, scope="row"),
            element("td", call.counter),
            element("td", VI.hour(call.called_at), class_="time"),
        )
        for call in calls
    ]
    heads = [element("th", _both(f"hall.{key}"), scope="col") for key in ("called", "at_counter", "at_hour")]
    return element("table", element("thead", element("tr", *heads)), element("tbody", *rows))


def _lines(waiting: list[BoardGroup]) -> Markup | None:
    """Only lines in which somebody stands; an empty hall has nothing to list."""
    if not waiting:
        return None
    return joined(element("h2", _both("hall.waiting")), element("ul", *[_line(group) for group in waiting]))


def _line(group: BoardGroup) -> Markup:
    following = group.next[:NEXT_SHOWN]
    return element(
        "li",
        element("b", group.name, class_="name"),
        element("span", VI("hall.people", count=group.waiting), class_="count"),
        element("span", VI.minutes(group.wait), class_="wait") if group.wait else None,
        element("span", VI("hall.next", numbers=" · ".join(following)), class_="next") if following else None,
    )


def _foot(board: Board) -> list[Markup | None]:
    missed = " · ".join(board.missed)
    return [
        *[_announced(each) for each in board.announcements[:ANNOUNCED]],
        element("p", _both("hall.closed"), class_="shut") if board.closed and board.last_calls else None,
        *[_break(counter) for counter in board.counters if counter.state == "paused"],
        element("p", VI("hall.held", numbers=" · ".join(board.held))) if board.held else None,
        element(
            "p", _both("hall.missed_these" if missed else "hall.missed", numbers=missed), class_="missed"
        ),
        element("p", VI("hall.quiet", hours=board.quiet)) if board.quiet and not board.closed else None,
    ]


def _announced(announcement: Announcement) -> Markup:
    english = element("span", announcement.text_en, class_="en", lang="en") if announcement.text_en else None
    return element("p", joined(announcement.text, " ", english), class_="announced")


def _break(counter: BoardCounter) -> Markup:
    key = "hall.break_until" if counter.until else "hall.break"
    until = VI.hour(counter.until) if counter.until else ""
    return element("p", VI(key, counter=counter.counter, until=until), class_="break")


def _whole(unit: UnitView, shown: Markup, assets: str) -> str:
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", f"{VI('hall.title')} · {unit.name}"),
        element("link", rel="stylesheet", href=f"/static/board.css?v={assets}"),
        element("link", rel="icon", type="image/svg+xml", href=f"/static/mark.svg?v={assets}"),
        element("noscript", element("meta", http_equiv="refresh", content=RELOAD)),
        element("script", src=f"/static/board.js?v={assets}"),
    )
    header = element(
        "header",
        element("p", element("span", VI("office")), element("b", unit.name), class_="office"),
        element("p", VI("simulated"), class_="simulated") if unit.simulated else None,
        element("p", "", id="clock", class_="clock"),
    )
    body = element(
        "body",
        header,
        element("main", shown, id="board"),
        element("p", "", id="connection", role="status"),
        data_lost=VI("hall.lost", time="{time}"),
    )
    return f"<!doctype html>\n{element('html', head, body, lang='vi')}\n"
