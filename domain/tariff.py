"""What a procedure costs on a day: dated lines, steps and caps, and who pays less of it or nothing."""

from collections.abc import Collection, Iterable, Mapping
from itertools import pairwise
from typing import Literal

import msgspec

from domain.fact import Fact, Refused, recorded_as

Unit = Literal["case", "set", "copy", "page", "paper", "card", "certificate", "person"]
"""What an amount is for. Pages are the pages of one copy."""
Channel = Literal["counter", "online", "postal", "home"]
Group = Literal["merit", "poor", "disabled", "elderly", "children", "ethnic_minority"]
"""`ethnic_minority`: of an ethnic minority in a commune of special difficulty."""
Certainty = Literal["verified", "secondary", "unconfirmed", "unknown"]
"""Read in the instrument; read in a publication about it; read nowhere yet; the source gives no amount."""

CERTAINTIES: tuple[Certainty, ...] = ("verified", "secondary", "unconfirmed", "unknown")
WHOLE = 100


class Step(msgspec.Struct, frozen=True):
    """From the `first`-th unit on, each costs this much."""

    first: int
    amount_vnd: int


class TariffLine(msgspec.Struct, frozen=True, kw_only=True):
    """One amount. `amount_vnd` None: the source gives none, somebody else decides it.

    `variant` names the case the line is for, when a procedure has several; lines without one always count.
    `online_vnd` replaces the amount for what is submitted online. `most_vnd` caps the pages of one copy.
    """

    name: str
    per: Unit = "case"
    amount_vnd: int | None = None
    steps: tuple[Step, ...] = ()
    most_vnd: int | None = None
    online_vnd: int | None = None
    variant: str = ""
    note: str = ""


class Exemption(msgspec.Struct, frozen=True, kw_only=True):
    """Who pays `percent` less, or `amount_vnd` less where an amount is stated, and by which instrument."""

    group: Group
    percent: int = WHOLE
    amount_vnd: int | None = None
    instrument: str = ""
    certainty: Certainty = "unconfirmed"


@recorded_as("tariff.adopted")
class TariffAdopted(Fact, frozen=True, kw_only=True):
    """The amounts for some procedures from a day on.

    `basis` is the instrument that sets them, empty while only the publication in `source` was read.

    `valid_to` is the first day (ISO) on which they no longer hold, empty while nobody knows one.
    """

    tariff: str
    procedures: tuple[str, ...]
    valid_from: str
    valid_to: str = ""
    lines: tuple[TariffLine, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    basis: str = ""
    source: str = ""
    certainty: Certainty = "unconfirmed"


class ChargedLine(msgspec.Struct, frozen=True, kw_only=True):
    """What one line comes to: `quantity` of `per`, in all copies together."""

    name: str
    per: Unit
    quantity: int
    amount_vnd: int


class Charge(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be paid: net = gross − exempted. `certainty` is the weakest of all that it rests on."""

    tariff: str
    lines: tuple[ChargedLine, ...]
    gross_vnd: int
    exempted_vnd: int
    net_vnd: int
    exemption: Exemption | None = None
    basis: str = ""
    certainty: Certainty = "unconfirmed"


class TariffNameMissing(Refused):
    """A tariff has a name and says for which procedures it is."""


class TariffAlreadyAdopted(Refused):
    """A name is given to one tariff only; other amounts are a new tariff with a new name."""


class TariffBackdated(Refused):
    """A tariff begins on a day still to come: what was charged until today keeps the amounts of its day."""


class TariffEndsBeforeItBegins(Refused):
    """The first day without a tariff comes after its first day."""


class TariffMalformed(Refused):
    """Amounts are never negative, steps follow one another from the second unit on, a percentage ends at 100."""


class AmountNotStated(Refused):
    """The source gives no amount: somebody else decides it, and a tariff of theirs must be adopted first."""


class QuantityMalformed(Refused):
    """A quantity is a whole number from 0 to 100,000."""


class VariantMissing(Refused):
    """The tariff has several cases: one of them must be named."""


MOST = 100_000


def adopt(known: Iterable[TariffAdopted], *, fact: TariffAdopted, today: str = "") -> TariffAdopted:
    """A new tariff. `today` (ISO) is empty while an office is founded."""
    if not fact.tariff.strip() or not fact.procedures:
        raise TariffNameMissing()
    if any(each.tariff == fact.tariff for each in known):
        raise TariffAlreadyAdopted(tariff=fact.tariff)
    if today and fact.valid_from <= today:
        raise TariffBackdated(day=fact.valid_from, today=today)
    if fact.valid_to and fact.valid_to <= fact.valid_from:
        raise TariffEndsBeforeItBegins(first=fact.valid_from, last=fact.valid_to)
    for line in fact.lines:
        if not _sound_line(line):
            raise TariffMalformed(name=line.name)
    for exemption in fact.exemptions:
        if not 0 <= exemption.percent <= WHOLE or (exemption.amount_vnd or 0) < 0:
            raise TariffMalformed(name=exemption.group)
    return fact


def _sound_line(line: TariffLine) -> bool:
    amounts = [line.amount_vnd, line.most_vnd, line.online_vnd, *(step.amount_vnd for step in line.steps)]
    firsts = [1, *(step.first for step in line.steps)]
    rising = all(before < after for before, after in pairwise(firsts))
    return bool(line.name.strip()) and rising and all(each is None or each >= 0 for each in amounts)


def on(known: Iterable[TariffAdopted], procedure: str, day: str) -> TariffAdopted | None:
    """The tariff of a procedure on `day` (ISO): the one that began last; None where none was adopted."""
    in_force = [
        each
        for each in known
        if procedure in each.procedures
        and each.valid_from <= day
        and (not each.valid_to or day < each.valid_to)
    ]
    return max(in_force, key=lambda each: each.valid_from) if in_force else None


def variants(tariff: TariffAdopted) -> tuple[str, ...]:
    """The cases the tariff tells apart, in its own order."""
    return tuple(dict.fromkeys(line.variant for line in tariff.lines if line.variant))


def charge(
    tariff: TariffAdopted,
    *,
    quantities: Mapping[str, int] | None = None,
    groups: Collection[str] = (),
    channel: str = "counter",
    variant: str = "",
    percent: int = WHOLE,
) -> Charge:
    """What is to be paid for these quantities (by unit; one of each where nothing is said).

    The one exemption that leaves the least to pay is taken; exemptions are never added up. `percent` is what
    the office's own rules still ask for, where a province or a commune waives a part.
    """
    wanted = quantities or {}
    for quantity in wanted.values():
        if not 0 <= quantity <= MOST:
            raise QuantityMalformed(quantity=quantity)
    lines = tuple(_charged(line, wanted, channel, tariff) for line in _chosen(tariff, variant))
    gross = sum(line.amount_vnd for line in lines)
    waived = gross * (WHOLE - percent) // WHOLE
    best = max(
        (each for each in tariff.exemptions if each.group in groups),
        key=lambda each: _taken_off(each, gross),
        default=None,
    )
    taken = _taken_off(best, gross) if best is not None else 0
    exempted = max(taken, waived)
    used = best if best is not None and taken > 0 and taken >= waived else None
    return Charge(
        tariff=tariff.tariff,
        lines=lines,
        gross_vnd=gross,
        exempted_vnd=exempted,
        net_vnd=gross - exempted,
        exemption=used,
        basis=tariff.basis or tariff.source,
        certainty=_weakest(tariff.certainty, used.certainty if used is not None else "verified"),
    )


def _chosen(tariff: TariffAdopted, variant: str) -> list[TariffLine]:
    known = variants(tariff)
    if known and variant not in known:
        raise VariantMissing(variants=", ".join(known))
    if not tariff.lines:
        raise AmountNotStated(procedure=", ".join(tariff.procedures[:1]))
    return [line for line in tariff.lines if line.variant in {"", variant}]


def _charged(
    line: TariffLine, quantities: Mapping[str, int], channel: str, tariff: TariffAdopted
) -> ChargedLine:
    price = line.online_vnd if channel == "online" and line.online_vnd is not None else line.amount_vnd
    if price is None:
        raise AmountNotStated(procedure=", ".join(tariff.procedures[:1]))
    quantity = quantities.get(line.per, 1)
    if line.per != "page":
        return ChargedLine(
            name=line.name, per=line.per, quantity=quantity, amount_vnd=_climbed(line, price, quantity)
        )
    copies = quantities.get("copy", 1)
    one = _climbed(line, price, quantity)
    return ChargedLine(name=line.name, per="page", quantity=quantity * copies, amount_vnd=one * copies)


def _climbed(line: TariffLine, price: int, quantity: int) -> int:
    """The first units at `price`, the later ones at their step's, and never more than the cap."""
    firsts = [1, *(step.first for step in line.steps)]
    prices = [price, *(step.amount_vnd for step in line.steps)]
    ends = [*firsts[1:], quantity + 1]
    total = sum(
        max(0, min(end, quantity + 1) - first) * each
        for first, end, each in zip(firsts, ends, prices, strict=True)
    )
    return total if line.most_vnd is None else min(total, line.most_vnd)


def _taken_off(exemption: Exemption, gross: int) -> int:
    if exemption.amount_vnd is not None:
        return min(exemption.amount_vnd, gross)
    return gross * exemption.percent // WHOLE


def _weakest(*certainties: Certainty) -> Certainty:
    return max(certainties, key=CERTAINTIES.index)


def evolve(known: tuple[TariffAdopted, ...], fact: Fact) -> tuple[TariffAdopted, ...]:
    return (*known, fact) if isinstance(fact, TariffAdopted) else known
