"""The office: opens a store, wires its parts, and offers one capability after the other."""

import sqlite3
from datetime import date
from functools import cached_property
from pathlib import Path

from application.appointments import Appointments
from application.cash import CashDesk
from application.catalogue import CatalogueDesk
from application.clock import Chance, Clock, SystemChance, SystemClock
from application.core import Core
from application.devices import Devices
from application.digesting import Digesting
from application.dossiers import Dossiers
from application.envelope import OFFICE
from application.erasing import Erasing, again
from application.faults import StoreDamaged
from application.feedback import Feedback
from application.flagging import Flagging
from application.folder import StoreFolder, log_origin, make_folder
from application.follower import Follower, Progress, rebuild, rebuild_views
from application.guidance import Guidance
from application.inspections import Inspections
from application.log import Log
from application.log_files import LogFiles
from application.log_keys import LogKeys
from application.lookup import Lookup
from application.opening import open_with
from application.ports import UnitView
from application.post import Post
from application.proofs import Proofs
from application.queue import Queue
from application.remote_tickets import RemoteTicketOffice
from application.reports import Reports
from application.rules import RuleDesk
from application.secrets import Secrets
from application.signer import Signer
from application.sites import Sites
from application.staff import StaffRoom
from application.store import Store, identify
from application.tariffs import TariffDesk
from application.vault import Vault
from application.withholding import must_sign, withheld
from application.witnessing import Witnessing
from domain.calendar import local_date
from domain.office import OfficeOpened
from projections import following_folds, inline_folds
from projections.fold import digests, fit

PUBLIC_URL = "http://127.0.0.1:8080"


class Office:
    """One unit's office in this process. Close it when done, so that the last head is signed."""

    def __init__(
        self,
        folder: StoreFolder,
        *,
        clock: Clock | None = None,
        chance: Chance | None = None,
        public_url: str = PUBLIC_URL,
        read_only: bool = False,
    ) -> None:
        folder.must_exist()
        identify(folder.database)
        self.folder, self.read_only = folder, read_only
        self.chance = chance or SystemChance()
        secrets = Secrets(folder.lookup_key)
        vault = Vault(folder.vault, folder.key_encryption_key, self.chance, read_only=read_only)
        self.store = Store(
            folder.database, vault, clock or SystemClock(), self.chance, inline_folds(), read_only=read_only
        )
        self.core = Core(self.store, secrets, public_url.rstrip("/"))
        if not read_only:
            self._make_good()
        self.queue = Queue(self.core)
        self.dossiers = Dossiers(self.core, self.follower)
        self.staff = StaffRoom(self.core)
        self.catalogue = CatalogueDesk(self.core)
        self.lookup = Lookup(self.core, self.queue)
        self.reports = Reports(self.core, self.follower)
        self.rules = RuleDesk(self.core)
        self.tariffs = TariffDesk(self.core)
        self.cash = CashDesk(self.core)
        self.sites = Sites(self.core)
        self.devices = Devices(self.core)
        self.post = Post(self.core)
        self.appointments = Appointments(self.core, self.queue)
        self.guidance = Guidance(self.core, self.follower)
        self.feedback, self.remote_tickets = (
            Feedback(self.core, self.follower),
            RemoteTicketOffice(self.core, self.queue),
        )

    def _make_good(self) -> None:
        """What another version, or an act that a crash cut short, left to be done."""
        if not fit(self.store.writer, self.store.inline):
            self._rebuild_inline()
        again(self.core, self.folder)

    @classmethod
    def at(cls, root: Path, **settings: object) -> "Office":
        return cls(StoreFolder.at(root), **settings)  # type: ignore[arg-type]

    @classmethod
    def found(
        cls,
        root: Path,
        opened: OfficeOpened,
        *,
        clock: Clock | None = None,
        chance: Chance | None = None,
        public_url: str = PUBLIC_URL,
    ) -> "Office":
        """Make a new office: its keys, its empty store, and its first event."""
        folder = StoreFolder.at(root)
        clock, chance = clock or SystemClock(), chance or SystemChance()
        year = int(local_date(clock.now())[:4])
        make_folder(folder, opened, log_origin(opened, year), chance)
        office = cls(folder, clock=clock, chance=chance, public_url=public_url)
        open_with(office.core, OFFICE, opened)
        return office

    # ---- what the doors ask first

    @property
    def unit(self) -> UnitView:
        opened = self.core.known().opened
        return UnitView(
            unit=opened.unit,
            agency=opened.agency,
            name=opened.name,
            name_en=opened.name_en,
            superior=opened.superior,
            superior_en=opened.superior_en,
            hotline=opened.hotline,
            simulated=opened.simulated,
        )

    def now(self) -> int:
        return self.core.now()

    def today(self) -> date:
        return self.core.today()

    @cached_property
    def inspections(self) -> Inspections:
        """The inspector's notes and questions, and the officers' explanations."""
        return Inspections(self.core, self.follower)

    @cached_property
    def erasing(self) -> Erasing:
        """Taking persons out of the log for good."""
        return Erasing(self.core, self.folder)

    @cached_property
    def flagging(self) -> Flagging:
        """The runs of the red flags."""
        return Flagging(self.core)

    # ---- the log

    @property
    def reachable(self) -> bool:
        """An office in one's own process always is."""
        return True

    def position(self) -> int:
        """The place of the last event in the log."""
        return self.store.last_id()

    @cached_property
    def log(self) -> Log:
        """The log as the event sourcing library sees it."""
        return Log.over(self.store)

    @cached_property
    def log_keys(self) -> LogKeys:
        return LogKeys(self.folder.log_key, self.folder.log_vkey)

    @cached_property
    def log_files(self) -> LogFiles:
        """The logs as the files that everybody may copy."""
        return LogFiles(self.store, self.folder.root)

    @cached_property
    def signer(self) -> Signer:
        return Signer(self.store, self.folder.root, self.log_keys)

    @cached_property
    def digesting(self) -> Digesting:
        """What the books came to at the end of each day, written into the log."""
        return Digesting(self.core)

    @property
    def may_sign(self) -> bool:
        """Whether this process could sign a head now: it may write, the key is here, and nothing speaks against it."""
        return not self.read_only and self.log_keys.here and withheld(self.folder.root) is None

    def checkpoint(self) -> str:
        """The signed head of the log as it is now. Raises `SigningWithheld` when this store must not sign."""
        must_sign(self.folder.root)
        return self.signer.sign()

    @cached_property
    def witnessing(self) -> Witnessing:
        """The bodies outside the office that countersign its heads."""
        return Witnessing(self.signer)

    @cached_property
    def proofs(self) -> Proofs:
        """What a citizen takes away to check the office alone."""
        return Proofs(self)

    # ---- read models

    @cached_property
    def _follower(self) -> Follower:
        return Follower(self.store, self.folder.views, following_folds(), read_only=self.read_only)

    def follower(self) -> Follower:
        """The droppable read models, brought up to the latest event."""
        self._follower.catch_up()
        return self._follower

    def rebuild(self, progress: Progress | None = None) -> int:
        """Drop and rebuild every read model from the log; how many events that took."""
        self._rebuild_inline(progress)
        return rebuild_views(self._follower, progress)

    def _rebuild_inline(self, progress: Progress | None = None) -> None:
        """Also when a store of another version is opened: the log is the same, only what is read from it is not."""
        with self.store.lock:
            rebuild(self.store.writer, self.store.path, self.store, self.store.inline, progress)

    def digests(self) -> dict[str, str]:
        """A digest of every read-model table, to compare before and after a rebuild.

        Raises `StoreDamaged` when a table is missing or not of this version's shape: a rebuild is the cure.
        """
        try:
            inline = digests(self.store.reader(), self.store.inline)
            return inline | self.follower().digests()
        except sqlite3.OperationalError as error:
            raise StoreDamaged(path=self.store.path) from error

    def close(self, *, sign: bool = True) -> None:
        """Sign the last head, where this process may write and wants to, and let go of the files."""
        try:
            if sign and self.may_sign:
                self.checkpoint()
        finally:
            if "_follower" in self.__dict__:
                self._follower.close()
            if "log" in self.__dict__:
                self.log.close()
            self.store.close()
