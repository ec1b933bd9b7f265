"""The catalogue at work: what is offered today, found by the words people use; revised and imported."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from application.catalogue_file import read_catalogue
from application.core import Core
from application.data import load_synonyms
from application.envelope import OFFICE, Actor
from application.ports import Group
from application.reference import groups_by_key
from application.store import Transaction
from application.timing import due_of, limit_in_force
from domain import catalogue as c
from domain.calendar import local_date
from domain.catalogue import CatalogueImported, Changes, Listing, Procedure
from domain.dossier import Due
from domain.fact import Fact

USED = "SELECT procedure, count(*) FROM ticket WHERE procedure <> '' GROUP BY procedure"


class CatalogueDesk:
    def __init__(self, core: Core) -> None:
        self.core = core
        self._offered: tuple[Mapping[str, Listing], str, Mapping[str, Procedure]] = ({}, "", {})

    # ---- reading

    def groups(self) -> tuple[Group, ...]:
        return tuple(groups_by_key().values())

    def in_force(self) -> Mapping[str, Procedure]:
        """Every procedure offered today. Screens ask at every key: it is worked out once for a day and a catalogue."""
        today = self.core.today().isoformat()
        listings = self.core.known().catalogue
        of, day, offered = self._offered
        if of is not listings or day != today:
            offered = {
                code: c.on(listing, today).procedure
                for code, listing in listings.items()
                if c.is_offered(listing, today)
            }
            self._offered = listings, today, offered
        return offered

    def procedures(self, *, group: str = "", field: str = "") -> tuple[Procedure, ...]:
        """Offered today, most used first."""
        used = dict(self.core.store.reader().execute(USED).fetchall())
        wanted = [
            procedure
            for procedure in self.in_force().values()
            if group in {"", procedure.group} and field in {"", procedure.field}
        ]
        return tuple(sorted(wanted, key=lambda each: (-used.get(each.code, 0), each.name)))

    def fields(self, group: str = "") -> tuple[str, ...]:
        return tuple(dict.fromkeys(procedure.field for procedure in self.procedures(group=group)))

    def procedure(self, code: str) -> Procedure:
        return self.core.known().version(code, self.core.today()).procedure

    def search(self, words: str) -> tuple[Procedure, ...]:
        return c.search(self.in_force().values(), words, load_synonyms())

    def due_if_now(self, code: str) -> Due | None:
        now, known = self.core.now(), self.core.known()
        return due_of(known, limit_in_force(known, self.procedure(code), now), now)

    # ---- changing

    def compare(self, wanted: Iterable[Procedure]) -> Changes:
        """What taking in these procedures would change; what has already ended is not taken in."""
        today = self.core.today().isoformat()
        return c.compare(
            self.in_force(), (each for each in wanted if not each.offered_until or each.offered_until > today)
        )

    def import_file(self, path: Path, by: Actor = OFFICE, *, repeal_missing: bool = False) -> Changes:
        """Take in a whole file, or nothing of it; what changed."""
        wanted = read_catalogue(path)
        digest = sha256(path.read_bytes()).hexdigest()
        return self.take_in(wanted, by, digest=digest, repeal_missing=repeal_missing)

    def take_in(
        self,
        wanted: Iterable[Procedure],
        by: Actor = OFFICE,
        *,
        digest: str = "",
        repeal_missing: bool = False,
    ) -> Changes:
        """Publish what is new and revise what changed, in one transaction: all of it or nothing."""
        changes = self.compare(wanted)

        def work(tx: Transaction) -> UUID:
            day, listings = local_date(tx.now), self.core.known(tx).catalogue
            for procedure in changes.new:
                publish = partial(c.publish, procedure=procedure, valid_from=day)
                self._record(tx, listings, procedure.code, publish)
            for change in changes.changed:
                revise = partial(c.revise, procedure=change.procedure, valid_from=day)
                self._record(tx, listings, change.procedure.code, revise)
            for code in changes.gone if repeal_missing else ():
                self._record(tx, listings, code, partial(c.repeal, valid_to=day))
            return self._sum_up(tx, changes, digest, repealed=len(changes.gone) if repeal_missing else 0)

        self.core.write(by, "", work, lambda _: None)
        return changes

    def repeal(self, code: str, valid_to: str, why: str, by: Actor) -> None:
        def work(tx: Transaction) -> UUID:
            listings = self.core.known(tx).catalogue
            return self._record(tx, listings, code, partial(c.repeal, valid_to=valid_to, why=why))

        self.core.write(by, "", work, lambda _: None)

    def _record(
        self, tx: Transaction, listings: Mapping[str, Listing], code: str, decide: Callable[[Listing], Fact]
    ) -> UUID:
        stream = self.core.stream("procedure", code)
        tx.record(stream, tx.version(stream), decide(listings.get(code, Listing())))
        return stream

    def _sum_up(self, tx: Transaction, changes: Changes, digest: str, *, repealed: int) -> UUID:
        stream = self.core.stream("catalogue", "imports")
        fact = CatalogueImported(
            digest=digest,
            published=len(changes.new),
            revised=len(changes.changed),
            repealed=repealed,
            unchanged=len(changes.unchanged),
        )
        tx.record(stream, tx.version(stream), fact)
        return stream
