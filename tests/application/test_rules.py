"""A dossier keeps the rules of the day it was received on, whatever is adopted, signed off or withdrawn afterwards."""

import json

import msgspec
import pytest

from application.data import load_rule_sets
from application.founding import found
from application.reference import NoRules
from application.rules import NotARuleFile, NotReadableFile, RuleDesk, UnknownField
from domain import rules as r
from domain.calendar import NotADate, local_moment
from domain.catalogue import UnknownProcedure
from domain.dossier.refusals import NotYourRole
from domain.rules import RulesAdopted
from tests.application.an_act import state_of
from tests.application.an_office import (
    BINH,
    BIRTH,
    DAY,
    HOA,
    KIEN,
    an_office,
    birth,
    intake,
    on,
)

CIVIL_STATUS = "Hộ tịch"
MARRIAGE_STATUS = "1.004873"
"""Three working days in the catalogue."""


@pytest.fixture
def desk(office):
    return RuleDesk(office.core)


def overlay(ruleset="xa-2026", valid_from="2026-03-09", **said):
    parameters = said.pop("parameters", {"limit": "2wd"})
    return RulesAdopted(
        ruleset=ruleset,
        valid_from=valid_from,
        level="commune",
        scope="28321",
        parameters=parameters,
        basis=dict.fromkeys(parameters, "Nghị quyết HĐND xã"),
        **{"procedures": (MARRIAGE_STATUS,)} | said,
    )


def at(day, hour="09:00"):
    return local_moment(day, hour)


# ---- what the product brings


def test_every_set_of_the_product_is_dated_sourced_parameter_by_parameter_and_signed_by_nobody():
    sets = load_rule_sets()
    assert [(each.ruleset, each.valid_from) for each in sets] == [
        ("nd118-2025", "2025-07-01"),
        ("nd367-2025", "2025-12-31"),
        ("nd224-2026", "2026-07-01"),
        ("luat-ho-tich-2026", "2027-03-01"),
    ]
    for each in sets:
        assert each.basis.keys() == each.parameters.keys()
        assert set(each.uncertain) <= each.parameters.keys()
        assert each.source
        assert each.confirmed_by == each.confirmed_at == ""


def test_the_changes_of_july_2026_are_in_force_on_their_day(office):
    known = office.core.known()
    before, after = (known.effective(at(day)).values for day in ("2026-06-30", "2026-07-01"))
    assert (before["complaint_accept"].value, after["complaint_accept"].value) == ("10d", "7wd")
    receives = [
        (said["reception_chair_days"].value, said["reception_chair_period"].value) for said in (before, after)
    ]
    assert receives == [(1, "week"), (2, "month")]
    assert after["processing_supplement_working_days"].ruleset == "nd118-2025"
    assert known.effective(at("2026-07-01")).ruleset == "nd224-2026"


def test_the_law_on_civil_status_changes_on_the_first_of_march_2027_for_its_own_field_alone(office):
    known = office.core.known()
    old, new = (known.effective(at(day), BIRTH, CIVIL_STATUS) for day in ("2027-02-28", "2027-03-01"))
    assert (old.ruleset, new.ruleset) == ("nd224-2026", "luat-ho-tich-2026")
    cutoff = new.values["same_day_cutoff"]
    assert (cutoff.value, cutoff.basis, cutoff.confirmed) == ("15:00", "Luật Hộ tịch 03/2026/QH16", False)
    assert old.values["same_day_cutoff"].basis.startswith("Luật Hộ tịch 2014")
    assert known.effective(at("2027-03-01"), "1.000001", "Đất đai").ruleset == "nd224-2026"
    assert new.settings().keys() == old.settings().keys()


def test_a_birth_keeps_the_law_of_the_day_it_was_received_on_to_the_end(tmp_path):
    office = an_office(tmp_path / "office", at=at("2027-02-26"))
    old = office.dossiers.accept(intake(office), HOA).id
    on(office, "2027-03-01")
    new = office.dossiers.accept(intake(office), HOA).id
    assert state_of(office, old).ruleset == "nd224-2026"
    assert state_of(office, new).ruleset == "luat-ho-tich-2026"
    office.dossiers.forward(old, "justice", HOA)
    on(office, "2027-03-05")
    kept = state_of(office, old)
    known = office.core.known()
    said = known.effective(kept.accepted_at, kept.procedure, kept.field)
    assert (kept.ruleset, said.ruleset) == ("nd224-2026", "nd224-2026")
    assert said.values["same_day_cutoff"].basis.startswith("Luật Hộ tịch 2014")
    office.close()


# ---- what a commune does better


def test_a_shorter_limit_holds_for_what_is_received_from_its_first_day_on(office, desk):
    procedure = office.catalogue.procedure(MARRIAGE_STATUS)
    assert procedure.limit.value == 3
    old = office.dossiers.accept(intake(office, MARRIAGE_STATUS), HOA).id
    desk.adopt(overlay())
    known = office.core.known()
    assert known.limit_overlay(at("2026-03-06"), procedure) == procedure.limit
    assert known.limit_overlay(at("2026-03-09"), procedure).value == 2
    on(office, "2026-03-09")
    new = office.dossiers.accept(intake(office, MARRIAGE_STATUS), HOA).id
    assert (state_of(office, old).limit.value, state_of(office, new).limit.value) == (3, 2)
    assert state_of(office, old).due_original.date == "2026-03-05"
    assert state_of(office, new).due_original.date == "2026-03-11"


def test_a_longer_limit_is_refused_and_nothing_is_recorded(office, desk):
    with pytest.raises(r.LongerLimit):
        desk.adopt(overlay(parameters={"limit": "4wd"}))
    assert r.rule_set(office.core.known().rules, "xa-2026") is None


def test_what_guards_an_old_dossier_never_moves(office, desk):
    known = office.core.known()
    before = known.guards(at(DAY), BIRTH, CIVIL_STATUS)
    desk.adopt(overlay(parameters={"apologies": 0}, procedures=(), fields=(CIVIL_STATUS,)))
    known = office.core.known()
    assert known.guards(at(DAY), BIRTH, CIVIL_STATUS) == before
    assert known.guards(at("2026-03-09"), BIRTH, CIVIL_STATUS).apologies == 0


def test_before_the_first_rules_there_are_none(office):
    with pytest.raises(NoRules):
        office.core.known().effective(at("2025-06-30"))
    with pytest.raises(NoRules):
        office.core.known().ruleset(at("2025-06-30"))


# ---- signed off and withdrawn


def test_a_named_person_signs_the_rules_off_and_everybody_can_see_it(office, desk):
    desk.confirm("nd118-2025", "Lê Văn Tư", KIEN)
    signed = desk.named("nd118-2025")
    assert (signed.confirmed_by, signed.confirmed_at) == ("Lê Văn Tư", DAY)
    explained = desk.explain(BIRTH, office.today())
    assert explained.parameters.values["apologies"].confirmed
    assert not explained.parameters.values["supplement_answer_working_days"].confirmed
    with pytest.raises(r.RulesAlreadyConfirmed):
        desk.confirm("nd118-2025", "Trần Thị Năm", KIEN)


def test_an_overlay_can_be_ended_for_days_to_come(office, desk):
    desk.adopt(overlay(), KIEN)
    desk.withdraw("xa-2026", office.today().replace(month=4, day=1), "hết thí điểm", KIEN)
    known = office.core.known()
    procedure = office.catalogue.procedure(MARRIAGE_STATUS)
    assert known.limit_overlay(at("2026-03-31"), procedure).value == 2
    assert known.limit_overlay(at("2026-04-01"), procedure).value == 3


@pytest.mark.parametrize("by", [HOA, BINH])
def test_only_those_who_manage_the_office_change_its_rules(desk, by):
    for act in (lambda: desk.adopt(overlay(), by), lambda: desk.confirm("nd118-2025", "Lê Văn Tư", by)):
        with pytest.raises(NotYourRole):
            act()


def test_rules_come_back_from_the_log_alone(office, desk):
    desk.adopt(overlay())
    desk.confirm("xa-2026", "Lê Văn Tư")
    before, known = office.digests(), office.core.known()
    office.rebuild()
    assert office.digests() == before
    assert RuleDesk(office.core).core.known().rules == known.rules


# ---- from a file


def written(path, **changes):
    said = msgspec.to_builtins(overlay()) | changes
    path.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    return path


def test_a_file_is_adopted_whole(desk, tmp_path):
    adopted = desk.adopt_file(written(tmp_path / "rules.json"))
    assert desk.named("xa-2026") == adopted == overlay()


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"valid_form": "2026-03-09"}, NotARuleFile),
        ({"level": "district"}, NotARuleFile),
        ({"parameters": {"limit": [2]}}, NotARuleFile),
        ({"valid_from": "2026-02-30"}, NotADate),
        ({"procedures": ["9.999999"]}, UnknownProcedure),
        ({"procedures": [], "fields": ["Du lịch vũ trụ"]}, UnknownField),
        ({"basis": {}}, r.ParameterWithoutBasis),
        ({"scope": "00001"}, r.RulesOfAnotherUnit),
        ({"valid_from": DAY}, r.RulesBackdated),
    ],
)
def test_a_file_that_is_wrong_anywhere_changes_nothing(desk, tmp_path, changes, refusal):
    before = desk.sets()
    with pytest.raises(refusal):
        desk.adopt_file(written(tmp_path / "rules.json", **changes))
    assert desk.sets() == before


@pytest.mark.parametrize("raw", [b"", b"[]", b"\xff\xfe", b"{"])
def test_a_file_that_holds_no_rules_is_refused(desk, tmp_path, raw):
    (tmp_path / "rules.json").write_bytes(raw)
    with pytest.raises(NotARuleFile):
        desk.adopt_file(tmp_path / "rules.json")
    with pytest.raises(NotReadableFile):
        desk.adopt_file(tmp_path / "nowhere.json")


def test_an_office_is_founded_with_all_of_them_whatever_the_day(tmp_path):
    office = found(tmp_path / "office")
    assert {each.ruleset for each in RuleDesk(office.core).sets()} == {
        each.ruleset for each in load_rule_sets()
    }
    assert birth(office)
    office.close()
