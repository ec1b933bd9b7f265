"""M07, the register: the lines of the read model, folded up to a moment of the log, with the people in them.

The paper names every applicant: whoever prints it records the readings.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from uuid import UUID

from application.core import Core
from application.papers.of_the_log import AsOf, as_of
from application.papers.particulars import DEPUTY, acting_for, person_of, procedure_of, section_names, unit_of
from application.reference import Knowledge
from application.store import seen
from domain import dossier as d
from domain.calendar import local_date
from domain.fact import Fact, Refused
from domain.staff import Officer
from papers import contents as p
from projections.fold import Fold, create_tables, feed
from projections.register import Register, RegisterRow
from projections.staff import Staff, read_officer

LINES = (
    f"SELECT {', '.join(RegisterRow.__struct_fields__)} FROM register "
    "WHERE year = ? AND received_day BETWEEN ? AND ? ORDER BY ordinal"
)
OFFICERS = "SELECT state FROM officer ORDER BY officer"
ENDED = frozenset({"refused_after", "withdrawn", "stopped"})


class OneYearAtATime(Refused):
    """The register runs by the year and never backwards: the days asked for lie in one year, the first one first."""

    article = "TT 01/2018/TT-VPCP Điều 10(2)"


def register_pages(core: Core, first: date, last: date, at_event: int | None = None) -> p.Register:
    """The register from the first day to the last as of an event of the log, the latest one by default.

    Ordinals run through the year. It is closed when the year is over and all of it is asked for.
    """
    if first.year != last.year or last < first:
        raise OneYearAtATime(first=first.isoformat(), last=last.isoformat())
    known, moment = core.known(), as_of(core, at_event)
    with closing(_folded(core, moment)) as then:
        found = then.execute(LINES, (first.year, first.isoformat(), last.isoformat())).fetchall()
        lines = tuple(_line(core, known, RegisterRow(*row), moment) for row in found)
        head = _head(then)
    whole = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
    return p.Register(
        unit=unit_of(known),
        made_at=moment.at,
        at_event=moment.event,
        year=first.year,
        first=first.isoformat(),
        last=last.isoformat(),
        closed=whole and local_date(moment.at) > last.isoformat(),
        lines=lines,
        head=head,
    )


def _folded(core: Core, moment: AsOf) -> sqlite3.Connection:
    """The register and the staff as they stood, in memory."""
    folds: list[Fold] = [Register(), Staff()]
    connection = sqlite3.connect(":memory:", isolation_level=None)
    create_tables(connection, folds)
    events = (seen(event) for event in core.store.select(core.store.reader(), until=moment.event))
    connection.execute("BEGIN")
    feed(connection, folds, events, whole=True)
    connection.execute("COMMIT")
    return connection


def _line(core: Core, known: Knowledge, row: RegisterRow, moment: AsOf) -> p.RegisterLine:
    facts = tuple(_facts(core, row.stream, moment))
    agency, agency_en = section_names(row.section)
    procedure = procedure_of(known, row.procedure, row.field, name=row.procedure_name)
    return p.RegisterLine(
        ordinal=row.ordinal,
        code=row.code,
        procedure=procedure.name,
        procedure_en=procedure.name_en,
        sets=row.sets,
        applicant=person_of(*facts),
        agency=agency,
        agency_en=agency_en,
        received_day=row.received_day,
        due_day=row.due_current or row.due_original,
        returned_day=row.returned_day,
        return_channel=row.return_channel,
        signed_for=next((fact.recipient for fact in facts if isinstance(fact, d.ResultReturned)), ""),
        note=row.ended_how if row.ended_how in ENDED else "",
    )


def _facts(core: Core, stream: str, moment: AsOf) -> Iterator[Fact]:
    """What tells about people: who handed the dossier in, and who took the result."""
    for event in core.store.read(core.store.reader(), UUID(hex=stream), personal=True):
        told = isinstance(event.fact, d.DossierSubmitted | d.DossierAccepted | d.ResultReturned)
        if told and event.id <= moment.event:
            yield event.fact


def _head(then: sqlite3.Connection) -> p.Signer:
    """The head of the unit at that moment; a deputy where there is no head."""
    officers = [read_officer(state) for (state,) in then.execute(OFFICERS).fetchall()]
    heads = [officer for officer in officers if "head" in officer.roles and not officer.left]
    heads.sort(key=lambda officer: officer.title.startswith(DEPUTY))
    found = heads[0] if heads else Officer()
    return p.Signer(name=found.name, title=found.title, acting_for=acting_for(found.title))
