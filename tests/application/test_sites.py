"""Other doors of the same unit: their devices and counters are known, and their dossiers carry the unit's own code."""

import pytest

from application.appointments import Appointments, Wanted
from application.sites import CounterElsewhere, Sites, UnknownDevice, UnknownSite
from domain.calendar import local_moment
from domain.dossier.refusals import NotYourRole
from domain.site import AppointmentsAtTheSite, SiteAlreadyOpen, SiteChanged, SiteOpened
from tests.application.an_office import AN, HOA, KIEN, intake

TOLD = {"name": "Bưu cục Mỹ Tân", "name_en": "My Tan post office", "place": "Chợ Mỹ Tân", "counters": ("9",)}
POST = SiteOpened(site="buu-cuc", kind="post_office", **TOLD)


@pytest.fixture
def places(office):
    return Sites(office.core)


def test_without_sites_every_device_stands_at_the_centre(places):
    assert places.all() == ()
    assert "kiosk-1" in places.centre().devices
    assert places.site_of("desk-2").key == ""
    assert places.site_of("desk-2").name.startswith("Trung tâm")


def test_a_device_placed_at_a_post_office_stands_there_and_nowhere_else(places):
    places.open(POST, KIEN)
    assert places.place_device("buu-cuc", "desk-2", KIEN).devices == ("desk-2",)
    assert places.site_of("desk-2").kind == "post_office"
    assert "desk-2" not in places.centre().devices
    places.open(SiteOpened(site="ap-sau", kind="mobile", **TOLD | {"counters": ()}), KIEN)
    places.place_device("ap-sau", "desk-2", KIEN)
    assert [site.devices for site in places.all()] == [("desk-2",), ()]


def test_an_officer_at_a_site_acts_for_the_unit_under_its_own_code(office, places):
    places.open(POST, KIEN)
    places.place_device("buu-cuc", AN.device, KIEN)
    receipt = office.dossiers.accept(intake(office), AN)
    assert receipt.code.startswith(f"{office.unit.agency}-")


def test_only_those_who_manage_the_unit_open_and_close_its_doors(office, places):
    before = office.core.store.last_id()
    with pytest.raises(NotYourRole):
        places.open(POST, HOA)
    assert office.core.store.last_id() == before
    places.open(POST, KIEN)
    with pytest.raises(SiteAlreadyOpen):
        places.open(POST, KIEN)


def test_a_counter_belongs_to_one_site(places):
    places.open(POST)
    with pytest.raises(CounterElsewhere):
        places.open(SiteOpened(site="ap-sau", kind="mobile", **TOLD))
    places.open(SiteOpened(site="ap-sau", kind="mobile", **TOLD | {"counters": ("8",)}))
    with pytest.raises(CounterElsewhere):
        places.change("ap-sau", SiteChanged(**TOLD, why="Thêm quầy"))


def test_a_door_closes_only_once_nobody_is_expected_there(office, places):
    places.open(POST)
    book_of = Appointments(office.core, office.queue)
    view = book_of.book(
        Wanted(
            kind="counter", start=local_moment("2026-03-03", "08:00"), group="land", site="buu-cuc",
            person="Trần Thị Bưởi", phone="0903000123",
        ),
        HOA,
    )  # fmt: skip
    with pytest.raises(AppointmentsAtTheSite):
        places.close("buu-cuc", "Hết hợp đồng")
    book_of.cancel(view.code, HOA, reason="Điểm tiếp nhận sắp đóng")
    assert not places.close("buu-cuc", "Hết hợp đồng").open
    with pytest.raises(UnknownSite):
        places.site("buu-cuc")
    assert [site.open for site in places.all()] == [False]


def test_what_there_is_not_is_refused_by_name(places):
    places.open(POST)
    with pytest.raises(UnknownDevice):
        places.place_device("buu-cuc", "desk-99")
    for act in (
        lambda: places.close("nowhere", "x"),
        lambda: places.change("nowhere", SiteChanged(**TOLD, why="x")),
        lambda: places.site("nowhere"),
    ):
        with pytest.raises(UnknownSite):
            act()


def test_rebuilt_sites_equal_the_live_ones(office, places):
    places.open(POST)
    places.place_device("buu-cuc", "desk-2")
    places.change("buu-cuc", SiteChanged(**TOLD | {"place": "Đường Hùng Vương"}, why="Dời chỗ"))
    live = office.digests()
    office.rebuild()
    assert office.digests() == live
