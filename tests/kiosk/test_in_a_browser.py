"""In Chromium: a ticket is taken by touch, a phone reads its code off the picture, and the board shows the call."""

import asyncio
import contextlib
import json
import re
import signal
import sys
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from subprocess import PIPE, Popen

import cv2
import numpy as np
import pytest
from PIL import Image

from kiosk.board.picture import beside
from kiosk.browser import PAGES, BrowserServer, CannotServe
from motcua.board import without_browser
from tests.application.an_office import at_counter
from tests.codes import opencv, zxing
from tests.kiosk.a_hall import BIRTH_NAME, HOA, MORNING, popular, visiting
from wording.identity import DARK, rgb

pytestmark = pytest.mark.system

SIZE = (1280, 800)
PATIENCE = 60
"""Seconds that a busy machine may take."""
PROGRAM = f"""
import sys
from pathlib import Path
from application.clock import SetClock
from application.office import Office
office = Office.at(Path(sys.argv[2]), clock=SetClock({MORNING}))
if sys.argv[1] == "kiosk":
    from kiosk import KioskApp
    app = KioskApp(office, "kiosk-1")
else:
    from kiosk.board import BoardApp
    app = BoardApp(office)
app.run()
office.close(sign=False)
"""
SERVER = """
import sys
from kiosk.browser import BrowserServer
face, store, program, pages = sys.argv[1:]
command = [sys.executable, "-c", program, face, store]
BrowserServer(face, command, pages=int(pages)).serve_until_ended(lambda port: print(port, flush=True))
"""
WAY = ("Khai sinh, kết hôn", "Khai sinh, kết hôn", BIRTH_NAME, "Tiếp tục", "Không")


@contextlib.contextmanager
def serving(face, store, pages=PAGES):
    """The face of a store, served to browsers; its address."""
    server = Popen(
        [sys.executable, "-c", SERVER, face, str(store), PROGRAM, str(pages)], stdout=PIPE, text=True
    )
    try:
        yield f"http://127.0.0.1:{int(server.stdout.readline())}"
    finally:
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=PATIENCE)


class Page:
    """A screen in a browser, and everything it complained about and asked for."""

    def __init__(self, browser, url, size=SIZE):
        viewport = dict(zip(("width", "height"), size, strict=True))
        self.context = browser.new_context(viewport=viewport, has_touch=True)
        self.context.set_default_timeout(PATIENCE * 1000)
        self.page = self.context.new_page()
        self.wrong, self.asked, self.grid = [], [], (0, 0)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("websocket", lambda socket: socket.on("framesent", self._sent))
        self.page.goto(url)
        self.page.wait_for_selector("body.-first-byte")
        self.settled()

    def _sent(self, payload):
        kind, *content = json.loads(payload)
        if kind == "resize":
            self.grid = (content[0]["width"], content[0]["height"])

    def picture(self):
        return np.array(Image.open(BytesIO(self.page.screenshot())).convert("RGB"))

    def settled(self):
        """The picture once it stands still."""
        before, began = self.picture(), time.monotonic()
        while time.monotonic() - began < PATIENCE:
            self.page.wait_for_timeout(300)
            after = self.picture()
            if (before == after).all():
                return after
            before = after
        raise AssertionError("the screen never stands still")

    def until(self, found):
        """What is found in the first picture in which it is found."""
        began = time.monotonic()
        while not (what := found(self.picture())):
            assert time.monotonic() - began < PATIENCE
        return what

    @property
    def cell(self):
        """Where the screen begins, and how large one cell is, in pixels."""
        box = self.page.locator(".xterm-screen").bounding_box()
        return box["x"], box["y"], box["width"] / self.grid[0], box["height"] / self.grid[1]

    def tap(self, column, row):
        left, top, wide, high = self.cell
        before = self.picture()
        self.page.touchscreen.tap(left + (column + 0.5) * wide, top + (row + 0.5) * high)
        self.until(lambda seen: (seen != before).any())
        self.settled()

    def shows(self, number, counter, scale, picture):
        """How like the newest call a part of this picture is, from -1 to 1."""
        _, _, wide, high = self.cell
        dots = np.array(beside(number, counter, scale), np.uint8)
        colours = np.array([rgb(DARK.plate), rgb(DARK.plate_text), rgb(DARK.plate_text)], np.uint8)
        size = (round(dots.shape[1] * wide), round(dots.shape[0] * high / 2))
        expected = cv2.resize(colours[dots], size, interpolation=cv2.INTER_NEAREST)
        return float(cv2.matchTemplate(picture, expected, cv2.TM_CCOEFF_NORMED).max())


async def places_to_touch(office, size):
    """Where a visitor who takes this way finds each tile; the last one is only looked at."""
    found = []
    async with visiting(office, size=size) as visitor:
        for title in WAY:
            found.append(visitor.tile(title).region.center)
            if title != WAY[-1]:
                await visitor.click(title)
    return [(int(column), int(row)) for column, row in found]


def rehearsed(office, size):
    """The same, from a thread without the loop that drives the browser."""
    with ThreadPoolExecutor(1) as aside:
        return aside.submit(asyncio.run, places_to_touch(office, size)).result()


def test_a_ticket_taken_by_touch_is_read_by_a_phone_and_called_on_the_board(office, chromium):
    popular(office)
    at_counter(office, "1", HOA)
    root = office.folder.root
    with serving("kiosk", root) as kiosk, serving("board", root) as board:
        hall, visitor = Page(chromium, board), Page(chromium, kiosk)
        for place in rehearsed(office, visitor.grid):
            visitor.page.wait_for_timeout(700)  # two taps in one moment are one choice
            visitor.tap(*place)
        picture = visitor.settled()
        [link] = set(zxing(picture))
        assert opencv(picture) == link
        assert office.lookup.by_secret(link.rpartition("#")[2]).number == "A004"

        called = [office.queue.call_next("1", HOA)]
        while called[-1].number != "A004":
            office.queue.start(called[-1].id, HOA)
            office.queue.finish(called[-1].id, "guidance", HOA)
            called.append(office.queue.call_next("1", HOA))
        hall.until(
            lambda seen: hall.shows("A004", "1", 2, seen) > 0.9 or hall.shows("A004", "1", 3, seen) > 0.9
        )

        assert hall.wrong == visitor.wrong == []
        for page in (hall, visitor):
            assert {url.partition("/part/")[0].rstrip("/") for url in page.asked} <= {kiosk, board}
            assert page.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            assert page.page.evaluate("document.documentElement.scrollHeight <= innerHeight")
            page.context.close()


def test_the_screen_has_the_columns_it_was_drawn_for_upright_too(office, chromium):
    with serving("board", office.folder.root) as board:
        for size, columns in (((1920, 1080), 120), ((1080, 1920), 60)):
            page = Page(chromium, board, size)
            assert page.grid[0] == columns
            page.context.close()


def test_a_screen_that_was_cut_off_comes_back_by_itself(office, chromium):
    with serving("board", office.folder.root) as board:
        page = Page(chromium, board)
        page.page.evaluate("document.body.classList.add('-closed')")
        page.page.wait_for_selector("body:not(.-closed).-first-byte")
        page.context.close()


def answer(url, **headers):
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=60) as found:
            return found.status, dict(found.headers), found.read().decode("utf-8", "replace")
    except urllib.error.HTTPError as refused:
        return refused.code, dict(refused.headers), ""


def test_the_page_asks_for_nothing_from_outside_and_shows_no_folder(office):
    with serving("board", office.folder.root) as board:
        status, headers, page = answer(board + "/")
        assert status == 200
        assert re.findall(r"https?://", page) == []
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "Server" not in headers
        assert DARK.plate in page
        assert [
            answer(board + each)[0] for each in ("/static/", "/part/page.html", "/part/../serving.py")
        ] == [404] * 3
        assert [answer(f"{board}/part/{each}")[0] for each in ("page.js", "textual.js", "mono.ttf")] == [
            200
        ] * 3


def test_a_page_of_another_site_gets_no_screen(office):
    with serving("kiosk", office.folder.root) as kiosk:
        upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
        for origin in ({}, {"Origin": "https://elsewhere.example"}):
            status, _, _ = answer(kiosk + "/ws", **upgrade, **origin)
            assert status == 403


def test_there_are_never_more_screens_than_the_machine_bears(office):
    with serving("board", office.folder.root, pages=0) as board:
        upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
        status, headers, _ = answer(board + "/ws", **upgrade, Origin=board)

    assert status == 503
    assert headers["Retry-After"] == "30"


def test_an_address_that_is_taken_is_refused_by_name():
    first = BrowserServer("board", ["true"])
    with pytest.raises(CannotServe):
        BrowserServer("board", ["true"], port=first.port)
    first.listening.close()


def test_the_command_that_is_served_is_the_one_that_was_given():
    given = "kiosk --browser --port 8091 --watch --lang en --host=0.0.0.0 --store /srv/office"

    assert without_browser(given.split(" ")) == ["kiosk", "--lang", "en", "--store", "/srv/office"]


def test_printer_server_and_credential_go_with_every_page():
    way = (
        "kiosk --server https://motcua.example.vn --credential /etc/motcua/kiosk-1 --printer network:10.0.0.9"
    )

    assert without_browser([*way.split(" "), "--browser"]) == way.split(" ")


def test_the_command_serves_until_it_is_told_to_end(office):
    command = [
        sys.executable,
        "-m",
        "motcua",
        "board",
        "--browser",
        "--port",
        "0",
        "--store",
        str(office.folder.root),
    ]
    with Popen(command, stderr=PIPE, text=True) as running:
        said = running.stderr.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+", said)[0]
        status, _, _ = answer(address)
        running.send_signal(signal.SIGTERM)
        running.communicate(timeout=PATIENCE)

    assert status == 200
    assert running.returncode == 0
