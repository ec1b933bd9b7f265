"""What the hall is told while the office is out of reach: calmly, truly, and for just as long."""

from textual.geometry import Size
from textual.widgets import Static

from kiosk.keeping import Standing
from kiosk.phrases import rows_of, shortened
from kiosk.screens.plan import TALL
from wording import say
from wording.dates import clock_text

ROOMY = TALL
"""Rows of a screen that has some for the second sentence."""
MARGIN = 2
LONGEST = 2
"""Rows of one sentence."""


class Banner(Static):
    """Under the head, of which it borrows a row where there are few; takes none while all is well."""

    def __init__(self, *, id: str) -> None:
        super().__init__("", id=id, markup=False)
        self.display = False
        self.borrowed = 0
        """Rows of the head it stands in: whose superior this is can wait, and what is so cannot."""

    def tell(self, standing: Standing, language: str, size: Size) -> int:
        """Show how things stand; how many rows of the rest that takes."""
        width = size.width - MARGIN
        wanted = words_of(standing, language)[: None if size.height >= ROOMY else 1]
        lines = [shortened(text, width, LONGEST) for text in wanted]
        rows = sum(rows_of(line, width) for line in lines)
        self.display, self.styles.height = bool(lines), rows
        self.update("\n".join(lines))
        self.borrowed = int(rows > 0 and size.height < TALL)
        return rows - self.borrowed


def words_of(standing: Standing, language: str) -> list[str]:
    """Nothing while all is well; else what is so, and then what is missing meanwhile."""
    if standing.in_memory:
        return [say("kiosk.cut_off.memory", language)]
    if not standing.cut_off:
        return []
    key = "network" if standing.network else "office"
    told = {"since": clock_text(standing.since)}
    if not standing.numbers:
        return [say(f"kiosk.cut_off.{key}_none", language, **told), say("kiosk.cut_off.none", language)]
    return [say(f"kiosk.cut_off.{key}", language, **told), say(f"kiosk.cut_off.{key}_more", language)]
