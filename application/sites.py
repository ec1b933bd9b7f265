"""The places where the unit receives its citizens: its centre, desks in post offices, hamlets once a week."""

from collections.abc import Callable
from uuid import UUID

import msgspec

from application.core import Core, in_one_of
from application.envelope import OFFICE, Actor
from application.store import Transaction
from domain import site as s
from domain.fact import Fact, Refused
from domain.site import Site, SiteChanged, SiteOpened
from domain.staff import MANAGES
from projections.sites import read_site

FIND = "SELECT site, version FROM site WHERE stream = ?"
ALL = "SELECT site FROM site ORDER BY key"
DEVICES = "SELECT device, site FROM site_device ORDER BY device"
BOOKED = "SELECT count(*) FROM appointment WHERE site = ? AND state = 'booked'"
MANAGING = MANAGES | {OFFICE.role}


class UnknownSite(Refused):
    """The unit has no open site under that key."""


class UnknownDevice(Refused):
    """No device of that name is registered."""


class CounterElsewhere(Refused):
    """A counter belongs to one site."""


class SiteView(msgspec.Struct, frozen=True, kw_only=True):
    """A place as the public is told of it. The unit's own centre has an empty key unless it was opened as a site."""

    key: str
    name: str
    name_en: str
    kind: str
    place: str = ""
    open: bool = True
    counters: tuple[str, ...] = ()
    hours: tuple[tuple[str, str], ...] = ()
    """Local hours of its own; empty for the unit's."""
    weekdays: tuple[int, ...] = ()
    devices: tuple[str, ...] = ()


class Sites:
    def __init__(self, core: Core) -> None:
        self.core = core

    def open(self, fact: SiteOpened, by: Actor = OFFICE) -> SiteView:
        def decide(state: Site, tx: Transaction) -> Fact:
            opened = s.open_site(state, fact=fact)
            self._own_counters(tx, fact.site, fact.counters)
            return opened

        return self._act(fact.site, by, fact.NAME, decide)

    def change(self, key: str, fact: SiteChanged, by: Actor = OFFICE) -> SiteView:
        def decide(state: Site, tx: Transaction) -> Fact:
            changed = s.change(state, fact=fact)
            self._own_counters(tx, key, fact.counters)
            return changed

        return self._act(key, by, fact.NAME, decide)

    def place_device(self, key: str, device: str, by: Actor = OFFICE) -> SiteView:
        def decide(state: Site, tx: Transaction) -> Fact:
            if device not in {each.device for each in self.core.known(tx).office.devices}:
                raise UnknownDevice(device=device)
            return s.place_device(state, device=device)

        return self._act(key, by, s.SiteDevicePlaced.NAME, decide)

    def close(self, key: str, why: str, by: Actor = OFFICE) -> SiteView:
        def decide(state: Site, tx: Transaction) -> Fact:
            return s.close(state, why=why, booked=tx.rows(BOOKED, key)[0][0])

        return self._act(key, by, s.SiteClosed.NAME, decide)

    def all(self) -> tuple[SiteView, ...]:
        """Every site there ever was, with the devices that stand there."""
        rows = self.core.store.reader().execute(ALL).fetchall()
        return tuple(self._view(read_site(state)) for (state,) in rows)

    def site(self, key: str) -> SiteView:
        """One place by its key; the empty key is the unit's own centre."""
        if not key:
            return self.centre()
        found = sites(self.core).get(key)
        if found is None:
            raise UnknownSite(site=key)
        return self._view(found)

    def centre(self) -> SiteView:
        opened = self.core.known().opened
        elsewhere = {device for device, _ in self._placed()}
        here = tuple(each.device for each in self.core.known().office.devices if each.device not in elsewhere)
        return SiteView(key="", name=opened.name, name_en=opened.name_en, kind="centre", devices=here)

    def site_of(self, device: str) -> SiteView:
        """Where a device stands: the unit's own centre unless it was placed elsewhere."""
        return self.site(dict(self._placed()).get(device, ""))

    def _placed(self) -> list[tuple[str, str]]:
        return self.core.store.reader().execute(DEVICES).fetchall()

    def _view(self, site: Site) -> SiteView:
        here = tuple(device for device, key in self._placed() if key == site.key)
        return SiteView(**msgspec.structs.asdict(site), devices=here)

    def _own_counters(self, tx: Transaction, key: str, counters: tuple[str, ...]) -> None:
        for other in sites(self.core, tx).values():
            shared = set(counters) & set(other.counters)
            if shared and other.key != key:
                raise CounterElsewhere(counter=min(shared), site=other.name)

    def _act(self, key: str, by: Actor, act: str, decide: Callable[[Site, Transaction], Fact]) -> SiteView:
        stream = self.core.stream("site", key)

        def work(tx: Transaction) -> UUID:
            in_one_of(self.core, by, tx, MANAGING, act)
            rows = tx.rows(FIND, stream.hex)
            if not rows and act != SiteOpened.NAME:
                raise UnknownSite(site=key)
            state, version = (read_site(rows[0][0]), rows[0][1]) if rows else (Site(), 0)
            tx.record(stream, version, decide(state, tx))
            return stream

        def answer(stream: UUID) -> SiteView:
            row = self.core.store.reader().execute(FIND, (stream.hex,)).fetchone()
            return self._view(read_site(row[0]))

        return self.core.write(by, "", work, answer)


def sites(core: Core, tx: Transaction | None = None) -> dict[str, Site]:
    """The open sites by key, as of now or as of a transaction."""
    found = tx.rows(ALL) if tx is not None else core.store.reader().execute(ALL).fetchall()
    known = (read_site(state) for (state,) in found)
    return {site.key: site for site in known if site.open}


def site_of_device(tx: Transaction, device: str) -> str:
    """The key of the site where a device stands; empty for the unit's own centre."""
    return str(dict(tx.rows(DEVICES)).get(device, ""))


def site_at(core: Core, key: str, tx: Transaction | None = None) -> Site | None:
    """An open site by its key; None for the unit's own centre, which has none."""
    if not key:
        return None
    found = sites(core, tx).get(key)
    if found is None:
        raise UnknownSite(site=key)
    return found
