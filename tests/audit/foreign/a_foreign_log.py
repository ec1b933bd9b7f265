"""Foreign logs to try things on, small enough to count by hand, and any log there could be."""

from hypothesis import strategies as st

from audit.cases import Case, CaseLog, Event
from audit.foreign.columns import CASE_MOMENTS

DAY = 86_400_000_000
MINUTE = 60_000_000
MONDAY = 1_772_409_600_000_000
"""2026-03-02T00:00:00Z."""


def at(days=0, minutes=0):
    return MONDAY + days * DAY + minutes * MINUTE


def a_case(id, *steps, **attributes):
    """`steps` are (activity, moment, resource)."""
    events = tuple(Event(activity=name, moment=when, resource=who) for name, when, who in steps)
    return Case(id=id, events=events, attributes=attributes)


def a_log(*cases, columns=("resource",)):
    return CaseLog(cases=cases, columns=frozenset(columns), source="test")


THREE = a_log(
    a_case("1", ("receive", at(0), "an"), ("check", at(1), "binh"), ("sign", at(2), "chi")),
    a_case("2", ("receive", at(0, 5), "an"), ("check", at(1, 1), "an"), ("sign", at(2), "an")),
    a_case("3", ("receive", at(0, 9), "an"), ("sign", at(1), "chi"), ("check", at(3), "binh")),
)


NAMES = st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=9).filter(
    lambda name: name not in RESERVED
)
RESERVED = {*CASE_MOMENTS, "applicant", "contact", "digest", "tracking", "kind", "device"}
LETTERS = st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
WORDS = st.text(LETTERS | st.sampled_from("ăâđêôơưạ\n\t\"';,<&>"), min_size=1, max_size=12)
IDS = WORDS.map(str.strip).filter(bool)
MOMENTS = st.integers(0, 4_000_000_000_000_000)
VALUES = {
    "text": WORDS,
    "integer": st.integers(-(2**53), 2**53),
    "number": st.floats(allow_nan=False, allow_infinity=False),
    "boolean": st.booleans(),
}


@st.composite
def attributes(draw, types):
    chosen = draw(st.lists(st.sampled_from(sorted(types)), unique=True, max_size=4)) if types else []
    return {name: draw(VALUES[types[name]]) for name in sorted(chosen)}


@st.composite
def logs(draw):
    """Any log that a system could have kept, in which an attribute has one type throughout."""
    of_events = draw(st.dictionaries(NAMES, st.sampled_from(sorted(VALUES)), max_size=4))
    of_cases = draw(st.dictionaries(NAMES, st.sampled_from(sorted(VALUES)), max_size=4))
    events = st.builds(
        Event, activity=IDS, moment=MOMENTS, recorded=MOMENTS, resource=st.just("") | IDS, index=st.integers(-1, 2**40),
        attributes=attributes(of_events),
    )  # fmt: skip
    moments = st.dictionaries(st.sampled_from(CASE_MOMENTS), MOMENTS, max_size=3)
    ids = draw(st.lists(IDS, unique=True, min_size=1, max_size=4))
    cases = [
        Case(
            id=id,
            events=tuple(draw(st.lists(events, min_size=1, max_size=4))),
            attributes=draw(attributes(of_cases))
            | draw(moments)
            | {"kind": draw(st.sampled_from(["dossier", "ticket"]))},
        )
        for id in ids
    ]
    return CaseLog(cases=tuple(cases), columns=frozenset(), source="any")
