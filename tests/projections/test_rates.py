"""The three on-time rates tell three stories, and none of them can be moved by moving a date."""

from datetime import date

from domain.dossier import facts
from projections.ii06a import report
from tests.projections.a_commune import (
    ASKED,
    DRAFTED,
    FORWARDED,
    PROVIDED,
    RECALLED,
    SIGNED,
    WITHDRAWING,
    Commune,
    appointment,
    fed,
    some_of_everything,
)

MARCH = (date(2026, 3, 1), date(2026, 3, 31))


def rates_of(commune: Commune) -> dict[str, tuple[int, int]]:
    return {rate.definition: (rate.on_time, rate.of) for rate in report(fed(commune.events), *MARCH).rates}


def test_the_three_rates_tell_three_stories():
    table = report(fed(some_of_everything().events), *MARCH)

    assert [(rate.definition, rate.on_time, rate.of) for rate in table.rates] == [
        ("official", 4, 6),  # early, on time, withdrawn, stopped in time
        ("kpi766", 4, 9),  # early, on time, stopped, and asked for papers once without an answer
        ("strict", 2, 3),
    ]
    assert [rate.percent for rate in table.rates] == ["66.67", "44.44", "66.67"]


def test_a_rate_of_nothing_is_empty():
    assert [rate.percent for rate in report(fed([]), *MARCH).rates] == ["", "", ""]


def test_766_counts_a_second_request_for_papers_as_late_and_follows_the_clock_policy():
    commune = Commune().on("2026-03-02")
    for name in ("once", "twice"):
        commune.happens(name, commune.accepted(due="2026-03-10"), FORWARDED, ASKED)
    commune.on("2026-03-12")
    for name in ("once", "twice"):
        commune.happens(name, PROVIDED, facts.SupplementCompleted(due=appointment("2026-03-20")))
    commune.happens("twice", ASKED, PROVIDED, facts.SupplementCompleted())
    commune.on("2026-03-15").happens("once", DRAFTED, SIGNED)
    commune.happens("twice", DRAFTED, SIGNED)

    table = report(fed(commune.events), *MARCH)

    assert {rate.definition: (rate.on_time, rate.of) for rate in table.rates} == {
        "official": (2, 2),
        "kpi766": (1, 2),
        "strict": (0, 2),
    }


def test_papers_handed_in_put_the_766_clock_back_on_the_office():
    commune = Commune().on("2026-03-02")
    commune.happens("1", commune.accepted(due="2026-03-10"), FORWARDED, ASKED)
    silent = report(fed(commune.events), *MARCH).rates[1]
    commune.on("2026-03-05").happens("1", PROVIDED)
    answered = report(fed(commune.events), *MARCH).rates[1]

    assert (silent.on_time, answered.on_time) == (1, 0)


def test_asking_for_withdrawal_is_when_766_stops_the_clock():
    commune = Commune().on("2026-03-02")
    commune.happens("1", commune.accepted(due="2026-03-10"), FORWARDED, WITHDRAWING)

    assert rates_of(commune)["kpi766"] == (1, 1)


def test_a_result_taken_back_is_on_time_in_the_table_and_not_in_the_strict_rate():
    commune = Commune().on("2026-03-02")
    commune.happens("1", commune.accepted(due="2026-03-10"), FORWARDED, DRAFTED, SIGNED, RECALLED)
    commune.happens("1", DRAFTED, SIGNED)

    assert rates_of(commune) == {"official": (1, 1), "kpi766": (1, 1), "strict": (0, 1)}
    assert report(fed(commune.events), *MARCH).open_again == ()


def test_an_appointment_moved_after_the_finish_does_not_forgive_it():
    commune = Commune().on("2026-03-02")
    commune.happens("1", commune.accepted(due="2026-03-10"), FORWARDED)
    commune.on("2026-03-12").happens("1", DRAFTED, SIGNED, RECALLED, ASKED, PROVIDED)
    commune.on("2026-03-13").happens(
        "1", facts.SupplementCompleted(due=appointment("2026-03-20")), DRAFTED, SIGNED
    )

    assert rates_of(commune)["kpi766"] == (0, 1)


def test_asking_twice_in_a_row_is_asking_twice():
    commune = Commune().on("2026-03-02")
    commune.happens("1", commune.accepted(due="2026-03-10"), FORWARDED, ASKED, ASKED, PROVIDED)
    commune.happens("1", facts.SupplementCompleted(), DRAFTED, SIGNED)

    assert rates_of(commune) == {"official": (1, 1), "kpi766": (0, 1), "strict": (1, 1)}
