"""Who is called next and why.

Within a class tickets go in the order they came. Appointments go at their hour and priority goes before
the rest, but no class can be held up for good, and everyone who is overtaken is named.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal

import msgspec

from domain.queue.facts import Rule
from domain.queue.policy import QueuePolicy

MINUTE = 60_000_000

Kind = Literal["ordinary", "priority", "appointment"]
KINDS: tuple[Kind, ...] = ("appointment", "priority", "ordinary")
CLASS_RULES: dict[str, Kind] = {
    "first_come": "ordinary",
    "turn_of_ordinary": "ordinary",
    "waited_long": "ordinary",
    "priority": "priority",
    "appointment": "appointment",
}
"""The class that was called, by its rule; whoever comes back is called in the class of the ticket."""


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """A ticket in the waiting room. Times are µs UTC; `behind` and `rejoined_at` as the ticket keeps them."""

    label: str
    group: str
    issued_at: int
    priority: str = ""
    rejoined_at: int | None = None
    behind: str = ""
    resumed_at: int | None = None
    due_at: int = 0
    procedure: str = ""
    counter: str = ""
    """The only counter that calls it; empty for any of its group."""
    officer: str = ""

    @property
    def since(self) -> int:
        """When it came into the line it now stands in."""
        return self.issued_at if self.rejoined_at is None else self.rejoined_at

    def kind(self, now: int, policy: QueuePolicy) -> Kind:
        """The class it is called in at `now`. Before its hour an appointment waits like everybody else."""
        if self.due_at and self.rejoined_at is None:
            lead = policy.appointment_lead_minutes * MINUTE
            if now >= self.due_at - lead:
                return "appointment"
        return "priority" if first_by_right(self.priority, self.due_at) else "ordinary"


def first_by_right(priority: str, due_at: int = 0) -> bool:
    """Whether somebody goes before ordinary tickets at any hour, not only at that of an appointment."""
    return bool(priority) and not (priority == "appointment" and due_at)


class Caller(msgspec.Struct, frozen=True, kw_only=True):
    """Who calls: a counter, the officer there, and what they serve. Empty `groups` are all of them."""

    counter: str = ""
    officer: str = ""
    groups: frozenset[str] = frozenset()
    skills: frozenset[str] | None = None
    """Keys of groups and codes of procedures; None while nobody has said what the officer may serve."""

    def serves(self, ticket: Waiting) -> bool:
        if ticket.counter and ticket.counter != self.counter:
            return False
        if ticket.officer and ticket.officer != self.officer:
            return False
        if self.groups and ticket.group not in self.groups and not ticket.counter and not ticket.officer:
            return False
        return self.skills is None or not self.skills.isdisjoint((ticket.group, ticket.procedure))


ANYBODY = Caller()


class Choice(msgspec.Struct, frozen=True):
    label: str
    rule: Rule
    passed_over: tuple[str, ...]
    """Labels of those who stood in line longer and are not called, the longest waiting first."""
    not_here: tuple[str, ...] = ()
    """Those of the same group who stood longer, but whom this counter does not serve."""


class Run(msgspec.Struct, frozen=True):
    """What the latest calls were: how many since the last ordinary one, and how many of a kind in a row."""

    favoured: int = 0
    priority: int = 0
    appointments: int = 0
    long_waits: int = 0

    def after(self, kind: Kind, rule: str) -> "Run":
        if kind == "ordinary":
            return Run(long_waits=self.long_waits + 1 if rule == "waited_long" else 0)
        if kind == "appointment":
            return Run(self.favoured + 1, self.priority, self.appointments + 1, self.long_waits)
        return Run(self.favoured + 1, self.priority + 1, 0, 0)


def run_of(recent: Iterable[tuple[Rule, str]]) -> Run:
    """`recent` are rule and claimed priority of the latest calls, oldest first.

    Calls by number and of those who had stepped aside are nobody's turn, so they change none.
    """
    run = Run()
    for rule, priority in recent:
        if rule in {"by_number", "resumed"}:
            continue
        back: Kind = "priority" if priority else "ordinary"
        run = run.after(CLASS_RULES.get(rule, back), rule)
    return run


def choose(
    waiting: Sequence[Waiting],
    *,
    recent: Iterable[tuple[Rule, str]] = (),
    now: int,
    policy: QueuePolicy,
    caller: Caller = ANYBODY,
) -> Choice | None:
    """The ticket that `caller` calls at `now`; None when nobody waits for this counter.

    `recent` as `run_of` takes it, of the latest calls for these groups.
    """
    here = [ticket for ticket in waiting if caller.serves(ticket)]
    if not here:
        return None
    lines = {
        kind: _line([ticket for ticket in here if ticket.kind(now, policy) == kind], kind) for kind in KINDS
    }
    oldest = min((ticket.since for ticket in lines["ordinary"]), default=None)
    kind, rule = turn({each: bool(line) for each, line in lines.items()}, run_of(recent), oldest, now, policy)
    chosen = lines[kind][0]
    mates = [ticket for ticket in waiting if ticket.group == chosen.group]
    return Choice(
        chosen.label,
        _named(chosen, rule),
        passed_over(chosen.label, here),
        tuple(each for each in passed_over(chosen.label, mates) if not _among(each, here)),
    )


def turn(
    there: Mapping[Kind, bool], run: Run, oldest: int | None, now: int, policy: QueuePolicy
) -> tuple[Kind, Rule]:
    """Whose turn it is and by which rule. `there` says which classes have somebody waiting.

    `oldest` is since when (µs UTC) the longest waiting ordinary ticket stands in line.
    """
    due, favoured, ordinary = there["appointment"], there["priority"], there["ordinary"]
    if ordinary and run.favoured >= policy.priority_in_a_row + policy.appointments_in_a_row:
        return "ordinary", "turn_of_ordinary" if due or favoured else "first_come"
    if due and (run.appointments < policy.appointments_in_a_row or not (favoured or ordinary)):
        return "appointment", "appointment"
    if not favoured:
        return "ordinary", "turn_of_ordinary" if due else "first_come"
    if not ordinary:
        return "priority", "priority"
    if run.priority >= policy.priority_in_a_row:
        return "ordinary", "turn_of_ordinary"
    long = oldest is not None and now - oldest > policy.ordinary_waits_minutes * MINUTE
    if long and run.long_waits < policy.long_waits_in_a_row:
        return "ordinary", "waited_long"
    return "priority", "priority"


def _named(chosen: Waiting, rule: Rule) -> Rule:
    """Whoever stepped aside or missed a call comes back out of order: that is the reason to name."""
    if chosen.resumed_at is not None:
        return "resumed"
    if chosen.rejoined_at is not None and rule in {"first_come", "priority"}:
        return "rejoined"
    return rule


def _among(label: str, tickets: Iterable[Waiting]) -> bool:
    return any(ticket.label == label for ticket in tickets)


def _line(tickets: Iterable[Waiting], kind: Kind = "ordinary") -> list[Waiting]:
    """In order of arrival, appointments by their hour; those who stepped aside stand at the head.

    Whoever rejoined stands behind the ticket given then, until that is called.
    """
    order: Callable[[Waiting], tuple[int, int, str]] = _hour if kind == "appointment" else _arrival
    known = sorted(tickets, key=order)
    line = [ticket for ticket in known if ticket.rejoined_at is None and ticket.resumed_at is None]
    back = [ticket for ticket in known if ticket.rejoined_at is not None and ticket.resumed_at is None]
    for ticket in back:
        line.insert(_place(line, ticket.behind), ticket)
    head = [ticket for ticket in known if ticket.resumed_at is not None]
    return [*sorted(head, key=lambda ticket: ticket.resumed_at or 0), *line]


def _place(line: Sequence[Waiting], behind: str) -> int:
    place = next((place + 1 for place, ticket in enumerate(line) if ticket.label == behind), 0)
    while place < len(line) and line[place].rejoined_at is not None:
        place += 1
    return place


def _arrival(ticket: Waiting) -> tuple[int, int, str]:
    """Numbers printed within one microsecond of each other go by label, `A999` before `A1000`."""
    return (ticket.since, len(ticket.label), ticket.label)


def _hour(ticket: Waiting) -> tuple[int, int, str]:
    return (ticket.due_at, ticket.since, ticket.label)


def passed_over(label: str, waiting: Sequence[Waiting]) -> tuple[str, ...]:
    """Who stood in line longer than `label`; also for a call by number."""
    line = sorted(waiting, key=_arrival)
    labels = [ticket.label for ticket in line]
    return tuple(labels[: labels.index(label)])


def second_place(waiting: Sequence[Waiting], *, group: str, priority: str, due_at: int = 0) -> str:
    """The label a ticket rejoining now goes behind: the first of its own line, or nobody.

    Whoever missed the hour of an appointment comes back into the ordinary line.
    """
    first = first_by_right(priority, due_at)
    line = _line(
        ticket
        for ticket in waiting
        if ticket.group == group and first_by_right(ticket.priority, ticket.due_at) == first
    )
    return line[0].label if line else ""
