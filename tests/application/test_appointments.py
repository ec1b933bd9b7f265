"""An appointment is booked only in the hours on offer, for its holder alone, and keeps no name in the clear."""

import pytest

from application.appointments.terms import NoAppointmentsThen
from application.dossiers import UnknownDossier
from application.opening import adopt_rules
from application.queue import NotAChoice
from application.sites import Sites, UnknownSite
from domain import appointment as a
from domain.fact import Refused
from domain.rules import RulesAdopted
from domain.site import SiteOpened
from tests.application.an_appointment import TUESDAY, at, secret_of, visit, wanted
from tests.application.an_office import CITIZEN, HOA, birth, in_process

# ---- hours on offer


def test_the_hours_on_offer_are_those_of_the_office(book_of):
    found = book_of.slots("counter", TUESDAY, TUESDAY, group="civil_status")
    assert (len(found), found[0].start, found[0].left) == (16, at("07:00"), 2)
    assert found[-1].end == at("17:00")
    assert not [slot for slot in found if at("11:30") <= slot.start < at("13:30")]


def test_no_hour_is_offered_on_a_day_off_nor_so_soon_that_nobody_could_come(book_of):
    assert book_of.slots("counter", "2026-03-07", "2026-03-08", group="civil_status") == ()
    today = book_of.slots("counter", "2026-03-02", "2026-03-02", group="civil_status")
    assert today[0].start == at("09:00", "2026-03-02")


def test_places_taken_are_no_longer_offered_but_those_of_other_counters_are(book_of):
    book_of.book(wanted(), HOA)
    left = {
        slot.start: slot.left for slot in book_of.slots("counter", TUESDAY, TUESDAY, group="civil_status")
    }
    assert left[at("08:00")] == 1
    book_of.book(wanted(phone="0903000124"), HOA)
    free = [slot.start for slot in book_of.slots("counter", TUESDAY, TUESDAY, group="civil_status")]
    assert at("08:00") not in free
    assert at("08:00") in [slot.start for slot in book_of.slots("counter", TUESDAY, TUESDAY, group="land")]


# ---- booking


def test_an_appointment_has_a_code_of_its_day_and_a_link_for_its_holder(office, book_of):
    first = book_of.book(wanted(procedure=birth(office), group=""), HOA)
    second = book_of.book(wanted("09:00"), CITIZEN)
    assert (first.code, second.code) == ("LH-260303-001", "LH-260303-002")
    assert (first.group, first.state, first.closed) == ("civil_status", "booked", False)
    page = book_of.by_secret(secret_of(first))
    assert (page.code, page.start, page.procedure_name) == (first.code, at("08:00"), first.procedure_name)
    assert page.documents
    assert book_of.by_secret("0123456789ABCDEF") is None
    assert book_of.appointment("lh260303001").url == ""


def test_the_log_keeps_no_name_in_the_clear_and_only_the_digest_of_the_secret(office, book_of, tmp_path):
    view = book_of.book(visit(note="Nhà có chó dữ"), HOA)
    content = b"".join(
        path.read_bytes() for path in (tmp_path / "store").iterdir() if path.name.startswith("office.db")
    )
    for word in ("Trần Thị Bưởi", "0903000123", "Ấp Năm", "Nhà có chó dữ", secret_of(view)):
        assert word.encode() not in content


def test_a_repeated_command_books_once(book_of):
    first = book_of.book(wanted(), HOA, command="ab" * 16)
    assert book_of.book(wanted(), HOA, command="ab" * 16).code == first.code


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        (wanted("08:10"), a.SlotNotOffered),
        (wanted("12:00"), a.SlotNotOffered),
        (wanted("08:00", "2026-03-08"), a.SlotNotOffered),
        (wanted("08:30", "2026-03-02"), a.TooSoonToBook),
        (wanted("08:00", "2026-04-02"), a.TooFarAheadToBook),
        (wanted("08:00", "2025-03-04"), NoAppointmentsThen),
        (wanted(phone="x"), a.PhoneNotGiven),
        (wanted(kind="cafe"), NotAChoice),
        (wanted(purpose="gossip"), NotAChoice),
        (wanted(entitled="rich"), NotAChoice),
        (wanted(site="nowhere"), UnknownSite),
        (wanted(dossier="zz"), UnknownDossier),
        (visit(address=""), a.AddressNotGiven),
        (visit(entitled=""), a.NotEntitledToAVisit),
        (visit(officer="tr.thanh"), Refused),
    ],
)
def test_what_cannot_be_booked_leaves_nothing_in_the_log(office, book_of, asked, refusal):
    before = office.core.store.last_id()
    with pytest.raises(refusal):
        book_of.book(asked, HOA)
    assert office.core.store.last_id() == before


def test_one_phone_has_one_appointment_in_an_hour_at_whatever_counter(book_of):
    book_of.book(wanted(), HOA)
    with pytest.raises(a.BookedByTheSamePhone):
        book_of.book(wanted(group="land", phone="+84 903 000 123"), HOA)
    assert book_of.book(wanted("08:30"), HOA)


def test_a_rule_of_the_unit_opens_visits_to_everybody(office, book_of):
    adopt_rules(
        office.core,
        RulesAdopted(
            ruleset="quy-che",
            valid_from="2026-03-01",
            level="commune",
            scope=office.unit.unit,
            parameters={"home_visits_for_all": True},
            basis={"home_visits_for_all": "Quy chế của Trung tâm"},
        ),
    )
    assert book_of.book(visit(entitled=""), HOA).entitled == ""


def test_a_result_is_brought_home_for_a_dossier_of_this_office(office, book_of):
    dossier = in_process(office)
    asked = wanted("13:30", kind="home_return", group="", address="Số 3", dossier=dossier)
    assert book_of.book(asked, HOA).dossier == dossier
    with pytest.raises(a.DossierNotNamed):
        book_of.book(wanted("15:00", kind="home_return", group="", address="Số 3"), HOA)


# ---- at another site


def test_a_site_with_its_own_hours_and_days_offers_its_own_places(office, book_of):
    Sites(office.core).open(
        SiteOpened(
            site="ap-sau", name="Ấp Sáu", name_en="Hamlet Six", kind="mobile", place="Nhà văn hóa ấp Sáu",
            hours=(("08:00", "10:00"),), weekdays=(1,),
        )
    )  # fmt: skip
    found = book_of.slots("counter", "2026-03-02", "2026-03-06", group="civil_status", site="ap-sau")
    assert [slot.start for slot in found] == [at(hour) for hour in ("08:00", "08:30", "09:00", "09:30")]
    view = book_of.book(wanted(site="ap-sau"), HOA)
    assert book_of.by_secret(secret_of(view)).place == "Ấp Sáu"
    centre = book_of.slots("counter", TUESDAY, TUESDAY, group="civil_status")
    assert next(slot.left for slot in centre if slot.start == at("08:00")) == 2
