"""What the kiosk asks of the office: one number per visit, its slip, and where a dossier stands."""

import logging
import re
from contextlib import suppress
from pathlib import Path

from application.clock import SystemChance, new_id
from application.envelope import Actor
from application.faults import Fault
from application.found_appointment import FoundAppointment
from application.lookup import TooManyTries
from application.ports import OfficePort
from application.views import DossierPage, TicketPage, TicketView
from domain.dossier.refusals import NotADossierCode
from domain.fact import Refused
from kiosk.phrases import title
from kiosk.scan import secret_of
from kiosk.session import Session, Sorry
from kiosk.ticket import Slip, ticket_png
from wording import sayings

log = logging.getLogger("motcua.screen")

LOOK_UP_LENGTHS = (16, 26)
"""Letters of the secret in a ticket's link and in a dossier's."""
WITHOUT_AGENCY = re.compile(r"([0-9]{6})-?([0-9]{4,7})")
"""A dossier code as somebody with nothing but a number pad types it."""


class Front:
    """Acts in the citizen's role, at this device."""

    def __init__(self, office: OfficePort, device: str, tickets: Path | None) -> None:
        self.office, self.device, self.tickets = office, device, tickets
        self.unit = office.unit
        self.citizen = Actor(device, "citizen", device)

    def new_session(self, language: str) -> Session:
        return Session(command=new_id(SystemChance()).hex, language=language)

    # ---- a number

    def take_number(self, session: Session) -> TicketView:
        """The number of this visit; asked again it is the same one."""
        procedure = session.procedure.code if session.procedure else ""
        ticket = self.office.queue.issue(
            self.citizen,
            procedure=procedure,
            group="" if procedure else session.group or "other",
            priority=session.priority,
            command=session.command,
        )
        session.ticket = ticket
        return ticket

    def hand_over(self, session: Session, ticket: TicketView) -> None:
        """Record that the number is on the screen, and print it; a printer's fault never costs the number."""
        with suppress(Refused, Fault):
            self.office.queue.printed(ticket.id, "screen", self.citizen)
        if self.tickets is None:
            return
        try:
            self._write(
                self.tickets, ticket, ticket_png(self.slip(session, ticket), language=session.language)
            )
        except OSError as error:
            session.printed = "failed"
            log.warning("a slip was not printed: %s", error)
            with suppress(Refused, Fault):
                fault = error.strerror or type(error).__name__
                self.office.queue.print_failed(ticket.id, "png", fault, self.citizen)
        else:
            session.printed = "png"
            with suppress(Refused, Fault):
                self.office.queue.printed(ticket.id, "png", self.citizen)

    def slip(self, session: Session, ticket: TicketView) -> Slip:
        unit = self.unit
        english = session.language == "en"
        return Slip(
            unit=unit.name_en if english else unit.name,
            number=ticket.number,
            url=ticket.url,
            issued_at=ticket.issued_at,
            kiosk=self.device,
            place=unit.superior_en if english else unit.superior,
            priority=bool(ticket.priority),
            procedure=title(session.procedure, session.language),
            people_ahead=ticket.people_ahead,
            wait=(ticket.wait.low, ticket.wait.high) if ticket.wait else None,
            code=secret_of(ticket.url),
            bring=session.to_bring(),
            simulated=unit.simulated,
        )

    @staticmethod
    def _write(folder: Path, ticket: TicketView, picture: bytes) -> None:
        """Whole or not at all: a printer watching the folder never sees half a slip."""
        folder.mkdir(parents=True, exist_ok=True)
        unfinished = folder / f".{ticket.day}-{ticket.number}.part"
        unfinished.write_bytes(picture)
        unfinished.replace(folder / f"{ticket.day}-{ticket.number}.png")

    # ---- a dossier

    def look_up(self, session: Session) -> None:
        """Find what was scanned or typed; unknown and wrong get the same sentence."""
        session.found, session.sorry = None, None
        try:
            session.found = self._found(session)
        except NotADossierCode:
            example = self.example()
            session.sorry = Sorry(
                sentence="kiosk.follow.shape",
                now="kiosk.follow.shape_now",
                now_blanks={"example": example},
            )
        except TooManyTries as refused:
            session.sorry = Sorry(
                sentence="kiosk.follow.too_many",
                now="kiosk.follow.too_many_now",
                now_blanks=dict(refused.blanks),
            )
        else:
            if session.found is None:
                session.sorry = Sorry(sentence="kiosk.follow.not_found", now="kiosk.follow.not_found_now")

    def example(self) -> str:
        """A dossier code of this office."""
        return f"{self.unit.agency}-{self.office.today():%y%m%d}-0001"

    def _found(self, session: Session) -> TicketPage | DossierPage | FoundAppointment | None:
        door, code = self.office.lookup, session.code.strip()
        if "#" in code:
            return door.by_secret(secret_of(code))
        bare = WITHOUT_AGENCY.fullmatch(code)
        if bare:
            code = f"{self.unit.agency}-{bare[1]}-{bare[2]}"
        try:
            return door.by_code(code, session.short_code, origin=self.device)
        except NotADossierCode:
            if sum(letter.isalnum() for letter in code) in LOOK_UP_LENGTHS:
                return door.by_secret(code)
            raise

    # ---- what went wrong

    def sorry_for(self, wrong: Refused | Fault, session: Session) -> Sorry:
        """A sentence for the hall; what only an administrator understands goes to the log."""
        log.warning("%s %s", type(wrong).__name__, wrong.blanks)
        if isinstance(wrong, Fault):
            key = f"kiosk.fault.{wrong.key}"
            known = key in sayings(session.language)
            return Sorry(sentence=key if known else "kiosk.fault.any", now="kiosk.sorry.fault_now")
        return Sorry(
            sentence=f"refused.{type(wrong).__name__}",
            blanks=dict(wrong.blanks),
            now="kiosk.sorry.procedure_now" if session.procedure else "kiosk.sorry.refused_now",
        )
