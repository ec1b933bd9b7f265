"""What a note or a question can be about from where the inspector stands, and the sheet on which it is written."""

from collections.abc import Iterator, Sequence
from typing import Any

from audit.desk.keys import About
from audit.desk.page import Page
from audit.desk.pages.sheets import Choice, StatementSheet, Topic
from audit.desk.words import in_order
from domain.inspection import Kind
from domain.staff import Officer
from projections.trail import TrailRow

KINDS: tuple[Kind, ...] = ("note", "question", "closing")
NOT_OFFICERS = frozenset({"citizen", "system"})


def about_office(page: Page[Any]) -> Topic:
    return Topic(page.words("about.office", subject=""), About(kind="note", about="office"), "")


def about_dossier(page: Page[Any], code: str, holder: str) -> Topic:
    """A question about a dossier is for whoever holds it."""
    about = About(kind="note", about="dossier", subject=code)
    return Topic(page.words("about.dossier", subject=code), about, holder)


def about_officer(page: Page[Any], officer: str) -> Topic:
    about = About(kind="note", about="officer", subject=officer)
    return Topic(page.words("about.officer", subject=page.desk.person(officer)), about, officer)


def about_act(page: Page[Any], row: TrailRow) -> Topic:
    """An act names its event, and the leaf under which it stands; a question about it is for whoever did it."""
    log = page.desk.machine.log_of(row.id)
    about = About(kind="note", about="act", subject=str(row.id), index=row.id - log.start)
    return Topic(page.words("about.act", subject=row.id), about, actor_of(row))


def about_finding(page: Page[Any], finding: str, to: str) -> Topic:
    about = About(kind="note", about="finding", subject=finding)
    return Topic(page.words("about.finding", subject=finding), about, to)


def actor_of(row: TrailRow) -> str:
    """The officer who did it; empty for a citizen and for the office itself."""
    return "" if row.role in NOT_OFFICERS else row.actor


def people(page: Page[Any], holder: str = "", hands: Sequence[str] = ()) -> list[Choice]:
    """Whom a question can be put to: first who holds the dossier, then who had to do with it (`hands`).

    After them the head of the unit, and everybody else who works here, in the order of the alphabet.
    """
    working = {name: each for name, each in page.desk.machine.known.officers.items() if _works(each)}
    first = [each for each in dict.fromkeys((holder, *hands)) if each in working]
    rest = sorted(
        (each for each in working if each not in first), key=lambda each: in_order(working[each].name)
    )
    return [
        *_named(page, first, working, holder),
        (page.words("say.to_head"), ""),
        *_named(page, rest, working),
    ]


def _named(
    page: Page[Any], names: Sequence[str], working: dict[str, Officer], holder: str = ""
) -> Iterator[Choice]:
    for name in names:
        told = page.words("say.holds") if name == holder else working[name].title
        yield f"{working[name].name} · {told}", name


def _works(officer: Officer) -> bool:
    return not officer.left and "inspector" not in officer.roles


def ask_about(page: Page[Any], kind: str, topics: Sequence[Topic], choices: Sequence[Choice] = ()) -> None:
    """Open the sheet; once it is signed, say under which number it is kept."""
    chosen = next(each for each in KINDS if each == kind)
    sheet = StatementSheet(chosen, topics, choices or people(page))

    async def kept(line: Any) -> None:
        if line is not None:
            await page.refill()
            page.tell(page.words("say.kept", code=line.code), good=True)

    page.app.push_screen(sheet, kept)
