"""Who will come when, for what, and how each dossier will go: drawn before the first day, so that figures are meant.

Days are places in the row of working days. A dossier whose last day lies after the period is pending at its end.
"""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from random import Random
from typing import Literal, get_args

import msgspec
from msgspec.structs import replace

from domain.calendar import Calendar, due, local_moment
from domain.catalogue import Procedure
from domain.dossier import Channel
from motcua.demo import demand as want

Course = Literal[
    "at_once", "quick", "ordinary", "supplement", "payment", "payment_last", "withdrawn", "stopped", "late",
    "recalled", "corrected",
]  # fmt: skip
Errand = Literal["guidance", "refusal", "asked_in_vain", "absent"]

MORNING, AFTERNOON = (6 * 60 + 52, 10 * 60 + 50, 7 * 60 + 12), (13 * 60 + 18, 16 * 60 + 10, 13 * 60 + 40)
"""First, last and busiest minute: many stand at the door when it opens."""
EARLY_AFTERNOON = (13 * 60 + 32, 14 * 60)
"""Business of the same day comes before 15:00, with time to wait in line."""
FETCHED_AFTER = (0, 1, 2, 3, 5, 8), (30, 30, 16, 12, 8, 4)
"""Working days from the notice to the visit, and how often each."""
ENDINGS: tuple[tuple[Course, int], ...] = (
    ("stopped", 9),
    ("withdrawn", 6),
    ("recalled", 3),
    ("corrected", 3),
)
STILL_WAITING: tuple[tuple[Course, int], ...] = (("supplement", 4), ("payment", 3), ("withdrawn", 1))
"""How many of the pending wait for their applicant."""
RETURNED_BY = {
    "counter": (88, 0, 9, 3),
    "online": (28, 57, 15, 0),
    "postal": (0, 0, 1, 0),
    "home": (0, 0, 0, 1),
}
"""How results go home, by how papers came, in the order of the channels."""
COMES_BACK = (1, 3)
"""Working days until somebody comes back with what was missing."""
UNHURRIED, LONG = 4, 8
"""Working days in which more than the usual can happen; and so many that a dossier may outlast the year."""
AHEAD = 120
"""Working days looked at beyond the period."""


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One dossier to be accepted. `pause` is from when to when it waits for somebody outside."""

    number: int
    procedure: Procedure
    minutes: float = 5.0
    channel: Channel = "counter"
    day: int = 0
    minute: int = 0
    due: int = 0
    finish: int = 0
    course: Course = "ordinary"
    pause: tuple[int, int] = (0, 0)
    apology: int = 0
    priority: str = ""
    returned_by: Channel = "counter"
    fetched_after: int = 0
    handover: Literal["", "taken", "declined"] = ""
    sent_back: bool = False
    favourable: bool = True
    asked_before: int = 0
    """So many days before, papers were missing at intake."""


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """A visit without a dossier in the end."""

    errand: Errand
    procedure: Procedure
    vague: bool
    """They do not know which procedure it is."""
    day: int
    minute: int
    priority: str


class Plan(msgspec.Struct, frozen=True):
    days: tuple[date, ...]
    """The working days of the run, then those after it."""
    length: int
    cases: tuple[Case, ...]
    calls: tuple[Call, ...]


def working_days(calendar: Calendar, days: int | None) -> tuple[list[date], int, int]:
    """All working days from the first one on, how many the period has, and how many of them are run."""
    first, last = date.fromisoformat(want.FIRST_DAY), date.fromisoformat(want.LAST_DAY)
    every = (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
    inside = [each for each in every if calendar.works(each)]
    row = list(inside)
    while len(row) < len(inside) + AHEAD:
        row.append(calendar.first_working(row[-1] + timedelta(days=1)))
    return row, len(inside), len(inside) if days is None else max(1, min(days, len(inside)))


class Planner:
    """Draws a plan; every choice is the seed's."""

    def __init__(
        self, rng: Random, offered: Sequence[Procedure], calendar: Calendar, days: int | None
    ) -> None:
        self.rng, self.calendar = rng, calendar
        self.row, period, self.length = working_days(calendar, days)
        self.iso = [day.isoformat() for day in self.row]
        self.whole = self.length == period
        self.share = self.length / period
        self.total = round(want.RECEIVED * self.share)
        self.last = self.length - 1
        self.offered = {procedure.code: procedure for procedure in offered}
        self.weights = [want.WEEKDAYS[day.weekday()] for day in self.row[: self.length]]

    def plan(self) -> Plan:
        cases = self._demanded()
        cases = self._given_channels(cases)
        cases = [self._timed(case) for case in cases]
        if self.whole:
            cases = self._with_pending(cases, want.PENDING)
        cases = self._with_late(cases, round(want.LATE * self.share))
        cases = self._with_courses(cases)
        cases = [self._with_particulars(case) for case in cases]
        return Plan(tuple(self.row), self.length, tuple(cases), tuple(self._calls()))

    def _chance(self, share: float) -> bool:
        return self.rng.random() < share

    # ---- what for

    def _demanded(self) -> list[Case]:
        counts = apportioned(self.total, [each.share for each in want.DEMANDS])
        cases = []
        for demand, count in zip(want.DEMANDS, counts, strict=True):
            chosen = self.rng.choices(list(demand.procedures), list(demand.procedures.values()), k=count)
            cases += [Case(number=0, procedure=self.offered[code], minutes=demand.minutes) for code in chosen]
        self.rng.shuffle(cases)
        days = sorted(self.rng.choices(range(self.length), self.weights, k=len(cases)))
        return [
            replace(case, number=n, day=day) for n, (case, day) in enumerate(zip(cases, days, strict=True))
        ]

    def _given_channels(self, cases: list[Case]) -> list[Case]:
        """Exact shares over all, within what each procedure allows."""

        def online(case: Case) -> bool:
            return "online" in case.procedure.channels

        def postal(case: Case) -> bool:
            return "postal" in case.procedure.channels and not case.procedure.delegated

        def home(case: Case) -> bool:
            return case.procedure.code in want.AT_HOME

        wanted: tuple[tuple[Channel, float, Callable[[Case], bool]], ...] = (
            ("home", want.HOME, home),
            ("online", want.ONLINE, online),
            ("postal", want.POSTAL, postal),
        )
        for channel, share, fits in wanted:
            free = [case for case in cases if case.channel == "counter" and fits(case)]
            coming = partial(replace, channel=channel)
            cases = self._changed(cases, free, round(share * len(cases)), coming)
        return cases

    # ---- when

    def _timed(self, case: Case) -> Case:
        """The hour of the visit, the day the result is due, and the day it will be there."""
        due_on = self._due(case)
        return replace(case, minute=self._minute(case), due=due_on, finish=self._finish(case, due_on))

    def _minute(self, case: Case) -> int:
        if case.channel != "counter":
            return self.rng.randint(7 * 60 + 30, 10 * 60 + 30)
        return self.visiting_minute(same_day=case.procedure.limit.unit == "same_day")

    def visiting_minute(self, *, same_day: bool = False) -> int:
        """Most come in the morning."""
        if self._chance(0.62):
            return int(self.rng.triangular(*MORNING))
        if same_day:
            return self.rng.randint(*EARLY_AFTERNOON)
        return int(self.rng.triangular(*AFTERNOON))

    def _due(self, case: Case) -> int:
        found = due(local_moment(self.iso[case.day], "08:00"), case.procedure.limit, self.calendar)
        return bisect_left(self.iso, found.date) if found else case.day + 10

    def _finish(self, case: Case, due_on: int) -> int:
        span = due_on - case.day
        if span <= 1 or self._chance(0.22):
            return due_on
        return case.day + max(1, round(span * self.rng.uniform(0.35, 0.95)))

    # ---- the end of the period

    def _with_pending(self, cases: list[Case], wanted: int) -> list[Case]:
        """Let cases change days with one another until exactly so many reach beyond the last day."""
        found = list(cases)
        while (pending := self._pending(found)) and len(pending) > wanted:
            long = self.rng.choice(pending)
            safe = self.last - (long.due - long.day)
            self._swap(found, long, self._short(found, 0, safe))
        while len(self._pending(found)) < wanted:
            long = self.rng.choice(
                [each for each in found if each.due - each.day >= LONG and each.finish < self.last]
            )
            self._swap(found, long, self._short(found, self.last - 4, self.last))
        return found

    def _pending(self, cases: list[Case]) -> list[Case]:
        return [case for case in cases if case.finish > self.last]

    def _short(self, cases: list[Case], first: int, last: int) -> Case:
        """A case of that time that is done on the day it comes."""
        return self.rng.choice([each for each in cases if each.due == each.day and first <= each.day <= last])

    def _swap(self, cases: list[Case], one: Case, other: Case) -> None:
        cases[one.number] = self._timed(replace(one, day=other.day))
        cases[other.number] = self._timed(replace(other, day=one.day))

    # ---- how

    def _with_late(self, cases: list[Case], wanted: int) -> list[Case]:
        """Land dossiers that will be late, each with an apology at least a day before it was due."""

        def late(case: Case) -> Case:
            finish = min(self.last, case.due + self.rng.randint(1, 6))
            apology = case.due - self.rng.randint(1, 2)
            return replace(case, course="late", finish=finish, apology=apology)

        def fits(case: Case) -> bool:
            far = case.due - case.day >= UNHURRIED and case.due < self.last
            return far and case.procedure.field == want.LAND and case.channel == "counter"

        return self._changed(cases, [case for case in cases if fits(case)], wanted, late)

    def _with_courses(self, cases: list[Case]) -> list[Case]:
        cases = [self._plain_course(case) for case in cases]
        for course, number in ENDINGS:
            free = [each for each in cases if self._ordinary(each) and each.finish <= self.last - 4]
            cases = self._changed(cases, free, round(number * self.share), self._taking(course))
        for course, number in STILL_WAITING:
            free = [
                each for each in cases
                if self.whole and each.finish > self.last and each.course == "ordinary" and each.day <= self.last - 3
            ]  # fmt: skip
            cases = self._changed(cases, free, number, self._taking(course))
        return cases

    def _plain_course(self, case: Case) -> Case:
        if case.procedure.delegated:
            return replace(case, course="at_once")
        if case.due == case.day:
            return replace(case, course="quick")
        if not self._ordinary(case) or case.finish > self.last:
            return case
        if self._chance(want.PAID.get(case.procedure.field, 0.0)):
            return self._taking("payment_last" if self._chance(0.3) else "payment")(case)
        return self._taking("supplement")(case) if self._chance(0.11) else case

    def _ordinary(self, case: Case) -> bool:
        return case.course == "ordinary" and case.finish - case.day >= UNHURRIED

    def _taking(self, course: Course) -> Callable[[Case], Case]:
        """This course, with a pause that fits into it; beyond the period for what is pending."""

        def take(case: Case) -> Case:
            begin = case.day + self.rng.randint(1, 2)
            end = self.rng.randint(begin + 1, max(begin + 1, min(case.finish - 1, begin + 6)))
            if case.finish > self.last:
                end = self.last + 2
            return replace(case, course=course, pause=(begin, end))

        return take

    def _with_particulars(self, case: Case) -> Case:
        rng = self.rng
        calm = case.course in {"ordinary", "late"} and case.finish - case.day >= UNHURRIED
        asked = (
            case.course != "at_once" and case.day >= COMES_BACK[1] and case.channel in {"counter", "online"}
        )
        return replace(
            case,
            priority=self.priority(),
            minutes=case.minutes * rng.lognormvariate(0.2, 0.45),
            returned_by=self._return_channel(case),
            fetched_after=1 if case.course == "corrected" else rng.choices(*FETCHED_AFTER)[0],
            handover=rng.choices(("", "taken", "declined"), (80, 17, 3))[0] if calm else "",
            sent_back=calm and self._chance(0.07),
            favourable=not (calm and case.course == "ordinary" and self._chance(0.02)),
            asked_before=rng.randint(*COMES_BACK) if asked and self._chance(0.06) else 0,
        )

    def _return_channel(self, case: Case) -> Channel:
        if case.course in {"late", "corrected"} or (case.course == "at_once" and case.channel == "counter"):
            return "counter"
        channels: tuple[Channel, ...] = get_args(Channel)
        return self.rng.choices(channels, RETURNED_BY[case.channel])[0]

    def priority(self) -> str:
        return self.rng.choices(list(want.PRIORITIES), list(want.PRIORITIES.values()))[0]

    # ---- visits without a dossier

    def _calls(self) -> list[Call]:
        numbers: Mapping[Errand, float] = {
            "guidance": 0.32,
            "refusal": 0.008,
            "asked_in_vain": 0.002,
            "absent": 0.02,
        }
        return [
            self._call(errand) for errand, share in numbers.items() for _ in range(round(share * self.total))
        ]

    def _call(self, errand: Errand) -> Call:
        demand = self.rng.choices(want.DEMANDS, [each.share**0.5 for each in want.DEMANDS])[0]
        code = self.rng.choices(list(demand.procedures), list(demand.procedures.values()))[0]
        vague = errand == "guidance" and self._chance(0.25)
        return Call(
            errand=errand,
            procedure=self.offered[code],
            vague=vague,
            day=self.rng.choices(range(self.length), self.weights)[0],
            minute=self.visiting_minute(),
            priority=self.priority(),
        )

    def _changed(
        self, cases: list[Case], free: Sequence[Case], wanted: int, change: Callable[[Case], Case]
    ) -> list[Case]:
        """The same cases, with so many of the free ones changed."""
        chosen = {case.number for case in self.rng.sample(free, min(wanted, len(free)))}
        return [change(case) if case.number in chosen else case for case in cases]


def apportioned(total: int, shares: Sequence[int]) -> list[int]:
    """Whole numbers as near to the shares as can be, that add up to the total."""
    exact = [total * share / sum(shares) for share in shares]
    found = [int(each) for each in exact]
    by_rest = sorted(range(len(shares)), key=lambda place: found[place] - exact[place])
    for place in by_rest[: total - sum(found)]:
        found[place] += 1
    return found
