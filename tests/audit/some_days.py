"""A small office that works day after day, digests each day once it is over, and is copied in the three ways."""

import sqlite3
from contextlib import closing
from datetime import date, timedelta

from audit.mirror import MirrorSource
from audit.mirroring import write_mirror
from audit.replay import replay
from audit.sources import of_office, store_at
from tests.audit.a_small_office import COPY, DAY


def day_after(day, days=1):
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def worked(small, days, *, first=DAY):
    """Each day a visitor takes a number and a dossier is taken in; each morning yesterday is digested."""
    for number in range(days):
        small.on(day_after(first, number))
        small.office.digesting.close_day()
        small.ticket()
        small.accepted(COPY)
    small.on(day_after(first, days))
    small.office.digesting.close_day()


def backed_up(root, copy):
    """SQLite's own online backup, and the files beside the database that are not secret."""
    (copy / "keys").mkdir(parents=True)
    with (
        closing(sqlite3.connect(root / "office.db")) as store,
        closing(sqlite3.connect(copy / "office.db")) as to,
    ):
        store.backup(to)
    for name in ("checkpoint", "signer.json", "keys/log.vkey"):
        (copy / name).write_bytes((root / name).read_bytes())
    return copy


def mirrored(office, folder):
    office.checkpoint()
    return write_mirror(of_office(office), folder)


def met_from_each(root, backup, mirror):
    """The digests that a replay meets: from the store, from its backup, from the mirror alone."""
    found = []
    with store_at(root) as source, replay(source) as moment:
        found.append((moment.met, moment.digests(), moment.tree.root))
    with store_at(backup) as source, replay(source) as moment:
        found.append((moment.met, moment.digests(), moment.tree.root))
    with replay(MirrorSource(mirror)) as moment:
        found.append((moment.met, moment.digests(), moment.tree.root))
    return found
