"""Keeps a screen running: starts it again when it dies or stands still, and leaves the terminal as it found it."""

import os
import signal
import socket
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType

import msgspec

HEARTBEAT = "MOTCUA_HEARTBEAT"
"""Environment variable with the file that the screen touches every second."""
NOTIFY = "NOTIFY_SOCKET"
"""Environment variable with the socket on which systemd hears that all is well."""
PLAIN = b"\x1b[?1049l\x1b[?25h\x1b[?1000;1002;1003;1006;1015;2004l\x1b[<u\x1b[0m\r\n"
"""Back to the ordinary screen: cursor, mouse, pasting, keys and colours as a shell expects them."""


class Pace(msgspec.Struct, frozen=True, kw_only=True):
    """All in seconds."""

    look: float = 0.25
    silence: float = 10.0
    """Without a heartbeat for so long, the screen stands still."""
    start: float = 60.0
    """The same, before its first one: a slow machine after a power cut."""
    first_pause: float = 0.5
    longest_pause: float = 30.0
    steady: float = 60.0
    """A screen that ran for so long starts again at once."""
    farewell: float = 5.0


def heartbeat() -> Path | None:
    """Where the screen of this process shows that it lives; None where nobody watches."""
    file = os.environ.get(HEARTBEAT, "")
    return Path(file) if file else None


def beat(file: Path | None) -> None:
    if file is not None:
        with suppress(OSError):
            file.touch()


class Watchdog:
    """`command` is the screen to run on this terminal. `run` ends when the screen ends on purpose, or is told to."""

    def __init__(
        self,
        command: Sequence[str],
        pace: Pace | None = None,
        *,
        tell: Callable[[str], None] = lambda text: None,
    ) -> None:
        self.command, self.pace, self.tell = list(command), pace or Pace(), tell
        self.stopping = threading.Event()
        self.screen: subprocess.Popen[bytes] | None = None

    def run(self) -> int:
        """The exit code of the screen's last run; 0 when the watchdog was told to stop."""
        modes = _modes()
        for each in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(each, self._stop)
        pause = self.pace.first_pause
        with TemporaryDirectory(prefix="motcua-watch-") as folder:
            while True:
                began = time.monotonic()
                why = self._run_once(Path(folder) / "heartbeat")
                _restore(modes)
                if not why or self.stopping.is_set():
                    return 0
                steady = time.monotonic() - began >= self.pace.steady
                pause = self.pace.first_pause if steady else pause
                self.tell(f"{why}; again in {pause:g} s")
                if self.stopping.wait(pause):
                    return 0
                pause = min(pause * 2, self.pace.longest_pause)

    def _run_once(self, file: Path) -> str:
        """Why it must be started again; nothing when it ended on purpose."""
        file.unlink(missing_ok=True)
        surroundings = os.environ | {HEARTBEAT: str(file)}
        self.screen = subprocess.Popen(self.command, env=surroundings)  # noqa: S603 - it is our own
        pulse = _Pulse(file, self.pace)
        try:
            while (code := self.screen.poll()) is None:
                if self.stopping.wait(self.pace.look):
                    return ""
                if not pulse.felt():
                    return "the screen stands still"
                if pulse.beats:
                    _notify("READY=1\nWATCHDOG=1")
            return "" if code == 0 else f"the screen ended with {code}"
        finally:
            self._end()

    def _end(self) -> None:
        """Politely where it was told to stop, and for good where it does not listen."""
        screen = self.screen
        if screen is None or screen.poll() is not None:
            return
        if self.stopping.is_set():
            screen.terminate()
            with suppress(subprocess.TimeoutExpired):
                screen.wait(self.pace.farewell)
                return
        screen.kill()
        screen.wait()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping.set()


class _Pulse:
    """Told by whether the file changes and not by its hour: nobody's clock needs to be right."""

    def __init__(self, file: Path, pace: Pace) -> None:
        self.file, self.pace = file, pace
        self.seen, self.since, self.beats = 0, time.monotonic(), 0

    def felt(self) -> bool:
        try:
            latest = self.file.stat().st_mtime_ns
        except OSError:
            latest = self.seen
        if latest != self.seen:
            self.seen, self.since, self.beats = latest, time.monotonic(), self.beats + 1
        patience = self.pace.silence if self.beats else self.pace.start
        return time.monotonic() - self.since <= patience


def _modes() -> list[object] | None:
    """How the terminal is set; None where there is none."""
    try:
        return list(termios.tcgetattr(sys.__stdin__ or 0))
    except (termios.error, OSError, ValueError):
        return None


def _restore(modes: list[object] | None) -> None:
    if modes is None:
        return
    with suppress(termios.error, OSError, ValueError):
        termios.tcsetattr(sys.__stdin__ or 0, termios.TCSANOW, modes)  # type: ignore[arg-type]
        termios.tcflush(sys.__stdin__ or 0, termios.TCIFLUSH)
        os.write(2, PLAIN)


def _notify(text: str) -> None:
    """What systemd wants to hear (sd_notify); nothing where nobody listens."""
    address = os.environ.get(NOTIFY, "")
    if not address:
        return
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.connect(f"\0{address[1:]}" if address.startswith("@") else address)
        line.send(text.encode())
