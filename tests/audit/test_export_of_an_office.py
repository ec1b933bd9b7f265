"""A file of our own log: nothing about citizens in it, officers under pseudonyms, and the log remembers it."""

import json
import os
import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from application.office import Office
from audit import exporting
from audit.cases import from_office, pseudonyms
from audit.exporting import (
    FORMATS,
    ExportFormatUnknown,
    PseudonymKeyNotThere,
    PseudonymKeyTooShort,
    chosen,
    digest_of,
    export_log,
)
from audit.exporting.parquet import ParquetNeedsPyarrow
from audit.exporting.plain import NothingToExport, exportable
from audit.foreign import read_log
from audit.writing import NowhereToWrite
from domain.exporting import LogExported, NotADigest, export
from tests.audit.a_small_office import APPLICANT, PHONE, a_small_office

NAMES = {"xes": "log.xes", "ocel2": "log.json", "csv": "log.csv"}
KEY = bytes(range(40))
OFFICERS = ("nt.hoa", "vq.binh", "nd.phuc")


@pytest.fixture(scope="module")
def worked():
    with TemporaryDirectory() as root, a_small_office(Path(root) / "store") as small:
        small.days_of_work()
        yield small.office


@pytest.fixture
def key(tmp_path):
    path = tmp_path / "key"
    path.write_bytes(KEY)
    return path


def last_fact(office):
    row = office.store.reader().execute("SELECT topic, state FROM event ORDER BY id DESC LIMIT 1").fetchone()
    return row[0], json.loads(row[1])["fact"]


@pytest.mark.parametrize("format", NAMES)
def test_what_is_read_back_is_what_the_office_knows(worked, tmp_path, key, format):
    known = exportable(from_office(worked, officer=pseudonyms(KEY)))
    written = export_log(worked, tmp_path / NAMES[format], format, key=key)
    back = read_log(tmp_path / NAMES[format]).log
    assert back.cases == known.cases
    assert back.columns >= known.columns
    assert (written.cases, written.events) == (
        len(known.cases),
        sum(len(case.events) for case in known.cases),
    )


@pytest.mark.parametrize("format", NAMES)
def test_no_citizen_and_no_officer_is_in_the_file(worked, tmp_path, key, format):
    export_log(worked, tmp_path / NAMES[format], format, key=key)
    text = (tmp_path / NAMES[format]).read_text(encoding="utf-8")
    for word in (APPLICANT, PHONE, *OFFICERS, "Nguyễn Thị Hoa", "Thiếu giấy chứng sinh"):
        assert word not in text
    assert len(set(re.findall(r"cb-[0-9a-f]{12}", text))) == len(OFFICERS)


@pytest.mark.parametrize("format", NAMES)
def test_every_event_leads_to_its_proof(worked, tmp_path, format):
    export_log(worked, tmp_path / NAMES[format], format)
    events = [event for case in read_log(tmp_path / NAMES[format]).log.cases for event in case.events]
    rows = dict(worked.store.reader().execute("SELECT id, topic FROM event").fetchall())
    assert all(rows[int(event.attributes["event"])] == event.activity for event in events)
    assert all(event.index == int(event.attributes["event"]) - 1 for event in events)


def test_the_log_remembers_the_file(worked, tmp_path):
    before = worked.position()
    written = export_log(worked, tmp_path / "log.csv", "csv")
    assert written.recorded
    topic, fact = last_fact(worked)
    assert topic == "log.exported"
    assert fact == {
        "format": "csv",
        "digest": digest_of(tmp_path / "log.csv"),
        "size": before,
        "cases": written.cases,
        "events": written.events,
    }


def test_one_key_gives_the_same_names_and_no_key_gives_new_ones(worked, tmp_path, key):
    def people(key):
        export_log(worked, tmp_path / "log.xes", "xes", key=key)
        log = read_log(tmp_path / "log.xes").log
        return {event.resource for case in log.cases for event in case.events} - {""}

    assert people(key) == people(key)
    assert people(None).isdisjoint(people(None))
    assert people(None).isdisjoint(people(key))


def test_the_same_log_makes_the_same_bytes(worked, tmp_path, key):
    known = exportable(from_office(worked, officer=pseudonyms(KEY)))
    for format, name in NAMES.items():
        exporting.write(known, tmp_path / name, format)
        exporting.write(known, tmp_path / f"again-{name}", format)
        assert digest_of(tmp_path / name) == digest_of(tmp_path / f"again-{name}")


def test_parquet_is_written_or_what_it_needs_is_said(worked, tmp_path):
    path = tmp_path / "log.parquet"
    try:
        export_log(worked, path, "parquet")
    except ParquetNeedsPyarrow:
        assert not path.exists()
        assert last_fact(worked)[1].get("format") != "parquet"
    else:
        assert path.read_bytes().startswith(b"PAR1")


def test_what_goes_wrong_leaves_nothing_half_written(worked, tmp_path, key, monkeypatch):
    path = tmp_path / "log.xes"
    path.write_text("what was there before")
    before = worked.position()

    def broken(log):
        yield "<log>"
        raise NothingToExport()

    monkeypatch.setitem(exporting._TEXTS, "xes", broken)
    with pytest.raises(NothingToExport):
        export_log(worked, path, "xes", key=key)
    assert path.read_text() == "what was there before"
    assert sorted(os.listdir(tmp_path)) == ["key", "log.xes"]
    assert worked.position() == before


def test_keys_folders_and_formats_that_will_not_do_are_refused(worked, tmp_path):
    short = tmp_path / "short"
    short.write_bytes(KEY[:31])
    with pytest.raises(PseudonymKeyTooShort):
        export_log(worked, tmp_path / "log.csv", "csv", key=short)
    with pytest.raises(PseudonymKeyNotThere):
        export_log(worked, tmp_path / "log.csv", "csv", key=tmp_path / "nowhere")
    with pytest.raises(NowhereToWrite):
        export_log(worked, tmp_path / "nowhere" / "log.csv", "csv")
    with pytest.raises(NowhereToWrite):
        export_log(worked, tmp_path, "csv")
    with pytest.raises(ExportFormatUnknown):
        chosen("xml", "tiles")
    assert [chosen(each) for each in FORMATS] == list(FORMATS)


def test_only_a_digest_is_remembered():
    with pytest.raises(NotADigest):
        export(LogExported(format="csv", digest="ABC", size=1, cases=1, events=1))


def test_a_store_that_may_only_be_read_is_exported_without_being_remembered(tmp_path):
    with a_small_office(tmp_path / "store") as small:
        small.days_of_work()
    office = Office.at(tmp_path / "store", read_only=True)
    try:
        before = office.position()
        written = export_log(office, tmp_path / "log.csv", "csv")
        assert (written.recorded, office.position()) == (False, before)
        assert written.digest == digest_of(tmp_path / "log.csv")
    finally:
        office.close(sign=False)
