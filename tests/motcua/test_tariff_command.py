"""`motcua tariff` says what a procedure costs, for whom it is less, and what nobody has compared yet."""

import json

import pytest

from application.founding import found
from tests.motcua.commands import motcua


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    root = tmp_path_factory.mktemp("office") / "store"
    found(root).close()
    return root


def show(store, *arguments, **settings):
    return motcua("tariff", "show", *arguments, "--store", store, **settings)


def test_certified_copies_are_told_with_their_steps_their_cap_and_the_sum(store):
    said = show(store, "2.000815", "--pages", "10", "--copies", "2", language="vi")
    assert "2.000 đồng mỗi trang; từ trang thứ 3: 1.000 đồng; nhiều nhất 200.000 đồng mỗi bản" in said.out
    assert "Phải nộp: 24.000 đồng" in said.out
    assert "226/2016/TT-BTC" in said.out
    assert show(store, "2.000815", "--pages", "10", "--json").document["charge"]["net_vnd"] == 12_000


def test_an_exemption_is_named_with_its_source_and_that_nobody_compared_it(store):
    said = show(store, "2.002516", "--group", "poor", "--on", "2026-12-01")
    assert "Less for people of poor households: 100%; under 163/QĐ-BTP (not compared)" in said.out
    assert "To pay: free" in said.out or "To pay: Free" in said.out


def test_cases_that_differ_are_told_apart_and_one_must_be_chosen(store):
    told = show(store, "1.004194")
    assert (told.code, "[individual]" in told.out, "[list]" in told.out) == (0, True, True)
    chosen = show(store, "1.004194", "--variant", "list", "--channel", "online", "--json").document
    assert chosen["charge"]["net_vnd"] == 5000
    unsaid = show(store, "1.004194", "--cases", "2")
    assert (unsaid.code, unsaid.out) == (1, "")
    assert "individual, list" in unsaid.err


def test_an_amount_that_nobody_knows_is_said_to_be_unknown(store):
    said = show(store, "1.000656", language="vi")
    assert said.code == 0
    assert "nguồn không ghi mức thu" in said.out
    asked = show(store, "1.000656", "--cases", "1")
    assert (asked.code, asked.out) == (1, "")
    assert "tariff adopt" in asked.err


def test_the_tariff_of_the_day_is_shown(store):
    prices = [
        show(store, "1.014063", "--on", day, "--json").document["charge"]["net_vnd"]
        for day in ("2026-12-31", "2027-01-01")
    ]
    assert prices == [25_000, 50_000]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("2.000815", "--group", "rich"), 2),
        (("2.000815", "--channel", "pigeon"), 2),
        (("2.000815", "--on", "soon"), 2),
        (("9.999999",), 1),
    ],
)
def test_what_cannot_be_answered_is_one_clear_sentence(store, arguments, code):
    said = show(store, *arguments)
    assert (said.code, said.out) == (code, "")
    assert said.err.endswith(".")


def test_a_councils_amounts_are_adopted_from_a_file(store, tmp_path):
    path = tmp_path / "tariffs.json"
    line = {"name": "Lệ phí khai tử", "amount_vnd": 5000}
    said = {"tariff": "hdnd-82", "procedures": ["1.000656"], "valid_from": "2099-01-01", "lines": [line]}
    path.write_text(json.dumps([said]), encoding="utf-8")
    assert "hdnd-82" in motcua("tariff", "adopt", path, "--store", store).out
    assert "hdnd-82" in motcua("tariff", "list", "--store", store).out
    assert show(store, "1.000656", "--on", "2099-01-01", "--json").document["charge"]["net_vnd"] == 5000
    again = motcua("tariff", "adopt", path, "--store", store)
    assert (again.code, again.out) == (1, "")
