"""A working morning on which everything goes wrong: people keep coming, get their numbers, and are told the truth.

Office, hall and printer are real processes and real sockets (`a_street`). Whatever happens in the middle, at the end
every number that somebody saw is in the log once, none is doubled, and all are called in the order of arrival.
"""

import asyncio
import os
import shutil
import signal
import tempfile
import threading
import time
from collections import Counter
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from desk import DeskApp
from kiosk import KioskApp
from kiosk.board import BoardApp
from kiosk.printing import printer
from tests.application.an_office import PASSWORD
from tests.desk.keys import sign_in
from tests.kiosk.a_hall import SIZE, Visitor
from tests.kiosk.pictures import words
from tests.walks.a_street import Street, fill, read, small_disk
from tests.walks.a_terminal import Screen
from tests.web.over_the_network import until

ERRANDS = (("8", "0"), ("1", "1", "7", "0"))
"""What people press: one comes for a result, the next for something about a birth."""
FEW = 3
LINES, DAYS = 7, 4
"""For which a kiosk holds numbers."""
A_MOMENT, TEN_MINUTES = 3.0, 600.0
"""Seconds for which something is broken."""
KNOWN = "SELECT number FROM ticket WHERE state <> 'expired' ORDER BY issued_at, number"
ISSUED = "SELECT count(*), count(DISTINCT stream) FROM event WHERE topic = 'ticket.issued'"
FAILED = "SELECT count(*) FROM event WHERE topic = 'ticket.print_failed'"
CUT_OFF = ("Mất kết nối từ", "No connection since")
"""What the board says, in one of its two languages."""


@pytest.fixture
def folder(shelf):
    """In memory where the machine has one: how fast a disk is, is not what is walked here."""
    made = Path(tempfile.mkdtemp(dir=shelf))
    yield made
    shutil.rmtree(made)


@pytest.fixture
def street(folder):
    with Street(folder) as made:
        yield made


class Watched(threading.Thread):
    """A screen that runs on its own, as on a machine of its own; `words` is what stood on it a moment ago."""

    def __init__(self, app, size, begin=None):
        super().__init__(daemon=True)
        self.app, self.size, self.begin = app, size, begin
        self.words, self.ending = "", threading.Event()
        self.start()

    def run(self):
        asyncio.run(self._show())

    async def _show(self):
        async with self.app.run_test(size=self.size) as pilot:
            if self.begin is not None:
                await self.begin(pilot)
            while not self.ending.is_set():
                self.words = " ".join(words(self.app).split())
                await asyncio.sleep(0.1)

    async def says(self, *texts, seconds=60.0):
        """Wait until it says one of these, while nobody touches it."""
        end = time.monotonic() + seconds
        while not any(text in self.words for text in texts):
            assert time.monotonic() < end, f"{texts} never came:\n{self.words}"
            await asyncio.sleep(0.05)

    def close(self):
        self.ending.set()
        self.join()


async def sits_down(pilot):
    await sign_in(pilot, "nt.hoa", counter=1)


class Morning:
    """Kiosk, board and desk of a street, somebody at each of them, and everybody who comes."""

    def __init__(self, street, visitor, board, desk):
        self.street, self.visitor, self.board, self.desk = street, visitor, board, desk
        self.kiosk = visitor.app.front.office
        self.seen = []
        """Tickets as they stood on the screen, in the order in which people came."""

    async def comes(self, reads=""):
        """One visitor, from the first screen to the number and away; what stood on the screen with the number.

        It is stayed for what the visitor `reads`, in which {number} is the own one.
        """
        visitor = self.visitor
        await visitor.press(*ERRANDS[len(self.seen) % len(ERRANDS)])
        assert visitor.place == "number", visitor.screen
        ticket = visitor.app.session.ticket
        self.seen.append(ticket)
        end = time.monotonic() + 60
        while reads.format(number=ticket.number) not in " ".join(visitor.screen.split()):
            assert time.monotonic() < end, visitor.screen
            await visitor.app.tell_paper()
            await visitor.rest()
        shown = visitor.screen
        await visitor.press("0")
        assert visitor.place == "home"
        return shown

    async def people_come(self, *, seconds=0.0, pace=0.0):
        """For so long, and never fewer than a few of them; what each of them read."""
        end, read = time.monotonic() + seconds, []
        while len(read) < FEW or time.monotonic() < end:
            read.append(await self.comes())
            await asyncio.sleep(pace)
        return read

    async def recovers(self):
        """Everything is delivered, and kiosk and board are as they were, without anybody's help."""
        end = time.monotonic() + 60
        while not self.kiosk.reachable or self.kiosk.safe.count():
            assert time.monotonic() < end, "the kiosk did not find its office again"
            await asyncio.sleep(0.05)
        await self.visitor.wait(1)
        assert "gián đoạn" not in self.visitor.screen
        assert "tạm nghỉ" not in self.visitor.screen
        await self.board.says("Mời lấy số ở máy", "Please take a number")
        assert self.kiosk.safe.refused() == []

    def check_everybody_has_one_number(self):
        shown = [ticket.number for ticket in self.seen]
        assert [number for number, times in Counter(shown).items() if times > 1] == []
        assert self.street.asked(KNOWN) == [[number] for number in shown], "lost, or out of order"
        issued, streams = self.street.asked(ISSUED)[0]
        assert issued == streams

    async def everybody_is_called(self):
        """An officer signs in and calls until nobody waits: in the order in which people came."""
        office = self.desk.app.office
        by = office.staff.sign_in("nt.hoa", PASSWORD, "1", "desk-1")
        await self.desk.says(f"Hàng chờ: {len(self.seen)} người")
        called = []
        while (ticket := office.queue.call_next("1", by)) is not None:
            called.append(ticket.number)
            office.queue.start(ticket.id, by)
            office.queue.finish(ticket.id, "guidance", by)
        assert called == [ticket.number for ticket in self.seen]


@asynccontextmanager
async def morning(street, *, with_printer=False):
    kiosk = street.kept(street.reached("kiosk-1"))
    settings = {"printer": printer(street.printer_setting)} if with_printer else {}
    board = Watched(BoardApp(street.reached("board-1")), (120, 34))
    desk = Watched(DeskApp(street.reached("desk-1"), "desk-1"), (110, 30), sits_down)
    try:
        async with KioskApp(kiosk, "kiosk-1", **settings).run_test(size=SIZE) as pilot:
            visitor = Visitor(pilot.app, pilot)
            await visitor.rest()
            await board.says("Mời lấy số ở máy", "Please take a number")
            await desk.says("Chưa gọi ai")
            yield Morning(street, visitor, board, desk)
    finally:
        board.close()
        desk.close()


# ---- the office and the network


async def the_office_is_away(street, seconds, pace=0.0):
    async with morning(street) as hall:
        await hall.people_come()
        street.kill_office()
        read = await hall.people_come(seconds=seconds, pace=pace)
        await hall.board.says(*CUT_OFF)
        await hall.desk.says("mất kết nối với máy chủ")
        assert all("Số này có giá trị như mọi số khác." in screen for screen in read)
        assert all("Mạng gián đoạn từ" in screen for screen in read[1:])
        assert all("Trước ông/bà" not in screen for screen in read), "nobody knows it now"
        kept = [ticket.kept for ticket in hall.seen]
        assert kept == [False] * FEW + [True] * len(read)

        street.open_office()
        await hall.recovers()
        await hall.desk.says("Phiên đăng nhập tại máy này đã hết")
        assert all("Trước ông/bà" in screen for screen in await hall.people_come())
        hall.check_everybody_has_one_number()
        await hall.everybody_is_called()


async def test_the_office_is_killed_and_numbers_are_given_all_the_same(street):
    await the_office_is_away(street, A_MOMENT)


@pytest.mark.long
async def test_the_office_is_away_for_ten_minutes(street):
    await the_office_is_away(street, TEN_MINUTES, pace=12.0)


async def test_the_network_is_cut_and_every_screen_finds_back_by_itself(street):
    async with morning(street) as hall:
        await hall.people_come()
        for _ in range(2):
            street.cable.cut()
            read = await hall.people_come()
            await hall.board.says(*CUT_OFF)
            await hall.desk.says("mất kết nối với máy chủ")
            assert all("Số này có giá trị như mọi số khác." in screen for screen in read)
            street.cable.mend()
            await hall.recovers()
            await hall.desk.says(f"Hàng chờ: {len(hall.seen)} người")
            await hall.people_come()
        hall.check_everybody_has_one_number()
        await hall.everybody_is_called()


# ---- the printer


ON_PAPER = "lấy phiếu ở máy in"


async def test_whatever_becomes_of_the_printer_everybody_leaves_with_a_number(street):
    state = street.printer.state
    async with morning(street, with_printer=True) as hall:
        await hall.comes(reads=ON_PAPER)
        state.paper = "out"
        await hall.comes(reads="Máy in hết giấy. Số {number} vẫn có giá trị")
        state.paper, state.cover = "ok", True
        await hall.comes(reads="Nắp máy in đang mở. Số {number} vẫn có giá trị")
        state.cover = False
        street.printer_cable.cut()
        await hall.comes(reads="Máy in đang mất kết nối. Số {number} vẫn có giá trị")
        street.printer_cable.mend()
        await hall.comes(reads=ON_PAPER)
        assert len(street.printer.slips) == 2
        assert until(lambda: street.asked(FAILED) == [[3]])
        hall.check_everybody_has_one_number()
        await hall.everybody_is_called()


# ---- full disks


@pytest.mark.system
async def test_the_offices_disk_is_full_and_it_is_not_called_the_network(folder):
    with Street(folder, disk=6) as street:
        async with morning(street) as hall:
            await hall.people_come()
            filler = fill(street.running.pid, street.store)
            read = await hall.people_come()
            assert all("Hệ thống tạm nghỉ từ" in screen for screen in read[1:])
            assert all(ticket.kept for ticket in hall.seen[FEW:])
            filler.unlink()
            await hall.recovers()
            await hall.people_come()
            hall.check_everybody_has_one_number()
            await hall.everybody_is_called()


@pytest.mark.system
def test_the_kiosks_own_disk_is_full_while_the_office_is_away(street, folder):
    disk, empty = folder / "disk", folder / "empty"
    disk.mkdir()
    empty.mkdir()
    command = street.command("kiosk", "kiosk-1", "--store", disk)
    kiosk = Screen(folder, "kiosk", small_disk("4m", disk, empty, command), street.surroundings)
    try:
        kiosk.wait_for("Hôm nay ông/bà")
        assert until(lambda: holds_numbers(disk, kiosk.process))
        street.kill_office()
        filler = fill(kiosk.process, disk)
        links = []
        while "xin đừng tắt máy" not in kiosk.words():
            links.append(kiosk.takes_a_number())
            kiosk.leaves()
            fill(kiosk.process, disk)
        filler.unlink()
        street.open_office()
        assert_everybody_has_one_number(street, links)
    finally:
        kiosk.close()


# ---- the kiosk itself


@pytest.mark.system
def test_the_kiosk_is_killed_in_the_middle_of_an_outage(street, folder):
    command = street.command("kiosk", "kiosk-1", "--store", folder / "device", "--watch")
    kiosk = Screen(folder, "kiosk", command, street.surroundings)
    try:
        links = [kiosk.takes_a_number()]
        kiosk.leaves()
        assert until(lambda: holds_numbers(folder / "device"))
        street.cable.cut()
        for _ in range(2):
            links.append(kiosk.takes_a_number())
            [screen] = children_of(kiosk.process)
            os.kill(screen, signal.SIGKILL)
            assert until(lambda was=screen: children_of(kiosk.process) not in ([], [was]))
        links.append(kiosk.takes_a_number())
        street.cable.mend()
        assert_everybody_has_one_number(street, links)
        logs = folder / "device" / "logs"
        assert (logs / "kiosk-1-watch.log").read_text().count("the screen ended with -9") == 2
        assert "the office is out of reach" in (logs / "kiosk-1.log").read_text()
    finally:
        kiosk.close()


def holds_numbers(folder, on_disk_of=0):
    """Whether a kiosk has numbers of every line for today and the days after."""
    file = folder / "kiosks" / "kiosk-1" / "kiosk.db"
    there = Path(f"/proc/{on_disk_of}/root{file}") if on_disk_of else file
    query = "SELECT count(DISTINCT day || grp) FROM number"
    return there.exists() and read(file, query, on_disk_of=on_disk_of)[0][0] >= LINES * DAYS


def children_of(parent):
    listed = Path(f"/proc/{parent}/task/{parent}/children").read_text()
    return [int(child) for child in listed.split()]


def assert_everybody_has_one_number(street, links):
    """The code on every screen leads to a number that waits, and they wait in the order in which they were shown."""
    office = street.reached("kiosk-1")
    secrets = [link.partition("#")[2] for link in links]
    assert all(secrets), "a code could not be read off the screen"
    assert until(lambda: all(office.lookup.by_secret(secret) for secret in secrets))
    shown = [office.lookup.by_secret(secret).number for secret in secrets]
    assert len(set(shown)) == len(shown)
    assert street.asked(KNOWN) == [[number] for number in shown]
