"""The counts of a day are sums of its facts: each dossier once received, once resolved, whatever follows."""

import pytest
from hypothesis import given, settings

from domain.dossier import facts
from domain.queue import TicketCalled, TicketMissed, TicketRejoined, TicketServed
from projections.counts import RESOLVED, DayRow
from tests.projections.a_commune import (
    ASKED,
    DRAFTED,
    FORWARDED,
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
    histories,
    issued,
    refused,
    stream_of,
)


def days(commune: Commune) -> dict[tuple[str, str], dict[str, int]]:
    """What was counted, without the zeros."""
    names = DayRow.__struct_fields__
    found = (
        dict(zip(names, line, strict=True))
        for line in fed(commune.events).execute("SELECT * FROM daily_count")
    )
    return {
        (row.pop("day"), row.pop("field")): {name: number for name, number in row.items() if number}
        for row in found
    }


def test_each_end_is_counted_on_its_day_in_its_field():
    commune = Commune().on("2026-03-02")
    for name in ("signed", "stopped", "withdrawn"):
        commune.happens(name, commune.accepted(due="2026-03-04"), FORWARDED)
    commune.happens(
        "online", commune.accepted(channel="online", field="dat-dai", due="2026-03-02", unit="same_day")
    )
    commune.on("2026-03-04").happens("signed", DRAFTED, SIGNED)
    commune.happens("online", FORWARDED, DRAFTED, SIGNED)
    commune.on("2026-03-05").happens("stopped", STOPPED)
    commune.happens("withdrawn", WITHDRAWING, WITHDRAWN)

    assert days(commune) == {
        ("2026-03-02", "ho-tich"): {"received_offline": 3},
        ("2026-03-02", "dat-dai"): {"received_online": 1},
        ("2026-03-04", "ho-tich"): {"resolved_on_time": 1},
        ("2026-03-04", "dat-dai"): {"resolved_late": 1},
        ("2026-03-05", "ho-tich"): {"resolved_stopped_late": 1, "resolved_withdrawn": 1},
    }


def test_midnight_in_vietnam_divides_the_days():
    commune = Commune().on("2026-03-02", hour=23)
    commune.happens("1", commune.accepted())
    commune.on("2026-03-03", hour=0).happens("2", commune.accepted())

    assert [day for day, _ in days(commune)] == ["2026-03-02", "2026-03-03"]


def test_a_dossier_opened_again_is_not_resolved_twice():
    commune = Commune().on("2026-03-02")
    commune.happens("1", commune.accepted(due="2026-03-02"), FORWARDED, DRAFTED, SIGNED)
    commune.happens("1", RECALLED, DRAFTED, SIGNED, READY, RETURNED)
    commune.happens("1", facts.CorrectionOpened(approved_by="pv.chu"), DRAFTED, SIGNED, READY, RETURNED)

    assert days(commune) == {
        ("2026-03-02", "ho-tich"): {
            "received_offline": 1,
            "resolved_on_time": 1,
            "reopened": 2,
            "returned": 2,
        }
    }


def test_who_is_turned_away_is_never_received():
    commune = Commune().on("2026-03-02")
    submitted = facts.DossierSubmitted(
        procedure="1.001193", procedure_version=3, field="ho-tich", channel="online"
    )
    commune.happens("1", refused())
    commune.happens("2", submitted, WITHDRAWING, WITHDRAWN)
    commune.happens(
        "3",
        submitted,
        facts.IntakeSupplementRequested(
            procedure="1.001193",
            procedure_version=3,
            field="ho-tich",
            channel="online",
            number="1",
            items=("Đơn",),
            basis="Điều 17",
        ),
        facts.SupplementExpired(stage="intake", number="2"),
    )

    assert days(commune) == {
        ("2026-03-02", "ho-tich"): {"not_accepted": 2, "withdrawn_at_intake": 1, "supplements": 1}
    }


def test_supplements_and_apologies_are_counted():
    commune = Commune().on("2026-03-02")
    sorry = facts.ApologyIssued(
        number="1", before=appointment("2026-03-10"), after=appointment("2026-03-13"), signed_by="pv.chu"
    )
    commune.happens("1", commune.accepted(), FORWARDED, ASKED, sorry)

    assert days(commune)["2026-03-02", "ho-tich"] == {"received_offline": 1, "supplements": 1, "apologies": 1}


@pytest.mark.parametrize(
    ("served", "guided"),
    [
        (TicketServed(outcome="guidance"), 1),
        (TicketServed(outcome="guidance", dossier=stream_of("1")), 0),
        (TicketServed(outcome="dossier", dossier=stream_of("1")), 0),
    ],
)
def test_a_visit_that_ends_with_guidance_alone_is_counted(served, guided):
    commune = Commune().on("2026-03-02")
    called = TicketCalled(counter="1", officer="nt.hoa", rule="first_come")
    commune.happens("visit", issued(1, "2026-03-02", "dat-dai"), called)
    commune.happens("visit", TicketMissed(counter="1"), TicketRejoined(), called, served)

    counted = days(commune)["2026-03-02", "dat-dai"]

    assert (counted["tickets_issued"], counted["missed"], counted.get("guided_only", 0)) == (1, 1, guided)


@settings(max_examples=40, deadline=None)
@given(histories())
def test_nobody_is_resolved_who_was_not_received(events):
    connection = fed(events)
    ways = " + ".join(RESOLVED)
    received, resolved = connection.execute(
        f"SELECT coalesce(SUM(received_online + received_offline), 0), coalesce(SUM({ways}), 0) FROM daily_count"
    ).fetchone()
    known = connection.execute(
        "SELECT COUNT(*), COUNT(nullif(resolved, '')) FROM counted WHERE received != ''"
    )

    assert 0 <= resolved <= received
    assert known.fetchone() == (received, resolved)
