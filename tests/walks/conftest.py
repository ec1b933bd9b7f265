"""A founded office for every walk, copied from one that was founded once: founding costs more than most walks."""

import fcntl
import os
import shutil
import tempfile
from pathlib import Path

import pytest

from motcua.demonstration import made
from tests.application.an_office import again, an_office
from tests.conftest import MEMORY


@pytest.fixture(scope="session")
def shelf(tmp_path_factory):
    """A folder in memory where the machine has one: the disk's pace is not what is walked here."""
    if not MEMORY.is_dir():
        yield tmp_path_factory.mktemp("shelf")
        return
    made = Path(tempfile.mkdtemp(prefix="motcua-walks-", dir=MEMORY))
    yield made
    shutil.rmtree(made)


@pytest.fixture(scope="session")
def founded(shelf):
    """A commune on the morning of Monday 2 March 2026."""
    root = shelf / "founded"
    an_office(root).close()
    return root


@pytest.fixture
def office(founded, shelf):
    root = shutil.copytree(founded, Path(tempfile.mkdtemp(dir=shelf)) / "store")
    made = again(root)
    yield made
    made.close()
    shutil.rmtree(root.parent)


@pytest.fixture(scope="session")
def half_year(tmp_path_factory):
    """The summary of the demonstration's half year, which is lived once for all workers: others wait, and read it."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    with (shared / "half-year.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return made(shared / "half-year", days=None, seed=1, fresh=False)
