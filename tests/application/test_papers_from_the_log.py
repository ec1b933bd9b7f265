"""The control slip and the register are drawn from the log, and are the same for ever as of an event."""

from datetime import date
from uuid import UUID

import pytest

import papers as printed
from application.papers import NoSuchEvent, OneYearAtATime, control_slip, register_pages
from application.receipts import NoSuchReceipt
from tests.application.an_office import BINH, DAY, HOA, KIEN, PHUC, intake, on
from tests.application.some_papers import BASIS, MOBILE, REASON, YEAR, accepted, processing


def test_the_control_slip_has_both_signatures_of_every_hand_over(office):
    dossier = processing(office)
    office.dossiers.offer(dossier, "bt.thu", BINH, note="Kèm hai bản sao.")
    office.dossiers.take_over(dossier, HOA.__class__("bt.thu", "specialist", "desk-4"))
    office.dossiers.offer(dossier, "vq.binh", HOA.__class__("bt.thu", "specialist", "desk-4"))
    office.dossiers.take_over(dossier, BINH)
    office.dossiers.draft_result(dossier, "Trích lục khai sinh", BINH)
    office.dossiers.sign_result(dossier, PHUC)
    office.dossiers.make_ready(dossier, HOA, place="Ngăn 3")
    office.dossiers.return_result(dossier, HOA, recipient="Nguyễn Thị Mẹ")
    slip = control_slip(office.core, UUID(hex=dossier))

    assert [(line.step, line.given.name, line.taken.name) for line in slip.handings] == [
        ("accepted", "Nguyễn Văn Ẩn Danh", "Nguyễn Thị Hoa"),
        ("forwarded", "Nguyễn Thị Hoa", "Ngô Đình Phúc"),
        ("assigned", "Ngô Đình Phúc", "Võ Quốc Bình"),
        ("handover", "Võ Quốc Bình", "Bùi Thị Thu"),
        ("handover", "Bùi Thị Thu", "Võ Quốc Bình"),
        ("draft", "Võ Quốc Bình", "Ngô Đình Phúc"),
        ("ready", "Nguyễn Thị Hoa", "Nguyễn Thị Hoa"),
        ("returned", "Nguyễn Thị Hoa", "Nguyễn Thị Mẹ"),
    ]
    assert all(line.given.at and line.taken.at for line in slip.handings)
    assert [line.pace for line in slip.handings if line.pace] == ["on_time", "early"]
    assert slip.handings[3].note == "Kèm hai bản sao."
    assert slip.finished_at
    assert slip.returned_at


def test_a_late_result_is_late_on_the_slip_whatever_was_apologised(office):
    dossier = processing(office, procedure=MOBILE)
    office.dossiers.apologise(dossier, "Chờ xác minh.", date(2026, 3, 20), KIEN)
    on(office, "2026-03-19")
    office.dossiers.draft_result(dossier, "Trích lục khai sinh", BINH)
    office.dossiers.sign_result(dossier, PHUC)

    assert control_slip(office.core, UUID(hex=dossier)).handings[-1].pace == "late"


def test_a_slip_as_of_an_event_is_the_same_for_ever(office):
    dossier = processing(office)
    stream = UUID(hex=dossier)
    then = control_slip(office.core, stream)
    first = printed.render_pdf(then)
    on(office, "2026-03-03")
    office.dossiers.draft_result(dossier, "Trích lục khai sinh", BINH)

    assert len(control_slip(office.core, stream).handings) > len(then.handings)
    assert printed.render_pdf(control_slip(office.core, stream, then.at_event)) == first


def test_a_slip_needs_an_accepted_dossier_and_an_event_that_is_there(office):
    refused = office.dossiers.refuse(intake(office), REASON, BASIS, HOA)
    with pytest.raises(NoSuchReceipt):
        control_slip(office.core, UUID(hex=refused))
    with pytest.raises(NoSuchEvent):
        control_slip(office.core, UUID(hex=accepted(office)), 10**9)


def test_the_register_lists_every_accepted_dossier_with_its_person(office):
    accepted(office)
    office.dossiers.refuse(intake(office), REASON, BASIS, HOA)
    on(office, "2026-03-05")
    second = processing(office, applicant="Trần Văn Bốn", phone="0903111222")
    office.dossiers.draft_result(second, "Trích lục khai sinh", BINH)
    office.dossiers.sign_result(second, PHUC)
    office.dossiers.make_ready(second, HOA)
    office.dossiers.return_result(second, HOA, recipient="Trần Thị Em")
    register = register_pages(office.core, *YEAR)

    assert [(line.ordinal, line.applicant.name, line.received_day) for line in register.lines] == [
        (1, "Nguyễn Văn Ẩn Danh", DAY),
        (2, "Trần Văn Bốn", "2026-03-05"),
    ]
    assert register.lines[1].signed_for == "Trần Thị Em"
    assert register.lines[1].returned_day == "2026-03-05"
    assert register.lines[1].agency == "Tư pháp, hộ tịch"
    assert register.lines[0].due_day == DAY
    assert register.head.name == "Trần Trung Kiên"
    assert not register.closed


def test_the_register_of_some_days_keeps_the_ordinals_of_the_year(office):
    accepted(office)
    on(office, "2026-03-05")
    accepted(office)
    register = register_pages(office.core, date(2026, 3, 4), date(2026, 3, 6))

    assert [line.ordinal for line in register.lines] == [2]


def test_the_register_as_of_an_event_is_the_same_for_ever_and_closed_once_the_year_is_over(office):
    accepted(office)
    then = register_pages(office.core, *YEAR)
    first = printed.render_pdf(then)
    on(office, "2027-01-04")
    accepted(office)

    assert printed.render_pdf(register_pages(office.core, *YEAR, then.at_event)) == first
    closed = register_pages(office.core, *YEAR)
    assert closed.closed
    assert len(closed.lines) == 1
    assert "Khóa sổ" in printed.render_text(closed)


def test_a_register_of_two_years_or_backwards_is_refused(office):
    for days in ((date(2025, 12, 1), date(2026, 1, 31)), (date(2026, 2, 1), date(2026, 1, 31))):
        with pytest.raises(OneYearAtATime):
            register_pages(office.core, *days)
