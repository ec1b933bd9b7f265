"""Fees come from the tariff of the day of receipt, else from the catalogue; what no source states is unknown."""

import json
from datetime import date

import msgspec
import pytest

from application.data import load_catalogue, load_tariffs
from application.rules import NotARuleFile, RuleDesk
from application.tariffs import TariffDesk, charge_for
from domain import tariff as t
from domain.calendar import local_moment
from domain.catalogue import UnknownProcedure
from domain.dossier.refusals import NotYourRole
from domain.rules import RulesAdopted
from domain.tariff import AmountNotStated, TariffAdopted, TariffLine
from tests.application.an_office import DAY, HOA, an_office

COPIES, IDENTITY_CARD, RESIDENCE, DEATH, FIRM = "2.000815", "1.014063", "1.004194", "1.000656", "1.001612"
TODAY = date.fromisoformat(DAY)


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    opened = an_office(tmp_path_factory.mktemp("office") / "office")
    yield opened
    opened.close()


@pytest.fixture
def desk(office):
    return TariffDesk(office.core)


def test_every_tariff_of_the_product_stands_and_is_about_procedures_of_the_catalogue():
    codes, known = {procedure.code for procedure in load_catalogue()}, ()
    for fact in load_tariffs():
        known = (*known, t.adopt(known, fact=fact))
        assert set(fact.procedures) <= codes
        assert fact.source
    sure = {each.certainty for fact in load_tariffs() for each in fact.exemptions}
    assert sure == {"unconfirmed"}, "no exemption was read in its instrument yet"


def test_each_procedure_costs_what_its_source_says_or_says_that_nobody_knows(desk):
    for procedure in load_catalogue():
        chosen = next(iter(t.variants(desk.on(procedure.code, TODAY))), "")
        if procedure.fee_vnd is None or procedure.code in {FIRM, "1.013855"}:
            with pytest.raises(AmountNotStated):
                desk.charge(procedure.code, TODAY, variant=chosen)
        else:
            half = procedure.code in {"1.014063", "1.014064"}
            charge = desk.charge(procedure.code, TODAY, variant=chosen)
            assert charge.net_vnd == (procedure.fee_vnd // 2 if half else procedure.fee_vnd), procedure.code
            assert charge.certainty in {"secondary", "unconfirmed"}


def test_certified_copies_by_the_page(desk):
    assert desk.charge(COPIES, TODAY, quantities={"page": 10, "copy": 2}).net_vnd == 24_000


def test_the_half_price_of_identity_cards_ends_with_its_year(desk):
    prices = [desk.charge(IDENTITY_CARD, day).net_vnd for day in (date(2026, 12, 31), date(2027, 1, 1))]
    assert prices == [25_000, 50_000]


def test_online_is_cheaper_where_the_source_says_so(desk):
    said = [
        desk.charge(RESIDENCE, TODAY, channel=channel, variant="individual")
        for channel in ("counter", "online")
    ]
    assert [each.net_vnd for each in said] == [15_000, 7000]


def test_a_charge_names_who_is_exempted_and_that_nobody_compared_it(desk):
    charge = desk.charge("2.002516", TODAY, groups=("poor",))
    assert (charge.gross_vnd, charge.net_vnd, charge.exemption.group) == (8000, 0, "poor")
    assert charge.certainty == "unconfirmed"


def test_a_procedure_nobody_knows_has_no_tariff(desk):
    with pytest.raises(UnknownProcedure):
        desk.on("9.999999", TODAY)


@pytest.fixture
def own(tmp_path):
    opened = an_office(tmp_path / "office")
    yield opened
    opened.close()


def a_tariff(**changes):
    fact = {
        "tariff": "hdnd-82-2026",
        "procedures": (DEATH,),
        "valid_from": "2026-04-01",
        "lines": (TariffLine(name="Lệ phí khai tử", amount_vnd=5000),),
        "basis": "Nghị quyết HĐND tỉnh",
    }
    return TariffAdopted(**fact | changes)


def test_a_council_sets_what_the_nation_left_open_from_its_day_on(own):
    desk = TariffDesk(own.core)
    desk.adopt(a_tariff())
    with pytest.raises(AmountNotStated):
        desk.charge(DEATH, date(2026, 3, 31))
    assert desk.charge(DEATH, date(2026, 4, 1)).net_vnd == 5000


def test_a_commune_waives_a_part_for_a_time(own):
    waived = RulesAdopted(
        ruleset="giam-phi", valid_from="2026-04-01", valid_to="2026-05-01", level="commune", scope="28321",
        procedures=(COPIES,), parameters={"fee_percent": 50}, basis={"fee_percent": "Nghị quyết HĐND xã"},
    )  # fmt: skip
    RuleDesk(own.core).adopt(waived)
    known = own.core.known()
    paid = [
        charge_for(known, COPIES, local_moment(day, "09:00"), quantities={"page": 2})
        for day in ("2026-03-31", "2026-04-01", "2026-05-01")
    ]
    assert [each.net_vnd for each in paid] == [4000, 2000, 4000]
    assert [each.gross_vnd for each in paid] == [4000, 4000, 4000]


def test_a_file_of_tariffs_is_adopted_whole_or_not_at_all(own, tmp_path):
    desk, path = TariffDesk(own.core), tmp_path / "tariffs.json"
    before = desk.all()
    both = [
        msgspec.to_builtins(each) for each in (a_tariff(), a_tariff(tariff="b", procedures=("9.999999",)))
    ]
    path.write_text(json.dumps(both), encoding="utf-8")
    with pytest.raises(UnknownProcedure):
        desk.adopt_file(path)
    assert desk.all() == before
    path.write_text(json.dumps([both[0] | {"amount": 1}]), encoding="utf-8")
    with pytest.raises(NotARuleFile):
        desk.adopt_file(path)
    path.write_text(json.dumps(both[:1]), encoding="utf-8")
    assert desk.adopt_file(path) == (a_tariff(),)
    assert a_tariff() in desk.all()


def test_amounts_are_changed_by_those_who_manage_and_only_for_days_to_come(own):
    desk = TariffDesk(own.core)
    with pytest.raises(NotYourRole):
        desk.adopt(a_tariff(), HOA)
    with pytest.raises(t.TariffBackdated):
        desk.adopt(a_tariff(valid_from=DAY))
