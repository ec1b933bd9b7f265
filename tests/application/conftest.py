"""A folder in memory where the machine has one, for crowds: there the disk's pace is not what is tested."""

import shutil
import tempfile
from pathlib import Path

import pytest

MEMORY = Path("/dev/shm")


@pytest.fixture
def folder(tmp_path):
    if not MEMORY.is_dir():
        yield tmp_path
        return
    made = Path(tempfile.mkdtemp(prefix="motcua-", dir=MEMORY))
    yield made
    shutil.rmtree(made)
