"""An office with two witnesses on the network and one that is reached by stick."""

import shutil
from contextlib import ExitStack

import pytest

from tests.application.an_office import again
from tests.application.witnessing.some_witnesses import Bodies, push, pushed, trusting


@pytest.fixture
def bodies(tmp_path):
    with ExitStack() as stack:
        yield Bodies(tmp_path / "bodies", stack)


@pytest.fixture
def office(office, bodies):
    return trusting(office, bodies)


def copied(office, tmp_path):
    """The office as a backup of it was, opened in its place after the newer one is closed."""
    kept = tmp_path / "backup"
    office.core.store.writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copytree(office.folder.root, kept)
    return kept


@pytest.fixture
def older(office, tmp_path, bodies):
    """A backup from before the last heads that the witnesses countersigned."""
    push(office)
    kept = copied(office, tmp_path)
    for _ in range(3):
        pushed(office)
    restored = again(kept)
    yield restored
    restored.core.store.close()
