"""A ticket on a bad network: slow, cut, asleep, reloaded, without a script; and what a phone does when it is asked."""

import re

import pytest
from playwright.sync_api import expect

from tests.web.a_phone import Phone
from tests.web.conftest import allow, secret
from web.server import BackgroundServer

pytestmark = pytest.mark.system

SLOW_3G = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
"""400 ms there and back, 400 kbit/s: the far end of a commune."""
RECONNECTING = re.compile(r"Đang nối lại… Trên trang là tình hình lúc \d\d:\d\d \(vừa xong\)\.")
WAKING = """
const real = Date.now;
Date.now = () => real() + 3600e3;
document.dispatchEvent(new Event("visibilitychange"));
"""
"""An hour later the screen is lit again: in one stroke, so that no message comes in between."""
HEARD = """
window.rung = [];
navigator.vibrate = (pattern) => { window.rung.push(["shaken", pattern.length]); return true; };
const tone = AudioContext.prototype.createOscillator;
AudioContext.prototype.createOscillator = function () { window.rung.push(["note", 1]); return tone.call(this); };
const light = { request: async (kind) => { window.rung.push(["lit", kind]); return { released: false }; } };
Object.defineProperty(navigator, "wakeLock", { value: light });
"""
"""What a phone without a motor and a loudspeaker would have done."""


def test_on_a_slow_network_the_ticket_stands_soon(commune, visitor, door, phone):
    network = phone.context.new_cdp_session(phone.page)
    network.send("Network.enable")
    network.send("Network.emulateNetworkConditions", SLOW_3G)

    page = phone.open(door, visitor.ticket.url)
    expect(page.locator("article.ticket")).to_be_visible()

    commune.office.queue.call_next("2", commune.hoa)
    expect(page.locator("article.called")).to_be_visible()


def test_a_server_that_dies_leaves_the_last_state_with_its_age(commune, visitor, phone):
    with BackgroundServer(commune.office, beat=0.1) as first:
        page = phone.open(first, visitor.ticket.url)
        expect(page.get_by_text("Trang tự cập nhật")).to_be_visible()

    expect(page.get_by_text(RECONNECTING)).to_be_visible()
    expect(page.locator(".number")).to_have_text(visitor.ticket.number)

    commune.office.queue.call_next("2", commune.hoa)
    with BackgroundServer(commune.office, port=first.port, beat=0.1):
        expect(page.locator("article.called")).to_be_visible()
        expect(page.get_by_text("Trang tự cập nhật")).to_be_visible()


def test_a_reload_without_a_network_shows_the_ticket_and_not_a_blank_page(visitor, door, phone):
    page = phone.open(door, visitor.ticket.url)
    expect(page.get_by_text("Trang tự cập nhật")).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    expect(page.get_by_text("Trang tự cập nhật")).to_be_visible()

    phone.context.set_offline(True)
    page.reload()

    expect(page.locator(".number")).to_have_text(visitor.ticket.number)
    expect(page.get_by_text("Đang nối lại…")).to_be_visible()
    phone.context.set_offline(False)
    expect(page.get_by_text("Trang tự cập nhật")).to_be_visible()


def test_a_dossier_leaves_nothing_on_the_phone(visitor, door, phone):
    page = phone.open(door, visitor.receipt.url)
    expect(page.get_by_text("Trang tự cập nhật")).to_be_visible()

    assert page.evaluate("sessionStorage.length + localStorage.length") == 0
    kept = "caches.keys().then(all => Promise.all(all.map(each => caches.open(each).then(it => it.keys()))))"
    addresses = page.evaluate(f"{kept}.then(found => found.flat().map(each => each.url))")
    assert [address for address in addresses if visitor.dossier_secret in address] == []
    assert {re.sub(r".*:\d+(/t|/static)\b.*", r"\1", address) for address in addresses} <= {"/t", "/static"}


def test_a_phone_that_slept_asks_at_once(commune, visitor, door, phone):
    """The clock of the page jumps, as it does when a phone wakes; the old connection is not trusted."""
    page = phone.open(door, visitor.ticket.url)
    expect(page.get_by_text("Trang tự cập nhật")).to_be_visible()

    with page.expect_request("**/api/look-up"):
        page.evaluate(WAKING)

    expect(page.get_by_text("Trang tự cập nhật")).to_be_visible()


def test_nothing_rings_unless_it_was_asked_for(commune, visitor, door, phone):
    phone.page.add_init_script(HEARD)
    page = phone.open(door, visitor.ticket.url)
    page.get_by_text(visitor.ticket.number).first.click()
    expect(page.get_by_role("button", name="Báo cho tôi khi đến lượt")).to_be_visible()

    commune.office.queue.call_next("2", commune.hoa)
    expect(page.locator("article.called")).to_be_visible()

    assert page.evaluate("window.rung") == []


def test_once_asked_the_phone_rings_shakes_and_stays_lit(commune, door, phone):
    for _ in range(3):
        commune.ticket()
    mine = commune.ticket()
    phone.page.add_init_script(HEARD)
    page = phone.open(door, mine.url)
    page.get_by_role("button", name="Báo cho tôi khi đến lượt").click()
    expect(page.get_by_text("Máy này sẽ báo")).to_be_visible()
    assert ["lit", "screen"] in page.evaluate("window.rung")
    page.evaluate("window.rung = []")

    call(commune)
    expect(page.locator("article.near")).to_be_visible()
    assert page.evaluate("window.rung") == [["shaken", 1], ["note", 1], ["note", 1]]
    page.evaluate("window.rung = []")
    for _ in range(3):
        call(commune)
    expect(page.locator("article.called")).to_be_visible()

    rung = page.evaluate("window.rung")
    assert (rung[-7], rung[-6:]) == (["shaken", 5], [["note", 1]] * 6)
    titles = set()
    for _ in range(200):
        titles.add(page.title())
        if len(titles) > 1:
            break
        page.wait_for_timeout(300)
    assert titles == {"▶ Quầy 2", f"{mine.number} · Đến lượt ông/bà"}


def call(commune):
    """The next number to counter 2, once whoever is there has left."""
    queue = commune.office.queue
    for at_counter in queue.board().calls:
        ticket = next(each for each in [queue.counter("2", "nt.hoa").current] if each)
        assert ticket.number == at_counter.number
        queue.start(ticket.id, commune.hoa)
        queue.finish(ticket.id, "guidance", commune.hoa)
    queue.call_next("2", commune.hoa)


def test_without_a_script_the_ticket_is_one_touch_from_fresh(commune, visitor, door, chromium):
    quiet = Phone(chromium, java_script_enabled=False)
    page = quiet.open(door, "#0")
    page.get_by_label("Mã hồ sơ").fill(secret(visitor.ticket.url))
    page.get_by_role("button", name="Xem hồ sơ").click()
    expect(page.get_by_text("Sắp đến lượt ông/bà")).to_be_visible()
    expect(page.get_by_role("button", name="Báo cho tôi khi đến lượt")).to_be_hidden()
    commune.office.queue.call_next("2", commune.hoa)

    page.get_by_role("button", name="Cập nhật tình hình").click()

    expect(page.get_by_text("Mời ông/bà đến quầy 2 ngay bây giờ.")).to_be_visible()
    quiet.context.close()


def test_a_finished_visit_is_rated_in_two_touches(commune, visitor, door, phone):
    page = phone.open(door, visitor.ticket.url)
    commune.office.queue.call_next("2", commune.hoa)
    commune.office.queue.start(visitor.ticket.id, commune.hoa)
    commune.office.queue.finish(visitor.ticket.id, "guidance", commune.hoa)
    expect(page.get_by_text("Điều gì chưa được?")).to_be_hidden()
    page.get_by_text("Chưa hài lòng", exact=True).click()
    expect(page.get_by_text("Điều gì chưa được?")).to_be_visible()
    page.get_by_text("Rất hài lòng", exact=True).click()
    expect(page.get_by_text("Điều gì chưa được?")).to_be_hidden()

    page.get_by_role("button", name="Gửi đánh giá").click()

    expect(page.get_by_role("heading", name="Cảm ơn ông/bà đã đánh giá")).to_be_visible()
    assert visitor.ticket_secret not in page.url
    assert phone.complaints == []


def test_a_number_from_afar_ends_on_its_own_link(commune, door, phone):
    allow(commune)
    for _ in range(5):
        commune.ticket()
    page = phone.page
    page.goto(f"{door.url}/t?lang=vi")
    page.get_by_role("link", name="Lấy số từ xa").click()
    page.get_by_role("link", name=re.compile(commune.group.name)).click()
    commune.clock.set(commune.clock.at + 5_000_000)
    page.get_by_role("button", name="Lấy số").click()

    expect(page.locator(".number")).to_have_text("A006")
    expect(page.get_by_text("Trang tự cập nhật")).to_be_visible()
    assert re.fullmatch(rf"{door.url}/t\?lang=vi#[0-9A-Z]{{16}}", page.url)
    assert phone.complaints == []
    assert phone.too_wide <= 0


def test_the_board_in_a_browser_shows_a_call_within_two_seconds(commune, door, chromium):
    screen = Phone(chromium)
    page = screen.page
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.goto(f"{door.url}/bang")
    expect(page.get_by_text("Chưa gọi số nào")).to_be_visible()
    mine = commune.ticket()
    expect(page.get_by_text("1 người")).to_be_visible()
    commune.office.queue.call_next("2", commune.hoa)

    expect(page.locator(".latest .number")).to_have_text(mine.number)
    expect(page.locator(".latest.fresh")).to_be_visible()
    expect(page.locator(".latest .counter")).to_have_text("2")
    assert screen.complaints == []
    screen.context.set_offline(True)
    expect(page.get_by_text(re.compile(r"Mất kết nối từ \d\d:\d\d"))).to_be_visible()
    screen.context.close()
