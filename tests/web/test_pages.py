"""What the page says of a ticket and of a dossier, at every step of their way."""

import msgspec
import pytest
from litestar.testing import TestClient

from application.lookup import PROGRESS
from application.views import DossierPage
from domain.dossier import Status
from tests.web.conftest import DAY, a_ticket
from web.app import create_app
from web.assets import INK
from web.dossier_page import REACHED, STEPS, dossier_page, reached
from web.markup import element
from web.ticket_page import ticket_page
from web.voice import Voice
from wording.identity import CONTRAST, DARK, LIGHT, contrast

VI, EN = Voice("vi"), Voice("en")


def test_a_ticket_knows_how_many_wait_before_it(commune, look):
    commune.ticket()
    mine = commune.ticket()

    page = look(mine.url)

    assert mine.number in page
    assert "1 người" in page


def test_a_called_ticket_says_where_to_go_now(commune, look):
    mine = commune.ticket()
    commune.office.queue.call_next("2", commune.hoa)

    page = look(mine.url)

    assert "Mời ông/bà đến quầy 2 ngay bây giờ." in page
    assert 'data-urgent="yes"' in page


def test_a_ticket_that_missed_its_turn_is_told_how_to_come_back(commune, look):
    mine = commune.ticket()
    commune.office.queue.call_next("2", commune.hoa)
    commune.later(5)
    commune.office.queue.miss(mine.id, commune.hoa)

    assert "vào lại hàng" in look(mine.url)


def test_a_served_ticket_is_thanked(commune, look):
    mine = commune.ticket()
    queue = commune.office.queue
    queue.call_next("2", commune.hoa)
    queue.start(mine.id, commune.hoa)
    assert "đang làm việc với ông/bà" in look(mine.url)
    queue.finish(mine.id, "guidance", commune.hoa)

    assert "Cảm ơn ông/bà" in look(mine.url)


def test_a_dossier_on_its_way_says_who_acts_next(commune, look):
    page = look(commune.working().url)

    assert "Đang giải quyết" in page
    assert "Ai làm: <strong>Cơ quan</strong>" in page


def test_a_dossier_that_waits_for_the_citizen_lists_every_paper_and_the_reason(commune, look):
    page = look(commune.incomplete().url)

    assert "Ai làm: <strong>Ông/bà</strong>" in page
    assert "Căn cước (bản sao)" in page
    assert "Thiếu bản sao căn cước." in page


def test_a_late_dossier_says_sorry_and_whose_fault_it_is(commune, look):
    receipt = commune.working()
    commune.clock.set(commune.clock.at + 10 * DAY)

    page = look(receipt.url)

    assert "Chậm trễ này là lỗi của cơ quan" in page
    assert "Chúng tôi xin lỗi ông/bà" in page
    assert "We apologise to you" in look(receipt.url, "en")


def test_a_returned_dossier_has_every_step_behind_it(commune, look):
    receipt = commune.signed()
    assert "Đã có kết quả" in look(receipt.url)
    commune.office.dossiers.make_ready(receipt.id, commune.hoa)
    assert "đến nhận kết quả" in look(receipt.url)
    commune.office.dossiers.notify(receipt.id, "early", "phone", commune.hoa)
    commune.office.dossiers.return_result(receipt.id, commune.hoa)

    page = look(receipt.url)

    assert page.count('class="done"') == len(STEPS)
    assert "Kết quả đã được trao." in page


def test_the_citizen_sees_who_opened_their_data(commune, look):
    receipt = commune.working()
    assert "Chưa có ai mở thông tin cá nhân" in look(receipt.url)
    commune.office.dossiers.open(receipt.id, commune.binh, "handle")

    page = look(receipt.url)

    assert "Ai đã xem thông tin của tôi (1)" in page
    assert "giải quyết hồ sơ" in page


def test_the_history_speaks_in_sentences_and_never_in_codes(commune, look):
    receipt = commune.signed()

    for language in ("vi", "en"):
        page = look(receipt.url, language)
        assert "dossier.accepted" not in page
        assert "tv.binh" not in page


def a_dossier(**changed):
    page = DossierPage(
        tier="secret", unit="", unit_en="", code="H20.321-260415-0001", status=4, progress="in_process",
        due_date="2026-04-20", provisional=False, updated_at=0, due_original="2026-04-20", next_step="office.decide",
    )  # fmt: skip
    return msgspec.structs.replace(page, **changed)


@pytest.mark.parametrize("voice", [VI, EN], ids=["vi", "en"])
@pytest.mark.parametrize("progress", sorted(set(PROGRESS.values())))
@pytest.mark.parametrize("tier", ["code", "secret"])
def test_there_are_words_for_every_degree_of_completion(progress, tier, voice):
    page = dossier_page(a_dossier(progress=progress, tier=tier), voice)

    assert voice(f"dossier.state.{progress}") in page
    assert page.count("<li") >= len(STEPS)
    assert REACHED.keys() >= {progress}


@pytest.mark.parametrize("voice", [VI, EN], ids=["vi", "en"])
@pytest.mark.parametrize("state", ["waiting", "called", "serving", "parked", "served", "expired"])
def test_there_are_words_for_every_state_of_a_ticket(state, voice):
    assert voice(f"ticket.state.{state}") in ticket_page(a_ticket(state=state, counter="2"), "Hộ tịch", voice)


@pytest.mark.parametrize(
    ("status", "progress", "code", "step"),
    [
        (Status.NEWLY_REGISTERED, "received", "", "submitted"),
        (Status.ACCEPTED, "received", "C", "received"),
        (Status.NOT_ACCEPTED, "not_accepted", "", "submitted"),
        (Status.IN_PROCESS, "in_process", "C", "in_process"),
        (Status.SUPPLEMENT_REQUESTED, "waiting_for_you", "", "submitted"),
        (Status.SUPPLEMENT_REQUESTED, "waiting_for_you", "C", "in_process"),
        (Status.STOPPED, "stopped", "C", "in_process"),
        (Status.PROCESSED, "done", "C", "result"),
        (Status.RETURNED, "returned", "C", "returned"),
    ],
)
def test_every_status_is_at_one_of_five_plain_steps(status, progress, code, step):
    assert STEPS[reached(a_dossier(status=int(status), progress=progress, code=code))] == step


def test_a_new_appointment_is_shown_beside_the_first():
    page = dossier_page(a_dossier(due_date="2026-04-24"), VI)

    assert "thứ Hai, ngày 20 tháng 4 năm 2026" in page
    assert "thứ Sáu, ngày 24 tháng 4 năm 2026" in page


def test_an_estimate_is_a_range_and_never_a_promise():
    assert "10–20 phút" in ticket_page(a_ticket(), "", VI)
    assert "có thể nhanh hơn hoặc chậm hơn" in ticket_page(a_ticket(), "", VI)
    assert "Thời gian chờ" not in ticket_page(a_ticket(wait=None), "", VI)


def test_what_people_write_is_never_taken_for_html():
    page = dossier_page(a_dossier(reason="<img src=x onerror=alert(1)>", officer='"><script>'), VI)

    assert "<img" not in page
    assert "<script" not in page
    assert element("p", "a & b", title='"') == '<p title="&quot;">a &amp; b</p>'


@pytest.mark.parametrize("palette", [LIGHT, DARK, CONTRAST, INK], ids=lambda palette: palette.name)
def test_every_text_stands_out_seven_to_one(palette):
    pairs = [*palette.reading_pairs(), (palette.ground, palette.good), (palette.text, palette.panel)]

    assert [pair for pair in pairs if contrast(*pair) < 7] == []


def test_the_page_and_all_it_loads_travel_in_less_than_twenty_kilobytes(commune):
    """What goes over the air: on a bad network every kilobyte is waited for."""
    with TestClient(create_app(commune.office)) as client:
        loaded = ("look-up.css", "look-up.js", "mark.svg")
        addresses = ["/t", "/keeper.js", *(f"/static/{name}" for name in loaded)]
        replies = [client.get(address, headers={"Accept-Encoding": "gzip"}) for address in addresses]

    assert {reply.status_code for reply in replies} == {200}
    assert sum(int(reply.headers["content-length"]) for reply in replies) < 20_000
    assert sum(len(reply.content) for reply in replies) < 36_000
