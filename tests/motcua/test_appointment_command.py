"""`motcua appointment` books, moves and ends appointments, and prints the sheet and the route of a day."""

import shutil

import pytest

from application.founding import found
from tests.application.an_office import light_passwords
from tests.motcua.commands import motcua

PASSWORD = "mật khẩu dài"


@pytest.fixture(scope="module")
def founded(tmp_path_factory):
    root = tmp_path_factory.mktemp("office") / "store"
    office = found(root)
    light_passwords(office)
    office.staff.set_password("nt.hoa", PASSWORD)
    office.close()
    return root


@pytest.fixture
def store(founded, tmp_path):
    return shutil.copytree(founded, tmp_path / "store")


@pytest.fixture
def appointment(store):
    def run(*words, typed=None, language="en"):
        return motcua("appointment", *words, "--store", store, typed=typed, language=language)

    return run


def local(micros):
    """A moment as people type it on the command line."""
    from domain.calendar import moment_text

    return moment_text(micros)[:16]


PERSON = ("--person", "Trần Thị Bưởi", "--phone", "0903 000 123")
AT_HOME = ("--kind", "home_visit", "--address", "Số 3", "--hamlet", "Ấp Năm", "--entitled", "elderly")


def free(appointment, *words):
    return appointment("slots", *words, "--json").document


def booked(appointment, slot, *words):
    said = appointment("book", "--start", local(slot["start"]), *PERSON, *words, "--json")
    assert said.code == 0, said.err
    return said.document


def test_an_appointment_from_the_free_hour_to_its_end(appointment):
    first, *_, last = free(appointment, "--procedure", "1.001193")
    view = booked(appointment, last, "--procedure", "1.001193")
    assert view["code"].startswith("LH-")
    assert "/t#" in view["url"]
    left = {slot["start"]: slot["left"] for slot in free(appointment, "--procedure", "1.001193")}
    assert left[last["start"]] == last["left"] - 1
    moved = appointment("move", view["code"], "--start", local(first["start"]), "--json").document
    assert moved["start"] == first["start"]
    cancelled = appointment("cancel", view["code"])
    assert (cancelled.code, cancelled.out.strip()) == (0, f"Appointment {view['code']} was cancelled.")


def test_the_sheet_and_the_route_of_a_day_name_the_people(appointment):
    slot, visit = free(appointment)[-1], free(appointment, "--kind", "home_visit")[-1]
    at_counter, at_home = booked(appointment, slot), booked(appointment, visit, *AT_HOME)
    sheet = appointment("day", slot["day"]).out
    route = appointment("route", visit["day"], language="vi").out
    assert at_counter["code"] in sheet
    assert "Trần Thị Bưởi" in sheet
    assert at_home["code"] in route
    assert "Số 3, Ấp Năm" in route
    assert (
        appointment("route", visit["day"], "--officer", "nt.hoa").out.strip() == "There are no appointments."
    )


def test_an_officer_acts_under_the_own_name_with_the_password(appointment):
    visit = free(appointment, "--kind", "home_visit")[-1]
    view = booked(appointment, visit, *AT_HOME)
    said = appointment("assign", view["code"], "nt.hoa", "--by", "nt.hoa", "--json", typed=PASSWORD + "\n")
    assert said.document["officer"] == "nt.hoa"
    wrong = appointment("cancel", view["code"], "--by", "nt.hoa", typed="sai mật khẩu\n")
    assert wrong.code == 1


@pytest.mark.parametrize(
    ("words", "code", "named"),
    [
        (("book", "--start", "2026-03-01T08:00", *PERSON), 1, "hour"),
        (("book", "--start", "tomorrow", *PERSON), 2, "2026-11-23T09:00"),
        (("slots", "--kind", "cafe"), 1, "cafe"),
        (("slots", "--from", "someday"), 2, "someday"),
        (("cancel", "LH-260101-001"), 1, "LH-260101-001"),
        (("kept", "hello"), 1, "hello"),
        (("day", "32/13/2026"), 2, "32/13/2026"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_with_its_cure(appointment, words, code, named):
    said = appointment(*words)
    assert (said.code, said.out) == (code, "")
    assert named in said.err
    assert "Traceback" not in said.err


def test_without_a_free_hour_people_are_told_so(appointment):
    said = appointment("slots", "--from", "2026-03-07", "--to", "2026-03-08", language="vi")
    assert said.out.startswith("Không còn giờ trống")


def test_whoever_did_not_come_is_recorded_only_afterwards(appointment):
    view = booked(appointment, free(appointment)[-1])
    said = appointment("missed", view["code"])
    assert said.code == 1
    assert "not missed yet" in said.err
