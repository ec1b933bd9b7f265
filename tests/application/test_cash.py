"""Every đồng is on the books once: drawers are counted against them, and a book that does not add up is refused."""

from datetime import date

import pytest

from application.cash import CashDesk, ReceiptUsedBefore, receipt_used
from application.cash_book import CashBook, CashDoesNotAddUp, Money, SettlementEndsBeforeItBegins
from application.core import NotSignedIn
from application.envelope import Actor
from application.reference import UnknownOfficer
from domain import cash as c
from domain.dossier.refusals import NotYourRole
from tests.application.an_office import (
    AN,
    CITIZEN,
    DAY,
    HOA,
    KIEN,
    PHUC,
    as_owner,
    at_counter,
    forward,
    intake,
    on,
)

TODAY = date.fromisoformat(DAY)
TECHNICIAN = Actor("ai.do", "technician", "desk-9")


@pytest.fixture
def office(office):
    at_counter(office, "1", HOA)
    return office


@pytest.fixture
def desk(office):
    return CashDesk(office.core)


@pytest.fixture
def book(office):
    return CashBook(office.core)


def paid(office, amount, receipt, by=HOA, **how):
    dossier = office.dossiers.accept(intake(office), by).id
    office.dossiers.pay_fee(dossier, amount, receipt, by, **how)
    return dossier


def paid_back(office, dossier, amount, receipt, by=HOA, **how):
    office.dossiers.refund(dossier, amount, receipt, "NĐ 61/2018/NĐ-CP Điều 22", "thu nhầm", by, **how)


def handed_over(desk, amount, receipt="PT-1", by=HOA, to=KIEN, why=""):
    desk.count(amount, by, why=why)
    desk.offer(to.id, receipt, by)
    return desk.take(by.id, to)


def identity(line):
    return (
        line.cash_vnd - line.cash_refunds_vnd
        == line.handed_over_vnd - line.difference_vnd + line.in_drawer_vnd
    )


# ---- the drawer


def test_the_books_expect_the_officers_own_cash_less_what_was_paid_back(office, desk):
    dossier = paid(office, 8000, "BL-1")
    paid(office, 20_000, "BL-2", method="transfer")
    paid(office, 5000, "BL-3", AN)
    paid_back(office, dossier, 3000, "PC-1")
    assert (desk.expected(HOA.id), desk.expected(AN.id), desk.expected(KIEN.id)) == (5000, 5000, 0)
    drawer = desk.count(5000, HOA)
    assert (drawer.counter, drawer.counted.difference_vnd) == ("1", 0)


def test_a_drawer_that_differs_is_counted_with_a_reason_only(office, desk):
    paid(office, 8000, "BL-1")
    with pytest.raises(c.DifferenceUnexplained):
        desk.count(7000, HOA)
    assert desk.count(7000, HOA, why="thối nhầm tiền").counted.difference_vnd == -1000


def test_money_changes_hands_in_two_signatures(office, desk):
    paid(office, 8000, "BL-1")
    desk.count(8000, HOA)
    assert desk.offer(KIEN.id, "PT-1", HOA).offered.amount_vnd == 8000
    assert desk.expected(HOA.id) == 8000
    with pytest.raises(c.CashOfferedToAnother):
        desk.take(HOA.id, PHUC)
    assert desk.take(HOA.id, KIEN).handed_over_vnd == 8000
    assert desk.expected(HOA.id) == 0


def test_money_can_be_declined_with_a_reason(office, desk):
    paid(office, 8000, "BL-1")
    desk.count(8000, HOA)
    desk.offer(KIEN.id, "PT-1", HOA)
    desk.decline(HOA.id, "đếm lại chỉ có 7.000 đồng", KIEN)
    assert desk.expected(HOA.id) == 8000
    assert handed_over(desk, 7000, why="thối nhầm tiền").difference_vnd == -1000


def test_what_comes_in_between_the_count_and_the_hand_over_is_counted_again(office, desk):
    paid(office, 8000, "BL-1")
    desk.count(8000, HOA)
    paid(office, 2000, "BL-2")
    with pytest.raises(c.DrawerNotCounted):
        desk.offer(KIEN.id, "PT-1", HOA)
    assert handed_over(desk, 10_000).handed_over_vnd == 10_000


def test_a_forgotten_day_can_be_counted_the_day_after(office, desk):
    paid(office, 8000, "BL-1")
    on(office, "2026-03-03")
    assert desk.expected(HOA.id) == 0
    desk.count(8000, HOA, day=DAY)
    desk.offer(KIEN.id, "PT-1", HOA, day=DAY)
    assert desk.take(HOA.id, KIEN, day=DAY).day == DAY


def test_a_command_that_is_repeated_counts_once(office, desk):
    paid(office, 8000, "BL-1")
    for _ in range(2):
        desk.count(8000, HOA, command="a" * 32)
    assert len(office.core.store.reader().execute("SELECT * FROM cash").fetchall()) == 1


def test_only_officers_at_counters_have_a_drawer(office, desk):
    with pytest.raises(NotYourRole):
        desk.count(0, CITIZEN)
    with pytest.raises(NotSignedIn):
        desk.count(0, TECHNICIAN)
    paid(office, 8000, "BL-1")
    desk.count(8000, HOA)
    with pytest.raises(UnknownOfficer):
        desk.offer("nobody", "PT-1", HOA)


def test_a_receipts_number_is_used_once(office, desk):
    dossier = paid(office, 8000, "BL-1")
    paid_back(office, dossier, 1000, "PC-1")
    desk.count(7000, HOA)
    for used in ("BL-1", "PC-1"):
        with pytest.raises(ReceiptUsedBefore):
            desk.offer(KIEN.id, used, HOA)
    desk.offer(KIEN.id, "PT-1", HOA)
    desk.take(HOA.id, KIEN)
    found = []

    def look(tx):
        found.extend(receipt_used(tx, receipt) for receipt in ("BL-1", "PC-1", "PT-1", "BL-2"))
        return office.core.stream("x", "y")

    office.core.write(HOA, "", look, lambda _: None)
    assert found == [True, True, True, False]


# ---- the cash book


def test_a_day_by_officer_and_method_with_its_receipts(office, desk, book):
    dossier = paid(office, 8000, "BL-1")
    paid(office, 20_000, "BL-2", method="transfer")
    paid(office, 7000, "BL-3", AN, method="post")
    paid(office, 4000, "BL-4", AN, method="online")
    paid_back(office, dossier, 3000, "PC-1")
    handed_over(desk, 4500, why="thối nhầm tiền")
    forward(office, 5)
    paid(office, 6000, "BL-5")
    day = book.day(TODAY)
    hoa, an = day.lines
    assert (hoa.officer, hoa.cash_vnd, hoa.transfer_vnd, hoa.cash_refunds_vnd) == (
        HOA.id,
        14_000,
        20_000,
        3000,
    )
    assert (hoa.counted_vnd, hoa.difference_vnd, hoa.handed_over_vnd, hoa.in_drawer_vnd) == (
        4500,
        -500,
        4500,
        6000,
    )
    assert hoa.receipts == ("BL-1", "BL-2", "PC-1", "BL-5", "PT-1")
    assert (an.post_vnd, an.online_vnd, an.cash_vnd, an.counted_vnd) == (7000, 4000, 0, None)
    assert all(identity(line) for line in (*day.lines, day.total))
    assert day.total.received_vnd == sum(line.received_vnd for line in day.lines) == 45_000
    assert day.total.net_vnd == 42_000


def test_a_day_without_money_is_an_empty_page(book):
    assert book.day(TODAY).lines == ()


@pytest.mark.parametrize(
    ("tampering", "named"),
    [
        ("UPDATE payment SET receipt = 'BL-1' WHERE receipt = 'BL-2'", "BL-1"),
        ("UPDATE payment SET amount_vnd = 9000 WHERE receipt = 'BL-1'", "BL-1"),
        ("UPDATE payment SET amount_vnd = 9000 WHERE receipt = 'PC-1'", "PC-1"),
        ("DELETE FROM payment WHERE receipt = 'BL-1'", "BL-2"),
    ],
)
def test_a_book_that_does_not_add_up_is_refused_and_names_the_receipts(office, desk, book, tampering, named):
    dossier = paid(office, 8000, "BL-1")
    paid(office, 2000, "BL-2")
    desk.count(10_000, HOA)
    paid_back(office, dossier, 3000, "PC-1")
    book.day(TODAY)
    as_owner(office.folder.root, tampering)
    with pytest.raises(CashDoesNotAddUp) as refused:
        book.day(TODAY)
    assert named in refused.value.blanks["receipts"]


def test_a_quarter_is_settled_agency_by_agency_to_the_last_dong(office, book):
    first = paid(office, 8000, "BL-1")
    office.dossiers.forward(first, "justice", HOA)
    paid(office, 20_000, "BL-2", method="online")
    on(office, "2026-03-31")
    paid_back(office, first, 1000, "PC-1", method="transfer")
    on(office, "2026-04-01")
    paid(office, 5000, "BL-3")
    found = book.settlement(date(2026, 1, 1), date(2026, 3, 31))
    by_section = {line.section: line for line in found.lines}
    assert (by_section["justice"].net_vnd, by_section["justice"].dossiers) == (7000, 1)
    assert (by_section[""].online_vnd, by_section[""].field) == (20_000, "Hộ tịch")
    assert found.total == Money(cash_vnd=8000, online_vnd=20_000, other_refunds_vnd=1000)
    assert found.total.net_vnd == sum(line.net_vnd for line in found.lines) == 27_000
    with pytest.raises(SettlementEndsBeforeItBegins):
        book.settlement(date(2026, 3, 31), date(2026, 1, 1))


def test_the_read_model_comes_back_from_the_log_alone(office, desk, book):
    dossier = paid(office, 8000, "BL-1")
    paid_back(office, dossier, 1000, "PC-1")
    handed_over(desk, 6500, why="thối nhầm tiền")
    before, day = office.digests(), book.day(TODAY)
    assert {"payment", "drawer", "cash"} <= before.keys()
    office.rebuild()
    assert office.digests() == before
    assert book.day(TODAY) == day
