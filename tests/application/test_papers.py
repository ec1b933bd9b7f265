"""Each act gives out its paper from what was recorded, with everything that the law wants on it."""

from datetime import date
from uuid import UUID

import msgspec
import pytest

import papers as printed
from application.papers import paper_for, register_pages, requested_receipt
from application.papers.particulars import acting_for, place_of
from domain import dossier as d
from papers.contents import Apology, Receipt, Refusal, StopNotice, SupplementRequest
from tests.application.an_office import BINH, DAY, HOA, KIEN, MORNING, intake, on
from tests.application.some_papers import (
    BASIS,
    MAI,
    MOBILE,
    REASON,
    YEAR,
    accepted,
    content_of,
    events_of,
    given,
    processing,
)

# ---- what each act gives out


def test_an_accepted_dossier_gets_a_receipt_with_everything_that_was_recorded(office):
    receipt = office.dossiers.accept(intake(office, papers=(("Giấy chứng sinh", 1, 2),)), HOA)
    paper = given(office, receipt.id)
    content = content_of(paper)

    assert isinstance(content, Receipt)
    assert (paper.form, paper.number, paper.template) == ("M01", receipt.code, "m01-1")
    assert content.code == receipt.code
    assert content.received_at == receipt.received_at
    assert (content.due.day, content.due.at) == (receipt.due_date, receipt.due_at)
    assert (content.applicant.name, content.applicant.personal_id) == ("Nguyễn Văn Ẩn Danh", "082199000123")
    assert [(each.name, each.originals, each.copies) for each in content.papers] == [
        ("Giấy chứng sinh", 1, 2)
    ]
    assert content.link.url == receipt.url
    assert content.link.short_code == receipt.short_code
    assert content.officer.name == "Nguyễn Thị Hoa"
    assert content.unit.place == "Tân Phước 1"
    assert (content.book, content.ordinal) == ("2026", 1)
    assert content.procedure.name_en


def test_ordinals_of_receipts_run_through_the_year_as_in_the_register(office):
    accepted(office)
    accepted(office)
    on(office, "2026-03-04")
    third = accepted(office)

    assert content_of(given(office, third)).ordinal == 3
    lines = register_pages(office.core, *YEAR).lines
    assert [line.ordinal for line in lines] == [1, 2, 3]


def test_a_result_for_the_post_or_the_home_names_the_address(office):
    content = content_of(given(office, accepted(office, return_channel="postal")))
    assert content.return_place == "Ấp Năm, xã Tân Phước 1"


def test_no_receipt_is_given_out_where_the_law_waives_it_until_the_citizen_asks(office):
    dossier = accepted(office)
    stream = UUID(hex=dossier)
    fact = next(
        event.fact for event in events_of(office, stream) if isinstance(event.fact, d.DossierAccepted)
    )
    waived = msgspec.structs.replace(fact, receipt_waived=True)
    asked = []

    def work(tx):
        asked.append(paper_for(office.core, tx, stream, d.Dossier(), waived))
        asked.append(requested_receipt(office.core, tx, stream))
        return stream

    office.core.write(HOA, "", work, lambda _: None)
    assert asked[0] is None
    assert content_of(asked[1]).received_at == MORNING


def test_what_is_missing_at_intake_is_asked_for_in_writing(office):
    dossier = office.dossiers.ask_at_intake(
        intake(office), ["Giấy chứng sinh", "Tờ khai"], REASON, BASIS, HOA
    )
    paper = given(office, dossier)
    content = content_of(paper)

    assert isinstance(content, SupplementRequest)
    assert (paper.form, content.stage, content.time, content.code) == ("M02", "intake", 1, "")
    assert [(item.name, item.originals, item.basis) for item in content.items] == [
        ("Giấy chứng sinh", 1, BASIS),
        ("Tờ khai", 1, BASIS),
    ]
    assert (content.reason, content.basis) == (REASON, BASIS)
    assert content.answer_by > DAY
    assert content.applicant.address == "Ấp Năm, xã Tân Phước 1"
    assert content.link is not None


def test_what_is_missing_in_processing_is_asked_for_with_the_approver(office):
    dossier = processing(office)
    office.dossiers.ask_supplement(dossier, ["Giấy chứng sinh"], REASON, BASIS, HOA)
    content = content_of(given(office, dossier))

    assert (content.stage, content.time) == ("processing", 1)
    assert content.code.startswith("H20.321-260302-")
    assert content.applicant.personal_id == "082199000123"


def test_a_refusal_says_why_and_has_no_page_to_follow(office):
    dossier = office.dossiers.refuse(intake(office), REASON, BASIS, HOA)
    paper = given(office, dossier)
    content = content_of(paper)

    assert isinstance(content, Refusal)
    assert (paper.form, content.reason, content.basis) == ("M03", REASON, BASIS)
    assert content.link is None
    assert content.procedure.name.lower().endswith("khai sinh")


def test_a_refused_online_submission_is_followed_by_its_link(office):
    dossier = office.dossiers.submit_online(intake(office), HOA.__class__("", "citizen", "web"))
    office.dossiers.refuse(intake(office), REASON, BASIS, HOA, dossier=dossier)
    content = content_of(given(office, dossier))

    assert content.link is not None
    assert content.applicant.email == "andanh@example.vn"


def test_not_eligible_after_appraisal_is_a_refusal_in_writing(office):
    dossier = processing(office)
    office.dossiers.stop(dossier, REASON, BASIS, "nd.phuc", BINH)
    content = content_of(given(office, dossier))

    assert isinstance(content, Refusal)
    assert (content.stage, content.approved_by.name) == ("processing", "Ngô Đình Phúc")


def test_an_apology_is_signed_by_the_deputy_for_the_head(office):
    dossier = processing(office, procedure=MOBILE)
    office.dossiers.apologise(dossier, "Chờ xác minh.", date(2026, 3, 20), MAI)
    paper = given(office, dossier)
    content = content_of(paper)

    assert isinstance(content, Apology)
    assert paper.form == "M04"
    assert content.signer.title == "Phó Giám đốc Trung tâm"
    assert content.signer.acting_for == "Giám đốc Trung tâm"
    assert content.before.day < content.after.day == "2026-03-20"
    assert content.procedure.field == "Hộ tịch"
    assert "KT. GIÁM ĐỐC TRUNG TÂM" in printed.render_text(content)


def test_a_withdrawal_ends_in_a_notice_with_the_request_and_what_it_means_in_money(office):
    dossier = processing(office)
    office.dossiers.ask_withdrawal(dossier, "Gia đình chuyển nơi ở.", HOA)
    office.dossiers.grant_withdrawal(dossier, KIEN)
    paper = given(office, dossier)
    content = content_of(paper)

    assert isinstance(content, StopNotice)
    assert (paper.form, content.why, content.request) == ("M05", "withdrawn", "Gia đình chuyển nơi ở.")
    assert content.step == "withdrawal_requested"
    assert content.consequence == "nothing_paid"
    assert content.signer.name == "Trần Trung Kiên"


def test_what_was_paid_and_paid_back_is_told(office):
    dossier = processing(office)
    office.dossiers.pay_fee(dossier, 16000, "BL-0001", HOA)
    office.dossiers.ask_withdrawal(dossier, "Gia đình chuyển nơi ở.", HOA)
    office.dossiers.grant_withdrawal(dossier, KIEN)
    content = content_of(given(office, dossier))

    assert (content.paid_vnd, content.refund_vnd, content.consequence) == (16000, 0, "by_rule")
    assert "16.000 đồng" in printed.render_text(content)


def test_an_act_that_needs_no_paper_gives_none(office):
    dossier = accepted(office)
    stream = UUID(hex=dossier)
    facts = []
    office.core.write(
        HOA, "",
        lambda tx: (
            facts.append(paper_for(office.core, tx, stream, d.Dossier(), d.DossierForwarded(section="justice"))),
            stream,
        )[1],
        lambda _: None,
    )  # fmt: skip
    assert facts == [None]


# ---- small things


@pytest.mark.parametrize(
    ("agency", "place"),
    [
        ("Ủy ban nhân dân xã Tân Phước 1, tỉnh Đồng Tháp", "Tân Phước 1"),
        ("UBND phường Tây Hoa Lư", "Tây Hoa Lư"),
        ("Ủy ban nhân dân đặc khu Phú Quốc, tỉnh An Giang", "Phú Quốc"),
        ("Sở Tư pháp", ""),
    ],
)
def test_a_paper_is_dated_at_the_commune(agency, place):
    assert place_of(agency) == place


@pytest.mark.parametrize(
    ("title", "head"),
    [
        ("Phó Giám đốc Trung tâm", "Giám đốc Trung tâm"),
        ("Phó Chủ tịch Ủy ban nhân dân xã", "Chủ tịch Ủy ban nhân dân xã"),
        ("Giám đốc Trung tâm", ""),
        ("", ""),
    ],
)
def test_a_deputy_signs_for_the_head(title, head):
    assert acting_for(title) == head
