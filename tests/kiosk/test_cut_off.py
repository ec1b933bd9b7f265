"""A hall whose office is out of reach: numbers go on, nothing is invented, and all is well again by itself."""

import os
import shutil
import signal
import tempfile
from collections import Counter
from itertools import cycle
from pathlib import Path

import pytest

from application.clock import SystemClock
from application.faults import StoreFull
from application.office import Office
from application.remote import RemoteOffice
from kiosk.keeping import KeptOffice, Safe
from kiosk.screens.banner import words_of
from tests.application.an_office import KIOSK, an_office, ended, killed, program, rows
from tests.codes import opencv, zxing
from tests.kiosk.a_hall import clipped, popular, tickets, visiting
from tests.kiosk.an_outage import a_kiosk
from tests.kiosk.pictures import photograph
from tests.web.over_the_network import server_process, until
from wording import languages

SIZES = [(100, 26), (80, 24), (80, 20), (60, 48)]
NUMBER = ("1", "1", "1", "1", "2", "0", "0")
"""Group 1, field 1, procedure 1, two papers, continue, no priority."""


@pytest.fixture
def cable(office, cable):
    popular(office)
    return cable


# ---- what the hall sees


async def test_the_number_is_given_and_the_screen_says_only_what_is_known(office, cable, kiosk):
    async with visiting(kiosk) as visitor:
        assert "gián đoạn" not in visitor.screen
        cable.cut()
        await visitor.press(*NUMBER)

        ticket = visitor.app.session.ticket
        assert (visitor.place, ticket.number, ticket.kept) == ("number", "A501", True)
        assert "Số này có giá trị như mọi số khác" in visitor.screen
        assert "Số người chờ và giờ ước tính sẽ có" in visitor.screen
        assert "Trước ông/bà" not in visitor.screen
        assert "Chưa có ai trước" not in visitor.screen
        await visitor.wait(1)
        assert "Mạng gián đoạn từ 08:12. Số vẫn lấy được, vẫn có giá trị." in visitor.screen
        assert "A501" not in {number for number, *_ in tickets(office)}

        cable.mend()
        kiosk.tend()
        await visitor.wait(1)
        assert "gián đoạn" not in visitor.screen
        assert ("A501", ticket.procedure, "", "civil_status") in tickets(office)


async def test_the_banner_is_there_before_anybody_meets_the_fault(cable, kiosk):
    async with visiting(kiosk) as visitor:
        cable.cut()
        kiosk.tend()
        await visitor.wait(1)
        assert visitor.place == "home"
        assert "Mạng gián đoạn từ 08:12" in visitor.screen


async def test_a_look_up_says_why_it_cannot_answer_and_since_when(cable, kiosk):
    async with visiting(kiosk) as visitor:
        cable.cut()
        await visitor.scan("http://127.0.0.1:8080/t#ABCDEFGHJKMNPQRS")
        assert visitor.place == "sorry"
        assert "máy mất liên lạc với máy chủ từ 08:12" in visitor.screen
        assert "Ông/bà vẫn lấy số được" in visitor.screen

        cable.mend()
        kiosk.tend()
        await visitor.wait(1)
        assert visitor.place == "home", "what was refused for want of the office is not left standing"


async def test_an_empty_hall_is_told_no_number_of_people(cable, kiosk):
    async with visiting(kiosk) as visitor:
        await visitor.wait(61)
        assert "Đang chờ: 3" in visitor.screen or "3 người" in visitor.screen
        cable.cut()
        kiosk.tend()
        await visitor.wait(6)
        assert visitor.place == "attract"
        assert "Vẫn lấy số được ở máy này" in visitor.screen
        assert "3 người" not in visitor.screen
        assert "Chưa có ai" not in visitor.screen


async def test_a_kiosk_that_was_never_told_anything_says_so_and_recovers_by_itself(office, cable, tmp_path):
    cable.cut()
    empty = a_kiosk(cable, tmp_path / "new")
    empty.tend()
    async with visiting(empty) as visitor:
        assert visitor.place == "sorry"
        assert "không còn số nào để cấp" in visitor.screen
        assert "vẫn lấy được" not in visitor.screen
        assert "Mời ông/bà gặp cán bộ hướng dẫn" in visitor.screen
        cable.mend()
        empty.tend()
        await visitor.wait(1)
        assert visitor.place == "home"
        assert office.unit.name.split()[0] in visitor.screen
    empty.close()


async def test_a_full_disk_of_the_office_is_not_called_the_network(cable, kiosk):
    async with visiting(kiosk) as visitor:
        cable.cut(StoreFull)
        await visitor.press(*NUMBER)
        await visitor.wait(1)
        assert "Hệ thống tạm nghỉ từ 08:12" in visitor.screen
        assert visitor.app.session.ticket.number == "A501"


async def test_a_kiosk_that_can_save_nothing_asks_not_to_be_switched_off(cable, kiosk):
    cable.cut()
    pages = kiosk.safe.connection.execute("PRAGMA page_count").fetchone()[0]
    kiosk.safe.connection.execute(f"PRAGMA max_page_count = {pages}")
    while not kiosk.safe.in_memory:
        kiosk.queue.issue(KIOSK, group="other")
    async with visiting(kiosk) as visitor:
        await visitor.wait(1)
        assert "xin đừng tắt máy" in visitor.screen


async def test_two_decoders_read_the_link_of_a_number_that_the_office_has_not_heard_of(cable, kiosk):
    async with visiting(kiosk) as visitor:
        cable.cut()
        await visitor.press(*NUMBER)
        link = visitor.app.session.ticket.url
        pixels = photograph(visitor.app)
        assert zxing(pixels) == [link]
        assert opencv(pixels) == link


@pytest.mark.parametrize(
    ("size", "language"),
    zip(SIZES, cycle(languages()), strict=False),
    ids=lambda value: value if isinstance(value, str) else f"{value[0]}x{value[1]}",
)
async def test_nothing_is_cut_where_the_banner_takes_its_rows(cable, kiosk, size, language):
    cable.cut()
    kiosk.tend()
    async with visiting(kiosk, size=size, language=language) as visitor:
        assert clipped(visitor.app) == []
        shown = " ".join(visitor.screen.split())
        assert all(text in shown for text in words_of(visitor.app.standing, language)[:1])
        await visitor.press(*NUMBER)
        assert visitor.place == "number"
        assert clipped(visitor.app) == []


async def test_the_slip_names_no_people_ahead(cable, kiosk, tmp_path):
    async with visiting(kiosk, tickets=tmp_path / "slips") as visitor:
        cable.cut()
        await visitor.press(*NUMBER)
        app = visitor.app
        assert app.front.slip(app.session, app.session.ticket).people_ahead is None
        assert [file.name for file in (tmp_path / "slips").iterdir()] == ["2026-03-02-A501.png"]


# ---- a real server, and a real end of it


async def test_the_server_is_killed_and_started_again_and_everything_is_delivered_once(tmp_path):
    office = an_office(tmp_path / "store", clock=SystemClock())
    credential = office.devices.enroll("kiosk-1", "kiosk")
    office.close()
    running, port = server_process(tmp_path / "store")
    remote = RemoteOffice(f"http://127.0.0.1:{port}", credential)
    kiosk = KeptOffice(lambda: remote, Safe(tmp_path / "kiosk-1"), "kiosk-1", patience=5)
    try:
        assert until(lambda: len(kiosk.safe.left()) >= 4)
        numbers = [kiosk.queue.issue(KIOSK, group="civil_status").number for _ in range(3)]
        killed(running)
        kept = [kiosk.queue.issue(KIOSK, group="civil_status") for _ in range(25)]
        kiosk.queue.printed(kept[0].id, "screen", KIOSK)
        assert all(each.kept for each in kept)
        assert kiosk.standing.network
        running, _ = server_process(tmp_path / "store", port)
        assert until(lambda: kiosk.reachable)
        numbers += [kiosk.queue.issue(KIOSK, group="civil_status").number]
    finally:
        kiosk.close()
        remote.close()
        killed(running)
    found = Counter(number for (number,) in rows(tmp_path / "store", "SELECT number FROM ticket"))
    assert found == Counter([*numbers, *(each.number for each in kept)])
    assert numbers == ["A001", "A002", "A003", "A004"]
    printed = "SELECT count(*) FROM event WHERE topic = 'ticket.printed'"
    assert rows(tmp_path / "store", printed) == [(1,)]


def test_a_number_that_a_server_gave_while_it_hung_is_replaced_by_the_one_in_the_hand(tmp_path):
    office = an_office(tmp_path / "store", clock=SystemClock())
    credential = office.devices.enroll("kiosk-1", "kiosk")
    office.close()
    running, port = server_process(tmp_path / "store")
    remote = RemoteOffice(f"http://127.0.0.1:{port}", credential)
    kiosk = KeptOffice(lambda: remote, Safe(tmp_path / "kiosk-1"), "kiosk-1", patience=0.5)
    try:
        assert until(lambda: len(kiosk.safe.left()) >= 4)
        os.kill(running.pid, signal.SIGSTOP)
        held = kiosk.queue.issue(KIOSK, group="land")
        assert held.kept
        os.kill(running.pid, signal.SIGCONT)
        assert until(lambda: kiosk.reachable)
        query = "SELECT number FROM ticket WHERE grp = 'land' AND state = 'waiting'"
        assert until(lambda: rows(tmp_path / "store", query) == [(held.number,)])
    finally:
        kiosk.close()
        remote.close()
        killed(running)


# ---- the kiosk itself is ended at any moment

GIVING = """
import os, signal, sys, time
from pathlib import Path
from random import Random
from application.clock import SystemClock
from application.faults import Unreachable
from application.office import Office
from kiosk.keeping import KeptOffice, Safe
from tests.application.an_office import KIOSK
from tests.kiosk.an_outage import Cable

root, safe, seed, times = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
longest = float(sys.argv[5])
chance = Random(seed)
for turn in range(times):
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        weather = Random(seed * 1000 + turn)
        cable = Cable(Office.at(root))
        if weather.random() < 0.5:
            cable.cut()
        kiosk = KeptOffice(lambda: cable, Safe(safe), "kiosk-1")
        os.write(writing, b"\\n")
        while True:
            if weather.random() < 0.3:
                cable.mend() if cable.fault else cable.cut()
            if weather.random() < 0.05:
                cable.deaf_for = 1
            try:
                ticket = kiosk.queue.issue(KIOSK, group="civil_status")
            except Exception as trouble:
                os.write(writing, f"! {type(trouble).__name__}\\n".encode())
                time.sleep(0.01)
                continue
            os.write(writing, f"{ticket.number} {ticket.id}\\n".encode())
            kiosk.queue.printed(ticket.id, "screen", KIOSK)
            time.sleep(0.004)
    os.close(writing)
    os.read(reading, 1)
    said, enough = b"", chance.randrange(8)
    while said.count(b"\\n") < enough:
        said += os.read(reading, 65536)
    time.sleep(chance.uniform(0.0, longest))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while block := os.read(reading, 65536):
        said += block
    os.close(reading)
    print(said.decode().rpartition("\\n")[0], flush=True)
"""


def ended_at_random(times, seed, longest):
    """A kiosk that is ended so often; every number anybody saw is in the office once, and none of them twice."""
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None
    folder = Path(tempfile.mkdtemp(prefix="motcua-", dir=memory))
    try:
        first = an_office(folder / "store", clock=SystemClock())
        prepared = KeptOffice(lambda: first, Safe(folder / "safe"), "kiosk-1", tending=False)
        prepared.tend()
        prepared.close()
        said = [
            line.split()
            for line in ended(program(GIVING, folder / "store", folder / "safe", seed, times, longest))
            if line and not line.startswith("!")
        ]
        last = KeptOffice(
            lambda: Office.at(folder / "store"), Safe(folder / "safe"), "kiosk-1", tending=False
        )
        last.tend()
        assert last.reachable
        assert (last.standing.waiting, last.safe.refused()) == (0, [])
        last.close()
        seen = Counter(number for number, _ in said)
        query = "SELECT number, state FROM ticket"
        known = rows(folder / "store", query)
        log = "SELECT count(*), count(DISTINCT stream) FROM event WHERE topic = 'ticket.issued'"
        return seen, known, rows(folder / "store", log)[0]
    finally:
        shutil.rmtree(folder)


def check_nothing_lost(seen, known, log):
    assert [number for number, times in seen.items() if times > 1] == []
    waiting = {number for number, state in known if state == "waiting"}
    assert seen.keys() <= waiting, "somebody holds a number that nobody will call"
    assert len(known) == len({number for number, _ in known}) == log[0] == log[1]


def test_a_kiosk_that_is_ended_at_any_moment_loses_and_doubles_no_number():
    seen, known, log = ended_at_random(8, 7, 0.12)
    assert len(seen) > 10
    check_nothing_lost(seen, known, log)


@pytest.mark.long
def test_a_kiosk_that_is_ended_two_hundred_times_loses_and_doubles_no_number():
    seen, known, log = ended_at_random(200, 7, 0.6)
    check_nothing_lost(seen, known, log)
    assert len(seen) > 150
