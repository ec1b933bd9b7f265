"""What citizens and the office may do with an appointment: pure decisions that return a fact or refuse."""

from collections.abc import Sequence
from datetime import date

from domain.appointment.booking import BOOKED, Appointment
from domain.appointment.facts import (
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentKept,
    AppointmentMissed,
    AppointmentMoved,
    AppointmentOfficerAssigned,
    Party,
)
from domain.appointment.refusals import (
    AddressNotGiven,
    AppointmentOver,
    BookedByTheSamePhone,
    DossierNotNamed,
    NotEntitledToAVisit,
    NotItsDay,
    OfficerNotFree,
    OnlyAtACounter,
    OnlyForAVisit,
    PersonNotNamed,
    PhoneNotGiven,
    SameSlot,
    SlotFull,
    SlotNotOffered,
    StillTimeToCome,
    TellThePerson,
    TooEarlyToCome,
    TooFarAheadToBook,
    TooSoonToBook,
)
from domain.appointment.slots import AT_HOME, MINUTE, Circumstances, Slot, Terms, free_for, phone_of

Others = Sequence[tuple[int, int]]
"""The other visits of an officer that day: start and end in µs UTC."""


def book(appointment: Appointment, *, fact: AppointmentBooked, given: Circumstances) -> AppointmentBooked:
    """`given.slot` is the offered one that begins when the fact does, or None."""
    if appointment.state != "none":
        raise AppointmentOver(code=appointment.code, state=appointment.state)
    _somebodys(fact)
    if fact.kind in AT_HOME:
        _at_home(fact, given.terms)
    _has_room(given, fact.day)
    if phone_of(fact.phone) in given.phones:
        raise BookedByTheSamePhone(day=fact.day)
    if fact.officer:
        _free(fact.officer, fact.start, fact.end, given.others, given.terms)
    return fact


def move(
    appointment: Appointment, *, given: Circumstances, asked_by: Party, phone: str = "", reason: str = ""
) -> AppointmentMoved:
    """To another slot; an officer who is not free then no longer comes, and somebody else has to be assigned."""
    _booked(appointment)
    _explained(asked_by, reason)
    if given.slot is not None and given.slot.start == appointment.start:
        raise SameSlot(code=appointment.code)
    slot = _has_room(given, appointment.day)
    if phone_of(phone) in given.phones:
        raise BookedByTheSamePhone(day=slot.day)
    stays = free_for(slot.start, slot.end, given.others, given.terms.travel_minutes)
    return AppointmentMoved(
        before=appointment.day,
        day=slot.day,
        start=slot.start,
        end=slot.end,
        asked_by=asked_by,
        officer=appointment.officer if stays else "",
        reason=reason,
    )


def cancel(appointment: Appointment, *, asked_by: Party, reason: str = "") -> AppointmentCancelled:
    _booked(appointment)
    _explained(asked_by, reason)
    return AppointmentCancelled(asked_by=asked_by, reason=reason)


def keep(appointment: Appointment, *, today: str, ticket: str = "") -> AppointmentKept:
    _booked(appointment)
    if ticket and appointment.kind in AT_HOME:
        raise OnlyAtACounter(code=appointment.code)
    if today != appointment.day:
        raise NotItsDay(code=appointment.code, day=appointment.day)
    return AppointmentKept(ticket=ticket)


def on_time(appointment: Appointment, *, terms: Terms, now: int, today: str) -> bool:
    """Whether whoever arrives at `now` still goes first; refuses before the number may be given at all."""
    _booked(appointment)
    if appointment.kind in AT_HOME:
        raise OnlyAtACounter(code=appointment.code)
    if today != appointment.day:
        raise NotItsDay(code=appointment.code, day=appointment.day)
    if now < appointment.start - terms.early_minutes * MINUTE:
        raise TooEarlyToCome(code=appointment.code, minutes=terms.early_minutes)
    return now <= appointment.start + terms.grace_minutes * MINUTE


def miss(
    appointment: Appointment, *, missed_by: Party, terms: Terms, now: int, note: str = ""
) -> AppointmentMissed:
    """For a visit at home the whole slot is the hour of the visit, so it is missed only after its end."""
    _booked(appointment)
    hour = appointment.end if appointment.kind in AT_HOME else appointment.start
    if now < hour + terms.grace_minutes * MINUTE:
        raise StillTimeToCome(code=appointment.code, minutes=terms.grace_minutes)
    return AppointmentMissed(missed_by=missed_by, note=note)


def assign_officer(
    appointment: Appointment, *, officer: str, terms: Terms, others: Others
) -> AppointmentOfficerAssigned:
    _booked(appointment)
    if appointment.kind not in AT_HOME:
        raise OnlyForAVisit(code=appointment.code)
    _free(officer, appointment.start, appointment.end, others, terms)
    return AppointmentOfficerAssigned(officer=officer)


def _booked(appointment: Appointment) -> None:
    if appointment.state != BOOKED:
        raise AppointmentOver(code=appointment.code, state=appointment.state)


def _somebodys(fact: AppointmentBooked) -> None:
    if not fact.person.strip():
        raise PersonNotNamed()
    if not phone_of(fact.phone):
        raise PhoneNotGiven(text=fact.phone)


def _at_home(fact: AppointmentBooked, terms: Terms) -> None:
    if not fact.address.strip():
        raise AddressNotGiven()
    if terms.entitled and fact.entitled not in terms.entitled:
        raise NotEntitledToAVisit()
    if fact.kind == "home_return" and not fact.dossier:
        raise DossierNotNamed()


def _has_room(given: Circumstances, day: str) -> Slot:
    slot, terms = given.slot, given.terms
    if slot is None:
        raise SlotNotOffered(day=day)
    if slot.start < given.now + terms.lead_minutes * MINUTE:
        raise TooSoonToBook(minutes=terms.lead_minutes)
    if (date.fromisoformat(slot.day) - date.fromisoformat(given.today)).days > terms.days_ahead:
        raise TooFarAheadToBook(days=terms.days_ahead)
    if not slot.left:
        raise SlotFull(day=slot.day)
    return slot


def _explained(asked_by: Party, reason: str) -> None:
    if asked_by == "office" and not reason.strip():
        raise TellThePerson()


def _free(officer: str, start: int, end: int, others: Others, terms: Terms) -> None:
    if not free_for(start, end, others, terms.travel_minutes):
        raise OfficerNotFree(officer=officer)
