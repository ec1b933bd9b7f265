"""`motcua queue`: ends the day, says when it is quiet, shows the rules, proves that all was fair, plays a month."""

import pytest

from application.clock import SetClock
from application.envelope import OFFICE
from application.founding import found
from application.office import Office
from domain.calendar import local_moment
from motcua.simulation.month import simulate
from tests.application.an_office import HOA, KIOSK, at_counter
from tests.motcua.commands import motcua


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """Three mornings, each with a priority ticket that goes first; the last two numbers still wait."""
    root = tmp_path_factory.mktemp("office") / "store"
    clock = SetClock(local_moment("2026-03-02", "06:50"))
    office = found(root, clock=clock, simulated=True)
    for day in ("2026-03-03", "2026-03-04", "2026-03-05"):
        clock.set(local_moment(day, "07:40"))
        at_counter(office, "1", HOA)
        for priority in ("", "elderly", ""):
            clock.set(clock.now() + 60_000_000)
            office.queue.issue(KIOSK, group="civil_status", priority=priority)
        office.queue.call_next("1", HOA)
        if day != "2026-03-05":
            office.queue.miss(office.core.stream("ticket", f"{day}/A/2").hex, HOA)
            office.queue.close_day(OFFICE)
            office.staff.sign_out(HOA)
    office.close()
    return root


def test_every_overtaking_of_a_day_has_its_reason(store):
    said = motcua("queue", "fairness", "--on", "05/03/2026", "--store", store, language="vi")
    assert said.code == 0
    assert "thuộc diện ưu tiên" in said.out
    assert "1 lượt vượt trước, 0 lượt không có lý do" in said.out
    document = motcua("queue", "fairness", "--on", "2026-03-05", "--store", store, "--json").document
    assert document["without_reason"] == 0
    assert document["fairness"]["overtakings"][0]["over"] == "A001"
    assert document["claims"]["devices"][0]["claimed"] == 1


def test_the_quiet_hour_is_told_from_days_before(store):
    found = motcua("queue", "forecast", "--on", "2026-03-06", "--store", store, "--json").document
    assert found["days"] == 3
    assert found["half_hours"][0] == {"begins": "07:00", "expected": 0.0, "came": 0}
    said = motcua("queue", "forecast", "--on", "2026-03-06", "--store", store, language="en")
    assert "busiest: 07:30–08:30" in said.out


@pytest.mark.parametrize(("language", "words"), [("vi", "Số lần gọi lại"), ("en", "Repeated calls")])
def test_the_rules_are_shown_with_the_set_that_says_so(store, language, words):
    said = motcua("queue", "rules", "--store", store, language=language)
    assert words in said.out
    assert "nd118-2025" in said.out
    assert "queue_" not in said.out
    document = motcua("queue", "rules", "--on", "2026-03-05", "--store", store, "--json").document
    assert document["rules"]["remote_tickets"] is False


def test_announcements_and_skills_from_the_command_line(store):
    told = motcua(
        "queue", "announce", "Mai nghỉ", "--until", "2099-01-01T10:00", "--store", store, "--json"
    ).document
    assert motcua("queue", "withdraw", told["id"], "--store", store).code == 0
    assert motcua("queue", "withdraw", told["id"], "--store", store).code == 1
    assert motcua("queue", "skills", "pv.an", "--why", "học", "--group", "land", "--store", store).code == 0
    refused = motcua("queue", "skills", "pv.an", "--why", "học", "--group", "trăng", "--store", store)
    assert (refused.code, refused.out) == (1, "")


def test_the_day_is_ended_once(store):
    assert motcua("queue", "close", "--store", store, "--json").document == {"expired": 3}
    assert motcua("queue", "close", "--store", store, "--json").document == {"expired": 0}


def test_a_day_without_history_says_so(tmp_path):
    found(tmp_path / "store").close()
    said = motcua("queue", "forecast", "--store", tmp_path / "store", language="vi")
    assert "Chưa đủ ngày" in said.out


def test_two_short_days_of_the_hall_lose_nobody_and_wrong_nobody(tmp_path):
    found = simulate(tmp_path / "store", citizens=600, days=2, seed=7)
    assert (found.lost, found.doubled, found.gaps, found.without_reason) == (0, 0, 0, 0)
    assert found.served + found.expired == found.tickets
    assert found.longest_row <= found.row_allowed
    assert found.sound
    assert 0.65 <= found.coverage["share"] <= 0.95, "two days are too short to learn from"
    assert {"priority", "appointment", "rejoined"} <= found.reasons.keys()


@pytest.mark.long
def test_a_month_keeps_its_promises(tmp_path):
    """The figures of docs/queue.md."""
    root = tmp_path / "store"
    found = simulate(root, citizens=10_000, days=22, seed=1)
    print(found)  # noqa: T201 - the figures are what this run is for
    assert found.sound
    assert found.tickets >= 9_900
    assert 0.75 <= found.coverage["share"] <= 0.85
    assert all(row["share"] >= 0.65 for row in found.by_hour.values() if row["told"] >= 200)
    assert 0.5 <= found.favoured / found.contested <= 0.75
    office = Office.at(root, read_only=True)
    assert office.queue.fairness("2026-03-02").without_reason == ()
    office.close()
