"""Thirteen attacks: with witnesses each is noticed or harmless; without, a stolen key hides what it is used for."""

import json
import os
import tempfile
from pathlib import Path

import pytest

from tests.audit.attacks import ATTACKS, CARELESS, Scene
from tests.audit.noticing import CHECK, COMPARE, HARMLESS, MISSED, by_command, in_process, trials

MEMORY = Path("/dev/shm")
TIMES = int(os.environ.get("MOTCUA_ATTACKS", "1000"))
"""How often the long run makes each attack in process."""
BY_COMMAND = int(os.environ.get("MOTCUA_ATTACKS_BY_COMMAND", "20"))
FIGURES = os.environ.get("MOTCUA_ATTACK_FIGURES", "")
"""File for the figures of the long run."""


@pytest.fixture(scope="module")
def place():
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as made:
        yield Path(made)


@pytest.fixture(scope="module")
def scene(place):
    return Scene(place / "scene")


def expected(attack, stolen):
    """What must come of every attack of a class."""
    if attack == "forge_receipt":
        return {(MISSED, CHECK)} if stolen else {(CHECK, CHECK)}
    if attack == "split_view" and not stolen:
        return {(HARMLESS, HARMLESS)}
    if stolen and attack not in CARELESS:
        return {(MISSED, COMPARE)}
    return None


def as_it_must_be(found, attack, stolen):
    wanted = expected(attack, stolen)
    if wanted is not None:
        return set(found) == wanted
    return not any(MISSED in pair for pair in found)


def test_there_are_thirteen_classes():
    assert len(ATTACKS) == 13


@pytest.mark.parametrize("attack", ATTACKS)
def test_with_witnesses_every_attack_is_noticed_or_harmless(scene, place, attack):
    for stolen in (False, True):
        found = trials(scene, place / "case", attack, stolen, 3)
        assert as_it_must_be(found, attack, stolen), (stolen, found)


@pytest.mark.parametrize("attack", ["rewrite", "forge_receipt"])
def test_the_commands_notice_what_the_key_was_stolen_for(scene, place, attack):
    found = trials(scene, place / "case", attack, True, 1, by_command)
    assert set(found) == expected(attack, True)


@pytest.mark.long
@pytest.mark.parametrize(
    ("judged", "many"), [("in-process", TIMES), ("by-command", BY_COMMAND)], ids=["in-process", "by-command"]
)
@pytest.mark.parametrize("attack", ATTACKS)
def test_each_attack_many_times(scene, place, attack, judged, many):
    for stolen in (False, True):
        judge = by_command if judged == "by-command" else in_process
        found = trials(scene, place / judged, attack, stolen, many, judge)
        if FIGURES:
            with Path(FIGURES).open("a", encoding="utf-8") as file:
                told = [[*pair, count] for pair, count in found.items()]
                file.write(json.dumps([judged, attack, stolen, told]) + "\n")
        assert as_it_must_be(found, attack, stolen), (stolen, found)
