"""Whose acts, where and when: one after the other from the log, each with the place from which it can be proved."""

import json

import pytest

from application.signer import LogContradicted
from audit.acts import Acts, Wanted, act_object, unknown_actions
from audit.mirror import MirrorSource
from audit.sources import of_office, store_at
from domain.calendar import local_date
from tests.audit.a_small_office import APPLICANT, DAY, a_small_office
from tests.audit.a_store import tampering
from tests.audit.some_days import mirrored
from tests.motcua.commands import motcua


@pytest.fixture(scope="module")
def lived(tmp_path_factory):
    with a_small_office(tmp_path_factory.mktemp("lived") / "store") as small:
        small.codes = small.days_of_work()
        small.office.checkpoint()
        small.source = of_office(small.office)
        yield small


def acts(lived, **wanted):
    return list(Acts(lived.source, Wanted(**wanted)).all())


def events(lived):
    store = lived.office.store
    return list(store.select(store.reader()))


def test_with_nothing_asked_for_every_event_is_an_act_in_its_place(lived):
    told = acts(lived)
    assert [(act.event, act.topic, act.version) for act in told] == [
        (event.id, event.fact.NAME, event.originator_version) for event in events(lived)
    ]
    assert [act.index for act in told] == list(range(len(told)))


def test_an_officers_acts_are_all_of_that_officers_and_no_others(lived):
    told = acts(lived, officer="vq.binh")
    assert [act.event for act in told] == [event.id for event in events(lived) if event.actor.id == "vq.binh"]
    assert {act.topic for act in told} == {
        "result.drafted", "lookup.performed", "dossier.stopped", "paper.issued",
    }  # fmt: skip


def test_a_counter_is_where_the_actor_sat_then(lived):
    told = acts(lived, counter="1")
    assert {act.actor for act in told} == {"nt.hoa"}
    assert told[0].topic == "shift.opened"
    assert {"ticket.called", "dossier.accepted", "notice.sent"} <= {act.topic for act in told}
    assert acts(lived, counter="9") == []


def test_a_devices_acts_and_a_days_acts(lived):
    assert {act.device for act in acts(lived, device="kiosk-1")} == {"kiosk-1"}
    day = acts(lived, first="2026-03-03", last="2026-03-03")
    assert {local_date(act.at) for act in day} == {"2026-03-03"}
    assert len(day) + len(acts(lived, last=DAY)) + len(acts(lived, first="2026-03-04")) == len(events(lived))


def test_actions_are_filtered_by_name_or_by_the_beginning_of_one(lived):
    assert {act.topic for act in acts(lived, actions=("result.*",))} == {
        "result.drafted", "result.signed", "result.ready", "result.returned",
    }  # fmt: skip
    assert len(acts(lived, actions=("dossier.accepted", "dossier.stopped"))) == 5
    assert unknown_actions(("result.*", "nonsense", "ticket.called")) == ("nonsense",)


def test_an_act_says_of_which_dossier_or_ticket_it_is(lived):
    by_topic = {act.topic: act.code for act in acts(lived)}
    assert by_topic["dossier.stopped"] == lived.codes[2]
    assert by_topic["lookup.performed"] == lived.codes[1]
    assert by_topic["ticket.called"] == "A001"
    assert by_topic["shift.opened"] == ""


def test_page_by_page_it_is_the_same_list(lived):
    reading, pages, after = Acts(lived.source, Wanted(officer="nt.hoa")), [], 0
    while True:
        page = []
        for act in Acts(lived.source, Wanted(officer="nt.hoa")).all(after=after):
            page.append(act)
            if len(page) == 4:
                break
        if not page:
            break
        pages += page
        after = page[-1].event
    assert pages == list(reading.all())


def test_for_programs_an_act_has_sentences_names_and_its_position(lived):
    reading = Acts(lived.source, Wanted(actions=("result.signed",)))
    (act,) = reading.all()
    told = act_object(act, reading.known)
    assert told["actor_name"] == "Ngô Đình Phúc"
    assert told["position"] == {"origin": lived.source.logs[0].origin, "index": act.event - 1}
    assert set(told["sentences"]) >= {"vi", "en"}
    assert APPLICANT not in json.dumps(told, ensure_ascii=False)


def test_an_altered_event_ends_the_list_by_name(tmp_path):
    with a_small_office(tmp_path / "store") as small:
        small.days_of_work()
    with tampering(tmp_path / "store") as rows:
        rows.execute(
            "UPDATE event SET state = CAST(replace(state, 'nt.hoa', 'nt.hoe') AS BLOB) WHERE id = 17"
        )
    with store_at(tmp_path / "store") as source, pytest.raises(LogContradicted) as found:
        list(Acts(source, Wanted()).all())
    assert found.value.blanks["event"] == 17


# the command


def trail(lived, *arguments, **settings):
    return motcua("audit", "trail", *arguments, "--store", lived.office.folder.root, **settings)


def test_the_command_lists_acts_for_people_with_the_way_to_go_on(lived):
    said = trail(lived, "--officer", "nt.hoa", "--limit", 3, language="vi")
    hoa = acts(lived, officer="nt.hoa")
    assert said.code == 0
    assert f"--after {hoa[2].event}" in said.out
    assert f"lá {hoa[0].index}" in said.out
    rest = trail(lived, "--officer", "nt.hoa", "--after", hoa[2].event, "--json").document
    assert [each["event"] for each in rest] == [act.event for act in hoa[3:]]


def test_the_command_reads_a_mirror_too(lived, tmp_path):
    mirrored(lived.office, tmp_path / "mirror")
    here = trail(lived, "--day", DAY, "--json")
    there = motcua("audit", "trail", "--day", DAY, "--json", "--from-mirror", tmp_path / "mirror")
    assert there.document == here.document
    assert MirrorSource(tmp_path / "mirror").last() == lived.source.last()


def test_a_list_of_nothing_is_told_as_such(lived):
    assert trail(lived, "--day", "2020-01-01", "--json").document == []
    assert trail(lived, "--day", "2020-01-01").out.strip() == "No act fits what was asked for."


@pytest.mark.parametrize(
    "arguments",
    [(), ("H20.321-260302-0001", "--officer", "nt.hoa"), ("--day", "31/31/2026"), ("--action", "nonsense")],
)
def test_what_cannot_be_asked_gets_one_clear_sentence(lived, arguments):
    said = trail(lived, *arguments)
    assert said.code == 2
    assert said.err
    assert "Traceback" not in said.err


def test_a_dossiers_trail_is_as_before(lived):
    said = trail(lived, lived.codes[0], "--json").document
    assert {"result.signed", "ticket.issued"} & {each["topic"] for each in said}
