"""Who works here, in which roles, and who sits at which counter now."""

import msgspec

from domain.fact import FACTS
from domain.staff import Officer, evolve
from projections.fold import Rows, Seen

_state = msgspec.json.Decoder(Officer)
_encode = msgspec.json.Encoder(order="sorted").encode


class OfficerRow(msgspec.Struct, frozen=True):
    """An officer today. `state` is the domain's `Officer` in JSON; `counter` is empty without an open shift."""

    stream: str
    officer: str
    counter: str
    groups: str
    paused: int
    version: int
    state: str


def read_officer(state: str) -> Officer:
    """The domain's officer from the `state` column."""
    return _state.decode(state)


class Staff:
    name = "staff"
    topics = frozenset(name for name in FACTS if name.startswith(("officer.", "shift.")))

    def __init__(self) -> None:
        self.rows = Rows("officer", OfficerRow, indexes=("counter",))
        self.tables = (self.rows,)

    def apply(self, seen: Seen) -> None:
        before = self.rows.get(seen.stream)
        officer = evolve(read_officer(before.state) if before else Officer(), seen.fact, seen.recorded_at)
        self.rows.put(
            OfficerRow(
                stream=seen.stream,
                officer=officer.officer,
                counter=officer.counter,
                groups=",".join(officer.groups),
                paused=int(officer.paused),
                version=seen.version,
                state=_encode(officer).decode(),
            )
        )
