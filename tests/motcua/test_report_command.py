"""`motcua report`: what waits, what was submitted online, and the period that is still running."""

from datetime import date

import pytest

from tests.application.an_office import AN, BINH, CITIZEN, HOA, PHUC, an_office, birth, intake, on
from tests.motcua.commands import motcua

MARCH = ("--from", "2026-03-01", "--to", "31/03/2026")


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """Monday: three submitted at eight in the morning, one answered the same day, one on Wednesday, one never."""
    root = tmp_path_factory.mktemp("reports") / "store"
    office = an_office(root)
    soon, late, never = (
        office.dossiers.submit_online(intake(office, birth(office), channel="online"), CITIZEN)
        for _ in range(3)
    )
    assert never
    on(office, "2026-03-02", "10:00")
    office.dossiers.accept(intake(office, birth(office), channel="online"), HOA, dossier=soon)
    on(office, "2026-03-04", "09:00")
    office.dossiers.refuse(
        intake(office, birth(office), channel="online"), "Sai nơi nộp", "Điều 17", AN, dossier=late
    )
    office.close()
    return root


def test_online_submissions_answered_in_time_late_or_not_at_all(store):
    document = motcua("report", "intake", *MARCH, "--json", "--store", store).document

    assert (document["first"], document["last"]) == ("2026-03-01", "2026-03-31")
    assert document["total"] == {
        "field": "", "carried_in": 0, "submitted": 3, "in_time": 1, "late": 1, "withdrawn": 0,
        "waiting": 0, "overdue": 1,
    }  # fmt: skip
    assert [line["field"] for line in document["lines"]] == ["Hộ tịch"]
    answered = {each["how"]: each["answered_at"] for each in document["late"]}
    assert answered == {"refused": "2026-03-04T09:00:00+07:00", "": ""}
    assert {each["answer_by"] for each in document["late"]} == {"2026-03-03T08:00:00+07:00"}


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("vi", ("Điều 11", "Hộ tịch", "từ chối tiếp nhận lúc", "chưa trả lời", "2 hồ sơ")),
        ("en", ("Art. 11", "Hộ tịch", "refused at", "not answered yet", "overdue: 2.")),
    ],
)
def test_the_late_ones_are_named_in_the_readers_language(store, language, words):
    said = motcua("report", "intake", "--store", store, language=language)

    assert said.code == 0
    for word in words:
        assert word in said.out
    assert "{" not in said.out


def test_where_nothing_was_submitted_nothing_is_late(store):
    said = motcua("report", "intake", "--to", "2026-02-28", "--store", store)

    assert "Nothing was answered late" in said.out


def test_days_the_wrong_way_round_are_refused_in_a_sentence(store):
    said = motcua("report", "intake", "--from", "2026-03-31", "--to", "2026-03-01", "--store", store)

    assert (said.code, said.out) == (1, "")
    assert said.err.endswith((".", "!"))


def test_a_month_that_is_still_running_is_measured_as_of_now(tmp_path):
    """Due on the 5th: within the limit on the 5th, overdue on the 6th, and so at the end of the month."""
    office = an_office(tmp_path / "store")
    code = next(
        code
        for code, each in office.catalogue.in_force().items()
        if (each.limit.unit, each.limit.value) == ("working_day", 3)
    )
    dossier = office.dossiers.accept(intake(office, code), HOA).id
    office.dossiers.forward(dossier, "justice", HOA)
    office.dossiers.assign(dossier, BINH.id, PHUC)

    def table():
        total = office.reports.ii06a(date(2026, 3, 1), date(2026, 3, 31)).total
        return total.pending_within, total.pending_overdue

    on(office, "2026-03-05", "23:00")
    assert table() == (1, 0)
    on(office, "2026-03-06", "00:00")
    assert table() == (0, 1)
    on(office, "2026-04-20")
    assert table() == (0, 1)
    office.close()
