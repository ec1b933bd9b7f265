"""A result is drafted by one, signed by another, brought, told of and returned to the right person."""

import pytest
from msgspec.structs import replace

from domain import dossier as d
from domain.dossier import Dossier, facts, refusals
from tests.domain.a_dossier import (
    ACCEPTED,
    CHU,
    DAY,
    DRAFTED,
    FINISHED,
    FORWARDED,
    HOA,
    LATE,
    MORNING,
    READY,
    RETURNED,
    SIGNED,
    TOLD,
    WORKED_ON,
    given,
)


def test_nobody_signs_their_own_draft_unless_the_procedure_is_delegated():
    drafted = d.evolve(WORKED_ON, d.draft_result(WORKED_ON, by=CHU, at=LATE), LATE)
    with pytest.raises(refusals.FourEyes):
        d.sign_result(drafted, by=CHU, at=LATE, number="12")
    delegated = given(replace(ACCEPTED, delegated=True), FORWARDED, replace(DRAFTED, drafted_by="pv.chu"))
    d.sign_result(delegated, by=CHU, at=LATE, number="12")


def test_a_signature_takes_over_the_draft_and_stops_the_clock():
    drafted = given(ACCEPTED, FORWARDED, DRAFTED)
    assert d.next_step(drafted) == "office.sign"
    signature = d.sign_result(drafted, by=CHU, at=LATE, number="12/GKS")
    assert (signature.digest, signature.signed_by) == ("ef", "pv.chu")
    signed = d.evolve(drafted, signature, LATE)
    assert (signed.status, signed.finished_at, d.next_step(signed)) == (9, LATE, "office.bring_result")
    with pytest.raises(refusals.AlreadySigned):
        d.sign_result(signed, by=CHU, at=LATE, number="13")
    with pytest.raises(refusals.NumberMissing):
        d.sign_result(drafted, by=CHU, at=LATE, number="")


def test_without_a_draft_there_is_nothing_to_sign_or_send_back():
    with pytest.raises(refusals.NoDraft):
        d.sign_result(WORKED_ON, by=CHU, at=LATE, number="12")
    with pytest.raises(refusals.NoDraft):
        d.send_back(WORKED_ON, by=CHU, at=LATE, reason="Sai họ tên")


def test_a_draft_sent_back_is_a_draft_no_more():
    drafted = given(ACCEPTED, FORWARDED, DRAFTED)
    back = d.evolve(drafted, d.send_back(drafted, by=CHU, at=LATE, reason="Sai họ tên"), LATE)
    assert not back.result.drafted


def test_only_delegated_procedures_are_resolved_at_the_counter():
    with pytest.raises(refusals.NotDelegated):
        d.resolve_at_counter(given(ACCEPTED), by=HOA, at=LATE, number="1")
    delegated = given(replace(ACCEPTED, delegated=True))
    resolved = d.evolve(delegated, d.resolve_at_counter(delegated, by=HOA, at=LATE, number="1"), LATE)
    assert d.next_step(resolved) == "citizen.fetch"
    d.return_result(resolved, by=HOA, at=LATE, channel="counter", checked="owner")


def test_a_result_is_returned_only_when_it_has_been_brought():
    with pytest.raises(refusals.NotReady):
        d.return_result(FINISHED, by=HOA, at=LATE, channel="counter", checked="owner")
    with pytest.raises(refusals.NotReady):
        d.notify(FINISHED, by=HOA, at=LATE, about="result_ready", channel="sms")
    ready = d.evolve(FINISHED, d.make_ready(FINISHED, by=HOA, at=LATE, place="Ngăn 3"), LATE)
    with pytest.raises(refusals.AlreadyReady):
        d.make_ready(ready, by=HOA, at=LATE)
    told = d.evolve(ready, d.notify(ready, by=HOA, at=LATE, about="result_ready", channel="sms"), LATE)
    handed = d.return_result(told, by=HOA, at=LATE, channel="counter", checked="owner")
    returned = d.evolve(told, handed, LATE + 3)
    assert (returned.status, returned.delivery, returned.returned_at) == (10, "delivered", LATE + 3)
    assert d.next_step(returned) == "nobody.returned"


def test_identity_or_authorisation_is_checked_at_the_return():
    ready = given(ACCEPTED, FORWARDED, DRAFTED, SIGNED, READY, TOLD)
    for checked in ("", "post"):
        with pytest.raises(refusals.IdentityNotChecked):
            d.return_result(ready, by=HOA, at=LATE, channel="counter", checked=checked)
    with pytest.raises(refusals.RecipientMissing):
        d.return_result(ready, by=HOA, at=LATE, channel="counter", checked="authorised")
    d.return_result(
        ready, by=HOA, at=LATE, channel="counter", checked="authorised", recipient="Trần Thị Bưởi"
    )


def test_the_citizen_is_told_before_an_early_return_and_whoever_waited_at_the_counter_knows():
    ready = given(ACCEPTED, FORWARDED, DRAFTED, SIGNED, READY)
    with pytest.raises(refusals.NotToldOfEarlyResult) as refused:
        d.return_result(ready, by=HOA, at=LATE, channel="counter", checked="owner")
    assert refused.value.article == "NĐ 61/2018 Điều 20"
    d.return_result(ready, by=HOA, at=MORNING + 15 * DAY, channel="counter", checked="owner")
    at_once = given(replace(ACCEPTED, delegated=True), facts.ResolvedAtCounter(number="1"))
    d.return_result(at_once, by=HOA, at=LATE, channel="counter", checked="owner")


def test_a_result_worked_on_again_is_told_of_again():
    at_once = (replace(ACCEPTED, delegated=True), facts.ResolvedAtCounter(number="1"))
    recalled = facts.ResultRecalled(approved_by="pv.chu")
    again = given(*at_once, recalled, DRAFTED, SIGNED, READY)
    with pytest.raises(refusals.NotToldOfEarlyResult):
        d.return_result(again, by=HOA, at=LATE, channel="counter", checked="owner")


@pytest.mark.parametrize("act", [d.recall_result, d.open_correction])
def test_an_error_is_put_right_with_consent_and_the_first_finish_is_kept(act):
    past = (ACCEPTED, FORWARDED, DRAFTED, SIGNED, READY, RETURNED)[: 6 if act is d.open_correction else 5]
    dossier = given(*past)
    with pytest.raises(refusals.ApprovalMissing):
        act(dossier, by=HOA, at=LATE, reason="Sai ngày sinh", approved_by="nt.hoa")
    again = d.evolve(
        dossier, act(dossier, by=HOA, at=LATE, reason="Sai ngày sinh", approved_by="pv.chu"), LATE
    )
    assert (again.status, again.delivery, again.result) == (4, "not_ready", Dossier().result)
    assert again.finished_at == dossier.finished_at is not None
    assert again.recalls + again.corrections == 1
