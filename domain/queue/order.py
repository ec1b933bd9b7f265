"""Who is called next and why, and how long the others may expect to wait.

Within a class tickets go in the order they came. Priority goes first, but neither class can be held up for
good, and everyone who is overtaken is named.
"""

from collections.abc import Iterable, Mapping, Sequence
from math import ceil, floor
from typing import Literal

import msgspec

Rule = Literal["first_come", "priority", "turn_of_ordinary", "waited_long", "rejoined", "by_number"]

MINUTE = 60_000_000


class QueuePolicy(msgspec.Struct, frozen=True, kw_only=True):
    """The numbers of the calling rule, dated with the unit's rule set and open to inspection."""

    priority_in_a_row: int = 2
    """So many priority calls in a row, then an ordinary ticket."""
    ordinary_waits_minutes: int = 30
    """An ordinary ticket that waited longer goes before priority."""
    long_waits_in_a_row: int = 2
    """But only so many in a row, or on a crowded day priority would never come."""
    recalls: int = 2
    rejoin_within_minutes: int = 60
    estimate_low: float = 0.75
    estimate_high: float = 1.35
    estimate_observations: int = 5


DEFAULT_POLICY = QueuePolicy()


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """A ticket in the waiting room. Times are µs UTC; `behind` and `rejoined_at` as the ticket keeps them."""

    label: str
    group: str
    issued_at: int
    priority: str = ""
    rejoined_at: int | None = None
    behind: str = ""

    @property
    def since(self) -> int:
        """When it came into the line it now stands in."""
        return self.issued_at if self.rejoined_at is None else self.rejoined_at


class Choice(msgspec.Struct, frozen=True):
    label: str
    rule: Rule
    passed_over: tuple[str, ...]
    """Labels of those who stood in line longer and are not called, the longest waiting first."""


class Observed(msgspec.Struct, frozen=True):
    """How long visits for one procedure took lately."""

    mean_minutes: float
    count: int


def choose(
    waiting: Sequence[Waiting],
    *,
    recent: Sequence[str],
    now: int,
    policy: QueuePolicy,
    groups: frozenset[str] = frozenset(),
) -> Choice | None:
    """The ticket a counter serving `groups` (empty: all) calls at `now`; None when nobody waits for it.

    `recent` holds the rules of the latest calls for these groups, oldest first.
    """
    here = [ticket for ticket in waiting if not groups or ticket.group in groups]
    priority = _line(ticket for ticket in here if ticket.priority)
    ordinary = _line(ticket for ticket in here if not ticket.priority)
    if not here:
        return None
    if not ordinary:
        return _choice(priority[0], "priority", here)
    if not priority:
        return _choice(ordinary[0], "first_come" if ordinary[0].rejoined_at is None else "rejoined", here)
    if rule := _turn_of_ordinary(ordinary, recent, now, policy):
        return _choice(ordinary[0], rule, here)
    return _choice(priority[0], "priority", here)


def _turn_of_ordinary(
    ordinary: Sequence[Waiting], recent: Sequence[str], now: int, policy: QueuePolicy
) -> Rule | None:
    if _in_a_row(recent, {"priority"}) >= policy.priority_in_a_row:
        return "turn_of_ordinary"
    longest = now - min(ticket.since for ticket in ordinary)
    if longest <= policy.ordinary_waits_minutes * MINUTE:
        return None
    return None if _in_a_row(recent, {"waited_long"}) >= policy.long_waits_in_a_row else "waited_long"


def _in_a_row(recent: Sequence[str], rules: set[str]) -> int:
    run = 0
    for rule in reversed(recent):
        if rule not in rules:
            break
        run += 1
    return run


def _line(tickets: Iterable[Waiting]) -> list[Waiting]:
    """In order of arrival; whoever rejoined stands behind the ticket given then, until that is called."""
    known = sorted(tickets, key=_arrival)
    line = [ticket for ticket in known if ticket.rejoined_at is None]
    back = [ticket for ticket in known if ticket.rejoined_at is not None]
    for ticket in back:
        line.insert(_place(line, ticket.behind), ticket)
    return line


def _place(line: Sequence[Waiting], behind: str) -> int:
    place = next((place + 1 for place, ticket in enumerate(line) if ticket.label == behind), 0)
    while place < len(line) and line[place].rejoined_at is not None:
        place += 1
    return place


def _arrival(ticket: Waiting) -> tuple[int, int, str]:
    """Numbers printed within one microsecond of each other go by label, `A999` before `A1000`."""
    return (ticket.since, len(ticket.label), ticket.label)


def _choice(chosen: Waiting, rule: Rule, here: Sequence[Waiting]) -> Choice:
    return Choice(chosen.label, rule, passed_over(chosen.label, here))


def passed_over(label: str, waiting: Sequence[Waiting]) -> tuple[str, ...]:
    """Who stood in line longer than `label`; also for a call by number."""
    line = sorted(waiting, key=_arrival)
    labels = [ticket.label for ticket in line]
    return tuple(labels[: labels.index(label)])


def second_place(waiting: Sequence[Waiting], *, group: str, priority: str) -> str:
    """The label a ticket rejoining now goes behind: the first of its own line, or nobody."""
    line = _line(
        ticket for ticket in waiting if ticket.group == group and bool(ticket.priority) == bool(priority)
    )
    return line[0].label if line else ""


def estimate(
    ahead: Sequence[str],
    mean_service: Mapping[str, Observed],
    residuals: Sequence[float],
    open_counters: int,
    policy: QueuePolicy = DEFAULT_POLICY,
) -> tuple[int, int] | None:
    """A range of minutes, rounded out to fives; None rather than a guess.

    `ahead` are the procedures of those to be called before; `mean_service[""]` is the mean over all visits,
    for procedures seen too rarely. `residuals` are the minutes still expected of visits going on.
    """
    if open_counters < 1:
        return None
    means = [_mean(procedure, mean_service, policy) for procedure in ahead]
    known = [mean for mean in means if mean is not None]
    if len(known) < len(means):
        return None
    expected = (sum(known) + sum(residuals)) / open_counters
    low = 5 * floor(policy.estimate_low * expected / 5)
    return low, max(low + 5, 5 * ceil(policy.estimate_high * expected / 5))


def _mean(procedure: str, observed: Mapping[str, Observed], policy: QueuePolicy) -> float | None:
    for key in (procedure, ""):
        seen = observed.get(key)
        if seen is not None and seen.count >= policy.estimate_observations:
            return seen.mean_minutes
    return None
