"""Slips wait their turn beside the screen, never before it: one thread draws and prints, and ends when nothing waits.

A slip whose time is over is never printed: its visitor has gone, and paper that nobody takes is a number for anybody.
"""

import logging
import time
from collections import deque
from collections.abc import Callable
from threading import Event, Lock, Thread

import msgspec

from kiosk.printing.printer import Kind, Medium, Printer, PrinterTrouble, Sheet

log = logging.getLogger("motcua.screen")

LIMIT = 12.0
"""Seconds from asking for a slip to giving it up, its turn in the line included."""
PARTING = 1.0
HEAD_START = 0.05
"""Seconds in which the screen with the number is painted before a slip is drawn: both need the same interpreter."""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """How a slip ended. `begun`: a failed one may have come out in part."""

    medium: Medium
    trouble: Kind | None = None
    detail: str = ""
    begun: bool = False
    paper_low: bool = False


class Job:
    """One slip on its way. `outcome` is None until it is settled, once; `over` is set when that is on record."""

    def __init__(
        self, name: str, draw: Callable[[], bytes], then: Callable[[Outcome], None], until: float
    ) -> None:
        self.name, self.draw, self.until = name, draw, until
        self.outcome: Outcome | None = None
        self.over = Event()
        self._then, self._lock = then, Lock()

    def settle(self, outcome: Outcome) -> bool:
        """Whoever comes first says how it ended; False for those who come later."""
        with self._lock:
            if self.outcome is not None:
                return False
            self.outcome = outcome
        if outcome.trouble is not None:
            log.warning("a slip was not printed: %s %s", outcome.trouble, outcome.detail)
        try:
            self._then(outcome)
        except Exception:
            log.exception("what became of a slip was not recorded")
        self.over.set()
        return True


def nothing(outcome: Outcome) -> None:
    """For slips that are not recorded."""


class Press:
    """`now` counts seconds; the printer itself bounds its work by its own clock."""

    def __init__(
        self, printer: Printer, *, limit: float = LIMIT, now: Callable[[], float] = time.monotonic
    ) -> None:
        self.printer, self.limit, self.now = printer, limit, now
        self._waiting: deque[Job] = deque()
        self._lock = Lock()
        self._worker: Thread | None = None

    def put(self, name: str, draw: Callable[[], bytes], then: Callable[[Outcome], None] = nothing) -> Job:
        """`draw` gives the PNG and `then` is told how it ended, once; both run beside the screen."""
        job = Job(name, draw, then, self.now() + self.limit)
        with self._lock:
            self._waiting.append(job)
            if self._worker is None:
                self._worker = Thread(target=self._work, name="printing", daemon=True)
                self._worker.start()
        return job

    def overdue(self, job: Job) -> bool:
        """Give up a slip that the printer holds longer than it may. True when this call did."""
        return self.now() >= job.until and job.settle(self._failed("no_answer", begun=True))

    def close(self, within: float = PARTING) -> None:
        """Let what is being printed come to its end, for so many seconds at most; nothing else is begun."""
        with self._lock:
            self._waiting.clear()
            worker = self._worker
        if worker is not None:
            worker.join(within)

    def _work(self) -> None:
        time.sleep(HEAD_START)
        while True:
            with self._lock:
                if not self._waiting:
                    self._worker = None
                    return
                job = self._waiting.popleft()
            if job.outcome is None:
                self._print(job)

    def _print(self, job: Job) -> None:
        if self.now() >= job.until:
            job.settle(self._failed("no_answer"))
            return
        try:
            status = self.printer.print(Sheet(job.name, job.draw()))
        except PrinterTrouble as trouble:
            outcome = self._failed(trouble.kind, trouble.detail, begun=trouble.begun)
        except Exception as error:  # a slip that cannot be drawn must not keep the next from being printed
            log.exception("a slip could not be made")
            outcome = self._failed("failed", type(error).__name__)
        else:
            outcome = Outcome(medium=self.printer.medium, paper_low=status.paper == "low")
        if not job.settle(outcome) and outcome.trouble is None:
            log.warning("a slip came out after it was given up: %s", job.name)

    def _failed(self, kind: Kind, detail: str = "", *, begun: bool = False) -> Outcome:
        return Outcome(medium=self.printer.medium, trouble=kind, detail=detail, begun=begun)
