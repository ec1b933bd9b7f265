"""Where does my dossier stand? By scan or by code, in plain words, and never with a name on a public screen."""

from textual.app import ComposeResult
from textual.events import Click
from textual.widgets import Static

from application.found_appointment import FoundAppointment
from application.matters import DELIVERY, words_of
from application.views import DossierPage, TicketPage
from domain.appointment import AT_HOME
from kiosk.phrases import rows_of, shortened, title
from kiosk.screens.place import LOWEST, Go, LookUp, Move, Place, Written, row, spacer
from kiosk.screens.typing import ERASE, LONGEST, Field, Keyboard
from kiosk.widgets import Tile
from wording import say, sayings
from wording.dates import clock_text, date_text, long_date_text, moment_text

SEND = "send"

Found = TicketPage | DossierPage | FoundAppointment


class FollowPlace(Place):
    def takes(self, letter: str) -> bool:
        return letter.isalnum() or letter in ".-"

    def compose(self) -> ComposeResult:
        yield from self.question(self.say("follow.question"), self.say("follow.hint"))
        session = self.session
        example = self.say("follow.example", example=self.scene.front.example())
        at_short = session.at_short_code
        label, optional = self.say("follow.code"), self.say("follow.short_code")
        code = Field(label, session.code, example, active=not at_short, id="code")
        short = Field(optional, session.short_code, "", active=at_short, id="short-code")
        if self.plan.narrow:
            yield code
            yield short
        else:
            yield row([code, short], LOWEST)
        yield Keyboard(self, digits=True, height=2 if self.plan.short else LOWEST)
        yield spacer()
        yield row([Tile(SEND, self.say("follow.send"), classes="button")], LOWEST)

    def on_click(self, event: Click) -> None:
        """Pressing a field puts the cursor there."""
        field = event.widget.id if event.widget else None
        if field in {"code", "short-code"}:
            self.post_message(Tile.Chosen(self.query(Tile).first(), f"field:{field}"))

    def chosen(self, key: str, tile: Tile) -> Move:
        if key.startswith("field:"):
            self.session.at_short_code = key.endswith("short-code")
            return Written()
        if key == ERASE:
            return self.erased()
        return LookUp() if key == SEND else self.typed(key.partition(":")[2])

    def typed(self, letter: str) -> Move:
        return self._write(self._text + letter.upper())

    def erased(self) -> Move:
        return self._write(self._text[:-1])

    def entered(self) -> Move:
        """Enter goes to the second field, then looks it up."""
        if not self.session.code:
            return None
        if not self.session.at_short_code and not self.session.short_code:
            self.session.at_short_code = True
            return Written()
        return LookUp()

    @property
    def _text(self) -> str:
        return self.session.short_code if self.session.at_short_code else self.session.code

    def _write(self, text: str) -> Move:
        if self.session.at_short_code:
            self.session.short_code = text[:LONGEST]
        else:
            self.session.code = text[:LONGEST]
        return Written()

    async def write(self) -> None:
        at_short = self.session.at_short_code
        self.query_one("#code", Field).show(self.session.code, active=not at_short)
        self.query_one("#short-code", Field).show(self.session.short_code, active=at_short)


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
        for text, look in self.lines:
            words = shortened(text, self.plan.columns - 4, max(1, room))
            room -= rows_of(words, self.plan.columns - 4)
            if room >= 0:
                yield Static(words, classes=f"line -wide {look}", markup=False)
        yield spacer()
        yield row(
            [
                Tile("again", self.say("answer.again"), badge="1", classes="aside"),
                Tile("take", self.say("answer.take"), badge="0", classes="button"),
            ],
            LOWEST,
        )

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
            lines.append((self.say("answer.appointment_arrived"), ""))
        return lines

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

    def chosen(self, key: str, tile: Tile) -> Move:
        if key == "again":
            self.session.code = self.session.short_code = ""
            self.session.at_short_code = False
            return Go("follow")
        self.session.choose(None)
        done = isinstance(self.found, DossierPage) and self.found.progress == "done"
        self.session.group = "results" if done else "other"
        return Go("priority")


def _status_key(status: int) -> str:
    """The name under which the words of an official status are kept."""
    from domain.dossier import Status

    key = Status(status).name.lower() if status else ""
    return key if f"status.{key}.name" in sayings("vi") else ""
