"""Whether the books that the office works with are what the log makes of them, and its keys open what they should."""

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag

from application.store import seen
from audit.findings import Findings
from projections import following_folds, inline_folds
from projections.fold import build_tables, digests

if TYPE_CHECKING:
    from application.office import Office

TRIES = 20
"""Looks at an office that writes at the same moment."""
NONCE = 12

_KEYS = "SELECT stream, wrapped FROM key ORDER BY stream"
# In JSON the quotes of a text are escaped, so only the envelope's own key is written like this.
_SEALED = """SELECT DISTINCT stream FROM event WHERE instr(state, CAST('"sealed":"' AS BLOB)) > 0"""


def check_books(office: "Office", findings: Findings) -> int:
    """Fold the whole log anew, in memory, and compare every table; how many tables there are."""
    for _ in range(TRIES):
        last, kept = office.store.last_id(), office.digests()
        if last == office.store.last_id():
            break
    else:
        return 0  # it writes without a pause: the next examination will see
    anew = _folded(office, last)
    for table in sorted(anew.keys() | kept.keys()):
        if anew.get(table) != kept.get(table):
            what = f"The table {table!r} does not hold what the log makes of it: run «motcua rebuild»."
            findings.say("books", what)
    return len(anew)


def _folded(office: "Office", last: int) -> dict[str, str]:
    folds = [*inline_folds(), *following_folds()]
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as memory:
        events = (seen(event) for event in office.store.select(office.store.reader(), until=last))
        build_tables(memory, folds, events)
        return digests(memory, folds)


def check_vault(office: "Office", findings: Findings) -> int:
    """Open every key of the vault, and see that no sealed event is without; how many keys were opened."""
    vault = office.store.vault
    marked: set[bytes] = set()
    opened = 0
    for stream, wrapped in vault.connection.execute(_KEYS).fetchall():
        marked.add(stream)
        if not wrapped:
            continue  # the person was erased
        try:
            vault.kek.decrypt(wrapped[:NONCE], wrapped[NONCE:], stream)
            opened += 1
        except (InvalidTag, ValueError):
            findings.say("vault", f"The key of {stream.hex()} cannot be opened: restore the file of keys.")
    for (stream,) in office.store.reader().execute(_SEALED):
        if stream not in marked:
            findings.say("vault", f"There is no key for what is sealed in {stream.hex()}: restore the keys.")
    whole = vault.connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if whole != "ok":
        findings.say("vault", f"The vault is damaged ({whole}): restore the file of keys.")
    return opened
