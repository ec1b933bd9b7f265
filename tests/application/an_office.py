"""Real offices in folders of their own: Tân Phước 1 from the product's files, its officers, and a clock to set."""

import atexit
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher

from application.clock import SeededChance, SetClock
from application.envelope import Actor
from application.founding import found
from application.office import Office
from application.ports import Intake
from application.views import TicketView
from domain.calendar import local_moment

HERE = Path(__file__).parents[2]
MINUTE = 60_000_000
HOUR = 60 * MINUTE
DAY = "2026-03-02"
"""A Monday."""
MORNING = local_moment(DAY, "08:00")

BIRTH = "1.001193"
PASSWORD = "mật khẩu dài"
KIOSK = Actor("kiosk-1", "citizen", "kiosk-1")
CITIZEN = Actor("", "citizen", "web")
HOA = Actor("nt.hoa", "reception", "desk-1")
AN = Actor("pv.an", "reception", "desk-2")
KIEN = Actor("tt.kien", "head", "desk-9")
BINH = Actor("vq.binh", "specialist", "desk-3")
THU = Actor("bt.thu", "specialist", "desk-4")
PHUC = Actor("nd.phuc", "leader", "desk-8")


def a_founding(root: Path, *, at: int = MORNING, seed: int = 1) -> Office:
    """An office founded here and now, for the tests of founding itself."""
    return found(root, clock=SetClock(at), chance=SeededChance(seed), simulated=True)


@cache
def founded(at: int, seed: int) -> Path:
    """An office as it is on its first morning, founded once by each worker and copied from then on."""
    kept = Path(tempfile.mkdtemp(prefix="motcua-founded-"))
    atexit.register(shutil.rmtree, kept, ignore_errors=True)
    a_founding(kept / "store", at=at, seed=seed).close()
    return kept / "store"


def an_office(root: Path, *, at: int = MORNING, seed: int = 1, clock=None) -> Office:
    """A new office in `root`; its clock stands still until it is set."""
    shutil.copytree(founded(at, seed), root, dirs_exist_ok=True)
    return Office.at(root, clock=clock or SetClock(at), chance=SeededChance(-seed))


def again(root: Path, *, at: int = MORNING, **settings) -> Office:
    """The same office, opened once more."""
    return Office.at(root, clock=SetClock(at), **settings)


def forward(office: Office, minutes: float) -> None:
    office.core.store.clock.set(office.now() + int(minutes * MINUTE))


def on(office: Office, day: str, hour: str = "08:00") -> None:
    office.core.store.clock.set(local_moment(day, hour))


def light_passwords(office: Office) -> None:
    """Passwords set from now on are told apart as ever, in a hundredth of the time: nobody steals these hashes."""
    office.core.store.vault.hasher = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)


def at_counter(office: Office, counter: str, by: Actor) -> None:
    """An officer sits down there, without the password, which would only cost time."""
    office.staff._open_shift(by.id, counter, (), by)


def ticket(office: Office) -> TicketView:
    """A number for other business, as the kiosk gives it to whoever chooses nothing."""
    return office.queue.issue(KIOSK, group="other")


def birth(office: Office) -> str:
    """The code under which the catalogue lists the registration of a birth."""
    return next(code for code in office.catalogue.in_force() if code.startswith(BIRTH))


def papers(**changed) -> dict[str, object]:
    return {
        "applicant": "Nguyễn Văn Ẩn Danh",
        "personal_id": "082199000123",
        "phone": "0903000123",
        "address": "Ấp Năm, xã Tân Phước 1",
        "email": "andanh@example.vn",
        "papers": (("Giấy chứng sinh", 1, 0),),
    } | changed


def intake(office: Office, procedure: str = "", **changed) -> Intake:
    return Intake(procedure=procedure or birth(office), **papers(**changed))


def in_process(office: Office) -> str:
    """A dossier accepted by Hoa, forwarded, and in the hands of Bình."""
    dossier = office.dossiers.accept(intake(office), HOA).id
    office.dossiers.forward(dossier, "justice", HOA)
    office.dossiers.assign(dossier, "vq.binh", PHUC)
    return dossier


def rows(root: Path, query: str, *parameters) -> list[tuple]:
    """What a stranger reads from the file."""
    with closing(sqlite3.connect(root / "office.db", timeout=60)) as connection:
        return connection.execute(query, parameters).fetchall()


def as_owner(root: Path, *statements: str, file: str = "office.db") -> None:
    """What whoever owns the file can do to it, guards or not."""
    with closing(sqlite3.connect(root / file, timeout=60, isolation_level=None)) as connection:
        for table in ("event", "leaf"):
            for act in ("update", "delete", "replace"):
                connection.execute(f"DROP TRIGGER IF EXISTS {table}_no_{act}")
        for statement in statements:
            connection.execute(statement)


def program(text: str, *arguments: object, **settings) -> subprocess.Popen:
    """Another process of the same installation, running `text`."""
    command = [sys.executable, "-c", text, *map(str, arguments)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(command, text=True, cwd=HERE, **pipes, **settings)


def ended(running: subprocess.Popen, said: str = "") -> list[str]:
    """Wait for a process to end well; the lines it said."""
    out, err = running.communicate(said or None, timeout=300)
    assert running.returncode == 0, err
    return out.splitlines()


def killed(running: subprocess.Popen) -> str:
    """End a process as a power cut would; what it had said until then."""
    os.kill(running.pid, signal.SIGKILL)
    said, _ = running.communicate()
    return said[: said.rfind("\n") + 1]
