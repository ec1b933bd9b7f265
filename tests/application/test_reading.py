"""Who may take in, read and print a dossier, and under which id: nothing comes about by a wrong one."""

import pytest

from application.intake import NoSuchSubmission
from application.reading import UnknownPurpose
from domain.dossier import refusals
from tests.application.an_office import AN, CITIZEN, HOA, KIOSK, birth, intake, rows

BASIS = "NĐ 61/2018 Điều 17"


def test_printing_a_receipt_again_is_a_reading_and_receiving_it_is_none(office, dossiers):
    receipt = dossiers.accept(intake(office), HOA)
    secret = receipt.url.split("#")[1]
    assert office.lookup.by_secret(secret).reads == ()
    dossiers.receipt(receipt.id, AN)
    [read] = office.lookup.by_secret(secret).reads
    assert (read.topic, read.blanks["purpose"]) == ("lookup.performed", "receipt")
    with pytest.raises(refusals.NotYourRole):
        dossiers.receipt(receipt.id, CITIZEN)


def test_a_file_is_read_for_a_listed_purpose_only(office, dossiers):
    dossier = dossiers.accept(intake(office), HOA).id
    with pytest.raises(UnknownPurpose):
        dossiers.open(dossier, HOA, "hỏi hộ bà Nguyễn Thị An")
    assert dossiers.open(dossier, HOA, "return").applicant.name


@pytest.mark.parametrize("id", ["0" * 32, "not hex", "ticket"])
def test_nothing_is_taken_in_under_an_id_that_names_no_dossier(office, dossiers, id):
    named = office.queue.issue(KIOSK, procedure=birth(office)).id if id == "ticket" else id
    for act in (
        lambda: dossiers.accept(intake(office), HOA, dossier=named),
        lambda: dossiers.refuse(intake(office), "Không thuộc thẩm quyền", BASIS, HOA, dossier=named),
        lambda: dossiers.ask_at_intake(intake(office), ["Tờ khai"], "Thiếu", BASIS, HOA, dossier=named),
    ):
        with pytest.raises(NoSuchSubmission):
            act()
    assert rows(office.folder.root, "SELECT count(*) FROM dossier") == [(0,)]
