"""Where one unit receives its citizens: its centre, a desk in a post office, a hamlet once a week.

A site is no agency: whoever works there acts for the unit, and every dossier code begins with the unit's own.
"""

import re
from itertools import pairwise
from typing import Literal

import msgspec
from msgspec.structs import replace

from domain.fact import Fact, Refused, recorded_as

SiteKind = Literal["centre", "post_office", "mobile"]
Hours = tuple[tuple[str, str], ...]


@recorded_as("site.opened")
class SiteOpened(Fact, frozen=True, kw_only=True):
    """A place opens to the public under its key. `place` is its address; `hours` are local, empty for the unit's own.

    `weekdays` (0 is Monday) are those on which it receives; empty for every working day.
    """

    site: str
    name: str
    name_en: str
    kind: SiteKind
    place: str
    counters: tuple[str, ...] = ()
    hours: Hours = ()
    weekdays: tuple[int, ...] = ()


@recorded_as("site.changed")
class SiteChanged(Fact, frozen=True, kw_only=True):
    """What the public is told of the place from now on, and why it changed."""

    name: str
    name_en: str
    place: str
    counters: tuple[str, ...] = ()
    hours: Hours = ()
    weekdays: tuple[int, ...] = ()
    why: str = ""


@recorded_as("site.device_placed")
class SiteDevicePlaced(Fact, frozen=True, kw_only=True):
    """A device stands here from now on, and no longer where it stood."""

    device: str


@recorded_as("site.closed")
class SiteClosed(Fact, frozen=True, kw_only=True):
    why: str = ""


class SiteKeyMalformed(Refused):
    """The key of a site is two to thirty-two small letters, digits and hyphens, and starts with a letter."""


class SiteAlreadyOpen(Refused):
    """There is a site under this key."""


class SiteNotOpen(Refused):
    """This site is not open."""


class SiteNotDescribed(Refused):
    """The public must be told the name of a site, in both languages, and its address."""


class SiteHoursOutOfOrder(Refused):
    """Hours are pairs such as 07:30-11:30, one after the other; weekdays are numbers from 0 (Monday) to 6."""


class SiteUnchanged(Refused):
    """Nothing about the site would change."""


class SiteChangeUnexplained(Refused):
    """A change or an end of a site says why."""


class AppointmentsAtTheSite(Refused):
    """People have appointments there: move or cancel them first."""


KEY = re.compile(r"[a-z][a-z0-9-]{1,31}")
HOUR = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
LAST_WEEKDAY = 6


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """A site as its facts have made it."""

    open: bool = False
    key: str = ""
    name: str = ""
    name_en: str = ""
    kind: SiteKind = "centre"
    place: str = ""
    counters: tuple[str, ...] = ()
    hours: Hours = ()
    weekdays: tuple[int, ...] = ()


def evolve(site: Site, fact: Fact) -> Site:
    """The site after `fact`. A fact of another capability is a bug."""
    match fact:
        case SiteOpened():
            return replace(_described(site, fact), open=True, key=fact.site, kind=fact.kind)
        case SiteChanged():
            return _described(site, fact)
        case SiteClosed():
            return replace(site, open=False)
        case SiteDevicePlaced():
            return site
        case _:
            raise AssertionError(f"{type(fact).__name__} does not happen to a site")


def _described(site: Site, fact: SiteOpened | SiteChanged) -> Site:
    return replace(
        site,
        name=fact.name,
        name_en=fact.name_en,
        place=fact.place,
        counters=fact.counters,
        hours=fact.hours,
        weekdays=fact.weekdays,
    )


def open_site(site: Site, *, fact: SiteOpened) -> SiteOpened:
    """A closed site opens again under its key, as newly described."""
    if site.open:
        raise SiteAlreadyOpen(site=site.key)
    if KEY.fullmatch(fact.site) is None:
        raise SiteKeyMalformed(text=fact.site)
    _sound(fact)
    return fact


def change(site: Site, *, fact: SiteChanged) -> SiteChanged:
    _open(site)
    _sound(fact)
    if not fact.why.strip():
        raise SiteChangeUnexplained()
    if evolve(site, fact) == site:
        raise SiteUnchanged(site=site.key)
    return fact


def place_device(site: Site, *, device: str) -> SiteDevicePlaced:
    _open(site)
    return SiteDevicePlaced(device=device)


def close(site: Site, *, why: str, booked: int) -> SiteClosed:
    """`booked` is how many appointments are still to be kept there."""
    _open(site)
    if not why.strip():
        raise SiteChangeUnexplained()
    if booked:
        raise AppointmentsAtTheSite(site=site.key, count=booked)
    return SiteClosed(why=why)


def _open(site: Site) -> None:
    if not site.open:
        raise SiteNotOpen(site=site.key)


def _sound(fact: SiteOpened | SiteChanged) -> None:
    if not (fact.name.strip() and fact.name_en.strip() and fact.place.strip()):
        raise SiteNotDescribed()
    marks = [hour for period in fact.hours for hour in period]
    known = all(HOUR.fullmatch(hour) for hour in marks)
    if not known or any(later <= earlier for earlier, later in pairwise(marks)):
        raise SiteHoursOutOfOrder()
    if len(set(fact.weekdays)) < len(fact.weekdays) or not all(
        0 <= day <= LAST_WEEKDAY for day in fact.weekdays
    ):
        raise SiteHoursOutOfOrder()
