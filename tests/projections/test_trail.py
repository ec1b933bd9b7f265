"""The trail says who did what, where and to what effect, for every event and about no citizen."""

from datetime import date

import msgspec
import pytest
from hypothesis import given, settings

from domain.dossier import LookupPerformed, facts
from domain.fact import FACTS
from domain.queue import PriorityChanged, TicketCalled, TicketServed
from projections.trail import (
    AuditTrail,
    blanks_of,
    of_day,
    of_device,
    of_dossier,
    of_officer,
    of_stream,
)
from tests.projections.a_commune import (
    FORWARDED,
    WITHDRAWING,
    Commune,
    appointment,
    fed,
    histories,
    issued,
    stream_of,
)

CALLED = TicketCalled(counter="1", officer="nt.hoa", rule="priority", passed_over=("A001", "A002"))


@pytest.fixture
def a_visit():
    commune = Commune().on("2026-03-02")
    commune.happens("visit", issued(7, "2026-03-02"), by="", role="citizen", device="kiosk-1")
    commune.happens("visit", CALLED)
    commune.happens("dossier", commune.accepted(due="2026-03-10"), FORWARDED)
    commune.happens("visit", TicketServed(outcome="dossier", dossier=stream_of("dossier")))
    commune.on("2026-03-09").happens(
        "dossier",
        facts.ApologyIssued(
            number="1", before=appointment("2026-03-10"), after=appointment("2026-03-13"), signed_by="pv.chu"
        ),
        by="pv.chu",
        role="leader",
        device="desk-9",
    )
    commune.happens("reading", LookupPerformed(dossier=stream_of("dossier"), purpose="answer"), by="lt.cuc")
    commune.happens("stranger", commune.accepted())
    return fed(commune.events, 2)


def test_a_line_tells_the_status_and_the_appointment_before_and_after(a_visit):
    lines = of_stream(a_visit, stream_of("dossier"))

    assert [(line.topic, line.status_before, line.status_after) for line in lines] == [
        ("dossier.accepted", 0, 2),
        ("dossier.forwarded", 2, 4),
        ("apology.issued", 4, 4),
    ]
    assert (lines[-1].due_before, lines[-1].due_after) == ("2026-03-10", "2026-03-13")
    assert {line.code for line in lines} == {"H20.01-260302-0001"}


def test_a_dossier_is_followed_from_its_ticket_to_its_last_reading(a_visit):
    lines = of_dossier(a_visit, stream_of("dossier"))

    assert [(line.kind, line.topic) for line in lines] == [
        ("ticket", "ticket.issued"),
        ("ticket", "ticket.called"),
        ("dossier", "dossier.accepted"),
        ("dossier", "dossier.forwarded"),
        ("ticket", "ticket.served"),
        ("dossier", "apology.issued"),
        ("access", "lookup.performed"),
    ]
    assert lines[0].code == lines[1].code == "A007"
    assert (lines[-1].actor, lines[-1].code) == ("lt.cuc", "H20.01-260302-0001")


def test_an_officer_a_device_and_a_day_have_their_own_trails(a_visit):
    second, ninth = date(2026, 3, 2), date(2026, 3, 9)

    assert [line.topic for line in of_officer(a_visit, "pv.chu", second, ninth)] == ["apology.issued"]
    assert of_officer(a_visit, "pv.chu", second, second) == ()
    assert [line.topic for line in of_device(a_visit, "kiosk-1", second, ninth)] == ["ticket.issued"]
    assert [line.id for line in of_day(a_visit, second)] == [1, 2, 3, 4, 5]
    assert [line.id for line in of_day(a_visit, ninth)] == [6, 7, 8]


def test_the_blanks_fill_a_sentence(a_visit):
    called, apology = of_day(a_visit, date(2026, 3, 2))[1], of_day(a_visit, date(2026, 3, 9))[0]

    assert called.filled() == {
        "counter": "1",
        "officer": "nt.hoa",
        "rule": "priority",
        "passed_over": "A001; A002",
        "not_here": "",
    }
    assert apology.filled() == {
        "number": "1",
        "before": "2026-03-10",
        "after": "2026-03-13",
        "signed_by": "pv.chu",
        "signer_title": "",
    }


def test_a_reason_in_an_officers_own_words_stays_sealed():
    changed = PriorityChanged(before="", after="elderly", why="Bà Nguyễn Thị An, 80 tuổi")

    assert blanks_of(WITHDRAWING) == {}
    assert blanks_of(changed) == {"before": "", "after": "elderly"}


def test_a_sealed_word_and_a_secret_never_reach_the_trail():
    told = facts.DossierSubmitted(
        procedure="1.001193",
        procedure_version=3,
        field="ho-tich",
        channel="online",
        papers=(facts.Paper(name="Tờ khai"), facts.Paper(name="Căn cước")),
        lookup="ab" * 32,
        applicant="Nguyễn Văn An",
        phone="0912345678",
    )

    assert blanks_of(told) == {
        "procedure": "1.001193",
        "procedure_version": "3",
        "field": "ho-tich",
        "channel": "online",
        "answer_by": "0",
    }


@pytest.mark.parametrize("topic", sorted(AuditTrail.topics))
def test_every_fact_that_the_trail_follows_can_be_told(topic):
    fact = FACTS[topic]
    required = {field.name: _any(field.type) for field in msgspec.structs.fields(fact) if field.required}
    sealed = dict.fromkeys(fact.SEALED, "Nguyễn Văn An")

    told = blanks_of(fact(**required, **sealed))

    assert "Nguyễn Văn An" not in told.values()
    assert set(told) <= set(fact.__struct_fields__) - set(fact.SEALED)


def _any(kind):
    samples = {str: "x", int: 1, facts.Due: appointment("2026-03-10")}
    samples[facts.LimitInForce] = facts.LimitInForce(unit="working_day", value=5)
    return samples.get(kind, () if "tuple" in str(kind) else "x")


@settings(max_examples=20, deadline=None)
@given(histories())
def test_there_is_one_line_for_every_event(events):
    ids = [number for (number,) in fed(events, 11).execute("SELECT id FROM trail ORDER BY id")]

    assert ids == [event.id for event in events]
