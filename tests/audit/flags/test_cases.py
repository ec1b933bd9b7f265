"""The office's own log as cases: what happened, by whom, where it stands; of people no more than is asked for."""

import pytest

from audit.cases import DOSSIER, PEOPLE_COLUMNS, TICKET, from_office, pseudonyms
from domain.fact import FACTS
from tests.audit.a_small_office import APPLICANT, PHONE, a_small_office


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    with a_small_office(tmp_path_factory.mktemp("office") / "store") as small:
        small.codes = small.days_of_work()
        yield small


def test_every_event_is_in_exactly_one_case_with_its_place_in_the_log(small):
    log = from_office(small.office)
    places = sorted(event.attributes["event"] for case in log.cases for event in case.events)
    assert places == list(range(1, small.office.position() + 1))
    assert all(event.index == event.attributes["event"] - 1 for case in log.cases for event in case.events)
    assert {event.activity for case in log.cases for event in case.events} <= FACTS.keys()


def test_a_dossier_is_known_by_its_code_its_days_and_how_it_ended(small):
    log = from_office(small.office)
    dossiers = {case.id: case.attributes for case in log.of(DOSSIER)}
    assert sorted(dossiers) == sorted(small.codes)
    returned, waiting, stopped, accepted = (dossiers[code] for code in small.codes)
    assert (returned["outcome"], stopped["outcome"]) == ("result", "refused_after")
    assert "outcome" not in waiting and "outcome" not in accepted  # noqa: PT018
    assert returned["received"] < returned["finished"] < returned["returned"]
    assert returned["due"] == returned["due_original"] == returned["due_lawful"]
    assert accepted["fee"] == 2_000


def test_whoever_only_read_a_dossier_stands_in_its_case(small):
    case = next(case for case in from_office(small.office).cases if case.id == small.codes[1])
    assert [event.resource for event in case.events if event.activity == "lookup.performed"] == ["vq.binh"]


def test_tickets_are_cases_of_their_own(small):
    assert {case.id for case in from_office(small.office).of(TICKET)} >= {
        "2026-03-02 A001",
        "2026-03-04 A001",
    }


def test_people_are_pseudonyms_and_only_when_asked_for(small):
    plain, people = from_office(small.office), from_office(small.office, people=True)
    assert people.columns - plain.columns == PEOPLE_COLUMNS
    assert not any("applicant" in case.attributes for case in plain.cases)
    assert len({case.attributes["applicant"] for case in people.of(DOSSIER)}) == 1
    assert APPLICANT not in str(people) + str(plain)
    assert PHONE not in str(people) + str(plain)


def test_papers_that_no_published_list_names_are_counted_and_not_named(small):
    people = from_office(small.office, people=True)
    asked = [
        e
        for case in people.of(DOSSIER)
        for e in case.events
        if e.activity == "processing.supplement_requested"
    ]
    assert [event.attributes["unlisted"] for event in asked] == [1]
    assert "Giấy chứng sinh" not in str(people)


def test_officers_of_a_log_that_leaves_the_house_have_other_names_and_no_name(small):
    told = str(from_office(small.office, officer=pseudonyms(b"the inspectorate's key")))
    for word in ("nt.hoa", "vq.binh", "nd.phuc", "Nguyễn Thị Hoa", "Võ Quốc Bình"):
        assert word not in told
    assert told != str(from_office(small.office, officer=pseudonyms(b"another key")))


def test_a_log_can_be_read_as_it_was(small):
    before = from_office(small.office, size=20)
    assert sum(len(case.events) for case in before.cases) == 20
    assert before.source == "28321@20"
