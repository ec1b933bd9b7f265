"""`motcua bench`: our work beside the raw limit of the same machine, interleaved in one run, so that ratios hold."""

import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from application.office import Office

ROUNDS = 5
EVENTS = 12_000
COMMANDS = 300
VISITS = 500


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """Ours and the raw limit, in the same unit; `share` is ours as a share of the limit (1.0 is as fast as it gets)."""

    name: str
    what: str
    unit: str
    ours: float
    limit: float
    share: float
    rounds: int

    def as_text(self) -> str:
        return (
            f"{self.name:8} {self.what}\n         {self._figure(self.ours)} {self.unit}   "
            f"limit {self._figure(self.limit)} {self.unit}   share {self.share:.2f}   (median of {self.rounds} rounds)"
        )

    @staticmethod
    def _figure(value: float) -> str:
        return f"{value:12,.0f}" if value >= 100 else f"{value:12,.2f}"  # noqa: PLR2004


def measure(name: str, visits: int = VISITS) -> list[Result]:
    """`visits`: how many the kiosk's memory is watched for."""
    if name == "audit":
        return _audit()
    return _kiosk(visits) if name == "kiosk" else [PAIRED[name]()]


def _append() -> Result:
    """A durable ticket (event, leaf, read models) beside a raw transaction of three rows."""
    with _office() as office:
        issue = _issuer(office)
        raw = _raw_writer(office.folder.root / "raw.db")

        def ours() -> None:
            for _ in range(COMMANDS):
                issue()

        def limit() -> None:
            for number in range(COMMANDS):
                raw(number)

        return _paired("append", "durable tickets, one at a time", "tickets/s", COMMANDS, ours, limit)


def _rebuild() -> Result:
    """Every read model rebuilt, beside reading and decoding every event once."""
    with _office() as office:
        count = _fill(office)
        office.digests()

        def limit() -> None:
            for _ in office.store.select(office.store.reader()):
                pass

        return _paired("rebuild", "all read models from the log", "events/s", count, office.rebuild, limit)


def _verify() -> Result:
    """`audit verify` beside reading the rows and hashing leaves and tree."""
    from audit.verify import verify

    with _office() as office:
        count = _fill(office)
        office.checkpoint()

        def limit() -> None:
            _scan_and_hash(office)

        return _paired(
            "verify", "the whole log", "events/s", count, lambda: verify(office.folder.root), limit
        )


def _audit() -> list[Result]:
    """A year of a large commune, verified on one core and on two, beside one pass that reads and hashes."""
    from motcua.benches.audit import run

    results: list[Result] = []
    for each in run():
        what = f"{each.events:,} events, {'one core' if each.cores == 1 else f'{each.cores} cores'}"
        seconds = Result(
            name="audit",
            what=what,
            unit="s",
            ours=each.ours,
            limit=each.limit,
            share=each.share,
            rounds=each.rounds,
        )
        rates = {"ours": each.events / each.ours, "limit": each.events / each.limit}
        results += [msgspec.structs.replace(seconds, unit="events/s", **rates), seconds]
    return results


def _kiosk(visits: int) -> list[Result]:
    """Beside a program of the same toolkit that only fills the screen; a share of 1 is the toolkit itself."""
    from application.founding import found
    from motcua.benches.kiosk import run

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "office"
        found(root, simulated=True).close()
        return [
            Result(
                name="kiosk",
                what=each.what,
                unit=each.unit,
                ours=each.ours,
                limit=each.limit,
                share=each.limit / each.ours if each.ours else 1.0,
                rounds=each.rounds,
            )
            for each in run(root, visits)
        ]


PAIRED: dict[str, Callable[[], Result]] = {"append": _append, "rebuild": _rebuild, "verify": _verify}
BENCHES = (*PAIRED, "audit", "kiosk")


def _paired(
    name: str, what: str, unit: str, count: int, ours: Callable[[], object], limit: Callable[[], object]
) -> Result:
    """Turn by turn, so that a slow minute of the machine hits both sides."""
    mine, theirs = [], []
    for _ in range(ROUNDS):
        mine.append(count / _seconds(ours))
        theirs.append(count / _seconds(limit))
    share = median(a / b for a, b in zip(mine, theirs, strict=True))
    return Result(
        name=name, what=what, unit=unit, ours=median(mine), limit=median(theirs), share=share, rounds=ROUNDS
    )


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


@contextmanager
def _office() -> Iterator["Office"]:
    from application.founding import found

    with tempfile.TemporaryDirectory() as folder:
        office = found(Path(folder) / "office", simulated=True)
        try:
            yield office
        finally:
            office.close()


def _issuer(office: "Office") -> Callable[[], object]:
    from application.envelope import Actor

    kiosk = Actor("kiosk-1", "citizen", "kiosk-1")
    code = office.catalogue.procedures()[0].code
    return lambda: office.queue.issue(kiosk, procedure=code)


def _fill(office: "Office") -> int:
    """A day's tickets, many times over: taken, printed, called, served."""
    from application.envelope import Actor

    kiosk, password = Actor("kiosk-1", "citizen", "kiosk-1"), "nobody works here"
    office.staff.set_password("nt.hoa", password)
    officer = office.staff.sign_in("nt.hoa", password, "1", "desk-1")
    code = office.catalogue.procedures()[0].code
    while office.store.last_id() < EVENTS:
        with office.store.together():
            for _ in range(200):
                ticket = office.queue.issue(kiosk, procedure=code)
                office.queue.printed(ticket.id, "screen", kiosk)
                office.queue.call_number(ticket.number, "1", officer)
                office.queue.start(ticket.id, officer)
                office.queue.finish(ticket.id, "other", officer)
    return office.store.last_id()


def _raw_writer(path: Path) -> Callable[[int], None]:
    """The least a durable event with its leaf and one row of a read model can cost: three rows, one commit."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute(
        "CREATE TABLE event(id INTEGER PRIMARY KEY AUTOINCREMENT, stream BLOB, version INTEGER, topic TEXT, "
        "recorded_at INTEGER, state BLOB, UNIQUE(stream, version))"
    )
    connection.execute("CREATE TABLE leaf(id INTEGER PRIMARY KEY, nonce BLOB, claims BLOB, commitment BLOB)")
    connection.execute("CREATE TABLE row(stream TEXT PRIMARY KEY, state TEXT)")
    state = b"x" * 500

    def write(_: int) -> None:
        connection.execute("BEGIN IMMEDIATE")
        written = connection.execute(
            "INSERT INTO event(stream, version, topic, recorded_at, state) VALUES(randomblob(16), 1, 't', 1, ?)",
            (state,),
        )
        connection.execute("INSERT INTO leaf VALUES(?, x'00', x'', x'00')", (written.lastrowid,))
        connection.execute("INSERT INTO row VALUES(hex(randomblob(16)), ?)", (state,))
        connection.execute("COMMIT")

    return write


def _scan_and_hash(office: "Office") -> None:
    from ledger.leaf import committer, entry, leaf_hash
    from ledger.tree import Frontier

    commit, frontier = committer(office.store.unit), Frontier()
    query = (
        "SELECT e.stream, e.version, e.topic, e.state, l.claims, l.nonce FROM event e JOIN leaf l ON l.id = e.id "
        "ORDER BY e.id"
    )
    rows = office.store.reader().execute(query)
    frontier.extend(
        [
            leaf_hash(entry(commit(stream, version, topic.encode(), state, claims, nonce)))
            for stream, version, topic, state, claims, nonce in rows
        ]
    )
    frontier.root()
