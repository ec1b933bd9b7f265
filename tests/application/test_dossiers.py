"""A dossier comes in: codes without a gap, receipts that repeat, and of two who act at once one is told."""

import threading

import pytest

from application.dossiers import Overtaken, UnknownDossier
from application.intake import ApplicantMissing, PersonalIdMalformed, UnknownChannel
from application.receipts import NoSuchReceipt
from domain.dossier import refusals
from tests.application.an_office import (
    AN,
    BINH,
    CITIZEN,
    HOA,
    KIEN,
    PHUC,
    again,
    birth,
    forward,
    in_process,
    intake,
    on,
    rows,
)
from tests.application.some_dossiers import BASIS, status


def codes(office):
    return [
        code
        for (code,) in rows(office.folder.root, "SELECT code FROM dossier WHERE code <> '' ORDER BY code")
    ]


def ordinals(office):
    return [int(code.split("-")[-1]) for code in codes(office)]


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
