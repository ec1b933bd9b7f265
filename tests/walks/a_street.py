"""A hall and its office on a working morning: real processes, real sockets, and everything that can go wrong with them.

The office is `motcua serve` in a process of its own; kiosk, board and desk reach it over a cable that can be pulled
out, and slips go over another one to a printer on a real socket.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from application.clock import SystemClock
from application.remote import RemoteOffice
from domain.calendar import local_moment
from kiosk.keeping import KeptOffice, Safe
from tests.application.an_office import HERE, again
from tests.kiosk.a_printer import APrinter
from tests.web.over_the_network import until, with_passwords

MONDAY = "2026-03-02"
AHEAD = "MOTCUA_WALK_AHEAD"
HOUR = f"""
import os
import time

real, ahead = time.time_ns, int(os.environ["{AHEAD}"])
time.time_ns = lambda: real() + ahead
time.time = lambda: time.time_ns() / 1e9
"""
"""Python runs it at the start of every program of the street: their machines' clocks say that it is a working day."""
SMALL_DISK = 'mount -t tmpfs -o size="$1" tmpfs "$2" && cp -a "$3/." "$2" && shift 3 && exec "$@"'
"""A file system of its own, which nobody else sees and which can really be full, with a copy of what it begins with."""
READ = """
import json, sqlite3, sys
with sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True, timeout=30) as store:
    print(json.dumps(store.execute(sys.argv[2]).fetchall()))
"""
DEVICES = {"kiosk-1": "kiosk", "board-1": "board", "desk-1": "desk"}


class Cable:
    """Between two machines; pulled out, every connection breaks and no new one comes about, until it is in again."""

    def __init__(self, port: int) -> None:
        self.target = ("127.0.0.1", port)
        self.port, self.ends, self.lock = free_port(), list[socket.socket](), threading.Lock()
        self.listening: socket.socket | None = None
        self.mend()

    def mend(self) -> None:
        self.listening = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._accept, args=(self.listening,), daemon=True).start()

    def cut(self) -> None:
        listening, self.listening = self.listening, None
        with self.lock:
            ends, self.ends = self.ends, []
        for end in (*([listening] if listening else []), *ends):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _accept(self, listening: socket.socket) -> None:
        with suppress(OSError):
            while True:
                here, _ = listening.accept()
                try:
                    there = socket.create_connection(self.target)
                except OSError:
                    here.close()
                    continue
                with self.lock:
                    self.ends += [here, there]
                for pair in ((here, there), (there, here)):
                    threading.Thread(target=_carry, args=pair, daemon=True).start()


def _carry(source: socket.socket, to: socket.socket) -> None:
    with suppress(OSError):
        while taken := source.recv(65536):
            to.sendall(taken)
    for end in (source, to):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


class Street:
    """`disk` is the size of the office's disk in megabytes; without one it is as large as the machine's."""

    def __init__(self, folder: Path, *, hour: str = "08:12", disk: int = 0) -> None:
        self.folder, self.store, self.disk = folder, folder / "office", disk
        shutil.copytree(with_passwords(), self.store)
        office = again(self.store)
        self.credentials = {}
        for device, kind in DEVICES.items():
            file = folder / f"{device}.credential"
            file.write_text(office.devices.enroll(device, kind))
            self.credentials[device] = file
        office.close()
        self.ahead = (local_moment(MONDAY, hour) - SystemClock().now()) * 1000
        self.surroundings = clocks(folder, self.ahead)
        self.port, self.running = free_port(), None
        self.cable = Cable(self.port)
        self.printer = APrinter().__enter__()
        self.printer_cable = Cable(self.printer.port)
        self.open = []
        """Clients and screens, which are closed with the street."""

    def __enter__(self) -> "Street":
        self.open_office()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ---- the office

    def open_office(self) -> None:
        command = [sys.executable, "-m", "motcua", "serve", "--store", self.store, "--port", self.port]
        self.running = self.program(command if not self.disk else self.on_a_small_disk(command))
        assert until(self._listens), self.running.stderr.read()

    def on_a_small_disk(self, command: Sequence[object]) -> list[object]:
        template = self.folder / "template"
        if not template.exists():
            shutil.copytree(self.store, template)
        return small_disk(f"{self.disk}m", self.store, template, command)

    def kill_office(self) -> None:
        """As a power cut ends it."""
        os.kill(self.running.pid, signal.SIGKILL)
        self.running.communicate()

    def _listens(self) -> bool:
        if self.running.poll() is not None:
            raise AssertionError(self.running.stderr.read())
        with socket.socket() as line:
            return line.connect_ex(("127.0.0.1", self.port)) == 0

    def asked(self, query: str) -> list[list[object]]:
        """What a stranger reads from the office's store, wherever that lies."""
        return read(self.store / "office.db", query, on_disk_of=self.running.pid if self.disk else 0)

    # ---- programs and clients

    def program(self, command: Sequence[object]) -> subprocess.Popen:
        settings = {**os.environ, **self.surroundings}
        pipes = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
        return subprocess.Popen(list(map(str, command)), env=settings, cwd=self.folder, text=True, **pipes)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.cable.port}"

    @property
    def printer_setting(self) -> str:
        return f"network:127.0.0.1:{self.printer_cable.port}"

    def reached(self, device: str) -> RemoteOffice:
        """The office as a device holds it, at the other end of the cable."""
        remote = RemoteOffice(self.url, self.credentials[device].read_text())
        self.open.append(remote)
        return remote

    def kept(self, remote: RemoteOffice) -> KeptOffice:
        """The kiosk's own, with its store beside the office's, once it holds numbers for every line."""
        kiosk = KeptOffice(lambda: remote, Safe(self.folder / "kiosk-1"), "kiosk-1", clock=self)
        self.open.append(kiosk)
        lines = len(kiosk.catalogue.groups())
        assert until(lambda: len(kiosk.safe.left()) >= 4 * lines)
        return kiosk

    def command(self, screen: str, device: str, *options: object) -> list[object]:
        """A screen of the hall as its machine starts it."""
        way = ("--server", self.url, "--credential", self.credentials[device])
        return [sys.executable, "-m", "motcua", screen, *way, *options]

    def now(self) -> int:
        """The hour on every machine of the street (µs UTC)."""
        return SystemClock().now() + self.ahead // 1000

    def close(self) -> None:
        for each in reversed(self.open):
            each.close()
        for cable in (self.cable, self.printer_cable):
            cable.cut()
        self.printer.__exit__()
        if self.running is not None and self.running.poll() is None:
            self.kill_office()


def clocks(folder: Path, ahead: int) -> dict[str, str]:
    """What a program is started with whose machine's clock is so far (ns) ahead of this one."""
    place = folder / "clock"
    place.mkdir()
    (place / "sitecustomize.py").write_text(HOUR)
    path = f"{place}{os.pathsep}{HERE}"
    return {"PYTHONPATH": path, AHEAD: str(ahead), "LANG": "C.UTF-8", "COLORTERM": "truecolor"}


def small_disk(size: str, mounted: Path, template: Path, command: Sequence[object]) -> list[object]:
    return ["unshare", "-rm", "sh", "-c", SMALL_DISK, "sh", size, mounted, template, *command]


def read(file: Path, query: str, *, on_disk_of: int = 0) -> list[list[object]]:
    """Rows of a database; `on_disk_of` is the process whose own disk it lies on."""
    there = ["nsenter", f"--target={on_disk_of}", "--user", "--mount", "--preserve-credentials"]
    command = [*(there if on_disk_of else []), sys.executable, "-c", READ, str(file), query]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def fill(process: int, folder: Path) -> Path:
    """Take every byte that is left on a process's own disk; the file to be removed when there shall be room again."""
    filler = Path(f"/proc/{process}/root{folder}") / "filler"
    with suppress(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))
    return filler


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])
