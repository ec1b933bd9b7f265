"""Ten thousand clocks, each read twice: by the office, and by counting minutes as the law's words say.

The oracle below knows nothing of how the office counts. It has one row per minute of four years (is this a minute
of a working day, is the office open) and takes minutes away one after another until none is left.
"""

from bisect import bisect_left
from datetime import datetime, timedelta, timezone
from itertools import accumulate
from random import Random

from domain.calendar import Calendar, CalendarPublished, Pause, Season, SpecialDay, TimeLimit, due, evolve

EPOCH = datetime(2025, 1, 1, tzinfo=timezone(timedelta(hours=7)))
MICROSECONDS_AT_EPOCH = 1_735_664_400_000_000
DAY = 24 * 60
DAYS = 1461

OFF = {
    2025: "01-01 01-27 01-28 01-29 01-30 01-31 04-07 04-30 05-01 05-02 09-01 09-02",
    2026: "01-01 01-02 02-16 02-17 02-18 02-19 02-20 04-26 04-27 04-30 05-01 08-31 09-01 09-02 11-24",
    2027: "01-01 02-04 02-05 02-06 02-07 02-08 02-09 02-10 04-16 04-30 05-01 05-03 09-02 09-03 11-24",
}
WORKED = {2025: "04-26", 2026: "01-10 08-22"}
HOURS = (("07:00", "11:30"), ("13:30", "17:00"))
SUMMER = (("06:30", "11:00"), ("13:00", "16:00"))
"""From 1 June to 31 August the office of this test opens earlier, and is open for less."""


def the_office():
    calendar = Calendar()
    for year in (2025, 2026, 2027):
        days = [(day, "public_holiday") for day in OFF.get(year, "").split()]
        days += [(day, "makeup_workday") for day in WORKED.get(year, "").split()]
        fact = CalendarPublished(
            year=year,
            hours=HOURS,
            days=tuple(SpecialDay(date=f"{year}-{day}", kind=kind, name=kind) for day, kind in days),
            seasons=(Season(name="Mùa hè", first="06-01", last="08-31", hours=SUMMER),),
        )
        calendar = evolve(calendar, fact)
    return calendar


OFFICE = the_office()


# The oracle


def minute_of_day(hour):
    return int(hour[:2]) * 60 + int(hour[3:])


def every_minute():
    """For each minute: does the office work that day, is it open then; and for each day the minute it closes."""
    works, is_open, closing = bytearray(), bytearray(), []
    for number in range(DAYS):
        day = EPOCH + timedelta(days=number)
        off, worked = (f"{day:%m-%d}" in days.get(day.year, "").split() for days in (OFF, WORKED))
        working = worked or (day.weekday() < 5 and not off)
        hours = SUMMER if 6 <= day.month <= 8 else HOURS
        open_today = bytearray(DAY)
        for opening, closes in hours if working else ():
            for minute in range(minute_of_day(opening), minute_of_day(closes)):
                open_today[minute] = 1
        works += bytes([working]) * DAY
        is_open += open_today
        closing.append(number * DAY + minute_of_day(hours[-1][1]))
    return works, is_open, closing


WORKS, OPEN, CLOSING = every_minute()
BEFORE = {
    "working_day": list(accumulate(WORKS, initial=0)),
    "working_hour": list(accumulate(OPEN, initial=0)),
    "calendar_day": range(DAYS * DAY + 1),
}
"""How many minutes of each kind there are before a minute."""


def end_of_day(minute):
    return (minute // DAY + 1) * DAY


def spent(kind, left, begin):
    """The first minute by which `left` minutes of a kind have passed since `begin`."""
    table = BEFORE[kind]
    return bisect_left(table, table[begin] + left, begin)


def day_it_works(day):
    """A last day on which the office is closed gives way to the next working day."""
    while not WORKS[day * DAY]:
        day += 1
    return day


def next_closing(minute):
    """The day on which the counters next close, for whoever gets papers at this minute."""
    day = minute // DAY
    while not WORKS[day * DAY] or CLOSING[day] < minute:
        day += 1
    return day


def same_day(minute, cutoff):
    day = minute // DAY
    in_time = minute <= min(CLOSING[day], day * DAY + minute_of_day(cutoff))
    return CLOSING[day_it_works(day if in_time else day + 1)]


def days_end(kind, number, start, pauses):
    """A limit in days, stopped and started again: the closing minute of its last day, and the pauses it used."""
    left, begin, used = number * DAY, end_of_day(start), 0
    last, ran_out = None, False
    for asked, complete in [*pauses, (None, None)]:
        over = ran_out or asked is None or spent(kind, left, begin) <= end_of_day(asked)
        if over and not ran_out:
            last, ran_out = day_it_works((spent(kind, left, begin) - 1) // DAY), True
        if ran_out:
            if asked is None or asked // DAY > last:
                break
            last = max(last, next_closing(complete))
        else:
            left -= BEFORE[kind][end_of_day(asked)] - BEFORE[kind][begin]
            begin = end_of_day(complete)
        used += 1
    return CLOSING[last], used


def hours_end(number, start, pauses):
    left, begin, used = number * 60, start, 0
    for asked, complete in pauses:
        if spent("working_hour", left, begin) <= asked:
            break
        left -= BEFORE["working_hour"][asked] - BEFORE["working_hour"][begin]
        begin, used = complete, used + 1
    return spent("working_hour", left, begin), used


def same_day_end(cutoff, start, pauses):
    end, used = same_day(start, cutoff), 0
    for asked, complete in pauses:
        if asked >= end:
            break
        end, used = same_day(complete, cutoff), used + 1
    return end, used


def one_after_another(stages, start, pauses):
    """The closing minute of every stage, by stopping and starting."""
    ends = []
    for kind, number in stages:
        if kind == "working_hour":
            end, used = hours_end(number, start, pauses)
        elif kind == "same_day":
            end, used = same_day_end("15:00", start, pauses)
        else:
            end, used = days_end(kind, number, start, pauses)
        ends.append((start, end))
        start, pauses = end, pauses[used:]
    return ends


def moved_on(stages, start, pauses):
    """Every end is put off by the length of the pauses that began before it."""
    latest = 0
    for (kind, number), (begun, first) in zip(stages, one_after_another(stages, start, []), strict=True):
        end, put_off = first, 0
        raw = first // DAY
        if kind in {"working_day", "calendar_day"}:
            raw = (spent(kind, number * DAY, end_of_day(begun)) - 1) // DAY
        for asked, complete in pauses:
            if kind == "working_hour":
                if asked >= end:
                    break
                put_off += complete - asked
                end = max(first + put_off, complete)
                while not (OPEN[end] or OPEN[end - 1]):
                    end += 1
            else:
                late = asked >= end if kind == "same_day" else asked // DAY > end // DAY
                if late:
                    break
                put_off += complete // DAY - asked // DAY
                end = CLOSING[max(day_it_works(raw + put_off), next_closing(complete))]
        latest = max(latest, end)
    return latest


def by_the_law(start, stages, policy, pauses):
    """The minute at which a limit ends; pauses are (asked, complete, begins the limit anew)."""
    held = []
    for asked, complete, anew in pauses:
        if policy == "restart" and anew:
            start, held = complete, []
        else:
            held.append((asked, complete))
    if policy == "shift" and stages != [("same_day", None)]:
        return moved_on(stages, start, held)
    return one_after_another(stages, start, held)[-1][1]


# Random cases


def a_stage(chance):
    kind = chance.choice(["working_day", "working_day", "calendar_day", "working_hour", "same_day"])
    longest = {"working_day": 30, "calendar_day": 45, "working_hour": 40, "same_day": 0}[kind]
    return kind, chance.choice([1, 2, 3, chance.randint(1, longest)]) if longest else None


def a_case(chance):
    stages = [a_stage(chance) for _ in range(chance.choice([1, 1, 1, 2, 3]))]
    at = start = chance.randint(0, 2 * 365 * DAY)
    pauses = []
    for _ in range(chance.choice([0, 1, 1, 2, 3, 4])):
        at += chance.choice([0, chance.randint(0, 2 * DAY), chance.randint(0, 15 * DAY)])
        asked = at
        at += chance.choice(
            [0, chance.randint(0, DAY), chance.randint(0, 4 * DAY), chance.randint(0, 20 * DAY)]
        )
        pauses.append((asked, at, chance.random() < 0.7))
    return start, stages, chance.choice(["restart", "stopwatch", "shift"]), pauses


def moment(minute):
    return MICROSECONDS_AT_EPOCH + minute * 60_000_000


def by_the_office(start, stages, policy, pauses):
    parts = [TimeLimit(kind, number, "15:00" if kind == "same_day" else None) for kind, number in stages]
    limit = parts[0] if len(parts) == 1 else TimeLimit("staged", stages=tuple(parts))
    stops = [Pause(start=moment(a), end=moment(c), restarts=anew) for a, c, anew in pauses]
    found = due(moment(start), limit, OFFICE, policy=policy, pauses=stops)
    assert found is not None
    return (found.at - MICROSECONDS_AT_EPOCH) // 60_000_000, found.date


def test_ten_thousand_clocks_end_on_the_minute_the_law_gives():
    chance = Random(20_261_122)
    for _ in range(10_000):
        case = a_case(chance)
        minute, day = by_the_office(*case)
        assert minute == by_the_law(*case), case
        assert day == (EPOCH + timedelta(minutes=minute)).date().isoformat()
