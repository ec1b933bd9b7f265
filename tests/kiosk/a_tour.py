"""A walk past every place of the kiosk, in an office in the middle of a working day: for pictures of all of it.

Everything that happened in the office is the same each time: clock, chance and the ids of visits are set.
"""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from application.appointments import Wanted
from application.envelope import OFFICE, Actor
from application.feedback import Suggested, TicketShown
from application.views import TicketView
from domain.queue import NoNumbersNow
from kiosk import KioskApp
from kiosk.front import Front
from kiosk.keeping import KeptOffice
from kiosk.printing.press import Job, Outcome
from kiosk.reception import Reception
from kiosk.session import Sorry, Step
from tests.application.an_office import AN, HOA, at_counter, forward, on
from tests.kiosk.a_board import BoardApp, watching
from tests.kiosk.a_hall import BIRTH, Visitor, code_of, founded, opened, visiting
from tests.kiosk.an_outage import Cable, a_kiosk
from tests.web import lives

DAY = "2026-03-02"
KIOSK = Actor("kiosk-1", "citizen", "kiosk-1")
OPINION = "Chờ lâu quá, nên mở thêm quầy lúc đông người"
AT_LUNCH = Reception(reason="lunch", day=DAY, opens=f"{DAY}T13:30", quiet="14:30–15:30")
ON_SUNDAY = Reception(reason="weekend", day="2026-03-01", opens=f"{DAY}T07:00", refused=True)

Prepare = Callable[[Visitor], object]


@dataclass
class Hall:
    """An office with a day behind it, and what its visitors hold in their hands."""

    office: object
    kept: KeptOffice
    cable: Cable
    tickets: dict[str, TicketView] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    suggestions: dict[str, object] = field(default_factory=dict)


def _commands() -> Iterator[str]:
    return (f"{number:032x}" for number in count(1))


@contextmanager
def a_day(root: Path) -> Iterator[Hall]:
    """Two counters since seven; it is half past nine now."""
    office = opened(founded(root / "founded"), root / "store")
    command = _commands()
    on(office, DAY, "07:00")
    for counter, officer in (("1", HOA), ("2", AN)):
        at_counter(office, counter, officer)
    served = [_served(office, next(command)) for _ in range(6)]
    cable = Cable(office)
    kept = a_kiosk(cable, root / "kiosk-1")
    hall = Hall(office, kept, cable)
    hall.links["served"] = served[-1].url
    office.feedback.rate(TicketShown(secret=_secret(served[0].url)), 5, KIOSK, command=next(command))
    _wanted(hall, command)
    on(office, DAY, "09:31")
    kept.tend()
    yield hall
    kept.close()
    office.close()


def _served(office: object, command: str) -> TicketView:
    ticket = office.queue.issue(KIOSK, procedure=code_of(office, BIRTH), command=command)
    forward(office, 2)
    office.queue.call_next("1", HOA)
    office.queue.start(ticket.id, HOA)
    forward(office, 9)
    office.queue.finish(ticket.id, "other", HOA)
    return ticket


def _wanted(hall: Hall, command: Iterator[str]) -> None:
    """Who waits now, whose dossier is on its way, who has an appointment, who left a suggestion."""
    office, birth = hall.office, code_of(hall.office, BIRTH)
    on(office, DAY, "09:05")
    for group in ("civil_status", "certification", "land", "civil_status", "land"):
        forward(office, 1)
        hall.tickets[group] = office.queue.issue(KIOSK, group=group, command=next(command))
    for counter, officer in (("1", HOA), ("2", AN)):
        forward(office, 3)
        office.queue.call_next(counter, officer)
    hall.tickets["number"] = office.queue.issue(KIOSK, procedure=birth, command=next(command))
    hall.tickets["priority"] = office.queue.issue(
        KIOSK, procedure=birth, priority="elderly", command=next(command)
    )
    hall.links["waiting"] = hall.tickets["number"].url
    hall.links["dossier"] = f"/t#{lives.secret_of(office, lives.supplement(office))}"
    on(office, DAY, "09:20")
    slots = office.appointments.slots("counter", DAY, DAY, group="other")
    wanted = Wanted(
        kind="counter",
        start=next(slot.start for slot in slots if slot.start > office.now()),
        group="other",
        person="Nguyễn Văn Ẩn Danh",
        phone="0903000123",
    )
    hall.links["appointment"] = office.appointments.book(wanted, OFFICE, command=next(command)).url
    for name in ("waits", "answered"):
        said = Suggested(topic="room", sentences=("more_seats",))
        left = office.feedback.leave(said, KIOSK, command=next(command))
        if name == "answered":
            office.feedback.answer(
                left.number, "Đã thêm mười ghế và một quạt ở phòng chờ. Cảm ơn ông/bà.", OFFICE
            )
        hall.suggestions[name] = office.feedback.follow(left.code, KIOSK)
    hall.suggestions["left"] = left


def _secret(url: str) -> str:
    return url.rpartition("#")[2]


# ---- the places


def stops(hall: Hall) -> dict[str, tuple[str, Prepare]]:
    """Each picture with its place and what has to be so beforehand."""
    return {**_to_a_number(hall), **_looked_up(hall), **_told(hall), **_read(hall)}


def _to_a_number(hall: Hall) -> dict[str, tuple[str, Prepare]]:
    return {
        "attract": ("attract", nothing),
        "home": ("home", nothing),
        "fields": ("fields", with_session(group="civil_status")),
        "procedures": ("procedures", with_session(group="land")),
        "search": ("search", nothing),
        "search-found": ("search", with_session(words="khai s", keys="s")),
        "search-nothing": ("search", with_session(words="xyz")),
        "search-figures": ("search", with_session(words="khai", figures=True)),
        "bring": ("bring", procedure(hall, {0})),
        "bring-long": ("bring", procedure(hall, {0}, most=True)),
        "priority": ("priority", procedure(hall)),
        "reception": ("reception", with_session(reception=AT_LUNCH)),
        "reception-refused": ("reception", with_session(reception=ON_SUNDAY)),
        "number": ("number", number(hall, Outcome(medium="paper"))),
        "number-printing": ("number", number(hall)),
        "number-no-printer": ("number", number(hall, paper=False)),
        "number-low": ("number", number(hall, Outcome(medium="paper", paper_low=True))),
        "number-paper-out": ("number", number(hall, Outcome(medium="paper", trouble="paper_out"))),
        "number-priority": ("number", number(hall, Outcome(medium="paper"), which="priority")),
        "number-other": ("number", number(hall, Outcome(medium="paper"), which="land")),
    }


def _looked_up(hall: Hall) -> dict[str, tuple[str, Prepare]]:
    return {
        "follow": ("follow", with_session(code="2603020")),
        "follow-letters": ("follow", with_session(code="H20.321-260302-0001", letters=True)),
        "answer-dossier": ("answer", found(hall, "dossier")),
        "answer-ticket": ("answer", found(hall, "waiting")),
        "answer-served": ("answer", found(hall, "served")),
        "answer-appointment": ("answer", found(hall, "appointment")),
        "checkin": ("checkin", with_session(code="2600A148")),
        "sorry": ("sorry", sorry("kiosk.follow.not_found", "kiosk.follow.not_found_now")),
        "sorry-closed": ("sorry", closed),
    }


def _told(hall: Hall) -> dict[str, tuple[str, Prepare]]:
    return {
        "services": ("services", nothing),
        "rating": ("rating", with_opinion(number="A00")),
        "faces": ("faces", nothing),
        "reasons": ("reasons", with_opinion(reasons={"waiting"})),
        "rating-send": ("rating_send", with_opinion(score=1, reasons={"waiting", "unlisted_charge"})),
        "rating-words": ("rating_words", with_opinion(words=OPINION)),
        "rated": ("rated", with_opinion(score=5)),
        "suggesting": ("suggesting", nothing),
        "sentences": ("sentences", with_opinion(topic="room", sentences={"more_seats"})),
        "suggestion-words": ("suggestion_words", nothing),
        "suggestion-phone": ("suggestion_phone", with_opinion(phone="0903000")),
        "suggested": ("suggested", with_opinion(seen=hall.suggestions["left"])),
        "reply": ("reply", with_opinion(code="26000")),
        "replied-waits": ("replied", with_opinion(seen=hall.suggestions["waits"])),
        "replied": ("replied", with_opinion(seen=hall.suggestions["answered"])),
        "reporting": ("reporting", nothing),
    }


def _read(hall: Hall) -> dict[str, tuple[str, Prepare]]:
    return {
        "people": ("people", nothing),
        "collecting": ("collecting", nothing),
        "collecting-self": ("collecting_way", with_session(way="self")),
        "collecting-own": ("collecting_way", with_session(way="own")),
        "priorities": ("priorities", nothing),
        "notice": ("notice", nothing),
        "notice-fields": ("notice_fields", with_session(group="civil_status")),
        "notice-procedures": ("notice_procedures", with_session(group="land")),
        "notice-page": ("notice_page", procedure(hall)),
        "notice-page-2": ("notice_page", procedure(hall, page=1)),
        "help": ("help", nothing),
    }


def nothing(visitor: Visitor) -> None:
    pass


def with_session(**what: object) -> Prepare:
    return lambda visitor: [setattr(visitor.app.session, name, value) for name, value in what.items()]


def with_opinion(**what: object) -> Prepare:
    return lambda visitor: [setattr(visitor.app.session.opinion, name, value) for name, value in what.items()]


def procedure(
    hall: Hall, have: frozenset[int] | set[int] = frozenset(), *, most: bool = False, page: int = 0
) -> Prepare:
    def prepare(visitor: Visitor) -> None:
        catalogue, session = hall.office.catalogue, visitor.app.session
        many = max(catalogue.procedures(), key=lambda each: len(each.documents))
        session.choose(many if most else catalogue.procedure(code_of(hall.office, BIRTH)))
        session.have, session.page = set(have), page

    return prepare


def number(
    hall: Hall, outcome: Outcome | None = None, *, paper: bool = True, which: str = "number"
) -> Prepare:
    def prepare(visitor: Visitor) -> None:
        session, ticket = visitor.app.session, hall.tickets[which]
        if ticket.procedure:
            procedure(hall, {0})(visitor)
        session.ticket = ticket
        visitor.app.number_since = visitor.at
        if paper:
            session.paper = Job("slip", bytes, lambda _: None, float("inf"))
            if outcome is not None:
                session.paper.settle(outcome)

    return prepare


def found(hall: Hall, what: str) -> Prepare:
    secret = _secret(hall.links[what])
    return lambda visitor: setattr(visitor.app.session, "found", hall.office.lookup.by_secret(secret))


def sorry(sentence: str, now: str) -> Prepare:
    return with_session(sorry=Sorry(sentence=sentence, now=now))


def closed(visitor: Visitor) -> None:
    refused = NoNumbersNow(opens="2026-03-02 13:00")
    visitor.app.session.sorry = visitor.app.front.sorry_for(refused, visitor.app.session)


# ---- the walk


async def tour(
    hall: Hall, visitor: Visitor, language: str, only: frozenset[str] = frozenset()
) -> AsyncIterator[str]:
    """Show every stop, or those in `only`, one after the other; each name comes when its picture stands."""
    async for name in _stops(hall, visitor, language, only):
        if not only or name in only:
            yield name


async def _stops(hall: Hall, visitor: Visitor, language: str, only: frozenset[str]) -> AsyncIterator[str]:
    app = visitor.app
    app.front = Front(hall.office, "kiosk-1", hall.office.core.store.path.parent / "slips")
    for name, (place, prepare) in stops(hall).items():
        if only and name not in only:
            continue
        await _show(visitor, language, place, prepare)
        yield name
    await _show(visitor, language, "home", nothing)
    app.by_keys = True
    await app.show()
    await visitor.rest()
    yield "home-by-keys"
    app.by_keys = False
    await _show(visitor, language, "priority", procedure(hall))
    await app._ask()
    await visitor.rest()
    yield "still-there"
    await app._stop_asking()
    async for name in _cut_off(hall, visitor, language):
        yield name


async def _cut_off(hall: Hall, visitor: Visitor, language: str) -> AsyncIterator[str]:
    app = visitor.app
    hall.kept.tend()
    hall.cable.cut()
    hall.kept.tend()
    app.front = Front(hall.kept, "kiosk-1", None)
    for name, place in (
        ("cut-off", "home"),
        ("cut-off-attract", "attract"),
        ("cut-off-priority", "priority"),
    ):
        await _show(visitor, language, place, nothing)
        yield name
    kept = hall.kept.queue.issue(KIOSK, group="civil_status", command=f"{0:032x}")
    hall.tickets["kept"] = kept
    await _show(visitor, language, "number", number(hall, Outcome(medium="paper"), which="kept"))
    yield "cut-off-number"
    await _show(visitor, language, "sorry", sorry_cut_off)
    yield "cut-off-sorry"
    hall.cable.mend()
    hall.kept.tend()


def sorry_cut_off(visitor: Visitor) -> None:
    from application.faults import Unreachable

    visitor.app.session.sorry = visitor.app.front.sorry_for(Unreachable(), visitor.app.session)


async def _show(visitor: Visitor, language: str, place: str, prepare: Prepare) -> None:
    app = visitor.app
    app.session = app.front.new_session(language)
    app.session.trail.append(Step("home", 0))
    prepare(visitor)
    app.session.place = place
    await app.show()
    app._count_down()
    await visitor.rest()


@asynccontextmanager
async def touring(hall: Hall, size: tuple[int, int], *, theme: str = "") -> AsyncIterator[Visitor]:
    async with visiting(hall.office, size=size) as visitor:
        for timer in visitor.app._timers:  # time passes only when it is told to
            timer.stop()
        if theme:
            visitor.app.theme = theme
            await visitor.rest()
        yield visitor


__all__ = ["BoardApp", "Hall", "KioskApp", "a_day", "tour", "touring", "watching"]
