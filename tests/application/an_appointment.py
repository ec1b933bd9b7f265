"""Appointments as people ask for them, at a counter or at home."""

from application.appointments import Wanted
from domain.calendar import local_moment

TUESDAY = "2026-03-03"


def at(hour, day=TUESDAY):
    return local_moment(day, hour)


def wanted(hour="08:00", day=TUESDAY, **changed):
    told = {
        "kind": "counter", "start": at(hour, day), "group": "civil_status", "person": "Trần Thị Bưởi",
        "phone": "0903000123",
    }  # fmt: skip
    return Wanted(**told | changed)


def visit(hour="07:00", day=TUESDAY, **changed):
    home = {"kind": "home_visit", "address": "Số 3", "hamlet": "Ấp Năm", "entitled": "elderly"}
    return wanted(hour, day, **home | changed)


def secret_of(view):
    return view.url.partition("#")[2]


def facts(office, stream):
    from uuid import UUID

    return [event.fact.NAME for event in office.core.store.read(office.core.store.reader(), UUID(hex=stream))]
