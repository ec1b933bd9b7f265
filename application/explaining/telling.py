"""An explanation in words: a line for every stretch of the clock, and the dates that each verdict compares."""

from collections.abc import Iterator

from application.explaining.clock_life import Explanation, Move
from application.explaining.verdicts import Verdict
from application.histories import sentence
from domain.calendar import Account, Pause, Stretch
from domain.dossier import Due
from domain.dossier.reading import COUNTED_BY_THE_CLOCK
from wording import say
from wording.dates import clock_text, date_text, duration_text, limit_text, local, moment_text, weekday_text

MINUTE = 60_000_000
BEGINS = frozenset({"received", "restarted", "handed_on"})
INDENT = "  "


def as_lines(explained: Explanation, language: str = "vi") -> tuple[str, ...]:
    """What to print, line by line; headings stand without an indent."""
    told = [*_head(explained, language), "", say("explain.account", language)]
    if explained.account is None:
        told.append(INDENT + say("explain.no_limit", language))
    else:
        told += _account(explained, explained.account, language)
    told += _appointments(explained, language)
    told += ["", say("explain.verdicts", language)]
    by_the_clock = explained.limit.unit in COUNTED_BY_THE_CLOCK
    for verdict in explained.verdicts:
        told += (INDENT + line for line in _verdict(verdict, language, by_the_clock=by_the_clock))
    return tuple(told)


def _head(explained: Explanation, language: str) -> Iterator[str]:
    limit = explained.limit
    yield f"{explained.code}  {explained.procedure_name}"
    text = limit_text(limit.unit, limit.value, limit.cutoff, language, stages=limit.stages)
    yield say("explain.limit", language, limit=text, ruleset=explained.ruleset)
    yield say(f"explain.policy.{limit.policy}", language)
    yield say("explain.received", language, moment=moment_text(explained.received_at, language))
    yield _due("explain.printed", explained.printed, language)


# The account


def _account(explained: Explanation, account: Account, language: str) -> Iterator[str]:
    rows = [(_when(each, language), each) for each in account.stretches]
    width = max(len(when) for when, _ in rows)
    marks = {
        counted: say(f"explain.counted.{'yes' if counted else 'no'}", language) for counted in (True, False)
    }
    wide = max(map(len, marks.values()))
    for when, stretch in rows:
        why = _why(stretch, explained, language)
        yield f"{INDENT}{when:<{width}}  {marks[stretch.counted]:<{wide}}  {why}"
    for number, stage in enumerate(account.stages[:-1]):
        who = explained.limit.stages[number].who
        yield INDENT + say("explain.stage_due", language, who=who, moment=moment_text(stage.at, language))
    key = "explain.due_provisional" if account.due.provisional else "explain.due"
    yield INDENT + say(key, language, moment=moment_text(account.due.at, language))
    for pause in account.without_effect:
        yield INDENT + say("explain.without_effect", language, **_span(pause, language))
    if explained.paused_since:
        since = moment_text(explained.paused_since, language)
        reason = say(f"explain.reason.{explained.paused_why}", language)
        yield INDENT + say("explain.lasting", language, moment=since, reason=reason)
    if not explained.agrees and explained.lawful is not None:
        yield INDENT + _due("explain.differs", explained.lawful, language)


def _when(stretch: Stretch, language: str) -> str:
    """A day, some days, or two moments, as finely as the stretch was counted."""
    first, last = local(stretch.start), local(stretch.end - 1)
    whole = not (first.hour or first.minute or first.second) or stretch.why in BEGINS
    by_the_hour = stretch.why in {"office_time", "closed"} or not whole
    if by_the_hour and not (stretch.counted and stretch.why.endswith("_day")):
        return _hours(stretch, language)
    opening = f"{weekday_text(first.date(), language)} {date_text(first.date(), language)}"
    if first.date() == last.date():
        return opening
    closing = f"{weekday_text(last.date(), language)} {date_text(last.date(), language)}"
    return say("explain.span", language, first=opening, last=closing)


def _hours(stretch: Stretch, language: str) -> str:
    first, last = local(stretch.start).date(), local(stretch.end).date()
    opening = f"{clock_text(stretch.start)} {date_text(first, language)}"
    closing = clock_text(stretch.end)
    if first != last:
        closing = f"{closing} {date_text(last, language)}"
    return say("explain.span", language, first=opening, last=closing)


def _why(stretch: Stretch, explained: Explanation, language: str) -> str:
    stages = explained.limit.stages
    name = stretch.name if language == "vi" else stretch.name_en or stretch.name
    reason = say(f"explain.reason.{stretch.pause}", language) if stretch.pause else ""
    key = "made_up_time" if stretch.why == "made_up" and not stretch.number else stretch.why
    told = say(
        f"explain.why.{key}",
        language,
        number=stretch.number,
        worked=duration_text(stretch.number // MINUTE, language),
        name=name,
        reason=reason,
        stage=stretch.stage + 1,
        who=stages[stretch.stage].who if stages else "",
    )
    return say("explain.why.provisional", language, why=told) if stretch.provisional else told


def _span(pause: Pause, language: str) -> dict[str, str]:
    return {
        "first": moment_text(pause.start, language),
        "last": moment_text(pause.end, language),
        "reason": say(f"explain.reason.{pause.why}", language),
    }


# Appointments and verdicts


def _appointments(explained: Explanation, language: str) -> Iterator[str]:
    if explained.moves:
        yield from ("", say("explain.moves", language))
        for move in explained.moves:
            yield INDENT + _move(move, language)
    yield ""
    yield _due("explain.lawful", explained.lawful, language)
    yield _due("explain.told", explained.told, language)
    key = "explain.apologised" if explained.apologies else "explain.not_apologised"
    yield say(key, language, count=explained.apologies)


def _move(move: Move, language: str) -> str:
    return say(
        "explain.moved_by_law" if move.lawful else "explain.moved",
        language,
        moment=moment_text(move.at, language),
        cause=sentence(move.topic, move.blanks, language),
        before=date_text(move.before.date, language) if move.before else "—",
        after=date_text(move.after.date, language),
    )


def _due(key: str, due: Due | None, language: str) -> str:
    return say(
        key, language, moment=moment_text(due.at, language) if due else say("explain.nothing", language)
    )


def _verdict(verdict: Verdict, language: str, *, by_the_clock: bool) -> Iterator[str]:
    yield say(
        "explain.verdict",
        language,
        definition=say(f"explain.definition.{verdict.definition}", language),
        outcome=say(f"explain.outcome.{verdict.outcome}", language),
    )
    if verdict.due_date:
        yield INDENT + say(
            "explain.compared",
            language,
            end=_compared(verdict.end_at, verdict.end_date, language, by_the_clock=by_the_clock),
            due=_compared(verdict.due_at, verdict.due_date, language, by_the_clock=by_the_clock),
        )
    if verdict.because:
        yield INDENT + say(f"explain.because.{verdict.because}", language)


def _compared(at: int, day: str, language: str, *, by_the_clock: bool) -> str:
    return moment_text(at, language) if by_the_clock else date_text(day, language)
