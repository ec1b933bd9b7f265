"""What the desk is set up before: an office that is open, a copy of a store at rest, or a mirror of static files.

Everything is opened and asked in one thread, the desk's own hand: SQLite's rows stay in the thread that opened them.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple, Protocol

from application.clock import Chance, Clock, SystemChance, SystemClock
from application.envelope import Actor
from application.faults import NotAStore
from application.follower import Progress
from application.office import Office
from audit.desk.machine import Machine
from audit.desk.notes import MirrorNotes, StoreNotes
from audit.desk.proofs import Prover
from audit.desk.seats import OfficeSeat, OwnSeat, Seat
from audit.mirror import MirrorSource
from audit.opening import NotAStore as NoStoreHere
from audit.sources import of_office, store_at
from domain.fact import Refused
from ledger.note import Signer

NOBODY = "thanh.tra"
"""Who signs before a copy when nobody said a name."""


class NotAnInspector(Refused):
    """Only an inspector's account opens this desk."""


class Opened(NamedTuple):
    """The log at hand: moved by the machine, proved by the prover."""

    machine: Machine
    prover: Prover
    close: Callable[[], None]


class Setting(Protocol):
    def open(self, progress: Progress | None = None) -> Opened: ...

    def seat(self, by: Actor, machine: Machine) -> Seat: ...


class AtTheOffice:
    """An office open in this process: readings and statements are recorded in its log."""

    def __init__(
        self,
        office: Office,
        signer: Signer | None,
        *,
        clock: Clock | None = None,
        chance: Chance | None = None,
    ) -> None:
        self.office, self.signer = office, signer
        self.clock, self.chance = clock or SystemClock(), chance or SystemChance()

    def open(self, progress: Progress | None = None) -> Opened:
        machine = Machine(of_office(self.office), progress)
        return Opened(machine, Prover(machine, StoreNotes(self.office.folder.root)), machine.close)

    def sign_in(self, name: str, password: str, device: str) -> Actor:
        """The inspector behind a name and a password; refuses whoever holds another role."""
        by = self.office.staff.sign_in(name, password, "", device)
        if "inspector" not in self.office.core.known().officer(by.id).roles:
            raise NotAnInspector(officer=by.id)
        return Actor(by.id, "inspector", device)

    def seat(self, by: Actor, machine: Machine) -> Seat:
        del machine
        return OfficeSeat(self.office.inspections, by, self.signer, self.clock, self.chance)


class BeforeACopy:
    """A copied store, or a mirror: read where it lies, and what is noted stays in the inspector's own file."""

    def __init__(self, root: Path, own: Path, signer: Signer | None, *, mirror: bool = False) -> None:
        self.root, self.own, self.signer, self.mirror = root, own, signer, mirror

    def open(self, progress: Progress | None = None) -> Opened:
        stack = ExitStack()
        with stack, _named(self.root):
            if self.mirror:
                machine = Machine(MirrorSource(self.root), progress)
                prover = Prover(machine, MirrorNotes(self.root))
            else:
                machine = Machine(stack.enter_context(store_at(self.root)), progress)
                prover = Prover(machine, StoreNotes(self.root))
            stack.callback(machine.close)
            return Opened(machine, prover, stack.pop_all().close)

    def seat(self, by: Actor, machine: Machine) -> Seat:
        return OwnSeat(self.own, by.id, self.signer, machine)


@contextmanager
def _named(root: Path) -> Iterator[None]:
    """What is no store is a fault with words like any other."""
    try:
        yield
    except NoStoreHere as error:
        raise NotAStore(path=root) from error
