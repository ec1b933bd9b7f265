"""On a phone of 360 by 740: links open, nothing scrolls sideways, nothing complains, no secret is in an address."""

import re

import pytest
from playwright.sync_api import expect

from tests.application.an_office import an_office
from tests.web import lives
from tests.web.a_phone import Phone
from tests.web.conftest import DAY
from web.server import BackgroundServer
from wording import say

pytestmark = pytest.mark.system

SMALLEST = (
    "Math.min(...[...document.body.querySelectorAll('*')].filter(e => e.innerText)"
    ".map(e => parseFloat(getComputedStyle(e).fontSize)))"
)


@pytest.mark.parametrize("width", [320, 360])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_ticket_and_a_dossier_open_quietly(commune, visitor, door, phone, lang, width):
    phone.page.set_viewport_size({"width": width, "height": 740})
    for url, word in (
        (visitor.ticket.url, visitor.ticket.number),
        (visitor.receipt.url, visitor.receipt.code),
    ):
        page = phone.open(door, url, lang)
        expect(page.get_by_text(word).first).to_be_visible()
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        assert phone.too_wide <= 0
        page.goto("about:blank")

    assert phone.complaints == []
    assert [a for a in phone.addresses if visitor.ticket_secret in a or visitor.dossier_secret in a] == []
    assert {a.split("/")[2] for a in phone.addresses if a.startswith("http")} == {f"127.0.0.1:{door.port}"}


LIVES = (
    lives.supplement, lives.late_in_spite_of_an_apology, lives.payment_that_stops_the_clock, lives.invited,
    lives.moved_by_the_office, lives.booked_with_an_officer,
)  # fmt: skip


@pytest.mark.parametrize("width", [320, 360, 740])
def test_every_kind_of_page_fits_with_everything_unfolded(tmp_path_factory, chromium, width):
    for lang, scheme, live in zip(("vi", "en") * 3, ("light", "dark", "dark") * 2, LIVES, strict=True):
        office = an_office(tmp_path_factory.mktemp("office") / "store")
        made = live(office)
        url = f"#{lives.secret_of(office, made)}" if isinstance(made, str) else made.url
        with BackgroundServer(office) as door:
            phone = Phone(chromium, color_scheme=scheme)
            phone.page.set_viewport_size({"width": width, "height": 740})
            page = phone.open(door, url, lang)
            expect(page.get_by_role("heading", level=1)).to_have_count(1)
            page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
            expect(page.get_by_role("button", name=say("web.form.send", lang), exact=True)).to_have_count(0)
            assert phone.too_wide <= 0, live.__name__
            assert page.evaluate(SMALLEST) >= 18
            assert phone.complaints == []
            phone.context.close()
        office.close()


def test_the_secret_stays_in_the_address_bar_so_that_the_page_can_be_opened_again(visitor, door, phone):
    page = phone.open(door, visitor.ticket.url)
    expect(page.get_by_text(visitor.ticket.number).first).to_be_visible()

    page.reload()

    expect(page.get_by_text(visitor.ticket.number).first).to_be_visible()
    assert page.url.endswith(visitor.ticket_secret)


def test_a_call_reaches_the_open_page_and_its_screen_reader(commune, visitor, door, phone):
    page = phone.open(door, visitor.ticket.url)
    expect(page.get_by_text("Sắp đến lượt ông/bà").first).to_be_visible()
    commune.office.queue.call_next("2", commune.hoa)

    expect(page.get_by_text("Mời ông/bà đến quầy 2 ngay bây giờ.").first).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("Mời ông/bà đến quầy 2")
    expect(page).to_have_title(re.compile("Đến lượt ông/bà"))
    assert page.get_by_role("status").get_attribute("aria-live") == "assertive"


def test_the_language_switch_keeps_the_place(visitor, door, phone):
    page = phone.open(door, visitor.receipt.url)
    expect(page.get_by_text(visitor.receipt.code).first).to_be_visible()

    page.get_by_role("link", name="English").click()

    expect(page.get_by_text("What happens next")).to_be_visible()
    assert page.url == f"{door.url}/t?lang=en#{visitor.dossier_secret}"


def test_without_a_network_the_last_state_stays_with_its_time(visitor, door, phone):
    page = phone.open(door, visitor.ticket.url)
    expect(page.get_by_text("Trang tự cập nhật")).to_be_visible()

    phone.context.set_offline(True)
    expect(
        page.get_by_text(re.compile(r"Đang nối lại… Trên trang là tình hình lúc \d\d:\d\d"))
    ).to_be_visible()
    expect(page.get_by_text(visitor.ticket.number).first).to_be_visible()

    phone.context.set_offline(False)
    expect(page.get_by_text("Trang tự cập nhật")).to_be_visible()


def test_a_folded_part_stays_open_when_the_page_changes(commune, visitor, door, phone, monkeypatch):
    monkeypatch.setattr("web.follow.DOSSIER_BEAT", 0.2)
    page = phone.open(door, visitor.receipt.url)
    page.get_by_text("Ai đã xem thông tin của tôi").click()
    commune.office.dossiers.open(visitor.receipt.id, commune.binh, "handle")

    expect(page.get_by_text("giải quyết hồ sơ")).to_be_visible()


def test_the_skip_link_does_not_cost_the_secret(visitor, door, phone):
    page = phone.open(door, visitor.receipt.url)
    expect(page.get_by_text(visitor.receipt.code).first).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Đến phần nội dung chính")).to_be_focused()
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "page"
    assert page.url.endswith(visitor.dossier_secret)


def test_a_wrong_link_says_so_and_offers_the_form(door, phone):
    page = phone.open(door, "#00000000000000000000000000")

    expect(page.get_by_role("heading", name="Không tìm thấy")).to_be_visible()
    expect(page.get_by_label("Mã hồ sơ")).to_be_visible()
    assert phone.too_wide <= 0


def test_the_form_works_without_javascript(visitor, door, chromium):
    phone = Phone(chromium, java_script_enabled=False)
    page = phone.open(door, "#0")
    expect(page.get_by_text("không chạy JavaScript")).to_be_visible()
    page.get_by_label("Mã hồ sơ").fill(visitor.receipt.code)
    page.get_by_label("Mã tra cứu (8 ký tự)").fill(visitor.receipt.short_code)
    page.get_by_role("button", name="Xem hồ sơ").click()
    expect(page.get_by_text("Trần Văn Bình").first).to_be_visible()
    page.get_by_role("button", name="English").click()

    expect(page.get_by_text("What happens next")).to_be_visible()
    phone.context.close()


def test_both_ways_show_the_same_words(visitor, door, phone, chromium):
    quiet = Phone(chromium, java_script_enabled=False)
    page = quiet.open(door, "#0")
    page.get_by_label("Mã hồ sơ").fill(visitor.receipt.code)
    page.get_by_label("Mã tra cứu (8 ký tự)").fill(visitor.receipt.short_code)
    page.get_by_role("button", name="Xem hồ sơ").click()
    plain = page.locator("article").text_content()
    quiet.context.close()

    assert phone.open(door, visitor.receipt.url).locator("article").text_content() == plain


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_is_large_and_every_touch_target_too(commune, visitor, door, chromium, scheme):
    phone = Phone(chromium, color_scheme=scheme, reduced_motion="reduce")
    commune.office.queue.call_next("2", commune.hoa)
    page = phone.open(door, visitor.ticket.url)
    expect(page.get_by_text("Quầy 2", exact=True)).to_be_visible()

    smallest = page.evaluate(SMALLEST)
    moving = page.evaluate("document.getAnimations().length")

    assert smallest >= 18
    assert moving == 0
    assert page.get_by_role("link", name="English").bounding_box()["height"] >= 44
    phone.context.close()


def test_the_page_prints_as_text_on_white(commune, visitor, door, phone):
    commune.clock.set(commune.clock.at + 10 * DAY)
    page = phone.open(door, visitor.receipt.url)
    expect(page.get_by_text("Chúng tôi xin lỗi ông/bà.")).to_be_visible()
    page.emulate_media(media="print")

    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    expect(page.get_by_role("navigation")).to_be_hidden()
    expect(page.get_by_text(re.compile("Tình hình lúc"))).to_be_visible()
