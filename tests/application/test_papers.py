"""Each act gives out its paper from what was recorded, and the paper can be printed again exactly as it was."""

from datetime import date
from uuid import UUID

import msgspec
import pytest

import papers as printed
from application.papers import (
    NoSuchEvent,
    NoSuchPaper,
    OneYearAtATime,
    PaperContradicted,
    PaperErased,
    PaperOfLaterVersion,
    control_slip,
    issued_papers,
    paper_for,
    register_pages,
    reprint,
    requested_receipt,
)
from application.papers.particulars import acting_for, place_of
from application.receipts import NoSuchReceipt
from domain import dossier as d
from papers.contents import Apology, Receipt, Refusal, StopNotice, SupplementRequest
from tests.application.an_office import BINH, DAY, HOA, KIEN, MORNING, PHUC, an_office, intake, on

REASON = "Giấy chứng sinh chưa có chữ ký của cơ sở y tế."
BASIS = "NĐ 61/2018 Điều 17"
MAI = KIEN.__class__("lt.mai", "head", "desk-8")
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def office(folder):
    office = an_office(folder / "office")
    yield office
    office.close()


def events_of(office, stream):
    return list(office.core.store.read(office.core.store.reader(), stream, personal=True))


def recorded(office, stream, fact):
    """Add a fact to a stream as it is, whatever the law says to it."""

    def work(tx):
        tx.record(stream, tx.version(stream), fact)
        return stream

    office.core.write(HOA, "", work, lambda _: None)


def given(office, dossier):
    """The paper that the latest act gave out, in the same transaction."""
    act, paper = events_of(office, UUID(hex=dossier))[-2:]
    assert act.command == paper.command
    assert isinstance(paper.fact, d.PaperIssued)
    return paper.fact


def content_of(paper):
    return printed.decode(paper.template, paper.content)


def accepted(office, **changed):
    return office.dossiers.accept(intake(office, **changed), HOA).id


def processing(office, **changed):
    dossier = accepted(office, **changed)
    office.dossiers.forward(dossier, "justice", HOA)
    office.dossiers.assign(dossier, "vq.binh", PHUC)
    return dossier


MOBILE = "1.000419"
"""A procedure of five working days, long enough to be late with an apology."""


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


# ---- printed again


def test_a_paper_is_printed_again_exactly_as_it_was_given_out(office):
    dossier = accepted(office)
    paper = given(office, dossier)
    first = printed.render_pdf(content_of(paper))
    on(office, "2026-08-03")

    again = reprint(office.core, UUID(hex=dossier), paper.number)
    assert printed.encode(again) == paper.content
    assert printed.render_pdf(again) == first


def test_papers_are_listed_without_reading_anything_personal(office):
    dossier = accepted(office)
    paper = given(office, dossier)
    [listed] = issued_papers(office.core, UUID(hex=dossier))

    assert (listed.form, listed.number, listed.by) == ("M01", paper.number, "nt.hoa")
    assert "Ẩn Danh" not in str(listed)


def test_what_was_printed_is_sealed_in_the_log(office):
    dossier = accepted(office)
    paper = given(office, dossier)
    rows = (
        office.core.store.reader().execute("SELECT state FROM event WHERE topic = 'paper.issued'").fetchall()
    )

    assert rows
    assert all("Ẩn Danh".encode() not in state and b"#" not in state for (state,) in rows)
    assert paper.digest == printed.digest(paper.content)


def test_a_number_nobody_gave_out_is_refused(office):
    dossier = accepted(office)
    with pytest.raises(NoSuchPaper):
        reprint(office.core, UUID(hex=dossier), "0009/2026/PXL")


def test_an_erased_person_takes_what_was_printed_along(office):
    dossier = accepted(office)
    paper = given(office, dossier)
    stream = UUID(hex=dossier)
    office.core.store.vault.destroy_key(stream)

    with pytest.raises(PaperErased):
        reprint(office.core, stream, paper.number)
    assert [each.number for each in issued_papers(office.core, stream)] == [paper.number]


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"digest": "0" * 64}, PaperContradicted),
        ({"content": "{}"}, PaperContradicted),
        ({"template": "m01-99"}, PaperOfLaterVersion),
    ],
)
def test_a_content_that_is_not_what_was_given_out_is_never_printed(office, changed, fault):
    dossier = accepted(office)
    stream = UUID(hex=dossier)
    wrong = msgspec.structs.replace(given(office, dossier), number="X-1", **changed)
    recorded(office, stream, wrong)

    with pytest.raises(fault):
        reprint(office.core, stream, "X-1")


# ---- drawn from the log


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
