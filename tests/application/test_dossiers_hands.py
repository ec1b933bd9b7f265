"""A dossier goes from hand to hand with two signatures, and only those who may agree to it do."""

from uuid import UUID

import pytest

from application.core import NotReadableText
from application.dossiers import NotDossierStaff
from application.reference import UnknownOfficer
from domain.dossier import refusals
from domain.staff import OfficerAppointed
from tests.application.an_office import BINH, HOA, KIEN, KIOSK, PHUC, in_process, intake
from tests.application.some_dossiers import BASIS, status

# ---- hands and results


def test_a_hand_over_has_two_signatures(office, dossiers):
    dossier = in_process(office)
    dossiers.offer(dossier, "bt.thu", BINH, note="Nhờ chị")
    assert [line.id for line in dossiers.inbox(BINH)] == [dossier]
    with pytest.raises(refusals.OfferedToAnother):
        dossiers.take_over(dossier, BINH)
    thu = type(BINH)("bt.thu", "specialist", "desk-4")
    assert [line.offered_to for line in dossiers.inbox(thu)] == ["bt.thu"]
    dossiers.decline(dossier, "Không thuộc việc của tôi", thu)
    dossiers.offer(dossier, "bt.thu", BINH)
    dossiers.take_over(dossier, thu)
    assert dossiers.inbox(thu)[0].holder == "bt.thu"


def test_nobody_signs_their_own_draft(office, dossiers):
    dossier = in_process(office)
    dossiers.draft_result(dossier, "Giấy khai sinh", PHUC)
    with pytest.raises(refusals.FourEyes):
        dossiers.sign_result(dossier, PHUC)
    dossiers.sign_result(dossier, type(PHUC)("dm.thao", "leader", "desk-8"))
    dossiers.make_ready(dossier, HOA)
    dossiers.notify(dossier, "result_ready", "phone", HOA)
    dossiers.return_result(dossier, HOA)
    assert status(office, dossier) == 10


def test_an_act_is_recorded_in_the_role_that_allowed_it(office, dossiers):
    dossier = in_process(office)
    both = type(BINH)("lt.mai", "reception", "desk-5")  # head and reception
    dossiers.ask_withdrawal(dossier, "", both)
    dossiers.grant_withdrawal(dossier, both)
    roles = [event.actor.role for event in office.log.events.get(UUID(hex=dossier))][-2:]
    assert roles == ["head", "head"]


def test_opening_a_file_is_recorded_and_the_citizen_sees_it(office, dossiers):
    receipt = dossiers.accept(intake(office), HOA)
    file = dossiers.open(receipt.id, BINH, "handle")
    assert file.applicant.phone == "0903000123"
    [read] = office.lookup.by_secret(receipt.url.split("#")[1]).reads
    assert (read.topic, read.actor) == ("lookup.performed", "Võ Quốc Bình")
    assert dossiers.find(receipt.code.lower()) == receipt.id


# ---- who agrees, and who may be given a dossier


def approvals(dossiers, dossier):
    """Every act of Bình or Hoa to which a supervisor must agree, and what must be done before it."""
    yield lambda name: dossiers.stop(dossier, "Không đủ điều kiện", BASIS, name, BINH)
    yield lambda name: dossiers.ask_supplement(
        dossier, ["Giấy chứng sinh"], "Thiếu", BASIS, HOA, approved_by=name
    )
    dossiers.draft_result(dossier, "Giấy khai sinh", BINH)
    dossiers.sign_result(dossier, PHUC)
    yield lambda name: dossiers.recall_result(dossier, "Sai ngày sinh", name, BINH)
    dossiers.make_ready(dossier, HOA)
    dossiers.return_result(dossier, HOA)
    yield lambda name: dossiers.open_correction(dossier, "Sai ngày sinh", name, BINH)


def test_only_a_leader_of_this_office_agrees(office, dossiers):
    dossier = in_process(office)
    for act in approvals(dossiers, dossier):
        with pytest.raises(UnknownOfficer):
            act("khong.co.nguoi.nay")
        with pytest.raises(refusals.ApprovalMissing):
            act("bt.thu")
    dossiers.open_correction(dossier, "Sai ngày sinh", "nd.phuc", BINH)
    assert status(office, dossier) == 4


def test_a_leader_who_has_left_agrees_to_nothing(office, dossiers):
    dossier = in_process(office)
    office.staff.leave("dm.thao", "Nghỉ hưu", PHUC)
    with pytest.raises(UnknownOfficer):
        dossiers.stop(dossier, "Không đủ điều kiện", BASIS, "dm.thao", BINH)


def test_nobody_agrees_to_what_they_do_themselves(office, dossiers):
    dossier = in_process(office)
    with pytest.raises(refusals.ApprovalMissing):
        dossiers.ask_supplement(dossier, ["Giấy chứng sinh"], "Thiếu", BASIS, KIEN, approved_by="tt.kien")


def test_a_dossier_is_given_only_to_somebody_who_can_go_on_with_it(office, dossiers):
    inspector = OfficerAppointed(
        officer="tr.tra", name="Trần Thanh Tra", title="Thanh tra viên", roles=("inspector",)
    )
    office.staff.appoint(inspector)
    dossier = in_process(office)
    with pytest.raises(NotDossierStaff):
        dossiers.assign(dossier, "tr.tra", PHUC)
    with pytest.raises(NotDossierStaff):
        dossiers.offer(dossier, "tr.tra", BINH)
    with pytest.raises(NotDossierStaff):
        dossiers.assign(dossier, "nt.hoa", PHUC)
    dossiers.offer(dossier, "nt.hoa", BINH)


@pytest.mark.parametrize("text", ["\ud800", "Thiếu \udfff giấy"])
def test_half_a_character_is_refused_and_nothing_of_it_is_kept(office, dossiers, text):
    dossier, before = in_process(office), office.core.store.last_id()
    with pytest.raises(NotReadableText):
        dossiers.stop(dossier, text, BASIS, "nd.phuc", BINH)
    with pytest.raises(NotReadableText):
        dossiers.offer(dossier, "bt.thu", BINH, note=text)
    with pytest.raises(NotReadableText):
        office.queue.print_failed(office.queue.issue(KIOSK).id, "paper", text, KIOSK)
    assert office.core.store.last_id() == before + 1, "only the number that was taken"
    dossiers.offer(dossier, "bt.thu", BINH)
