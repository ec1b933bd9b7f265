"""From the waiting room to the pocket: the code on a real terminal's screen opens the page on a small phone."""

import pytest
from playwright.sync_api import expect, sync_playwright

from application.clock import SetClock, SystemClock
from application.founding import found
from tests.application.an_office import MORNING
from tests.walks.a_street import clocks
from tests.walks.test_visit_in_a_terminal import Terminal, links_in, picture, visit_by_keys
from web.server import BackgroundServer

pytestmark = pytest.mark.system
expect.set_options(timeout=60_000)

PHONE = {"width": 360, "height": 740}
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


def test_the_code_on_the_kiosk_opens_the_place_in_the_line_on_a_phone(tmp_path):
    office = found(tmp_path / "store", clock=SetClock(MORNING))
    ahead = (MORNING - SystemClock().now()) * 1000
    with BackgroundServer(office) as door:
        surroundings = clocks(tmp_path, ahead) | {"MOTCUA_PUBLIC_URL": door.url}
        terminal = Terminal(tmp_path, tmp_path / "store", surroundings)
        try:
            visit_by_keys(terminal)
            link = links_in(picture(terminal.colours()))[0]
        finally:
            terminal.close()
        ticket = office.lookup.by_secret(link.rpartition("#")[2])

        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
            page = browser.new_page(viewport=PHONE)
            page.goto(link)

            expect(page.get_by_text(ticket.number).first).to_be_visible()
            expect(page.get_by_text("Sắp đến lượt ông/bà").first).to_be_visible()
            assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
            browser.close()
    office.close()
