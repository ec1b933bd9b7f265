"""Every command that the README and its Vietnamese twin show works as it stands."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
SHOWN = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)


def commands(document):
    text = (HOUSE / document).read_text(encoding="utf-8")
    return [line for block in SHOWN.findall(text) for line in block.strip().splitlines()]


@pytest.fixture(scope="module")
def shop(tmp_path_factory, half_year):
    """A folder to stand in, and the store that every command finds by its variable, as the first command leaves it."""
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(half_year.root, folder / "store")
    return folder, os.environ | {
        "MOTCUA_STORE": str(folder / "store"),
        "MOTCUA_LANG": "en",
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
    }


def test_both_languages_show_the_same_commands():
    assert commands("README.md") == commands("README.vi.md")


def test_every_command_works(shop):
    folder, environment = shop
    for line in commands("README.md"):
        program, rest = line.split(" ", 1)
        assert program in {"motcua", "./scripts/run"}

        done = subprocess.run(
            ["bash", "-c", f"motcua {rest}"],  # a shell, as the reader has one
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )

        assert done.returncode == 0, f"{line}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
        assert done.stdout.strip()
