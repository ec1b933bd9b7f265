"""Coming in by each of four channels: the moment of submission is proved, done once, and a refusal leaves nothing."""

from uuid import uuid4

from application.appointments import NoSuchAppointment, Wanted
from application.intake import NoSuchSubmission, NotExempt
from application.post import Incoming, NoSuchRecord
from domain import post as p
from domain.calendar import local_moment
from domain.catalogue import UnknownProcedure
from domain.dossier import refusals as r
from domain.post import IncomingLine
from domain.site import SiteOpened
from tests.application.an_act import INSPECTOR, WEDDING, refused, state_of, topics
from tests.application.an_office import (
    AN,
    CITIZEN,
    DAY,
    HOA,
    KIEN,
    PHUC,
    THU,
    birth,
    intake,
    on,
    rows,
)

ACCEPT, REFUSE = "NĐ 61/2018 Điều 17", "NĐ 61/2018 Điều 17(1)(b)"
HOME = {"channel": "home", "place": "Ấp Năm", "occurred_at": local_moment(DAY, "07:30")}


def brought(office, *lines, sign=True):
    lines = lines or (IncomingLine(procedure=WEDDING, originals=2, posted_on="2026-02-27"),)
    record = office.post.offer_receipt(
        Incoming(
            carrier="public_post", carrier_name="Bưu điện xã", postman="Lê Văn Tín", lines=lines,
            senders=("Trần Thị Bưởi",) * len(lines),
        ),
        HOA,
    )  # fmt: skip
    if sign:
        office.post.sign(record.number, HOA)
    return record.number


def posted(office, record, line=1, **changed):
    return intake(office, WEDDING, channel="postal", record=record, record_line=line, **changed)


def codes(office):
    return rows(office.folder.root, "SELECT count(*) FROM dossier WHERE code <> ''")[0][0]


# ---- the moment of submission


def test_each_channel_has_its_own_moment_of_submission(office):
    online = office.dossiers.submit_online(intake(office, channel="online"), CITIZEN)
    record = brought(office)
    on(office, DAY, "09:15")
    counter = office.dossiers.accept(intake(office), HOA).id
    office.dossiers.accept(intake(office, channel="online"), HOA, dossier=online)
    by_post = office.dossiers.accept(posted(office, record), HOA).id
    at_home = office.dossiers.accept(intake(office, **HOME), HOA).id
    submitted = [state_of(office, each).submitted_at for each in (counter, online, by_post, at_home)]
    assert submitted == [local_moment(DAY, hour) for hour in ("09:15", "08:00", "08:00", "07:30")]
    assert {state_of(office, each).accepted_at for each in (counter, online, by_post, at_home)} == {
        local_moment(DAY, "09:15")
    }


def test_at_home_the_same_day_limit_begins_at_the_visit(office):
    """Taken at the table before three and entered after: it is due today all the same."""
    on(office, DAY, "16:00")
    at_home = intake(office, channel="home", place="Ấp Năm", occurred_at=local_moment(DAY, "14:30"))
    assert office.dossiers.accept(at_home, HOA).due_date == DAY
    assert office.dossiers.accept(intake(office), HOA).due_date == "2026-03-03"


def test_a_visit_has_a_place_and_is_entered_the_same_day_and_not_beforehand(office):
    for changed, refusal in (
        ({"place": " "}, r.PlaceMissing),
        ({"occurred_at": local_moment("2026-02-27", "09:00")}, r.VisitOfAnotherDay),
        ({"occurred_at": local_moment(DAY, "08:01")}, r.SubmittedAfterAcceptance),
    ):
        with refused(office, refusal):
            office.dossiers.accept(intake(office, **HOME | changed), HOA)


def test_the_post_is_taken_in_line_by_line_from_a_record_with_two_signatures(office):
    lines = [IncomingLine(procedure=WEDDING, originals=1), IncomingLine(procedure=WEDDING, originals=1)]
    number = brought(office, *lines, sign=False)
    with refused(office, p.RecordNotSigned):
        office.dossiers.accept(posted(office, number), HOA)
    with refused(office, NoSuchRecord):
        office.dossiers.accept(posted(office, "BBGN-2026/0099"), HOA)
    office.post.sign(number, HOA)
    with refused(office, p.NoSuchLine):
        office.dossiers.accept(posted(office, number, 3), HOA)
    for line in (1, 2):
        office.dossiers.accept(posted(office, number, line), HOA)
    with refused(office, p.LineAlreadyUsed):
        office.dossiers.accept(posted(office, number), HOA)


def test_a_refused_intake_leaves_the_line_of_the_post_free(office):
    number = brought(office)
    with refused(office, r.NotYourRole, ACCEPT):
        office.dossiers.accept(posted(office, number), PHUC)
    assert office.post.record(number).used == 0
    office.dossiers.accept(posted(office, number), HOA)
    assert office.post.record(number).used == 1


def test_posted_papers_are_refused_from_their_line_too(office):
    number = brought(office)
    refused_one = office.dossiers.refuse(posted(office, number), "Không thuộc thẩm quyền", ACCEPT, HOA)
    assert topics(office, refused_one) == ["dossier.refused", "paper.issued"]
    assert office.post.record(number).used == 1


# ---- done once


def test_a_repeated_command_takes_in_once_and_gives_the_same_receipt(office):
    command = uuid4().hex
    first = office.dossiers.accept(intake(office), HOA, command=command)
    assert office.dossiers.accept(intake(office), HOA, command=command) == first
    assert codes(office) == 1
    sent = uuid4().hex
    online = intake(office, channel="online")
    assert office.dossiers.submit_online(online, CITIZEN, command=sent) == office.dossiers.submit_online(
        online, CITIZEN, command=sent
    )


def test_a_repeated_command_uses_a_line_of_the_post_once(office):
    number, command = brought(office), uuid4().hex
    first = office.dossiers.accept(posted(office, number), HOA, command=command)
    assert office.dossiers.accept(posted(office, number), HOA, command=command) == first


def test_a_command_that_was_refused_may_be_tried_again(office):
    command = uuid4().hex
    with refused(office, r.NotYourRole, ACCEPT):
        office.dossiers.accept(intake(office), PHUC, command=command)
    assert office.dossiers.accept(intake(office), HOA, command=command).code.endswith("-0001")


# ---- by whom, and what


def test_only_the_counter_takes_in_and_only_a_citizen_or_the_counter_submits(office):
    for by in (THU, PHUC, INSPECTOR, CITIZEN):
        with refused(office, r.NotYourRole, ACCEPT):
            office.dossiers.accept(intake(office), by)
    with refused(office, r.NotYourRole, REFUSE):
        office.dossiers.refuse(intake(office), "Không thuộc thẩm quyền", ACCEPT, THU)
    with refused(office, r.NotYourRole):
        office.dossiers.submit_online(intake(office, channel="online"), THU)


def test_what_is_not_known_here_is_refused_by_name(office):
    for changed, refusal in (
        ({"procedure": "9.999999"}, UnknownProcedure),
        ({"appointment": "LH-260302-009"}, NoSuchAppointment),
        ({"exemption": "khong-co-nhom-nay", "procedure": "2.000815"}, NotExempt),
    ):
        told = {"procedure": birth(office)} | changed
        with refused(office, refusal):
            office.dossiers.accept(intake(office, **told), HOA)
    for name in ("0" * 32, "no id"):
        with refused(office, NoSuchSubmission):
            office.dossiers.accept(intake(office), HOA, dossier=name)


def test_papers_submitted_for_one_procedure_are_not_taken_in_for_another(office):
    online = office.dossiers.submit_online(intake(office, channel="online"), CITIZEN)
    with refused(office, r.SubmittedForAnother):
        office.dossiers.accept(intake(office, WEDDING, channel="online"), HOA, dossier=online)


def test_a_notice_at_intake_lists_its_papers_its_reason_and_its_article(office):
    for items, reason, basis, refusal in (
        ([], "Thiếu", ACCEPT, r.ItemsMissing),
        ([" "], "Thiếu", ACCEPT, r.ItemsMissing),
        (["Tờ khai"], " ", ACCEPT, r.ReasonMissing),
        (["Tờ khai"], "Thiếu", " ", r.BasisMissing),
    ):
        with refused(office, refusal):
            office.dossiers.ask_at_intake(intake(office), items, reason, basis, HOA)
    with refused(office, r.BasisMissing):
        office.dossiers.refuse(intake(office), "Không thuộc thẩm quyền", "", HOA)


def test_whoever_was_asked_for_papers_has_their_time_before_they_are_refused(office):
    asked = office.dossiers.ask_at_intake(intake(office), ["Tờ khai"], "Thiếu", ACCEPT, HOA)
    with refused(office, r.NothingHandedIn):
        office.dossiers.refuse(intake(office), "Không thuộc thẩm quyền", ACCEPT, HOA, dossier=asked)
    with refused(office, r.StillTimeToAnswer):
        office.dossiers.expire_supplement(asked, "Không bổ sung", HOA)
    on(office, "2026-05-04")
    office.dossiers.expire_supplement(asked, "Không bổ sung", HOA)
    assert int(state_of(office, asked).status) == 3
    with refused(office, r.NotInThisState):
        office.dossiers.accept(intake(office), HOA, dossier=asked)


# ---- where, when it was agreed, with whose help


def test_a_dossier_remembers_its_site_its_appointment_and_its_helper(office):
    office.sites.open(
        SiteOpened(
            site="buu-dien", kind="post_office", name="Bưu điện xã", name_en="Post office", place="Chợ",
            counters=("9",),
        ),
        KIEN,
    )  # fmt: skip
    office.sites.place_device("buu-dien", AN.device, KIEN)
    start = local_moment("2026-03-03", "08:00")
    booked = office.appointments.book(
        Wanted(kind="counter", start=start, group="civil_status", person="An", phone="0903000123"), HOA
    )
    taken = office.dossiers.accept(intake(office, appointment=booked.code.lower(), helper="Đoàn viên Tư"), AN)
    fact = next(
        event.fact
        for event in office.core.store.read(
            office.core.store.reader(), office.core.dossier_stream(taken.code), personal=True
        )
    )
    assert (fact.site, fact.appointment, fact.helper) == ("buu-dien", booked.code, "Đoàn viên Tư")
    assert taken.code.startswith(f"{office.unit.agency}-")


def test_rebuilt_equals_live_after_every_channel(office):
    office.dossiers.submit_online(intake(office, channel="online"), CITIZEN)
    office.dossiers.accept(posted(office, brought(office)), HOA)
    office.dossiers.accept(intake(office, **HOME), HOA)
    office.dossiers.refuse(intake(office), "Không thuộc thẩm quyền", ACCEPT, HOA)
    live = office.digests()
    office.rebuild()
    assert office.digests() == live
