"""A program in a terminal of its own, timed from outside: what a person at the screen waits for, driver and all."""

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Sequence
from types import TracebackType

QUIET = 0.12
"""Seconds without a byte after which a picture is complete. The kiosk repaints in less, and ticks once a second."""
PATIENCE = 30.0
TICKS = os.sysconf("SC_CLK_TCK")


class Terminal:
    """`with Terminal(command, columns=100, rows=26) as seen: seen.painted(); seen.press("1")`."""

    def __init__(
        self, command: Sequence[str], *, columns: int, rows: int, settings: dict[str, str] | None = None
    ) -> None:
        self.started = time.perf_counter()
        self.side, child = pty.openpty()
        fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        environment = os.environ | {"TERM": "xterm-256color", "COLORTERM": "truecolor"} | (settings or {})
        self.process = subprocess.Popen(  # noqa: S603 - our own programs
            command, stdin=child, stdout=child, stderr=child, env=environment, start_new_session=True
        )
        os.close(child)
        self.written = 0

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        os.close(self.side)

    def painted(self, since: float | None = None, patience: float = PATIENCE) -> float | None:
        """Milliseconds from `since` (the start of the program without it) to the last byte of the next picture.

        None when nothing was painted within `patience` seconds.
        """
        began = self.started if since is None else since
        last, end = 0.0, time.perf_counter() + patience
        while time.perf_counter() < end:
            ready, _, _ = select.select([self.side], [], [], QUIET)
            if ready:
                self.written += len(os.read(self.side, 1 << 16))
                last = time.perf_counter()
            elif last:
                return (last - began) * 1000
        return None

    def press(self, key: str) -> float | None:
        """Milliseconds from a key to the last byte of what it painted; None for a key that does nothing here."""
        began = time.perf_counter()
        os.write(self.side, key.encode())
        return self.painted(began, patience=1.0)

    def idle_share(self, seconds: float) -> float:
        """The share of one core that the program uses while nobody touches it."""
        before = self._cpu()
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            ready, _, _ = select.select([self.side], [], [], left)
            if ready:
                os.read(self.side, 1 << 16)
        return (self._cpu() - before) / seconds

    def _cpu(self) -> float:
        with open(f"/proc/{self.process.pid}/stat", encoding="ascii") as stat:
            fields = stat.read().rpartition(") ")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS
