"""The hours at the kiosk: who comes too early, too late or to a full line is told before taking a number."""

from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from application.hall_day import QueueHours
from application.views import WaitRange
from domain.calendar import local_moment
from domain.queue import NoNumbersNow
from domain.rules import RulesAdopted
from kiosk.keeping.opening import hours_at
from kiosk.reception import reception, sentences
from kiosk.ticket import ticket_png
from tests.application.an_office import DAY, KIOSK, on
from tests.kiosk.a_hall import clipped, visiting
from tests.kiosk.an_outage import take
from wording import languages

RESULT = ("8", "0")
SIZES = [(100, 26), (80, 24), (80, 20), (60, 48)]


@pytest.fixture
def office(early_office):
    return early_office


def strictly(office, day):
    """From that day on the unit refuses numbers out of its hours."""
    rule = {"queue_issue_only_in_hours": True}
    fact = RulesAdopted(ruleset="phong-cho", level="commune", scope=office.unit.unit, valid_from=day, parameters=rule,
                        basis=dict.fromkeys(rule, "Quy chế"))  # fmt: skip
    office.rules.adopt(fact)


# ---- what is said, and when


async def test_in_ordinary_hours_nobody_is_asked_anything_more(office):
    async with visiting(office) as visitor:
        assert "Phát số" not in visitor.screen
        await visitor.press(*RESULT)
        assert visitor.place == "number"


@pytest.mark.parametrize(
    ("day", "hour", "why", "when"),
    [
        ("2026-03-03", "05:40", "Chưa đến giờ phát số", "Phát số lại lúc 06:30."),
        (DAY, "17:20", "Hôm nay đã hết giờ phát số", "Phát số lại lúc 06:30 ngày mai."),
        (
            "2026-03-07",
            "09:00",
            "Hôm nay Trung tâm không làm việc",
            "Phát số lại lúc 06:30 thứ Hai 09/3/2026.",
        ),
        ("2026-04-30", "09:00", "Hôm nay nghỉ:", "Phát số lại lúc 06:30 thứ Hai 04/5/2026."),
    ],
)
async def test_out_of_hours_everybody_is_told_first_and_may_still_take_a_number(office, day, hour, why, when):
    on(office, day, hour)
    async with visiting(office) as visitor:
        shown = " ".join(visitor.screen.split())
        assert when in shown
        await visitor.press(*RESULT)
        assert visitor.place == "reception"
        assert why in visitor.screen
        assert when in visitor.screen
        assert "Số lấy bây giờ" in visitor.screen or "Lấy số bây giờ" in visitor.screen
        await visitor.press("1")
        assert (visitor.place, visitor.app.session.ticket.number) == ("number", "H001")


async def test_whoever_will_come_back_later_takes_no_number(office):
    on(office, DAY, "17:20")
    async with visiting(office) as visitor:
        await visitor.press(*RESULT, "0")
        assert visitor.place == "home"
    assert office.store.reader().execute("SELECT count(*) FROM ticket").fetchone() == (0,)


async def test_where_the_unit_refuses_numbers_none_is_offered(office):
    strictly(office, "2026-03-03")
    on(office, "2026-03-03", "18:00")
    async with visiting(office) as visitor:
        await visitor.press(*RESULT)
        assert visitor.place == "reception"
        assert "Vẫn lấy số" not in visitor.screen
        await visitor.press("1")
        assert visitor.place == "reception"
        await visitor.press("0")
        assert visitor.place == "home"


async def test_a_line_that_cannot_be_served_today_is_said_to_be_full(office, monkeypatch):
    full = msgspec.structs.replace(office.queue.hours(), full=("results",))
    monkeypatch.setattr(office.queue, "hours", lambda: full)
    async with visiting(office) as visitor:
        await visitor.press(*RESULT)
        assert "Hôm nay việc này đã rất đông" in visitor.screen
        assert "phát số từ 06:30 ngày mai" in visitor.screen
        assert "có thể không kịp gọi" in visitor.screen
        await visitor.press("1")
        assert visitor.place == "number"


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("language", languages())
async def test_nothing_is_cut_on_a_holiday(office, size, language):
    on(office, "2026-04-26", "08:00")
    async with visiting(office, size=size, language=language) as visitor:
        assert clipped(visitor.app) == []
        await visitor.press(*RESULT)
        assert visitor.place == "reception"
        assert clipped(visitor.app) == []
        await visitor.press("0")
        await visitor.wait(61)
        assert visitor.place == "attract"
        assert clipped(visitor.app) == []


# ---- a quieter hour


def crowd(office, monkeypatch):
    """Two past weeks with a quiet afternoon, and a morning on which everybody waits for an hour."""
    for day in ("2026-03-03", "2026-03-04"):
        for hour, many in (("08:10", 4), ("09:10", 4), ("10:10", 3), ("14:40", 1)):
            on(office, day, hour)
            for _ in range(many):
                office.queue.issue(KIOSK, group="land")
    on(office, "2026-03-05", "08:12")
    real = office.queue.view
    long = WaitRange(55, 80)
    monkeypatch.setattr(
        office.queue, "view", lambda *told, **named: msgspec.structs.replace(real(*told, **named), wait=long)
    )


async def test_whoever_must_wait_long_is_told_a_quieter_hour_on_the_screen_and_on_the_slip(
    office, monkeypatch
):
    crowd(office, monkeypatch)
    quiet = office.queue.forecast().quiet
    async with visiting(office) as visitor:
        await visitor.press(*RESULT)
        assert f"Nếu không chờ được: hôm nay vắng nhất lúc {quiet}." in visitor.screen
        app = visitor.app
        slip = app.front.slip(app.session, app.session.ticket)
        assert slip.quiet == quiet
        with_it, without = ticket_png(slip), ticket_png(msgspec.structs.replace(slip, quiet=""))
        assert with_it != without


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_first_screen_recommends_a_quieter_hour_while_the_wait_is_long(office, monkeypatch, size):
    crowd(office, monkeypatch)
    board = office.queue.board()
    groups = tuple(msgspec.structs.replace(each, wait=WaitRange(55, 80)) for each in board.groups)
    monkeypatch.setattr(office.queue, "board", lambda: msgspec.structs.replace(board, groups=groups))
    async with visiting(office, size=size) as visitor:
        assert f"Đang đông người. Hôm nay vắng nhất lúc {board.quiet}." in visitor.screen
        assert clipped(visitor.app) == []


# ---- with nobody to ask


MINUTES = st.integers(0, 24 * 60 - 1)


def test_a_kiosk_knows_the_hours_by_heart_for_the_days_of_its_numbers(office):
    said = office.queue.hours()

    @settings(max_examples=200, deadline=None)
    @given(st.integers(0, 11), MINUTES)
    def same(ahead, minute):
        day = (date.fromisoformat(DAY) + timedelta(days=ahead)).isoformat()
        at = local_moment(day, f"{minute // 60:02d}:{minute % 60:02d}")
        office.core.store.clock.at = at
        theirs, ours = office.queue.hours(), hours_at(said, at)
        assert (ours.open, ours.reason, ours.opens_at, ours.closes_at) == (
            theirs.open, theirs.reason, theirs.opens_at, theirs.closes_at,
        )  # fmt: skip
        assert ours.next_open in {theirs.next_open, ""}

    same()


def test_of_a_day_nobody_ever_told_it_about_it_does_not_say_that_it_is_closed():
    assert hours_at(None, local_moment(DAY, "03:00")) == QueueHours(day=DAY, open=True)


def test_hours_and_quiet_hours_are_told_while_the_office_is_away(office, cable, kiosk, monkeypatch):
    crowd(office, monkeypatch)
    kiosk.tend()
    cable.cut()
    assert kiosk.queue.forecast().quiet == office.queue.forecast().quiet
    on(office, "2026-03-05", "14:00")
    assert kiosk.queue.forecast().quiet == office.queue.forecast().quiet
    assert kiosk.queue.forecast("2026-12-01").days == 0
    on(office, "2026-03-05", "18:00")
    told = reception(kiosk, "land")
    assert told.reason == "late"
    assert sentences(told, "vi")[1] == "Phát số lại lúc 06:30 ngày mai."


def test_the_units_rule_holds_while_the_office_is_away(office, cable, kiosk):
    strictly(office, "2026-03-03")
    on(office, "2026-03-03", "08:00")
    kiosk.tend()
    cable.cut()
    assert take(kiosk).kept
    on(office, "2026-03-03", "18:00")
    with pytest.raises(NoNumbersNow) as told:
        take(kiosk)
    assert told.value.blanks == {"opens": "2026-03-04 06:30"}
