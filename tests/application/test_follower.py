"""Views are of this log: where the log was put back to an older state, they are folded anew."""

import sqlite3
from contextlib import closing

import pytest

from tests.application.an_office import KIOSK, again, an_office, as_owner


@pytest.fixture
def office(tmp_path):
    return an_office(tmp_path / "store")


def tickets(office, number):
    for _ in range(number):
        office.queue.issue(KIOSK, group="other")


def put_back(office, backup):
    """The office is closed and `office.db` is the one of the backup."""
    office.close(sign=False)
    for beside in ("-wal", "-shm"):
        office.folder.database.with_name(f"office.db{beside}").unlink(missing_ok=True)
    office.folder.database.write_bytes(backup.read_bytes())


def backed_up(office, path):
    with closing(sqlite3.connect(path)) as backup:
        office.core.store.writer.backup(backup)
    return path


@pytest.mark.parametrize("since", [0, 1, 5, 9])
def test_views_ahead_of_a_restored_log_are_folded_anew(office, tmp_path, since):
    """Also when the log has grown again to where the views stood, or beyond."""
    backup = backed_up(office, tmp_path / "backup.db")
    live = office.digests()
    tickets(office, 5)
    assert office.digests() != live
    put_back(office, backup)
    restored = again(tmp_path / "store")
    tickets(restored, since)
    found = restored.digests()
    restored.rebuild()
    assert restored.digests() == found
    assert since or found == live
    restored.close(sign=False)


def test_views_that_saw_work_which_was_undone_are_folded_anew(office):
    live = office.digests()
    with pytest.raises(ZeroDivisionError), office.core.store.together():  # noqa: PT012
        tickets(office, 3)
        office.follower()
        raise ZeroDivisionError
    assert office.digests() == live
    office.close()


def test_views_of_an_earlier_version_are_taken_over(office, tmp_path):
    live = office.digests()
    office.close(sign=False)
    as_owner(office.folder.root, "ALTER TABLE position DROP COLUMN leaf", file="views.db")
    later = again(tmp_path / "store")
    assert later.digests() == live
    later.close(sign=False)
