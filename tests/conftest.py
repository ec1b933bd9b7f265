"""Laws are tried on many examples, and none of them by a stop-watch: a busy machine proves nothing about the house."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

EXPLORE = bool(os.environ.get("MOTCUA_EXPLORE"))
"""The same examples in every run, so that a red run tells of a change and not of luck; new ones in the long run."""

settings.register_profile(
    "house", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=not EXPLORE
)
settings.load_profile("house")

MEMORY = Path("/dev/shm")


@pytest.fixture
def in_memory(tmp_path):
    """A folder in memory where the machine has one, for whatever does not test the pace of a disk."""
    if not MEMORY.is_dir():
        yield tmp_path
        return
    made = Path(tempfile.mkdtemp(prefix="motcua-", dir=MEMORY))
    yield made
    shutil.rmtree(made)


CHROMIUM = "/usr/bin/chromium"
ALONE = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""Chromium asks nobody for anything but the page."""


@pytest.fixture(scope="module")
def chromium():
    """The system's browser, opened once for each file of tests."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ALONE)
        yield browser
        browser.close()
