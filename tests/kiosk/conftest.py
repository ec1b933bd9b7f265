"""A founded office, copied for each test that wants one of its own, and a folder that no disk slows down."""

import shutil
import tempfile
from pathlib import Path

import pytest

from tests.kiosk.a_hall import founded, opened


@pytest.fixture(scope="session")
def template(tmp_path_factory):
    return founded(tmp_path_factory.mktemp("founded") / "store")


@pytest.fixture
def office(template, tmp_path):
    made = opened(template, tmp_path / "store")
    yield made
    made.close()


@pytest.fixture
def in_memory(tmp_path):
    """In memory where the machine has one: how soon a disk has a number is not what is tested."""
    if not Path("/dev/shm").is_dir():
        yield tmp_path
        return
    made = Path(tempfile.mkdtemp(prefix="motcua-", dir="/dev/shm"))
    yield made
    shutil.rmtree(made)
