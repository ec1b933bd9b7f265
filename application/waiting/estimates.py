"""How long it may take: learned from this office's own visits, and fitted to what came of its own promises."""

import threading
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

import msgspec

from application.core import Core
from application.reference import groups_by_key
from application.views import WaitRange
from application.waiting.hall_now import Now, caller_at, policy_on, recent_calls, run_at, waiting_now
from domain import queue as q
from domain.calendar import local_date

MINUTE = 60_000_000
SECOND = 1_000_000
PLAN_FOR = 5 * SECOND
"""A plan is good until something happens, or so long (µs)."""
TODAY_FOR = MINUTE
FITS_FOR = 120 * MINUTE
MOST_PLAYED = 400
"""With more people waiting nobody is told minutes: playing so many forward would hold up the line itself."""
WEEKS = 4
"""So far back visits and promises are remembered."""
PER_BUCKET = 400
TAIL = 0.4
"""Of a mean visit: what is still expected of one that lasts longer than the mean."""

CYCLES = """
SELECT procedure, count(*), sum(took), sum(took * took) FROM (
  SELECT procedure, at, (lead(at) OVER line - at) / 1e6 AS took, lead(since) OVER line AS next_since
  FROM ticket_call WHERE day >= ? AND day < ? WINDOW line AS (PARTITION BY day, counter ORDER BY id)
) WHERE next_since <= at AND took BETWEEN 5 AND 3600 GROUP BY procedure
"""
"""From call to call at a counter where somebody was waiting all the time: the whole visit, and the walk to it."""
VISITS = """
SELECT procedure, count(*), sum(took), sum(took * took) FROM (
  SELECT procedure, (ended_at - called_at) / 1e6 AS took
  FROM ticket WHERE day >= ? AND day < ? AND state = 'served' AND called_at > 0
) WHERE took BETWEEN 5 AND 7200 GROUP BY procedure
"""
AT_COUNTERS = (
    "SELECT counter, procedure, called_at FROM ticket WHERE day = ? AND state IN ('called', 'serving')"
)
OUTCOMES = (
    "SELECT ahead, priority, expected, spread, (first_called_at - issued_at) / 1e6 FROM ticket "
    "WHERE day >= ? AND expected >= 0 AND first_called_at > 0 ORDER BY day DESC, last_call DESC LIMIT 3000"
)
FAVOURED = "SELECT grp, count(*) FROM ticket WHERE day = ? AND claimed <> '' AND issued_at > ? GROUP BY grp"
LATELY = 45 * MINUTE
"""So far back arrivals are counted to guess how many will come and go first."""
FALLING = 0.8
"""After a peak fewer come than in it."""
HOW_MANY = "SELECT count(*) FROM ticket WHERE day = ? AND state = 'waiting'"
BEFORE = "SELECT count(*) FROM ticket WHERE day = ? AND state = 'waiting' AND grp = ? AND issued_at < ?"
"""People of the group who came before."""
LAST_CALLS = (
    "SELECT day, max((at / 1000000 + 25200) % 86400) FROM ticket_call "
    "WHERE day >= ? AND day < ? AND (at / 1000000 + 25200) % 86400 BETWEEN ? AND ? GROUP BY day"
)
"""The second of the local day, seven hours east of Greenwich, of the last call within an hour of a closing."""
EAST, DAY, LONGEST_OVERRUN = 25_200, 86_400, 3_600
FEW_CYCLES = 20

Sums = dict[str, tuple[int, float, float]]
"""By procedure: number, sum and sum of squares of seconds."""


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """The hall played forward from `at` (µs UTC). `trusted`: enough visits were seen to speak of minutes."""

    at: int
    starts: dict[str, q.Start]
    trusted: bool = False
    places: dict[str, int] = {}
    """People of the group ahead, of tickets that no open counter calls."""
    crowded: bool = False
    """Too many wait to be played forward."""


class Estimates:
    """Keeps what it learned; whoever asks twice within a moment gets the same answer at no cost."""

    def __init__(self, core: Core) -> None:
        self.core = core
        self._lock = threading.RLock()
        self._plan: tuple[tuple[int, int, str], Plan] | None = None
        self._past: tuple[str, Sums, Sums] = ("", {}, {})
        self._times: tuple[int, str, q.Times] = (0, "", q.Times())
        self._overruns: dict[tuple[str, int], int] = {}
        self._fits: tuple[int, str, dict[str, q.Fit]] = (0, "", {})

    # ---- asking

    def ahead(self, label: str, group: str, issued_at: int) -> int:
        """How many of its group are called before a waiting ticket, as things are now."""
        plan = self.plan()
        if plan.crowded:
            came_before = (local_date(plan.at), group, issued_at)
            return int(self.core.store.reader().execute(BEFORE, came_before).fetchone()[0])
        start = plan.starts.get(label)
        return start.place if start is not None else plan.places.get(label, 0)

    def wait(self, label: str, *, favoured: bool) -> WaitRange | None:
        """The range for a waiting ticket; None rather than a guess."""
        plan = self.plan()
        return self._told(plan, plan.starts.get(label), favoured=favoured)

    def newcomer(
        self, group: str, *, favoured: bool = False, due_at: int = 0
    ) -> tuple[q.Start, WaitRange] | None:
        """What somebody who takes a number of a group now may expect; None rather than a guess."""
        plan = self.plan()
        start = plan.starts.get(_phantom(group, favoured=favoured))
        if due_at:
            start = _at_its_hour(start, plan.starts.get(_phantom(group, favoured=True)), due_at)
        wait = self._told(plan, start, favoured=favoured)
        return (start, wait) if start is not None and wait is not None else None

    def _told(self, plan: Plan, start: q.Start | None, *, favoured: bool) -> WaitRange | None:
        if start is None or not (plan.trusted or (start.at <= plan.at and start.place == 0)):
            return None
        fits = self.fits()
        fit = fits.get(bucket(start.place, favoured=favoured), fits.get("", q.Fit()))
        return WaitRange(*q.told((start.at - plan.at) / SECOND, start.spread, fit))

    # ---- playing the hall forward

    def plan(self) -> Plan:
        at = self.core.now()
        key = (self.core.store.last_id(), at // PLAN_FOR, local_date(at))
        with self._lock:
            if self._plan is None or self._plan[0] != key:
                self._plan = (key, self._played(at, local_date(at)))
            return self._plan[1]

    def _played(self, at: int, day: str) -> Plan:
        now = Now(day=day, known=self.core.known(), connection=self.core.store.reader())
        if now.connection.execute(HOW_MANY, (day,)).fetchone()[0] > MOST_PLAYED:
            return Plan(at=at, starts={}, crowded=True)
        policy, times = policy_on(now.known, day), self.times(day)
        trusted = times.known()
        if not trusted:
            times = GUESSED
        line = list(waiting_now(now).values())
        phantoms = [
            q.Waiting(
                label=_phantom(group, favoured=favoured),
                group=group,
                issued_at=at,
                priority="elderly" if favoured else "",
            )
            for group in groups_by_key()
            for favoured in (False, True)
        ]
        desks = self._desks(now, times, at)
        starts = q.schedule(
            [*line, *phantoms],
            desks,
            times,
            now=at,
            policy=policy,
            closed=self._breaks(now, at),
            unseen=frozenset(each.label for each in phantoms),
        )
        places = _places(line, starts, at, policy)
        loads = self._loads(now, desks, times, at)
        for ticket in (*line, *phantoms):
            if ticket.label in starts and ticket.kind(at, policy) == "ordinary":
                starts[ticket.label] = q.slowed(starts[ticket.label], at, loads[ticket.group])
        return Plan(at=at, starts=starts, trusted=trusted, places=places)

    def _loads(self, now: Now, desks: Sequence[q.Desk], times: q.Times, at: int) -> dict[str, float]:
        """By group: the share of its counters' time that those will take who still come and go first."""
        came = dict(now.connection.execute(FAVOURED, (now.day, at - LATELY)).fetchall())
        mean = times.of("")[0]
        found = {}
        for group in groups_by_key():
            served = [
                each.caller.groups for each in desks if not each.caller.groups or group in each.caller.groups
            ]
            mixed = {other for other in came if any(not groups or other in groups for groups in served)}
            share = sum(came[other] for other in mixed) * mean * SECOND / LATELY
            found[group] = FALLING * share / len(served) if served else 0.0
        return found

    def _desks(self, now: Now, times: q.Times, at: int) -> list[q.Desk]:
        """The open counters, when each will be free, and how sure that is."""
        busy = {
            counter: (procedure, called_at)
            for counter, procedure, called_at in now.connection.execute(AT_COUNTERS, (now.day,)).fetchall()
        }
        recent = recent_calls(now)
        found = []
        for officer in now.known.officers.values():
            until = officer.paused_until if officer.paused else at
            if not officer.counter or (officer.paused and until <= at):
                continue  # a break that nobody said the end of, or that lasts longer than was said
            caller = caller_at(now.known, officer.counter, now.day)
            free, variance = max(at, until), 0.0
            if officer.counter in busy:
                procedure, called_at = busy[officer.counter]
                mean, variance = times.of(procedure)
                left = max(mean - (at - called_at) / SECOND, TAIL * mean)
                free = max(free, at + int(left * SECOND))
            run = q.run_of(run_at(officer.counter, recent))
            found.append(q.Desk(caller=caller, free_at=free, variance=variance, run=run))
        return found

    def _breaks(self, now: Now, at: int) -> list[tuple[int, int]]:
        """The hours between the opening periods of the day that are still to come, from when calls usually stop."""
        periods = now.known.calendar.open_periods(date.fromisoformat(now.day))
        gaps = [
            (before[1] + self._overrun(now.day, before[1]), after[0]) for before, after in pairwise(periods)
        ]
        return [gap for gap in gaps if at < gap[0] < gap[1]]

    def _overrun(self, day: str, closing: int) -> int:
        """How long (µs) after that hour of the day the last visitor was usually still called, in past weeks."""
        begins = (closing // SECOND + EAST) % DAY
        key = (day, begins)
        if key not in self._overruns:
            first = (date.fromisoformat(day) - timedelta(weeks=WEEKS)).isoformat()
            rows = self.core.store.reader().execute(
                LAST_CALLS, (first, day, begins, begins + LONGEST_OVERRUN)
            )
            last = [since - begins for _, since in rows.fetchall()]
            self._overruns = {key: int(sum(last) / len(last) * SECOND) if last else 0}
        return self._overruns[key]

    # ---- learning

    def times(self, day: str) -> q.Times:
        """How long visits take: the past weeks once a day, today's every minute."""
        with self._lock:
            at, of, times = self._times
            now = self.core.now()
            if of != day or not at <= now < at + TODAY_FOR:
                times = self._learned(day)
                self._times = (now, day, times)
            return times

    def _learned(self, day: str) -> q.Times:
        if self._past[0] != day:
            first = (date.fromisoformat(day) - timedelta(weeks=WEEKS)).isoformat()
            self._past = (day, self._sums(CYCLES, first, day), self._sums(VISITS, first, day))
        tomorrow = (date.fromisoformat(day) + timedelta(days=1)).isoformat()
        cycles = _added(self._past[1], self._sums(CYCLES, day, tomorrow))
        if sum(count for count, _, _ in cycles.values()) >= FEW_CYCLES:
            return _times(cycles)
        return _times(_added(self._past[2], self._sums(VISITS, day, tomorrow)))

    def _sums(self, query: str, first: str, end: str) -> Sums:
        rows = self.core.store.reader().execute(query, (first, end)).fetchall()
        return {procedure: (count, total, squares) for procedure, count, total, squares in rows}

    def fits(self) -> dict[str, q.Fit]:
        """How the ranges must lie so that four fifths of the waits fall into them, by how many were ahead."""
        now = self.core.now()
        day = local_date(now)
        with self._lock:
            at, of, fits = self._fits
            if of != day or not at <= now < at + FITS_FOR:
                fits = {
                    key: found
                    for key, outcomes in self._outcomes(day).items()
                    if (found := q.fit(outcomes)) is not None
                }
                self._fits = (now, day, fits)
            return fits

    def _outcomes(self, day: str) -> dict[str, list[q.Outcome]]:
        first = (date.fromisoformat(day) - timedelta(weeks=WEEKS)).isoformat()
        found: dict[str, list[q.Outcome]] = {}
        for ahead, priority, expected, spread, waited in self.core.store.reader().execute(OUTCOMES, (first,)):
            for key in (bucket(ahead, favoured=bool(priority)), ""):
                kept = found.setdefault(key, [])
                if len(kept) < PER_BUCKET:
                    kept.append(q.Outcome(expected, spread, waited))
        return found


GUESSED = q.Times({"": q.Observed(q.FEWEST, 300.0, 0.0)})
"""Only to play out the order of calls while nothing was learned; no minutes are told from it."""
NOBODY_THERE = q.Desk(caller=q.Caller(), free_at=0)


def bucket(ahead: int, *, favoured: bool) -> str:
    """Waits of the same kind: their promises are compared with one another."""
    if favoured:
        return "favoured"
    return "none" if ahead == 0 else "few" if ahead <= 3 else "some" if ahead <= 9 else "many"  # noqa: PLR2004


def _phantom(group: str, *, favoured: bool) -> str:
    return f"{'!' if favoured else '+'}{group}"


def _at_its_hour(plain: q.Start | None, first: q.Start | None, due_at: int) -> q.Start | None:
    """An appointment is called at its hour, or as everybody is where that comes sooner."""
    if first is None or plain is None:
        return plain
    hour = max(due_at, first.at)
    return plain if plain.at <= hour else q.Start(hour, first.spread, first.place)


def _places(
    line: Sequence[q.Waiting], starts: dict[str, q.Start], at: int, policy: q.QueuePolicy
) -> dict[str, int]:
    """Of those whom no open counter calls: the order in which one counter would call everybody."""
    if all(each.label in starts for each in line):
        return {}
    alone = q.schedule(line, [NOBODY_THERE], GUESSED, now=at, policy=policy)
    return {label: start.place for label, start in alone.items() if label not in starts}


def _added(one: Sums, other: Sums) -> Sums:
    none = (0, 0.0, 0.0)
    return {
        key: tuple(a + b for a, b in zip(one.get(key, none), other.get(key, none), strict=True))  # type: ignore[misc]
        for key in {*one, *other}
    }


def _times(sums: Sums) -> q.Times:
    every = (0, 0.0, 0.0)
    for each in sums.values():
        every = tuple(a + b for a, b in zip(every, each, strict=True))  # type: ignore[assignment]
    return q.Times({key: _observed(*each) for key, each in {**sums, "": every}.items() if each[0]})


def _observed(count: int, total: float, squares: float) -> q.Observed:
    mean = total / count
    return q.Observed(count, mean, max(squares / count - mean * mean, 0.0))
