"""A screen that is killed or frozen comes back by itself, and the terminal is left as it was found."""

import os
import pty
import re
import select
import signal
import socket
import sys
import termios
import time
from contextlib import suppress
from pathlib import Path
from subprocess import Popen

import pytest

from kiosk.watchdog import Pace, Watchdog, beat, heartbeat
from tests.application.an_office import an_office

HOUSE = Path(__file__).parents[2]

SCREEN = """
import os, sys, time, tty
if os.isatty(0):
    tty.setraw(0)
print("screen", os.getpid(), flush=True)
{first}
from kiosk.watchdog import beat, heartbeat
beat(heartbeat())
print("beats", flush=True)
while True:
    beat(heartbeat())
    time.sleep(0.02)
"""

WATCH = """
import sys
from kiosk.watchdog import Pace, Watchdog
pace = Pace(look=0.02, silence=float(sys.argv[2]), start=60.0, first_pause=0.05, longest_pause=0.2, farewell=1.0)
screen = [sys.executable, "-c", sys.argv[1]]
sys.exit(Watchdog(screen, pace, tell=lambda text: print(text, flush=True)).run())
"""


class Terminal:
    """A real terminal with a program on it."""

    def __init__(self, command, **surroundings):
        self.master, self.slave = pty.openpty()
        self.modes = termios.tcgetattr(self.slave)
        settings = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "100", "LINES": "26", **surroundings}
        self.process = Popen(
            command, stdin=self.slave, stdout=self.slave, stderr=self.slave, env=settings, cwd=HOUSE,
            start_new_session=True,
        )  # fmt: skip
        self.drawn = b""

    def seen(self, pattern, seconds=60.0):
        """What a pattern found in what was drawn since the last find."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if found := re.search(pattern, self.drawn, re.S):
                self.drawn = self.drawn[found.end() :]
                return found
            if select.select([self.master], [], [], 0.1)[0]:
                self.drawn += os.read(self.master, 65536)
        raise AssertionError(f"{pattern!r} was not drawn: {self.drawn[-2000:]!r}")

    def ended(self, seconds=60.0):
        """The exit code; what is still drawn is read, or the program would wait for ever to be seen."""
        until = time.monotonic() + seconds
        while self.process.poll() is None and time.monotonic() < until:
            if select.select([self.master], [], [], 0.05)[0]:
                os.read(self.master, 65536)
        return self.process.poll()

    def close(self):
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        os.close(self.master)
        os.close(self.slave)


@pytest.fixture
def watched():
    opened = []

    def run(first="", silence=60.0, **surroundings):
        """So many seconds of `silence` are a screen that stands still; one that a busy machine delays has more."""
        program = [sys.executable, "-c", WATCH, SCREEN.format(first=first), str(silence)]
        opened.append(Terminal(program, **surroundings))
        return opened[-1]

    yield run
    for terminal in opened:
        terminal.close()


def pid_on(terminal):
    return int(terminal.seen(rb"screen (\d+)")[1])


def test_a_screen_that_is_killed_comes_back(watched):
    terminal = watched()
    first = pid_on(terminal)
    os.kill(first, signal.SIGKILL)
    terminal.seen(rb"ended with -9")
    assert pid_on(terminal) != first


def test_a_screen_that_stands_still_is_ended_and_comes_back(watched):
    terminal = watched(silence=3.0)
    first = pid_on(terminal)
    terminal.seen(rb"beats")
    os.kill(first, signal.SIGSTOP)
    terminal.seen(rb"stands still")
    assert pid_on(terminal) != first
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)


def test_a_screen_that_never_begins_to_beat_is_given_longer_and_then_no_more(tmp_path):
    pace = Pace(look=0.02, silence=0.1, start=0.6, first_pause=0.01, longest_pause=0.01)
    said = []
    dog = Watchdog([sys.executable, "-c", "import time; time.sleep(600)"], pace, tell=said.append)
    before = time.monotonic()
    why = dog._run_once(tmp_path / "heartbeat")
    assert why == "the screen stands still"
    assert time.monotonic() - before >= 0.6


def test_the_terminal_is_as_it_was_when_a_raw_screen_was_killed(watched):
    terminal = watched()
    first = pid_on(terminal)
    assert termios.tcgetattr(terminal.slave) != terminal.modes
    os.kill(first, signal.SIGKILL)
    terminal.seen(rb"\x1b\[\?1049l\x1b\[\?25h")
    pid_on(terminal)
    terminal.process.terminate()
    assert terminal.ended() == 0
    assert termios.tcgetattr(terminal.slave) == terminal.modes


def test_a_screen_that_dies_at_once_is_started_again_ever_more_slowly(watched):
    terminal = watched("sys.exit(3)")
    pauses = [float(terminal.seen(rb"ended with 3; again in ([0-9.]+) s")[1]) for _ in range(4)]
    assert pauses == [0.05, 0.1, 0.2, 0.2]


def test_a_screen_that_ends_on_purpose_is_left_alone(watched):
    terminal = watched("sys.exit(0)")
    assert terminal.ended() == 0


def test_whoever_ends_the_watchdog_ends_the_screen(watched):
    terminal = watched()
    screen = pid_on(terminal)
    terminal.process.terminate()
    assert terminal.ended() == 0
    with pytest.raises(ProcessLookupError):
        os.kill(screen, 0)


def test_a_screen_that_does_not_listen_is_ended_all_the_same(watched):
    terminal = watched("import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)")
    screen = pid_on(terminal)
    terminal.process.terminate()
    assert terminal.ended() == 0
    with pytest.raises(ProcessLookupError):
        os.kill(screen, 0)


def test_systemd_hears_that_all_is_well_for_as_long_as_it_is(watched, tmp_path):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        systemd.settimeout(60)
        terminal = watched(NOTIFY_SOCKET=str(tmp_path / "notify"))
        assert systemd.recv(100) == b"READY=1\nWATCHDOG=1"
        assert systemd.recv(100).endswith(b"WATCHDOG=1")
        pid_on(terminal)


def test_where_nobody_watches_nothing_is_written(monkeypatch, tmp_path):
    monkeypatch.delenv("MOTCUA_HEARTBEAT", raising=False)
    assert heartbeat() is None
    beat(heartbeat())
    beat(tmp_path / "no such folder" / "heartbeat")
    monkeypatch.setenv("MOTCUA_HEARTBEAT", str(tmp_path / "heartbeat"))
    beat(heartbeat())
    assert (tmp_path / "heartbeat").exists()


def test_the_kiosk_itself_is_killed_and_is_back_on_the_same_terminal(tmp_path):
    an_office(tmp_path / "store").close()
    command = [sys.executable, "-m", "motcua", "kiosk", "--watch", "--store", str(tmp_path / "store")]
    terminal = Terminal(command)
    try:
        terminal.seen("Trợ giúp".encode())
        [screen] = children_of(terminal.process.pid)
        os.kill(screen, signal.SIGKILL)
        terminal.seen(rb"\x1b\[\?1049l")
        terminal.seen("Trợ giúp".encode())
        assert children_of(terminal.process.pid) not in ([], [screen])
        terminal.process.terminate()
        assert terminal.ended() == 0
        assert termios.tcgetattr(terminal.slave) == terminal.modes
    finally:
        terminal.close()


def children_of(parent):
    listed = Path(f"/proc/{parent}/task/{parent}/children").read_text()
    return [int(child) for child in listed.split()]
