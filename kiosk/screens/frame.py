"""What stays around every place: whose office this is and what time it is, and the foot with the ways around."""

from datetime import date
from itertools import chain

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from application.ports import UnitView
from kiosk.phrases import balanced, shortened
from kiosk.screens.place import LOWEST, row, spacer
from kiosk.screens.plan import Plan
from kiosk.widgets import BigNumber, Tile
from wording import languages, say
from wording.dates import clock_text, date_text

BACK, HOME, HELP, CONTRAST = "foot:back", "foot:home", "foot:help", "foot:contrast"
LARGE = "foot:large"
LANGUAGE = "foot:language:"
WITHOUT_BACK = frozenset({"home", "number"})
CLOCK = 12
"""Columns of hour and date."""


class Head(Horizontal):
    """Unit and superior on the left, hour and date on the right."""

    def __init__(self, *, id: str) -> None:
        self.unit = Static("", id="unit", markup=False)
        self.clock, self.told = Static("", id="clock", markup=False), ""
        super().__init__(self.unit, self.clock, id=id)

    def show(self, unit: UnitView, language: str, plan: Plan) -> None:
        self.styles.height = plan.header
        english = language == "en"
        width = plan.columns - CLOCK
        name = unit.name_en if english else unit.name
        if unit.simulated:
            name = f"{say('kiosk.simulated', language)} · {name}"
        superior = unit.superior_en if english else unit.superior
        each = 2 if plan.tall else 1
        lines = [balanced(shortened(name, width, each), width)]
        if plan.header > 1:
            lines.append(balanced(shortened(superior, width, each), width))
        self.unit.update("\n".join(lines))

    def tell_time(self, now: int, today: date, language: str, plan: Plan) -> None:
        lines = [clock_text(now)]
        if plan.header > 1:
            lines.append(date_text(today, "vi") if language == "vi" else f"{today:%d/%m/%Y}")
        told = "\n".join(lines)
        if told != self.told:  # asked once a second, so that the hour is right; drawn once a minute
            self.told = told
            self.clock.update(told)


class Foot(Vertical):
    """Back and home on the left; the other languages; contrast and help. Each with its key on the number pad."""

    shown: tuple[object, ...] = ()
    roomy = False
    """Every other language has a place; else only the next one, and the others after it."""

    async def show(
        self, place: str, language: str, plan: Plan, *, contrast: bool, large: bool | None = None
    ) -> None:
        """`large`: whether letters are large; None where this terminal cannot make them so."""
        self.styles.height, self.roomy = plan.foot, plan.wide
        self.display = bool(plan.foot)
        wanted = (place in WITHOUT_BACK, language, contrast, large, plan.foot, plan.narrow)
        if wanted == self.shown:
            return
        self.shown = wanted
        ways, looks = self._ways(place, language), self._looks(language, contrast=contrast, large=large)
        lines = [ways, looks] if plan.narrow else [[*ways, *looks]]
        await self._put(lines[-(plan.foot // LOWEST) :] if plan.foot else [])

    async def _put(self, lines: list[list[Tile]]) -> None:
        """Into the tiles that are there, where they lie in the same way: most often only words change."""
        there = [list(line.query(Tile)) for line in self.children]
        if [len(line) for line in there] == [len(line) for line in lines]:
            for tile, wanted in zip(chain(*there), chain(*lines), strict=True):
                tile.become(wanted)
            return
        await self.remove_children()
        if self.is_attached:
            await self.mount_all(row(line, LOWEST) for line in lines)

    def _ways(self, place: str, language: str) -> list[Tile]:
        """Where there is no way back, the room of these two stays empty."""
        ways = [
            Tile(BACK, say("kiosk.back", language), badge="*", classes="foot"),
            Tile(HOME, say("kiosk.to_home", language), classes="foot"),
        ]
        for way in ways:
            way.visible = place not in WITHOUT_BACK
        return ways

    def _looks(self, language: str, *, contrast: bool, large: bool | None) -> list[Tile]:
        others = _others(language)
        if len(others) > 1 and not self.roomy:
            others = others[:1]
        look = "plain" if contrast else "contrast"
        size = "ordinary" if large else "large"
        sizes = [] if large is None else [Tile(LARGE, say(f"kiosk.{size}", language), classes="foot")]
        return [
            *(
                Tile(f"{LANGUAGE}{other}", say("language.name", other), badge="/", classes="foot")
                for other in others
            ),
            Tile(CONTRAST, say(f"kiosk.{look}", language), badge="-", classes="foot"),
            *sizes,
            Tile(HELP, say("kiosk.to_help", language), badge="+", classes="foot"),
        ]


def _others(language: str) -> list[str]:
    """The other languages, from the next one on."""
    known = languages()
    at = known.index(language)
    return [*known[at + 1 :], *known[:at]]


class StillThere(Vertical):
    """Asks over everything whether somebody is there, and counts down; any key or touch is a yes."""

    def __init__(self, language: str, seconds: int, plan: Plan) -> None:
        super().__init__(id="still-there")
        self.language, self.short = language, plan.short
        self.number = BigNumber(str(seconds), 1 if plan.short else 2)
        self.number.styles.height = 4 if plan.short else 8

    def compose(self) -> ComposeResult:
        card = Vertical(
            Static(say("kiosk.idle.question", self.language), classes="question -airy", markup=False),
            Static(say("kiosk.idle.wipe", self.language), classes="hint", markup=False),
            spacer(),
            self.number,
            spacer(),
            row([Tile("stay", say("kiosk.idle.stay", self.language), classes="button")], LOWEST),
            classes="card",
        )
        card.styles.height = 16 if self.short else 20
        yield card

    def count_down(self, seconds: int) -> None:
        self.number.value = str(seconds)
