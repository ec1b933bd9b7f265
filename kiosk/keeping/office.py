"""An office that the kiosk can rely on: the real one while it answers, and what was kept of it while it does not."""

import threading
import time
from collections.abc import Callable
from datetime import date
from typing import Any, cast

import msgspec

from application.clock import Clock, SystemClock
from application.day_doors import (
    AppointmentsDoor,
    CashDoor,
    FeedbackDoor,
    GuidanceDoor,
    PostDoor,
    TariffsDoor,
)
from application.dossiers_door import DossiersDoor
from application.envelope import Actor
from application.faults import Unreachable
from application.inspections_door import InspectionsDoor
from application.ports import (
    CatalogueDoor,
    LookupDoor,
    OfficePort,
    QueueDoor,
    StaffDoor,
    UnitView,
)
from application.proofs_door import ProofsDoor
from domain.calendar import local_date
from kiosk.keeping.doors import (
    Door,
    KeptAppointments,
    KeptFeedback,
    KeptQueue,
    KeptStaff,
    KeptTariffs,
)
from kiosk.keeping.hour import Heard, Hour
from kiosk.keeping.keeper import Keeper
from kiosk.keeping.line import Line
from kiosk.keeping.safe import Safe
from kiosk.keeping.shelf import KeptCatalogue, Shelf

PATIENCE = 2.0
"""Seconds a screen waits for the office."""
ROUND = 1.0
"""Seconds between two looks behind the screens."""


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How things stand with the office, for the screens and the technician."""

    cut_off: bool = False
    since: int = 0
    """µs UTC; 0 while the office answers."""
    network: bool = False
    """It is the server or the way to it that does not answer, not a store in this machine."""
    waiting: int = 0
    """Acts that the office must still be told."""
    refused: int = 0
    """Acts that it would not take."""
    in_memory: bool = False
    """The kiosk's own disk takes nothing: switching off would lose what is kept."""

    numbers: bool = True
    """There are numbers to give."""

    @property
    def shown(self) -> tuple[object, ...]:
        """What makes a screen look different."""
        return self.cut_off, self.since, self.network, self.in_memory, self.numbers


class KeptOffice:
    """`application.ports.OfficePort` for one kiosk.

    `opening` makes the real office; it may fail for as long as it likes. Without `tending` somebody else calls
    `tend` now and then.
    """

    def __init__(
        self,
        opening: Callable[[], OfficePort],
        safe: Safe,
        device: str,
        *,
        clock: Clock | None = None,
        steady: Callable[[], int] | None = None,
        patience: float = PATIENCE,
        tending: bool = True,
    ) -> None:
        self.safe = safe
        hour = Hour(clock or SystemClock(), steady or _steady, safe.recall("heard", Heard))
        self.line = Line(opening, hour, patience)
        self.shelf = Shelf(safe, self.line)
        self.keeper = Keeper(self.line, safe, self.shelf, Actor(device, "citizen", device))
        self._queue = KeptQueue(self.line, safe, self.shelf)
        self._doors: dict[str, Any] = {
            "queue": self._queue,
            "catalogue": KeptCatalogue(self.shelf),
            "feedback": KeptFeedback(self.line, safe),
            "appointments": KeptAppointments(self.line, safe, self._queue),
            "tariffs": KeptTariffs(self.line, self.shelf),
            "staff": KeptStaff(self.line, self.shelf),
        }
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._tend_on, name="keeper", daemon=True)
        if tending:
            self._thread.start()

    # ---- how things stand

    @property
    def standing(self) -> Standing:
        fault = self.line.fault
        if fault is None and not self.safe.in_memory:
            return Standing()
        return Standing(
            cut_off=fault is not None,
            since=self.line.since,
            network=isinstance(fault, Unreachable),
            waiting=self.safe.count(),
            refused=len(self.safe.refused()),
            in_memory=self.safe.in_memory,
            numbers=fault is None or self._has_numbers(),
        )

    def _has_numbers(self) -> bool:
        today = self.today().isoformat()
        return any(day == today for day, _ in self.safe.left())

    def tend(self) -> None:
        """One round behind the screens: what was kept is delivered, what runs short is renewed."""
        self.keeper.tend()

    def _tend_on(self) -> None:
        while not self._closing.is_set():
            self.tend()
            self._closing.wait(ROUND)

    # ---- the doors

    def _door(self, name: str) -> Any:
        return self._doors.setdefault(name, Door(self.line, name))

    @property
    def unit(self) -> UnitView:
        return cast(UnitView, self.shelf.have("unit"))

    @property
    def catalogue(self) -> CatalogueDoor:
        return cast(CatalogueDoor, self._door("catalogue"))

    @property
    def queue(self) -> QueueDoor:
        return cast(QueueDoor, self._door("queue"))

    @property
    def staff(self) -> StaffDoor:
        return cast(StaffDoor, self._door("staff"))

    @property
    def dossiers(self) -> DossiersDoor:
        return cast(DossiersDoor, self._door("dossiers"))

    @property
    def lookup(self) -> LookupDoor:
        return cast(LookupDoor, self._door("lookup"))

    @property
    def tariffs(self) -> TariffsDoor:
        return cast(TariffsDoor, self._door("tariffs"))

    @property
    def appointments(self) -> AppointmentsDoor:
        return cast(AppointmentsDoor, self._door("appointments"))

    @property
    def post(self) -> PostDoor:
        return cast(PostDoor, self._door("post"))

    @property
    def guidance(self) -> GuidanceDoor:
        return cast(GuidanceDoor, self._door("guidance"))

    @property
    def feedback(self) -> FeedbackDoor:
        return cast(FeedbackDoor, self._door("feedback"))

    @property
    def cash(self) -> CashDoor:
        return cast(CashDoor, self._door("cash"))

    @property
    def inspections(self) -> InspectionsDoor:
        return cast(InspectionsDoor, self._door("inspections"))

    @property
    def proofs(self) -> ProofsDoor:
        return cast(ProofsDoor, self._door("proofs"))

    # ---- the office itself

    @property
    def reachable(self) -> bool:
        return not self.line.cut_off

    def position(self) -> int:
        """Where the log was when last heard."""
        return 0 if self.line.office is None or self.line.cut_off else self.line.office.position()

    def checkpoint(self) -> str:
        return self.line.ask(lambda office: office.checkpoint())

    def now(self) -> int:
        return self.line.hour.now()

    def today(self) -> date:
        return date.fromisoformat(local_date(self.now()))

    def close(self) -> None:
        self._closing.set()
        if self._thread.is_alive():
            self._thread.join(2 * ROUND)
        self.line.close()
        self.safe.close()


def _steady() -> int:
    return time.monotonic_ns() // 1000
