"""An office at the other end of a wire: a real server on a real socket, and a wire that can be cut."""

import atexit
import logging
import shutil
import socket
import tempfile
import threading
import time
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from pathlib import Path

from application.remote import RemoteOffice
from tests.application.an_office import PASSWORD, again, an_office, light_passwords, program
from web.server import BackgroundServer


class Reached:
    """An office, its server, and clients that are closed with it."""

    def __init__(self, office):
        self.office, self.open = office, ExitStack()
        self.door = self.open.enter_context(BackgroundServer(office))
        self.url = self.door.url

    def enrolled(self, device, kind, *, url=""):
        return self.client(self.office.devices.enroll(device, kind), url=url)

    def client(self, credential, *, url=""):
        reached = RemoteOffice(url or self.url, credential)
        self.open.callback(reached.close)
        return reached

    def close(self):
        self.open.close()


class RemoteOfficeOf:
    """Whoever holds a text that may be no credential at all."""

    def __init__(self, url, credential):
        self.office = RemoteOffice(url, credential.encode("ascii", "replace").decode())

    def __enter__(self):
        return self.office

    def __exit__(self, *_):
        self.office.close()


@cache
def with_passwords():
    """An office in which Hoa and Phúc have passwords, founded once: hashing takes a while."""
    kept = Path(tempfile.mkdtemp(prefix="motcua-reached-"))
    atexit.register(shutil.rmtree, kept, ignore_errors=True)
    office = an_office(kept / "store")
    light_passwords(office)
    for officer in ("nt.hoa", "nd.phuc"):
        office.staff.set_password(officer, PASSWORD)
    office.close()
    return kept / "store"


def reached_office(root):
    """An office with its passwords, and its server."""
    shutil.copytree(with_passwords(), root)
    return Reached(again(root))


def until(true, seconds=60.0):
    """Wait for something that another thread brings about; whether it came."""
    end = time.monotonic() + seconds
    while not (found := true()) and time.monotonic() < end:
        time.sleep(0.02)
    return found


class Wire:
    """Carries bytes to a server, and can lose the answer to whatever has `losing` in its first line."""

    def __init__(self, url):
        self.target = ("127.0.0.1", int(url.rpartition(":")[2]))
        self.losing, self.lost = b"", 0
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listening.getsockname()[1]}"
        self.ends: list[socket.socket] = []
        self.threads: list[threading.Thread] = []
        self._start(self._accept)

    def cut(self):
        """Every connection breaks, and no new one comes about."""
        for end in (self.listening, *self.ends):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        for thread in self.threads:
            thread.join(60)
        for end in (self.listening, *self.ends):
            end.close()

    def _start(self, work, *args):
        self.threads.append(threading.Thread(target=work, args=args, daemon=True))
        self.threads[-1].start()

    def _accept(self):
        with suppress(OSError):
            while True:
                here, _ = self.listening.accept()
                there = socket.create_connection(self.target)
                self.ends += [here, there]
                state = {"doomed": False}
                for pair in ((here, there, True), (there, here, False)):
                    self._start(self._carry, *pair, state)

    def _carry(self, source, to, asking, state):
        with suppress(OSError):
            while taken := source.recv(65536):
                if asking and self.losing and self.losing in taken.partition(b"\r\n")[0]:
                    state["doomed"], self.losing = True, b""
                if not asking and state["doomed"]:
                    self.lost += 1  # the office has answered, so the act is done; nobody ever hears of it
                    break
                to.sendall(taken)
        for end in (source, to):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@contextmanager
def heard_by_logs():
    """Every line that any logger of the door writes; opened once the door runs, for it sets its loggers up itself."""
    written, loggers = (
        [],
        [logging.getLogger(name) for name in ("uvicorn.access", "uvicorn.error", "motcua.web")],
    )
    handler = logging.Handler()
    handler.emit = lambda record: written.append(handler.format(record))
    for logger in loggers:
        logger.addHandler(handler)
    yield written
    for logger in loggers:
        logger.removeHandler(handler)


SERVE = """
import sys
from pathlib import Path
from application.office import Office
from web.server import serve

office = Office.at(Path(sys.argv[1]))
serve(office, port=int(sys.argv[2]), ready=lambda port: print(port, flush=True))
office.close()
"""


def server_process(root: Path, port: int = 0):
    """A server in a process of its own, and the port it listens on."""
    running = program(SERVE, root, port)
    return running, int(running.stdout.readline())
