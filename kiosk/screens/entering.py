"""Codes and numbers typed in public: large digits under the finger, grouped as they are typed, field after field."""

from collections.abc import Callable

import msgspec
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.events import Click
from textual.widgets import Static

from application.faults import Fault
from domain.fact import Refused
from kiosk.screens.place import LOWEST, SPACER, Go, Move, Place, Redraw, Written, row, spacer
from kiosk.screens.typing import LONGEST, Field
from kiosk.widgets import Target, Tile
from kiosk.widgets.keyboard import ERASE, LETTERS_PAGE, code_keys, digit_pad

SEND = "send"
FIELD = 3
TALLEST_KEY = 5
GROUP = 4


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A field: its label, an example, what was typed, and whether digits alone will do."""

    label: str
    example: str = ""
    text: str = ""
    shown: str = ""
    """The same, grouped; empty where it is shown as it was typed."""
    digits: bool = False


class EnteringPlace(Place):
    """Fields one after the other; Enter goes on to the next one, and sends from the last."""

    # ---- what a place says of itself

    def entries(self) -> tuple[Entry, ...]:
        """The fields, with what is in them."""
        raise AttributeError("which fields there are")

    def put(self, at: int, text: str) -> None:
        """Keep what was typed into a field."""

    def sent(self) -> Move:
        """Everything was typed."""
        return None

    def asked(self) -> tuple[str, str]:
        """The question and its hint."""
        raise AttributeError("what is asked")

    def ways(self) -> list[Tile]:
        """What else can be done here, besides sending."""
        return []

    def note(self) -> str:
        """What helps beside the digits; empty for nothing."""
        return ""

    def send_label(self) -> str:
        return self.say("entering.send")

    @property
    def at(self) -> int:
        """The field that is being typed into: going back goes back to the one before."""
        return min(self.session.page, len(self.entries()) - 1)

    def move_to(self, at: int) -> None:
        self.session.page = at

    # ---- how it looks

    @property
    def by_digits(self) -> bool:
        return self.entries()[self.at].digits and not self.session.letters

    def compose(self) -> ComposeResult:
        asked = self.asked()
        yield from self.question(*asked)
        room = self.plan.rows - self.question_rows(*asked)
        fields = self._fields()
        ways = [Tile(SEND, self.send_label(), classes="button"), *self.ways()]
        if not self.by_digits:
            yield from self._by_letters(fields, ways, room)
        elif self.plan.narrow:
            yield from fields
            used = FIELD * len(fields) + LOWEST * len(ways)
            yield digit_pad(self.language, self._key_rows(room - used))
            yield spacer()
            yield from (row([way], LOWEST) for way in ways)
        else:
            note = Static(self.note(), classes="hint -left", markup=False)
            buttons = [row([way], LOWEST) for way in ways]
            beside = Vertical(*fields, note, spacer(), *buttons, classes="entering")
            yield Horizontal(beside, digit_pad(self.language, self._key_rows(room)), classes="halves")

    def _by_letters(self, fields: list[Field], ways: list[Tile], room: int) -> ComposeResult:
        stacked = self.plan.narrow
        used = (FIELD * len(fields) if stacked else FIELD) + LOWEST + SPACER
        if stacked:
            yield from fields
        else:
            yield row(fields, FIELD)
        lines = 4 if stacked else 3
        height = max(2, min(LOWEST + 1, (room - used) // lines))
        yield code_keys(self.language, height, narrow=stacked)
        yield spacer()
        yield row(ways, LOWEST)

    def _fields(self) -> list[Field]:
        return [
            Field(each.label, each.shown or each.text, each.example, active=at == self.at, id=f"field-{at}")
            for at, each in enumerate(self.entries())
        ]

    def _key_rows(self, room: int) -> int:
        return max(LOWEST, min(TALLEST_KEY, room // 4))

    # ---- what is typed

    def takes(self, letter: str) -> bool:
        return letter.isalnum() or letter in ".-"

    def on_click(self, event: Click) -> None:
        """Pressing a field puts the cursor there."""
        name = (event.widget.id or "") if event.widget else ""
        if name.startswith("field-"):
            self.post_message(Tile.Chosen(self.query(Tile).first(), f"field:{name[6:]}"))

    def chosen(self, key: str, tile: Target) -> Move:
        if key.startswith("field:"):
            self.move_to(int(key.partition(":")[2]))
            return Redraw()
        if key == ERASE:
            return self.erased()
        if key == LETTERS_PAGE:
            self.session.letters = True
            return Redraw()
        if key == SEND:
            return self._on()
        return self.typed(key.partition(":")[2])

    def typed(self, letter: str) -> Move:
        self.put(self.at, (self.entries()[self.at].text + letter.upper())[:LONGEST])
        return Written()

    def erased(self) -> Move:
        self.put(self.at, self.entries()[self.at].text[:-1])
        return Written()

    def entered(self) -> Move:
        return self._on() if self.entries()[self.at].text else None

    def _on(self) -> Move:
        """To the next field that is empty; with none, it is sent."""
        for at, entry in enumerate(self.entries()):
            if at > self.at and not entry.text:
                self.move_to(at)
                return Redraw()
        return self.sent()

    async def write(self) -> None:
        for at, entry in enumerate(self.entries()):
            field = self.query_one(f"#field-{at}", Field)
            field.show(entry.shown or entry.text, active=at == self.at)


def grouped(text: str, size: int = GROUP) -> str:
    """«2600 0148 2190»: a long code is read, typed and checked by its groups."""
    plain = "".join(text.split())
    return " ".join(plain[start : start + size] for start in range(0, len(plain), size))


def attempt(place: Place, act: Callable[[], object], then: Move, now: str = "") -> Move:
    """Do it and go on; where the office says no, say so kindly, with `now` (a key of words) for what to do instead."""
    session = place.session
    try:
        act()
    except (Refused, Fault) as wrong:
        sorry = place.scene.front.sorry_for(wrong, session)
        if now and isinstance(wrong, Refused):
            sorry = msgspec.structs.replace(sorry, now=now)
        session.sorry = sorry
        return Go("sorry")
    return then
