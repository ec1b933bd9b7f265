"""The guard that reads the table: may this role do that now, did it say why, and under which article it is refused."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from domain.dossier.refusals import BeforeTheLastAct, NotInThisState, NotYourRole, ReasonMissing
from domain.dossier.state import Dossier, Hand
from domain.dossier.table import CITIZEN, DECIDES, OFFICE, ONE_STOP, PUBLIC, SECTION, TABLE, Edge
from domain.fact import Fact, Refused

__all__ = [
    "CITIZEN",
    "DECIDES",
    "OFFICE",
    "ONE_STOP",
    "PUBLIC",
    "SECTION",
    "TABLE",
    "Edge",
    "admit",
    "allow",
    "article_of",
    "open_acts",
    "verb",
]

P = ParamSpec("P")
F = TypeVar("F", bound=Fact)

_ROWS: dict[str, list[Edge]] = {}
for _edge in TABLE:
    _ROWS.setdefault(_edge.fact, []).append(_edge)


def allow(dossier: Dossier, fact_name: str, role: str) -> Edge:
    """The row under which this role may do that now; the first one when variants share it."""
    here = _here(dossier, fact_name)
    article = article_of(fact_name, dossier)
    if not here:
        raise _under(article, NotInThisState(status=dossier.status.identifier, act=fact_name))
    for edge in here:
        if role in edge.roles:
            return edge
    raise _under(article, NotYourRole(role=role, act=fact_name))


def admit(dossier: Dossier, act: type[Fact], *, by: Hand, at: int, reason: str | None = None) -> Edge:
    """What every verb asks first: status, role, order in time, and a reason where one is due."""
    edge = allow(dossier, act.NAME, by.role)
    if dossier.changed_at is not None and at < dossier.changed_at:
        raise BeforeTheLastAct(act=act.NAME)
    if edge.reason and not (reason or "").strip():
        raise _under(edge.article, ReasonMissing(act=act.NAME))
    return edge


def verb(
    act: type[F],
) -> Callable[[Callable[Concatenate[Dossier, P], F]], Callable[Concatenate[Dossier, P], F]]:
    """A function that decides about this act: whatever it refuses, it refuses under an article.

    That of the refusal itself, or else that of the act's row in the table.
    """

    def lawful(decide: Callable[Concatenate[Dossier, P], F]) -> Callable[Concatenate[Dossier, P], F]:
        @wraps(decide)
        def decided(dossier: Dossier, /, *args: P.args, **said: P.kwargs) -> F:
            try:
                return decide(dossier, *args, **said)
            except Refused as refusal:
                if not refusal.article:
                    refusal.article = article_of(act.NAME, dossier)
                raise

        return decided

    return lawful


def article_of(fact_name: str, dossier: Dossier) -> str:
    """The article of the row for this status and stage; of the act's first row where it has none."""
    rows = _here(dossier, fact_name) or _ROWS.get(fact_name, [])
    return rows[0].article if rows else ""


def _here(dossier: Dossier, fact_name: str) -> list[Edge]:
    return [
        edge
        for edge in _ROWS.get(fact_name, ())
        if edge.start is dossier.status and edge.stage in {"", dossier.stage}
    ]


def open_acts(dossier: Dossier, role: str) -> frozenset[str]:
    """Names of the facts this role could bring about now, before the particulars are known."""
    return frozenset(
        edge.fact
        for edge in TABLE
        if edge.start is dossier.status and edge.stage in {"", dossier.stage} and role in edge.roles
    )


def _under(article: str, refusal: Refused) -> Refused:
    refusal.article = article
    return refusal
