"""A site is a place of the same unit: described to the public, changed with a reason, closed only when nobody waits."""

import msgspec
import pytest

from domain.site import (
    AppointmentsAtTheSite,
    Site,
    SiteAlreadyOpen,
    SiteChanged,
    SiteChangeUnexplained,
    SiteDevicePlaced,
    SiteHoursOutOfOrder,
    SiteKeyMalformed,
    SiteNotDescribed,
    SiteNotOpen,
    SiteOpened,
    SiteUnchanged,
    change,
    close,
    evolve,
    open_site,
    place_device,
)

TOLD = {
    "name": "Bưu cục Mỹ Tân",
    "name_en": "My Tan post office",
    "place": "Chợ Mỹ Tân",
    "counters": ("9",),
    "hours": (("07:30", "11:00"), ("13:30", "16:30")),
    "weekdays": (0, 2),
}


def opened(**changed):
    return SiteOpened(**{"site": "buu-cuc", "kind": "post_office"} | TOLD | changed)


OPEN = evolve(Site(), opened())


def test_a_site_is_what_the_public_was_told():
    assert open_site(Site(), fact=opened()) == opened()
    assert (OPEN.open, OPEN.key, OPEN.kind, OPEN.hours) == (True, "buu-cuc", "post_office", TOLD["hours"])


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"site": "Bưu cục"}, SiteKeyMalformed),
        ({"site": "a"}, SiteKeyMalformed),
        ({"name_en": ""}, SiteNotDescribed),
        ({"place": " "}, SiteNotDescribed),
        ({"hours": (("11:00", "07:30"),)}, SiteHoursOutOfOrder),
        ({"hours": (("7h30", "11:00"),)}, SiteHoursOutOfOrder),
        ({"hours": (("07:30", "24:00"),)}, SiteHoursOutOfOrder),
        ({"weekdays": (7,)}, SiteHoursOutOfOrder),
        ({"weekdays": (1, 1)}, SiteHoursOutOfOrder),
    ],
)
def test_a_site_badly_described_is_refused_by_name(changed, refusal):
    with pytest.raises(refusal):
        open_site(Site(), fact=opened(**changed))


def test_a_key_opens_once_and_again_after_it_closed():
    with pytest.raises(SiteAlreadyOpen):
        open_site(OPEN, fact=opened())
    shut = evolve(OPEN, close(OPEN, why="Hết hợp đồng", booked=0))
    assert not shut.open
    assert evolve(shut, open_site(shut, fact=opened())) == OPEN


def test_a_change_has_a_reason_and_changes_something():
    fact = SiteChanged(**TOLD | {"place": "Đường Hùng Vương"}, why="Bưu cục dời chỗ")
    assert evolve(OPEN, change(OPEN, fact=fact)).place == "Đường Hùng Vương"
    with pytest.raises(SiteChangeUnexplained):
        change(OPEN, fact=msgspec.structs.replace(fact, why=""))
    with pytest.raises(SiteUnchanged):
        change(OPEN, fact=SiteChanged(**TOLD, why="Không đổi gì"))


def test_nobody_is_left_standing_before_a_closed_door():
    with pytest.raises(AppointmentsAtTheSite):
        close(OPEN, why="Hết hợp đồng", booked=1)
    with pytest.raises(SiteChangeUnexplained):
        close(OPEN, why="", booked=0)


def test_a_device_stands_only_at_an_open_site():
    assert place_device(OPEN, device="desk-2") == SiteDevicePlaced(device="desk-2")
    for act in (
        lambda: place_device(Site(), device="desk-2"),
        lambda: close(Site(), why="x", booked=0),
        lambda: change(Site(), fact=SiteChanged(**TOLD, why="x")),
    ):
        with pytest.raises(SiteNotOpen):
            act()


def test_a_fact_of_another_capability_is_a_bug():
    with pytest.raises(AssertionError):
        evolve(Site(), msgspec.defstruct("Other", [])())
