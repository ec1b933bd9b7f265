"""What the kiosk asks of the office: one number per visit, its slip, and where a dossier stands."""

import logging
import re
from contextlib import suppress
from functools import partial
from pathlib import Path

import msgspec

from application.clock import SystemChance, new_id
from application.envelope import Actor
from application.faults import Fault
from application.found_appointment import FoundAppointment
from application.lookup import TooManyTries
from application.ports import OfficePort, UnitView
from application.views import DossierPage, TicketPage, TicketView
from domain.dossier.refusals import NotADossierCode
from domain.fact import Refused
from kiosk.keeping import KeptOffice, NoNumbersLeft, Standing
from kiosk.phrases import title
from kiosk.printing import Folder, Leaflet, Outcome, Press, Printer, leaflet_png
from kiosk.reception import in_one_line, quiet_instead, reception
from kiosk.scan import secret_of
from kiosk.session import Session, Sorry
from kiosk.ticket import Slip, ticket_png
from wording import say, sayings
from wording.dates import clock_text

log = logging.getLogger("motcua.screen")

CUT_OFF = "kiosk.cut_off"
"""Where the words are for when the office is out of reach."""
LOOK_UP_LENGTHS = (16, 26)
"""Letters of the secret in a ticket's link and in a dossier's."""
WITHOUT_AGENCY = re.compile(r"([0-9]{6})-?([0-9]{4,7})")
"""A dossier code as somebody with nothing but a number pad types it."""


class Front:
    """Acts in the citizen's role, at this device."""

    def __init__(
        self, office: OfficePort, device: str, tickets: Path | None, printer: Printer | None = None
    ) -> None:
        self.office, self.device = office, device
        printer = printer or (Folder(tickets) if tickets else None)
        self.press = Press(printer) if printer else None
        self.citizen = Actor(device, "citizen", device)

    @property
    def standing(self) -> Standing:
        """How things stand with the office; well, as far as this kiosk keeps nothing for when they do not."""
        return self.office.standing if isinstance(self.office, KeptOffice) else Standing()

    @property
    def unit(self) -> UnitView:
        """Whose kiosk this is; nobody's yet where it was never heard."""
        try:
            return self.office.unit
        except Fault:
            return _nobodys()

    def close(self) -> None:
        if self.press is not None:
            self.press.close()

    def new_session(self, language: str) -> Session:
        return Session(command=new_id(SystemChance()).hex, language=language)

    # ---- a number

    def must_tell(self, session: Session) -> bool:
        """Whether something must be said before this visit's number; once, and not to whoever has an appointment."""
        if session.appointment or session.reception is not None:
            return False
        group = session.procedure.group if session.procedure else session.group or "other"
        session.reception = reception(self.office, group)
        return session.reception is not None

    def opening(self, language: str, width: int) -> str:
        """For the first screen, in one line: closed until when, or a quieter hour; mostly nothing."""
        return in_one_line(self.office, language, width)

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
        session.ticket, session.quiet = ticket, quiet_instead(self.office, ticket)
        return ticket

    def hand_over(self, session: Session, ticket: TicketView) -> None:
        """Record that the number is on the screen, and print it; a printer's fault never costs the number."""
        with suppress(Refused, Fault):
            self.office.queue.printed(ticket.id, "screen", self.citizen)
        self._print(session, ticket)
        self.follow_paper(session)

    def print_again(self, session: Session) -> None:
        """Another slip of the same number, marked as one unless the first cannot have come out at all."""
        if session.ticket is not None and session.paper is not None and session.paper.outcome is not None:
            self._print(session, session.ticket)

    def hand_out(self, session: Session, leaflet: Leaflet) -> None:
        """Print a slip that is no number; what became of it is seen as for one."""
        if self.press is not None:
            draw = partial(leaflet_png, leaflet, self.press.printer.width, session.language)
            session.paper = self.press.put(f"{self.device}-{leaflet.printed_at}", draw)

    def follow_paper(self, session: Session) -> bool:
        """Look what became of the visit's slip; True when that is news."""
        if self.press is None or session.paper is None:
            return False
        self.press.overdue(session.paper)
        before, outcome = session.printed, session.paper.outcome
        if outcome is None:
            session.printed = "printing"
        else:
            session.printed = "failed" if outcome.trouble else outcome.medium
        return session.printed != before

    def _print(self, session: Session, ticket: TicketView) -> None:
        if self.press is None:
            return
        name, last = f"{ticket.day}-{ticket.number}", session.paper
        before = last.outcome if last and last.name == name else None
        again = before is not None and (before.trouble is None or before.begun)
        slip = msgspec.structs.replace(self.slip(session, ticket), reprint=again)
        draw = partial(self._drawn, slip, ticket.group, self.press.printer.width, session.language)
        session.paper = self.press.put(name, draw, partial(self._record, ticket.id))

    def _drawn(self, slip: Slip, group: str, width: int, language: str) -> bytes:
        """Beside the screen: which counters call this line now is worth asking, but not worth waiting for."""
        counters: tuple[str, ...] = ()
        if self.office.reachable:
            with suppress(Refused, Fault):
                counters = tuple(
                    each.counter
                    for each in self.office.queue.board().counters
                    if each.state == "open" and (not each.groups or group in each.groups)
                )
        return ticket_png(msgspec.structs.replace(slip, counters=counters), width, language)

    def _record(self, ticket: str, outcome: Outcome) -> None:
        """A second slip of the same number is a second fact."""
        with suppress(Refused, Fault):
            if outcome.trouble is None:
                self.office.queue.printed(ticket, outcome.medium, self.citizen)
            else:
                self.office.queue.print_failed(ticket, outcome.medium, outcome.trouble, self.citizen)

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
            line=self._line(ticket.group, session.language),
            people_ahead=None if ticket.kept else ticket.people_ahead,
            wait=(ticket.wait.low, ticket.wait.high) if ticket.wait else None,
            code=secret_of(ticket.url),
            bring=session.to_bring(),
            quiet=session.quiet,
            appointment=clock_text(ticket.due_at) if ticket.due_at else "",
            hotline=unit.hotline,
            simulated=unit.simulated,
        )

    def _line(self, group: str, language: str) -> str:
        """What the board calls a service group; nothing while the office cannot be asked."""
        with suppress(Refused, Fault):
            for each in self.office.catalogue.groups():
                if each.key == group:
                    return each.name_en if language == "en" else each.name
        return ""

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
        if isinstance(wrong, Fault) and self.standing.cut_off:
            return self._cut_off(wrong)
        if isinstance(wrong, Fault):
            key = f"kiosk.fault.{wrong.key}"
            known = key in sayings(session.language)
            return Sorry(sentence=key if known else "kiosk.fault.any", now="kiosk.sorry.fault_now")
        return Sorry(
            sentence=f"refused.{type(wrong).__name__}",
            blanks=dict(wrong.blanks),
            now="kiosk.sorry.procedure_now" if session.procedure else "kiosk.sorry.refused_now",
        )

    def _cut_off(self, wrong: Fault) -> Sorry:
        """Since when nobody answers, and what can be done all the same."""
        standing = self.standing
        told: dict[str, object] = {"since": clock_text(standing.since)}
        if standing.numbers and not isinstance(wrong, NoNumbersLeft):
            return Sorry(sentence=f"{CUT_OFF}.cannot", blanks=told, now=f"{CUT_OFF}.cannot_now")
        hotline = self.unit.hotline
        now = "no_numbers_now" if hotline else "none"
        return Sorry(
            sentence=f"{CUT_OFF}.no_numbers",
            blanks=told,
            now=f"{CUT_OFF}.{now}",
            now_blanks={"hotline": hotline} if hotline else {},
        )


def _nobodys() -> UnitView:
    """Before the office was ever heard."""
    return UnitView(
        unit="",
        agency="",
        name=say(f"{CUT_OFF}.unit", "vi"),
        name_en=say(f"{CUT_OFF}.unit", "en"),
        superior="",
        superior_en="",
        hotline="",
        simulated=False,
    )
