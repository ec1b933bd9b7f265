"""Who works in the office: which officer sits where, decides what, and signs in with which password."""

from collections.abc import Sequence
from random import Random

import msgspec
from argon2 import PasswordHasher

from application.data import Unit
from application.envelope import Actor
from application.office import Office
from application.opening import register_device
from application.ports import OfficerView
from domain.office import DeviceRegistered

PASSWORD = "tân phước một"  # noqa: S105 - meant to be known
"""Everybody's, because nobody here is real; the command that builds the demo shows it."""

KIOSK = Actor("", "citizen", "kiosk-1")
PORTAL = Actor("", "citizen", "portal")


class Post(msgspec.Struct, frozen=True):
    """A counter, what it calls, and who sits there."""

    counter: str
    groups: tuple[str, ...]
    officer: str


class Cast:
    def __init__(self, office: Office, unit: Unit) -> None:
        self.office = office
        views = office.staff.officers()
        self.names = frozenset(each.name for each in views)
        receiving = [each.officer for each in unit.officers if each.roles == ("reception",)]
        self.posts = tuple(
            Post(counter.counter, counter.groups, officer)
            for counter, officer in zip(unit.counters, receiving, strict=True)
        )
        sections = sorted({each.section for each in views})
        self.desks = {section: f"desk-{len(self.posts) + n}" for n, section in enumerate(sections, 1)}
        self._give_devices_and_passwords(views)
        acting = {each.officer: self._sign_in(each) for each in views}
        self.deputy = next(acting[each.officer] for each in views if set(each.roles) == {"head", "reception"})
        self.leaders = [acting[each.officer] for each in views if "leader" in each.roles]
        self.specialists = [(each, acting[each.officer]) for each in views if "specialist" in each.roles]

    def _give_devices_and_passwords(self, views: Sequence[OfficerView]) -> None:
        # The password is public, so a costly hash protects nothing and would take most of the demo's time.
        self.office.store.vault.hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        for section, desk in self.desks.items():
            register_device(self.office.core, DeviceRegistered(device=desk, kind="desk", place=section))
        for each in views:
            self.office.staff.set_password(each.officer, PASSWORD)

    def _sign_in(self, officer: OfficerView) -> Actor:
        return self.office.staff.sign_in(officer.officer, PASSWORD, "", self.desks[officer.section])

    def open_counter(self, post: Post, officer: str) -> Actor:
        return self.office.staff.sign_in(
            officer, PASSWORD, post.counter, f"desk-{post.counter}", groups=post.groups
        )

    def specialist(self, field: str, rng: Random) -> tuple[OfficerView, Actor]:
        """Whose field it is; what is nobody's goes to whoever has the fewest."""
        knowing = [each for each in self.specialists if field in each[0].fields]
        if knowing:
            return rng.choice(knowing)
        return min(self.specialists, key=lambda each: (len(each[0].fields), each[0].officer))

    def colleague(self, of: OfficerView, rng: Random) -> tuple[OfficerView, Actor]:
        """Somebody in another section."""
        return rng.choice([each for each in self.specialists if each[0].section != of.section])
