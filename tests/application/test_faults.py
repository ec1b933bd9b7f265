"""Whatever is wrong with the store has a name; what was acknowledged stays; afterwards the office works again."""

import os
import resource
import shutil
import sqlite3
import threading
from contextlib import closing
from tempfile import gettempdir

import pytest

import application.store
from application import faults
from application.faults import (
    Fault,
    NotAStore,
    StoreDamaged,
    StoreExists,
    StoreFull,
    StoreLocked,
    StoreReadOnly,
    StoreTooNew,
)
from application.office import Office
from application.signer import LogContradicted
from audit.verify import verify
from tests.application.an_office import (
    HOA,
    KIOSK,
    a_founding,
    again,
    an_office,
    as_owner,
    ended,
    in_process,
    intake,
    program,
    rows,
)
from wording import say, sayings

AS_ROOT = os.geteuid() == 0
"""Root may write anywhere, so that what others may not do is tried in a process that is somebody else."""


@pytest.fixture
def root(tmp_path):
    """A closed office with a dossier in it."""
    office = an_office(tmp_path / "store")
    in_process(office)
    office.close()
    return tmp_path / "store"


def works_again(root, events):
    """Nothing is lost, and the next visitor is served."""
    assert rows(root, "SELECT count(*) FROM event")[0][0] >= events
    assert rows(root, "SELECT id FROM event WHERE id NOT IN (SELECT id FROM leaf)") == []
    office = again(root)
    assert office.queue.issue(KIOSK, group="other").number
    assert office.dossiers.accept(intake(office), HOA).code
    office.close()
    assert verify(root).ok


def count(root):
    return rows(root, "SELECT count(*) FROM event")[0][0]


def test_every_fault_has_words_in_both_languages():
    kinds = {*Fault.__subclasses__(), LogContradicted, Fault}
    assert {kind.key for kind in kinds} >= {
        "fault",
        "full",
        "locked",
        "read_only",
        "newer",
        "log_contradicted",
    }
    for kind in kinds:
        for language in ("vi", "en"):
            known = sayings(language)[f"error.{kind.key}"]
            assert say(f"error.{kind.key}", language, **dict.fromkeys(known.blanks, "x"))


# ---- read-only


UNDER_ANOTHER_USER = """
import os, sys
from pathlib import Path
root, act = Path(sys.argv[1]), sys.argv[2]
from tempfile import TemporaryDirectory
from tests.application.an_office import KIOSK, a_founding, again, an_office
with TemporaryDirectory() as elsewhere:
    an_office(Path(elsewhere) / "store").close()  # so that every module is loaded before we may read no more
os.setgroups([])
os.setgid(65534)
os.setuid(65534)
from application.faults import Fault
from domain.fact import Refused
try:
    if act == "found":
        a_founding(root)
    else:
        again(root).queue.issue(KIOSK, group="other")
except Fault as fault:
    print(type(fault).__name__)
else:
    print("no fault")
"""


def as_nobody(root, act="issue"):
    [said] = ended(program(UNDER_ANOTHER_USER, root, act))
    return said


def let_nobody_in(root, *, folder, files):
    for parent in root.parents:
        if gettempdir() in map(str, parent.parents):  # below it, never the folder of all temporary things
            parent.chmod(0o755)
    for file in root.rglob("*"):
        file.chmod(folder if file.is_dir() else files)
    root.chmod(folder)


def test_a_store_that_may_not_be_written_says_so(root):
    """Only root can act as somebody else; everybody else is somebody else already."""
    before = count(root)
    let_nobody_in(root, folder=0o555, files=0o444)
    if AS_ROOT:
        assert as_nobody(root) == "StoreReadOnly"
    else:
        with pytest.raises(StoreReadOnly):
            again(root)
    let_nobody_in(root, folder=0o755, files=0o644)
    works_again(root, before)


def test_a_file_that_may_not_be_written_in_a_folder_that_may_says_so(root):
    before = count(root)
    let_nobody_in(root, folder=0o777, files=0o666)
    root.joinpath("office.db").chmod(0o444)
    if AS_ROOT:
        assert as_nobody(root) == "StoreReadOnly"
    else:
        with pytest.raises(StoreReadOnly):
            again(root)
    let_nobody_in(root, folder=0o755, files=0o644)
    works_again(root, before)


def test_keys_that_may_not_be_read_are_missing(root):
    before = count(root)
    let_nobody_in(root, folder=0o777, files=0o666)
    for key in (root / "keys").iterdir():
        key.chmod(0o600)
    if AS_ROOT:
        assert as_nobody(root) == "KeysMissing"
    works_again(root, before)


def test_a_folder_that_may_not_be_entered_says_so(root):
    let_nobody_in(root, folder=0o700, files=0o600)
    if AS_ROOT:
        assert as_nobody(root) == "StoreReadOnly"
    works_again(root, 1)


def test_a_folder_that_may_not_be_written_cannot_become_an_office(tmp_path):
    let_nobody_in(tmp_path, folder=0o555, files=0o444)
    if AS_ROOT:
        assert as_nobody(tmp_path / "new", "found") == "StoreReadOnly"
    tmp_path.chmod(0o755)
    assert not (tmp_path / "new").exists()


def test_an_office_opened_for_reading_reads_and_refuses_to_write(root):
    before = root.joinpath("office.db").read_bytes()
    reading = again(root, read_only=True)
    code = rows(root, "SELECT code FROM dossier")[0][0]
    assert reading.lookup.by_code(code).progress == "in_process"
    assert reading.reports.trail(code)
    with pytest.raises(StoreReadOnly):
        reading.queue.issue(KIOSK, group="other")
    with pytest.raises(StoreReadOnly):
        reading.dossiers.accept(intake(reading), HOA)
    reading.close()
    assert root.joinpath("office.db").read_bytes() == before
    works_again(root, 1)


# ---- full


def test_a_full_disk_refuses_the_act_and_keeps_all_others(root):
    office = again(root)
    pages = office.core.store.writer.execute("PRAGMA page_count").fetchone()[0]
    office.core.store.writer.execute(f"PRAGMA max_page_count = {pages + 4}")
    acknowledged, command = [], ""
    with pytest.raises(StoreFull):  # noqa: PT012 - the tickets until then are the point
        for number in range(10_000):
            command = f"{number:032x}"
            acknowledged.append(office.queue.issue(KIOSK, group="other", command=command).id)
    office.core.store.writer.execute("PRAGMA max_page_count = 1000000")
    after = office.queue.issue(KIOSK, group="other", command=command)
    assert office.queue.issue(KIOSK, group="other", command=command) == after, (
        "done once, although it failed first"
    )
    known = {stream.hex() for (stream,) in rows(root, "SELECT stream FROM event")}
    assert {*acknowledged, after.id} <= known
    office.close()
    works_again(root, len(acknowledged))


LIMITED = """
import resource, sys
from pathlib import Path
from tests.application.an_office import HOA, again, birth, intake
from application.faults import StoreFull
office = again(Path(sys.argv[1]))
code = birth(office)
largest = max(file.stat().st_size for file in Path(sys.argv[1]).rglob("*") if file.is_file())
resource.setrlimit(resource.RLIMIT_FSIZE, (largest + 100_000, resource.RLIM_INFINITY))
try:
    while True:
        print(office.dossiers.accept(intake(office, code), HOA).id, flush=True)
except StoreFull:
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    print(office.dossiers.accept(intake(office, code), HOA).id, flush=True)
    print("full")
    office.close()
"""


def test_a_file_that_cannot_grow_refuses_the_act_and_keeps_all_others(root):
    before = count(root)
    *accepted, last = ended(program(LIMITED, root))
    assert last == "full"
    assert len(accepted) > 3
    known = {stream.hex() for (stream,) in rows(root, "SELECT stream FROM event")}
    assert set(accepted) <= known
    codes = [code for (code,) in rows(root, "SELECT code FROM dossier ORDER BY code")]
    assert [int(code.split("-")[-1]) for code in codes] == list(range(1, len(codes) + 1))
    works_again(root, before + len(accepted))


def test_a_signer_that_cannot_write_says_so(root):
    office = again(root)
    office.queue.issue(KIOSK, group="other")
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
    try:
        with pytest.raises(StoreFull):
            office.checkpoint()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    office.close()
    works_again(root, 1)


# ---- locked


HOLDER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.readline()
"""


@pytest.mark.parametrize("file", ["office.db", "views.db"])
def test_a_store_held_by_another_program_says_so_after_a_while(root, monkeypatch, file):
    monkeypatch.setattr(application.store, "PATIENCE", 0.2)
    monkeypatch.setattr("application.follower.SECONDS_TO_WAIT", 0.2)
    office = again(root)
    office.digests()
    before = count(root)
    holder = program(HOLDER, root / file)
    assert holder.stdout.readline() == "held\n"
    if file == "office.db":
        with pytest.raises(StoreLocked):
            office.queue.issue(KIOSK, group="other")
        with pytest.raises(StoreLocked):
            office.rebuild()
        assert office.queue.board().waiting == {}, "reading goes on"
        assert count(root) == before
    else:
        office.queue.issue(KIOSK, group="other")
        with pytest.raises(StoreLocked):
            office.follower()
    ended(holder, "go\n")
    assert office.queue.issue(KIOSK, group="other").number
    office.follower()
    office.close()
    works_again(root, before)


def test_a_store_held_for_a_moment_is_waited_for(root):
    office = again(root)
    holder = program(HOLDER, root / "office.db")
    assert holder.stdout.readline() == "held\n"
    timer = threading.Timer(0.3, ended, (holder, "go\n"))
    timer.start()
    assert office.queue.issue(KIOSK, group="other").number == "G001"
    timer.join()
    office.close()


# ---- not a store, or not ours


def test_a_store_of_a_later_version_is_not_touched(root):
    as_owner(root, "UPDATE meta SET value = '2' WHERE key = 'format'")
    before = root.joinpath("office.db").read_bytes()
    for read_only in (False, True):
        with pytest.raises(StoreTooNew):
            again(root, read_only=read_only)
    assert root.joinpath("office.db").read_bytes() == before


def test_a_store_that_does_not_say_its_version_is_damaged(root):
    as_owner(root, "UPDATE meta SET value = 'x' WHERE key = 'format'")
    with pytest.raises(StoreDamaged):
        again(root)


@pytest.mark.parametrize(
    "content",
    [b"", bytes(range(256)) * 32, b"SQLite format 3\0" + bytes(4080)],
    ids=["empty", "noise", "head"],
)
def test_what_is_no_store_is_named_and_left_as_it_was(root, content):
    root.joinpath("office.db").write_bytes(content)
    with pytest.raises((NotAStore, StoreDamaged)):
        again(root)
    assert root.joinpath("office.db").read_bytes() == content


def test_a_database_of_another_program_is_left_as_it_was(root):
    root.joinpath("office.db").unlink()
    with closing(sqlite3.connect(root / "office.db")) as other, other:
        other.execute("CREATE TABLE recipes(name TEXT)")
    before = root.joinpath("office.db").read_bytes()
    with pytest.raises(NotAStore):
        again(root)
    assert root.joinpath("office.db").read_bytes() == before
    assert not root.joinpath("office.db-wal").exists()


@pytest.mark.parametrize("name", ["", "nowhere", "office.db"])
def test_a_folder_without_a_store_is_no_store(tmp_path, name):
    with pytest.raises(NotAStore):
        Office.at(tmp_path / name)


def test_an_office_is_never_founded_over_another(root):
    with pytest.raises(StoreExists):
        a_founding(root)
    works_again(root, 1)
    shutil.move(root / "office.db", root / "elsewhere.db")
    with pytest.raises(StoreExists):
        a_founding(root)  # its keys are still there, and open what was written with them


def test_a_damaged_store_is_named(root):
    with open(root / "office.db", "r+b") as file:
        size = file.seek(0, os.SEEK_END)
        for page in range(2, size // 4096):
            file.seek(page * 4096)
            file.write(os.urandom(4096))
    with pytest.raises(StoreDamaged):
        again(root).queue.issue(KIOSK, group="other")


def test_what_is_no_fault_of_the_store_stays_what_it_is():
    assert isinstance(faults.named(sqlite3.OperationalError("no such table"), "x"), sqlite3.OperationalError)
    assert isinstance(faults.named(OSError(2, "no such file"), "x"), OSError)
