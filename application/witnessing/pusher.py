"""Beside the office's server: every new head goes to the witnesses, and later again to those that did not answer."""

import logging
import time
from collections.abc import Callable
from threading import Event, Thread
from typing import TYPE_CHECKING

from application.faults import Fault
from application.witnessing.asking import Asking
from application.witnessing.witnessing import BY_STICK, Outcome
from ledger.fault import LedgerFault

if TYPE_CHECKING:
    from application.office import Office

EVERY = 60.0
"""Seconds between two looks whether the log has grown: a head a minute is enough for a receipt."""
RETRY = 900.0
"""Seconds until a witness that did not countersign is asked again."""
PARTING = 12.0

log = logging.getLogger("motcua.witnessing")

Tell = Callable[[Outcome | Fault], None]


class Pusher:
    """`with Pusher(office): …` while the office is open; it ends before the office closes."""

    def __init__(
        self, office: "Office", *, tell: Tell | None = None, every: float = EVERY, retry: float = RETRY
    ) -> None:
        """`tell` is given what went wrong, the first time and whenever it changes."""
        self.office, self.tell, self.every, self.retry = office, tell, every, retry
        self.stopped, self.asking = Event(), Asking()
        self.pushed = -1
        self.again: dict[str, float] = {}
        """When a witness that did not countersign may be asked again."""
        self.told: dict[str, str] = {}
        self.thread = Thread(target=self._run, name="witnessing", daemon=True)

    def __enter__(self) -> "Pusher":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopped.set()
        self.asking.close()
        self.thread.join(timeout=PARTING)

    def _run(self) -> None:
        while not self.stopped.is_set():
            try:
                self.look()
            except Fault as fault:
                self._say("", fault.key, fault)
            except LedgerFault as fault:
                log.warning("%s", fault)
            except Exception:  # whatever it is, the next head is not lost for it
                log.exception("a head was not pushed")
            self.stopped.wait(self.every)

    def look(self) -> None:
        """Push if the log has grown, or if it is time to ask somebody again."""
        now, last = time.monotonic(), self.office.position()
        due = {name for name, at in self.again.items() if at <= now}
        if last == self.pushed and not due:
            return
        if self.office.witnessing.trust.policy().witnesses:
            signed = self._sign()
            waiting = set(self.again) - due
            for outcome in self.office.witnessing.push(self.asking, waiting):
                self._note(outcome, now)
            if not signed:
                return  # the events are still to be signed for, when the key is back or the store is found good
        self.pushed = last

    def _sign(self) -> bool:
        try:
            self.office.checkpoint()
        except Fault as fault:
            self._say("", fault.key, fault)  # what was signed before may be countersigned all the same
            return False
        self.told.pop("", None)
        return True

    def _note(self, outcome: Outcome, now: float) -> None:
        if outcome.done or outcome.kind == BY_STICK:
            self.again.pop(outcome.witness, None)
            self.told.pop(outcome.witness, None)
            return
        self.again[outcome.witness] = now + self.retry
        self._say(outcome.witness, outcome.kind, outcome)

    def _say(self, about: str, what: str, told: Outcome | Fault) -> None:
        if self.told.get(about) == what:
            return
        self.told[about] = what
        log.warning("%s %s", about or "the office", what)
        if self.tell is not None:
            self.tell(told)
