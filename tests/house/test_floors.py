"""The floors hold when the program runs, deferred imports included: each room brings in only what its floor may."""

import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
ROOMS = {
    "domain",
    "ledger",
    "wording",
    "projections",
    "papers",
    "application",
    "kiosk",
    "desk",
    "web",
    "audit",
    "witness",
    "motcua",
}
STREET = {"textual", "litestar", "uvicorn", "typer", "rich", "PIL", "qrcode"}

LOADED = """
import importlib, pkgutil, sys
before = set(sys.modules)
package = importlib.import_module(sys.argv[1])
for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
    importlib.import_module(module.name)
print(*sorted({name.partition(".")[0] for name in set(sys.modules) - before}))
"""


def loaded_by(room):
    """Top-level packages that come with importing every module of a room."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED, room], capture_output=True, text=True, cwd=HOUSE, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def foreign(names):
    """Those that are neither Python's own nor a private part of another package."""
    return {name for name in names if name not in sys.stdlib_module_names and not name.startswith("_")}


@pytest.mark.parametrize(
    ("room", "ours", "others"),
    [
        ("domain", {"domain"}, {"msgspec"}),
        ("ledger", {"ledger"}, {"cryptography"}),
        ("wording", {"wording"}, {"msgspec"}),
        ("witness", {"witness", "ledger"}, {"cryptography"}),
        ("projections", {"projections", "domain"}, {"msgspec"}),
    ],
)
def test_a_room_brings_in_only_what_its_floor_may(room, ours, others):
    names = foreign(loaded_by(room))
    assert names & ROOMS <= ours
    assert names - ROOMS - {"typing_extensions"} <= others  # which msgspec takes where it finds it


def test_the_domain_knows_no_storage_network_clock_or_chance():
    names = loaded_by("domain")
    assert not names & {"sqlite3", "socket", "ssl", "http", "secrets", "random", "asyncio"}


def test_the_office_knows_no_screen_and_no_web():
    names = foreign(loaded_by("application"))
    assert names & ROOMS == {"application", "projections", "papers", "domain", "ledger", "wording"}
    assert not names & STREET


def test_verification_trusts_the_ledger_alone():
    text = "import audit.verify, sys; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, cwd=HOUSE, check=True)
    assert set(done.stdout.split()) & ROOMS == {"audit", "ledger"}
    assert "eventsourcing" not in done.stdout.split()


def test_no_room_shadows_a_package_of_somebody_else():
    from importlib.metadata import packages_distributions

    for room in ROOMS:
        assert set(packages_distributions().get(room, ["motcua"])) == {"motcua"}
