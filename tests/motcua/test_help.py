"""`motcua --help` is the map: every command says in one line what it is for."""

import pytest

from tests.motcua.commands import commands, motcua


def every_command():
    found = []

    def walk(command, path):
        found.append(path)
        for name, child in getattr(command, "commands", {}).items():
            walk(child, [*path, name])

    walk(commands(), [])
    return found


@pytest.mark.parametrize("path", every_command(), ids=" ".join)
def test_a_command_explains_itself(path):
    said = motcua(*path, "--help")

    assert said.code == 0
    assert "Usage: motcua" in said.out or "Usage:" in said.out
    assert all(line.strip() != "" for line in said.out.strip().splitlines()[2:3])


def test_no_command_at_all_shows_the_map():
    said = motcua()

    assert "audit" in said.out + said.err


def test_a_word_that_is_no_command_is_wrong_use():
    assert motcua("frobnicate").code == 2
