"""Where does my dossier stand? By scan or by code, in plain words, and never with a name on a public screen."""

from textual.app import ComposeResult
from textual.widgets import Static

from application.found_appointment import FoundAppointment
from application.matters import DELIVERY, words_of
from application.views import DossierPage, TicketPage
from domain.appointment import AT_HOME
from kiosk.phrases import rows_of, shortened, title
from kiosk.screens.entering import SEND, EnteringPlace, Entry, grouped
from kiosk.screens.place import LOWEST, Go, LookUp, Move, Place, TakeNumber, row, spacer
from kiosk.screens.rating import to_faces
from kiosk.widgets import Target, Tile
from wording import say, sayings
from wording.dates import clock_text, date_text, long_date_text, moment_text

ARRIVE, RATE = "arrive", "rate"
DAY = 6
"""Digits of the day at the beginning of a dossier code's digits."""
SOON = 15 * 60_000_000
"""How long before an appointment (µs) nobody is told any more to wait for the hour."""

Found = TicketPage | DossierPage | FoundAppointment


class FollowPlace(EnteringPlace):
    """The dossier's code, of which the digits are enough; then, for whoever has them, eight letters that tell more."""

    def asked(self) -> tuple[str, str]:
        return self.say("follow.question"), self.say("follow.hint")

    def entries(self) -> tuple[Entry, ...]:
        session = self.session
        example = self.say("follow.example", example=self._example)
        code = session.code
        return (
            Entry(
                label=self.say("follow.code"),
                example=example,
                text=code,
                shown=code_grouped(code),
                digits=True,
            ),
            Entry(
                label=self.say("follow.short_code"),
                text=session.short_code,
                shown=grouped(session.short_code),
            ),
        )

    @property
    def _example(self) -> str:
        """Without the agency where digits are typed: here it is always the same."""
        example = self.scene.front.example()
        return example if self.session.letters else example.partition("-")[2]

    @property
    def at(self) -> int:
        return int(self.session.at_short_code)

    def move_to(self, at: int) -> None:
        self.session.at_short_code = bool(at)

    def put(self, at: int, text: str) -> None:
        if at:
            self.session.short_code = text
        else:
            self.session.code = text

    def note(self) -> str:
        return self.say("follow.digits")

    def send_label(self) -> str:
        return self.say("follow.send")

    def chosen(self, key: str, tile: Target) -> Move:
        return LookUp() if key == SEND else super().chosen(key, tile)

    def entered(self) -> Move:
        """Enter goes to the second field, then looks it up."""
        session = self.session
        if not session.code:
            return None
        return LookUp() if session.at_short_code or session.short_code else super().entered()

    def sent(self) -> Move:
        return LookUp()


def code_grouped(code: str) -> str:
    """«250701-0001» while only its digits are typed; otherwise as it was typed."""
    return f"{code[:DAY]}-{code[DAY:]}" if code.isdecimal() and len(code) > DAY else code


class AnswerPlace(Place):
    """What was found, as much of it as the code that was given entitles to."""

    AIRY = True

    def load(self) -> None:
        found = self.session.found
        if found is None:
            raise LookupError("nobody comes here without an answer")
        self.found: Found = found
        self.lines = self._lines(found)

    def compose(self) -> ComposeResult:
        yield from self.question(self._heading(self.found))
        room = self.plan.rows - self.question_rows() - LOWEST - 2
        yield spacer()
        for text, look in self.lines:
            words = shortened(text, self.plan.columns - 4, max(1, room))
            room -= rows_of(words, self.plan.columns - 4)
            if room >= 0:
                yield Static(words, classes=f"line -wide {look}", markup=False)
        yield spacer()
        again = Tile("again", self.say("answer.again"), badge="1", classes="aside")
        yield row([again, self._onwards()], LOWEST)

    def _onwards(self) -> Tile:
        """What fits what was found: a number for an appointment, a rating of a visit that is over, or a number."""
        key = "take"
        if isinstance(self.found, TicketPage) and self.found.state == "served":
            key = RATE
        elif isinstance(self.found, FoundAppointment) and self._is_today(self.found):
            key = ARRIVE
        return Tile(key, self.say(f"answer.{key}"), badge="0", classes="button")

    def _is_today(self, page: FoundAppointment) -> bool:
        at_a_counter = page.kind not in AT_HOME and not page.closed
        return page.state == "booked" and at_a_counter and page.day == self.office.today().isoformat()

    def _heading(self, page: Found) -> str:
        if isinstance(page, TicketPage):
            return self.say("answer.ticket", number=page.number)
        if isinstance(page, FoundAppointment):
            return self.say("answer.appointment", code=page.code)
        return self.say("answer.dossier", code=page.code) if page.code else self.say("answer.dossier_scanned")

    def _lines(self, page: Found) -> list[tuple[str, str]]:
        if isinstance(page, TicketPage):
            turn = self.say(f"turn.{page.state}", ahead=page.people_ahead, counter=page.counter)
            return [(turn, "-strong"), self._updated(page)]
        if isinstance(page, FoundAppointment):
            return [*self._appointment(page), self._updated(page)]
        lines = [(text, look) for text, look in self._dossier(page) if text]
        return [*lines, self._updated(page)]

    def _appointment(self, page: FoundAppointment) -> list[tuple[str, str]]:
        """When and where; who booked it is not for a public screen."""
        when = self.say(
            "answer.appointment_when",
            day=long_date_text(page.day, self.language),
            start=clock_text(page.start),
            end=clock_text(page.end),
        )
        place = page.place if self.language == "vi" else page.place_en or page.place
        at_home = page.kind in AT_HOME
        where = "answer.appointment_at_home" if at_home else "answer.appointment_where"
        lines = [
            (self.say(f"appointment.{page.state}"), "-strong"),
            (when, "-strong"),
            (self.say(where, place=place), ""),
        ]
        if page.closed:
            lines.append((self.say("answer.appointment_closed"), "-warn"))
        elif page.state == "booked" and not at_home:
            lines.append((self._hour(page), ""))
        return lines

    def _hour(self, page: FoundAppointment) -> str:
        """Early, in time, late or on another day: each with what to do."""
        early = page.start - self.office.now()
        if page.day != self.office.today().isoformat():
            return self.say("answer.appointment_other_day")
        if early > SOON:
            return self.say("answer.appointment_early")
        if early < 0:
            return self.say("answer.appointment_late")
        return self.say("answer.appointment_arrived")

    def _dossier(self, page: DossierPage) -> list[tuple[str, str]]:
        due = date_text(page.due_date, self.language) if page.due_date else ""
        original = page.due_original or page.due_date
        lines = [(self._procedure(page), "-muted"), *self._stage(page)]
        lines.append((self.say("answer.due", day=due) if due else self.say("answer.no_due"), ""))
        if page.provisional:
            lines.append((self.say("answer.provisional"), "-muted"))
        if page.late and original:
            lines.append((self.say("answer.late", day=date_text(original, self.language)), "-warn"))
        if page.open_items:
            lines.append((self.say("answer.items", items="; ".join(page.open_items)), "-strong"))
        if page.officer:
            officer = self.say("answer.officer", officer=page.officer, phone=page.officer_phone)
            lines.append((officer, "-muted"))
        if page.tier == "code":
            lines.append((self.say("answer.more"), "-muted"))
        return lines

    def _stage(self, page: DossierPage) -> list[tuple[str, str]]:
        """The status in words; where a result is not here to be fetched, where it is instead."""
        status = _status_key(page.status)
        if not status:
            return [(self.say(f"progress.{page.progress}"), "-strong")]
        name = (say(f"status.{status}.name", self.language), "-strong")
        elsewhere = [words_of(each, self.language) for each in page.matters if each.kind in DELIVERY]
        told = elsewhere or [say(f"status.{status}.{part}", self.language) for part in ("meaning", "next")]
        return [name, *[(text, "") for text in told]]

    def _procedure(self, page: DossierPage) -> str:
        """The catalogue's name in the visitor's language, when the catalogue still has it."""
        if not page.procedure_name:
            return ""
        known = self.office.catalogue.procedures()
        same = next((each for each in known if each.name == page.procedure_name), None)
        return title(same, self.language) or page.procedure_name

    def _updated(self, page: Found) -> tuple[str, str]:
        moment = moment_text(page.updated_at, self.language)
        return self.say("answer.updated", moment=moment), "-muted"

    def chosen(self, key: str, tile: Target) -> Move:
        if key == "again":
            self.session.code = self.session.short_code = ""
            self.session.at_short_code = False
            return Go("follow")
        if key == RATE:
            self.session.opinion.secret = self.session.secret
            return to_faces(self)
        if key == ARRIVE and isinstance(self.found, FoundAppointment):
            self.session.appointment = self.found.code
            return TakeNumber()
        self.session.choose(None)
        done = isinstance(self.found, DossierPage) and self.found.progress == "done"
        self.session.group = "results" if done else "other"
        return Go("priority")


def _status_key(status: int) -> str:
    """The name under which the words of an official status are kept."""
    from domain.dossier import Status

    key = Status(status).name.lower() if status else ""
    return key if f"status.{key}.name" in sayings("vi") else ""
