"""Files of other systems: what is understood is said, what is not is one sentence, never a traceback."""

import gzip
import json
from contextlib import suppress
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.foreign import read_log
from audit.foreign.columns import folded, parsed_mapping
from audit.foreign.csv_file import columns_of_header, separator_of
from audit.foreign.moments import microseconds
from audit.foreign.opening import chunks
from audit.foreign.refusals import (
    ColumnNotUnderstood,
    LogFileBroken,
    LogFileDeclaresEntities,
    LogFileTooLarge,
    MeaningUnknown,
    MomentsNotUnderstood,
    NoKnownLogFormat,
    NoLogFile,
    NoSuchColumn,
    NothingInTheLog,
)
from domain.fact import Refused
from tests.audit.foreign.a_foreign_log import at

XES = """<?xml version="1.0" encoding="UTF-8"?>
<log xmlns="http://www.xes-standard.org/">
  <string key="concept:name" value="a log"/>
  <trace>
    <string key="concept:name" value="case-1"/>
    <date key="deadline" value="2026-03-05T07:00:00+07:00"/>
    <string key="responsible" value="R1"><string key="nested" value="passed over"/></string>
    <event>
      <string key="concept:name" value="receive"/><string key="org:resource" value="R1"/>
      <date key="time:timestamp" value="2026-03-02T07:00:00.000+07:00"/><int key="cost" value="7"/>
    </event>
    <event><string key="concept:name" value="no time"/></event>
  </trace>
  <trace><string key="concept:name" value="empty"/></trace>
</log>
"""
OCEL = {
    "objectTypes": [
        {"name": "permit", "attributes": [{"name": "deadline", "type": "time"}]}, {"name": "user", "attributes": []},
    ],
    "eventTypes": [{"name": "receive", "attributes": [{"name": "cost", "type": "integer"}]}],
    "objects": [
        {
            "id": "p1", "type": "permit",
            "attributes": [{"name": "deadline", "value": "2026-03-05T00:00:00Z", "time": "1970-01-01T00:00:00Z"}],
        },
        {"id": "u1", "type": "user"},
    ],
    "events": [
        {
            "id": "e1", "type": "receive", "time": "2026-03-02T00:00:00Z",
            "attributes": [{"name": "cost", "value": "7"}],
            "relationships": [{"objectId": "p1", "qualifier": "of"}, {"objectId": "u1", "qualifier": "by"}],
        },
        {"id": "e2", "type": "receive", "time": "2026-03-02T00:00:00Z", "relationships": []},
    ],
}  # fmt: skip
CSV = "Mã hồ sơ;Bước;Thời gian;Cán bộ;Ngày hẹn trả;Ghi chú\nHS1;Tiếp nhận;02/03/2026 07:00;an;05/03/2026 07:00;x\n"


def file(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def only(imported):
    (case,) = imported.log.cases
    (event,) = case.events
    return case, event


# XES


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.xes", XES.encode()), ("a.xes.gz", gzip.compress(XES.encode()))],
    ids=["plain", "zipped"],
)
def test_xes_is_read_packed_or_not(tmp_path, name, content):
    imported = read_log(file(tmp_path, name, content))
    case, event = only(imported)
    assert (case.id, event.activity, event.resource, event.moment) == ("case-1", "receive", "R1", at(0))
    assert event.attributes == {"cost": 7}
    assert case.attributes == {"due": at(3), "responsible": "R1"}
    assert imported.left_out == {"no_moment": 1, "case_without_events": 1}
    assert imported.log.columns == {"resource", "due", "responsible", "cost"}


def test_a_column_can_be_given_another_meaning(tmp_path):
    path = file(tmp_path, "a.xes", XES)
    case, event = only(read_log(path, {"deadline": "finished", "responsible": "nothing", "cost": "nothing"}))
    assert case.attributes == {"finished": at(3)}
    assert event.attributes == {}


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE log [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>',
        '<!DOCTYPE log SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE log [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_before_any_entity_is_read(tmp_path, doctype, encoding):
    text = XES.replace("UTF-8", encoding).replace("<log", f"{doctype}<log", 1).replace("receive", "&a;")
    with pytest.raises(LogFileDeclaresEntities):
        read_log(file(tmp_path, "a.xes", text.encode(encoding)))


@pytest.mark.parametrize(
    "content",
    [
        b"", b"<log", b"<log></trace></log>", XES.encode()[:400], gzip.compress(XES.encode())[:60], b"\x1f\x8bnot gzip",
        b'<?xml version="1.0" encoding="no-such"?><log/>', XES.replace("receive", "&unknown;").encode(),
        XES.encode()[:300] + b"\xff" + XES.encode()[300:],
    ],
    ids=lambda content: f"{len(content)} bytes",
)  # fmt: skip
def test_a_damaged_file_is_refused(tmp_path, content):
    with pytest.raises(LogFileBroken):
        read_log(file(tmp_path, "a.xes", content))


def test_a_log_without_events_is_refused(tmp_path):
    with pytest.raises(NothingInTheLog):
        read_log(file(tmp_path, "a.xes", "<log/>"))


def test_what_grows_without_end_when_it_is_unpacked_is_refused(tmp_path):
    path = file(tmp_path, "a.xes.gz", gzip.compress(bytes(2_000_000)))
    with pytest.raises(LogFileTooLarge):
        list(chunks(path, largest=1_000_000))


# OCEL


def test_ocel_is_flattened_on_the_kind_of_object_that_events_have_one_of(tmp_path):
    imported = read_log(file(tmp_path, "a.jsonocel", json.dumps(OCEL)))
    case, event = only(imported)
    assert (case.id, event.activity, event.resource, event.moment) == ("p1", "receive", "u1", at(0))
    assert (case.attributes, event.attributes) == ({"due": at(3)}, {"cost": 7})
    assert imported.notes == {"case_kinds": "permit", "people_kinds": "user"}
    assert imported.left_out == {"no_case": 1}


def test_another_kind_of_object_can_stand_for_the_case(tmp_path):
    path = file(tmp_path, "a.json", json.dumps(OCEL))
    case, event = only(read_log(path, {"user": "case", "permit": "resource"}))
    assert (case.id, event.resource) == ("u1", "p1")


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"events": 7, "objects": []}', "[" * 100_000, b"\xff\xfe{"]
)
def test_a_json_that_is_no_ocel_is_refused(tmp_path, content):
    with pytest.raises(LogFileBroken):
        read_log(file(tmp_path, "a.json", content))


# CSV


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_csv_is_understood_in_every_usual_dress(tmp_path, encoding, separator):
    text = CSV.replace(";", separator)
    if encoding == "cp1258":
        text = text.replace("Mã hồ sơ", "Ma ho so").replace("Bước", "Buoc").replace("Thời gian", "Thoi gian")
        text = (
            text.replace("Cán bộ", "Can bo")
            .replace("Ngày hẹn trả", "Ngay hen tra")
            .replace("Tiếp nhận", "Đâu")
        )
        text = text.replace("Ghi chú", "ghi")
    imported = read_log(file(tmp_path, "a.csv", text.encode(encoding)))
    case, event = only(imported)
    assert (case.id, event.resource, event.moment) == ("HS1", "an", at(0))
    assert event.activity in {"Tiếp nhận", "Đâu"}
    assert case.attributes == {"due": at(3)}
    assert len(event.attributes) == 1
    assert imported.notes["separator"] == separator
    assert imported.notes["encoding"] in {encoding, "utf-8"}
    assert "dmy" in imported.notes.values()


def test_a_sheet_as_process_mining_tools_write_it_is_understood(tmp_path):
    header = "case:concept:name,concept:name,time:timestamp,org:resource,case:deadline"
    text = f"{header}\n1,a,2026-03-02 00:00:00+00:00,x,2026-03-05\n"
    case, event = only(read_log(file(tmp_path, "a.csv", text)))
    assert (case.id, event.activity, event.resource, event.moment) == ("1", "a", "x", at(0))
    assert case.attributes == {"due": at(3, -7 * 60)}


def test_a_column_that_was_not_understood_is_asked_for_and_can_be_named(tmp_path):
    path = file(tmp_path, "a.csv", "id;việc;lúc\n1;a;02/03/2026 07:00\n")
    with pytest.raises(ColumnNotUnderstood) as refused:
        read_log(path)
    assert refused.value.blanks == {"meaning": "case", "columns": "id, việc, lúc"}
    _, event = only(read_log(path, {"id": "case", "việc": "activity", "lúc": "moment"}))
    assert event.moment == at(0)


def test_rows_that_cannot_be_read_are_left_out_and_counted(tmp_path):
    rows = [
        "1,a,2026-03-02",
        ",a,2026-03-02",
        "1,,2026-03-02",
        "1,a,",
        "1,a,one day",
        "1,a,2026-03-02,x,y",
        "1",
        "",
    ]
    imported = read_log(file(tmp_path, "a.csv", "case,activity,moment\n" + "\n".join(rows)))
    assert imported.left_out == {"no_case": 1, "no_activity": 2, "no_moment": 2, "too_many_cells": 1}
    only(imported)


def test_moments_that_cannot_be_read_at_all_are_shown(tmp_path):
    with pytest.raises(MomentsNotUnderstood) as refused:
        read_log(file(tmp_path, "a.csv", "case,activity,moment\n1,a,hôm qua\n"))
    assert refused.value.blanks == {"column": "moment", "example": "hôm qua"}


def test_names_of_columns_are_told_apart_and_separators_in_quotes_do_not_count():
    names = [
        (c.name, c.of_case, c.type)
        for c in columns_of_header(["a", "a", "", "case:b:integer", "c:text", "x:y"])
    ]
    assert names == [
        ("a", False, ""), ("a (2)", False, ""), ("column 3", False, ""), ("b", True, "int"), ("c", False, "string"),
        ("x:y", False, ""),
    ]  # fmt: skip
    assert separator_of('"a,b,c,d";e;f\n') == ";"
    assert folded("MÃ_HỒ_SƠ") == folded("Mã hồ sơ") == "ma ho so"


def test_what_is_kept_of_a_column_of_numbers_is_a_number(tmp_path):
    case, _ = only(read_log(file(tmp_path, "a.csv", "case,activity,moment,Lệ phí\n1,a,2026-03-02,8000\n")))
    assert case.attributes == {"fee": 8000}


# Any file


@pytest.mark.parametrize("name", ["a.pdf", "a", "a.gz", "xes"])
def test_a_file_of_another_kind_is_refused(tmp_path, name):
    with pytest.raises(NoKnownLogFormat):
        read_log(file(tmp_path, name, "x"))


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(NoLogFile):
        read_log(tmp_path / "a.csv")
    with pytest.raises(NoLogFile):
        read_log(tmp_path)


def test_meanings_and_columns_that_do_not_exist_are_refused(tmp_path):
    path = file(tmp_path, "a.csv", CSV)
    with pytest.raises(MeaningUnknown):
        read_log(path, {"Bước": "colour"})
    with pytest.raises(NoSuchColumn):
        read_log(path, {"màu": "resource"})
    assert parsed_mapping(["a=b = case", "x=due"]) == {"a=b": "case", "x": "due"}
    for text in ("case", "=case"):
        with pytest.raises(MeaningUnknown):
            parsed_mapping([text])


def test_a_moment_is_exact():
    assert at(0) == microseconds(datetime.fromisoformat("2026-03-02T00:00:00Z"))


SAMPLES = {"a.xes": XES.encode(), "a.json": json.dumps(OCEL).encode(), "a.csv": CSV.encode()}


@pytest.mark.parametrize("name", SAMPLES)
def test_no_damage_to_a_file_is_a_traceback(tmp_path, name):
    whole = SAMPLES[name]
    path = tmp_path / name

    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.integers(0, len(whole)), st.integers(0, 40), st.binary(max_size=12))
    def never(place, cut, put):
        path.write_bytes(whole[:place] + put + whole[place + cut :])
        with suppress(Refused):
            assert read_log(path).log.cases

    never()
