"""Appointments: at a counter, at home, or to bring a result home; booked under the lock, so no hour holds too many."""

from application.appointments.acts import NoSuchAppointment, kept_appointment
from application.appointments.sheets import Sheets
from application.appointments.terms import AppointmentRules, appointment_rules, terms_on
from application.appointments.views import AppointmentPage, AppointmentView, SheetLine, SlotView, Wanted

__all__ = [
    "AppointmentPage",
    "AppointmentRules",
    "AppointmentView",
    "Appointments",
    "NoSuchAppointment",
    "SheetLine",
    "SlotView",
    "Wanted",
    "appointment_rules",
    "kept_appointment",
    "terms_on",
]


class Appointments(Sheets):
    """Booking and acting, reading by secret, the sheet of a day and the route of the visits."""
