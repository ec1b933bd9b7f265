"""What the holder of an appointment's link sees beyond its hour: who booked, masked, and what last became of it."""

import msgspec

from application.appointments import AppointmentPage
from application.core import Core
from domain import appointment as a
from domain.dossier import mask_name
from domain.fact import Fact


class FoundAppointment(AppointmentPage, frozen=True, kw_only=True):
    """An appointment as its look-up shows it."""

    person: str = ""
    """Masked; empty once the key was destroyed."""
    moved_from: str = ""
    """The day (ISO) it was on before; empty while it was never moved."""
    changed_by: str = ""
    """Who last moved it, cancelled it or did not come: citizen or office."""
    reason: str = ""
    """What the office told the person when it moved or cancelled the appointment."""


def found_appointment(core: Core, page: AppointmentPage) -> FoundAppointment:
    stream = core.stream("appointment", page.code)
    facts = [event.fact for event in core.store.read(core.store.reader(), stream, personal=True)]
    moved_from, changed_by, reason = "", "", ""
    for fact in facts:
        if isinstance(fact, a.AppointmentMoved):
            moved_from = fact.before
        changed_by, reason = _change(fact) or (changed_by, reason)
    person = next((fact.person for fact in facts if isinstance(fact, a.AppointmentBooked)), "")
    return FoundAppointment(
        **msgspec.structs.asdict(page),
        person=mask_name(person),
        moved_from=moved_from,
        changed_by=changed_by,
        reason=reason,
    )


def _change(fact: Fact) -> tuple[str, str] | None:
    """Who changed it, and why: the office writes its reason to the person, a citizen's is nobody's to repeat."""
    match fact:
        case a.AppointmentMoved() | a.AppointmentCancelled():
            return fact.asked_by, fact.reason if fact.asked_by == "office" else ""
        case a.AppointmentMissed():
            return fact.missed_by, ""
    return None
