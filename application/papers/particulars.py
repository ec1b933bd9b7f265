"""What the office knows, in the shapes that papers print: the unit, officers, signers, procedures, applicants."""

from collections.abc import Iterable
from functools import cache
from uuid import UUID

from application.core import Core
from application.data import load_unit, unit_names
from application.envelope import Event
from application.reference import Knowledge
from domain import dossier as d
from domain.catalogue import Listing
from domain.fact import Fact
from papers import contents as p

COMMUNES = ("xã ", "phường ", "đặc khu ", "thị trấn ")
DEPUTY = "Phó "


def unit_of(known: Knowledge) -> p.Unit:
    opened = known.opened
    return p.Unit(
        superior=opened.superior,
        superior_en=opened.superior_en,
        name=opened.name,
        name_en=opened.name_en,
        place=place_of(opened.superior) or place_of(opened.name),
        hotline=opened.hotline,
        simulated=opened.simulated,
    )


def place_of(agency: str) -> str:
    """«Tân Phước 1» of «Ủy ban nhân dân xã Tân Phước 1, tỉnh …»: where a paper is dated (NĐ 30/2020/NĐ-CP)."""
    for kind in COMMUNES:
        _, found, rest = agency.partition(kind)
        if found:
            return rest.partition(",")[0].strip()
    return ""


def officer_of(known: Knowledge, officer: str) -> p.Officer:
    """The public particulars of an officer; an unknown name stands for itself."""
    found = known.officers.get(officer)
    return (
        p.Officer(name=found.name, title=found.title, phone=found.phone) if found else p.Officer(name=officer)
    )


def signer_of(known: Knowledge, officer: str, title: str = "") -> p.Signer:
    """Whoever signs, under the title held at that time; a deputy signs for the head («KT.»)."""
    found = known.officers.get(officer)
    held = title or (found.title if found else "")
    return p.Signer(name=found.name if found else officer, title=held, acting_for=acting_for(held))


def acting_for(title: str) -> str:
    """«Giám đốc Trung tâm» for «Phó Giám đốc Trung tâm»; empty for whoever is no deputy."""
    head = title.removeprefix(DEPUTY)
    return head[:1].upper() + head[1:] if head != title else ""


def procedure_of(known: Knowledge, code: str, field: str, version: int = 0, name: str = "") -> p.Procedure:
    """The procedure in the version the dossier has; in the latest where it has none."""
    listing = known.catalogue.get(code, Listing())
    found = next((each for each in listing.versions if each.version == version), listing.last)
    listed = found.procedure if found is not None else None
    return p.Procedure(
        code=code,
        name=name or (listed.name if listed else code),
        name_en=listed.name_en if listed else "",
        field=field,
    )


def person_of(*facts: Fact) -> p.Person:
    """The applicant, from the latest fact that knows each of the particulars."""
    known = {
        name: next((text for fact in reversed(facts) if (text := getattr(fact, name, ""))), "")
        for name in ("applicant", "personal_id", "phone", "address", "email")
    }
    return p.Person(name=known.pop("applicant"), **known)


def appointment_of(due: d.Due) -> p.Appointment:
    return p.Appointment(day=due.date, at=due.at, provisional=due.provisional)


def limit_of(limit: d.LimitInForce) -> p.Limit:
    stages = tuple(
        p.Limit(unit=each.unit, value=each.value, cutoff=each.cutoff, who=each.who) for each in limit.stages
    )
    return p.Limit(unit=limit.unit, value=limit.value, cutoff=limit.cutoff, stages=stages)


def link_of(core: Core, stream: UUID) -> p.Link:
    return p.Link(url=core.link(core.secrets.link(stream, "dossier")), short_code=core.secrets.short(stream))


def accepted_in(events: Iterable[Event]) -> Event | None:
    """The event that took the dossier in, when it was."""
    return next((event for event in events if isinstance(event.fact, d.DossierAccepted)), None)


def section_names(key: str) -> tuple[str, str]:
    """The name of a section in Vietnamese and English; one that is written by name has that name."""
    return _sections().get(key, (key, key))


@cache
def _sections() -> dict[str, tuple[str, str]]:
    units = (load_unit(name) for name in unit_names())
    return {each.key: (each.name, each.name_en) for unit in units for each in unit.sections}
