"""The names and shapes of released facts never change: a fact may only gain fields that have a default.

After adding a fact or a field on purpose, write the golden file anew and commit it with the change:

    MOTCUA_RELEASE_FACTS=1 .venv/bin/pytest -q tests/domain/test_facts.py
"""

import json
import os
from collections import Counter
from pathlib import Path
from typing import Literal, get_args, get_origin, get_type_hints

import msgspec
import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

import domain  # noqa: F401 - importing it registers every fact
from domain.fact import FACTS, Fact, Refused, recorded_as

GOLDEN = Path(__file__).with_name("golden_facts.json")


def shape(cls):
    fields = {
        field.name: "required" if field.required else "default" for field in msgspec.structs.fields(cls)
    }
    return {"fields": fields, "sealed": list(cls.SEALED)}


@pytest.fixture(scope="module")
def released():
    if os.environ.get("MOTCUA_RELEASE_FACTS"):
        now = {name: shape(FACTS[name]) for name in sorted(FACTS)}
        GOLDEN.write_text(json.dumps(now, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return json.loads(GOLDEN.read_text(encoding="utf-8"))


def test_no_released_name_disappears(released):
    assert released.keys() - FACTS.keys() == set()


def test_every_fact_is_in_the_golden_file(released):
    assert FACTS.keys() - released.keys() == set(), "new facts: see this module's first lines"


def test_no_field_of_a_released_fact_disappears(released):
    gone = {
        name: sorted(set(then["fields"]) - set(shape(FACTS[name])["fields"]))
        for name, then in released.items()
        if set(then["fields"]) - set(shape(FACTS[name])["fields"])
    }
    assert gone == {}


def test_a_released_fact_never_asks_for_more(released):
    stricter = {
        (name, field)
        for name, then in released.items()
        for field, need in shape(FACTS[name])["fields"].items()
        if need == "required" and then["fields"].get(field) != "required"
    }
    assert stricter == set()


def test_new_fields_are_released_on_purpose(released):
    unreleased = {
        (name, field)
        for name, then in released.items()
        for field in set(shape(FACTS[name])["fields"]) - set(then["fields"])
    }
    assert unreleased == set(), "new fields: see this module's first lines"


def test_a_field_once_sealed_stays_sealed_and_none_is_sealed_afterwards(released):
    assert {name: then["sealed"] for name, then in released.items()} == {
        name: shape(FACTS[name])["sealed"] for name in released
    }


def test_a_name_is_given_once():
    with pytest.raises(ValueError, match=r"ticket\.issued"):

        @recorded_as("ticket.issued")
        class _Again(Fact, frozen=True, kw_only=True):
            pass


def test_a_sealed_field_needs_a_default():
    with pytest.raises(ValueError, match="default"):

        @recorded_as("nothing.of_this_kind", sealed=("name",))
        class _Bare(Fact, frozen=True, kw_only=True):
            name: str

    assert "nothing.of_this_kind" not in FACTS


def every_refusal(kind=Refused):
    for narrower in kind.__subclasses__():
        yield narrower
        yield from every_refusal(narrower)


def test_every_refusal_of_the_domain_has_a_name_of_its_own_and_a_sentence():
    refusals = [kind for kind in every_refusal() if kind.__module__.startswith("domain.")]
    names = Counter(kind.__name__ for kind in refusals)
    assert [name for name, times in names.items() if times > 1] == []
    assert [kind.__name__ for kind in refusals if not kind.__doc__] == []


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
WHOLE = st.integers(-(2**53) + 1, 2**53 - 1)
KEYS = st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=8)


def values(hint):
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin is tuple:
        if arguments[-1] is Ellipsis:
            return st.lists(values(arguments[0]), max_size=3).map(tuple)
        return st.tuples(*map(values, arguments))
    if origin is dict:
        return st.dictionaries(KEYS, values(arguments[1]), max_size=3)
    if arguments:
        return st.one_of(*map(values, arguments))
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return instances(hint)
    return {str: TEXT, int: WHOLE, bool: st.booleans(), type(None): st.none()}[hint]


def instances(cls):
    hints = get_type_hints(cls)
    return st.builds(cls, **{field: values(hints[field]) for field in cls.__struct_fields__})


@pytest.mark.parametrize("times", [15, pytest.param(400, marks=pytest.mark.long)])
@pytest.mark.parametrize("name", sorted(FACTS))
def test_a_fact_comes_back_from_canonical_json_as_it_went_in(name, times):
    kind = FACTS[name]

    @settings(max_examples=times)
    @given(instances(kind))
    def comes_back(fact):
        stored = msgspec.json.encode(fact, order="sorted")
        assert msgspec.json.decode(stored, type=kind) == fact
        assert stored == rfc8785.dumps(msgspec.to_builtins(fact, order="sorted"))

    comes_back()
