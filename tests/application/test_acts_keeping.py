"""Keeping the file: a receipt on request, a loss made good and answered for, a correction at no cost, the archive."""

from application.acts.acting import Overtaken, UnknownDossier
from application.receipts import NoSuchReceipt
from application.reference import UnknownOfficer
from domain.dossier import refusals as r
from tests.application.an_act import INSPECTOR, THAO, in_land, refused, returned, signed, state_of, topics
from tests.application.an_office import AN, BINH, CITIZEN, HOA, KIEN, PHUC, THU, intake, on

LOSS, ARCHIVE, CORRECTION = "NĐ 61/2018 Điều 21(2)", "NĐ 30/2020 Điều 30", "NĐ 61/2018 Điều 21(1)"
COPY = "2.000815"


# ---- the receipt


def test_a_receipt_on_request_is_given_once_and_only_for_a_dossier_that_is_in(office):
    done = office.dossiers.accept(intake(office, COPY), HOA)
    assert done.waived
    office.dossiers.issue_receipt(done.id, HOA)
    with refused(office, r.ReceiptGivenBefore):
        office.dossiers.issue_receipt(done.id, HOA)
    online = office.dossiers.submit_online(intake(office, channel="online"), CITIZEN)
    with refused(office, NoSuchReceipt):
        office.dossiers.issue_receipt(online, HOA)
    for nothing in ("0" * 32, "no id"):
        with refused(office, UnknownDossier):
            office.dossiers.issue_receipt(nothing, HOA)
    other = office.dossiers.accept(intake(office, COPY), HOA).id
    for by in (CITIZEN, INSPECTOR):
        with refused(office, r.NotYourRole):
            office.dossiers.issue_receipt(other, by)


# ---- a loss


def lost(office, dossier, reason="Rơi khi chuyển phòng", responsible=THU.id, approved_by=KIEN.id, by=HOA):
    office.dossiers.report_loss(dossier, reason, responsible, approved_by, by)


def test_a_loss_names_who_answers_why_and_who_agreed(office):
    dossier = in_land(office)
    for changed, refusal in (
        ({"reason": " "}, r.ReasonMissing),
        ({"responsible": ""}, r.NobodyAnswers),
        ({"responsible": "khong.co"}, UnknownOfficer),
        ({"approved_by": ""}, r.ApprovalMissing),
        ({"approved_by": HOA.id}, r.ApprovalMissing),
        ({"approved_by": BINH.id}, r.ApprovalMissing),
        ({"by": CITIZEN}, r.NotYourRole),
    ):
        with refused(office, refusal):
            lost(office, dossier, **changed)
    lost(office, dossier)
    with refused(office, r.DossierIsLost):
        lost(office, dossier)


def test_what_is_lost_is_not_decided_signed_or_archived_until_it_is_whole_again(office):
    drafted, done = in_land(office), returned(office)
    office.dossiers.draft_result(drafted, "Quyết định", THU)
    lost(office, drafted)
    lost(office, done)
    with refused(office, r.DossierIsLost):
        office.dossiers.sign_result(drafted, PHUC)
    with refused(office, r.DossierIsLost):
        office.dossiers.archive(done, "HS-2026-1", HOA)
    for dossier in (drafted, done):
        office.dossiers.restore(dossier, HOA, note="Lập lại từ bản số hóa")
        with refused(office, r.NotLost):
            office.dossiers.restore(dossier, HOA)
    office.dossiers.sign_result(drafted, PHUC)
    office.dossiers.archive(done, "HS-2026-1", HOA)


def test_a_loss_gives_the_office_no_time(office):
    dossier = in_land(office)
    lost(office, dossier)
    on(office, "2026-03-10")
    office.dossiers.restore(dossier, HOA)
    state = state_of(office, dossier)
    assert (state.paused, state.due_lawful) == ((), state.due_original)
    assert office.reports.paused() == ()


def test_the_letter_of_apology_for_a_loss_is_numbered_with_the_others(office):
    first, second = in_land(office), in_land(office)
    lost(office, first)
    lost(office, second)
    assert [office.dossiers.history(each)[-1].blanks["number"] for each in (first, second)] == [
        "0001/2026/PXL", "0002/2026/PXL",
    ]  # fmt: skip


# ---- a correction


def test_a_correction_is_for_what_was_returned_with_a_reason_and_an_approver(office):
    at_the_unit, done = signed(office), returned(office)
    with refused(office, r.NotInThisState, CORRECTION):
        office.dossiers.open_correction(at_the_unit, "Sai tên", KIEN.id, THU)
    with refused(office, r.ReasonMissing, CORRECTION):
        office.dossiers.open_correction(done, "", KIEN.id, THU)
    with refused(office, r.ApprovalMissing):
        office.dossiers.open_correction(done, "Sai tên", THU.id, THU)
    before = state_of(office, done)
    on(office, "2026-06-01")
    office.dossiers.open_correction(done, "Sai tên", KIEN.id, THU)
    after = state_of(office, done)
    assert (after.finished_at, after.due_original) == (before.finished_at, before.due_original)
    assert (after.corrections, int(after.status)) == (1, 4)


def test_a_correction_costs_the_citizen_nothing(office):
    done = returned(office)
    office.dossiers.open_correction(done, "Sai tên", KIEN.id, THU)
    with refused(office, r.CorrectionIsFree):
        office.dossiers.pay_fee(done, 8_000, "BL-1", HOA)
    with refused(office, r.CorrectionIsFree):
        office.dossiers.ask_payment(done, 8_000, "Nghị quyết", THU)


# ---- the archive


def test_only_what_has_ended_goes_to_the_archive_once_with_its_reference(office):
    working, done = in_land(office), returned(office)
    with refused(office, r.NotInThisState, ARCHIVE):
        office.dossiers.archive(working, "HS-1", HOA)
    with refused(office, r.NumberMissing):
        office.dossiers.archive(done, " ", HOA)
    for by in (PHUC, CITIZEN):
        with refused(office, r.NotYourRole, ARCHIVE):
            office.dossiers.archive(done, "HS-1", by)
    office.dossiers.archive(done, "HS-1", THU, place="Kho 2")
    with refused(office, r.ArchivedBefore):
        office.dossiers.archive(done, "HS-2", HOA)


def test_a_corrected_dossier_leaves_the_archive_and_goes_back(office):
    done = returned(office)
    office.dossiers.archive(done, "HS-1", HOA)
    office.dossiers.open_correction(done, "Sai tên", KIEN.id, HOA)
    office.dossiers.draft_result(done, "Giấy mới", THU)
    office.dossiers.sign_result(done, THAO)
    office.dossiers.make_ready(done, HOA)
    office.dossiers.notify(done, "result_ready", "sms", HOA)
    office.dossiers.return_result(done, HOA)
    office.dossiers.archive(done, "HS-1b", HOA)
    assert topics(office, done)[-1] == "dossier.archived"
    live = office.digests()
    office.rebuild()
    assert office.digests() == live


def test_a_stale_screen_is_told_who_was_quicker_and_leaves_nothing(office):
    done = returned(office)
    seen = office.dossiers.open(done, AN, "handle").version
    office.dossiers.archive(done, "HS-1", HOA)
    with refused(office, Overtaken):
        office.dossiers.archive(done, "HS-2", AN, seen=seen)
