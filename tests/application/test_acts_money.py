"""Money: asked for under an article, paid once under its own receipt, and given back no more than it was."""

import pytest

from application.cash import ReceiptUsedBefore
from domain.dossier import refusals as r
from tests.application.an_act import LAND, WEDDING, in_land, refused, returned, state_of, topics
from tests.application.an_office import AN, CITIZEN, HOA, KIEN, PHUC, THU, intake, on

MONEY = "NĐ 61/2018 Điều 22"
LAW = "Luật Đất đai 2024 Điều 153"
TAX = 1_250_000


def ask(office, dossier, by=THU):
    office.dossiers.ask_payment(dossier, TAX, LAW, by)


# ---- asked for


def test_a_demand_has_an_amount_an_article_and_a_number(office, dossier):
    for amount, basis, refusal in (
        (0, LAW, r.AmountMissing),
        (-1, LAW, r.AmountMissing),
        (TAX, " ", r.BasisMissing),
    ):
        with refused(office, refusal):
            office.dossiers.ask_payment(dossier, amount, basis, THU)
    for by in (HOA, CITIZEN):
        with refused(office, r.NotYourRole, MONEY):
            ask(office, dossier, by)
    ask(office, dossier)
    assert state_of(office, dossier).payment.number == "0001/2026/TBNVTC"
    with refused(office, r.NotInThisState, MONEY):
        ask(office, dossier)


def test_the_clock_stands_for_money_only_where_the_law_of_the_procedure_says_so(office):
    land, wedding = in_land(office, LAND), in_land(office, WEDDING)
    for each in (land, wedding):
        ask(office, each)
    on(office, "2026-03-05", "09:00")
    for number, each in enumerate((land, wedding)):
        office.dossiers.confirm_payment(each, f"BL-{number}", HOA)
    moved, counted = state_of(office, land), state_of(office, wedding)
    assert moved.due_lawful.date > moved.due_original.date
    assert counted.due_lawful == counted.due_original
    assert counted.paused == ()


def test_the_money_that_was_asked_for_comes_in_whole_under_a_new_receipt(office, dossier):
    with refused(office, r.NotInThisState):
        office.dossiers.confirm_payment(dossier, "BL-1", HOA)
    ask(office, dossier)
    with refused(office, r.NumberMissing):
        office.dossiers.confirm_payment(dossier, " ", HOA)
    for by in (THU, CITIZEN):
        with refused(office, r.NotYourRole, MONEY):
            office.dossiers.confirm_payment(dossier, "BL-1", by)
    office.dossiers.confirm_payment(dossier, "BL-1", HOA, method="transfer")
    assert (state_of(office, dossier).paid_vnd, int(state_of(office, dossier).status)) == (TAX, 4)


def test_the_last_money_wanting_finishes_a_dossier_only_with_a_draft_that_is_then_signed(office, dossier):
    ask(office, dossier)
    with refused(office, r.NoDraft):
        office.dossiers.confirm_payment(dossier, "BL-1", HOA, final=True)
    office.dossiers.confirm_payment(dossier, "BL-1", HOA)
    office.dossiers.draft_result(dossier, "Giấy chứng nhận", THU)
    office.dossiers.ask_payment(dossier, 100_000, LAW, THU)
    office.dossiers.confirm_payment(dossier, "BL-2", HOA, final=True)
    assert int(state_of(office, dossier).status) == 9
    with refused(office, r.NotSigned):
        office.dossiers.make_ready(dossier, HOA)
    office.dossiers.sign_result(dossier, PHUC)
    office.dossiers.make_ready(dossier, HOA)


def test_money_that_never_comes_ends_the_dossier_by_whoever_decides_and_says_why(office, dossier):
    ask(office, dossier)
    for by in (HOA, THU):
        with refused(office, r.NotYourRole):
            office.dossiers.expire_payment(dossier, "Quá hạn", by)
    with refused(office, r.ReasonMissing):
        office.dossiers.expire_payment(dossier, " ", KIEN)
    with refused(office, r.StillTimeToAnswer):
        office.dossiers.expire_payment(dossier, "Quá hạn", KIEN)
    on(office, "2026-05-04")
    office.dossiers.expire_payment(dossier, "Quá hạn", KIEN)
    assert topics(office, dossier)[-2:] == ["payment.expired", "paper.issued"]


# ---- receipts are used once


def test_a_receipt_pays_once_whatever_it_pays(office, dossier):
    other = office.dossiers.accept(intake(office), HOA).id
    office.dossiers.pay_fee(other, 8_000, "BL-1", HOA)
    ask(office, dossier)
    with refused(office, ReceiptUsedBefore):
        office.dossiers.pay_fee(other, 8_000, "BL-1", HOA)
    with refused(office, ReceiptUsedBefore):
        office.dossiers.confirm_payment(dossier, "BL-1", HOA)
    with refused(office, ReceiptUsedBefore):
        office.dossiers.refund(other, 8_000, "BL-1", MONEY, "Thu nhầm", HOA)
    office.dossiers.confirm_payment(dossier, "BL-2", HOA)
    office.dossiers.refund(other, 8_000, "PC-1", MONEY, "Thu nhầm", HOA)
    with refused(office, ReceiptUsedBefore):
        office.dossiers.pay_fee(other, 8_000, "PC-1", HOA)


@pytest.mark.parametrize("same", ["BL-1 ", " BL-1"])
def test_a_space_does_not_make_another_receipt(office, same):
    dossier = office.dossiers.accept(intake(office), HOA).id
    office.dossiers.pay_fee(dossier, 8_000, "BL-1", HOA)
    with refused(office, ReceiptUsedBefore):
        office.dossiers.pay_fee(dossier, 8_000, same, HOA)


# ---- given back


def test_no_more_goes_back_than_came_in_with_a_reason_and_an_article(office):
    dossier = office.dossiers.accept(intake(office), HOA).id
    office.dossiers.pay_fee(dossier, 8_000, "BL-1", HOA)
    for amount, basis, reason, refusal in (
        (9_000, MONEY, "Thu nhầm", r.MoreThanWasPaid),
        (0, MONEY, "Thu nhầm", r.AmountMissing),
        (8_000, " ", "Thu nhầm", r.BasisMissing),
        (8_000, MONEY, " ", r.ReasonMissing),
    ):
        with refused(office, refusal):
            office.dossiers.refund(dossier, amount, "PC-1", basis, reason, HOA)
    for by in (THU, CITIZEN):
        with refused(office, r.NotYourRole, MONEY):
            office.dossiers.refund(dossier, 8_000, "PC-1", MONEY, "Thu nhầm", by)
    office.dossiers.refund(dossier, 3_000, "PC-1", MONEY, "Thu nhầm", HOA)
    with refused(office, r.MoreThanWasPaid):
        office.dossiers.refund(dossier, 6_000, "PC-2", MONEY, "Thu nhầm", HOA)
    office.dossiers.refund(dossier, 5_000, "PC-2", MONEY, "Thu nhầm", HOA)
    assert state_of(office, dossier).paid_vnd == 0


def test_a_fee_can_be_given_back_after_the_end(office):
    ended = returned(office)
    with refused(office, r.MoreThanWasPaid):
        office.dossiers.refund(ended, 1, "PC-1", MONEY, "Thu nhầm", HOA)
    refunded = in_land(office, WEDDING)
    office.dossiers.pay_fee(refunded, 30_000, "BL-9", HOA)
    office.dossiers.stop(refunded, "Không đủ điều kiện", "NĐ 61/2018 Điều 19(8)", PHUC.id, THU)
    office.dossiers.refund(refunded, 30_000, "PC-9", MONEY, "Không giải quyết", HOA)
    assert state_of(office, refunded).paid_vnd == 0


def test_what_was_taken_and_given_back_is_in_the_drawer_of_whoever_did_it(office):
    first, second = (office.dossiers.accept(intake(office), HOA).id for _ in range(2))
    office.dossiers.pay_fee(first, 8_000, "BL-1", HOA)
    office.dossiers.pay_fee(second, 5_000, "BL-2", AN)
    office.dossiers.pay_fee(second, 5_000, "BL-3", HOA, method="transfer")
    office.dossiers.refund(first, 3_000, "PC-1", MONEY, "Thu nhầm", AN)
    assert (office.cash.expected(HOA.id), office.cash.expected(AN.id)) == (8_000, 2_000)
    live = office.digests()
    office.rebuild()
    assert office.digests() == live
