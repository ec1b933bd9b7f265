"""What is to be paid follows the tariff of the day, and the exemption that leaves the least; nothing is invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import tariff as t
from domain.tariff import Exemption, Step, TariffAdopted, TariffLine

COPIES = TariffAdopted(
    tariff="copies",
    procedures=("2.000815",),
    valid_from="2025-07-01",
    lines=(
        TariffLine(name="Bản sao", per="page", amount_vnd=2000, steps=(Step(3, 1000),), most_vnd=200_000),
    ),
    exemptions=(
        Exemption(group="elderly", percent=50, instrument="A"),
        Exemption(group="merit", percent=100, instrument="B", certainty="verified"),
        Exemption(group="poor", amount_vnd=1500, instrument="C"),
    ),
    basis="226/2016/TT-BTC",
    certainty="secondary",
)
RESIDENCE = TariffAdopted(
    tariff="residence",
    procedures=("1.004194",),
    valid_from="2025-07-01",
    lines=(
        TariffLine(name="Cá nhân", amount_vnd=15000, online_vnd=7000, variant="individual"),
        TariffLine(name="Danh sách", amount_vnd=10000, online_vnd=5000, variant="list"),
    ),
)


@pytest.mark.parametrize(
    ("pages", "copies", "amount"),
    [
        (1, 1, 2000),
        (2, 1, 4000),
        (3, 1, 5000),
        (10, 1, 12_000),
        (10, 3, 36_000),
        (500, 1, 200_000),
        (0, 1, 0),
    ],
)
def test_certified_copies_cost_less_from_page_three_and_never_more_than_the_cap(pages, copies, amount):
    found = t.charge(COPIES, quantities={"page": pages, "copy": copies})
    assert (found.gross_vnd, found.net_vnd) == (amount, amount)
    assert found.lines[0].quantity == pages * copies


@pytest.mark.parametrize(
    ("groups", "net", "used"),
    [
        ((), 12_000, None),
        (("children",), 12_000, None),
        (("elderly",), 6000, "elderly"),
        (("poor",), 10_500, "poor"),
        (("poor", "elderly"), 6000, "elderly"),
        (("elderly", "merit"), 0, "merit"),
    ],
)
def test_the_one_exemption_that_leaves_the_least_is_taken_and_named(groups, net, used):
    found = t.charge(COPIES, quantities={"page": 10}, groups=groups)
    assert found.net_vnd == net
    assert (found.exemption.group if found.exemption else None) == used


def test_a_charge_is_only_as_certain_as_the_weakest_thing_it_rests_on():
    assert t.charge(COPIES).certainty == "secondary"
    assert t.charge(COPIES, groups=("merit",)).certainty == "secondary"
    assert t.charge(COPIES, groups=("elderly",)).certainty == "unconfirmed"


def test_what_is_submitted_online_may_cost_less():
    assert t.charge(RESIDENCE, channel="counter", variant="individual").net_vnd == 15000
    assert t.charge(RESIDENCE, channel="online", variant="individual").net_vnd == 7000
    assert t.charge(RESIDENCE, channel="online", variant="list").net_vnd == 5000


def test_where_cases_differ_one_must_be_named():
    with pytest.raises(t.VariantMissing) as refused:
        t.charge(RESIDENCE)
    assert refused.value.blanks == {"variants": "individual, list"}


def test_an_amount_that_no_source_gives_is_never_guessed():
    unknown = TariffAdopted(
        tariff="council",
        procedures=("1.000656",),
        valid_from="2025-07-01",
        lines=(TariffLine(name="Lệ phí"),),
    )
    for tariff in (unknown, TariffAdopted(tariff="x", procedures=("1.000656",), valid_from="2025-07-01")):
        with pytest.raises(t.AmountNotStated):
            t.charge(tariff)


def test_a_local_waiver_and_an_exemption_are_not_added_up():
    assert t.charge(COPIES, quantities={"page": 10}, percent=50).net_vnd == 6000
    assert t.charge(COPIES, quantities={"page": 10}, groups=("elderly",), percent=40).net_vnd == 4800
    assert t.charge(COPIES, quantities={"page": 10}, groups=("merit",), percent=40).exemption.group == "merit"


def test_each_day_has_the_tariff_that_began_last():
    half = TariffAdopted(tariff="a", procedures=("1",), valid_from="2025-07-01", valid_to="2027-01-01")
    whole = TariffAdopted(tariff="b", procedures=("1", "2"), valid_from="2027-01-01")
    known = (half, whole)
    assert t.on(known, "1", "2026-12-31") is half
    assert t.on(known, "1", "2027-01-01") is whole
    assert t.on(known, "2", "2026-12-31") is None
    assert t.on((half,), "1", "2027-01-01") is None


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"tariff": " "}, t.TariffNameMissing),
        ({"procedures": ()}, t.TariffNameMissing),
        ({"tariff": "copies"}, t.TariffAlreadyAdopted),
        ({"valid_from": "2026-05-05"}, t.TariffBackdated),
        ({"valid_to": "2026-06-01"}, t.TariffEndsBeforeItBegins),
        ({"lines": (TariffLine(name="x", amount_vnd=-1),)}, t.TariffMalformed),
        ({"lines": (TariffLine(name="", amount_vnd=1),)}, t.TariffMalformed),
        ({"lines": (TariffLine(name="x", amount_vnd=1, steps=(Step(1, 1),)),)}, t.TariffMalformed),
        ({"lines": (TariffLine(name="x", amount_vnd=1, steps=(Step(3, -1),)),)}, t.TariffMalformed),
        ({"exemptions": (Exemption(group="poor", percent=101),)}, t.TariffMalformed),
        ({"exemptions": (Exemption(group="poor", amount_vnd=-1),)}, t.TariffMalformed),
    ],
)
def test_a_tariff_that_cannot_stand_is_refused(changes, refusal):
    fact = {"tariff": "new", "procedures": ("1",), "valid_from": "2026-06-01"} | changes
    with pytest.raises(refusal):
        t.adopt((COPIES,), fact=TariffAdopted(**fact), today="2026-05-05")


@pytest.mark.parametrize("quantity", [-1, 100_001])
def test_a_quantity_nobody_brings_is_refused(quantity):
    with pytest.raises(t.QuantityMalformed):
        t.charge(COPIES, quantities={"page": quantity})


MONEY = st.integers(0, 500_000)


@st.composite
def tariffs(draw):
    firsts = sorted(draw(st.sets(st.integers(2, 40), max_size=3)))
    line = TariffLine(
        name="x",
        per=draw(st.sampled_from(["page", "copy", "case"])),
        amount_vnd=draw(MONEY),
        steps=tuple(Step(first, draw(MONEY)) for first in firsts),
        most_vnd=draw(st.none() | MONEY),
        online_vnd=draw(st.none() | MONEY),
    )
    exemptions = tuple(
        Exemption(group=group, percent=draw(st.integers(0, 100)), amount_vnd=draw(st.none() | MONEY))
        for group in draw(st.sets(st.sampled_from(["merit", "poor", "elderly"])))
    )
    fact = TariffAdopted(
        tariff="x", procedures=("1",), valid_from="2026-06-01", lines=(line, line), exemptions=exemptions
    )
    return t.adopt((), fact=fact)


GROUPS = st.lists(st.sampled_from(["merit", "poor", "elderly", "children"]))
PERCENT = st.integers(0, 100)


@given(
    tariffs(), st.integers(0, 60), st.integers(0, 9), GROUPS, st.sampled_from(["counter", "online"]), PERCENT
)
def test_net_is_gross_less_what_is_exempted_and_never_below_nothing(
    tariff, pages, copies, groups, channel, percent
):
    found = t.charge(
        tariff, quantities={"page": pages, "copy": copies}, groups=groups, channel=channel, percent=percent
    )
    assert 0 <= found.net_vnd <= found.gross_vnd
    assert found.net_vnd == found.gross_vnd - found.exempted_vnd
    assert found.gross_vnd == sum(line.amount_vnd for line in found.lines)


@given(tariffs(), st.integers(0, 60), st.integers(0, 20), st.integers(0, 9), GROUPS)
def test_more_pages_never_cost_less(tariff, pages, more, copies, groups):
    few, many = (
        t.charge(tariff, quantities={"page": number, "copy": copies}, groups=groups)
        for number in (pages, pages + more)
    )
    assert many.gross_vnd >= few.gross_vnd
    assert many.net_vnd >= few.net_vnd


@given(tariffs(), GROUPS, st.sampled_from(["merit", "poor", "elderly", "children"]))
def test_belonging_to_one_more_group_never_costs_more(tariff, groups, another):
    assert t.charge(tariff, groups=[*groups, another]).net_vnd <= t.charge(tariff, groups=groups).net_vnd
