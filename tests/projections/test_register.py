"""The register has a line for every dossier, numbered through the year, with every date a figure is taken from."""

from datetime import date

from domain.dossier import facts
from projections.book import concerned, lines, received_between
from projections.register import Register
from tests.projections.a_commune import (
    ASKED,
    DRAFTED,
    FORWARDED,
    PROVIDED,
    READY,
    RECALLED,
    RETURNED,
    SIGNED,
    STOPPED,
    WITHDRAWING,
    WITHDRAWN,
    Commune,
    appointment,
    fed,
    refused,
)


def only(commune: Commune):
    (row,) = lines(fed(commune.events))
    return row


def test_a_dossier_from_receipt_to_return():
    commune = Commune().on("2026-03-02")
    commune.happens("1", commune.accepted(due="2026-03-10", channel="postal"), FORWARDED)
    commune.happens("1", facts.DossierAssigned(officer="tv.binh"))
    commune.on("2026-03-09").happens("1", DRAFTED, SIGNED, READY)
    commune.on("2026-03-11").happens("1", RETURNED)

    row = only(commune)

    assert (row.code, row.year, row.ordinal, row.sets) == ("H20.01-260302-0001", 2026, 1, 1)
    assert (row.procedure_name, row.channel, row.return_channel) == ("Đăng ký khai sinh", "postal", "counter")
    assert (row.received_day, row.due_original, row.due_current) == ("2026-03-02", "2026-03-10", "2026-03-10")
    assert (row.finished_day, row.finished_how, row.returned_day) == ("2026-03-09", "result", "2026-03-11")
    assert (row.ended_how, row.result_number, row.status) == ("returned", "0007/2026/KQ", 10)
    assert (row.holder, row.section, row.last_topic) == ("tv.binh", "tu-phap", "result.returned")


def test_ways_to_end():
    commune = Commune().on("2026-03-02")
    for name in ("withdrawn", "refused", "stopped", "refused by decision"):
        commune.happens(name, commune.accepted(), FORWARDED)
    commune.happens("withdrawn", WITHDRAWING, WITHDRAWN)
    commune.happens("refused", STOPPED)
    commune.happens("stopped", ASKED, facts.SupplementExpired(stage="processing", number="9"))
    commune.happens("refused by decision", facts.ResultDrafted(favourable=False), SIGNED, READY, RETURNED)
    commune.happens("turned away", refused())

    rows = lines(fed(commune.events))

    assert sorted((row.finished_how, row.ended_how, row.status) for row in rows) == [
        ("not_accepted", "not_accepted", 3),
        ("refused_after", "refused_after", 8),
        ("result", "refused_after", 10),
        ("stopped", "stopped", 8),
        ("withdrawn", "withdrawn", 8),
    ]


def test_ordinals_have_no_gaps_and_begin_again_with_the_year():
    commune = Commune().on("2026-12-30")
    commune.happens("1", commune.accepted())
    commune.happens("2", refused())
    commune.happens("3", commune.accepted())
    commune.on("2027-01-04").happens("4", commune.accepted())

    rows = lines(fed(commune.events, 1))

    assert [(row.year, row.ordinal) for row in rows] == [(0, 0), (2026, 1), (2026, 2), (2027, 1)]


def test_a_recall_keeps_the_first_finish():
    commune = Commune().on("2026-03-02")
    commune.happens("1", commune.accepted(), FORWARDED, DRAFTED, SIGNED)
    commune.on("2026-03-05").happens("1", RECALLED)
    commune.on("2026-03-20").happens("1", STOPPED)

    row = only(commune)

    assert (row.finished_day, row.finished_how) == ("2026-03-02", "result")
    assert (row.ended_how, row.result_number, row.reopened) == ("refused_after", "", 1)


def test_the_first_appointment_stays_whatever_moves():
    commune = Commune().on("2026-03-02")
    moved = facts.DeadlineChanged(
        before=appointment("2026-03-10"), after=appointment("2026-03-18"), basis="Điều 19"
    )
    commune.happens("1", commune.accepted(due="2026-03-10"), FORWARDED, moved)

    row = only(commune)

    assert (row.due_original, row.due_current) == ("2026-03-10", "2026-03-18")


def test_the_book_of_a_period_holds_what_was_received_in_it():
    commune = Commune().on("2026-03-02")
    commune.happens("1", commune.accepted())
    commune.on("2026-03-03").happens("2", commune.accepted())

    rows = received_between(fed(commune.events), date(2026, 3, 3), date(2026, 3, 31))

    assert [row.code for row in rows] == ["H20.01-260303-0002"]


def test_how_a_dossier_stood_on_a_past_day_can_be_read_later():
    commune = Commune().on("2026-03-02")
    commune.happens("1", commune.accepted(due="2026-03-10"), FORWARDED)
    commune.on("2026-03-04").happens("1", ASKED)
    commune.on("2026-03-06").happens("1", PROVIDED, facts.SupplementCompleted(due=appointment("2026-03-16")))
    commune.on("2026-03-09").happens("1", DRAFTED, SIGNED)
    connection = fed(commune.events)

    def on(day: int):
        (line,) = concerned(connection, date(2026, 3, 1), date(2026, 3, day))
        waiting = line.lasting("supplement") is not None
        return line.finished, waiting, line.lawful_due(line.end - 1)[0]

    assert [on(day) for day in (3, 4, 5, 6, 9)] == [
        (False, False, "2026-03-10"),
        (False, True, "2026-03-10"),
        (False, True, "2026-03-10"),
        (False, False, "2026-03-16"),
        (True, False, "2026-03-16"),
    ]


def test_no_column_holds_a_person():
    personal = {"applicant", "personal_id", "phone", "address", "email", "reason", "recipient"}

    assert personal.isdisjoint(column for table in Register().tables for column in table.columns)
