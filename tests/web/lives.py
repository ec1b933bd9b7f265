"""Dossiers at every stage a citizen's page can show, lived through the office's own acts; each gives its secret."""

from datetime import date
from uuid import UUID

from application.appointments import Wanted as Booking
from application.ports import Wanted
from application.post import Outgoing
from domain.calendar import local_moment
from domain.post import OutgoingLine
from tests.application import an_office
from tests.application.an_office import BINH, CITIZEN, HOA, KIEN, PHUC, forward, on

BASIS = "NĐ 61/2018 Điều 19"
REASON = "Chưa rõ nơi cư trú của cha mẹ"
WANTED = (
    Wanted(name="Giấy xác nhận nơi cư trú", originals=1, basis="Luật Hộ tịch Điều 16"),
    Wanted(name="Giấy đăng ký kết hôn của cha mẹ", originals=0, certified=1, copies=2),
)
OFFICE_ONLY = "Anh Năm nói ca này rắc rối"
"""Words between officers: no citizen's page ever says them."""
TRACKING = "EA123456789VN"
DAY = 24 * 60
AGAIN = "1.004884"
"""Registering a birth anew takes five working days, so that there is time for things to happen."""


def listed(office, start):
    return next(code for code in office.catalogue.in_force() if code.startswith(start))


def intake(office, procedure=AGAIN, **changed):
    return an_office.intake(office, listed(office, procedure), **changed)


def in_process(office, **wanted):
    """Accepted by Hoa, forwarded, and in the hands of Bình."""
    dossier = office.dossiers.accept(intake(office, **wanted), HOA).id
    office.dossiers.forward(dossier, "justice", HOA)
    office.dossiers.assign(dossier, "vq.binh", PHUC)
    return dossier


def received(office):
    return office.dossiers.accept(intake(office), HOA).id


def worked_on(office):
    return in_process(office)


def opinion(office):
    dossier = in_process(office)
    ask = office.dossiers.ask_opinion
    ask(dossier, "Công an xã Tân Phước 2", OFFICE_ONLY, date(2026, 3, 4), BINH)
    ask(dossier, "Sở Tư pháp tỉnh Đồng Tháp", OFFICE_ONLY, date(2026, 3, 6), BINH)
    return dossier


def opinion_overdue(office):
    dossier = in_process(office)
    office.dossiers.ask_opinion(dossier, "Công an xã Tân Phước 2", OFFICE_ONLY, date(2026, 3, 3), BINH)
    on(office, "2026-03-04")
    request = next(each.number for each in office.dossiers.open(dossier, BINH, "handle").state.opinions)
    office.dossiers.report_overdue_opinion(dossier, request, BINH)
    return dossier


def legs(office):
    dossier = in_process(office)
    planned = (("Thuế cơ sở Cao Lãnh", "Xác định nghĩa vụ", 3, True), ("Sở Tư pháp", "Tra cứu", 2, True))
    office.dossiers.plan_referral(dossier, "series", "Sở Tư pháp", planned, KIEN)
    office.dossiers.send_leg(dossier, 1, HOA)
    return dossier


def visit(office, **how):
    dossier = in_process(office)
    at = local_moment("2026-03-04", "09:30")
    office.dossiers.schedule_visit(dossier, at, "Ấp Năm, nhà ông Tư", "Ông Tư, bà Bảy", BINH, **how)
    return dossier


def visit_with_you(office):
    return visit(office, applicant_present=True)


def supplement(office):
    dossier = in_process(office)
    office.dossiers.ask_supplement(dossier, WANTED, REASON, BASIS, HOA)
    return dossier


def supplement_provided(office):
    dossier = supplement(office)
    office.dossiers.hand_in(dossier, (("Giấy cư trú mới xin", 1, 0),), HOA)
    return dossier


def intake_supplement(office):
    return office.dossiers.ask_at_intake(intake(office), WANTED, REASON, BASIS, HOA)


def payment(office):
    dossier = in_process(office)
    office.dossiers.ask_payment(dossier, 1_250_000, "Nghị quyết 05/2024/NQ-HĐND", BINH)
    return dossier


def payment_that_stops_the_clock(office):
    """The law of land procedures does not count the time it takes to pay."""
    dossier = office.dossiers.accept(intake(office, "1.012796"), HOA).id
    office.dossiers.forward(dossier, "land", HOA)
    office.dossiers.assign(dossier, "bt.thu", PHUC)
    office.dossiers.ask_payment(dossier, 1_250_000, "Nghị quyết 05/2024/NQ-HĐND", BINH)
    return dossier


def withdrawing(office):
    dossier = in_process(office)
    office.dossiers.ask_withdrawal(dossier, "Tôi sắp dọn đi nơi khác", CITIZEN)
    return dossier


def apologised(office):
    dossier = in_process(office)
    on(office, "2026-03-05", "10:00")
    office.dossiers.apologise(dossier, "Hệ thống dữ liệu dân cư bảo trì", date(2026, 3, 13), PHUC)
    return dossier


def late(office):
    dossier = in_process(office)
    on(office, "2026-03-16")
    return dossier


def late_in_spite_of_an_apology(office):
    dossier = apologised(office)
    on(office, "2026-03-16")
    return dossier


def lost(office):
    dossier = in_process(office)
    office.dossiers.report_loss(dossier, OFFICE_ONLY, "vq.binh", "nd.phuc", HOA)
    return dossier


def signed(office, **wanted):
    dossier = in_process(office, **wanted)
    office.dossiers.draft_result(dossier, "Bản trích lục 17", BINH)
    office.dossiers.sign_result(dossier, PHUC)
    return dossier


def ready(office, **wanted):
    dossier = signed(office, **wanted)
    office.dossiers.make_ready(dossier, HOA, place="Ngăn 4")
    office.dossiers.notify(dossier, "early", "phone", HOA)
    return dossier


def to_be_sent(office):
    return ready(office, return_channel="home")


def by_hand(office):
    dossier = to_be_sent(office)
    office.dossiers.dispatch_result(dossier, "home", HOA)
    return dossier


def by_post(office):
    dossier = ready(office, return_channel="postal")
    line = OutgoingLine(dossier=dossier, code="", originals=1, slip=TRACKING)
    sent = Outgoing(
        carrier="public_post", carrier_name="Bưu điện tỉnh", postman="Lê Văn Tín", lines=(line,),
        addressees=("Trần Thị Bưởi",),
    )  # fmt: skip
    record = office.post.offer_dispatch(sent, HOA).number
    office.post.sign(record, HOA)
    office.dossiers.dispatch_result(dossier, "postal", HOA, record=record)
    return dossier


def invited(office):
    dossier = by_post(office)
    for _ in range(2):
        forward(office, 5 * DAY)
        office.dossiers.attempt_delivery(dossier, HOA, note="Nhà khóa cửa, hàng xóm bảo đi Sài Gòn")
    return dossier


def undeliverable(office):
    dossier = invited(office)
    office.dossiers.bring_back(dossier, "Người nhận đi vắng dài ngày", HOA, record="BBGN-7")
    return dossier


def unclaimed(office):
    dossier = ready(office)
    office.dossiers.notify(dossier, "result_ready", "sms", HOA)
    forward(office, 60 * DAY)
    office.dossiers.list_unclaimed(dossier, "Gọi ba lần không ai bắt máy", HOA)
    return dossier


def returned(office):
    dossier = ready(office)
    office.dossiers.return_result(dossier, HOA, recipient="Nguyễn Văn Ẩn Danh")
    return dossier


def correction(office):
    dossier = returned(office)
    office.dossiers.open_correction(dossier, OFFICE_ONLY, "nd.phuc", BINH)
    return dossier


def recalled(office):
    dossier = signed(office)
    office.dossiers.recall_result(dossier, OFFICE_ONLY, "nd.phuc", BINH)
    return dossier


def archived(office):
    dossier = returned(office)
    office.dossiers.archive(dossier, "HT-2026/018", HOA, place="Kệ 7, tầng 2")
    return dossier


def stopped(office):
    dossier = in_process(office)
    office.dossiers.stop(dossier, "Nơi cư trú không thuộc xã này", BASIS, "nd.phuc", BINH)
    return dossier


def refused(office):
    dossier = office.dossiers.submit_online(intake(office), CITIZEN)
    asked = intake(office, channel="online")
    office.dossiers.refuse(asked, "Không thuộc thẩm quyền", BASIS, HOA, dossier=dossier)
    return dossier


def submitted(office):
    return office.dossiers.submit_online(intake(office), CITIZEN)


DOSSIERS = (
    submitted, received, worked_on, opinion, opinion_overdue, legs, visit, visit_with_you, supplement,
    supplement_provided, intake_supplement, payment, payment_that_stops_the_clock, withdrawing, apologised,
    late, late_in_spite_of_an_apology, lost, signed, ready, to_be_sent, by_hand, by_post, invited, undeliverable,
    unclaimed, returned, correction, recalled, archived, stopped, refused,
)  # fmt: skip


def secret_of(office, dossier):
    """The secret of a dossier's link, as its receipt carries it."""
    return office.core.secrets.link(UUID(hex=dossier), "dossier")


# ---- appointments

TUESDAY = "2026-03-03"


def book(office, hour="08:00", **changed):
    told = {
        "kind": "counter", "start": local_moment(TUESDAY, hour), "purpose": "intake", "person": "Trần Thị Bưởi",
        "phone": "0903000123", "note": "Nhà có chó dữ",
    }  # fmt: skip
    if not {"procedure", "group"} & changed.keys() and changed.get("kind", "counter") == "counter":
        told["procedure"] = listed(office, "1.001193")
    return office.appointments.book(Booking(**told | changed), HOA)


def at_home(office, **changed):
    home = {"kind": "home_visit", "address": "Số 3, Ấp Năm", "hamlet": "Ấp Năm", "entitled": "elderly"}
    return book(office, "07:00", **home | {"purpose": "guidance"} | changed)


def booked(office):
    return book(office)


def booked_at_home(office):
    return at_home(office)


def booked_with_an_officer(office):
    return at_home(office, officer="nt.hoa")


def result_at_home(office):
    return at_home(office, kind="home_return", purpose="return", dossier=in_process(office), entitled="")


def moved_by_the_office(office):
    view = book(office)
    reason = "Quầy hộ tịch mất điện sáng thứ Ba"
    office.appointments.move(view.code, local_moment("2026-03-04", "09:00"), HOA, reason=reason)
    return view


def moved_by_the_citizen(office):
    view = book(office)
    office.appointments.move(
        view.code, local_moment("2026-03-04", "09:00"), HOA, asked_by="citizen", reason="Con tôi ốm"
    )
    return view


def cancelled_by_the_office(office):
    view = book(office)
    office.appointments.cancel(view.code, HOA, reason="Cả xã đi chống bão")
    return view


def cancelled_by_the_citizen(office):
    view = book(office)
    office.appointments.cancel(view.code, HOA, asked_by="citizen", reason="Con tôi ốm")
    return view


def kept(office):
    view = book(office)
    on(office, TUESDAY, "07:55")
    office.appointments.keep(view.code, HOA)
    return view


def missed_by_the_citizen(office):
    view = book(office)
    on(office, TUESDAY, "09:00")
    office.appointments.miss(view.code, HOA, note="Gọi không bắt máy")
    return view


def missed_by_the_office(office):
    view = at_home(office, officer="nt.hoa")
    on(office, TUESDAY, "10:00")
    office.appointments.miss(view.code, HOA, missed_by="office", note="Xe hỏng")
    return view


APPOINTMENTS = (
    booked, booked_at_home, booked_with_an_officer, result_at_home, moved_by_the_office, moved_by_the_citizen,
    cancelled_by_the_office, cancelled_by_the_citizen, kept, missed_by_the_citizen, missed_by_the_office,
)  # fmt: skip
