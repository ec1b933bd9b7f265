"""The demonstration ends in a kiosk that goes on like any other: numbers in advance, and the pages its codes open."""

import os
import sys

import pytest

from tests.walks.a_street import read
from tests.walks.a_terminal import Screen
from tests.web.over_the_network import until

pytestmark = pytest.mark.system


def test_the_kiosk_of_the_demonstration_holds_numbers_for_when_its_office_is_away(tmp_path):
    command = [sys.executable, "-m", "motcua", "demo", "--days", "2", "--store", tmp_path / "store"]
    kiosk = Screen(tmp_path, "demo", command, {"LANG": "C.UTF-8", "PATH": os.environ["PATH"]})
    try:
        assert until(lambda: "Trợ giúp" in kiosk.words(), 120), kiosk.words()
        held = tmp_path / "store" / "kiosks" / "kiosk-1" / "kiosk.db"
        assert until(lambda: held.exists() and read(held, "SELECT count(*) FROM number")[0][0] > 0)
    finally:
        kiosk.close()
