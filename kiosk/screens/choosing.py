"""From a matter of life to a procedure: six groups, their fields, their procedures, always with a way out."""

from typing import ClassVar

from textual.app import ComposeResult

from domain.catalogue import Procedure
from kiosk.phrases import field_title, shortened, title
from kiosk.screens.place import BORDER, LOWEST, Go, Move, Place, Redraw, grid, row
from kiosk.widgets import Target, Tile

GROUPS_SHOWN = 6
PAGE = 6
"""Choices of a page, besides «something else» and the next page."""
OTHER, MORE, RESULTS = "other", "more", "results"
TALLEST_TILE = 13
AIRY_QUESTION = 3
ORDINARY, LARGE = 4, 6
"""Rows of a tile with two lines, and of one among few."""


class HomePlace(Place):
    """What brings you here today?"""

    STEP = 1
    SERVICES: ClassVar[dict[str, str]] = {
        "follow": "7", "results": "8", "search": "9", "checkin": "0", "services": ".",
    }  # fmt: skip
    BELOW: ClassVar[int] = 3
    """Services beside each other where all five do not fit."""

    def load(self) -> None:
        self.groups = [group for group in self.office.catalogue.groups() if group.key != "results"]
        self.opening = self.scene.front.opening(self.language, self.plan.columns)

    def compose(self) -> ComposeResult:
        question = self.say("home.question")
        asked = (question, self.opening) if self.plan.tall else (self.opening or question,)
        yield from self.question(*asked)
        across = 3 if self.plan.wide else 2
        lines = -(-len(self.groups[:GROUPS_SHOWN]) // across)
        services = self._services()
        below = sum(height for _, height in services)
        height = min(
            TALLEST_TILE, max(LOWEST, (self.plan.rows - self.question_rows(*asked) - below) // lines)
        )
        yield from grid(
            [self._group(place) for place in range(len(self.groups[:GROUPS_SHOWN]))], across, height
        )
        yield from (row(tiles, rows) for tiles, rows in services)

    def _services(self) -> list[tuple[list[Tile], int]]:
        """In one line, each as wide as its words need, or in two on a narrow screen."""
        tiles = []
        for key, badge in self.SERVICES.items():
            title = self.say(f"home.{key}")
            tile = Tile(key, title, badge=badge, classes="service")
            tile.styles.width = f"{len(title) + 2}fr"
            tiles.append(tile)
        height = LOWEST + int(self.plan.tall)
        if self.plan.narrow:
            return [(tiles[: self.BELOW], height), (tiles[self.BELOW :], height)]
        return [(tiles, height)]

    def _group(self, place: int) -> Tile:
        group = self.groups[place]
        name = group.name_en if self.language == "en" else group.name
        second = self.say(f"group.{group.key}")
        return Tile(
            f"group:{group.key}",
            name,
            second,
            badge=str(place + 1),
            drawing=group.key,
        )

    def chosen(self, key: str, tile: Target) -> Move:
        if key in self.SERVICES and key != RESULTS:
            return Go(key)
        self.session.choose(None)
        self.session.field_name = ""
        if key == RESULTS:
            self.session.group = key
            return Go("priority")
        self.session.group = key.partition(":")[2]
        fields = self.office.catalogue.fields(self.session.group)
        return Go("fields" if len(fields) > 1 else "procedures")


class PagedPlace(Place):
    """A few choices at a time, then «something else», and the next page when there is one."""

    STEP = 2

    @property
    def total(self) -> int:
        raise AttributeError("how many choices there are")

    def choice(self, place: int, badge: str, width: int) -> Tile:
        raise AttributeError("one choice")

    @property
    def airy(self) -> bool:
        """A few choices leave room around the question."""
        few = self.total < self.plan.across * ((self.plan.rows - AIRY_QUESTION) // ORDINARY)
        return self.plan.tall or (few and self.total < PAGE and not self.plan.short)

    @property
    def per_page(self) -> int:
        cells = self.plan.across * ((self.plan.rows - self.question_rows()) // ORDINARY)
        return max(1, min(PAGE, cells - 2))

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.per_page))

    def laid_out(self) -> ComposeResult:
        """Few choices stand large; many still have two lines each."""
        tiles = self.tiles()
        lines = -(-len(tiles) // self.plan.across)
        room = (self.plan.rows - self.question_rows()) // lines
        yield from grid(tiles, self.plan.across, min(LARGE, max(ORDINARY, room)))

    def tiles(self) -> list[Tile]:
        first = self.session.page % self.pages * self.per_page
        width = self.inner(self.plan.across)
        shown = range(first, min(first + self.per_page, self.total))
        tiles = [self.choice(place, str(place - first + 1), width) for place in shown]
        badge = str(PAGE + 1)
        tiles.append(Tile(OTHER, self.say("other"), self.say("other_hint"), badge=badge, classes="aside"))
        if self.pages > 1:
            page = self.session.page % self.pages + 1
            more = self.say("more", page=page, pages=self.pages)
            tiles.append(Tile(MORE, more, badge="0", classes="aside"))
        return tiles

    def chosen(self, key: str, tile: Target) -> Move:
        if key == MORE:
            self.session.page = (self.session.page + 1) % self.pages
            return Redraw()
        if key == OTHER:
            self.session.choose(None)
            return Go("priority")
        return self.picked(key)

    def picked(self, key: str) -> Move:
        return None


class FieldsPlace(PagedPlace):
    """A group with many procedures is entered by field."""

    def load(self) -> None:
        self.fields = self.office.catalogue.fields(self.session.group)

    @property
    def total(self) -> int:
        return len(self.fields)

    def choice(self, place: int, badge: str, width: int) -> Tile:
        field = self.fields[place]
        return Tile(field, shortened(field_title(field, self.language), width, 2), badge=badge)

    def compose(self) -> ComposeResult:
        yield from self.question(self.say("fields.question"))
        yield from self.laid_out()

    def picked(self, key: str) -> Move:
        self.session.field_name = key
        within = self.office.catalogue.procedures(group=self.session.group, field=key)
        if len(within) == 1:
            self.session.choose(within[0])
            return Go("bring")
        return Go("procedures")


class ProceduresPlace(PagedPlace):
    """The procedures of a field, those that most people come for first."""

    def load(self) -> None:
        self.procedures: tuple[Procedure, ...] = self.office.catalogue.procedures(
            group=self.session.group, field=self.session.field_name
        )

    @property
    def total(self) -> int:
        return len(self.procedures)

    def choice(self, place: int, badge: str, width: int) -> Tile:
        return procedure_tile(self.procedures[place], self.language, badge, width, ORDINARY - BORDER)

    def compose(self) -> ComposeResult:
        yield from self.question(self.say("procedures.question"))
        yield from self.laid_out()

    def picked(self, key: str) -> Move:
        procedure = next((each for each in self.procedures if each.code == key), None)
        if procedure is None:
            return None
        self.session.choose(procedure)
        return Go("bring")


def procedure_tile(procedure: Procedure, language: str, badge: str, width: int, rows: int) -> Tile:
    return Tile(procedure.code, shortened(title(procedure, language), width, rows), badge=badge)
