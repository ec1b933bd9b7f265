"""The public notice board: everything the office publishes, by field, to be read here or taken home on paper."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.widgets import Static

from kiosk.notices import Section, leaflet_of, sections
from kiosk.phrases import rows_of, shortened, title
from kiosk.screens.choosing import OTHER, FieldsPlace, ProceduresPlace
from kiosk.screens.place import LOWEST, SPACER, Go, Move, Place, Redraw, grid, row, spacer
from kiosk.widgets import Target, Tile

TAKE, MORE, PRINT, SEARCH = "take", "more", "print", "search"
INDENT = 2
"""Columns by which what stands under a heading is set in."""
TALLEST, BUTTONS = 9, 3

Line = tuple[str, str]
"""Words and their look."""


class NoticePlace(Place):
    """The matters of life, each with how many procedures it has."""

    def load(self) -> None:
        catalogue = self.office.catalogue
        self.groups = [group for group in catalogue.groups() if catalogue.fields(group.key)]

    def compose(self) -> ComposeResult:
        yield from self.question(self.say("notice.question"))
        across = 1 if self.plan.narrow else 3 if self.plan.wide else 2
        lines = -(-len(self.groups) // across)
        room = self.plan.rows - self.question_rows() - LOWEST
        tiles = [self._group(place) for place in range(len(self.groups))]
        height = max(LOWEST, min(TALLEST, room // lines))
        yield from grid(tiles, across, height)
        if room > lines * height:
            yield spacer()
        yield row([Tile(SEARCH, self.say("notice.search"), badge="0", classes="button")], LOWEST)

    def _group(self, place: int) -> Tile:
        group = self.groups[place]
        many = len(self.office.catalogue.procedures(group=group.key))
        name = group.name_en if self.language == "en" else group.name
        return Tile(
            f"group:{group.key}",
            name,
            self.say("notice.count", count=many),
            badge=str(place + 1),
            drawing=group.key,
        )

    def chosen(self, key: str, tile: Target) -> Move:
        if key == SEARCH:
            return Go("search")
        self.session.group, self.session.field_name = key.partition(":")[2], ""
        fields = self.office.catalogue.fields(self.session.group)
        return Go("notice_fields" if len(fields) > 1 else "notice_procedures")


class NoticeFieldsPlace(FieldsPlace):
    STEP: ClassVar[int] = 0

    def tiles(self) -> list[Tile]:
        return [tile for tile in super().tiles() if tile.key != OTHER]

    def picked(self, key: str) -> Move:
        self.session.field_name = key
        return Go("notice_procedures")


class NoticeProceduresPlace(ProceduresPlace):
    STEP: ClassVar[int] = 0

    def tiles(self) -> list[Tile]:
        return [tile for tile in super().tiles() if tile.key != OTHER]

    def picked(self, key: str) -> Move:
        moved = super().picked(key)
        return Go("notice_page") if moved is not None else None


class NoticePagePlace(Place):
    """One procedure, page by page; from here straight to a number."""

    def load(self) -> None:
        chosen = self.session.procedure
        if chosen is None:
            raise LookupError("nobody comes here without a procedure")
        self.procedure = chosen
        self.name_shown = shortened(title(chosen, self.language), self.plan.columns - 2, 2)
        self.pages = self._pages(sections(self.office, chosen, self.language))

    def compose(self) -> ComposeResult:
        yield Static(
            self.name_shown, classes="question -airy" if self.plan.tall else "question", markup=False
        )
        page = self.session.page % len(self.pages)
        for text, look in self.pages[page]:
            yield Static(text, classes=f"line -left {look}", markup=False)
        yield spacer()
        buttons = [Tile(TAKE, self.say("notice.take"), badge="0", classes="button")]
        if self.scene.front.press is not None:
            buttons.insert(0, Tile(PRINT, self._print_label(), badge="8", classes="aside"))
        if len(self.pages) > 1:
            more = self.say("more", page=page + 1, pages=len(self.pages))
            buttons.insert(0, Tile(MORE, more, badge="9", classes="aside"))
        yield from self.choices(buttons)

    def _print_label(self) -> str:
        known = {"printing": "notice.printing", "failed": "notice.not_printed"}
        if self.session.paper is None:
            return self.say("notice.print")
        return self.say(known.get(self.session.printed, "notice.printed"))

    @property
    def _foot(self) -> int:
        return LOWEST * (BUTTONS if self.plan.narrow else 1) + SPACER

    def _pages(self, told: tuple[Section, ...]) -> list[list[Line]]:
        """Lines as they fit; a heading never stands alone at the foot of a page, and is said again on the next."""
        width = self.plan.columns - 2
        airy = 2 if self.plan.tall else 0
        room = self.plan.rows - rows_of(self.name_shown, width) - airy - self._foot
        pages: list[list[Line]] = [[]]
        left = room
        for section in told:
            heading: Line = (section.heading, "-strong")
            for place, text in enumerate(section.lines):
                words = shortened(text[:1].upper() + text[1:], width - INDENT, max(1, room - 1))
                needed = rows_of(words, width - INDENT)
                if needed + (place == 0) > left and pages[-1]:
                    pages.append([heading] if place else [])
                    left = room - (place > 0)
                if place == 0:
                    pages[-1].append(heading)
                    left -= 1
                pages[-1].append((words, "-under"))
                left -= needed
        return pages

    def chosen(self, key: str, tile: Target) -> Move:
        if key == MORE:
            self.session.page = (self.session.page + 1) % len(self.pages)
            return Redraw()
        if key == PRINT:
            front = self.scene.front
            front.hand_out(self.session, leaflet_of(self.office, self.procedure, self.language, front.device))
            return Redraw()
        return Go("bring")
