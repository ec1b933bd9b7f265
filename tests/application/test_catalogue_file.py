"""A catalogue file is taken in whole, or every broken row is named by its line and nothing is taken in."""

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.catalogue_file import BrokenCatalogue, read_catalogue
from application.catalogue_file.scanning import NotAList, rows
from application.data import load_catalogue

OWN = {
    "code": "1.001193",
    "name": "Thủ tục đăng ký khai sinh",
    "name_en": "Birth registration",
    "field": "Hộ tịch",
    "group": "civil_status",
    "limit": {"unit": "same_day", "cutoff": "15:00"},
    "channels": ["counter", "online"],
    "documents": [{"name": "Giấy chứng sinh", "originals": 1}],
    "fee_vnd": 0,
}
COLLECTED = {
    "code": "2.000815",
    "name": "Chứng thực  bản sao",
    "name_en": "Certify copies",
    "field": "Chứng thực",
    "field_group": "chung_thuc",
    "status": "active",
    "time_limit": {
        "value": 0,
        "unit": "same_day",
        "max_value": 0,
        "cutoff": {"hour": 15, "rule": "sau 15 giờ"},
        "basis": "source_field",
    },
    "fee": {
        "amount_vnd": 2000,
        "per": "trang",
        "set_by": None,
        "items": [{"amount_vnd": 2000}],
        "note": None,
    },
    "documents": [{"name": "Bản chính giấy tờ", "group": None, "originals": 1, "copies": None}],
    "channels": {"direct": True, "online": False, "postal": None},
    "result": "Bản sao được chứng thực",
    "legal_basis": ["23/2015/NĐ-CP"],
    "decision": "858/QĐ-BTP",
    "verified": True,
    "recalled": [],
}


@pytest.fixture
def file(tmp_path):
    def write(content):
        path = tmp_path / "catalogue.json"
        if isinstance(content, bytes):
            path.write_bytes(content)
        elif isinstance(content, str):
            path.write_text(content, encoding="utf-8")
        else:
            path.write_text(json.dumps(content, ensure_ascii=False, indent=2), encoding="utf-8")
        return path

    return write


def faults(path):
    with pytest.raises(BrokenCatalogue) as broken:
        read_catalogue(path)
    return [(row.line, row.row, row.reason) for row in broken.value.rows]


def test_our_own_format_is_read_as_it_is_written(file):
    wanted = load_catalogue()
    assert read_catalogue(file(msgspec.json.encode(wanted))) == wanted


def test_a_collected_row_is_told_in_our_own_words(file):
    (procedure,) = read_catalogue(file([COLLECTED]))
    assert (procedure.name, procedure.group, procedure.source) == (
        "Chứng thực bản sao",
        "certification",
        "858/QĐ-BTP",
    )
    assert (procedure.limit.unit, procedure.limit.value, procedure.limit.cutoff) == (
        "same_day",
        None,
        "15:00",
    )
    assert (procedure.fee_vnd, procedure.fee_note) == (2000, "mỗi trang")
    assert procedure.channels == ("counter",)
    assert (procedure.documents[0].originals, procedure.documents[0].copies) == (1, 0)
    assert (procedure.uncertain, procedure.delegated) == ((), True)


def collected(**changes):
    return COLLECTED | changes


@pytest.mark.parametrize(
    ("row", "uncertain"),
    [
        (collected(recalled=["time_limit.value", "time_limit.unit"], verified=False), ("limit",)),
        (collected(recalled=["level", "field"]), ("field",)),
        (collected(verified=False), ("documents", "fee_vnd", "limit")),
        (collected(channels={"direct": None, "online": None, "postal": None}), ("channels",)),
        (collected(documents=[]), ("documents",)),
        (collected(time_limit={"value": 8, "unit": "hour", "max_value": 8}), ("limit",)),
        (collected(time_limit={"value": 17, "unit": "working_day", "max_value": 27}), ("limit",)),
        (collected(fee={"amount_vnd": 5, "items": [{"amount_vnd": 5}, {"amount_vnd": 9}]}), ("fee_vnd",)),
        (collected(status="repealed"), ("offered_until",)),
    ],
)
def test_what_nobody_verified_is_uncertain_and_never_certain(file, row, uncertain):
    (procedure,) = read_catalogue(file([row]))
    assert procedure.uncertain == uncertain
    assert procedure.channels


def test_a_collected_file_of_national_size_is_read_in_full(file):
    many = [collected(code=f"{number % 9}.{number:06}") for number in range(437)]
    assert len(read_catalogue(file(many))) == 437


def test_both_formats_may_stand_in_one_file_and_keep_their_order(file):
    assert [each.code for each in read_catalogue(file([OWN, COLLECTED]))] == ["1.001193", "2.000815"]


def test_every_broken_row_is_named_by_the_line_it_starts_on(file):
    rows = [
        OWN,
        OWN | {"code": ""},
        OWN | {"code": "1.000002", "fee_vnd": -1},
        OWN | {"code": "1.000003", "limit": {"unit": "fortnight", "value": 1}},
        OWN | {"code": "1.000004", "fee_vdn": 5},
        OWN,
        "khai sinh",
    ]
    path = file(rows)
    lines = path.read_text(encoding="utf-8").splitlines()
    starts = [number for number, line in enumerate(lines, 1) if line in ("  {", '  "khai sinh"')]
    assert faults(path) == [
        (starts[1], "#2", "code_missing"),
        (starts[2], "1.000002", "fee_negative"),
        (starts[3], "1.000003", "limit_malformed"),
        (starts[4], "1.000004", "field_unknown"),
        (starts[5], "1.001193", "code_twice"),
        (starts[6], "#7", "not_an_object"),
    ]


@pytest.mark.parametrize(
    ("change", "reason", "field"),
    [
        ({"code": 1.001}, "field_wrong", "code"),
        ({"code": "khai sinh"}, "code_malformed", None),
        ({"name": " "}, "name_missing", None),
        ({"name": None}, "field_wrong", "name"),
        ({"limit": {"unit": "working_day", "value": "3"}}, "limit_malformed", "limit.value"),
        ({"limit": {"unit": "working_day"}}, "limit_malformed", None),
        ({"limit": {"unit": "working_day", "value": 3, "hour": 1}}, "field_unknown", "limit.hour"),
        ({"channels": ["phone"]}, "field_wrong", "channels[0]"),
        ({"channels": []}, "no_channel", None),
        ({"documents": [{"name": "Đơn", "originals": -1}]}, "document_malformed", None),
        ({"documents": [{"name": "Đơn", "pages": 1}]}, "field_unknown", "documents.pages"),
        ({"documents": "Đơn"}, "field_wrong", "documents"),
    ],
)
def test_a_wrong_field_is_named(file, change, reason, field):
    with pytest.raises(BrokenCatalogue) as broken:
        read_catalogue(file([OWN | change]))
    (row,) = broken.value.rows
    assert row.reason == reason
    if field is not None:
        assert row.blanks["field"] == field


def test_a_missing_field_is_named(file):
    with pytest.raises(BrokenCatalogue) as broken:
        read_catalogue(file([{key: value for key, value in OWN.items() if key != "limit"}]))
    assert broken.value.rows[0].blanks == {"field": "limit"}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (collected(fee={"amount_vnd": -5}), "fee_negative"),
        (collected(time_limit={"value": 3, "unit": "lunar_month"}), "limit_malformed"),
        (collected(time_limit={"value": "ba", "unit": "working_day"}), "limit_malformed"),
        (collected(time_limit=None), "field_wrong"),
        (collected(documents=[{"originals": 1}]), "field_wrong"),
    ],
)
def test_a_broken_collected_row_is_named_too(file, row, reason):
    assert faults(file([row])) == [(2, "2.000815", reason)]


def test_a_second_row_of_one_code_is_told_where_the_first_is(file):
    with pytest.raises(BrokenCatalogue) as broken:
        read_catalogue(file([OWN, COLLECTED, OWN]))
    assert broken.value.rows[0].blanks == {"first": 2}


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", (1, "", "empty")),
        (b" \n\n ", (1, "", "empty")),
        (b"[]", (1, "", "empty")),
        (b'\n{"code": 1}', (2, "", "not_a_list")),
        (b'"text"', (1, "", "not_a_list")),
        (b"[\n1 2]", (2, "", "not_json")),
        (b"[\n{}\n", (3, "", "not_json")),
        (b"[\n{]\n", (2, "", "not_json")),
        (b"[{}] tail", (1, "", "not_json")),
        (b"[{},\n]", (2, "", "not_json")),
        (b"[\nNaN]", (2, "", "not_json")),
        (b"nonsense", (1, "", "not_json")),
        (b"[" * 100_000, (1, "", "not_json")),
        (b"[\n" + b"9" * 5000 + b"]", (2, "", "not_json")),
        ('[\n\n"Thủ tục"]'.encode("utf-16"), (1, "", "not_utf8")),
        (b'[\n"\xff"]', (2, "", "not_utf8")),
    ],
)
def test_a_file_that_is_no_list_is_refused_where_it_stops_being_one(file, content, fault):
    assert faults(file(content))[-1] == fault


def test_the_column_of_a_typing_error_is_told(file):
    with pytest.raises(BrokenCatalogue) as broken:
        read_catalogue(file('[\n  {"code": "1.001193",, "name": ""}\n]'))
    (row,) = broken.value.rows
    assert (row.line, row.blanks) == (2, {"column": 23})


def test_the_mark_some_editors_put_first_does_no_harm(file):
    content = b"\xef\xbb\xbf" + json.dumps([OWN]).encode()
    assert read_catalogue(file(content))[0].code == "1.001193"


def test_a_file_that_is_not_there_is_refused_and_not_a_crash(tmp_path):
    assert faults(tmp_path / "missing.json") == [(0, "", "unreadable")]


def test_the_refusal_counts_the_faults_and_points_at_the_first(file):
    with pytest.raises(BrokenCatalogue) as broken:
        read_catalogue(file([1, 2]))
    assert broken.value.blanks["count"] == 2
    assert (broken.value.blanks["line"], broken.value.blanks["reason"]) == (2, "not_an_object")


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.lists(VALUES), st.sampled_from([None, 0, 2]), st.booleans())
def test_row_by_row_reads_the_same_as_all_at_once(values, indent, ascii_only):
    text = json.dumps(values, indent=indent, ensure_ascii=ascii_only)
    read = list(rows(text))
    assert [row.value for row in read] == values
    lines = text.split("\n")
    for row in read:
        assert lines[row.line - 1].strip()


@given(st.lists(VALUES, min_size=1), st.integers(0, 200))
def test_a_file_cut_short_is_never_read_as_whole(values, kept):
    text = json.dumps(values)
    cut = text[: min(kept, len(text) - 1)]
    if not cut.strip():
        return
    with pytest.raises(NotAList, match=r"not_json|not_a_list"):
        list(rows(cut))
