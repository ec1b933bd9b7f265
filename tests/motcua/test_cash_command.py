"""`motcua cash` prints a day's money and a quarter's settlement, or says which receipts keep them from adding up."""

import pytest

from application.cash import CashDesk
from tests.application.an_office import AN, HOA, KIEN, an_office, as_owner, at_counter, intake
from tests.motcua.commands import motcua

DAY = "2026-03-02"


@pytest.fixture
def store(tmp_path):
    office = an_office(tmp_path / "store")
    at_counter(office, "1", HOA)
    for amount, receipt, by, method in (
        (8000, "BL-1", HOA, "cash"), (20_000, "BL-2", HOA, "transfer"), (7000, "BL-3", AN, "cash"),
    ):  # fmt: skip
        dossier = office.dossiers.accept(intake(office), by).id
        office.dossiers.pay_fee(dossier, amount, receipt, by, method=method)
    desk = CashDesk(office.core)
    desk.count(7500, HOA, why="thối nhầm tiền")
    desk.offer(KIEN.id, "PT-1", HOA)
    desk.take(HOA.id, KIEN)
    office.close()
    return tmp_path / "store"


def test_a_day_is_printed_with_every_officer_their_receipts_and_the_identity(store):
    said = motcua("cash", "report", "--day", "02/03/2026", "--store", store, language="vi")
    assert "Sổ tiền ngày 02/3/2026" in said.out
    assert "BL-1, BL-2, PT-1" in said.out
    assert "thối nhầm" not in said.out
    assert (
        "Tiền mặt 15.000 − trả lại 0 = đã bàn giao 7.500 − chênh lệch (-500) + còn trong quỹ 7.000"
        in said.out
    )


def test_the_same_day_is_one_document_for_machines(store):
    found = motcua("cash", "report", "--day", DAY, "--store", store, "--json").document
    assert [line["officer"] for line in found["lines"]] == [HOA.id, AN.id]
    total = found["total"]
    assert (total["cash_vnd"], total["transfer_vnd"], total["handed_over_vnd"]) == (15_000, 20_000, 7500)


def test_a_day_without_money_says_so(store):
    said = motcua("cash", "report", "--day", "2026-03-03", "--store", store)
    assert "No money" in said.out


def test_a_book_that_does_not_add_up_is_not_printed(store):
    as_owner(store, "UPDATE payment SET amount_vnd = 1000 WHERE receipt = 'BL-1'")
    said = motcua("cash", "report", "--day", DAY, "--store", store)
    assert (said.code, said.out) == (1, "")
    assert "BL-1" in said.err


def test_a_quarter_is_settled_by_agency(store):
    period = ("--from", "2026-01-01", "--to", "31/03/2026", "--store", store)
    said = motcua("cash", "settlement", *period, language="vi")
    assert "Quyết toán phí, lệ phí từ 01/01/2026 đến 31/3/2026" in said.out
    assert "Giải quyết tại Một cửa" in said.out
    found = motcua("cash", "settlement", *period, "--json").document
    assert sum(line["cash_vnd"] + line["transfer_vnd"] for line in found["lines"]) == 35_000


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("report", "--day", "soon"), 2),
        (("settlement", "--from", "2026-03-31", "--to", "2026-01-01"), 1),
        (("settlement", "--from", "x", "--to", "2026-01-01"), 2),
    ],
)
def test_what_cannot_be_answered_is_one_clear_sentence(store, arguments, code):
    said = motcua("cash", *arguments, "--store", store)
    assert (said.code, said.out) == (code, "")
    assert said.err.endswith(".")
