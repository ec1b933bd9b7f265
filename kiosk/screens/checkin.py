"""Here for an appointment: its QR code is scanned, or the code under it typed; then a number that goes first."""

from application.found_appointment import FoundAppointment
from application.views import TicketView
from domain.appointment import parse_code
from kiosk.front import Front
from kiosk.screens.entering import EnteringPlace, Entry, attempt, grouped
from kiosk.screens.place import Go, Move
from kiosk.session import Session, Sorry


class CheckinPlace(EnteringPlace):
    """A code that only its holder has: the code of the appointment itself could be guessed."""

    def asked(self) -> tuple[str, str]:
        return self.say("checkin.question"), self.say("checkin.hint")

    def entries(self) -> tuple[Entry, ...]:
        code = self.session.code
        label, example = self.say("checkin.label"), self.say("checkin.example")
        return (
            Entry(
                label=label, example=example, text=code, shown="" if code.startswith("LH") else grouped(code)
            ),
        )

    def put(self, at: int, text: str) -> None:
        self.session.code = text

    def sent(self) -> Move:
        """Wrong and unknown get the same sentence; the appointment's own code gets another, with what to do."""
        session = self.session
        if parse_code(session.code):
            session.sorry = Sorry(sentence="kiosk.checkin.own_code", now="kiosk.checkin.own_code_now")
            return Go("sorry")
        session.found = None
        move = attempt(self, self._find, Go("answer"))
        if move != Go("answer") or session.found is not None:
            return move
        session.sorry = Sorry(sentence="kiosk.checkin.not_found", now="kiosk.checkin.not_found_now")
        return Go("sorry")

    def _find(self) -> None:
        session = self.session
        found = self.office.lookup.by_secret(session.code)
        if isinstance(found, FoundAppointment):
            session.secret, session.found = session.code, found


def arrived(front: Front, session: Session) -> TicketView:
    """The number for the appointment that was found: asked for again it is the same one."""
    code, session.appointment = session.appointment, ""
    session.ticket = front.office.appointments.arrive(code, front.citizen, secret=session.secret)
    return session.ticket
