"""The file is kept whole: one receipt, a loss made good at the office's cost, and the archive at the end."""

import pytest
from msgspec.structs import replace

from domain import dossier as d
from domain.dossier import Dossier, facts, refusals
from tests.domain.a_dossier import (
    ACCEPTED,
    BINH,
    DRAFTED,
    DUE,
    FINISHED,
    FORWARDED,
    HOA,
    LATE,
    READY,
    REFUSED,
    RETURNED,
    SIGNED,
    WORKED_ON,
    given,
)

RETURNED_ONE = given(ACCEPTED, FORWARDED, DRAFTED, SIGNED, READY, RETURNED)
STOPPED_ONE = given(
    ACCEPTED, FORWARDED, facts.DossierStopped(number="6", basis="Điều 19(8)", approved_by="pv.chu")
)
PAPER = facts.PaperIssued(form="M01", number="0001", template="1", digest="ab" * 32, content="{}")


def lose(dossier=WORKED_ON, **changed):
    say = {
        "number": "9/PXL",
        "responsible": "tv.binh",
        "approved_by": "pv.chu",
        "reason": "Mưa dột, ướt giấy tờ",
    } | changed
    return d.report_loss(dossier, by=HOA, at=LATE, **say)


LOST = d.evolve(WORKED_ON, lose(), LATE)


def test_a_loss_is_reported_in_writing_with_who_answers_for_it_and_another_persons_consent():
    assert LOST.lost
    for blank, refusal in (
        ({"number": ""}, refusals.NumberMissing),
        ({"responsible": " "}, refusals.NobodyAnswers),
        ({"approved_by": ""}, refusals.ApprovalMissing),
        ({"approved_by": "nt.hoa"}, refusals.ApprovalMissing),
        ({"reason": ""}, refusals.ReasonMissing),
    ):
        with pytest.raises(refusal) as refused:
            lose(**blank)
        assert refused.value.article
    with pytest.raises(refusals.DossierIsLost):
        lose(LOST)


def test_nothing_is_decided_on_a_lost_file_until_it_is_whole_again():
    with pytest.raises(refusals.DossierIsLost) as refused:
        d.draft_result(LOST, by=BINH, at=LATE)
    assert refused.value.article == "NĐ 61/2018 Điều 21(2)"
    at_once = given(replace(ACCEPTED, delegated=True), lose())
    with pytest.raises(refusals.DossierIsLost):
        d.resolve_at_counter(at_once, by=HOA, at=LATE, number="1")
    whole = d.evolve(LOST, d.restore(LOST, by=BINH, at=LATE, note="Chụp lại từ bản số hóa"), LATE)
    d.draft_result(whole, by=BINH, at=LATE)
    with pytest.raises(refusals.NotLost):
        d.restore(whole, by=BINH, at=LATE)


def test_the_clock_runs_on_while_papers_are_looked_for():
    assert (LOST.paused, LOST.due_current) == ((), DUE)


@pytest.mark.parametrize("ended", [STOPPED_ONE, RETURNED_ONE], ids=["stopped", "returned"])
def test_an_ended_dossier_goes_to_the_archive_whole_and_once(ended):
    lost = d.evolve(ended, lose(ended), LATE)
    with pytest.raises(refusals.DossierIsLost):
        d.archive(lost, by=HOA, at=LATE, reference="01/2027")
    whole = d.evolve(lost, d.restore(lost, by=HOA, at=LATE), LATE)
    with pytest.raises(refusals.NumberMissing):
        d.archive(whole, by=HOA, at=LATE, reference="")
    kept = d.evolve(whole, d.archive(whole, by=BINH, at=LATE, reference="01/2027", place="Kệ 2"), LATE)
    assert (kept.archive, kept.status) == ("01/2027", ended.status)
    with pytest.raises(refusals.ArchivedBefore):
        d.archive(kept, by=HOA, at=LATE, reference="02/2027")


def test_only_what_has_ended_is_archived():
    for dossier in (given(ACCEPTED), WORKED_ON, FINISHED, given(REFUSED)):
        with pytest.raises(refusals.NotInThisState) as refused:
            d.archive(dossier, by=HOA, at=LATE, reference="01/2027")
        assert refused.value.article == "NĐ 30/2020 Điều 30"


def test_a_corrected_dossier_is_archived_anew():
    kept = d.evolve(RETURNED_ONE, d.archive(RETURNED_ONE, by=HOA, at=LATE, reference="01/2027"), LATE)
    opened = d.open_correction(kept, by=HOA, at=LATE, reason="Sai ngày sinh", approved_by="pv.chu")
    assert d.evolve(kept, opened, LATE).archive == ""


def test_a_paper_is_given_out_with_its_number_and_changes_no_axis():
    given_out = d.issue_paper(WORKED_ON, by=HOA, at=LATE, fact=PAPER)
    after = d.evolve(WORKED_ON, given_out, LATE)
    assert after == replace(WORKED_ON, receipt_given=True, changed_at=LATE)
    with pytest.raises(refusals.NumberMissing):
        d.issue_paper(WORKED_ON, by=HOA, at=LATE, fact=replace(PAPER, number=" "))


def test_there_is_one_receipt_and_it_is_printed_again_as_it_was():
    after = d.evolve(WORKED_ON, PAPER, LATE)
    with pytest.raises(refusals.ReceiptGivenBefore):
        d.issue_paper(after, by=HOA, at=LATE, fact=replace(PAPER, number="0002"))
    d.issue_paper(after, by=HOA, at=LATE, fact=replace(PAPER, form="M04"))


def test_nothing_is_printed_from_a_dossier_that_does_not_exist():
    with pytest.raises(refusals.NotInThisState):
        d.issue_paper(Dossier(), by=HOA, at=LATE, fact=PAPER)
