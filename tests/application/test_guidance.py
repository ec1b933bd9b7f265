"""Guidance is kept whichever way it was given, counted by channel and field, and never counted as received."""

from datetime import date

import pytest

from application.appointments import NoSuchAppointment
from application.dossiers import UnknownDossier
from application.guidance import Guidance, GuidanceLine, Guided
from application.queue import NotAChoice
from domain.catalogue import UnknownProcedure
from domain.dossier.refusals import NotYourRole
from domain.guidance import NothingExplained, PapersNotListed
from tests.application.an_office import (
    CITIZEN,
    HOA,
    KIOSK,
    at_counter,
    birth,
    in_process,
    rows,
)

MARCH = (date(2026, 3, 1), date(2026, 3, 31))


@pytest.fixture
def desk(office):
    return Guidance(office.core, office.follower)


def said(**changed):
    return Guided(**{"channel": "hotline", "topics": ("papers", "fees", "papers")} | changed)


def test_guidance_by_phone_and_at_the_counter_stand_side_by_side(office, desk):
    code = birth(office)
    at_counter(office, "1", HOA)
    office.queue.issue(KIOSK, procedure=code)
    ticket = office.queue.call_next("1", HOA)
    office.queue.start(ticket.id, HOA)
    office.queue.guide(ticket.id, "", ["papers"], HOA)
    desk.give(said(procedure=code, missing=("Giấy chứng sinh",)), HOA)
    desk.give(said(procedure=code), HOA)
    desk.give(said(channel="sample", topics=("papers",), procedure=code, sample_shown=True), HOA)
    desk.give(said(channel="portal", topics=("online",)), HOA)

    def line(channel, field, given, *, sample=0, missing=0, ticket=0):
        return GuidanceLine(
            channel=channel, field=field, given=given, with_sample=sample, with_missing=missing,
            with_ticket=ticket,
        )  # fmt: skip

    assert desk.report(*MARCH) == (
        line("counter", "Hộ tịch", 1, ticket=1),
        line("hotline", "Hộ tịch", 2, missing=1),
        line("portal", "", 1),
        line("sample", "Hộ tịch", 1, sample=1),
    )
    assert desk.report(date(2026, 4, 1), date(2026, 4, 30)) == ()


def test_guidance_is_never_counted_as_received(office, desk):
    before = office.reports.ii06a(*MARCH).total
    desk.give(said(procedure=birth(office)), HOA)
    assert office.reports.ii06a(*MARCH).total == before
    assert before.received_total == 0


def test_what_was_said_is_kept_once_however_often_it_is_sent(office, desk):
    before = office.core.store.last_id()
    first = desk.give(said(note="Đã gọi lại"), HOA, command="cd" * 16)
    assert desk.give(said(note="Đã gọi lại"), HOA, command="cd" * 16) == first
    assert office.core.store.last_id() == before + 1


def test_who_asked_and_what_was_said_is_sealed(office, desk, tmp_path):
    desk.give(said(person="Trần Thị Bưởi", phone="0903000123", note="Hỏi cho cháu"), HOA)
    states = b"".join(
        bytes(state)
        for (state,) in rows(tmp_path / "store", "SELECT state FROM event WHERE topic = 'enquiry.guided'")
    )
    for word in ("Trần Thị Bưởi", "0903000123", "Hỏi cho cháu"):
        assert word.encode() not in states


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"channel": "pigeon"}, NotAChoice),
        ({"topics": ("gossip",)}, NotAChoice),
        ({"topics": ()}, NothingExplained),
        ({"missing": ("",)}, PapersNotListed),
        ({"procedure": "9.999999"}, UnknownProcedure),
        ({"dossier": "ab" * 16}, UnknownDossier),
        ({"appointment": "LH-260303-001"}, NoSuchAppointment),
    ],
)
def test_what_cannot_be_kept_is_refused_by_name(office, desk, changed, refusal):
    before = office.core.store.last_id()
    with pytest.raises(refusal):
        desk.give(said(**changed), HOA)
    assert office.core.store.last_id() == before


def test_guidance_about_a_dossier_names_it_and_only_the_office_guides(office, desk):
    desk.give(said(dossier=in_process(office)), HOA)
    with pytest.raises(NotYourRole):
        desk.give(said(), CITIZEN)


def test_rebuilt_guidance_equals_the_live_one(office, desk):
    desk.give(said(procedure=birth(office)), HOA)
    live = office.digests()
    assert "guidance" in live
    office.rebuild()
    assert office.digests() == live
