"""Everything else that can be done here without an officer, and what to do when an officer is the trouble."""

from collections.abc import Iterable, Iterator, Sequence

from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import Static

from application.data import PriorityGroup, load_priorities
from kiosk.phrases import rows_of, shortened
from kiosk.screens.place import LOWEST, SPACER, Go, Move, Place, Redraw, grid, row, spacer
from kiosk.session import Session
from kiosk.widgets import Target, Tile

SERVICES = {
    "notice": ("notice.open", "search"),
    "rating": ("services.rating", "star"),
    "suggesting": ("services.suggesting", "other"),
    "people": ("services.people", "help"),
    "collecting": ("services.collecting", "results"),
    "priorities": ("services.priorities", "elderly"),
}
"""Each service with the key of its words and its picture."""
TALLEST = 9
TAKE, MORE = "take", "more"

Line = tuple[str, str]
"""Words and their look."""


class ServicesPlace(Place):
    """Which of these?"""

    def compose(self) -> ComposeResult:
        yield from self.question(self.say("services.question"))
        across = 1 if self.plan.narrow else 3 if self.plan.wide else 2
        lines = -(-len(SERVICES) // across)
        height = max(LOWEST, min(TALLEST, (self.plan.rows - self.question_rows()) // lines))
        tiles = [
            Tile(each, self.say(words), self.say(f"{words}_hint"), badge=str(place), drawing=drawing)
            for place, (each, (words, drawing)) in enumerate(SERVICES.items(), 1)
        ]
        yield from grid(tiles, across, height)

    def chosen(self, key: str, tile: Target) -> Move:
        return Go(key)


class LinesPlace(Place):
    """A page that is read: lines as they fit, the next page where they do not, and the ways on from here."""

    AIRY = True

    def asked(self) -> tuple[str, str]:
        """The heading and its hint."""
        raise AttributeError("what is asked")

    def lines(self) -> Sequence[Line]:
        """What is told, in its order."""
        raise AttributeError("what is told")

    def ways(self) -> list[Tile]:
        return []

    def compose(self) -> ComposeResult:
        asked = self.asked()
        yield from self.question(*asked)
        pages = self._pages(self.plan.rows - self.question_rows(*asked) - LOWEST - 2 * SPACER)
        page = self.session.page % len(pages)
        yield spacer()
        yield from self._told(pages[page])
        yield spacer()
        ways = self.ways()
        if len(pages) > 1:
            more = self.say("more", page=page + 1, pages=len(pages))
            ways.insert(0, Tile(MORE, more, badge="9", classes="aside"))
        if ways:
            yield row(ways, LOWEST)

    def _told(self, lines: Iterable[Line]) -> Iterable[Widget]:
        for text, look in lines:
            yield Static(text, classes=f"line -wide {look}", markup=False)

    def _pages(self, room: int) -> list[list[Line]]:
        """What belongs together, down to the next blank row, stays together."""
        width = self.plan.columns - 4
        pages: list[list[Line]] = [[]]
        left = room
        for block in _blocks(self.lines()):
            shown = [(shortened(text, width, room), look) for text, look in block]
            rows = sum(rows_of(text, width) for text, _ in shown)
            if pages[-1] and rows > left:
                pages.append([])
                left = room
            pages[-1].extend(shown)
            left -= rows + 1
        return pages

    def chosen(self, key: str, tile: Target) -> Move:
        if key == MORE:
            self.session.page += 1
            return Redraw()
        if key == TAKE:
            return self.take("other")
        return None

    def take(self, group: str) -> Move:
        """On to a number for this group, without a procedure."""
        self.session.choose(None)
        self.session.group = group
        return Go("priority")


class PrioritiesPlace(LinesPlace):
    """Who may go first, each with its article: posted, so that nobody has to argue for it."""

    def asked(self) -> tuple[str, str]:
        return self.say("priorities.question"), self.say("priorities.hint")

    def lines(self) -> Sequence[Line]:
        return [line for group in load_priorities() for line in self._group(group)]

    def _group(self, group: PriorityGroup) -> tuple[Line, Line]:
        name = group.name_en if self.language == "en" else group.name
        if group.note and self.language == "vi":
            name = f"{name} ({group.note[:1].lower()}{group.note[1:]})"
        doubt = f" ({self.say('bring.unverified')})" if "source" in group.uncertain else ""
        return (name, "-strong"), (f"{group.source}{doubt}", "-muted -apart")


class ReportingPlace(LinesPlace):
    """Corruption is no suggestion: whom to call, where to go, and why nothing of it is typed into this screen."""

    def asked(self) -> tuple[str, str]:
        return self.say("reporting.question"), ""

    def lines(self) -> Sequence[Line]:
        hotline = self.scene.front.unit.hotline
        looks = {"call": "-strong -apart", "secret": "-good -apart", "not_here": "-muted"}
        keys = ("call", "go", "superior", "secret", "not_here")
        return [
            (self.say(f"reporting.{key}", hotline=hotline, superior=self._superior), looks.get(key, "-apart"))
            for key in keys
        ]

    @property
    def _superior(self) -> str:
        unit = self.scene.front.unit
        return unit.superior_en if self.language == "en" else unit.superior


def _blocks(lines: Iterable[Line]) -> Iterator[list[Line]]:
    block: list[Line] = []
    for text, look in lines:
        block.append((text, look))
        if "-apart" in look:
            yield block
            block = []
    if block:
        yield block


def over(session: Session) -> None:
    """Something was sent: going back leads to the first screen, never to sending it once more."""
    session.trail.clear()
    session.place, session.page = "home", 0
