"""Any screen as somebody sits in front of it: a command in a terminal of its own, its keys, its picture."""

import os
import re
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyte
from PIL import Image

from tests.kiosk.frames import Cell, painted
from tests.walks.test_visit_in_a_terminal import Terminal, links_in, picture
from tests.web.over_the_network import until

BETWEEN_SCREENS = 0.4
"""Seconds after which a key is meant for the screen that stands now."""
SEEN_BEFORE_LEAVING = 1.1
"""Seconds that a number must have stood before a key can end it."""
PARTS = {
    "█": (0, 0, 8, 8), "▀": (0, 0, 8, 4), "▄": (0, 4, 8, 8), "▌": (0, 0, 4, 8), "▐": (4, 0, 8, 8),
    "▔": (0, 0, 8, 1), "▁": (0, 7, 8, 8), "▏": (0, 0, 1, 8), "▎": (0, 0, 2, 8), "▍": (0, 0, 3, 8),
    "▋": (0, 0, 5, 8), "▊": (0, 0, 6, 8), "▉": (0, 0, 7, 8), "▕": (7, 0, 8, 8), "▂": (0, 6, 8, 8), "▆": (0, 2, 8, 8),
}  # fmt: skip
"""Block letters in eighths of a cell: terminals draw them themselves, without seams."""


class Screen(Terminal):
    """One command in its terminal. `folder` is for the terminal's socket."""

    def __init__(
        self,
        folder: Path,
        name: str,
        command: Sequence[object],
        surroundings: Mapping[str, str],
        size: tuple[int, int] = (100, 26),
    ) -> None:
        self.socket, self.size = folder / f"{name}.tmux", size
        environment = {"TEXTUAL_ANIMATIONS": "none", **surroundings}
        given = [part for name, value in environment.items() for part in ("-e", f"{name}={value}")]
        columns, rows = map(str, size)
        where = ("-d", "-s", "hall", "-x", columns, "-y", rows)
        self._tmux("-f", os.devnull, "new-session", *where, *given, *map(str, command))
        self._tmux("set-option", "-g", "remain-on-exit", "on")

    @property
    def process(self) -> int:
        """The command's own id."""
        return int(self._tmux("list-panes", "-t", "hall", "-F", "#{pane_pid}"))

    def type(self, text: str) -> None:
        self._tmux("send-keys", "-t", "hall", "-l", text)
        time.sleep(0.15)

    def takes_a_number(self, errand: str = "8") -> str:
        """A visitor by keys, from the first screen to the number; the link in its code."""
        self.wait_for("Hôm nay ông/bà")
        for key in errand:
            before = self.words()
            self.key(key)
            assert until(lambda was=before: self.words() != was), "a key did nothing"
            time.sleep(BETWEEN_SCREENS)
        self.wait_for("ưu tiên không?")
        self.key("0")
        self.wait_for("Số của ông/bà")
        return self.link()

    def link(self) -> str:
        return links_in(picture(self.colours()))[0]

    def leaves(self) -> None:
        time.sleep(SEEN_BEFORE_LEAVING)
        self.key("0")

    def photograph(self) -> Image.Image:
        """What stands on it, as a terminal draws it."""
        columns, rows = self.size
        screen = pyte.Screen(columns, rows)
        pyte.Stream(screen).feed("\r\n".join(self.colours().splitlines()[:rows]))
        return painted(
            tuple(
                tuple(_cell(screen.buffer[row][column]) for column in range(columns)) for row in range(rows)
            )
        )


def _cell(seen: pyte.screens.Char) -> Cell:
    ink, ground = _colour(seen.fg, "#FFFFFF"), _colour(seen.bg, "#000000")
    if seen.reverse:
        ink, ground = ground, ink
    return Cell(seen.data, ink, ground, seen.bold)


def _colour(name: str, otherwise: str) -> str:
    """A colour of twenty-four bits as it is; of the few others only whether it is one."""
    return f"#{name.upper()}" if re.fullmatch(r"[0-9a-fA-F]{6}", name) else otherwise
