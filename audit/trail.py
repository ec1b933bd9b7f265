"""The trail of a dossier for people and for programs: who did what, when, in words, and where it stands in the log."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from application.histories import officer_name, sentence, with_names
from application.reference import Knowledge
from audit.findings import Findings
from audit.heads import Log, logs_of
from domain.calendar import local_date, moment_text
from domain.dossier import Status
from projections.trail import TrailRow
from wording import languages, say, sayings
from wording.dates import date_text, local

if TYPE_CHECKING:
    from application.office import Office


def as_json(office: "Office", rows: Sequence[TrailRow]) -> list[dict[str, Any]]:
    """One object for each line. `position` is where its proof starts: the log, and the leaf's index in it."""
    known, logs = office.core.known(), logs_of(office.store.reader(), Findings())
    return [_object(row, known, logs) for row in rows]


def _object(row: TrailRow, known: Knowledge, logs: Sequence[Log]) -> dict[str, Any]:
    blanks = _blanks(row, known)
    log = max((log for log in logs if log.start <= row.id), key=lambda log: log.start)
    return {
        "event": row.id,
        "at": moment_text(row.at),
        "occurred_at": moment_text(row.occurred_at),
        "topic": row.topic,
        "kind": row.kind,
        "sentences": {language: sentence(row.topic, blanks, language) for language in languages()},
        "blanks": blanks,
        "actor": row.actor,
        "actor_name": officer_name(row.actor, known),
        "role": row.role,
        "device": row.device,
        "code": row.code,
        "stream": row.stream,
        "version": row.version,
        "status_before": row.status_before,
        "status_after": row.status_after,
        "due_before": row.due_before,
        "due_after": row.due_after,
        "position": {"origin": log.origin, "index": row.id - log.start},
    }


def as_text(office: "Office", rows: Sequence[TrailRow], language: str = "vi") -> str:
    """A paragraph for each day, a line for each step; then how to prove any of them."""
    known = office.core.known()
    told: list[str] = []
    day = ""
    for row in rows:
        if local_date(row.at) != day:
            day = local_date(row.at)
            told += ["", _day_line(day, language)]
        told += _lines(row, known, language)
    if not told:
        return say("audit.trail.nothing", language)
    return "\n".join([*told[1:], "", say("audit.trail.prove", language)])


def _day_line(day: str, language: str) -> str:
    return date_text(date.fromisoformat(day), language)


def _lines(row: TrailRow, known: Knowledge, language: str) -> list[str]:
    words = sentence(row.topic, _blanks(row, known), language)
    line = say(
        "audit.trail.line",
        language,
        hour=f"{local(row.at):%H:%M:%S}",
        words=words,
        actor=_actor(row, known, language),
        device=row.device or "—",
        event=row.id,
    )
    return [f"  {line}", *(f"{' ' * 12}{moved}" for moved in _moved(row, language))]


def _moved(row: TrailRow, language: str) -> list[str]:
    """What the step changed in the dossier's status, when it did."""
    if row.kind != "dossier" or row.status_before == row.status_after:
        return []
    after = say(f"status.{Status(row.status_after).identifier}.name", language)
    return [say("audit.trail.status", language, status=after)]


def _actor(row: TrailRow, known: Knowledge, language: str) -> str:
    if row.role in {"citizen", "system"} or not row.actor:
        return say(f"audit.role.{row.role or 'citizen'}", language)
    name, key = officer_name(row.actor, known), f"audit.role.{row.role}"
    role = say(key, language) if key in sayings(language) else row.role
    return say("audit.trail.actor", language, name=name, role=role) if role else name


def _blanks(row: TrailRow, known: Knowledge) -> dict[str, str]:
    number = {"number": row.code} if row.kind == "ticket" else {}
    return with_names(row.filled() | number, known)
