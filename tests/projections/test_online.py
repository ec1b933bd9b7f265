"""Every online submission is answered in time, late, taken back, or waits; the late ones are named."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from domain.dossier import facts
from projections.course import midnight
from projections.ii06a import PeriodEndsBeforeItBegins
from projections.online import OnlineLine, answers
from tests.projections.a_commune import (
    FIELDS,
    FIRST_DAY,
    HOUR,
    WITHDRAWING,
    WITHDRAWN,
    Commune,
    asked_at_intake,
    fed,
    refused,
    stream_of,
    submitted,
)

MARCH = (date(2026, 3, 1), date(2026, 3, 31))
AFTER = midnight(date(2026, 6, 1))
NOON = midnight(date(2026, 3, 3)) + 12 * HOUR


def sent(*names: str, by: int = NOON, field: str = "ho-tich") -> Commune:
    commune = Commune().on("2026-03-02")
    for name in names:
        commune.happens(name, submitted(by, field))
    return commune


def found(commune: Commune, first=MARCH[0], last=MARCH[1], now=AFTER):
    return answers(fed(commune.events), first, last, now)


def figures(line: OnlineLine) -> dict[str, int]:
    return {name: getattr(line, name) for name in line.__struct_fields__[1:] if getattr(line, name)}


def test_accepted_refused_or_asked_is_answered_in_time_until_the_last_moment():
    commune = sent("accepted", "refused", "asked")
    commune.now = NOON
    commune.happens("accepted", commune.accepted(channel="online"))
    commune.happens("refused", refused())
    commune.happens("asked", asked_at_intake())

    report = found(commune)

    assert figures(report.total) == {"submitted": 3, "in_time": 3}
    assert report.late == ()


def test_answered_later_is_late_and_named_with_its_code():
    commune = sent("accepted", "refused", "asked", "open")
    commune.now = NOON + 1
    commune.happens("accepted", commune.accepted(channel="online"))
    commune.happens("refused", refused())
    commune.happens("asked", asked_at_intake())

    report = found(commune)

    assert figures(report.total) == {"submitted": 4, "late": 3, "overdue": 1}
    assert {(each.id, each.code, each.how) for each in report.late} == {
        (stream_of("accepted"), "H20.01-260303-0001", "accepted"),
        (stream_of("refused"), "", "refused"),
        (stream_of("asked"), "", "asked"),
        (stream_of("open"), "", ""),
    }
    assert {(each.answer_by, each.answered_at) for each in report.late} == {(NOON, NOON + 1), (NOON, 0)}


def test_the_first_answer_counts_and_what_comes_after_it_does_not():
    commune = sent("1").on("2026-03-03", hour=9)
    commune.happens("1", asked_at_intake())
    commune.on("2026-03-20").happens("1", facts.SupplementProvided(channel="online"))
    commune.happens("1", commune.accepted(channel="online"))

    assert figures(found(commune).total) == {"submitted": 1, "in_time": 1}


def test_unanswered_waits_until_its_hours_are_over():
    commune = sent("1")

    assert figures(found(commune, now=NOON).total) == {"submitted": 1, "waiting": 1}
    assert figures(found(commune, now=NOON + 1).total) == {"submitted": 1, "overdue": 1}


def test_taken_back_in_time_is_nobodys_delay_and_taken_back_later_was_late_already():
    commune = sent("soon", "late").on("2026-03-02", hour=10)
    commune.happens("soon", WITHDRAWING, WITHDRAWN)
    commune.on("2026-03-05").happens("late", WITHDRAWING)

    report = found(commune)

    assert figures(report.total) == {"submitted": 2, "withdrawn": 1, "late": 1}
    assert [each.how for each in report.late] == ["withdrawn"]


def test_what_one_period_leaves_open_the_next_carries_in():
    commune = sent("1").on("2026-03-05")
    commune.happens("1", refused())
    second, rest = date(2026, 3, 2), date(2026, 3, 31)

    assert figures(found(commune, MARCH[0], second).total) == {"submitted": 1, "waiting": 1}
    assert figures(found(commune, date(2026, 3, 3), rest).total) == {"carried_in": 1, "late": 1}
    assert figures(found(commune, date(2026, 3, 6), rest).total) == {}
    assert figures(found(commune, None, rest).total) == {"submitted": 1, "late": 1}


def test_each_field_has_its_row_and_other_channels_have_none():
    commune = sent("1").on("2026-03-02")
    commune.happens("2", submitted(NOON, "dat-dai"))
    commune.happens("3", commune.accepted(field="chung-thuc"))

    report = found(commune)

    assert [line.field for line in report.lines] == ["dat-dai", "ho-tich"]
    assert (report.total.field, report.total.submitted) == ("", 2)


def test_a_period_may_not_end_before_it_begins():
    with pytest.raises(PeriodEndsBeforeItBegins):
        found(sent(), MARCH[1], MARCH[0])


STEPS = some.lists(
    some.tuples(some.integers(0, 9), some.integers(0, 4), some.integers(0, 40)), min_size=1, max_size=40
)


def online_life(steps) -> Commune:
    commune, begun = Commune(), set()
    for name, what, hours in steps:
        commune.now += hours * HOUR
        if name not in begun:
            begun.add(name)
            commune.happens(str(name), submitted(commune.now + 20 * HOUR, FIELDS[name % 3]))
        elif what < 4:
            taken_in = commune.accepted(channel="online", field=FIELDS[hours % 3])
            answer = (taken_in, refused(), asked_at_intake(), WITHDRAWING)[what]
            commune.happens(str(name), answer)
    return commune


@settings(max_examples=80, deadline=None)
@given(STEPS, some.integers(0, 20), some.integers(0, 20))
def test_every_submission_is_in_one_column_and_a_past_period_never_changes(steps, start, days):
    commune = online_life(steps)
    first = FIRST_DAY + timedelta(days=start)
    last = first + timedelta(days=days)
    end = midnight(last + timedelta(days=1))
    known_then = [event for event in commune.events if event.recorded_at < end]

    this = answers(fed(commune.events), first, last, AFTER)
    following = answers(fed(commune.events), last + timedelta(days=1), last + timedelta(days=9), AFTER)

    assert this == answers(fed(known_then), first, last, end)
    for line in (*this.lines, this.total):
        went = line.in_time + line.late + line.withdrawn + line.waiting + line.overdue
        assert line.carried_in + line.submitted == went
    assert following.total.carried_in == this.total.waiting + this.total.overdue
    assert len(this.late) == this.total.late + this.total.overdue
