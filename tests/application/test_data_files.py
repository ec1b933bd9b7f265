"""The files the office starts from agree with the rules of the domain and with one another."""

import re
from collections import Counter

import pytest

from application.data import (
    load_calendar,
    load_catalogue,
    load_groups,
    load_priorities,
    load_rules,
    load_synonyms,
    load_unit,
    unit_names,
)
from domain import calendar as clock
from domain.catalogue import check, search
from domain.dossier import Rules
from domain.queue import SERIES
from domain.staff import Officer, appoint

THIRTEEN_FIELDS = (
    "Hộ tịch",
    "Chứng thực",
    "Đất đai",
    "Bảo trợ xã hội",
    "Người có công",
    "Thành lập và hoạt động doanh nghiệp (hộ kinh doanh)",
    "Hoạt động xây dựng",
    "Giáo dục mầm non",
    "Trẻ em",
    "Tín ngưỡng, tôn giáo",
    "Thi đua - khen thưởng",
    "Hòa giải ở cơ sở",
    "Thủy lợi",
)
HOSTS = re.compile(r"https?:|www\.|github|\.vn\b|\.com\b|…", re.IGNORECASE)


@pytest.fixture(scope="module")
def announced():
    calendar = clock.Calendar()
    for fact in load_calendar():
        calendar = clock.evolve(calendar, clock.publish(calendar, fact=fact))
    return calendar


def test_the_catalogue_is_as_wide_as_a_commune_needs():
    catalogue = load_catalogue()
    assert len(catalogue) >= 200
    assert len({procedure.field for procedure in catalogue}) >= 25


def test_every_procedure_can_be_published_under_its_own_code():
    codes = Counter(procedure.code for procedure in load_catalogue())
    assert max(codes.values()) == 1
    for procedure in load_catalogue():
        check(procedure)


def test_every_procedure_has_an_english_name_a_source_and_a_group_of_the_hall():
    groups = {group.key for group in load_groups()}
    for procedure in load_catalogue():
        assert procedure.name_en, procedure.code
        assert procedure.source, procedure.code
        assert procedure.group in groups, procedure.code


def test_documents_are_named_in_words_that_fit_a_slip():
    for procedure in load_catalogue():
        for document in procedure.documents:
            assert len(document.name) <= 70, (procedure.code, document.name)
            assert document.originals or document.copies, (procedure.code, document.name)


def test_no_procedure_asks_for_the_same_paper_twice():
    for procedure in load_catalogue():
        asked = Counter((document.name, document.group) for document in procedure.documents)
        assert not asked or max(asked.values()) == 1, procedure.code


def test_no_word_of_the_catalogue_is_an_address_or_cut_off():
    for procedure in load_catalogue():
        words = (
            procedure.name,
            procedure.result,
            procedure.fee_note,
            procedure.source,
            *procedure.legal_basis,
            *(document.name for document in procedure.documents),
        )
        assert not [word for word in words if HOSTS.search(word)], procedure.code


def test_what_is_uncertain_names_a_field_of_the_procedure():
    for procedure in load_catalogue():
        assert set(procedure.uncertain) <= set(procedure.__struct_fields__), procedure.code


@pytest.mark.parametrize("field", THIRTEEN_FIELDS)
def test_the_thirteen_fields_of_the_demonstration_commune_are_covered(field):
    assert sum(procedure.field == field for procedure in load_catalogue()) >= 3


def test_only_same_day_business_is_decided_at_the_counter():
    delegated = [procedure for procedure in load_catalogue() if procedure.delegated]
    assert delegated
    assert {procedure.limit.unit for procedure in delegated} == {"same_day"}


def test_the_hall_has_seven_groups_each_with_a_letter_the_board_can_show():
    groups = load_groups()
    assert [group.series for group in groups] == list("ABCDEGH")
    assert {group.series for group in groups} <= set(SERIES)
    assert all(group.name and group.name_en for group in groups)


@pytest.mark.parametrize(("year", "days"), [(2025, 250), (2026, 249), (2027, 249)])
def test_each_year_has_the_working_days_the_state_announced(announced, year, days):
    assert announced.working_days_between(f"{year - 1}-12-31", f"{year}-12-31") == days


def test_only_the_plan_nobody_has_announced_is_provisional():
    open_days = {day.date for fact in load_calendar() for day in fact.days if day.provisional}
    assert {day[:4] for day in open_days} == {"2027"}
    assert {"2027-02-04", "2027-02-11", "2027-09-01", "2027-09-03"} <= open_days


def test_a_due_date_over_the_open_new_year_holidays_says_so(announced):
    start = clock.local_moment("2027-02-01", "09:00")
    found = clock.due(start, clock.TimeLimit("working_day", 3), announced)
    assert (found.date, found.provisional) == ("2027-02-11", True)


def test_every_special_day_has_a_name_in_two_languages_and_a_source():
    for fact in load_calendar():
        for day in fact.days:
            assert all((day.name, day.name_en, day.source)), day.date


def test_the_rules_are_dated_sourced_one_by_one_and_confirmed_by_nobody_yet():
    rules = load_rules()
    assert rules.basis.keys() == rules.parameters.keys()
    assert all(rules.basis.values())
    assert (rules.valid_from, rules.confirmed_by) == ("2025-07-01", "")


def test_the_rules_hold_every_number_that_guards_a_dossier():
    assert set(Rules.__struct_fields__) <= load_rules().parameters.keys()


def test_every_priority_names_the_rule_it_comes_from():
    priorities = load_priorities()
    assert [each.key for each in priorities] == [
        "elderly",
        "disabled",
        "pregnant",
        "merit",
        "ill",
        "appointment",
    ]
    assert all(each.source and each.name and each.name_en for each in priorities)


def test_the_demonstration_unit_can_open_with_its_officers_counters_and_sections():
    assert unit_names() == ("tan-phuoc-1",)
    unit = load_unit("tan-phuoc-1")
    assert (unit.unit, unit.agency, len(unit.counters)) == ("28321", "H20.321", 4)
    assert "agency" in unit.assumed
    groups, sections = {each.key for each in load_groups()}, {each.key for each in unit.sections}
    fields = {procedure.field for procedure in load_catalogue()}
    for officer in unit.officers:
        assert appoint(Officer(), fact=officer) is officer
        assert officer.section in sections
        assert set(officer.fields) <= fields
    assert len({officer.officer for officer in unit.officers}) == len(unit.officers)
    assert {role for officer in unit.officers for role in officer.roles} == {
        "reception",
        "specialist",
        "leader",
        "head",
        "inspector",
        "technician",
    }
    assert {group for counter in unit.counters for group in counter.groups} == groups


def test_every_nickname_leads_first_to_the_procedure_most_often_meant():
    catalogue = load_catalogue()
    codes = {procedure.code for procedure in catalogue}
    for synonym in load_synonyms():
        assert set(synonym.codes) <= codes, synonym.said
        for said in (synonym.said, synonym.said.upper()):
            assert search(catalogue, said, load_synonyms())[0].code == synonym.codes[0], said


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("giay khai sinh", "1.001193"),
        ("ket hon", "1.000894"),
        ("so do", "1.013978"),
        ("ho kinh doanh", "1.001612"),
        ("sao y", "2.000815"),
        ("thuong tru", "1.004222"),
    ],
)
def test_what_people_type_without_marks_finds_what_they_come_for(query, code):
    assert search(load_catalogue(), query, load_synonyms())[0].code == code
