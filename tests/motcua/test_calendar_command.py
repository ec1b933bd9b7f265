"""`motcua calendar` gives the dates that the law gives, changes the year for an open office, and explains a clock."""

import json

import pytest

from application.founding import found
from tests.application.an_office import HOA, an_office, intake
from tests.motcua.commands import motcua

WORKED = [
    # id, limit, from, due date, hour (for hour limits)
    ("V01", "3wd", "2026-11-23T09:00", "2026-11-27", None),
    ("V02", "1wd", "2026-08-21T10:00", "2026-08-22", None),
    ("V03", "2wd", "2026-08-28T14:00", "2026-09-04", None),
    ("V04", "5wd", "2026-02-13T09:00", "2026-02-27", None),
    ("V05", "2wd", "2025-12-31T10:00", "2026-01-06", None),
    ("V06", "1wd", "2026-01-09T16:30", "2026-01-10", None),
    ("V07", "1wd", "2025-04-29T08:00", "2025-05-05", None),
    ("V08", "1wd", "2025-04-25T08:00", "2025-04-26", None),
    ("V09", "1wd", "2025-08-29T08:00", "2025-09-03", None),
    ("V10", "1wd", "2026-04-24T08:00", "2026-04-28", None),
    ("V11", "same-day", "2026-11-23T15:00", "2026-11-23", None),
    ("V12", "same-day", "2026-11-23T15:01", "2026-11-25", None),
    ("V13", "same-day", "2026-04-29T15:30", "2026-05-04", None),
    ("V14", "same-day", "2026-08-21T15:30", "2026-08-22", None),
    ("V15", "15d", "2026-04-16T09:00", "2026-05-04", None),
    ("V16", "15d", "2026-11-09T09:00", "2026-11-25", None),
    ("V17", "8wh", "2026-11-20T16:00", "2026-11-23", "16:00"),
    ("V18", "8wh", "2026-11-23T16:30", "2026-11-25", "16:30"),
    ("V19", "8wh", "2026-11-21T20:00", "2026-11-23", "17:00"),
    ("V20", "8wh", "2026-11-20T12:15", "2026-11-23", "11:30"),
]


def due(*arguments):
    return motcua("calendar", "due", *arguments, "--json").document


@pytest.mark.parametrize(("vector", "limit", "start", "date", "hour"), WORKED, ids=[row[0] for row in WORKED])
def test_a_worked_example_of_the_clock(vector, limit, start, date, hour):
    found = due(limit, "--from", start)

    assert found["due_date"] == date
    assert hour is None or found["due_at"] == f"{date}T{hour}:00+07:00"
    assert not found["provisional"]


@pytest.mark.parametrize(
    ("policy", "date"), [("restart", "2026-11-25"), ("stopwatch", "2026-11-19"), ("shift", "2026-11-23")]
)
def test_the_three_conventions_after_a_supplement_differ_as_they_should(policy, date):
    pause = ("--asked", "2026-11-05T10:00", "--complete", "2026-11-10T14:00")

    assert due("10wd", "--from", "2026-11-02T09:00")["due_date"] == "2026-11-16"
    assert due("10wd", "--from", "2026-11-02T09:00", "--policy", policy, *pause)["due_date"] == date


def test_a_year_without_an_announced_plan_gives_a_provisional_date_under_either_scenario():
    expected = due("3wd", "--from", "2027-02-01T09:00")
    other = due("3wd", "--from", "2027-02-01T09:00", "--off", "2027-02-11", "--on", "2027-02-04")

    assert (expected["due_date"], expected["provisional"]) == ("2027-02-11", True)
    assert other["due_date"] == "2027-02-04"


def test_people_read_a_sentence_in_their_language():
    said = motcua("calendar", "due", "3wd", "--from", "2026-11-23T09:00", language="vi")

    assert said.out.strip() == "Hạn trả kết quả: 17 giờ, thứ Sáu 27/11/2026"


@pytest.mark.parametrize("limit", ["", "3", "wd", "-3wd", "0wd", "3 weeks", "9999999wd"])
def test_a_limit_that_is_none_is_refused_with_the_cure(limit):
    said = motcua("calendar", "due", "--from", "2026-11-23T09:00", "--", limit)

    assert (said.code, said.out) == (1, "")
    assert "3wd" in said.err


def test_a_moment_that_is_none_is_refused_with_the_cure():
    said = motcua("calendar", "due", "3wd", "--from", "yesterday")

    assert (said.code, said.out) == (2, "")
    assert "2026-11-23T09:00" in said.err


def test_stages_are_typed_one_after_another():
    assert due("5wd+10wd+2wd", "--from", "2026-11-02T09:00")["due_date"] == "2026-11-26"


# The calendars of an office


@pytest.fixture(scope="module")
def closed(tmp_path_factory):
    """An office with one dossier received on Monday 2 March 2026, due on the Thursday."""
    return with_a_dossier(tmp_path_factory.mktemp("office") / "store")


def with_a_dossier(root):
    office = an_office(root)
    procedure = next(
        code
        for code, each in office.catalogue.in_force().items()
        if (each.limit.unit, each.limit.value) == ("working_day", 3)
    )
    receipt = office.dossiers.accept(intake(office, procedure), HOA)
    office.close()
    return root, receipt.code


def year_file(tmp_path, number, *days, **more):
    file = tmp_path / f"{number}.json"
    document = {"year": number, "hours": [["07:00", "11:30"], ["13:30", "17:00"]], "days": days}
    file.write_text(json.dumps(document | more), encoding="utf-8")
    return file


def test_a_dossier_s_clock_is_explained_line_by_line_in_both_languages(closed):
    root, code = closed
    told = motcua("calendar", "explain", code, "--store", root, language="vi")
    assert "Hẹn trả ghi trên giấy tiếp nhận: 17 giờ, thứ Năm 05/3/2026" in told.out
    assert "Hết hạn: 17 giờ, thứ Năm 05/3/2026" in told.out
    assert "working day 3" in motcua("calendar", "explain", code, "--store", root).out

    document = motcua("calendar", "explain", code, "--store", root, "--json").document
    assert (document["code"], document["account"]["due"]["date"], document["agrees"]) == (
        code, "2026-03-05", True,
    )  # fmt: skip
    assert [each["definition"] for each in document["verdicts"]] == ["official", "kpi766", "strict"]


def test_a_code_that_is_none_is_refused_in_one_sentence(closed):
    said = motcua("calendar", "explain", "H20.321-260302-0099", "--store", closed[0])
    assert (said.code, said.out) == (1, "")
    assert "H20.321-260302-0099" in said.err


def test_a_revised_year_lists_the_dossiers_that_moved(tmp_path):
    root, code = with_a_dossier(tmp_path / "office")
    storm = {"date": "2026-03-04", "kind": "swap_off", "name": "Nghỉ vì bão"}
    file = year_file(tmp_path, 2026, storm)

    said = motcua("calendar", "revise", file, "--why", "Công điện 12", "--store", root)
    assert said.code == 0, said.err
    assert f"{code}: the lawful due date moves from 5 March 2026 to 6 March 2026" in said.out
    assert "1 open dossier has another due date" in said.out
    said = motcua("calendar", "revise", file, "--why", "Công điện 12", "--store", root)
    assert (said.code, said.out) == (1, "")


def test_a_year_is_published_once_and_a_broken_file_not_at_all(tmp_path):
    root = tmp_path / "office"
    found(root).close()
    assert motcua("calendar", "publish", year_file(tmp_path, 2028), "--store", root, "--json").document == {
        "moved": [],
        "settled": [],
    }
    broken = year_file(tmp_path, 2029, season=[])
    for file, code in ((year_file(tmp_path, 2028), 1), (broken, 1), (tmp_path / "none.json", 2)):
        said = motcua("calendar", "publish", file, "--store", root)
        assert (said.code, said.out) == (code, "")
        assert said.err.endswith(".")


def test_a_revision_without_a_reason_is_wrong_use(tmp_path):
    assert motcua("calendar", "revise", year_file(tmp_path, 2026)).code == 2
