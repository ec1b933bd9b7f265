"""At every stage of a dossier and of an appointment the page says what holds, and never what is nobody's to read."""

import re
from datetime import date
from uuid import UUID

import msgspec
import pytest
from litestar.testing import TestClient

from tests.application.an_office import HOA, an_office, forward
from tests.web import lives
from web.app import create_app

ADDRESSED = {"items", "particulars"}
"""What a request for papers asks for is written to the citizen; its reason is judged by `TO_THE_CITIZEN`."""
MEANT_FOR_THE_CITIZEN = {
    "supplement": lives.REASON,
    "supplement_provided": lives.REASON,
    "intake_supplement": lives.REASON,
    "apologised": "Hệ thống dữ liệu dân cư bảo trì",
    "late_in_spite_of_an_apology": "Hệ thống dữ liệu dân cư bảo trì",
    "stopped": "Nơi cư trú không thuộc xã này",
    "refused": "Không thuộc thẩm quyền",
}


@pytest.fixture
def office(tmp_path):
    made = an_office(tmp_path / "store")
    yield made
    made.close()


@pytest.fixture
def look(office):
    with TestClient(create_app(office)) as client:

        def look(secret, lang="vi", kind="text/html"):
            reply = client.post(
                "/api/look-up", json={"secret": secret, "lang": lang}, headers={"Accept": kind}
            )
            assert reply.status_code == 200
            return reply.text

        yield look


@pytest.fixture
def page_of(office, look):
    def page_of(live, lang="vi", kind="text/html"):
        return look(lives.secret_of(office, live(office)), lang, kind)

    return page_of


def plain(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def sealed_words(office, dossier):
    """Every text that was sealed in the dossier, with the fact and the field it stands in."""
    core = office.core
    for event in core.store.read(core.store.reader(), UUID(hex=dossier), personal=True):
        for name in event.fact.SEALED:
            for text in texts_in(msgspec.to_builtins(getattr(event.fact, name))):
                yield event.fact.NAME, name, text


def texts_in(value):
    match value:
        case str():
            yield value
        case dict():
            for each in value.values():
                yield from texts_in(each)
        case list() | tuple():
            for each in value:
                yield from texts_in(each)


SAYS = {
    "submitted": ("Đã nộp, chờ kiểm tra", "Submitted, to be checked"),
    "opinion": ("Sở Tư pháp tỉnh Đồng Tháp: được đề nghị trả lời chậm nhất thứ Sáu, ngày 06", "by Friday 6 March"),
    "opinion_overdue": ("Công an xã Tân Phước 2 chưa trả lời", "goes on without waiting any longer"),
    "legs": ("Thuế cơ sở Cao Lãnh: được đề nghị trả lại", "Sở Tư pháp: not sent there yet"),
    "visit": ("9 giờ 30, thứ Tư 04/3/2026, theo kế hoạch số", "You need not be there"),
    "visit_with_you": ("Mời ông/bà có mặt", "Please be there"),
    "supplement": ("1 bản sao chứng thực, 2 bản sao", "1 certified copy, 2 copies"),
    "supplement_provided": ("Giấy tờ đã yêu cầu bổ sung", "Papers that were asked for"),
    "intake_supplement": ("Hạn cuối để bổ sung: thứ", "Last day to bring them"),
    "payment": ("Số tiền 1.250.000 đồng, theo thông báo số", "1,250,000 VND, as notice no."),
    "payment_that_stops_the_clock": ("tạm dừng từ 02/3/2026 để chờ ông/bà nộp tiền", "waiting for your payment"),
    "withdrawing": ("trong lúc xem xét đề nghị rút hồ sơ", "request to withdraw is considered"),
    "apologised": ("Ngày hẹn mới là thứ Sáu, ngày 13 tháng 3", "The new appointment is Friday 13 March"),
    "late": ("Chậm trễ này là lỗi của cơ quan", "We apologise to you"),
    "late_in_spite_of_an_apology": ("Hồ sơ đã quá ngày hẹn", "This dossier is late"),
    "lost": ("chịu mọi chi phí", "bears every cost"),
    "signed": ("đang được chuyển về Bộ phận Một cửa", "being brought to the One-Stop Unit"),
    "to_be_sent": ("ông/bà không phải đến nhận", "you need not come for it"),
    "by_hand": ("Cán bộ mang kết quả đến tận nhà", "An officer brings it to your home"),
    "by_post": (f"mã bưu gửi {lives.TRACKING}", f"tracking number {lives.TRACKING}"),
    "invited": ("Đã mời 2 lần", "Invitations so far: 2"),
    "undeliverable": ("Kết quả đã về lại Bộ phận Một cửa", "back at the One-Stop Unit"),
    "unclaimed": ("Kết quả vẫn chờ ông/bà đến nhận", "The result still waits for you"),
    "correction": ("Việc sửa không thu tiền", "free of charge"),
    "recalled": ("đưa kết quả về sửa", "took the result back to correct it"),
    "archived": ("Số lưu trữ HT-2026/018", "Archive reference HT-2026/018"),
}  # fmt: skip


@pytest.mark.parametrize("live", lives.DOSSIERS, ids=lambda live: live.__name__)
def test_a_stage_is_told_in_both_languages_without_a_word_that_was_sealed(office, look, live):
    dossier = live(office)
    secret = lives.secret_of(office, dossier)
    pages = [look(secret, "vi"), look(secret, "en")]
    everything = [*pages, look(secret, kind="application/json")]

    for page, words in zip(pages, SAYS.get(live.__name__, ("", "")), strict=True):
        assert words in plain(page)
    told = MEANT_FOR_THE_CITIZEN.get(live.__name__)
    assert told is None or all(told in page for page in pages)
    for fact, field, text in sealed_words(office, dossier):
        if text and text != told and field not in ADDRESSED:
            assert [page for page in everything if text in page] == [], (fact, field)


@pytest.mark.parametrize("live", [lives.opinion, lives.supplement, lives.by_post, lives.lost])
def test_a_code_alone_still_tells_only_how_far_the_dossier_is(office, live):
    dossier = live(office)
    code = office.dossiers.open(dossier, HOA, "handle").line.code

    told = msgspec.to_builtins(office.lookup.by_code(code))

    kept = {"tier", "unit", "unit_en", "code", "progress", "due_date", "provisional", "updated_at"}
    assert {name for name, value in told.items() if value} <= kept
    with TestClient(create_app(office)) as client:
        page = client.post("/t", data={"code": code}).text
    assert "<details" not in page
    assert "notice quiet" not in page


def test_once_the_papers_are_handed_in_it_is_no_longer_the_citizens_turn(page_of):
    page = page_of(lives.supplement_provided)

    assert "Đang chờ ông/bà" not in page
    assert "Hạn cuối để bổ sung" not in page


def test_the_reason_of_an_apology_is_told_once(page_of):
    assert page_of(lives.apologised).count("Hệ thống dữ liệu dân cư bảo trì") == 1


def test_people_are_told_that_the_clock_runs_while_another_agency_takes_its_time(page_of):
    assert "thời hạn vẫn được tính" in page_of(lives.legs)


# ---- the account of the clock


STRETCH = re.compile(
    r'<li class="stretch counts">.*?<span class="why">(?:ngày làm việc thứ|working day) (\d+)</span>'
)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_citizen_can_count_the_days_to_the_appointment_on_the_page(page_of, lang):
    page = page_of(lives.received, lang)

    assert [int(number) for number in STRETCH.findall(page)] == [1, 2, 3, 4, 5]
    assert {"vi": "Hết hạn: 17 giờ, thứ Hai 09/3/2026", "en": "Due: 17:00, Monday 9 March 2026"}[lang] in page


def test_a_pause_is_accounted_for_and_moves_the_last_day(office, look):
    dossier = lives.supplement_provided(office)
    forward(office, lives.DAY)
    office.dossiers.complete_supplement(dossier, HOA)

    page = look(lives.secret_of(office, dossier))

    assert "ngày nhận đủ hồ sơ; đếm lại từ ngày sau" in page
    assert "Hết hạn: 17 giờ, thứ Ba 10/3/2026" in page
    assert "thứ Ba, ngày 10 tháng 3 năm 2026" in page


def test_no_clock_is_explained_before_it_has_begun(page_of):
    assert 'id="clock"' not in page_of(lives.submitted)


# ---- papers, history, readings


def test_every_paper_given_out_is_listed_with_its_number_and_not_its_content(office, look):
    dossier = lives.apologised(office)
    page = look(lives.secret_of(office, dossier))
    given = office.dossiers.open(dossier, HOA, "handle").given

    assert "Giấy tờ cơ quan đã giao (2)" in page
    assert [each.form for each in given] == ["M01", "M04"]
    assert all(f"số {each.number}" in page for each in given)
    assert "Đã giao Giấy tiếp nhận hồ sơ và hẹn trả kết quả, số" in page


def test_the_history_carries_no_more_of_a_fact_than_it_says(page_of):
    """Who answers for a loss is found by the office, and is not the citizen's reading."""
    page = page_of(lives.lost, kind="application/json")

    assert '"topic":"dossier.lost"' in page
    assert "vq.binh" not in page
    assert "nd.phuc" not in page


def test_a_section_is_called_by_its_name_in_the_readers_language(page_of):
    assert "Justice and civil status" in plain(page_of(lives.worked_on, "en"))


def test_a_life_of_sixty_events_is_told_whole(office, look):
    dossier = a_long_life(office)
    secret = lives.secret_of(office, dossier)

    assert len(office.lookup.by_secret(secret).history) >= 60
    assert "Các bước đã qua (6" in look(secret)


def a_long_life(office):
    """Opinions asked and answered until there are sixty events."""
    dossier = lives.in_process(office)
    for _ in range(28):
        office.dossiers.ask_opinion(dossier, "Sở Tư pháp", lives.OFFICE_ONLY, date(2026, 3, 6), lives.BINH)
        [asked] = office.dossiers.open(dossier, lives.BINH, "handle").state.opinions
        office.dossiers.record_opinion(dossier, asked.number, lives.OFFICE_ONLY, lives.BINH)
    return dossier


# ---- appointments


OF_APPOINTMENTS = {
    "booked": ("từ 08:00 đến 08:30", "from 08:00 to 08:30"),
    "booked_at_home": ("Tại nhà ông/bà", "Still being arranged"),
    "booked_with_an_officer": ("Nguyễn Thị Hoa", "0273 000 0111"),
    "result_at_home": ("Cán bộ mang kết quả đến nhà", "brings the result to your home"),
    "moved_by_the_office": ("Quầy hộ tịch mất điện sáng thứ Ba", "We apologise for the inconvenience"),
    "moved_by_the_citizen": ("theo đề nghị của ông/bà", "as you asked"),
    "cancelled_by_the_office": ("Cả xã đi chống bão", "The office had to cancel"),
    "cancelled_by_the_citizen": ("đã hủy theo đề nghị của ông/bà", "as you asked"),
    "kept": ("Cảm ơn ông/bà đã đến", "Thank you for coming"),
    "missed_by_the_citizen": ("đã chờ mà chưa gặp được ông/bà", "We waited and did not meet you"),
    "missed_by_the_office": ("Đây là lỗi của cơ quan", "This is the office&#x27;s fault"),
}


@pytest.mark.parametrize("live", lives.APPOINTMENTS, ids=lambda live: live.__name__)
def test_an_appointments_link_opens_its_page_with_the_person_masked(office, look, live):
    view = live(office)
    secret = view.url.partition("#")[2]
    pages = [look(secret, "vi"), look(secret, "en")]

    for page, words in zip(pages, OF_APPOINTMENTS[live.__name__], strict=True):
        assert words.replace("&#x27;", "'") in page
        assert view.code in page
        assert "T. T. B." in page
    for private in ("Bưởi", "0903000123", "Ấp Năm", "chó dữ", "Con tôi ốm", "bắt máy", "Xe hỏng"):
        assert [page for page in [*pages, look(secret, kind="application/json")] if private in page] == []


def test_an_appointment_is_moved_by_telephone_with_its_code(office, look):
    view = lives.booked(office)
    page = plain(look(view.url.partition("#")[2]))

    assert f"Xin gọi 0273 000 0100 và đọc mã lịch hẹn {view.code}." in page
    assert "Giấy tờ mang theo" in page


def test_the_secret_of_an_appointment_may_be_typed_into_the_form(office):
    view = lives.booked(office)
    with TestClient(create_app(office)) as client:
        reply = client.post("/t", data={"code": view.url.partition("#")[2].lower()})

    assert reply.status_code == 200
    assert view.code in reply.text
