"""Thirteen ways to falsify an office, by somebody who may write its files and may have stolen the key of its log.

Without the key an attacker writes the database and whatever is published, but not what belongs to the signer (`keys/`,
`signer.json`). With it the attacker owns the whole folder, and makes everything fit again: leaves, heads, tiles, books.
"""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from random import Random
from typing import NamedTuple

import msgspec

from application.clock import SetClock
from application.faults import Fault
from application.office import Office
from application.schema import GUARDS
from audit.export import export_tiles
from ledger.checkpoint import Checkpoint
from ledger.checkpoint import sign as sign_head
from ledger.fault import LedgerFault
from ledger.leaf import Opening, entry, leaf_hash
from ledger.note import Signer
from ledger.policy import DEFAULT_WITNESSES
from ledger.policy import Witness as Trusted
from ledger.proof import Proof
from ledger.receipt import compact
from ledger.tree import Tree
from tests.audit.a_small_office import KIOSK, UNIT, SmallOffice
from tests.audit.a_store import NO_GUARDS, sign
from tests.audit.meddling import bit_flipped
from witness.witness import Witness, found

NOON = 1_795_305_600
QUORUM = 2
"""Of three witnesses."""
COPIES = 3
"""Old copies that the attacker has kept, from earlier and earlier days."""
OUTSIDE = ("views.db", "views.db-wal", "views.db-shm", "verified.json", "witnesses.db")


class Row(NamedTuple):
    """An event with its leaf."""

    stream: bytes
    topic: str
    recorded_at: int
    state: bytes
    nonce: bytes
    claims: bytes


class Scene:
    """An office that three bodies have witnessed, and an attacker's old copies of it; made once and copied."""

    def __init__(self, base: Path) -> None:
        self.base = base
        small = SmallOffice(base / "store")
        self.office = small.office
        for name in DEFAULT_WITNESSES:
            found(base / name, f"{name}.example.vn/w1", name.encode().ljust(32)[:32])
            body = self.body(base, name)
            body.follow(self.office.log_keys.posted()[-1])
            self.office.witnessing.trust.add(Trusted(name, body.key.key, ""))
        for copy in range(COPIES):
            small.ticket()
            small.accepted()
            self._seen()
            shutil.copytree(base / "store", base / f"old-{copy}")
        small.working()
        self._seen()
        self.now = small.clock.now() + 3_600_000_000
        self.office.close()

    def _seen(self) -> None:
        """Signed, published, and countersigned by everybody."""
        self.office.checkpoint()
        export_tiles(self.office)
        self.office.digests()
        for name in DEFAULT_WITNESSES:
            assert pushed(self.office, self.body(self.base, name), name)
            self.office.witnessing.accept(self.body(self.base, name).shown(self.origin))

    @property
    def origin(self) -> str:
        return self.office.log_keys.posted()[-1].name

    def body(self, root: Path, name: str) -> Witness:
        return Witness(root / name, lambda: NOON)


class Case:
    """One attack on one copy of the scene."""

    def __init__(self, scene: Scene, root: Path, chance: Random, *, stolen: bool) -> None:
        self.scene, self.root, self.chance, self.stolen = scene, root, chance, stolen
        shutil.rmtree(root, ignore_errors=True)
        for name in ("store", *DEFAULT_WITNESSES):
            shutil.copytree(scene.base / name, root / name)
        self.store = root / "store"
        self.other: Path | None = None
        """A second face of the office, shown to others."""
        self.evidence = ""
        """A receipt that a citizen was given."""

    def office(self, store: Path | None = None) -> Office:
        return Office.at(store or self.store, clock=SetClock(self.scene.now))

    @property
    def key(self) -> Signer:
        """The stolen key; who has none makes one up under the same name."""
        if self.stolen:
            return Signer.parse((self.store / "keys" / "log.key").read_text().strip())
        return Signer(self.scene.origin, self.chance.randbytes(32))

    @property
    def vkeys(self) -> tuple[str, list[str]]:
        bodies = [str(self.scene.body(self.root, name).key.key) for name in DEFAULT_WITNESSES]
        return (self.store / "keys" / "log.vkey").read_text().strip(), bodies

    # ---- what an attacker does to rows

    def rows(self, store: Path | None = None) -> list[Row]:
        query = "SELECT stream, topic, recorded_at, state, nonce, claims FROM event JOIN leaf USING(id) ORDER BY id"
        with closing(sqlite3.connect((store or self.store) / "office.db")) as db:
            return [Row(*row) for row in db.execute(query)]

    def put(self, rows: list[Row], store: Path | None = None) -> None:
        """Write all events anew, numbered as if nothing had been, each with a leaf that fits."""
        versions: dict[bytes, int] = {}
        with closing(sqlite3.connect((store or self.store) / "office.db")) as db:
            db.executescript(f"{NO_GUARDS} DELETE FROM leaf; DELETE FROM event; DELETE FROM sqlite_sequence;")
            for id, row in enumerate(rows, 1):
                version = versions[row.stream] = versions.get(row.stream, 0) + 1
                opening = Opening(UNIT, row.stream, version, row.topic, row.state, row.claims, row.nonce)
                event = (id, row.stream, version, row.topic, row.recorded_at, row.state)
                db.execute("INSERT INTO event VALUES(?, ?, ?, ?, ?, ?)", event)
                leaf = (id, row.nonce, row.claims, opening.commitment)
                db.execute("INSERT INTO leaf VALUES(?, ?, ?, ?)", leaf)
            db.commit()
        self._guard(store or self.store)

    def careless(self, *statements: tuple[str, tuple[object, ...]]) -> None:
        """Change rows and nothing that goes with them."""
        with closing(sqlite3.connect(self.store / "office.db")) as db:
            db.executescript(NO_GUARDS)
            for statement, values in statements:
                db.execute(statement, values)
            db.commit()
        self._guard(self.store)

    def _guard(self, store: Path) -> None:
        with closing(sqlite3.connect(store / "office.db")) as db:
            db.executescript(";".join(GUARDS))

    def resign(self, store: Path | None = None, *, books: bool = True) -> None:
        """Books that fit the events; and with the stolen key a head, a memory and tiles that fit the leaves."""
        store = store or self.store
        for name in OUTSIDE:
            (store / name).unlink(missing_ok=True)
        if books:
            office = self.office(store)
            office.rebuild()
            office.close(sign=False)
        if not self.stolen:
            return
        shutil.rmtree(store / "tiles")
        with closing(sqlite3.connect(store / "office.db")) as db:
            (size,) = db.execute("SELECT count(*) FROM leaf").fetchone()
        sign(store, size, signer=self.key)
        shutil.copyfile(store / "checkpoint", store / "tiles" / "checkpoint")

    def old(self) -> Path:
        return self.scene.base / f"old-{self.chance.randrange(COPIES)}"

    def some(self, rows: list[Row], past: int = 1) -> int:
        """Any event but the first, and none of the last `past`."""
        return self.chance.randrange(1, len(rows) - past)


def told_otherwise(case: Case, row: Row, **changed: object) -> Row:
    """Another fact in the same envelope: another officer, device or command did it."""
    line = msgspec.json.decode(row.state)
    line |= {"command": case.chance.randbytes(16).hex(), "actor": "someone.else"} | changed
    return row._replace(state=msgspec.json.encode(line, order="sorted"), nonce=case.chance.randbytes(16))


def pushed(office: Office, body: Witness, name: str) -> bool:
    """Whether a witness countersigns the last head, asked from the size that it tells."""
    try:
        asked, _ = office.witnessing.request(name)
        answer = body.add_checkpoint(bytes(asked))
        if answer.status == 409:
            asked, _ = office.witnessing.request(name, int(answer.body))
            answer = body.add_checkpoint(bytes(asked))
    except (Fault, LedgerFault):
        return False
    return answer.status == 200


# ---- the attacks


def alter(case: Case) -> None:
    rows = case.rows()
    at = case.chance.randrange(len(rows))
    case.careless(
        ("UPDATE event SET state = ? WHERE id = ?", (bit_flipped(rows[at].state, case.chance), at + 1))
    )
    case.resign(books=False)


def swap(case: Case) -> None:
    """Two decisions change places."""
    rows = case.rows()
    one, other = case.chance.sample(range(len(rows)), 2)
    query = "UPDATE event SET state = ? WHERE id = ?"
    case.careless((query, (rows[other].state, one + 1)), (query, (rows[one].state, other + 1)))
    case.resign(books=False)


def hide(case: Case) -> None:
    """The event goes, its leaf stays."""
    case.careless(("DELETE FROM event WHERE id = ?", (case.chance.randrange(len(case.rows())) + 1,)))
    case.resign(books=False)


def smuggle(case: Case) -> None:
    """An event past the recorder, without a leaf."""
    rows = case.rows()
    like = told_otherwise(case, case.chance.choice(rows))
    event = (case.chance.randbytes(16), 1, like.topic, rows[-1].recorded_at, like.state)
    case.careless(
        ("INSERT INTO event(stream, version, topic, recorded_at, state) VALUES(?, ?, ?, ?, ?)", event)
    )
    case.resign(books=False)


def rewrite(case: Case) -> None:
    rows = case.rows()
    at = case.some(rows)
    rows[at] = told_otherwise(case, rows[at])
    case.put(rows)
    case.resign()


def backdate(case: Case) -> None:
    """An act that never was, among those of an earlier hour."""
    rows = case.rows()
    at = case.some(rows)
    when = rows[at].recorded_at
    like = told_otherwise(case, rows[at], recorded_at=when, occurred_at=when)
    rows.insert(at + 1, like)
    case.put(rows)
    case.resign()


def delete(case: Case) -> None:
    rows = case.rows()
    del rows[case.some(rows, past=0)]
    case.put(rows)
    case.resign()


def delete_and_add(case: Case) -> None:
    """The log even grows."""
    rows = case.rows()
    for _ in range(2):
        line = msgspec.json.decode(rows[-1].state)
        rows.append(told_otherwise(case, rows[-1], occurred_at=line["occurred_at"]))
    del rows[case.some(rows, past=2)]
    case.put(rows)
    case.resign()


def truncate(case: Case) -> None:
    rows = case.rows()
    case.put(rows[: -case.chance.randint(1, len(rows) // 2)])
    case.resign()


def restore(case: Case) -> None:
    """An old copy comes back: all of it with the key, the database alone without."""
    old = case.old()
    if case.stolen:
        shutil.rmtree(case.store)
        shutil.copytree(old, case.store)
        return
    for name in ("office.db", "office.db-wal", "office.db-shm"):
        (case.store / name).unlink(missing_ok=True)
        if (old / name).exists():
            shutil.copyfile(old / name, case.store / name)
    case.resign()


def restore_and_continue(case: Case) -> None:
    """An old copy comes back, and the office itself goes on from it and signs, if its signer lets it."""
    restore(case)
    with suppress(Fault), closing(case.office()) as office:
        for _ in range(case.chance.randint(1, 30)):
            office.queue.issue(KIOSK, group="other")


def split_view(case: Case) -> None:
    """Two copies of one office go on, each in its own way."""
    case.other = case.root / "other"
    shutil.copytree(case.store, case.other)
    for store in (case.store, case.other):
        rows = case.rows(store)
        for _ in range(case.chance.randint(1, 5)):
            rows.append(told_otherwise(case, rows[-1]))
        case.put(rows, store)
        case.resign(store)


def forge_receipt(case: Case) -> None:
    """A receipt for what the log never held, under a head made up for it."""
    rows = case.rows()
    like = told_otherwise(case, case.chance.choice(rows))
    opening = Opening(
        UNIT, case.chance.randbytes(16), 1, "dossier.accepted", like.state, b'{"code":"X"}', like.nonce
    )
    with closing(sqlite3.connect(case.store / "office.db")) as db:
        leaves = [leaf_hash(entry(c)) for (c,) in db.execute("SELECT commitment FROM leaf ORDER BY id")]
    tree = Tree([*leaves, leaf_hash(entry(opening.commitment))])
    key = case.key
    head = sign_head(Checkpoint(case.scene.origin, len(tree), tree.root()), key)
    proof = Proof(len(leaves), tuple(tree.inclusion(len(leaves), len(tree))), head, b"")
    case.evidence = str(compact(opening, proof, (key.key,), 0))


ATTACKS: dict[str, Callable[[Case], None]] = {
    each.__name__: each
    for each in (
        alter, swap, hide, smuggle, rewrite, backdate, delete, delete_and_add, truncate, restore,
        restore_and_continue, split_view, forge_receipt,
    )
}  # fmt: skip
CARELESS = {"alter", "swap", "hide", "smuggle"}
