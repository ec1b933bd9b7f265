"""A log of cases as any system could have kept it: what red flags, exports and conformance are computed over.

Our own log is read into it here, other systems' files elsewhere. Nothing in the model knows whose log it was.
"""

import hmac
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec

from application.envelope import Event as Recorded
from application.envelope import Sealer, decode_state
from audit.findings import Findings
from audit.heads import logs_of
from domain.dossier import Due, LookupPerformed, Status, facts
from domain.fact import Fact
from domain.queue import TicketIssued, label
from projections.course import appointment_moved, appointment_moved_by_law, end_of, status_after

if TYPE_CHECKING:
    from application.office import Office

Value = str | int | float | bool

DOSSIER, TICKET = "dossier", "ticket"


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened in a case. Times are µs UTC."""

    activity: str
    moment: int
    """When it happened."""
    recorded: int = 0
    """When it was written down; 0 when the log does not say."""
    resource: str = ""
    """Who did it; empty for a citizen, a machine, or when the log does not say."""
    index: int = -1
    """The leaf's place in its tree; -1 when the log has none."""
    attributes: dict[str, Value] = {}
    """Of ours: the public fields of the fact, and its `event` number, which `prove` takes, `role`, `device`, `log`."""


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was worked on, with its events in the order of the log.

    Well-known attributes (absent when unknown): `kind` (dossier when absent), `stream`, `procedure`, `field`,
    `channel`, `limit_unit`, `limit_value`, `delegated`, `fee`, `ticket`; moments in µs UTC `submitted`, `received`,
    `due` (told), `due_original` (first told), `due_lawful` (moved by law alone), `finished`, `returned`; `outcome`
    (`result`, `refused_after`, `withdrawn`, `stopped`, `not_accepted`; absent while open); pseudonyms `applicant`,
    `contact`.
    """

    id: str
    events: tuple[Event, ...]
    attributes: dict[str, Value] = {}


class CaseLog(msgspec.Struct, frozen=True, kw_only=True):
    """All cases of a log, and what the log knows: a rule that needs another column cannot be run over it."""

    cases: tuple[Case, ...]
    columns: frozenset[str]
    source: str
    """Where it came from, in words for a report."""

    def of(self, kind: str) -> tuple[Case, ...]:
        """The cases of a kind; a case that does not say is a dossier."""
        return tuple(case for case in self.cases if case.attributes.get("kind", DOSSIER) == kind)


OWN_COLUMNS = frozenset(
    {
        "resource", "recorded", "index", "kind", "role", "device", "procedure", "field", "channel", "limit", "due",
        "due_original", "due_lawful", "received", "finished", "outcome", "fee", "lookup", "ticket", "vocabulary",
    }
)  # fmt: skip
"""What our own log knows; `vocabulary` says that activities are the permanent names of our facts."""
WITNESSED = "witnessed"
"""The column of a log whose heads witnesses countersigned: when an event was recorded at the earliest and latest."""
WITNESSED_AFTER, WITNESSED_BEFORE = "witnessed_after", "witnessed_before"
PEOPLE_COLUMNS = frozenset({"applicant", "contact"})

ROWS = "SELECT id, stream, version, topic, state FROM event WHERE id <= ? ORDER BY id"
ENVELOPE = frozenset({"event", "role", "device", "log"})
UNSAID = frozenset({"lookup"})
"""Public fields that tell nothing: the digest of a look-up secret."""


def from_office(
    office: "Office",
    *,
    size: int | None = None,
    people: bool = False,
    officer: Callable[[str], str] | None = None,
) -> CaseLog:
    """The office's own log, up to event `size`; one case for each stream, and readings beside what was read.

    `people` opens what is sealed, so far as needed to know that two dossiers are of one person: pseudonyms and no
    more. `officer` renames the officers, for logs that leave the house (`pseudonyms`); their names then stay at home.
    """
    reader = _Reader(office, people=people, officer=officer)
    last = office.store.last_id() if size is None else size
    for id, stream, version, topic, state in office.store.reader().execute(ROWS, (last,)):
        reader.take(decode_state(UUID(bytes=stream), version, topic, state, reader.sealer, id))
    return CaseLog(
        cases=tuple(reader.cases()),
        columns=OWN_COLUMNS
        | (PEOPLE_COLUMNS if people else frozenset())
        | (frozenset({WITNESSED}) if any(each.sizes for each in reader.timelines) else frozenset()),
        source=f"{office.core.known().opened.unit}@{last}",
    )


def pseudonyms(key: bytes) -> Callable[[str], str]:
    """Officers under other names, the same ones for the same key; whoever holds the key can tell who is who."""
    return lambda officer: f"cb-{_pseudonym(key, 'officer', officer)}" if officer else ""


def _pseudonym(key: bytes, purpose: str, plain: str) -> str:
    return hmac.new(key, f"motcua/pseudonym/{purpose}/{plain}".encode(), sha256).hexdigest()[:12]


class _Reader:
    """Gathers the events of each stream, and what their case as a whole is known by."""

    def __init__(self, office: "Office", *, people: bool, officer: Callable[[str], str] | None) -> None:
        self.key, self.officer = office.core.secrets.key, officer or str
        self.unsaid = UNSAID if officer is None else UNSAID | {"name", "title"}
        self.sealer: Sealer | None = office.store.vault if people else None
        self.catalogue = office.core.known().catalogue
        self.logs = logs_of(office.store.reader(), Findings())
        self.timelines = [office.witnessing.timeline(log.origin) for log in self.logs]
        self.events: dict[str, list[Event]] = {}
        self.known: dict[str, dict[str, Value]] = {}
        self.at = 0
        """The place in `logs` of the log that is being read."""

    def take(self, event: Recorded) -> None:
        fact = event.fact
        stream = fact.dossier if isinstance(fact, LookupPerformed) else event.originator_id.hex
        known = self.known.setdefault(stream, {"kind": _kind(fact), "stream": stream})
        self.events.setdefault(stream, []).append(self._told(event, known))
        if isinstance(fact, LookupPerformed):
            return
        if known["kind"] == DOSSIER:
            _learn(known, fact, event.recorded_at)
            self._recognise(known, fact)
        elif isinstance(fact, TicketIssued):
            known |= {"number": f"{fact.day} {label(fact.series, fact.ordinal)}", **_flat(fact, UNSAID)}

    def _told(self, event: Recorded, known: dict[str, Value]) -> Event:
        while self.at + 1 < len(self.logs) and self.logs[self.at + 1].start <= event.id:
            self.at += 1
        log, actor = self.logs[self.at], event.actor
        by_officer = actor.role not in {"citizen", "system"}
        place: dict[str, Value] = {
            "event": event.id, "role": actor.role, "device": actor.device, "log": log.number,
        }  # fmt: skip
        return Event(
            activity=event.fact.NAME,
            moment=event.occurred_at,
            recorded=event.recorded_at,
            resource=self.officer(actor.id) if by_officer else "",
            index=event.id - log.start,
            attributes=self._renamed(_flat(event.fact, self.unsaid))
            | self._unlisted(event.fact, known)
            | self._witnessed(event.id - log.start)
            | place,
        )

    def _witnessed(self, index: int) -> dict[str, Value]:
        """By the witnesses' clocks; what no head without it, or none with it, was countersigned for stays open."""
        after, before = self.timelines[self.at].bracket(index)
        told = {WITNESSED_AFTER: after, WITNESSED_BEFORE: before}
        return {name: each for name, each in told.items() if each is not None}

    def _unlisted(self, fact: Fact, known: dict[str, Value]) -> dict[str, Value]:
        """How many of the papers asked for no published version of the procedure names; which ones stays sealed."""
        procedure = str(getattr(fact, "procedure", "") or known.get("procedure", ""))
        items, listing = getattr(fact, "items", ()), self.catalogue.get(procedure)
        if not items or listing is None:
            return {}
        listed = {each.name for version in listing.versions for each in version.procedure.documents}
        return {"unlisted": sum(item not in listed for item in items)} if listed else {}

    def _renamed(self, told: dict[str, Value]) -> dict[str, Value]:
        return {name: self.officer(str(each)) if name in OFFICERS else each for name, each in told.items()}

    def _recognise(self, known: dict[str, Value], fact: Fact) -> None:
        """Two dossiers of one person get one pseudonym; without the vault, or once erased, there is none."""
        personal_id, phone = getattr(fact, "personal_id", ""), getattr(fact, "phone", "")
        name = getattr(fact, "applicant", "")
        if personal_id or (name and phone):
            known["applicant"] = _pseudonym(self.key, "applicant", personal_id or f"{name}/{phone}")
        if phone:
            known["contact"] = _pseudonym(self.key, "contact", phone)

    def cases(self) -> Iterator[Case]:
        for stream, events in self.events.items():
            known = self.known[stream]
            yield Case(
                id=str(known.get("code") or known.get("number") or stream),
                events=tuple(events),
                attributes=known,
            )


OFFICERS = frozenset(
    {"officer", "from_officer", "to_officer", "signed_by", "drafted_by", "approved_by", "responsible", "by"}
)
"""Fields of facts in which a sign-in name stands."""

_FROM_INTAKE = frozenset({"procedure", "procedure_name", "field", "channel", "code", "delegated", "ticket"})


def _kind(fact: Fact) -> str:
    """The capability the fact belongs to; what happens to a dossier and to a ticket have the names of those."""
    if fact.__class__.__module__.startswith(facts.__name__):
        return DOSSIER
    capability = fact.__class__.__module__.split(".")[1]
    return TICKET if capability == "queue" else capability


def _learn(known: dict[str, Value], fact: Fact, at: int) -> None:
    """What the case is known by once `fact` has happened to its dossier at `at`."""
    before, accepted = int(known.get("status", 0)), "received" in known
    told = {
        name: value for name in _FROM_INTAKE if isinstance(value := getattr(fact, name, None), str | bool)
    }
    known |= {name: value for name, value in told.items() if value != ""}
    if isinstance(fact, facts.DossierSubmitted):
        known.setdefault("submitted", at)
    if isinstance(fact, facts.DossierAccepted):
        known |= {"submitted": fact.submitted_at, "received": at, "limit_unit": fact.limit.unit}
        known |= {"limit_value": fact.limit.value} if fact.limit.value is not None else {}
        known |= {"fee": fact.fee_vnd} if fact.fee_vnd is not None else {}
    for name, due in (("due", appointment_moved(fact)), ("due_lawful", appointment_moved_by_law(fact))):
        if due is not None:
            known[name] = due.at
            known.setdefault("due_original", due.at)
    status = status_after(fact, before, accepted=accepted)
    known["status"] = status
    outcome = end_of(fact)
    if outcome:
        known |= {"outcome": outcome, "finished": known.get("finished", at)}
    elif status in (Status.IN_PROCESS, Status.NEWLY_REGISTERED) and "outcome" in known:
        del known["outcome"]
    if isinstance(fact, facts.ResultReturned):
        known["returned"] = at


def _flat(fact: Fact, unsaid: frozenset[str]) -> dict[str, Value]:
    """The public fields of a fact as plain values; a field that names the place of the envelope is `<name>_named`."""
    told: dict[str, Value] = {}
    for name in fact.__struct_fields__:
        if name not in fact.SEALED and name not in unsaid:
            _put(told, f"{name}_named" if name in ENVELOPE else name, getattr(fact, name))
    return told


def _put(told: dict[str, Value], name: str, value: Any) -> None:
    match value:
        case str() | bool() | int() | float():
            told[name] = value
        case Due():
            told |= {name: value.date, f"{name}_at": value.at}
        case tuple():
            told[name] = "; ".join(value) if all(isinstance(each, str) for each in value) else len(value)
        case msgspec.Struct():
            for inner in value.__struct_fields__:
                _put(told, f"{name}_{inner}", getattr(value, inner))
