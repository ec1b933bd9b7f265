"""A procedure as it is posted on the notice board, and what can happen to it."""

from typing import Literal

import msgspec

from domain.fact import Fact, recorded_as

LimitUnit = Literal["working_day", "calendar_day", "working_hour", "same_day", "staged", "none_stated"]
StageUnit = Literal["working_day", "calendar_day", "working_hour", "same_day"]
Channel = Literal["counter", "online", "postal", "home"]
ClockPause = Literal["financial_obligation", "external_verification"]


class LimitStage(msgspec.Struct, frozen=True, kw_only=True):
    """One part of a staged limit: whose it is, and how long it has; the next one begins where it ends."""

    unit: StageUnit
    value: int | None = None
    cutoff: str | None = None
    who: str
    """The agency, as the notice board names it."""


class Limit(msgspec.Struct, frozen=True, kw_only=True):
    """`value` is None for `same_day`, `staged` and `none_stated`; `cutoff` is HH:MM, for `same_day` alone."""

    unit: LimitUnit
    value: int | None = None
    cutoff: str | None = None
    stages: tuple[LimitStage, ...] = ()
    """Only for `staged`: two or more, in their order."""


class RequiredDocument(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    originals: int = 0
    copies: int = 0
    group: str = ""
    """Heading under which the paper is asked for, when the law asks for it only in one case."""
    optional: bool = False


class Procedure(msgspec.Struct, frozen=True, kw_only=True):
    """One version of a procedure, as it is posted on the notice board."""

    code: str
    name: str
    name_en: str
    field: str
    group: str
    """Service group (the queue it belongs to)."""
    limit: Limit
    channels: tuple[Channel, ...]
    documents: tuple[RequiredDocument, ...] = ()
    fee_vnd: int | None = None
    """None: the source states no amount. 0: free of charge."""
    fee_note: str = ""
    result: str = ""
    legal_basis: tuple[str, ...] = ()
    source: str = ""
    uncertain: tuple[str, ...] = ()
    """Fields not verified against the instrument; screens say «chưa xác minh» beside them."""
    delegated: bool = False
    """Officers at the counter may decide and return the result at once (NĐ 61/2018 Art. 17(4)(5))."""
    pauses: tuple[ClockPause, ...] = ()
    """What its own law does not count in the limit, besides waiting for the applicant's papers or withdrawal."""
    offered_until: str = ""
    """First day (ISO) on which it is no longer offered, when its repeal is already announced."""


@recorded_as("procedure.published")
class ProcedurePublished(Fact, frozen=True, kw_only=True):
    procedure: Procedure
    version: int
    valid_from: str


@recorded_as("procedure.revised")
class ProcedureRevised(Fact, frozen=True, kw_only=True):
    procedure: Procedure
    version: int
    valid_from: str
    changed: tuple[str, ...] = ()


@recorded_as("procedure.repealed")
class ProcedureRepealed(Fact, frozen=True, kw_only=True):
    valid_to: str
    """First day on which it is no longer offered (ISO date)."""
    why: str = ""


@recorded_as("catalogue.imported")
class CatalogueImported(Fact, frozen=True, kw_only=True):
    """A whole file was taken in; `digest` is its SHA-256 (hex)."""

    digest: str
    published: int
    revised: int
    repealed: int
    unchanged: int
