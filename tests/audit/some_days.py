"""A small office that works day after day, digests each day once it is over, and is copied in the three ways."""

from datetime import date, timedelta

from application.backup import back_up
from application.restoring import restore
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


def put_back(office, folder):
    """The office's backup, with its keys, put back into a folder of its own."""
    keys = folder / "keys" / "all.keys"
    back_up(office, folder / "image", keys)
    restore(folder / "image", folder / "store", keys)
    return folder / "store"


def mirrored(office, folder):
    office.checkpoint()
    return write_mirror(of_office(office), folder)


def met_from_each(root, restored, mirror):
    """The digests that a replay meets: from the store, from its backup put back, from the mirror alone."""
    found = []
    with replay(MirrorSource(mirror)) as moment:
        size = moment.size
        found.append((moment.met, moment.digests(), moment.tree.root))
    for each in (root, restored):
        with store_at(each) as source, replay(source, size=size) as moment:
            found.append((moment.met, moment.digests(), moment.tree.root))
    return found
