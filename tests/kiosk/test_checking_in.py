"""Who has an appointment checks in by its code, and is told what to do when it is too early or too late."""

import pytest

from application.appointments import Wanted
from application.envelope import OFFICE
from domain.calendar import local_moment
from tests.kiosk.a_hall import tickets, visiting
from tests.kiosk.a_service import PERSON, PHONE, WAYS, choose, secret_of


def booked(office, hour, day="2026-03-02"):
    """An appointment at a counter, as an officer gives it by phone."""
    slots = office.appointments.slots("counter", day, day, group="other")
    slot = next(slot for slot in slots if slot.start >= local_moment(day, hour))
    wanted = Wanted(kind="counter", start=slot.start, group="other", person=PERSON, phone=PHONE)
    return office.appointments.book(wanted, OFFICE)


def at(office, hour, day="2026-03-02"):
    office.core.store.clock.set(local_moment(day, hour))


@pytest.mark.parametrize("way", WAYS)
async def test_an_appointment_is_checked_in_by_its_qr_code(office, way):
    view = booked(office, "10:00")
    at(office, "09:55")
    async with visiting(office) as visitor:
        await visitor.scan(view.url)
        assert visitor.place == "answer"
        assert "từ 10:00" in visitor.screen
        assert not {"Danh", PHONE} & set(visitor.screen.split())
        await choose(visitor, way, "Tôi đã đến")

        assert visitor.place == "number"
        assert [row[2:] for row in tickets(office)] == [("appointment", "other")]
        assert office.appointments.appointment(view.code).state == "kept"


async def test_the_code_under_the_qr_code_is_typed_in_groups(office):
    view = booked(office, "10:00")
    secret = secret_of(view.url)
    at(office, "09:55")
    async with visiting(office) as visitor:
        await choose(visitor, "pad", "Đã hẹn trước")
        await visitor.type(secret)
        assert f"{secret[:4]} {secret[4:8]} {secret[8:12]} {secret[12:]}" in visitor.screen
        await visitor.press("enter")
        assert visitor.place == "answer"
        await visitor.press("0")
        assert visitor.place == "number"


@pytest.mark.parametrize(
    ("day", "hour", "told"),
    [
        ("2026-03-02", "08:15", "Ông/bà đến sớm"),
        ("2026-03-02", "11:00", "Đã qua giờ hẹn"),
        ("2026-03-03", "09:55", "đúng ngày hẹn"),
    ],
)
async def test_too_early_too_late_and_another_day_are_told_with_what_to_do(office, day, hour, told):
    view = booked(office, "10:00")
    at(office, hour, day)
    async with visiting(office) as visitor:
        await visitor.scan(view.url)
        assert told in " ".join(visitor.screen.split())


async def test_too_early_a_number_is_not_given_yet_but_an_ordinary_one_is(office):
    view = booked(office, "10:00")
    async with visiting(office) as visitor:
        await visitor.scan(view.url)
        await choose(visitor, "pad", "Tôi đã đến")
        assert visitor.place == "sorry"
        assert "Chưa đến giờ hẹn" in visitor.screen
        await choose(visitor, "pad", "Lấy số", "Không")
        assert visitor.place == "number"
        assert [row[2] for row in tickets(office)] == [""]
        assert office.appointments.appointment(view.code).state == "booked"


async def test_late_a_number_is_given_without_going_first(office):
    view = booked(office, "10:00")
    at(office, "11:00")
    async with visiting(office) as visitor:
        await visitor.scan(view.url)
        await choose(visitor, "pad", "Tôi đã đến")
        assert visitor.place == "number"
        assert [row[2] for row in tickets(office)] == [""]


async def test_checking_in_again_shows_the_same_number_with_its_code(office):
    view = booked(office, "10:00")
    at(office, "09:55")
    numbers = [office.appointments.arrive(view.code, OFFICE.__class__("k", "citizen", "k"), secret=secret_of(view.url))
               for _ in range(2)]  # fmt: skip
    assert numbers[0].number == numbers[1].number
    assert numbers[0].url == numbers[1].url


@pytest.mark.parametrize("typed", ["LH-260302-001", "0" * 16, "ABC"])
async def test_a_wrong_code_opens_no_appointment_and_says_what_to_do(office, typed):
    booked(office, "10:00")
    async with visiting(office) as visitor:
        await choose(visitor, "pad", "Đã hẹn trước")
        for letter in typed:
            await visitor.press({"-": "minus"}.get(letter, letter))
        await visitor.press("enter")
        assert visitor.place == "sorry"
        assert "Việc khác" in visitor.screen
