"""What a note or a question can be about from where the inspector stands, and the sheet on which it is written."""

from collections.abc import Sequence
from typing import Any

from audit.desk.keys import About
from audit.desk.page import Page
from audit.desk.pages.sheets import Choice, StatementSheet
from domain.inspection import Kind
from domain.staff import Officer
from wording import say

KINDS: tuple[Kind, ...] = ("note", "question", "closing")
Named = tuple[str, About]


def subject_of_office(page: Page[Any]) -> Named:
    return page.words("about.office", subject=""), About(kind="note", about="office")


def subject_of_dossier(page: Page[Any], code: str) -> Named:
    return page.words("about.dossier", subject=code), About(kind="note", about="dossier", subject=code)


def subject_of_officer(page: Page[Any], officer: str) -> Named:
    name = page.desk.person(officer)
    return page.words("about.officer", subject=name), About(kind="note", about="officer", subject=officer)


def subject_of_act(page: Page[Any], event: int) -> Named:
    """An act names its event, and the leaf under which it stands."""
    log = page.desk.machine.log_of(event)
    about = About(kind="note", about="act", subject=str(event), index=event - log.start)
    return page.words("about.act", subject=event), about


def subject_of_finding(page: Page[Any], finding: str) -> Named:
    return page.words("about.finding", subject=finding), About(kind="note", about="finding", subject=finding)


def people(page: Page[Any]) -> list[Choice]:
    """Whom a question can be put to: the head of the unit, or any officer who works here."""
    officers = sorted(page.desk.machine.known.officers.values(), key=lambda each: each.name)
    working = [each for each in officers if _works(each)]
    return [
        (page.words("say.to_head"), ""),
        *((f"{each.name} · {each.title}", each.officer) for each in working),
    ]


def _works(officer: Officer) -> bool:
    return not officer.left and "inspector" not in officer.roles


def ask_about(page: Page[Any], kind: str, subjects: Sequence[Named], *, to: str = "") -> None:
    """Open the sheet; once it is signed, say under which number it is kept."""
    chosen = next(each for each in KINDS if each == kind)
    known = people(page)
    sheet = StatementSheet(chosen, subjects, known, to=to if to in {value for _, value in known} else "")

    async def kept(line: Any) -> None:
        if line is not None:
            page.app.notify(say("inspect.say.kept", page.desk.language, code=line.code))
            await page.refill()

    page.app.push_screen(sheet, kept)
