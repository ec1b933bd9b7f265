"""The hall at this moment: who waits, which counters call whom, what was called last, and by which rules."""

import sqlite3
from collections.abc import Iterable, Mapping

import msgspec

from application.reference import Knowledge, NoRules
from domain import queue as q
from domain.calendar import local_moment
from domain.rules import RuleBook
from domain.staff import Officer, skills_on

WAITING = (
    "SELECT stream, number, grp, issued_at, priority, rejoined_at, behind, resumed_at, due_at, procedure, "
    "for_counter, for_officer FROM ticket WHERE day = ? AND state = 'waiting'"
)
RECENT = "SELECT rule, priority, counter FROM ticket_call WHERE day = ? ORDER BY id DESC LIMIT 80"

_policies: dict[str, tuple[RuleBook, q.QueuePolicy]] = {}


class Now(msgspec.Struct, frozen=True, kw_only=True):
    """What a decision about the line needs: the day and what the office knows."""

    day: str
    known: Knowledge
    connection: sqlite3.Connection


def policy_on(known: Knowledge, day: str) -> q.QueuePolicy:
    """The numbers of the waiting room on a day (ISO). Rules never reach back, so they hold for the whole day."""
    kept = _policies.get(day)
    if kept is None or kept[0] is not known.rules:
        try:
            said = known.effective(local_moment(day, "12:00")).settings()
        except NoRules:
            said = {}
        if len(_policies) > 64:  # noqa: PLR2004 - days looked at lately
            _policies.clear()
        kept = _policies[day] = (known.rules, q.read_policy(said))
    return kept[1]


def waiting_now(now: Now, groups: Iterable[str] = ()) -> dict[str, q.Waiting]:
    """Who waits for these groups (none: all), by hex id.

    Whoever was sent to a counter or an officer that is not there now waits for anybody of the group.
    """
    wanted = tuple(groups)
    here = f" AND grp IN ({', '.join('?' * len(wanted))})" if wanted else ""
    rows = now.connection.execute(WAITING + here, (now.day, *wanted)).fetchall()
    counters, officers = _at_work(now.known.officers)
    return {
        stream: q.Waiting(
            label=label,
            group=group,
            issued_at=issued_at,
            priority=priority,
            rejoined_at=rejoined_at or None,
            behind=behind,
            resumed_at=resumed_at or None,
            due_at=due_at,
            procedure=procedure,
            counter=counter if counter in counters else "",
            officer=officer if officer in officers else "",
        )
        for (
            stream, label, group, issued_at, priority, rejoined_at, behind, resumed_at, due_at, procedure,
            counter, officer,
        ) in rows
    }  # fmt: skip


def _at_work(officers: Mapping[str, Officer]) -> tuple[set[str], set[str]]:
    there = [each for each in officers.values() if each.counter]
    return {each.counter for each in there}, {each.officer for each in there}


def caller_at(known: Knowledge, counter: str, day: str) -> q.Caller:
    """What the officer at a counter calls; a counter without anybody calls everything, that is nobody's."""
    for officer in known.officers.values():
        if officer.counter == counter and counter:
            return q.Caller(
                counter=counter,
                officer=officer.officer,
                groups=frozenset(officer.groups),
                skills=skills_on(officer, day),
            )
    return q.Caller(counter=counter)


def recent_calls(now: Now) -> list[tuple[q.Rule, str, str]]:
    """Rule, priority and counter of the latest calls of the day, oldest first."""
    return list(reversed(now.connection.execute(RECENT, (now.day,)).fetchall()))


def run_at(counter: str, recent: Iterable[tuple[q.Rule, str, str]]) -> list[tuple[q.Rule, str]]:
    """The latest calls of one counter: each keeps the turns by itself, or a busy neighbour would use them up."""
    return [(rule, priority) for rule, priority, called_at in recent if called_at == counter]
