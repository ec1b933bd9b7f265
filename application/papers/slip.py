"""M06, the control slip: every hand the dossier went through, folded from its events up to a moment of the log."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from application.core import Core
from application.envelope import Event
from application.papers.of_the_log import as_of
from application.papers.particulars import (
    accepted_in,
    appointment_of,
    officer_of,
    person_of,
    procedure_of,
    section_names,
    unit_of,
)
from application.receipts import NoSuchReceipt
from application.reference import Knowledge
from domain import dossier as d
from domain.calendar import local_date
from domain.dossier import Dossier
from domain.dossier.reading import measured_end
from domain.fact import Fact
from papers import contents as p

Step = Callable[["_Slip", Event, Any], None]
_STEPS: dict[type[Fact], Step] = {}


def control_slip(core: Core, stream: UUID, at_event: int | None = None) -> p.ControlSlip:
    """The slip as of an event of the log, the latest one by default; it names the applicant: record the reading."""
    known, moment = core.known(), as_of(core, at_event)
    read = core.store.read(core.store.reader(), stream, personal=True)
    events = [event for event in read if event.id <= moment.event]
    taken = accepted_in(events)
    if taken is None or not isinstance(taken.fact, d.DossierAccepted):
        raise NoSuchReceipt(id=stream.hex)
    slip, fact = _Slip(known, person_of(taken.fact).name), taken.fact
    for event in events:
        slip.follow(event)
    state = slip.state
    return p.ControlSlip(
        unit=unit_of(known),
        made_at=moment.at,
        at_event=moment.event,
        code=fact.code,
        applicant=person_of(fact),
        procedure=procedure_of(
            known, fact.procedure, fact.field, fact.procedure_version, fact.procedure_name
        ),
        received_at=taken.recorded_at,
        due=appointment_of(state.due_current) if state.due_current else None,
        finished_at=state.finished_at or 0,
        returned_at=state.returned_at or 0,
        handings=tuple(slip.lines),
    )


def _step(*facts: type[Fact]) -> Callable[[Step], Step]:
    def enter(step: Step) -> Step:
        _STEPS.update(dict.fromkeys(facts, step))
        return step

    return enter


class _Slip:
    """The lines so far, and the dossier as the events have made it."""

    def __init__(self, known: Knowledge, applicant: str) -> None:
        self.known, self.applicant = known, applicant
        self.lines: list[p.Handing] = []
        self.state = Dossier()
        self.assigned_to = ""

    def follow(self, event: Event) -> None:
        self.state = d.evolve(self.state, event.fact, event.recorded_at)
        if self.assigned_to and event.actor.id == self.assigned_to:
            self.take("assigned", self.signed(event.actor.id, event))
            self.assigned_to = ""
        step = _STEPS.get(type(event.fact))
        if step is not None:
            step(self, event, event.fact)

    def add(self, step: str, section: str, **parts: Any) -> None:
        agency, agency_en = section_names(section)
        self.lines.append(p.Handing(step=step, agency=agency, agency_en=agency_en, **parts))

    def take(self, step: str, taken: p.Signed, **parts: Any) -> None:
        """The second signature on the latest open line of a step."""
        for place in range(len(self.lines) - 1, -1, -1):
            if self.lines[place].step == step and not self.lines[place].taken.at:
                self.lines[place] = replace(self.lines[place], taken=taken, **parts)
                return

    def signed(self, officer: str, event: Event) -> p.Signed:
        return p.Signed(name=officer_of(self.known, officer).name, at=event.recorded_at)

    def section(self, officer: str) -> str:
        found = self.known.officers.get(officer)
        return found.section if found else ""

    def pace(self, event: Event) -> p.Pace:
        """Against the lawful appointment: an apology makes nothing punctual; the first finish is the one measured."""
        at = measured_end(self.state, event.recorded_at)
        return d.timeliness(self.state, local_date(at), at) or ""


@_step(d.DossierAccepted)
def _accepted(slip: _Slip, event: Event, fact: d.DossierAccepted) -> None:
    given = p.Signed(name=slip.applicant, at=fact.submitted_at)
    taken = slip.signed(event.actor.id, event)
    slip.add("accepted", slip.section(event.actor.id), given=given, taken=taken)


@_step(d.DossierForwarded)
def _forwarded(slip: _Slip, event: Event, fact: d.DossierForwarded) -> None:
    in_time = not fact.deadline or event.recorded_at <= fact.deadline
    given = slip.signed(event.actor.id, event)
    slip.add("forwarded", fact.section, given=given, pace="on_time" if in_time else "late")


@_step(d.DossierAssigned)
def _assigned(slip: _Slip, event: Event, fact: d.DossierAssigned) -> None:
    """The leader takes the file for the section and gives it on; the officer signs by the first act on it."""
    leader = slip.signed(event.actor.id, event)
    slip.take("forwarded", leader)
    slip.add("assigned", fact.section, given=leader)
    slip.assigned_to = fact.officer


@_step(d.HandoverOffered)
def _offered(slip: _Slip, event: Event, fact: d.HandoverOffered) -> None:
    section = fact.section or slip.section(fact.to_officer)
    slip.add("handover", section, given=slip.signed(fact.from_officer, event), note=fact.note)


@_step(d.HandoverAccepted)
def _taken(slip: _Slip, event: Event, fact: d.HandoverAccepted) -> None:
    slip.take("handover", slip.signed(fact.to_officer, event))


@_step(d.HandoverDeclined)
def _declined(slip: _Slip, event: Event, fact: d.HandoverDeclined) -> None:
    slip.take("handover", slip.signed(fact.to_officer, event), note=fact.why)


@_step(d.OpinionRequested)
def _asked_agency(slip: _Slip, event: Event, fact: d.OpinionRequested) -> None:
    slip.add("opinion", fact.agency, given=slip.signed(event.actor.id, event), note=fact.number)


@_step(d.OpinionReceived)
def _agency_answered(slip: _Slip, event: Event, fact: d.OpinionReceived) -> None:
    slip.take("opinion", slip.signed(event.actor.id, event), pace="late" if fact.late else "on_time")


@_step(d.ReferralSent)
def _sent_on(slip: _Slip, event: Event, fact: d.ReferralSent) -> None:
    slip.add("referral", fact.agency, given=slip.signed(event.actor.id, event))


@_step(d.ReferralReturned)
def _came_back(slip: _Slip, event: Event, fact: d.ReferralReturned) -> None:
    slip.take("referral", slip.signed(event.actor.id, event), pace="late" if fact.late else "on_time")


@_step(d.ResultDrafted)
def _drafted(slip: _Slip, event: Event, fact: d.ResultDrafted) -> None:
    drafter = fact.drafted_by or event.actor.id
    slip.add("draft", slip.section(drafter), given=slip.signed(drafter, event))


@_step(d.ResultSigned)
def _signed(slip: _Slip, event: Event, fact: d.ResultSigned) -> None:
    slip.take("draft", slip.signed(fact.signed_by, event), pace=slip.pace(event))


@_step(d.ResultSentBack)
def _sent_back(slip: _Slip, event: Event, fact: d.ResultSentBack) -> None:
    slip.take("draft", slip.signed(event.actor.id, event), note=fact.reason)


@_step(d.ResolvedAtCounter)
def _at_counter(slip: _Slip, event: Event, fact: d.ResolvedAtCounter) -> None:
    hand = slip.signed(event.actor.id, event)
    slip.add("counter", slip.section(event.actor.id), given=hand, taken=hand, pace=slip.pace(event))


@_step(d.ResultReady)
def _ready(slip: _Slip, event: Event, fact: d.ResultReady) -> None:
    hand = slip.signed(event.actor.id, event)
    slip.add("ready", slip.section(event.actor.id), given=hand, taken=hand, note=fact.place)


@_step(d.ResultReturned)
def _returned(slip: _Slip, event: Event, fact: d.ResultReturned) -> None:
    hand = slip.signed(event.actor.id, event)
    taken = p.Signed(name=fact.recipient or slip.applicant, at=event.recorded_at)
    slip.add("returned", slip.section(event.actor.id), given=hand, taken=taken)
