"""A visit in a real terminal, by keyboard alone and by mouse alone; two decoders read the code off the screen."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import cv2
import numpy as np
import pyte
import pytest

from application.clock import SetClock, SystemClock
from application.founding import found
from application.office import Office
from tests.application.an_office import MORNING
from tests.codes import opencv, zxing
from tests.walks.a_street import clocks

pytestmark = pytest.mark.system

COLUMNS, ROWS = 100, 26
ZOOM = 8
PATIENCE = 60
"""Seconds the terminal may take for a screen."""
HALVES = {"▀": (True, False), "▄": (False, True), "█": (True, True)}


class Terminal:
    """The kiosk command in tmux, as somebody sits down at it."""

    def __init__(self, folder: Path, store: Path, settings: Mapping[str, str] | None = None) -> None:
        self.socket = folder / "tmux"
        environment = {"COLORTERM": "truecolor", "LANG": "C.UTF-8", "TEXTUAL_ANIMATIONS": "none"}
        environment |= settings or {}
        given = [part for name, value in environment.items() for part in ("-e", f"{name}={value}")]
        command = [sys.executable, "-m", "motcua", "kiosk", "--store", str(store)]
        self._tmux(
            "-f",
            os.devnull,
            "new-session",
            "-d",
            "-s",
            "hall",
            "-x",
            str(COLUMNS),
            "-y",
            str(ROWS),
            *given,
            *command,
        )

    def _tmux(self, *arguments: str) -> str:
        done = subprocess.run(
            ["tmux", "-S", str(self.socket), *arguments],
            check=True,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        return done.stdout

    def close(self) -> None:
        self._tmux("kill-server")

    def words(self) -> str:
        return self._tmux("capture-pane", "-p", "-t", "hall")

    def colours(self) -> str:
        return self._tmux("capture-pane", "-p", "-e", "-N", "-t", "hall")

    def wait_for(self, text: str) -> str:
        until = time.monotonic() + PATIENCE
        while text not in (shown := self.words()):
            assert time.monotonic() < until, f"«{text}» never came:\n{shown}"
            time.sleep(0.1)
        time.sleep(0.5)  # a second tap sooner than this would be taken for a double one
        return shown

    def key(self, *keys: str) -> None:
        for key in keys:
            self._tmux("send-keys", "-t", "hall", key)
            time.sleep(0.15)

    def click(self, text: str) -> None:
        """Press and let go the left button on the words, as the terminal of a mouse reports it (SGR)."""
        lines = self.words().splitlines()
        row = next(place for place, line in enumerate(lines) if text in line)
        column = lines[row].index(text) + 2
        for last in "Mm":
            sequence = f"\x1b[<0;{column};{row + 1}{last}"
            self._tmux("send-keys", "-t", "hall", "-H", *(f"{byte:02x}" for byte in sequence.encode()))
            time.sleep(0.05)


def picture(captured: str) -> np.ndarray:
    """What the terminal shows as exact pixels: two to a cell, one above the other."""
    screen = pyte.Screen(COLUMNS, ROWS)
    pyte.Stream(screen).feed("\r\n".join(captured.splitlines()[:ROWS]))
    pixels = np.zeros((2 * ROWS, COLUMNS, 3), np.uint8)
    for row in range(ROWS):
        for column in range(COLUMNS):
            cell = screen.buffer[row][column]
            ink, ground = _rgb(cell.fg, "ffffff"), _rgb(cell.bg, "000000")
            if cell.reverse:
                ink, ground = ground, ink
            for half, filled in enumerate(HALVES.get(cell.data, (False, False))):
                pixels[2 * row + half, column] = ink if filled else ground
    return pixels.repeat(ZOOM, axis=0).repeat(ZOOM, axis=1)


def _rgb(colour: str, otherwise: str) -> tuple[int, ...]:
    named = {"black": "000000", "white": "ffffff", "default": otherwise}
    text = named.get(colour, colour)
    text = text if re.fullmatch(r"[0-9a-fA-F]{6}", text) else otherwise
    return tuple(int(text[place : place + 2], 16) for place in (0, 2, 4))


def links_in(pixels: np.ndarray) -> list[str]:
    """What two unrelated decoders read."""
    return [*zxing(pixels), opencv(pixels)]


def visit_by_keys(terminal: Terminal) -> None:
    terminal.wait_for("Hôm nay ông/bà cần làm việc gì?")
    terminal.key("8")
    terminal.wait_for("ưu tiên không?")
    terminal.key("Down", "Right", "Enter")
    terminal.wait_for("Số của ông/bà")


def visit_by_mouse(terminal: Terminal) -> None:
    for shown, pressed in (
        ("Hôm nay ông/bà cần làm việc gì?", "Tìm thủ tục"),
        ("Ông/bà muốn tìm thủ tục gì?", "Quay lại"),
        ("Hôm nay ông/bà cần làm việc gì?", "Chứng thực"),
        ("Ông/bà cần làm thủ tục nào?", "Chứng thực"),
        ("Tiếp tục", "Tiếp tục"),
        ("ưu tiên không?", "Không, tôi chờ"),
    ):
        terminal.wait_for(shown)
        terminal.click(pressed)
    terminal.wait_for("Số của ông/bà")


@pytest.mark.parametrize("visit", [visit_by_keys, visit_by_mouse])
def test_a_person_takes_a_number_and_the_code_on_the_screen_leads_to_it(tmp_path, visit):
    found(tmp_path / "store", clock=SetClock(MORNING)).close()
    ahead = (MORNING - SystemClock().now()) * 1000
    terminal = Terminal(tmp_path, tmp_path / "store", clocks(tmp_path, ahead))
    try:
        visit(terminal)
        on_screen = links_in(picture(terminal.colours()))
    finally:
        terminal.close()
    slip = cv2.imread(str(next((tmp_path / "store" / "tickets").glob("*.png"))))

    assert on_screen[0].startswith("http")
    assert {*on_screen, *links_in(slip)} == {on_screen[0]}
    office = Office.at(tmp_path / "store")
    try:
        page = office.lookup.by_secret(on_screen[0].rpartition("#")[2])
        assert page is not None
        assert page.state == "waiting"
    finally:
        office.close()
