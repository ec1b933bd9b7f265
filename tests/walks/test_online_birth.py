"""Tân Phước 2 and Tả Lủng: a birth registered online, sent on a Saturday night, answered in eight working hours."""

import pytest

from application.dossiers import Overtaken
from domain.calendar import local_moment
from domain.dossier.refusals import AskedBefore, NotInThisState, NotSubmitted, NotToldOfEarlyResult
from tests.application.an_office import AN, BINH, CITIZEN, HOA, birth, intake, on
from tests.walks.a_commune_at_work import (
    PORTAL_BASIS,
    brought_and_told,
    closes_its_books,
    decided,
    figures,
    forms,
    outcomes,
    page_of,
    paper_text,
    progress,
    state_of,
    to_section,
    told,
)
from wording.dates import moment_text

SATURDAY, MONDAY, TUESDAY, WEDNESDAY = "2026-03-07", "2026-03-09", "2026-03-10", "2026-03-11"
MISSING = ("Giấy chứng sinh", "Căn cước của cha hoặc mẹ")
RECOGNITION = "1.000689"
"""Birth with recognition of the father: three working days."""


def sent(office, procedure="", day=SATURDAY, hour="20:00", **changed):
    on(office, day, hour)
    return office.dossiers.submit_online(intake(office, procedure, channel="online", **changed), CITIZEN)


def taken_in(office, dossier, procedure="", by=HOA, **changed):
    return office.dossiers.accept(intake(office, procedure, channel="online", **changed), by, dossier=dossier)


def test_a_saturday_night_is_answered_by_the_end_of_monday(office):
    dossier = sent(office)
    assert state_of(office, dossier).answer_by == local_moment(MONDAY, "17:00")
    page = page_of(office, dossier)
    assert (page.progress, page.next_step, page.code, page.due_date) == ("received", "office.check", "", "")
    [line] = page.history
    assert line.topic == "dossier.submitted"
    assert moment_text(int(line.blanks["answer_by"]), "vi").startswith("17 giờ, thứ Hai")
    assert [each.id for each in office.dossiers.inbox(HOA)] == [dossier], "it waits for the counter"


@pytest.mark.parametrize(
    ("day", "hour", "answer"),
    [
        ("2026-03-06", "16:00", (MONDAY, "16:00")),
        ("2026-03-06", "12:15", (MONDAY, "11:30")),
        (MONDAY, "07:00", (MONDAY, "17:00")),
        ("2026-11-23", "16:30", ("2026-11-25", "16:30")),
        (SATURDAY, "20:00", (MONDAY, "17:00")),
    ],
)
def test_the_eight_hours_are_working_hours(office, day, hour, answer):
    assert state_of(office, sent(office, day=day, hour=hour)).answer_by == local_moment(*answer)


def asked_once(office):
    """Two papers missing, asked for together on Monday morning."""
    dossier = sent(office, RECOGNITION)
    on(office, MONDAY, "08:30")
    office.dossiers.ask_at_intake(
        intake(office, RECOGNITION, channel="online"), MISSING, "Thiếu giấy tờ", PORTAL_BASIS, HOA,
        dossier=dossier,
    )  # fmt: skip
    return dossier


def test_everything_missing_is_asked_for_at_once_and_in_writing(office):
    dossier = asked_once(office)
    page = page_of(office, dossier)
    assert (page.progress, page.next_step, page.open_items) == (
        "waiting_for_you", "citizen.supplement", MISSING,
    )  # fmt: skip
    assert page.reason == "Thiếu giấy tờ"
    letter = paper_text(office, dossier, "M02")
    assert "1. Giấy chứng sinh" in letter
    assert "2. Căn cước của cha hoặc mẹ" in letter
    assert f"Căn cứ: {PORTAL_BASIS}" in letter
    assert state_of(office, dossier).paused == (), "no clock has begun, so none stands still"
    on(office, MONDAY, "14:00")
    office.dossiers.hand_in(dossier, [(name, 0, 1) for name in MISSING], CITIZEN)
    assert progress(office, dossier) == ("received", "office.check", "")
    with pytest.raises(AskedBefore) as refused:
        office.dossiers.ask_at_intake(
            intake(office, RECOGNITION, channel="online"), ["Tờ khai"], "Còn thiếu", PORTAL_BASIS, HOA,
            dossier=dossier,
        )  # fmt: skip
    assert refused.value.article


def registered(office, **changed):
    """From the portal to a signed birth certificate, the day before it was promised."""
    dossier = asked_once(office)
    on(office, MONDAY, "14:00")
    office.dossiers.hand_in(dossier, [(name, 0, 1) for name in MISSING], CITIZEN)
    on(office, MONDAY, "16:20")
    receipt = taken_in(office, dossier, RECOGNITION, **changed)
    assert (receipt.id, receipt.due_date) == (dossier, "2026-03-12"), "three working days, whatever the hour"
    on(office, TUESDAY, "07:00")
    to_section(office, dossier, "justice", BINH)
    on(office, WEDNESDAY, "09:00")
    decided(office, dossier, BINH, document="Giấy khai sinh")
    return receipt


def test_after_three_it_may_go_to_the_section_the_next_morning(office):
    receipt = registered(office)
    slip = office.dossiers.control_slip(receipt.id, HOA)
    forwarded = next(line for line in slip.handings if line.step == "forwarded")
    assert forwarded.pace == "on_time"
    assert (forwarded.given.name, forwarded.taken.name) == ("Nguyễn Thị Hoa", "Ngô Đình Phúc")


def test_an_early_result_is_announced_before_it_is_handed_over(office):
    receipt = registered(office)
    office.dossiers.make_ready(receipt.id, HOA)
    with pytest.raises(NotToldOfEarlyResult):
        office.dossiers.return_result(receipt.id, HOA)
    office.dossiers.notify(receipt.id, "early", "sms", HOA)
    office.dossiers.return_result(receipt.id, HOA)
    assert told(office, receipt.id)[-3:] == ["result.ready", "notice.sent", "result.returned"]
    assert page_of(office, receipt.id).progress == "returned"
    assert set(outcomes(office, receipt.id).values()) == {"early"}


@pytest.mark.parametrize("channel", ["online", "counter"])
def test_it_comes_back_the_way_the_citizen_chose(office, channel):
    receipt = registered(office, return_channel=channel)
    assert forms(office, receipt.id) == ["M02", "M01"]
    assert "Hình thức nộp hồ sơ: Trực tuyến" in paper_text(office, receipt.id, "M01")
    brought_and_told(office, receipt.id)
    office.dossiers.return_result(receipt.id, HOA, channel=channel)
    assert page_of(office, receipt.id).history[-1].blanks["channel"] == channel
    table = closes_its_books(office)
    assert (table.total.received_online, table.total.received_offline) == (1, 0)
    assert figures(table.total) == (1, 1, 0, 0, 0, 0)


def test_two_officers_answer_once(office):
    dossier = sent(office)
    on(office, MONDAY, "08:00")
    seen = office.dossiers.open(dossier, AN, "handle").version
    taken_in(office, dossier)
    with pytest.raises(NotInThisState):
        taken_in(office, dossier, by=AN)
    office.dossiers.forward(dossier, "justice", HOA)
    with pytest.raises(Overtaken):
        office.dossiers.forward(dossier, "justice", AN, seen=seen)


def test_an_answer_that_comes_too_late_stands_in_the_history(office):
    """The eight hours ended on Monday; it is taken in on Tuesday, and both moments can be read."""
    dossier = sent(office, birth(office))
    on(office, TUESDAY, "09:00")
    assert state_of(office, dossier).answer_by < office.now()
    receipt = taken_in(office, dossier)
    late = state_of(office, dossier)
    assert late.accepted_at > late.answer_by
    submitted, accepted = (line for line in page_of(office, dossier).history if line.topic != "paper.issued")
    assert int(submitted.blanks["answer_by"]) < accepted.at
    assert receipt.due_date == TUESDAY, "the same-day limit begins when it is taken in"
    table = closes_its_books(office)
    assert table.total.received_online == 1


def test_an_online_dossier_is_never_made_at_the_counter(office):
    """«100 % online» cannot be had by entering the counter's dossiers as if they had come from the portal."""
    with pytest.raises(NotSubmitted):
        office.dossiers.accept(intake(office, channel="online"), HOA)
    assert office.dossiers.accept(intake(office), HOA)
    assert closes_its_books(office).total.received_offline == 1


def test_what_the_commune_may_not_do_is_refused_with_its_reason(office):
    dossier = sent(office)
    on(office, MONDAY, "08:00")
    online = intake(office, channel="online")
    office.dossiers.refuse(online, "Không thuộc thẩm quyền", PORTAL_BASIS, HOA, dossier=dossier)
    page = page_of(office, dossier)
    assert (page.progress, page.reason) == ("not_accepted", "Không thuộc thẩm quyền")
    assert "Lý do: Không thuộc thẩm quyền" in paper_text(office, dossier, "M03")
    assert closes_its_books(office).total.received_total == 0
    with pytest.raises(NotInThisState):
        taken_in(office, dossier)
