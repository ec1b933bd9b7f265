"""When a year is published or revised, every open dossier is counted again at once, and no printed date changes."""

import json
from datetime import date

import msgspec
import pytest

from application.calendars import (
    NotACalendarFile,
    publish_calendar,
    publish_file,
    read_year,
    revise_calendar,
    revise_file,
)
from application.data import load_calendar
from application.explaining import explain
from domain.calendar import CalendarPublished, SpecialDay, YearAlreadyPublished, local_date
from domain.dossier.refusals import NotYourRole
from tests.application.a_calendar import STORM, accepted, revised, year_of
from tests.application.an_office import BINH, CITIZEN, HOA, KIEN, PHUC, Actor, forward, on

TECHNICIAN = Actor("ct.nam", "technician", "server")
HOURS = (("07:00", "11:30"), ("13:30", "17:00"))


def state(office, receipt):
    return office.reports.status(receipt.code).dossier()


def facts(office, receipt):
    return [row.topic for row in office.reports.trail(receipt.code)]


def test_a_day_off_announced_late_moves_what_is_open_and_not_what_was_printed(office):
    receipt = accepted(office)
    found = revise_calendar(office.core, revised(STORM), KIEN)

    assert [(each.code, each.before.date, each.after.date, each.moved) for each in found] == [
        (receipt.code, "2026-03-05", "2026-03-06", True)
    ]
    now = state(office, receipt)
    assert (now.due_original.date, now.due_lawful.date, now.due_current.date) == (
        "2026-03-05", "2026-03-06", "2026-03-06",
    )  # fmt: skip
    assert office.dossiers.receipt(receipt.id, HOA).due_date == "2026-03-05"


def test_the_revision_and_every_move_are_one_act_by_one_hand_with_its_reason(office):
    receipt = accepted(office)
    revise_calendar(office.core, revised(STORM), TECHNICIAN)

    events = list(office.store.select(office.store.reader()))[-2:]
    assert [event.fact.NAME for event in events] == ["calendar.revised", "deadline.recalculated"]
    assert len({event.command for event in events}) == 1
    assert {event.actor for event in events} == {TECHNICIAN}
    assert events[1].fact.basis == "Sửa lịch làm việc năm 2026: Công điện 12 của tỉnh"
    assert facts(office, receipt)[-1] == "deadline.recalculated"


def test_what_is_not_touched_or_already_finished_stays_silent(office):
    early = accepted(office, "working_day", 1)
    resolved = accepted(office)
    office.dossiers.forward(resolved.id, "justice", HOA)
    office.dossiers.assign(resolved.id, BINH.id, PHUC)
    office.dossiers.draft_result(resolved.id, "Quyết định", BINH)
    office.dossiers.sign_result(resolved.id, PHUC)
    found = revise_calendar(office.core, revised(STORM))

    assert found == ()
    assert "deadline.recalculated" not in facts(office, early) + facts(office, resolved)


def test_pauses_are_counted_again_from_the_receipt_on(office):
    receipt = accepted(office, "working_day", 10)
    office.dossiers.forward(receipt.id, "justice", HOA)
    office.dossiers.assign(receipt.id, BINH.id, PHUC)
    forward(office, 60)
    office.dossiers.ask_supplement(receipt.id, ("Giấy chứng sinh",), "thiếu", "Điều 16", BINH)
    on(office, "2026-03-03", "09:00")
    office.dossiers.hand_in(receipt.id, (("Giấy chứng sinh", 1, 0),), HOA)
    office.dossiers.complete_supplement(receipt.id, HOA)
    assert state(office, receipt).due_lawful.date == "2026-03-17"

    found = revise_calendar(office.core, revised(STORM))
    assert [each.after.date for each in found] == ["2026-03-18"]


def test_a_dossier_that_waits_for_papers_is_counted_without_that_pause(office):
    receipt = accepted(office)
    office.dossiers.forward(receipt.id, "justice", HOA)
    office.dossiers.assign(receipt.id, BINH.id, PHUC)
    office.dossiers.ask_supplement(receipt.id, ("Giấy chứng sinh",), "thiếu", "Điều 16", BINH)
    assert [each.after.date for each in revise_calendar(office.core, revised(STORM))] == ["2026-03-06"]


def test_an_apology_promised_later_is_not_taken_back(office):
    receipt = accepted(office)
    office.dossiers.forward(receipt.id, "justice", HOA)
    office.dossiers.apologise(receipt.id, "người ký đi họp", date(2026, 3, 10), PHUC)
    revise_calendar(office.core, revised(STORM))
    now = state(office, receipt)
    assert (now.due_lawful.date, now.due_current.date) == ("2026-03-06", "2026-03-10")


def tet(*off, worked=()):
    """The plan for Tết 2027 once it is announced."""
    days = [SpecialDay(date=f"2027-02-{day}", kind="public_holiday", name="Tết") for day in off]
    return revised(
        *days, *(SpecialDay(date=f"2027-02-{day}", kind="workday", name="") for day in worked), year=2027
    )


@pytest.mark.parametrize(
    ("plan", "expected", "moved"),
    [
        (tet("04", "05", "08", "09", "10", worked=("11",)), "2027-02-11", False),
        (tet("05", "08", "09", "10", "11", worked=("04",)), "2027-02-04", True),
    ],
    ids=["scenario A", "scenario B"],
)
def test_once_the_plan_for_tet_is_out_provisional_dates_settle_or_move(office, plan, expected, moved):
    on(office, "2027-02-01", "09:00")
    receipt = accepted(office)
    assert (receipt.due_date, state(office, receipt).due_lawful.provisional) == ("2027-02-11", True)

    found = revise_calendar(office.core, plan)
    assert [(each.after.date, each.after.provisional, each.moved) for each in found] == [
        (expected, False, moved)
    ]
    now = state(office, receipt)
    assert (now.due_original.provisional, now.due_lawful.provisional) == (True, False)


def test_a_year_published_late_is_counted_again_for_whoever_crosses_it(office):
    on(office, "2027-12-29", "09:00")
    receipt = accepted(office, "working_day", 5)
    assert (receipt.due_date, state(office, receipt).due_lawful.provisional) == ("2028-01-05", True)

    new_year = SpecialDay(date="2028-01-03", kind="compensatory_off", name="Nghỉ bù Tết Dương lịch")
    found = publish_calendar(office.core, CalendarPublished(year=2028, days=(new_year,), hours=HOURS), KIEN)
    assert [(each.code, each.after.date, each.after.provisional) for each in found] == [
        (receipt.code, "2028-01-06", False)
    ]


@pytest.mark.parametrize("by", [HOA, BINH, PHUC, CITIZEN])
def test_only_the_head_the_technician_and_the_office_itself_change_the_calendar(office, by):
    with pytest.raises(NotYourRole):
        revise_calendar(office.core, revised(STORM), by)
    assert office.core.known().calendar.is_working_day(STORM.date)


def test_a_refused_year_changes_nothing(office):
    before = office.store.last_id()
    with pytest.raises(YearAlreadyPublished):
        publish_calendar(office.core, year_of(2026))
    assert office.store.last_id() == before


def test_the_read_models_say_the_same_after_a_rebuild(office):
    accepted(office)
    revise_calendar(office.core, revised(STORM))
    live = office.digests()
    office.rebuild()
    assert office.digests() == live


def test_the_explanation_counts_by_the_new_calendar(office):
    receipt = accepted(office)
    revise_calendar(office.core, revised(STORM))
    found = explain(office.core, office.follower(), office.core.dossier_stream(receipt.code))
    assert found.agrees
    assert [local_date(each.start) for each in found.account.stretches if each.name == STORM.name] == [
        STORM.date
    ]
    assert [move.topic for move in found.moves] == ["deadline.recalculated"]


# Files


def written(tmp_path, text):
    path = tmp_path / "year.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_file_of_one_year_is_published_and_revised(office, tmp_path):
    document = {"year": 2028, "hours": HOURS, "days": []}
    publish_file(office.core, written(tmp_path, json.dumps(document)))
    season = {
        "name": "Mùa hè",
        "first": "06-01",
        "last": "08-31",
        "hours": [["06:30", "11:00"], ["13:00", "16:30"]],
    }
    revise_file(office.core, written(tmp_path, json.dumps(document | {"seasons": [season]})), "giờ mùa hè")
    assert office.core.known().calendar.hours("2028-07-03")[0] == ("06:30", "11:00")


@pytest.mark.parametrize(
    "text",
    [b"", b"{", b"\xff", b"[]", b'{"year": 2028}', b'{"year": 2028, "hours": [], "days": [], "season": []}'],
)
def test_a_file_that_is_no_year_is_refused(tmp_path, text):
    with pytest.raises(NotACalendarFile):
        read_year(written(tmp_path, text))


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(NotACalendarFile):
        read_year(tmp_path / "nothing.json")


def test_the_product_s_own_years_are_such_files(tmp_path):
    for each in load_calendar():
        document = {"year": each.year, "hours": each.hours, "days": each.days}
        assert read_year(written(tmp_path, msgspec.json.encode(document))).days == each.days
