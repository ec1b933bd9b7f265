"""The tables of `office.db`: events, leaves, and the guards that refuse to let either be rewritten."""

FORMAT = 1
"""Version of the stored format; a store of a later format is never opened."""

APPLICATION_ID = 0x4D_43_55_41  # "MCUA", so that `file` and others can tell what this is

TABLES = (
    "CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
    "CREATE TABLE log(number INTEGER PRIMARY KEY, origin TEXT NOT NULL, start INTEGER NOT NULL) STRICT",
    """CREATE TABLE event(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  stream BLOB NOT NULL CHECK(length(stream) = 16),
  version INTEGER NOT NULL CHECK(version > 0),
  topic TEXT NOT NULL,
  recorded_at INTEGER NOT NULL,
  state BLOB NOT NULL,
  UNIQUE(stream, version)
) STRICT""",
    """CREATE TABLE leaf(
  id INTEGER PRIMARY KEY REFERENCES event(id),
  nonce BLOB NOT NULL CHECK(length(nonce) = 16),
  claims BLOB NOT NULL,
  commitment BLOB NOT NULL CHECK(length(commitment) = 32)
) STRICT""",
)


def _guards(table: str) -> tuple[str, ...]:
    # REPLACE skips DELETE triggers, so an insert over an existing row needs a guard of its own.
    taken = f"EXISTS(SELECT 1 FROM {table} WHERE id = NEW.id)"
    if table == "event":
        taken += " OR EXISTS(SELECT 1 FROM event WHERE stream = NEW.stream AND version = NEW.version)"
    return (
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
        "BEGIN SELECT RAISE(ABORT, 'the log is never rewritten'); END",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
        "BEGIN SELECT RAISE(ABORT, 'nothing is ever removed from the log'); END",
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {taken} "
        "BEGIN SELECT RAISE(ABORT, 'this line of the log is already written'); END",
    )


GUARDS = (*_guards("event"), *_guards("leaf"))

PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA cache_size=-16384",
    "PRAGMA temp_store=MEMORY",
)
