"""`motcua bench kiosk`: start, key to paint and rest in a real terminal beside the toolkit alone, and memory."""

import subprocess
import sys
import time
from pathlib import Path
from statistics import median, quantiles

import msgspec

from application.office import Office
from motcua.benches.terminal import Terminal
from web.server import BackgroundServer

STARTS = 5
VISITS = ("1110", "2210", "3310", "1210", "/41", "9khai sinh1", "7260302", ".1", "+", "1110")
"""What ten people press, most of them for a number; then each goes back to the first screen."""
BETWEEN_VISITS = 0.6
"""Seconds: between two people the kiosk tidies up, and nobody presses anything."""
BACK, MOST_BACK = "*", 8
TURNS = 4
IDLE_SECONDS = 20.0
COLUMNS, ROWS = 100, 26


class Figure(msgspec.Struct, frozen=True):
    """Ours beside the toolkit alone; for memory, the end beside the first fifth."""

    what: str
    unit: str
    ours: float
    limit: float
    rounds: int


def run(root: Path, visits: int) -> list[Figure]:
    """`root` is a founded office."""
    ours = [sys.executable, "-m", "motcua", "kiosk", "--store", str(root)]
    plain = [sys.executable, "-m", "motcua.benches.plain"]
    starts = [(_start(ours), _start(plain)) for _ in range(STARTS)]
    start, start_floor = (median(times) for times in zip(*starts, strict=True))
    keys, floor, idle, idle_floor = _at_work(ours, plain)
    memory = _memory(root, visits)
    return [
        Figure("start to first picture", "ms", start, start_floor, STARTS),
        Figure("key to paint, median", "ms", median(keys), median(floor), len(keys)),
        Figure("key to paint, 95 of 100", "ms", _p95(keys), _p95(floor), len(keys)),
        Figure("untouched, of one core", "%", 100 * idle, 100 * idle_floor, 1),
        Figure(f"memory after {visits} visits", "MB", memory[-1], memory[len(memory) // 5], visits),
    ]


def _start(command: list[str]) -> float:
    with Terminal(command, columns=COLUMNS, rows=ROWS) as seen:
        return _ready(seen)


def _ready(seen: Terminal) -> float:
    painted = seen.painted()
    if painted is None:
        raise TimeoutError("nothing was painted")
    return painted


def _at_work(ours: list[str], plain: list[str]) -> tuple[list[float], list[float], float, float]:
    """Turn by turn, so that a slow minute of the machine hits both."""
    with (
        Terminal(ours, columns=COLUMNS, rows=ROWS) as kiosk,
        Terminal(plain, columns=COLUMNS, rows=ROWS) as floor,
    ):
        _ready(kiosk)
        _ready(floor)
        keys: list[float] = []
        raw: list[float] = []
        for visit in VISITS * TURNS:
            painted = _visited(kiosk, visit)
            keys += painted
            raw += filter(None, [floor.press(" ") for _ in painted])
        return keys, raw, kiosk.idle_share(IDLE_SECONDS), floor.idle_share(IDLE_SECONDS)


def _visited(kiosk: Terminal, keys: str) -> list[float]:
    """The times of one visit's keys; the way home is only gone.

    A number cannot be left in its first second, and counts down meanwhile: what is drawn then answers no key.
    """
    time.sleep(BETWEEN_VISITS)
    times = [kiosk.press(key) for key in keys]
    for _ in range(MOST_BACK):
        if kiosk.press(BACK) is None:
            break
    return [each for each in times if each is not None]


def _memory(root: Path, visits: int) -> list[float]:
    """Megabytes after each hundred visits."""
    office = Office.at(root)
    credential = office.devices.enroll("kiosk-1", "kiosk")
    with BackgroundServer(office) as door:
        done = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-m", "motcua.benches.visits", door.url, credential, str(visits)],
            check=True,
            capture_output=True,
            text=True,
        )
    office.close()
    return [int(line.split()[1]) / 1024 for line in done.stdout.splitlines()]


def _p95(times: list[float]) -> float:
    return quantiles(times, n=20)[-1]
