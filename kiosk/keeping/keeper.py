"""What goes on behind the screens: the office is told what was kept, numbers are renewed, the shelf is refreshed."""

import logging
from datetime import date, timedelta
from itertools import takewhile

from application.envelope import Actor
from application.faults import Fault
from application.kept_numbers import KeptTicket
from application.ports import OfficePort
from domain.calendar import local_date
from domain.fact import Refused
from kiosk.keeping.doors import fresh_id
from kiosk.keeping.line import Line
from kiosk.keeping.safe import Call, Errand, Safe
from kiosk.keeping.shelf import Shelf

log = logging.getLogger("motcua.screen")

SECOND = 1_000_000
FULL, AHEAD = 60, 30
"""Numbers of a line held for today, and for each of the days after; fewer than half are filled up again."""
DAYS_AHEAD = 3
"""Days after today for which numbers are held: the office may be out of reach on a Monday morning, too."""
BATCH = 20
REFRESH, KEEP, PROBE, MEND = 120 * SECOND, 900 * SECOND, 15 * SECOND, 60 * SECOND
"""How often (µs) the shelf is refreshed and written down, the office's hour is asked, and the disk tried again."""


class Keeper:
    """`tend` does one round; it is cheap when there is nothing to do."""

    def __init__(self, line: Line, safe: Safe, shelf: Shelf, by: Actor) -> None:
        self.line, self.safe, self.shelf, self.by = line, safe, shelf, by
        self.refreshed_on = ""
        self.last: dict[str, int] = {}
        self.resting: dict[tuple[str, str], int] = {}

    def tend(self) -> None:
        try:
            self.line.direct(self._round)
        except (Fault, Refused) as wrong:
            self.line.lost(wrong if isinstance(wrong, Fault) else Fault())
        self.safe.forget_before(local_date(self.line.hour.now()))
        if self._due("mend", MEND):
            self.safe.recover()

    def _round(self, office: OfficePort) -> None:
        if self.line.cut_off or not office.reachable:
            office.catalogue.groups()  # goes all the way and back, whatever is known by heart there
        if self.line.cut_off or self._due("probe", PROBE):
            self._compare_clocks(office)
        self._deliver(office)
        if self.shelf.groups is None:
            self._refresh(office)
        self._renew(office)
        self._refresh(office)
        if not self.safe.waiting():  # else a screen lost the line in the meantime
            self.line.found()

    def _compare_clocks(self, office: OfficePort) -> None:
        hour = self.line.hour
        hour.hear(office.now())
        if self._due("clock", KEEP):
            self.safe.remember("heard", hour.heard)

    # ---- what was kept

    def _deliver(self, office: OfficePort) -> None:
        """In order, exactly once: what lies in the outbox goes only when the office is known to have it."""
        while errands := self.safe.waiting(BATCH):
            tickets = list(takewhile(lambda errand: isinstance(errand.what, KeptTicket), errands))
            if not self._delivered(office, tickets):
                for errand in tickets or errands[:1]:
                    self._tell(office, errand)

    def _delivered(self, office: OfficePort, errands: list[Errand]) -> bool:
        """Many tickets at once, unless one of them is refused."""
        kept = tuple(errand.what for errand in errands if isinstance(errand.what, KeptTicket))
        if not kept:
            return False
        try:
            office.queue.deliver(kept, self.by)
        except Refused:
            return False
        self.safe.told([errand.position for errand in errands])
        return True

    def _tell(self, office: OfficePort, errand: Errand) -> None:
        try:
            if isinstance(errand.what, KeptTicket):
                office.queue.deliver((errand.what,), self.by)
            else:
                self._call(office, errand.what)
        except Refused as refused:
            office.catalogue.groups()  # raises where it is this kiosk that is refused, and not what it says
            log.warning("the office would not take what was kept: %s", type(refused).__name__)
            self.safe.set_aside(errand.position, type(refused).__name__)
        else:
            self.safe.told([errand.position])

    def _call(self, office: OfficePort, call: Call) -> None:
        from application.remote.wire import method

        known = method(call.name)
        told = known.asked(call.body()) | {known.actor: self.by}
        if known.by_command:
            told["command"] = call.command
        door, _, act = call.name.partition(".")
        getattr(getattr(office, door), act)(**told)

    # ---- what is held for the time when nobody answers

    def _refresh(self, office: OfficePort) -> None:
        today = local_date(self.line.hour.now())
        if self._due("refresh", REFRESH) or self.refreshed_on != today:
            self.shelf.refresh(office, keep=self._due("keep", KEEP) or self.refreshed_on != today)
            self.refreshed_on = today
        self.shelf.price(office, today)

    def _renew(self, office: OfficePort) -> None:
        today = date.fromisoformat(local_date(self.line.hour.now()))
        left = self.safe.left()
        for ahead in range(DAYS_AHEAD + 1):
            day = (today + timedelta(days=ahead)).isoformat()
            for group in self.shelf.groups or ():
                held = left.get((day, group.key), 0)
                full = AHEAD if ahead else FULL
                if held < full // 2 and self._may_ask(day, group.key):
                    self._lease(office, group.key, day, full - held)

    def _lease(self, office: OfficePort, group: str, day: str, count: int) -> None:
        """The command is written down first: a lease whose answer was lost is asked for again, not taken twice."""
        key = f"lease/{day}/{group}"
        asked = self.safe.recall(key, dict[str, str]) or {"command": fresh_id(), "count": str(count)}
        self.safe.remember(key, asked)
        try:
            lease = office.queue.lease(
                self.by, group=group, count=int(asked["count"]), day=day, command=asked["command"]
            )
        except Refused as refused:
            self.resting[day, group] = self.line.hour.steady() + KEEP
            log.warning("no numbers in advance for %s on %s: %s", group, day, type(refused).__name__)
        else:
            self.safe.add(lease)
        self.safe.forget(key)

    def _may_ask(self, day: str, group: str) -> bool:
        """Not again at once where it was refused."""
        return self.resting.get((day, group), 0) <= self.line.hour.steady()

    def _due(self, what: str, every: int) -> bool:
        """Whether so long has passed since this was last due; the first time it is."""
        now = self.line.hour.steady()
        if what in self.last and now - self.last[what] < every:
            return False
        self.last[what] = now
        return True
