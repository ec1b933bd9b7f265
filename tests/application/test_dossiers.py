"""A dossier through the office: codes without a gap, receipts that repeat, dates by the calendar, and stale screens."""

import threading
from datetime import date
from uuid import UUID

import pytest

from application.core import NotReadableText
from application.dossiers import NotDossierStaff, Overtaken, UnknownDossier
from application.intake import ApplicantMissing, PersonalIdMalformed, UnknownChannel
from application.receipts import NoSuchReceipt
from application.reference import UnknownOfficer
from domain.dossier import refusals
from domain.staff import OfficerAppointed
from tests.application.an_office import (
    AN,
    BINH,
    CITIZEN,
    HOA,
    KIEN,
    KIOSK,
    PHUC,
    again,
    an_office,
    birth,
    forward,
    in_process,
    intake,
    on,
    rows,
)

BASIS = "NĐ 61/2018 Điều 17"


@pytest.fixture
def office(tmp_path):
    made = an_office(tmp_path / "store")
    yield made
    made.close()


@pytest.fixture
def dossiers(office):
    return office.dossiers


def codes(office):
    return [
        code
        for (code,) in rows(office.folder.root, "SELECT code FROM dossier WHERE code <> '' ORDER BY code")
    ]


def ordinals(office):
    return [int(code.split("-")[-1]) for code in codes(office)]


def status(office, dossier):
    return rows(office.folder.root, "SELECT status FROM dossier WHERE stream = ?", dossier)[0][0]


def due(office, dossier):
    return rows(office.folder.root, "SELECT due_original, due_date FROM dossier WHERE stream = ?", dossier)[0]


# ---- codes and receipts


def test_codes_run_without_a_gap_whatever_is_refused_in_between(office, dossiers):
    for number in range(1, 8):
        with pytest.raises(ApplicantMissing):
            dossiers.accept(intake(office, applicant=" "), HOA)
        with pytest.raises(PersonalIdMalformed):
            dossiers.accept(intake(office, personal_id="12345"), HOA)
        with pytest.raises(refusals.NotYourRole):
            dossiers.accept(intake(office), PHUC)
        with pytest.raises(refusals.NotSubmitted):
            dossiers.accept(intake(office, channel="online"), HOA)
        with pytest.raises(UnknownChannel):
            dossiers.accept(intake(office, channel="owl"), HOA)
        assert dossiers.accept(intake(office), HOA).code == f"H20.321-260302-{number:04d}"
    on(office, "2026-03-03")
    assert dossiers.accept(intake(office), HOA).code == "H20.321-260303-0001"


def test_codes_run_without_a_gap_when_many_are_accepted_at_once(office, dossiers, tmp_path):
    beside = again(tmp_path / "store")

    def work(one, by):
        for number in range(10):
            try:
                one.dossiers.accept(intake(one, applicant="" if number % 3 == 0 else "An"), by)
            except ApplicantMissing:
                continue

    threads = [
        threading.Thread(target=work, args=(one, by)) for one in (office, beside) for by in (HOA, AN) * 2
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ordinals(office) == list(range(1, 8 * 6 + 1))
    beside.close()


def test_a_receipt_is_the_same_whenever_it_is_printed(office, dossiers):
    receipt = dossiers.accept(intake(office), HOA)
    forward(office, 600)
    dossiers.forward(receipt.id, "justice", HOA)
    dossiers.assign(receipt.id, "vq.binh", PHUC)
    assert dossiers.receipt(receipt.id, HOA) == receipt
    assert receipt.papers == (("Giấy chứng sinh", 1, 0),)
    assert len(receipt.short_code) == 8
    assert len(receipt.url.split("#")[1]) == 26
    assert receipt.claims.startswith(f'{{"code":"{receipt.code}","due_at":"2026-03-0')
    assert "Danh" not in receipt.claims
    with pytest.raises(NoSuchReceipt):
        dossiers.receipt("0" * 32, HOA)


def test_an_acceptance_belongs_to_a_procedure_in_force(office, dossiers):
    office.catalogue.repeal(birth(office), "2026-03-10", "bãi bỏ", KIEN)
    code = birth(office)
    assert dossiers.accept(intake(office), HOA)
    on(office, "2026-03-10")
    with pytest.raises(Exception, match=code):
        dossiers.accept(intake(office, code), HOA)


# ---- before acceptance


def test_an_online_dossier_is_submitted_then_accepted_under_the_same_id(office, dossiers):
    dossier = dossiers.submit_online(intake(office, channel="online"), CITIZEN)
    assert status(office, dossier) == 1
    receipt = dossiers.accept(intake(office, channel="online"), HOA, dossier=dossier)
    assert receipt.id == dossier
    with pytest.raises(refusals.NotInThisState):
        dossiers.accept(intake(office, channel="online"), HOA, dossier=dossier)
    assert ordinals(office) == [1]


def test_a_refusal_and_a_request_at_intake_are_numbered_letters(office, dossiers):
    refused = dossiers.refuse(intake(office), "Không thuộc thẩm quyền", BASIS, HOA)
    assert status(office, refused) == 3
    asked = dossiers.ask_at_intake(intake(office), ["Giấy chứng sinh"], "Thiếu giấy", BASIS, HOA)
    assert status(office, asked) == 5
    for _ in range(2):
        dossiers.refuse(intake(office), "Không thuộc thẩm quyền", BASIS, HOA)
    numbers = rows(
        office.folder.root,
        "SELECT series, ordinal FROM taken_number WHERE series LIKE 'paper/%' ORDER BY 1, 2",
    )
    assert numbers == [
        ("paper/2026/TCTN", 1), ("paper/2026/TCTN", 2), ("paper/2026/TCTN", 3), ("paper/2026/YCBS", 1),
    ]  # fmt: skip
    with pytest.raises(refusals.ReasonMissing):
        dossiers.refuse(intake(office), " ", BASIS, HOA)
    assert dossiers.accept(intake(office), HOA, dossier=asked).code.endswith("-0001")


# ---- time


def test_a_supplement_stops_the_clock_and_starts_it_afresh(office, dossiers):
    dossier = in_process(office)
    promised, _ = due(office, dossier)
    dossiers.ask_supplement(dossier, ["Giấy chứng sinh"], "Thiếu", BASIS, HOA)
    assert status(office, dossier) == 5
    on(office, "2026-03-16")
    with pytest.raises(refusals.NothingHandedIn):
        dossiers.complete_supplement(dossier, HOA)
    dossiers.hand_in(dossier, [("Giấy chứng sinh", 1, 0)], CITIZEN)
    dossiers.complete_supplement(dossier, HOA)
    original, now = due(office, dossier)
    assert original == promised
    assert now > "2026-03-15", "the whole limit runs again from the day the set was complete"
    with pytest.raises(refusals.ApplicantNotAtFault):
        dossiers.ask_supplement(dossier, ["Tờ khai"], "Thiếu nữa", BASIS, HOA)


def test_a_supplement_never_brought_ends_the_dossier_only_after_its_time(office, dossiers):
    dossier = in_process(office)
    dossiers.ask_supplement(dossier, ["Giấy chứng sinh"], "Thiếu", BASIS, HOA)
    with pytest.raises(refusals.StillTimeToAnswer):
        dossiers.expire_supplement(dossier, "Không bổ sung", KIEN)
    on(office, "2026-06-01")
    dossiers.expire_supplement(dossier, "Không bổ sung", KIEN)
    assert status(office, dossier) == 8


def test_an_apology_moves_the_appointment_once_and_never_the_promise(office, dossiers):
    dossier = dossiers.accept(intake(office, slow(office)), HOA).id
    dossiers.forward(dossier, "justice", HOA)
    promised, _ = due(office, dossier)
    new = date.fromisoformat(promised).replace(month=date.fromisoformat(promised).month + 1)
    dossiers.apologise(dossier, "Chờ xác minh", new, PHUC)
    original, now = due(office, dossier)
    assert original == promised
    assert now >= new.isoformat()
    with pytest.raises(refusals.ApologisedBefore):
        dossiers.apologise(dossier, "Vẫn chờ", new.replace(month=new.month + 1), PHUC)
    on(office, new.replace(month=new.month + 2).isoformat())
    link = dossiers.receipt(dossier, HOA).url.split("#")[1]
    page = office.lookup.by_secret(link)
    assert page.late, "an apology does not make it punctual"
    assert page.due_original == promised


def slow(office):
    """A procedure with a limit of at least ten working days."""
    return next(
        code
        for code, procedure in office.catalogue.in_force().items()
        if procedure.limit.unit == "working_day" and procedure.limit.value >= 10
    )


def test_an_apology_on_the_last_day_comes_too_late(office, dossiers):
    dossier = dossiers.accept(intake(office, slow(office)), HOA).id
    dossiers.forward(dossier, "justice", HOA)
    promised, _ = due(office, dossier)
    on(office, promised)
    with pytest.raises(refusals.TooLateToApologise):
        dossiers.apologise(dossier, "Quên mất", date(2026, 12, 1), PHUC)


# ---- withdrawal and money


def test_a_withdrawal_is_asked_for_and_granted(office, dossiers):
    dossier = in_process(office)
    dossiers.ask_withdrawal(dossier, "Đổi ý", CITIZEN)
    assert status(office, dossier) == 7
    with pytest.raises(refusals.NotYourRole):
        dossiers.grant_withdrawal(dossier, HOA)
    dossiers.grant_withdrawal(dossier, KIEN)
    assert status(office, dossier) == 8


def test_a_withdrawal_declined_gives_the_dossier_its_time_again(office, dossiers):
    dossier = in_process(office)
    dossiers.ask_withdrawal(dossier, "", HOA)
    on(office, "2026-03-09")
    dossiers.decline_withdrawal(dossier, "Đã có quyết định dự thảo", PHUC)
    assert status(office, dossier) == 4
    assert due(office, dossier)[1] >= "2026-03-09"


def test_money_is_asked_for_and_confirmed(office, dossiers):
    dossier = in_process(office)
    dossiers.ask_payment(dossier, 50_000, BASIS, BINH)
    assert status(office, dossier) == 6
    dossiers.confirm_payment(dossier, "BL-1", HOA)
    assert status(office, dossier) == 4
    dossiers.pay_fee(dossier, 8_000, "BL-2", HOA)
    dossiers.stop(dossier, "Không đủ điều kiện", BASIS, "nd.phuc", BINH)
    assert status(office, dossier) == 8


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


# ---- stale screens


def test_the_second_of_two_officers_is_told_who_was_quicker(office, dossiers, tmp_path):
    dossier = dossiers.accept(intake(office), HOA).id
    beside = again(tmp_path / "store", at=office.now())
    mine, theirs = (
        dossiers.open(dossier, HOA, "handle").version,
        beside.dossiers.open(dossier, AN, "handle").version,
    )
    assert mine == theirs
    dossiers.forward(dossier, "justice", HOA, seen=mine)
    with pytest.raises(Overtaken) as raised:
        beside.dossiers.forward(dossier, "land", AN, seen=theirs)
    assert raised.value.blanks == {"by": "nt.hoa", "at": office.now(), "topic": "dossier.forwarded"}
    with pytest.raises(refusals.NotInThisState):
        beside.dossiers.forward(dossier, "land", AN)
    beside.close()


def test_two_signatures_at_once_make_one_signed_result(office, dossiers, tmp_path):
    dossier = in_process(office)
    dossiers.draft_result(dossier, "Giấy khai sinh", BINH)
    offices = [office, again(tmp_path / "store", at=office.now())]
    told = []

    def sign(one, by):
        try:
            one.dossiers.sign_result(dossier, by, seen=4)
            told.append("signed")
        except Overtaken as overtaken:
            told.append(overtaken.blanks["by"])

    leaders = [PHUC, type(PHUC)("dm.thao", "leader", "desk-7")]
    threads = [
        threading.Thread(target=sign, args=(offices[number % 2], leaders[number % 2])) for number in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told.count("signed") == 1
    assert set(told) <= {"signed", "nd.phuc", "dm.thao"}
    offices[1].close()


def test_what_is_no_dossier_is_refused(office, dossiers):
    with pytest.raises(UnknownDossier):
        dossiers.forward("0" * 32, "justice", HOA)
    with pytest.raises(UnknownDossier):
        dossiers.forward("not hex", "justice", HOA)
