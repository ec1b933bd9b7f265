"""Every call of every door goes over the wire and comes back as it was: its arguments, its answer, its refusals."""

import enum
import types
import typing
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from uuid import UUID

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from application.envelope import Actor
from application.faults import Fault, StoreFull, Unreachable
from application.lookup import TooManyTries
from application.office import Office
from application.ports import OfficePort
from application.queue import CounterBusy
from application.remote import RemoteOffice
from application.remote.problems import RefusedElsewhere, Sent, packed, unpacked
from application.remote.wire import MalformedCall, method, methods
from domain.dossier.refusals import NotInThisState
from domain.fact import Refused

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
PLAIN = {
    str: TEXT,
    int: st.integers(-(2**53) + 1, 2**53 - 1),
    bool: st.booleans(),
    float: st.floats(allow_nan=False, allow_infinity=False),
    bytes: st.binary(max_size=9),
    date: st.dates(),
    UUID: st.uuids(),
    type(None): st.none(),
    typing.Any: st.none(),
}


def values(hint, depth=4):
    """Anything of a type; lists in lists end somewhere."""
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    most = 2 if depth > 0 else 0
    if origin is typing.Literal:
        return st.sampled_from(parts)
    if origin is tuple and parts[-1] is not Ellipsis:
        return st.tuples(*(values(part, depth - 1) for part in parts))
    if origin in {tuple, list, set, frozenset}:
        return st.lists(values(parts[0], depth - 1), max_size=most).map(origin) if most else st.just(origin())
    if origin is dict:
        return st.dictionaries(values(parts[0]), values(parts[1], depth - 1), max_size=most)
    if origin in {typing.Union, types.UnionType}:
        return st.one_of(*(values(part, depth - 1) for part in reversed(parts)))
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        hints = typing.get_type_hints(hint)
        return st.builds(hint, **{name: values(hints[name], depth - 1) for name in hint.__struct_fields__})
    return st.sampled_from(hint) if isinstance(hint, type) and issubclass(hint, enum.Enum) else PLAIN[hint]


CALLS = sorted(methods())


@pytest.mark.parametrize("name", CALLS)
def test_the_arguments_of_a_call_arrive_as_they_were_given(name):
    call = method(name)
    hints = {field.name: field.type for field in msgspec.structs.fields(call.arguments)}

    @settings(max_examples=8, deadline=None)
    @given(st.fixed_dictionaries({key: values(hint) for key, hint in hints.items()}))
    def arrive(arguments):
        assert call.asked(call.question(arguments)) == arguments

    arrive()


@pytest.mark.parametrize("name", CALLS)
def test_an_answer_arrives_as_it_was_given(name):
    call = method(name)
    shapes = tuple(call.choices.values()) or (call.returns,)

    @settings(max_examples=8, deadline=None)
    @given(st.one_of(*map(values, shapes)))
    def arrives(value):
        back = call.answer(call.told(value))
        assert back == value
        assert type(back) is type(value)

    arrives()


def test_an_answer_that_may_be_nothing_may_be_nothing():
    assert method("lookup.by_secret").answer(method("lookup.by_secret").told(None)) is None


def test_the_table_is_made_of_the_doors_and_has_every_call_that_an_office_answers():
    office = {name for name in vars(OfficePort) if not name.startswith("_")} - {"close", "reachable"}
    doors = {name.partition(".")[0] for name in CALLS}
    assert office == (doors - {"office"}) | {
        name.partition(".")[2] for name in CALLS if name.startswith("office.")
    }
    assert {"queue.issue", "dossiers.accept", "lookup.by_secret", "staff.sign_in", "office.today"} <= set(
        CALLS
    )


def test_the_office_answers_each_call_of_the_table():
    for name in CALLS:
        door, _, call = name.partition(".")
        kind = Office if door == "office" else None
        assert kind is None or hasattr(kind, call), name


def test_a_client_has_every_door_there_is():
    assert {name for name in vars(OfficePort) if not name.startswith("_")} <= set(dir(RemoteOffice))


def test_nobody_says_on_the_wire_who_acts():
    named = [
        (name, field.name)
        for name in CALLS
        for field in msgspec.structs.fields(method(name).arguments)
        if field.type is Actor
    ]
    assert named == []
    assert method("queue.issue").actor == "by"


def test_what_a_sequence_may_hold_arrives_as_the_office_works_with_it():
    call = method("queue.guide")
    asked = call.question(call.bound("t", "p", ["papers", "fees"], Actor("a", "b", "c")))
    assert call.asked(asked) == {"ticket": "t", "procedure": "p", "topics": ("papers", "fees")}
    assert typing.get_origin(Sequence[str]) is Sequence


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'{"ticket": 3}', b'{"ticket": "x", "by": {"id": "nt.hoa"}}', b'{"ticket": "\xff"}'],
)
def test_another_shape_is_one_named_refusal(body):
    with pytest.raises(MalformedCall) as refused:
        method("queue.recall").asked(body)
    assert refused.value.blanks == {"call": "queue.recall"}


@pytest.mark.parametrize("name", ["queue.burn", "core.write", "queue", "", "office.close", "store.write"])
def test_an_unknown_call_is_the_same_refusal(name):
    with pytest.raises(MalformedCall):
        method(name)


def test_only_what_cannot_become_two_acts_is_asked_again():
    assert method("queue.issue").repeatable
    assert method("queue.board").repeatable
    assert not method("queue.recall").repeatable
    assert not method("staff.sign_in").repeatable


# Refusals and faults


def every(kind):
    return [kind, *(each for narrower in kind.__subclasses__() for each in every(narrower))]


def of_the_office(kind):
    rooms = {"domain", "application", "projections"}
    return [each for each in every(kind) if each.__module__.partition(".")[0] in rooms]


@pytest.mark.parametrize("kind", of_the_office(Refused), ids=lambda kind: kind.__name__)
def test_every_refusal_comes_back_as_its_own_class_with_its_article(kind):
    refusal = kind.__new__(kind)
    Refused.__init__(refusal, label="A012", minutes=3, on=date(2026, 3, 2), rest=("a", "b"))

    back = unpacked(packed(refusal))

    assert type(back) is kind
    assert back.blanks == {"label": "A012", "minutes": 3, "on": "2026-03-02", "rest": ("a", "b")}
    assert back.article == kind.article


@pytest.mark.parametrize("kind", of_the_office(Fault), ids=lambda kind: kind.__name__)
def test_every_fault_comes_back_as_its_own_class(kind):
    back = unpacked(packed(kind(path=Path("office.db"))))
    assert (type(back), back.blanks, back.key) == (kind, {"path": "office.db"}, kind.key)


def test_an_article_given_to_one_refusal_alone_travels_with_it():
    refusal = NotInThisState(status="done", act="result.returned")
    refusal.article = "NĐ 61/2018 Điều 20"
    back = unpacked(packed(refusal))
    assert back.article == "NĐ 61/2018 Điều 20"
    assert NotInThisState.article != "NĐ 61/2018 Điều 20"


def test_a_refusal_of_a_newer_office_keeps_its_words():
    sent = Sent(of="refused", name="NoTicketsOnTheMoon", said="Ở đây không cấp số.")
    back = unpacked(msgspec.json.encode(sent))
    assert type(back) is RefusedElsewhere
    assert back.blanks == {"said": "Ở đây không cấp số."}


def test_a_refusal_says_itself_for_those_who_do_not_know_it():
    sent = msgspec.json.decode(packed(CounterBusy(counter="1", number="A012")), type=Sent)
    assert "A012" in sent.said


def test_a_fault_of_a_newer_office_means_that_the_office_was_not_reached():
    assert type(unpacked(msgspec.json.encode(Sent(of="fault", name="Flooded")))) is Unreachable


@pytest.mark.parametrize("body", [b"", b"<html>Bad gateway</html>", b"\xff", b'{"of": "joke"}', b"[]"])
def test_what_is_no_answer_of_ours_means_that_the_office_was_not_reached(body):
    assert type(unpacked(body)) is Unreachable


def test_known_problems_are_told_apart_by_class_and_not_by_words():
    assert type(unpacked(packed(TooManyTries(minutes=60)))) is TooManyTries
    assert type(unpacked(packed(StoreFull(path="x")))) is StoreFull
