"""What the table of the law says about an act: under which article it stands, and whether it wants a reason."""

from application.reading import ACTS
from domain.dossier import TABLE, Dossier, Edge

FACT_OF = {act: fact for fact, act in ACTS.items()} | {
    "accept": "dossier.accepted",
    "refuse": "dossier.refused",
    "ask_at_intake": "intake.supplement_requested",
}
"""From the method that acts to the fact it brings about."""


def edges(act: str) -> tuple[Edge, ...]:
    return tuple(edge for edge in TABLE if edge.fact == FACT_OF[act])


def article(act: str, dossier: Dossier) -> str:
    """The rule under which the act stands here; empty when the table names none."""
    rows = edges(act)
    here = [row for row in rows if row.start is dossier.status and row.stage in {"", dossier.stage}]
    return next((row.article for row in (*here, *rows) if row.article), "")


def wants_reason(act: str) -> bool:
    return any(edge.reason for edge in edges(act))
