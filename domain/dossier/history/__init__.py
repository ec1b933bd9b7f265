"""From facts to the dossier they make. Total: a recorded fact always leads to a state, never to a refusal.

Whether a fact may happen is asked in `transitions`; here it has happened, so any log can be replayed.
No step looks at a sealed field: it reads as its default here, and a state keeps nothing about a person.
"""

from collections.abc import Iterable
from functools import reduce

from msgspec.structs import replace

from domain.dossier import facts as f
from domain.dossier.history import intake, outside, results, working
from domain.dossier.history.steps import STEPS
from domain.dossier.state import Dossier
from domain.fact import Fact

__all__ = ["evolve", "intake", "outside", "replay", "results", "working"]


def evolve(dossier: Dossier, fact: Fact, at: int) -> Dossier:
    """The dossier once `fact` has happened at `at` (µs UTC). A fact of another capability is a bug."""
    step = STEPS.get(type(fact))
    if step is None:
        raise AssertionError(f"{type(fact).__name__} does not happen to a dossier")
    if isinstance(fact, f.LookupPerformed):
        return dossier
    return replace(step(dossier, fact, at), changed_at=at)


def replay(pairs: Iterable[tuple[Fact, int]]) -> Dossier:
    return reduce(lambda dossier, pair: evolve(dossier, *pair), pairs, Dossier())
