"""Where the unit receives its citizens now, and which device stands where."""

import msgspec

from domain.site import Site, SiteChanged, SiteClosed, SiteDevicePlaced, SiteOpened, evolve
from projections.fold import Rows, Seen

_state = msgspec.json.Decoder(Site)
_encode = msgspec.json.Encoder(order="sorted").encode


class SiteRow(msgspec.Struct, frozen=True):
    """A site today; `site` is the domain's `Site` in JSON."""

    stream: str
    key: str
    open: int
    version: int
    site: str


class SiteDeviceRow(msgspec.Struct, frozen=True):
    """The site (key) where a device stands."""

    device: str
    site: str


def read_site(state: str) -> Site:
    """The domain's site from the `site` column."""
    return _state.decode(state)


class Sites:
    name = "sites"
    topics = frozenset(fact.NAME for fact in (SiteOpened, SiteChanged, SiteDevicePlaced, SiteClosed))

    def __init__(self) -> None:
        self.rows = Rows("site", SiteRow, indexes=("key",))
        self.devices = Rows("site_device", SiteDeviceRow)
        self.tables = (self.rows, self.devices)

    def apply(self, seen: Seen) -> None:
        before = self.rows.get(seen.stream)
        site = evolve(read_site(before.site) if before is not None else Site(), seen.fact)
        if isinstance(seen.fact, SiteDevicePlaced):
            self.devices.put(SiteDeviceRow(seen.fact.device, site.key))
        self.rows.put(SiteRow(seen.stream, site.key, int(site.open), seen.version, _encode(site).decode()))
