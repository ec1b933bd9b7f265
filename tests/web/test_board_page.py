"""The board as a plain page: who is called where, who is next, and never a person."""

import re

import pytest

from application.views import Announcement, Board, BoardCall, BoardCounter, BoardGroup, WaitRange
from tests.web.conftest import MINUTE, WEDNESDAY
from web.board_page import board_fragment


@pytest.fixture
def page(client):
    return lambda: client.get("/bang").text


def a_board(**changed):
    plain = {"day": "2026-04-15", "calls": (), "waiting": {}, "missed": (), "next": ()}
    return board_fragment(Board(**plain | changed), WEDNESDAY)


def calls_of(*numbers):
    return tuple(
        BoardCall(number, str(place), WEDNESDAY - place * MINUTE, "serving")
        for place, number in enumerate(numbers, 1)
    )


def test_an_empty_hall_says_how_to_begin(page):
    assert "Mời ông/bà lấy số rồi ngồi chờ" in page()


def test_the_newest_call_leads_and_the_earlier_ones_follow(commune, page):
    queue = commune.office.queue
    for _ in range(3):
        commune.ticket()
    for _ in range(2):
        called = queue.call_next("2", commune.hoa)
        commune.later(2)
        queue.start(called.id, commune.hoa)
        queue.finish(called.id, "guidance", commune.hoa)
    shown = page()

    assert '<b class="number">A002</b>' in shown
    assert '<th scope="row">A001</th>' in shown
    assert "Kế tiếp: A003" in shown
    assert "1 người" in shown


def test_nobody_is_named_on_it(commune, page):
    ticket, queue = commune.ticket(), commune.office.queue
    queue.call_next("2", commune.hoa)
    queue.start(ticket.id, commune.hoa)
    receipt = commune.accept()
    queue.hold(ticket.id, "Bà Năm về lấy giấy", commune.hoa)
    shown = page()

    private = (
        "Khánh",
        "Năm",
        "Hoa",
        "0912345678",
        receipt.code,
        receipt.short_code,
        ticket.url.split("#")[1],
    )
    assert [each for each in private if each in shown] == []
    assert "Đang giữ chỗ: A001" in shown


def test_a_number_that_came_back_stands_once():
    shown = a_board(last_calls=calls_of("A003", "A001", "A003", "A002"))

    assert re.findall(r"[AB]\d{3}", re.sub(r'data-call="[^"]*"', "", shown)) == ["A003", "A001", "A002"]


def test_a_recall_makes_the_hall_look_up_again():
    calls = calls_of("A003")
    once = a_board(last_calls=calls, calls=calls)
    twice = a_board(last_calls=calls, calls=(BoardCall("A003", "1", calls[0].called_at, "called", 1),))

    assert re.search('data-call="[^"]*"', once)[0] != re.search('data-call="[^"]*"', twice)[0]


def test_it_tells_of_breaks_lost_turns_news_and_closing():
    shown = a_board(
        last_calls=calls_of("A003"),
        missed=("A001", "B002"),
        counters=(
            BoardCounter(counter="4", state="paused", until=WEDNESDAY + 20 * MINUTE),
            BoardCounter(counter="5", state="paused"),
            BoardCounter(counter="6", state="open"),
        ),
        announcements=(Announcement(text="Chiều nghỉ họp <b>", text_en="Closed this afternoon"),),
        closed=True,
    )

    assert "Quầy 4 tạm nghỉ đến 09:20" in shown
    assert "Quầy 5 tạm nghỉ<" in shown
    assert "Quầy 6" not in shown
    assert "Lỡ lượt: A001 · B002. Đưa phiếu cho cán bộ" in shown
    assert "Chiều nghỉ họp &lt;b&gt;" in shown
    assert "Hiện không phát số" in shown
    assert "No numbers are given out now" in shown


def test_a_closed_hall_says_when_it_opens():
    shown = a_board(closed=True, opens_at="2026-04-16T07:00")

    assert "Phát số lại lúc 07:00, thứ Năm, ngày 16 tháng 4 năm 2026." in shown
    assert "Numbers again at 07:00, Thursday 16 April 2026." in shown


def test_a_crowd_of_groups_stands_closer_together():
    groups = tuple(
        BoardGroup(key=key, series=key, name=f"Nhóm {key}", name_en="", waiting=2, wait=WaitRange(5, 10))
        for key in "ABCDEG"
    )

    assert 'class="lines many"' in a_board(groups=groups)
    assert 'class="lines"' in a_board(groups=groups[:5])
    assert '<section class="lines"></section>' in a_board()


def test_without_a_script_the_page_loads_itself_anew(page):
    assert '<noscript><meta http-equiv="refresh" content="15"></noscript>' in page()
