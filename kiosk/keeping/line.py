"""The line to the office: every question is back in time, and once nobody answers, nobody is asked in vain."""

import logging
import sqlite3
import threading
from collections.abc import Callable
from typing import TypeVar

from application.faults import Fault, Unreachable, named
from application.ports import OfficePort
from domain.fact import Refused
from kiosk.keeping.errands import Errands, TooLate
from kiosk.keeping.hour import Hour

log = logging.getLogger("motcua.screen")

T = TypeVar("T")


class Line:
    """`opening` makes the office's door; it is tried again for as long as it fails."""

    def __init__(self, opening: Callable[[], OfficePort], hour: Hour, patience: float) -> None:
        self.opening, self.hour, self.patience = opening, hour, patience
        self.errands, self.lock = Errands(), threading.Lock()
        self.office: OfficePort | None = None
        self.fault: Fault | None = None
        """Why the office was last out of reach; None while it answers."""
        self.since = 0
        """From when on (µs UTC); 0 while it answers."""

    @property
    def cut_off(self) -> bool:
        return self.fault is not None

    def ask(self, work: Callable[[OfficePort], T]) -> T:
        """What the office answers or refuses, within the line's patience; a fault cuts the line."""
        if self.fault is not None:
            raise _again(self.fault)
        try:
            return self.errands.run(lambda: self.direct(work), self.patience)
        except TooLate:
            raise self.lost(Unreachable()) from None
        except Fault as fault:
            raise self.lost(fault) from fault.__cause__

    def direct(self, work: Callable[[OfficePort], T]) -> T:
        """As `ask`, but for as long as it takes and even while the line is cut: for work behind the screens."""
        try:
            return work(self.live())
        except (Refused, Fault):
            raise
        except (sqlite3.Error, OSError) as error:
            fault = named(error, "")
            raise (fault if isinstance(fault, Fault) else Fault()) from error
        except Exception as error:
            if self.fault is None:
                log.exception("the office stumbled")  # whatever it is, nobody's number shall depend on it
            raise Fault from error

    def live(self) -> OfficePort:
        with self.lock:
            if self.office is None:
                self.office = self.opening()
            return self.office

    def lost(self, fault: Fault) -> Fault:
        """Nobody answers. The first fault says since when, the latest one why."""
        if self.fault is None:
            self.since = self.hour.now()
            log.warning("the office is out of reach: %s %s", type(fault).__name__, fault.blanks)
        self.fault = _again(fault)
        return fault

    def found(self) -> None:
        if self.fault is not None:
            log.warning("the office answers again")
        self.fault, self.since = None, 0

    def close(self) -> None:
        self.errands.close()
        if self.office is not None:
            self.office.close()


def _again(fault: Fault) -> Fault:
    """A fault of its own for everybody who meets it: one that is raised over and over remembers every time."""
    return type(fault)(**fault.blanks)
