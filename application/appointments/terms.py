"""The dated rules of appointments, from a file people can review."""

from functools import lru_cache
from importlib.resources import files

import msgspec

from application.reference import Knowledge
from domain.appointment import Kind, Terms
from domain.fact import Refused

FOR_ALL = "home_visits_for_all"
"""A parameter that an overlay may set: visits at home are for everybody who asks."""


class NoAppointmentsThen(Refused):
    """No rules for appointments are in force on that day."""


class AppointmentRules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How appointments are given from a day on, where that comes from, and what nobody has confirmed."""

    valid_from: str
    source: str
    kinds: dict[Kind, Terms]
    uncertain: tuple[str, ...] = ()


@lru_cache(1)
def appointment_rules() -> tuple[AppointmentRules, ...]:
    """Every set of rules, oldest first."""
    content = (files("application.data") / "appointments.json").read_bytes()
    found = msgspec.json.decode(content, type=tuple[AppointmentRules, ...], strict=True)
    return tuple(sorted(found, key=lambda rules: rules.valid_from))


def terms_on(known: Knowledge, kind: Kind, day: str, now: int) -> Terms:
    """The terms of a kind for a slot on `day` (ISO); a rule of the unit may open visits to everybody."""
    in_force = [rules for rules in appointment_rules() if rules.valid_from <= day]
    if not in_force or kind not in in_force[-1].kinds:
        raise NoAppointmentsThen(day=day)
    terms = in_force[-1].kinds[kind]
    if terms.entitled and known.effective(now).settings().get(FOR_ALL) is True:
        return msgspec.structs.replace(terms, entitled=())
    return terms
