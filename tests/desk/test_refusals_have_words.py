"""Whenever the office says no, the officer reads one clear sentence with the cure, in both languages."""

import ast
import importlib
import pkgutil
from pathlib import Path

import pytest

import application
import audit
import domain
import projections
from application.faults import Fault
from desk.refusals import sentence
from domain.dossier.refusals import NotInThisState, ReasonMissing
from domain.fact import Refused
from wording import say, sayings

ROOMS = (domain, application, projections, audit)
LANGUAGES = ("vi", "en")


def every(kind):
    """All subclasses once every module of the rooms is imported."""
    for room in ROOMS:
        for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            importlib.import_module(module.name)
    found, open_ends = [], [kind]
    while open_ends:
        for child in open_ends.pop().__subclasses__():
            found.append(child)
            open_ends.append(child)
    return [each for each in found if each.__module__.split(".")[0] in {room.__name__ for room in ROOMS}]


def raised():
    """(class name, names of its blanks) of every place in the code that builds a refusal."""
    names = {refusal.__name__ for refusal in every(Refused)}
    for room in ROOMS:
        for path in Path(room.__path__[0]).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") in names:
                    yield node.func.id, {keyword.arg for keyword in node.keywords}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_has_a_sentence(language):
    known = sayings(language)
    assert [each.__name__ for each in every(Refused) if f"refused.{each.__name__}" not in known] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_kept_for_a_refusal_that_does_not_exist(language):
    written = {key.removeprefix("refused.") for key in sayings(language) if key.startswith("refused.")}
    assert sorted(written - {each.__name__ for each in every(Refused)}) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_asks_only_for_blanks_that_its_refusal_brings(language):
    wanting = [
        (name, sorted(wanted - brought))
        for name, brought in raised()
        if (wanted := sayings(language)[f"refused.{name}"].blanks) - brought
    ]
    assert wanting == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_says_what_to_do_next(language):
    for refusal in every(Refused):
        text = sayings(language)[f"refused.{refusal.__name__}"].text
        assert text.endswith("."), text
        assert text.count(".") >= 2 or ";" in text, f"no cure: {text}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fault_of_the_store_has_a_sentence(language):
    assert [each.key for each in every(Fault) if f"error.{each.key}" not in sayings(language)] == []


def test_codes_of_the_house_are_read_as_words():
    refusal = NotInThisState(status="in_process", act="result.returned")

    assert say("refused.NotInThisState", "vi", status="Đang xử lý", act="trả kết quả") == sentence(
        refusal, "vi"
    )
    assert "in_process" not in sentence(refusal, "en")


def test_the_article_stands_behind_the_sentence():
    refusal = ReasonMissing(act="dossier.refused")
    refusal.article = "NĐ 61/2018 Điều 17(1)(b)"

    assert sentence(refusal, "vi").endswith("(NĐ 61/2018 Điều 17(1)(b))")
