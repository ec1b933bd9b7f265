"""What an officer did, at a counter, at a device or on a day: act by act from the log, each with its leaf's index.

The acts come one by one while the log is read, so a long list costs no memory; every leaf is recomputed on the way.
"""

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from typing import Any
from uuid import UUID

import msgspec

from application.envelope import Event, decode_state, public
from application.histories import officer_name, sentence, with_names
from application.reference import Knowledge
from application.signer import LogContradicted
from audit.sources import Source, checked
from domain.calendar import local_date, moment_text
from domain.dossier import DossierAccepted, LookupPerformed
from domain.fact import FACTS
from domain.queue import TicketIssued, label
from domain.staff import Officer, evolve
from projections.staff import Staff
from projections.trail import blanks_of
from wording import languages


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which acts: all that are named must fit, and what is empty fits everything.

    `first` and `last` are local days (ISO), both included. `actions` are permanent names of facts, with `*` for
    any letters, such as `result.*`; one of them must fit.
    """

    officer: str = ""
    counter: str = ""
    device: str = ""
    first: str = ""
    last: str = ""
    actions: tuple[str, ...] = ()

    def fits(self, act: "Act") -> bool:
        if (self.officer and act.actor != self.officer) or (self.device and act.device != self.device):
            return False
        if self.counter and act.counter != self.counter:
            return False
        day = local_date(act.at)
        if (self.first and day < self.first) or (self.last and day > self.last):
            return False
        return not self.actions or any(fnmatchcase(act.topic, each) for each in self.actions)


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """One event. `index` is its leaf in the log `origin`; `counter` is where the actor sat then, if anywhere.

    `code` is the dossier's code or the ticket's number that the act is about, empty for anything else.
    """

    event: int
    origin: str
    index: int
    at: int
    occurred_at: int
    topic: str
    actor: str
    role: str
    device: str
    counter: str
    code: str
    stream: str
    version: int
    blanks: dict[str, str]


class Acts:
    """Reads the log once, from its beginning, and lets through what is wanted."""

    def __init__(self, source: Source, wanted: Wanted) -> None:
        self.source, self.wanted = source, wanted
        self.known = Knowledge()
        """The officers met so far, by sign-in name: what a sentence needs."""
        self.places: dict[str, set[str]] = {"counter": set(), "device": set()}
        """Every counter and every device that the log has named so far."""
        self._officers: dict[UUID, Officer] = {}
        self._codes: dict[str, str] = {}
        """Of each dossier and ticket (hex id), what people call it."""

    def all(self, *, after: int = 0, until: int | None = None) -> Iterator[Act]:
        """The acts wanted with `after` < event <= `until`, in order; `after` is the last one of the page before."""
        last = self.source.last() if until is None else until
        for line in checked(self.source, 0, last):
            try:
                event = decode_state(
                    UUID(bytes=line.stream), line.version, line.topic, line.state, None, line.id
                )
            except (msgspec.MsgspecError, KeyError, RecursionError, ValueError) as error:
                raise LogContradicted(event=line.id) from error
            self._learn(event)
            if event.id > after and self.wanted.fits(act := self._act(event)):
                yield act

    def unknown(self) -> tuple[str, str, list[str]] | None:
        """Of what was wanted, the first name the log has never met, its kind, and the names that it knows instead.

        For whoever has read the log to its end.
        """
        met = {"officer": set(self.known.officers), **self.places}
        for kind, names in met.items():
            name = getattr(self.wanted, kind)
            if name and name not in names:
                return kind, name, sorted(names)
        return None

    def _learn(self, event: Event) -> None:
        self.places["device"].add(event.actor.device)
        self.places["counter"].add(getattr(event.fact, "counter", ""))
        match event.fact:
            case DossierAccepted(code=code):
                self._codes[event.originator_id.hex] = code
            case TicketIssued(series=series, ordinal=ordinal):
                self._codes[event.originator_id.hex] = label(series, ordinal)
            case fact if fact.NAME in Staff.topics:
                before = self._officers.get(event.originator_id, Officer())
                officer = evolve(before, fact, event.recorded_at)
                self._officers[event.originator_id] = officer
                self.known.officers[officer.officer] = officer

    def _act(self, event: Event) -> Act:
        fact, stream = event.fact, event.originator_id.hex
        log = max((log for log in self.source.logs if log.start <= event.id), key=lambda log: log.start)
        sitting = self.known.officers.get(event.actor.id, Officer()).counter
        return Act(
            event=event.id,
            origin=log.origin,
            index=event.id - log.start,
            at=event.recorded_at,
            occurred_at=event.occurred_at,
            topic=fact.NAME,
            actor=event.actor.id,
            role=event.actor.role,
            device=event.actor.device,
            counter=getattr(fact, "counter", "") or sitting,
            code=self._codes.get(fact.dossier if isinstance(fact, LookupPerformed) else stream, ""),
            stream=stream,
            version=event.originator_version,
            blanks=blanks_of(public(fact)),
        )


def act_object(act: Act, known: Knowledge) -> dict[str, Any]:
    """An act for programs: with its sentence in every language, and times as people write them."""
    blanks = with_names(act.blanks, known)
    told = msgspec.structs.asdict(act) | {
        "at": moment_text(act.at),
        "occurred_at": moment_text(act.occurred_at),
        "actor_name": officer_name(act.actor, known),
        "sentences": {language: sentence(act.topic, blanks, language) for language in languages()},
        "position": {"origin": act.origin, "index": act.index},
    }
    return {name: value for name, value in told.items() if name not in {"origin", "index"}}


def unknown_actions(actions: Sequence[str]) -> tuple[str, ...]:
    """Those of `actions` that no fact has: a slip of the hand, which would give an empty list without a word."""
    return tuple(each for each in actions if not any(fnmatchcase(name, each) for name in FACTS))
