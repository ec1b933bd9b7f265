"""Cao Lãnh: an hour booked, guidance and return at home, the postman, a desk in the post office, and saying sorry."""

import pytest

from application.appointments import Wanted
from application.calendars import revise_calendar
from application.guidance import Guided
from application.post import Incoming, Outgoing
from domain.calendar import local_moment
from domain.dossier import Status
from domain.dossier.refusals import (
    CorrectionIsFree,
    DossierIsLost,
    InvitedTooSoon,
    NotDispatched,
    NotInvitedEnough,
    PlaceMissing,
    PostalRecordMissing,
    VisitOfAnotherDay,
)
from domain.post import IncomingLine, LineAlreadyUsed, OutgoingLine, RecordNotSigned
from domain.site import SiteOpened
from tests.application.a_calendar import STORM, revised
from tests.application.an_office import (
    AN,
    BINH,
    CITIZEN,
    HOA,
    KIEN,
    KIOSK,
    PHUC,
    at_counter,
    birth,
    intake,
    on,
)
from tests.walks.a_commune_at_work import (
    CERTIFIED_COPY,
    MARRIAGE_MOBILE,
    YEAR,
    brought_and_told,
    clock_of,
    closes_its_books,
    decided,
    figures,
    forms,
    page_of,
    paper_text,
    progress,
    state_of,
    to_section,
    told,
)

MONDAY, TUESDAY, WEDNESDAY = "2026-03-02", "2026-03-03", "2026-03-04"
HOME = "Số 12, ấp Năm, xã Tân Phước 1"
POST_OFFICE = SiteOpened(
    site="buu-dien", kind="post_office", name="Bưu điện văn hóa xã", name_en="Commune post office",
    place="Chợ Tân Phước", counters=("9",),
)  # fmt: skip
CARRIER = {"carrier": "public_post", "carrier_name": "Bưu điện xã", "postman": "Lê Văn Tín"}


# ---- an hour booked


def test_an_hour_is_booked_kept_with_a_number_and_the_dossier_names_it(office):
    wanted = Wanted(
        kind="counter", start=local_moment(TUESDAY, "08:00"), procedure=birth(office), person="Trần Thị Bưởi",
        phone="0903000123",
    )  # fmt: skip
    booked = office.appointments.book(wanted, CITIZEN)
    on(office, TUESDAY, "07:52")
    ticket = office.appointments.arrive(booked.code, KIOSK, secret=booked.url.partition("#")[2])
    at_counter(office, "1", HOA)
    called = office.queue.call_next("1", HOA)
    assert (called.id, called.priority) == (ticket.id, "appointment")
    office.queue.start(called.id, HOA)
    taken = office.dossiers.accept(intake(office, appointment=booked.code), HOA, ticket=called.id)
    office.queue.finish(called.id, "dossier", HOA, dossier=taken.id)
    kept = office.appointments.appointment(booked.code)
    assert (kept.state, kept.ticket) == ("kept", ticket.id)
    assert state_of(office, taken.id).ticket == ticket.id
    closes_its_books(office)


# ---- at home


def test_guidance_at_home_is_kept_and_is_no_dossier_received(office):
    visit = Wanted(
        kind="home_visit", start=local_moment(TUESDAY, "07:00"), purpose="guidance", procedure=birth(office),
        person="Bà Bảy", phone="0903000124", address=HOME, hamlet="Ấp Năm", entitled="elderly",
    )  # fmt: skip
    booked = office.appointments.book(visit, HOA)
    on(office, TUESDAY, "08:00")
    office.guidance.give(
        Guided(channel="home", topics=("papers", "fees"), procedure=birth(office), appointment=booked.code),
        HOA,
    )
    office.appointments.keep(booked.code, HOA)
    [line] = office.guidance.report(*YEAR)
    assert (line.channel, line.field, line.given) == ("home", "Hộ tịch", 1)
    assert closes_its_books(office).total.received_total == 0


def from_home(office, hour="09:00", entered="10:30", **changed):
    """Papers taken at somebody's kitchen table, entered when the officer is back."""
    on(office, MONDAY, entered)
    told_where = {
        "channel": "home", "place": HOME, "occurred_at": local_moment(MONDAY, hour), "return_channel": "home",
        "address": HOME,
    }  # fmt: skip
    return office.dossiers.accept(intake(office, MARRIAGE_MOBILE, **told_where | changed), HOA)


def test_papers_taken_at_home_are_submitted_at_the_visit_and_entered_the_same_day(office):
    receipt = from_home(office)
    state = state_of(office, receipt.id)
    assert (state.submitted_at, state.accepted_at) == (
        local_moment(MONDAY, "09:00"), local_moment(MONDAY, "10:30"),
    )  # fmt: skip
    slip = paper_text(office, receipt.id, "M01")
    assert HOME in slip
    assert "nhà của Ông (Bà)" in slip
    with pytest.raises(PlaceMissing):
        from_home(office, place=" ")
    with pytest.raises(VisitOfAnotherDay):
        from_home(office, occurred_at=local_moment("2026-02-27", "09:00"))


def test_a_result_is_brought_home_by_an_officer(office):
    receipt = from_home(office)
    to_section(office, receipt.id, "justice", BINH)
    on(office, "2026-03-05", "09:00")
    decided(office, receipt.id, BINH)
    brought_and_told(office, receipt.id)
    assert progress(office, receipt.id)[1] == "office.dispatch"
    start = local_moment("2026-03-06", "13:30")
    home = {"person": "Bà Bảy", "phone": "0903000124", "address": HOME, "dossier": receipt.id}
    booked = office.appointments.book(Wanted(kind="home_return", start=start, purpose="return", **home), HOA)
    with pytest.raises(NotDispatched):
        office.dossiers.return_result(receipt.id, HOA, channel="home")
    on(office, "2026-03-06", "13:10")
    office.dossiers.dispatch_result(receipt.id, "home", HOA)
    on(office, "2026-03-06", "13:40")
    office.dossiers.return_result(receipt.id, HOA, channel="home", checked="authorised", recipient="Con trai")
    office.appointments.keep(booked.code, HOA)
    last = page_of(office, receipt.id).history[-1]
    assert (last.topic, last.blanks["channel"], last.blanks["checked"]) == (
        "result.returned", "home", "authorised",
    )  # fmt: skip
    assert figures(closes_its_books(office).total) == (1, 1, 0, 0, 0, 0)


# ---- by post


def brought(office, *lines, signed="09:30"):
    """The postman hands over at nine; both have signed at half past."""
    on(office, MONDAY, "09:00")
    lines = lines or (IncomingLine(procedure=MARRIAGE_MOBILE, originals=2, copies=1, posted_on="2026-02-27"),)
    record = office.post.offer_receipt(
        Incoming(lines=lines, senders=("Trần Thị Bưởi",) * len(lines), **CARRIER), HOA
    )
    if signed:
        on(office, MONDAY, signed)
        office.post.sign(record.number, HOA)
    return record.number


def by_post(office, record, line=1, **changed):
    posted = {"channel": "postal", "record": record, "record_line": line, "return_channel": "postal"}
    return office.dossiers.accept(intake(office, MARRIAGE_MOBILE, **posted | changed), HOA)


def test_posted_papers_are_submitted_with_the_second_signature(office):
    unsigned = brought(office, signed="")
    with pytest.raises(RecordNotSigned):
        by_post(office, unsigned)
    record = brought(office)
    on(office, MONDAY, "16:40")
    receipt = by_post(office, record)
    assert state_of(office, receipt.id).submitted_at == local_moment(MONDAY, "09:30")
    assert f"Biên bản giao nhận hồ sơ số {record}" in paper_text(office, receipt.id, "M01")
    with pytest.raises(LineAlreadyUsed):
        by_post(office, record)
    assert closes_its_books(office).total.received_offline == 1


def test_the_limit_of_posted_papers_runs_from_that_signature(office):
    """Entered the next morning, they are due as if they had been entered when the postman left."""
    record = brought(office)
    on(office, TUESDAY, "08:00")
    receipt = by_post(office, record)
    assert receipt.due_date == "2026-03-09"
    found, _ = clock_of(office, receipt.id)
    assert (found.received_at, found.account.due.date) == (local_moment(MONDAY, "09:30"), "2026-03-09")
    [moved] = revise_calendar(office.core, revised(STORM), KIEN)
    assert (moved.before.date, moved.after.date) == ("2026-03-09", "2026-03-10")


def test_a_missing_paper_makes_the_post_submitted_when_the_set_is_full(office):
    record = brought(office)
    asked = intake(office, MARRIAGE_MOBILE, channel="postal", record=record, record_line=1)
    dossier = office.dossiers.ask_at_intake(
        asked, ["Giấy xác nhận tình trạng hôn nhân"], "Thiếu", "QĐ 45/2016/QĐ-TTg Điều 7(4)", HOA
    )
    assert "Giấy xác nhận tình trạng hôn nhân" in paper_text(office, dossier, "M02")
    on(office, WEDNESDAY, "10:00")
    line = IncomingLine(kind="supplement", dossier=dossier, originals=1)
    second = office.post.offer_receipt(Incoming(lines=(line,), senders=("Trần Thị Bưởi",), **CARRIER), HOA)
    office.post.sign(second.number, HOA)
    full = intake(office, MARRIAGE_MOBILE, channel="postal", record=second.number, record_line=1)
    receipt = office.dossiers.accept(full, HOA, dossier=dossier)
    assert state_of(office, dossier).submitted_at == local_moment(WEDNESDAY, "10:00")
    assert receipt.due_date == "2026-03-11"
    closes_its_books(office)


def test_a_paper_asked_for_in_processing_may_come_by_post_on_its_own_line(office):
    receipt = by_post(office, brought(office))
    to_section(office, receipt.id, "justice", BINH)
    basis = "NĐ 61/2018 Điều 19(4)"
    office.dossiers.ask_supplement(receipt.id, ["Tờ khai"], "Thiếu chữ ký", basis, HOA)
    on(office, WEDNESDAY, "10:00")
    line = IncomingLine(kind="supplement", dossier=receipt.id, originals=1)
    record = office.post.offer_receipt(Incoming(lines=(line,), senders=("Trần Thị Bưởi",), **CARRIER), HOA)
    with pytest.raises(RecordNotSigned):
        office.dossiers.hand_in(receipt.id, [("Tờ khai", 1, 0)], HOA, record=record.number, record_line=1)
    office.post.sign(record.number, HOA)
    office.dossiers.hand_in(receipt.id, [("Tờ khai", 1, 0)], HOA, record=record.number, record_line=1)
    office.dossiers.complete_supplement(receipt.id, HOA)
    assert office.post.record(record.number).used == 1
    provided = next(
        line for line in page_of(office, receipt.id).history if line.topic == "supplement.provided"
    )
    assert provided.blanks["channel"] == "postal"
    assert page_of(office, receipt.id).due_date == "2026-03-11"
    closes_its_books(office)


def sent_by_post(office):
    """A result on its way, under a record that the postman has signed."""
    receipt = by_post(office, brought(office))
    to_section(office, receipt.id, "justice", BINH)
    on(office, "2026-03-05", "09:00")
    decided(office, receipt.id, BINH)
    brought_and_told(office, receipt.id)
    with pytest.raises(PostalRecordMissing):
        office.dossiers.dispatch_result(receipt.id, "postal", HOA)
    line = OutgoingLine(dossier=receipt.id, code="", originals=1, slip="EA123456789VN")
    out = office.post.offer_dispatch(
        Outgoing(lines=(line,), addressees=("Trần Thị Bưởi",), **CARRIER), HOA
    ).number
    with pytest.raises(RecordNotSigned):
        office.dossiers.dispatch_result(receipt.id, "postal", HOA, record=out)
    office.post.sign(out, HOA)
    office.dossiers.dispatch_result(receipt.id, "postal", HOA, record=out)
    return receipt.id


def test_two_invitations_two_working_days_apart_then_the_result_comes_back_and_is_fetched(office):
    dossier = sent_by_post(office)
    assert progress(office, dossier)[1] == "office.deliver"
    with pytest.raises(NotInvitedEnough):
        office.dossiers.bring_back(dossier, "Không có nhà", HOA)
    on(office, "2026-03-06", "09:00")
    office.dossiers.attempt_delivery(dossier, HOA, note="Vắng nhà")
    on(office, "2026-03-09", "09:00")
    with pytest.raises(InvitedTooSoon):
        office.dossiers.attempt_delivery(dossier, HOA)
    on(office, "2026-03-10", "09:00")
    office.dossiers.attempt_delivery(dossier, HOA)
    on(office, "2026-03-11", "09:00")
    office.dossiers.bring_back(dossier, "Hai lần mời không gặp", HOA)
    assert progress(office, dossier)[1] == "citizen.fetch"
    assert state_of(office, dossier).status is Status.PROCESSED
    on(office, "2026-03-12", "09:00")
    office.dossiers.return_result(dossier, HOA)
    assert told(office, dossier)[-5:] == [
        "result.dispatched", "delivery.attempted", "delivery.attempted", "result.undeliverable",
        "result.returned",
    ]  # fmt: skip
    assert figures(closes_its_books(office).total) == (1, 1, 0, 0, 0, 0)


def test_the_postman_checks_who_takes_the_result(office):
    dossier = sent_by_post(office)
    on(office, "2026-03-06", "15:00")
    office.dossiers.return_result(dossier, HOA, channel="postal", checked="post")
    assert page_of(office, dossier).history[-1].blanks["checked"] == "post"
    [item] = [each for record in office.post.records(direction="out") for each in record.items]
    assert item.ended_day == "2026-03-06"


# ---- the desk in the post office


def test_the_desk_in_the_post_office_is_the_same_unit(office):
    office.sites.open(POST_OFFICE, KIEN)
    office.sites.place_device("buu-dien", AN.device, KIEN)
    at_centre, at_post = (
        office.dossiers.accept(intake(office), HOA),
        office.dossiers.accept(intake(office), AN),
    )
    assert [each.code.rpartition("-")[0] for each in (at_centre, at_post)] == ["H20.321-260302"] * 2
    assert [each.code[-4:] for each in (at_centre, at_post)] == ["0001", "0002"], "one row of ordinals"
    assert office.sites.site_of(AN.device).kind == "post_office"
    events = list(
        office.core.store.read(office.core.store.reader(), office.core.dossier_stream(at_post.code))
    )
    assert events[0].fact.site == "buu-dien"
    table = closes_its_books(office)
    assert [figures(line)[0] for line in table.lines] == [2], "one unit, one table"


# ---- saying sorry


def certified(office):
    receipt = office.dossiers.accept(intake(office, CERTIFIED_COPY), HOA)
    office.dossiers.pay_fee(receipt.id, 2_000, f"BL-{receipt.code}", HOA)
    office.dossiers.resolve_at_counter(receipt.id, "Bản sao", HOA)
    office.dossiers.return_result(receipt.id, HOA)
    return receipt.id


def test_a_mistake_of_the_office_is_put_right_free_of_charge_and_counted_once(office):
    dossier = certified(office)
    on(office, TUESDAY, "08:00")
    office.dossiers.open_correction(dossier, "Đóng dấu sai ngày", KIEN.id, HOA)
    assert progress(office, dossier)[0] == "in_process"
    with pytest.raises(CorrectionIsFree):
        office.dossiers.pay_fee(dossier, 2_000, "BL-99", HOA)
    office.dossiers.assign(dossier, BINH.id, PHUC)
    decided(office, dossier, BINH)
    brought_and_told(office, dossier)
    office.dossiers.return_result(dossier, HOA)
    assert "correction.opened" in told(office, dossier)
    table = closes_its_books(office)
    assert figures(table.total) == (1, 1, 0, 0, 0, 0)
    assert {rate.definition: rate.on_time for rate in table.rates}["strict"] == 0


def test_lost_papers_have_somebody_who_answers_an_apology_and_are_made_good(office):
    receipt = from_home(office)
    to_section(office, receipt.id, "justice", BINH)
    office.dossiers.report_loss(receipt.id, "Rơi khi chuyển phòng", BINH.id, KIEN.id, HOA)
    page = page_of(office, receipt.id)
    assert page.next_step == "office.restore"
    lost = next(line for line in page.history if line.topic == "dossier.lost")
    assert lost.blanks["number"] == "0001/2026/PXL"
    assert page.due_date == "2026-03-09", "the office's own mistake gives it no time"
    with pytest.raises(DossierIsLost):
        office.dossiers.draft_result(receipt.id, "Quyết định", BINH)
    on(office, WEDNESDAY, "08:00")
    office.dossiers.restore(receipt.id, HOA, note="Lập lại từ bản số hóa")
    decided(office, receipt.id, BINH)
    assert forms(office, receipt.id) == ["M01"]
    assert figures(closes_its_books(office).total) == (1, 1, 0, 0, 0, 0)
