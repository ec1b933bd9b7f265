"""A dossier for the tests: the people around it, its papers, and one of each fact that can happen to it."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from types import FunctionType, UnionType
from typing import Literal, Union, get_args, get_origin, get_type_hints

import msgspec

from domain import dossier as d
from domain.dossier import Dossier, Hand, Rules, facts
from domain.fact import FACTS, Fact

MINUTE = 60_000_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
MORNING = int(datetime(2026, 11, 23, 2, 0, tzinfo=UTC).timestamp()) * 1_000_000
"""Monday, 9 o'clock in Vietnam."""
LATE = MORNING + DAY
RULES = Rules()

MRS_AN = Hand("", "citizen")
HOA = Hand("nt.hoa", "reception")
BINH = Hand("tv.binh", "specialist")
CUC = Hand("lt.cuc", "specialist")
CHU = Hand("pv.chu", "leader")
GIAM = Hand("ht.giam", "head")
TRA = Hand("tt.tra", "inspector")
TY = Hand("kt.ty", "technician")
OFFICE_ITSELF = Hand("", "system")
EVERYBODY = (MRS_AN, HOA, BINH, CUC, CHU, GIAM, TRA, TY, OFFICE_ITSELF)

DUE = facts.Due(date="2026-12-08", at=MORNING + 15 * DAY)
LATER = facts.Due(date="2026-12-15", at=MORNING + 22 * DAY)
LIMIT = facts.LimitInForce(
    unit="working_day", value=10, pauses=("financial_obligation", "external_verification")
)
PAPERS = (facts.Paper(name="Tờ khai", originals=1),)
WHERE = {"procedure": "1.001193", "procedure_version": 3, "field": "ho-tich"}

SUBMITTED = facts.DossierSubmitted(**WHERE, channel="online", lookup="ab" * 32)
ACCEPTED = facts.DossierAccepted(
    **WHERE,
    channel="counter",
    code="H20.01-261123-0001",
    agency="H20.01",
    day="2026-11-23",
    ordinal=1,
    procedure_name="Đăng ký khai sinh",
    ruleset="nd61",
    limit=LIMIT,
    submitted_at=MORNING,
    due=DUE,
    ticket="cd" * 16,
)
REFUSED = facts.DossierRefused(
    procedure="1.001193",
    field="ho-tich",
    channel="counter",
    number="3",
    basis="Điều 17",
    reason="Sai nơi nộp",
)
MISSING = facts.IntakeSupplementRequested(
    **WHERE, channel="counter", number="1", items=("Tờ khai",), basis="Điều 17", reason="Thiếu tờ khai"
)
ASKED = facts.ProcessingSupplementRequested(
    number="2", time=0, items=("Bản đồ",), basis="Điều 19(4)", answer_by="2026-12-01", reason="Thiếu bản đồ"
)
FORWARDED = facts.DossierForwarded(section="tu-phap")
DRAFTED = facts.ResultDrafted(document="gks.pdf", digest="ef", drafted_by="tv.binh")
SIGNED = facts.ResultSigned(number="12/GKS", signed_by="pv.chu")
READY = facts.ResultReady(place="Ngăn 3")
TOLD = facts.NoticeSent(about="result_ready", channel="sms")
RETURNED = facts.ResultReturned(channel="counter", checked="owner")
ONCE = (
    ACCEPTED,
    FORWARDED,
    ASKED,
    facts.SupplementProvided(papers=PAPERS),
    facts.SupplementCompleted(due=LATER),
)
"""Asked for papers once, and answered."""


def given(*happened: Fact, start: int = MORNING) -> Dossier:
    """What happened, a second apart."""
    return d.replay((fact, start + i * 1_000_000) for i, fact in enumerate(happened))


WORKED_ON = given(ACCEPTED, FORWARDED, facts.DossierAssigned(officer="tv.binh"))
FINISHED = given(ACCEPTED, FORWARDED, DRAFTED, SIGNED)


# One of each fact, and every verb


def verbs() -> dict[str, Callable[..., Fact]]:
    """Everything that somebody can do to a dossier, by name."""
    return {name: getattr(d, name) for name in d.__all__ if {"by", "at"} <= _asks(getattr(d, name))}


def _asks(thing: object) -> set[str]:
    return set(getattr(thing, "__annotations__", ())) if isinstance(thing, FunctionType) else set()


def kind_of(verb: Callable[..., Fact]) -> type[Fact]:
    """The kind of fact that a verb leads to."""
    return get_type_hints(verb)["return"]


def sample(hint: object) -> object:
    """A plausible value of a type: the first choice, a short text, one of a list."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Literal:
        return parts[0]
    if origin in {Union, UnionType}:
        return sample(parts[0])
    if origin is tuple:
        return (sample(parts[0]),)
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return filled(hint, *hint.__struct_fields__)
    return {str: "x", int: 1, bool: True}[hint]


def filled(kind: type, *also: str) -> msgspec.Struct:
    """An instance with what it must have, and these fields."""
    hints = get_type_hints(kind)
    needed = [field.name for field in msgspec.structs.fields(kind) if field.required]
    return kind(**{name: sample(hints[name]) for name in (*needed, *also)})


def kinds() -> Iterable[type[Fact]]:
    """Every kind of fact that the domain keeps of a dossier, reading it included."""
    return [kind for kind in FACTS.values() if kind.__module__.startswith(f"{facts.__name__}.")]
