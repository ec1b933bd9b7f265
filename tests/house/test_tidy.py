"""Newcomers find every file short, explained, and finished."""

import ast
import re
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
ROOMS = (
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
)
LONGEST = 400
MODULES = sorted(file for room in (*ROOMS, "scripts") for file in (HOUSE / room).rglob("*.py"))
TESTS = sorted((HOUSE / "tests").rglob("*.py"))
UNFINISHED = re.compile("|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X", "NotImplemented" + "Error")))
NOT_RUN = re.compile(r"mark\.(?:skip|xfail)|\b(?:skip|skipif|xfail|importorskip)\(")
BANNED = {
    "utils",
    "helpers",
    "common",
    "misc",
    "manager",
    "base",
    "impl",
    "data",
    "info",
    "service",
    "process",
}


def name_of(file):
    return str(file.relative_to(HOUSE))


def sentences(file):
    return ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""


def test_there_is_something_to_look_at():
    assert len(MODULES) > 80
    assert {file.relative_to(HOUSE).parts[0] for file in MODULES} >= set(ROOMS)


def test_no_module_is_longer_than_people_read():
    long = {
        name_of(file): lines
        for file in (*MODULES, *TESTS)
        if (lines := len(file.read_text().splitlines())) > LONGEST
    }
    assert long == {}


def test_every_module_says_what_it_is():
    assert [name_of(file) for file in MODULES if len(sentences(file).split()) < 3] == []


def test_every_module_of_tests_says_what_it_promises():
    tests = [file for file in TESTS if file.name.startswith("test_")]
    assert [name_of(file) for file in tests if not sentences(file)] == []


def test_nothing_is_left_for_later():
    assert [name_of(file) for file in (*MODULES, *TESTS) if UNFINISHED.search(file.read_text())] == []


def test_no_test_is_left_out():
    assert [
        name_of(file) for file in TESTS if NOT_RUN.search(file.read_text()) and file != Path(__file__)
    ] == []


def test_tests_are_no_package():
    assert list((HOUSE / "tests").rglob("__init__.py")) == []


def test_names_say_what_things_are():
    odd = [name_of(file) for file in MODULES if file.stem in BANNED]
    assert odd == []


@pytest.mark.parametrize("word", ["/work/", "/home/", "/root/"])
def test_no_path_of_a_machine_is_written_down(word):
    assert [
        name_of(file) for file in (*MODULES, *TESTS) if word in file.read_text() and file != Path(__file__)
    ] == []


def test_the_names_of_released_facts_are_kept():
    assert (HOUSE / "tests" / "domain" / "golden_facts.json").stat().st_size > 1000
