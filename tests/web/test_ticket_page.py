"""The ticket's page at each turn of a visit, in both languages, and how many may follow it at once."""

import anyio
import httpx
import pytest

from application.opening import adopt_rules
from domain.rules import RulesAdopted
from tests.web.conftest import HOUR, a_ticket, secret
from web.asking import Question
from web.follow import Followers
from web.server import BackgroundServer
from web.ticket_page import ticket_page
from web.voice import Voice

VI, EN = Voice("vi"), Voice("en")
WARN = {"queue_warn_ahead": 0}
BASIS = {"queue_warn_ahead": "Quy chế của đơn vị"}


def test_with_two_people_ahead_it_is_almost_ones_turn(commune, look):
    tickets = [commune.ticket() for _ in range(4)]

    assert "Đang chờ đến lượt" in look(tickets[3].url)
    assert "Sắp đến lượt ông/bà" in look(tickets[2].url)
    assert "Almost your turn" in look(tickets[2].url, "en")
    assert 'data-urgent="soon"' in look(tickets[2].url)


def test_the_rules_of_the_day_say_when_to_warn(commune, look):
    rules = RulesAdopted(ruleset="hall", valid_from="2026-01-01", parameters=WARN, basis=BASIS)
    adopt_rules(commune.office.core, rules)
    first, second = commune.ticket(), commune.ticket()

    assert "Sắp đến lượt" in look(first.url)
    assert "Sắp đến lượt" not in look(second.url)


def test_a_call_says_the_counter_in_the_title_too(commune, look):
    mine = commune.ticket()
    commune.office.queue.call_next("2", commune.hoa)

    page = look(mine.url)

    assert "Quầy <b>2</b>" in page
    assert 'data-urgent="yes"' in page
    assert 'data-flash="▶ Quầy 2"' in page


def test_a_missed_number_says_until_when_it_is_kept_and_then_that_it_is_not(commune, look):
    mine = commune.ticket()
    commune.office.queue.call_next("2", commune.hoa)
    commune.later(5)
    commune.office.queue.miss(mine.id, commune.hoa)

    assert "Trước 10:05, xin đưa phiếu cho cán bộ để vào lại hàng" in look(mine.url)

    commune.later(61)
    assert "Số được giữ đến 10:05" in look(mine.url)
    assert "This number is no longer kept" in look(mine.url, "en")


def test_a_transferred_ticket_is_told_where_to_and_not_what_was_written_about_it(commune, look):
    mine = commune.ticket()
    queue, groups = commune.office.queue, commune.office.catalogue.groups()
    queue.call_next("2", commune.hoa)
    queue.transfer(mine.id, groups[1].key, "Nhầm quầy, bà Năm cần chứng thực.", commune.hoa)

    page = look(mine.url)

    assert f"Ông/bà được chuyển từ «{groups[0].name}» sang «{groups[1].name}»" in page
    assert "bà Năm" not in page


def test_a_visitor_who_stepped_aside_keeps_the_place(commune, look):
    mine = commune.ticket()
    queue = commune.office.queue
    queue.call_next("2", commune.hoa)
    queue.start(mine.id, commune.hoa)
    queue.hold(mine.id, "Điền tờ khai", commune.hoa)

    assert "Đang giữ chỗ cho ông/bà" in look(mine.url)
    assert "không phải xếp hàng từ đầu" in look(mine.url)

    queue.resume(mine.id, commune.hoa)
    assert "Ông/bà là người kế tiếp" in look(mine.url)


def test_the_end_of_the_visit_leads_to_its_dossier_by_code_alone(commune, look):
    mine = commune.ticket()
    queue = commune.office.queue
    queue.call_next("2", commune.hoa)
    queue.start(mine.id, commune.hoa)
    receipt = commune.accept()
    queue.finish(mine.id, "dossier", commune.hoa, dossier=receipt.id)

    page = look(mine.url)

    assert f'name="code" value="{receipt.code}"' in page
    assert secret(receipt.url) not in page
    assert receipt.short_code not in page


def test_the_day_ends_for_a_ticket_too(commune, look):
    mine = commune.ticket()
    commune.later(8 * 60)
    commune.office.queue.close_day(commune.lan)

    assert "đã hết giờ làm việc" in look(mine.url)


@pytest.mark.parametrize("voice", [VI, EN], ids=["vi", "en"])
@pytest.mark.parametrize(
    "changed",
    [
        {"near": True}, {"from_afar": True}, {"wait": None}, {"state": "held"}, {"moved_from": "land"},
        {"state": "parked", "rejoin_by": 2 * HOUR}, {"state": "parked", "rejoin_by": 1},
        {"state": "served", "rated": True}, {"state": "served", "dossier_code": "H20.321-260415-0001"},
    ],
    ids=str,
)  # fmt: skip
def test_there_are_words_for_every_turn_of_a_visit(changed, voice):
    page = ticket_page(a_ticket(**changed), "Hộ tịch", voice, before="Đất đai")

    assert "{" not in page
    assert page.count("<h1") == 1


def test_an_alert_is_offered_only_while_there_is_something_to_wait_for():
    assert "alert-me" in ticket_page(a_ticket(), "", VI)
    assert "alert-me" not in ticket_page(a_ticket(state="serving", counter="2"), "", VI)


def test_two_hundred_who_follow_are_looked_at_once_for_each_call(commune, monkeypatch):
    """One look for each ticket when the log grew, and none when it did not."""
    tickets = [commune.ticket() for _ in range(200)]
    looked, by_secret = [], commune.office.lookup.by_secret
    monkeypatch.setattr(
        commune.office.lookup, "by_secret", lambda secret: looked.append(secret) or by_secret(secret)
    )
    followers = Followers(commune.office, beat=0.1)
    heard = [0] * len(tickets)

    async def follow(place, ticket, called):
        stream = followers.changes(Question(secret=secret(ticket.url)), "127.0.0.1", VI)
        async for message in stream:
            if message.event == "page":
                heard[place] += 1
            if called.is_set():
                break
        await stream.aclose()

    async def hall():
        called = anyio.Event()
        async with anyio.create_task_group() as group:
            for place, ticket in enumerate(tickets):
                group.start_soon(follow, place, ticket, called)
            while min(heard) < 1:
                await anyio.sleep(0.05)
            before = len(looked)
            await anyio.sleep(0.5)
            assert len(looked) == before, "nothing happened, so nothing was looked at"
            await anyio.to_thread.run_sync(commune.office.queue.call_next, "2", commune.hoa)
            called.set()
        assert len(looked) == before + len(tickets)

    anyio.run(hall)

    assert heard == [2] * len(tickets)
    assert followers.followed == {}


def test_two_phones_on_one_ticket_share_one_look(commune, monkeypatch):
    mine = commune.ticket()
    with BackgroundServer(commune.office, beat=0.1) as door:
        body = {"secret": secret(mine.url)}
        with (
            httpx.stream("POST", f"{door.url}/api/follow", json=body, timeout=60) as first,
            httpx.stream("POST", f"{door.url}/api/follow", json=body | {"lang": "en"}, timeout=60) as second,
        ):
            vi, en = first.iter_lines(), second.iter_lines()
            assert any("Sắp đến lượt ông/bà" in line for line in vi)
            assert any("Almost your turn" in line for line in en)
            assert len(door.server.config.app.state.followers.followed) == 1
            commune.office.queue.call_next("2", commune.hoa)
            assert any("Đến lượt ông/bà" in line for line in vi)
            assert any("It is your turn" in line for line in en)
