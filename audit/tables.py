"""The tables and guards a store must have. Without its guards, rows could be rewritten by mistake."""

import json
import re
import sqlite3

from audit.findings import Findings

EXPECTED_TABLES = {
    "meta": "CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
    "log": """CREATE TABLE log(
        number INTEGER PRIMARY KEY, origin TEXT NOT NULL, start INTEGER NOT NULL) STRICT""",
    "event": """CREATE TABLE event(
        id INTEGER PRIMARY KEY AUTOINCREMENT, stream BLOB NOT NULL CHECK(length(stream) = 16),
        version INTEGER NOT NULL CHECK(version > 0), topic TEXT NOT NULL, recorded_at INTEGER NOT NULL,
        state BLOB NOT NULL, UNIQUE(stream, version)) STRICT""",
    "leaf": """CREATE TABLE leaf(
        id INTEGER PRIMARY KEY REFERENCES event(id), nonce BLOB NOT NULL CHECK(length(nonce) = 16),
        claims BLOB NOT NULL, commitment BLOB NOT NULL CHECK(length(commitment) = 32)) STRICT""",
}

EXPECTED_TRIGGERS = {
    f"{table}_no_{act}": (table, verb)
    for table in ("event", "leaf")
    for act, verb in (("update", "UPDATE"), ("delete", "DELETE"), ("replace", "INSERT"))
}
"""Each guard with its table and what it forbids; `no_replace` forbids an INSERT over a row that is there."""

_META = frozenset({b"format", b"unit", b"simulated"})
_FIRST = "SELECT CAST(topic AS BLOB), state FROM event WHERE id = 1"
_OPENED = b"office.opened"

_ALL = "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master"


def check_tables(rows: sqlite3.Connection, findings: Findings) -> bool:
    """Whether every table and guard is the expected one; tells what is not."""
    before = findings.count
    found = {(kind, name): (table, sql) for kind, name, table, sql in rows.execute(_ALL)}
    for name, sql in EXPECTED_TABLES.items():
        if _squeezed(found.get(("table", name), ("", ""))[1]) != _squeezed(sql):
            findings.say(
                "schema", f"The table {name!r} is not the one the format asks for: restore the store."
            )
    for name, (table, verb) in EXPECTED_TRIGGERS.items():
        if not _guards(found.get(("trigger", name), ("", ""))[1], name, table, verb):
            findings.say("guard", f"The guard {name!r}, which keeps rows from being rewritten, is gone.")
    for (kind, name), (table, _) in found.items():
        if kind == "trigger" and table in EXPECTED_TABLES and name not in EXPECTED_TRIGGERS:
            findings.say(
                "guard", f"The table {table!r} has a trigger {name!r} that the format does not know."
            )
    _check_meta(rows, findings)
    return findings.count == before


def _check_meta(rows: sqlite3.Connection, findings: Findings) -> None:
    """Nothing but what the format knows; and a trial office says so in its first event as well."""
    meta = dict(rows.execute("SELECT CAST(key AS BLOB), CAST(value AS BLOB) FROM meta"))
    for name in sorted(meta.keys() - _META):
        findings.say("meta", f"The table 'meta' has a row {name!r} that the format does not know.")
    simulated = meta.get(b"simulated", b"0")
    if simulated not in {b"0", b"1"} or _said(rows) not in {None, simulated == b"1"}:
        findings.say(
            "meta", "The row 'simulated' of the table 'meta' says something else than the first event."
        )


def _said(rows: sqlite3.Connection) -> object:
    """Whether the first event says that the office is simulated; None where it does not say."""
    try:
        topic, state = rows.execute(_FIRST).fetchone() or (b"", b"")
        return json.loads(state)["fact"]["simulated"] if topic == _OPENED else None
    except (sqlite3.DatabaseError, ValueError, KeyError, TypeError, RecursionError):
        return None  # what is wrong with that event is said elsewhere


def _guards(sql: str, name: str, table: str, verb: str) -> bool:
    # Only the guard against replacing has a condition; a condition on another would let rows through.
    condition = "WHENEXISTS.*" if verb == "INSERT" else ""
    pattern = rf"CREATETRIGGER{name}BEFORE{verb}ON{table}{condition}BEGINSELECTRAISE\(ABORT,'[^']*'\);END"
    return re.fullmatch(pattern, _squeezed(sql)) is not None


def _squeezed(sql: str) -> str:
    return "".join(sql.split())
