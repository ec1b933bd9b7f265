"""Rule sets are dated law: overlays only ever favour the citizen, and no past day is ever changed."""

from functools import reduce
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import rules as r
from domain.rules import PlainLimit, RuleBook, RulesAdopted

UNIT = "28321"
BIRTH = "1.001193"
FIVE_DAYS = PlainLimit("working_day", 5)
LIMITS = {BIRTH: ("Hộ tịch", FIVE_DAYS), "1.000001": ("Đất đai", PlainLimit("calendar_day", 10))}


def a_set(ruleset="law", valid_from="2026-01-01", **said):
    parameters = said.pop("parameters", {})
    return RulesAdopted(
        ruleset=ruleset,
        valid_from=valid_from,
        parameters=parameters,
        basis=dict.fromkeys(parameters, "Điều 1"),
        **said,
    )


def commune(ruleset="ours", **said):
    return a_set(ruleset, level="commune", scope=UNIT, **said)


def book(*sets):
    return reduce(r.evolve, sets, RuleBook())


LAW = book(
    a_set(
        parameters={
            "same_day_cutoff": "15:00",
            "supplement_answer_working_days": 30,
            "apologies": 1,
            "clock_policy": "restart",
        }
    )
)


def adopt(fact, known=LAW, today=""):
    return r.evolve(known, r.adopt(known, fact=fact, today=today, unit=UNIT, limits=LIMITS))


def said(known, day="2026-06-01", procedure=BIRTH, field="Hộ tịch"):
    return r.effective(known, day, procedure, field).settings()


def test_a_later_set_replaces_what_it_names_and_leaves_the_rest():
    known = adopt(a_set("later", "2026-07-01", parameters={"apologies": 0}))
    assert (said(known)["apologies"], said(known, "2026-07-01")["apologies"]) == (1, 0)
    assert said(known, "2026-07-01")["same_day_cutoff"] == "15:00"


def test_what_is_about_a_field_goes_before_what_is_general_however_old():
    known = adopt(a_set("civil", "2026-02-01", fields=("Hộ tịch",), parameters={"same_day_cutoff": "16:00"}))
    known = adopt(a_set("later", "2026-03-01", parameters={"same_day_cutoff": "14:00"}), known)
    assert said(known)["same_day_cutoff"] == "16:00"
    assert said(known, field="Đất đai")["same_day_cutoff"] == "14:00"
    assert r.effective(known, "2026-06-01", BIRTH, "Hộ tịch").ruleset == "civil"
    assert r.effective(known, "2026-06-01").ruleset == "later"


def test_nation_then_province_then_commune_and_each_value_knows_its_source():
    known = adopt(a_set("province", level="province", scope="82", parameters={"same_day_cutoff": "15:30"}))
    known = adopt(commune(parameters={"same_day_cutoff": "16:00"}), known)
    found = r.effective(known, "2026-06-01", BIRTH, "Hộ tịch")
    cutoff = found.values["same_day_cutoff"]
    assert (cutoff.value, cutoff.ruleset, cutoff.level, cutoff.basis) == (
        "16:00",
        "ours",
        "commune",
        "Điều 1",
    )
    assert found.values["apologies"].level == "national"
    assert found.ruleset == "law"


def test_an_overlay_ends_on_its_last_day():
    known = adopt(commune(valid_to="2026-06-01", parameters={"same_day_cutoff": "16:00"}))
    assert said(known, "2026-05-31")["same_day_cutoff"] == "16:00"
    assert said(known, "2026-06-01")["same_day_cutoff"] == "15:00"


@pytest.mark.parametrize(
    ("parameters", "refusal"),
    [
        ({"limit": "6wd"}, r.LongerLimit),
        ({"limit": "8wh"}, r.LongerLimit),
        ({"fee_percent": 101}, r.HigherFee),
        ({"same_day_cutoff": "14:59"}, r.LessFavourable),
        ({"supplement_answer_working_days": 29}, r.LessFavourable),
        ({"apologies": 2}, r.LessFavourable),
        ({"clock_policy": "shift"}, r.NotForOverlays),
        ({"rotation_years_most": 1}, r.NotForOverlays),
        ({"limit": "soon"}, r.ParameterMalformed),
        ({"same_day_cutoff": "25:00"}, r.ParameterMalformed),
        ({"apologies": True}, r.ParameterMalformed),
        ({"online_level": "total"}, r.ParameterMalformed),
        ({"home_visits_for_all": 1}, r.ParameterMalformed),
    ],
)
def test_an_overlay_that_disadvantages_the_citizen_or_sets_what_is_the_laws_is_refused(parameters, refusal):
    with pytest.raises(refusal):
        adopt(commune(procedures=(BIRTH,), parameters=parameters))


@pytest.mark.parametrize("limit", ["5wd", "3wd", "5d", "same-day"])
def test_a_limit_may_be_shortened(limit):
    known = adopt(commune(procedures=(BIRTH,), parameters={"limit": limit}))
    assert said(known)["limit"] == limit


def test_a_general_overlay_must_shorten_every_limit_it_reaches():
    with pytest.raises(r.LongerLimit) as refused:
        adopt(commune(parameters={"limit": "4wd"}))
    assert refused.value.blanks == {"procedure": "1.000001", "limit": "4wd", "lawful": "10d"}


def test_a_commune_cannot_take_back_what_its_province_gave():
    known = adopt(a_set("province", level="province", scope="82", parameters={"fee_percent": 50}))
    with pytest.raises(r.HigherFee):
        adopt(commune(parameters={"fee_percent": 60}), known)
    assert said(adopt(commune(parameters={"fee_percent": 0}), known))["fee_percent"] == 0


def test_when_the_law_becomes_better_than_an_overlay_the_law_holds():
    known = adopt(commune(parameters={"same_day_cutoff": "15:30"}))
    known = adopt(a_set("later", "2026-07-01", parameters={"same_day_cutoff": "16:00"}), known)
    assert said(known, "2026-07-01")["same_day_cutoff"] == "16:00"


@pytest.mark.parametrize(
    ("fact", "refusal"),
    [
        (a_set("", parameters={}), r.RulesNameMissing),
        (a_set("law"), r.RulesAlreadyAdopted),
        (a_set("new", "2026-05-05"), r.RulesBackdated),
        (a_set("new", "2026-06-01", valid_to="2026-06-01"), r.RulesEndBeforeTheyBegin),
        (a_set("new", "2026-06-01", scope="82"), r.ScopeMalformed),
        (a_set("new", "2026-06-01", level="province", scope="082"), r.ScopeMalformed),
        (a_set("new", "2026-06-01", level="commune"), r.ScopeMalformed),
        (a_set("new", "2026-06-01", level="commune", scope="00001"), r.RulesOfAnotherUnit),
        (
            RulesAdopted(ruleset="new", valid_from="2026-06-01", parameters={"apologies": 1}),
            r.ParameterWithoutBasis,
        ),
    ],
)
def test_a_set_that_cannot_stand_is_refused(fact, refusal):
    with pytest.raises(refusal):
        adopt(fact, today="2026-05-05")


def test_rules_are_signed_off_once_by_a_person_with_a_name():
    with pytest.raises(r.ConfirmerMissing):
        r.confirm(LAW, ruleset="law", by=" ", day="2026-05-05")
    with pytest.raises(r.UnknownRuleSet):
        r.confirm(LAW, ruleset="other", by="Lê Văn Tư", day="2026-05-05")
    signed = r.evolve(LAW, r.confirm(LAW, ruleset="law", by="Lê Văn Tư", day="2026-05-05"))
    with pytest.raises(r.RulesAlreadyConfirmed):
        r.confirm(signed, ruleset="law", by="Trần Thị Năm", day="2026-05-06")
    assert r.effective(signed, "2026-05-05").values["apologies"].confirmed
    assert not r.effective(LAW, "2026-05-05").values["apologies"].confirmed


def test_what_nobody_read_in_the_instrument_stays_unconfirmed_after_the_signature():
    known = book(a_set(parameters={"apologies": 1}, uncertain=("apologies",), confirmed_by="Lê Văn Tư"))
    assert not r.effective(known, "2026-05-05").values["apologies"].confirmed


def test_withdrawing_says_why_and_never_leaves_the_office_without_rules():
    later = adopt(a_set("later", "2026-07-01", parameters={"apologies": 0}))
    with pytest.raises(r.WithdrawalUnexplained):
        r.withdraw(later, ruleset="later", valid_to="2026-09-01", why="", today="2026-08-01")
    with pytest.raises(r.RulesBackdated):
        r.withdraw(later, ruleset="later", valid_to="2026-08-01", why="nhầm", today="2026-08-01")
    with pytest.raises(r.LastRules):
        r.withdraw(LAW, ruleset="law", valid_to="2026-09-01", why="nhầm", today="2026-08-01")
    ended = r.evolve(
        later, r.withdraw(later, ruleset="later", valid_to="2026-09-01", why="nhầm", today="2026-08-01")
    )
    assert (said(ended, "2026-08-31")["apologies"], said(ended, "2026-09-01")["apologies"]) == (0, 1)


LENGTHS = [
    PlainLimit("working_day", 1), PlainLimit("working_day", 5), PlainLimit("calendar_day", 1),
    PlainLimit("calendar_day", 5), PlainLimit("working_hour", 8), PlainLimit("same_day", None, "15:00"),
    PlainLimit("same_day", None, "16:00"), PlainLimit("none_stated"),
]  # fmt: skip


def test_never_longer_is_an_order():
    for one, two, three in product(LENGTHS, repeat=3):
        assert r.no_longer(one, one)
        if r.no_longer(one, two) and r.no_longer(two, three):
            assert r.no_longer(one, three)


@pytest.mark.parametrize("limit", LENGTHS)
def test_no_limit_that_the_law_states_gives_way_to_none(limit):
    assert r.no_longer(PlainLimit("none_stated"), limit) == (limit.unit == "none_stated")


def test_the_later_cut_off_of_an_overlay_moves_same_day_business():
    same_day = PlainLimit("same_day", None, "15:00")
    ours = adopt(commune(parameters={"same_day_cutoff": "16:00"}))
    assert r.overlaid(same_day, r.effective(ours, "2026-06-01")).cutoff == "16:00"
    assert r.overlaid(same_day, r.effective(LAW, "2026-06-01")) is same_day
    granted = adopt(commune(procedures=(BIRTH,), parameters={"limit": "same-day"}))
    found = r.overlaid(FIVE_DAYS, r.effective(granted, "2026-06-01", BIRTH, "Hộ tịch"))
    assert found == PlainLimit("same_day", None, "15:00")


# ---- laws kept for any rules whatever

DAYS = [f"2026-{month:02d}-15" for month in range(1, 13)]
PLACES = [(BIRTH, "Hộ tịch"), ("1.000001", "Đất đai"), ("", "")]
VALUES = {
    "apologies": st.integers(0, 3),
    "supplement_answer_working_days": st.integers(1, 60),
    "same_day_cutoff": st.sampled_from(["11:00", "15:00", "15:30", "16:30"]),
    "fee_percent": st.integers(0, 150),
    "online_level": st.sampled_from(["none", "partial", "full", "all of it"]),
    "limit": st.sampled_from(["1wd", "3wd", "9wd", "2d", "12d", "8wh", "same-day", "never"]),
}


@st.composite
def rule_sets(draw):
    level = draw(st.sampled_from(r.LEVELS))
    names = draw(st.sets(st.sampled_from(sorted(VALUES)), max_size=3))
    about = draw(st.sampled_from([{}, {"fields": ("Hộ tịch",)}, {"procedures": (BIRTH,)}]))
    return a_set(
        str(draw(st.integers(0, 10**6))),
        draw(st.sampled_from(DAYS)),
        level=level,
        scope={"national": "", "province": "82", "commune": UNIT}[level],
        parameters={name: draw(VALUES[name]) for name in sorted(names)},
        **about,
    )


@given(st.lists(rule_sets(), max_size=6), st.sampled_from(DAYS), st.sampled_from(PLACES))
def test_an_overlay_never_disadvantages_the_citizen_even_one_that_nobody_checked(sets, day, place):
    known = book(*sets)
    law = r.effective(known, day, *place, levels=("national",)).settings()
    held = r.effective(known, day, *place).settings()
    for name, value in law.items():
        assert held[name] == value or r.as_good(name, held[name], value)
    for lawful in LENGTHS:
        assert r.no_longer(r.overlaid(lawful, r.effective(known, day, *place)), lawful)


@given(
    st.lists(rule_sets(), max_size=4), st.lists(rule_sets(), max_size=4), st.sampled_from(PLACES), st.data()
)
def test_no_past_day_changes_when_later_sets_are_adopted(first, later, place, data):
    today = data.draw(st.sampled_from(DAYS))
    known = book(*first)
    past = [day for day in DAYS if day <= today]
    before = [r.effective(known, day, *place) for day in past]
    for fact in later:
        try:
            known = adopt(fact, known, today)
        except r.RulesBackdated:
            assert fact.valid_from <= today
        except (r.LessFavourable, r.LongerLimit, r.HigherFee, r.ParameterMalformed, r.RulesAlreadyAdopted):
            pass
    assert [r.effective(known, day, *place) for day in past] == before
