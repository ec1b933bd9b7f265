"""What stands over a dossier: its code and name, how it stands, and what was asked about it."""

from collections.abc import Iterator, Sequence

from textual.content import Content

from application.inspections_door import ThreadLine
from application.reference import Knowledge
from audit.desk.lines import shortened
from audit.desk.moments import DossierLine
from audit.desk.words import day, holder, moment, procedure_title, status
from projections.status import DossierRow
from wording import say

APART = 2
"""Blanks between the parts of the first line."""


def headline(line: DossierLine, at: int, known: Knowledge, language: str, width: int) -> Content:
    """Code, name and moment in `width` cells: a long name is cut, never the moment."""
    code = line.code or say("inspect.dossiers.no_code", language)
    as_of = say("inspect.dossier.as_of", language, at=moment(at, language))
    name = procedure_title(line.procedure_code, line.procedure, known, language)
    room = width - len(code) - len(as_of) - 2 * APART
    gap = " " * APART
    return Content.assemble((code, "bold"), gap, (shortened(name, room), "bold"), gap, (as_of, "$mc-muted"))


def standing(
    line: DossierLine, row: DossierRow | None, said: Sequence[ThreadLine], known: Knowledge, language: str
) -> Content:
    """Its stage, its appointments, whether it is late, in whose hands it is, and the questions about it."""
    if row is None:
        return Content(say("inspect.dossier.not_yet", language))
    parts = [Content(each) for each in _appointments(row, language)]
    parts += _lateness(line, language)
    if line.open:
        who = holder(row.holder, row.section, known, language)
        parts.append(Content(say("inspect.dossier.held", language, who=who)))
    parts += [Content.styled(each, "bold") for each in asked(said, language)]
    return Content(" · ").join(parts)


def _appointments(row: DossierRow, language: str) -> Iterator[str]:
    yield status(row.status, language)
    if row.due_original:
        yield say("inspect.dossier.first_due", language, date=day(row.due_original, language))
    if row.due_date and row.due_date != row.due_original:
        yield say("inspect.dossier.due", language, date=day(row.due_date, language))


def _lateness(line: DossierLine, language: str) -> Iterator[Content]:
    if line.days_late:
        late = say("inspect.dossier.late", language, count=line.days_late)
        yield Content.styled(late, "bold $error")
        yield Content(say(f"inspect.dossier.{'apologised' if line.apologised else 'no_apology'}", language))


def asked(said: Sequence[ThreadLine], language: str) -> Iterator[str]:
    """«1 câu hỏi · chưa giải trình (F4)»; nothing where nothing was asked."""
    questions = [line for line in said if line.state != "note"]
    if not questions:
        return
    waiting = sum(line.state == "open" for line in questions)
    explained = any(line.state == "answered" for line in questions)
    state = "some_open" if waiting else "explained" if explained else "closed"
    if waiting == len(questions):
        state = "open"
    yield say("inspect.dossier.questions", language, count=len(questions))
    yield say(f"inspect.dossier.{state}", language, count=waiting)
