"""One bit of a store's content changed at random, and what must be named for it."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from audit.findings import Findings
from audit.opening import NotAStore, connected, readable
from audit.published import check_tiles
from audit.verify import verify
from tests.audit.a_store import tampering
from tests.audit.meddling import bit_flipped

CELLS = [
    *(("event", column) for column in ("id", "stream", "version", "topic", "recorded_at", "state")),
    *(("leaf", column) for column in ("id", "nonce", "claims", "commitment")),
    *(("log", column) for column in ("number", "origin", "start")),
    *(("meta", column) for column in ("key", "value")),
]
NUMBERS = {"id", "version", "recorded_at", "number", "start"}
TEXTS = {"topic", "origin", "key", "value"}
FILES = ["checkpoint", "signer.json", "tiles/checkpoint"]


class Mutated(NamedTuple):
    """Where a bit was changed, and what may be named for it: events, or a file; else whatever is found will do."""

    where: str
    events: frozenset[int] = frozenset()
    file: str = ""


class Store:
    """A store to change one bit at a time, and to put back as it was."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.database = (root / "office.db").read_bytes()
        with closing(sqlite3.connect(root / "office.db")) as rows:
            (self.events,) = rows.execute("SELECT max(id) FROM event").fetchone()
        tiles = (path for path in (root / "tiles" / "tile").rglob("*") if path.is_file())
        self.tiles = sorted(path.relative_to(root).as_posix() for path in tiles)

    def mutate(self, chance) -> Mutated | None:
        """Change one bit; None when SQLite refused, since no such row can exist, or the cell is empty."""
        kind = chance.randrange(20)
        if kind >= 17:
            return self._file(chance.choice(FILES), chance)
        if kind >= 13:
            return self._file(chance.choice(self.tiles), chance)
        return self._cell(*CELLS[chance.randrange(len(CELLS))], chance)

    def put_back(self, mutated):
        if mutated is not None and mutated.file:
            (self.root / mutated.file).write_bytes(self.kept)
        else:
            (self.root / "office.db").write_bytes(self.database)

    def _file(self, name, chance):
        self.kept = (self.root / name).read_bytes()
        (self.root / name).write_bytes(bit_flipped(self.kept, chance))
        return Mutated(name, file=name)

    def _cell(self, table, column, chance):
        with tampering(self.root) as rows:
            rowids = [rowid for (rowid,) in rows.execute(f"SELECT rowid FROM {table}")]
            rowid = chance.choice(rowids)
            cast = f"CAST({column} AS BLOB)" if column in TEXTS else column
            (value,) = rows.execute(f"SELECT {cast} FROM {table} WHERE rowid = ?", (rowid,)).fetchone()
            if value == b"":
                return None
            new = bit_flipped(value, chance)
            mark = "CAST(? AS TEXT)" if column in TEXTS else "?"
            try:
                rows.execute(f"UPDATE {table} SET {column} = {mark} WHERE rowid = ?", (new, rowid))
            except sqlite3.IntegrityError:
                return None
        if table not in {"event", "leaf"}:
            return Mutated(f"{table}.{column}")
        named = frozenset({rowid, new} if column == "id" else {rowid})
        return Mutated(f"{table}.{column} of {rowid}", events=named)


def named(root: Path, mutated: Mutated, vkey: str) -> bool:
    """Whether an examination says no, and names the event or the file."""
    try:
        verdict = verify(root)
    except NotAStore:
        return not mutated.events and not mutated.file
    findings = Findings()
    with readable(root) as address, closing(connected(address)) as rows:
        check_tiles(root, rows, vkey, findings)
    if mutated.events:
        return verdict.first_bad is not None and verdict.first_bad.event in mutated.events
    problems = [*verdict.problems, *findings.problems]
    if mutated.file:
        return any(each.file == mutated.file or repr(mutated.file) in each.sentence for each in problems)
    return bool(problems)


def missed(root: Path, many: int, chance, vkey: str) -> list[str]:
    """Change `many` single bits, one at a time; those that were not found and named."""
    store, unseen, done = Store(root), [], 0
    while done < many:
        mutated = store.mutate(chance)
        if mutated is not None:
            done += 1
            if not named(root, mutated, vkey):
                unseen.append(mutated.where)
        store.put_back(mutated)
    return unseen
