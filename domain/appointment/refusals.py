"""Every way an appointment is not given. The class names the reason, its docstring is the sentence."""

from domain.fact import Refused


class AppointmentOver(Refused):
    """The appointment was kept, missed or cancelled already."""


class SlotNotOffered(Refused):
    """The office gives no appointment at that hour."""


class SlotFull(Refused):
    """Every place at that hour is taken."""


class TooSoonToBook(Refused):
    """An appointment is booked some time before its hour, and never for an hour that has passed."""


class TooFarAheadToBook(Refused):
    """Appointments are given only so many days ahead."""


class NotEntitledToAVisit(Refused):
    """The unit visits at home only those whom its rules name."""


class PersonNotNamed(Refused):
    """An appointment is somebody's: the name must be written."""


class PhoneNotGiven(Refused):
    """A phone number of nine to eleven digits is needed, so that the person can be told of a change."""


class AddressNotGiven(Refused):
    """A visit at home needs an address."""


class DossierNotNamed(Refused):
    """What is brought home is the result of a dossier: name the dossier."""


class BookedByTheSamePhone(Refused):
    """That phone number has an appointment at that hour already."""


class SameSlot(Refused):
    """The appointment is at that hour already."""


class TellThePerson(Refused):
    """When the office moves or cancels an appointment it says why, so that the person can be told."""


class OfficerNotFree(Refused):
    """The officer has another visit then, the way there included."""


class OnlyForAVisit(Refused):
    """Officers are assigned to visits at home; at the counter whoever is free calls the number."""


class OnlyAtACounter(Refused):
    """Nobody takes a number for a visit at home."""


class NotItsDay(Refused):
    """An appointment is kept on its own day."""


class TooEarlyToCome(Refused):
    """The number for an appointment is given shortly before its hour."""


class StillTimeToCome(Refused):
    """Nobody has missed an appointment before its hour and the time of grace are over."""
