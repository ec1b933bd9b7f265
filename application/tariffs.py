"""What a procedure costs on a day: the tariff adopted for it, or the one amount of its catalogue entry."""

from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from uuid import UUID

from application.core import Core, in_one_of
from application.envelope import OFFICE, Actor
from application.reference import Knowledge
from application.rules import MANAGING, read_file
from application.store import Transaction
from domain import catalogue, tariff
from domain.calendar import local_date, local_moment
from domain.calendar.moments import day_of
from domain.catalogue import Procedure
from domain.rules import FEE_PERCENT
from domain.tariff import WHOLE, Certainty, Charge, TariffAdopted, TariffLine


class TariffFile(TariffAdopted, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A tariff as people write it: a misspelt name is an error, never silence."""


def tariff_on(known: Knowledge, procedure: str, day: date, listed: Procedure | None = None) -> TariffAdopted:
    """The amounts for a procedure received on a day. Refuses a procedure nobody knows.

    `listed` is its version when that is not the one in force on the day.
    """
    listed = listed or known.version(procedure, day).procedure
    return tariff.on(known.tariffs, procedure, day.isoformat()) or _of_catalogue(listed, day)


def charge_for(
    known: Knowledge,
    procedure: str,
    at: int,
    *,
    quantities: Mapping[str, int] | None = None,
    groups: Collection[str] = (),
    channel: str = "counter",
    variant: str = "",
    listed: Procedure | None = None,
) -> Charge:
    """What is to be paid for a procedure received at a moment (µs UTC), with what the office's overlays waive.

    `quantities` by unit (page, copy, case, …), `groups` whom the applicant belongs to, `listed` the version it
    is received under when that is no longer in force. Refuses with `AmountNotStated` where no source gives the
    amount.
    """
    day = date.fromisoformat(local_date(at))
    listed = listed or known.version(procedure, day).procedure
    field = listed.field
    percent = known.effective(at, procedure, field).settings().get(FEE_PERCENT, WHOLE)
    return tariff.charge(
        tariff_on(known, procedure, day, listed),
        quantities=quantities,
        groups=groups,
        channel=channel,
        variant=variant,
        percent=int(percent),
    )


def _of_catalogue(procedure: Procedure, day: date) -> TariffAdopted:
    """A tariff of one amount, as the notice board has it; nobody adopted it, so it has no name."""
    unread: Certainty = "unconfirmed" if "fee_vnd" in procedure.uncertain else "secondary"
    line = TariffLine(name=procedure.name, amount_vnd=procedure.fee_vnd, note=procedure.fee_note)
    return TariffAdopted(
        tariff="",
        procedures=(procedure.code,),
        valid_from=day.isoformat(),
        lines=(line,),
        source=procedure.source,
        certainty="unknown" if procedure.fee_vnd is None else unread,
    )


class TariffDesk:
    def __init__(self, core: Core) -> None:
        self.core = core

    def all(self) -> tuple[TariffAdopted, ...]:
        """Every tariff adopted, by the day it comes into force."""
        return tuple(sorted(self.core.known().tariffs, key=lambda each: each.valid_from))

    def on(self, procedure: str, day: date) -> TariffAdopted:
        return tariff_on(self.core.known(), procedure, day)

    def charge(
        self,
        procedure: str,
        day: date,
        *,
        quantities: Mapping[str, int] | None = None,
        groups: Collection[str] = (),
        channel: str = "counter",
        variant: str = "",
    ) -> Charge:
        """What would be paid for a procedure received on a day."""
        return charge_for(
            self.core.known(),
            procedure,
            local_moment(day.isoformat(), "23:59"),
            quantities=quantities,
            groups=groups,
            channel=channel,
            variant=variant,
        )

    def adopt_file(self, path: Path, by: Actor = OFFICE) -> tuple[TariffAdopted, ...]:
        """Adopt every tariff of a file, or none of them."""
        written = read_file(path, tuple[TariffFile, ...])
        fields = TariffAdopted.__struct_fields__
        facts = tuple(TariffAdopted(**{name: getattr(one, name) for name in fields}) for one in written)
        with self.core.store.together():
            for fact in facts:
                self.adopt(fact, by)
        return facts

    def adopt(self, fact: TariffAdopted, by: Actor = OFFICE) -> None:
        """From a day to come on; what was charged before keeps the amounts of its day."""
        for day in filter(None, (fact.valid_from, fact.valid_to)):
            day_of(day)
        stream = self.core.stream("tariff", fact.tariff)

        def work(tx: Transaction) -> UUID:
            in_one_of(self.core, by, tx, MANAGING, fact.NAME)
            known = self.core.known(tx)
            for code in fact.procedures:
                if code not in known.catalogue:
                    raise catalogue.UnknownProcedure(code=code)
            adopted = tariff.adopt(known.tariffs, fact=fact, today=local_date(tx.now))
            tx.record(stream, tx.version(stream), adopted)
            return stream

        self.core.write(by, "", work, lambda _: None)
