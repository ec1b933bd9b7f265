"""What is exported reads back as it was: every format, any log; and outside programs' schemas agree."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings

from audit.cases import Case, CaseLog, Event
from audit.exporting import write
from audit.exporting.ocel import ocel
from audit.exporting.plain import NothingToExport, exportable
from audit.exporting.table import columns
from audit.foreign import read_log
from tests.audit.foreign.a_foreign_log import logs
from tests.audit.foreign.a_schema import faults

NAMES = {"xes": "log.xes", "ocel2": "log.jsonocel", "csv": "log.csv"}
SCHEMA = json.loads((Path(__file__).parent / "foreign" / "ocel2_schema.json").read_text())


def back(log, format):
    with TemporaryDirectory() as folder:
        path = Path(folder) / NAMES[format]
        write(log, path, format)
        return read_log(path)


@pytest.mark.parametrize("format", NAMES)
def test_any_log_comes_back_as_it_went_out(format):
    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(logs())
    def comes_back(log):
        sent = exportable(log)
        got = back(sent, format)
        assert got.log.cases == sent.cases
        assert got.left_out == {}

    comes_back()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(logs())
def test_what_is_exported_is_plain_already_when_it_is_made_plain_again(log):
    once = exportable(log)
    assert exportable(once) == once


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(logs())
def test_ocel_is_as_its_schema_wants(log):
    assert faults(json.loads("".join(ocel(exportable(log)))), SCHEMA) == []


def test_the_checker_of_schemas_finds_what_is_wrong():
    good = json.loads("".join(ocel(exportable(one_event(shoe="7")))))
    assert faults(good, SCHEMA) == []
    good["events"][0]["attributes"][0]["value"] = 7
    del good["objects"][0]["id"]
    assert faults(good, SCHEMA) == [
        "$.events[0].attributes[0].value: not a string",
        "$.objects[0]: no id",
    ]


def one_event(**attributes):
    return CaseLog(
        cases=(Case(id="1", events=(Event(activity="a", moment=1, attributes=attributes),)),),
        columns=frozenset(),
        source="one",
    )


def test_within_an_activity_an_attribute_has_one_type_and_an_empty_text_is_no_value():
    mixed = msgspec.structs.replace(
        one_event(),
        cases=tuple(
            one_event(size=size, mark=mark).cases[0] for size, mark in ((1, ""), (2.5, "x"), (3, True))
        ),
    )
    told = [case.events[0].attributes for case in exportable(mixed).cases]
    assert told == [{"size": 1.0}, {"mark": "x", "size": 2.5}, {"mark": "true", "size": 3.0}]


def test_a_number_here_and_a_text_there_are_two_columns_of_a_sheet_and_neither_changes():
    events = (
        Event(activity="a", moment=1, attributes={"answer_by": 7}),
        Event(activity="b", moment=2, attributes={"answer_by": "2026-03-02"}),
    )
    log = exportable(CaseLog(cases=(Case(id="1", events=events),), columns=frozenset(), source="two"))
    assert [column.header for column in columns(log)] == ["answer_by:integer", "answer_by:text"]
    for format in NAMES:
        assert back(log, format).log.cases[0].events == events


def test_what_xml_cannot_hold_is_marked_and_nothing_else_is_lost():
    sent = exportable(one_event(words="a\x00b\x1fc\ud800d"))
    assert back(sent, "xes").log.cases[0].events[0].attributes == {"words": "a\ufffdb\ufffdc\ufffdd"}


def test_a_log_without_dossiers_and_tickets_is_not_exported():
    staff = msgspec.structs.replace(
        one_event(), cases=(Case(id="1", events=(), attributes={"kind": "staff"}),)
    )
    with pytest.raises(NothingToExport):
        exportable(staff)
