"""Checks the spans of a log, on as many cores as it may use, and grows the trees over what they hold."""

import sqlite3
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from audit.findings import Findings
from audit.helping import Helper, Work, helper
from audit.order import Scanned
from audit.resuming import Memory
from audit.rows import EventReader
from audit.spans import Cuts, Growth, Span, Told, check_span, check_with

Progress = Callable[[int, int], None]

WORTH_A_HELPER = 3
"""Spans below which starting another process costs more than it saves."""

Answer = Future[Told | None]
"""None where a helper went away before it answered."""
Waiting = deque[tuple[Span, Answer]]

_DENSE = "SELECT count(*), coalesce(min(id), 1), coalesce(max(id), 0) FROM event"


@dataclass(frozen=True, slots=True)
class Scan:
    """What is scanned, and how."""

    address: str
    unit: bytes
    cuts: Cuts
    memory: Memory
    jobs: int = 1
    progress: Progress | None = None


def scan(rows: sqlite3.Connection, how: Scan, growth: Growth, findings: Findings) -> Scanned:
    """Check every event after the growth's position and grow it over them."""
    try:
        count, first, last = rows.execute(_DENSE).fetchone()
    except sqlite3.DatabaseError:
        count, first, last = 0, 0, -1
    if first == 1 and last == count:
        return Scanned(last, True, _scan_dense(rows, how, growth, findings, last))
    return Scanned(_scan_in_turn(rows, how, growth, findings, count), False, False)


def _scan_in_turn(rows: sqlite3.Connection, how: Scan, growth: Growth, findings: Findings, total: int) -> int:
    """The last number. Where numbers are missing, where a span begins is known only after the one before."""
    reader = EventReader(how.unit, findings, growth.position + 1)
    while True:
        told = check_with(reader, rows, how.cuts.span_after(growth.position), findings)
        growth.add(told.events, told.peaks)
        if how.progress is not None:
            how.progress(growth.position, max(total, growth.position))
        if told.broken_off or told.events < told.span.count:
            return reader.expected - 1


def _scan_dense(rows: sqlite3.Connection, how: Scan, growth: Growth, findings: Findings, last: int) -> bool:
    """Whether each event was seen to follow the version before it."""
    in_turn = True
    with _checked(rows, how, growth.position, last) as spans:
        for told in spans:
            findings.take(told.problems, told.problem_count)
            growth.add(told.events, told.peaks)
            in_turn = in_turn and told.in_turn
            how.memory.keep(told)
            if how.progress is not None:
                how.progress(growth.position, last)
            if told.broken_off:
                break
    return in_turn


@contextmanager
def _checked(rows: sqlite3.Connection, how: Scan, position: int, last: int) -> Iterator[Iterator[Told]]:
    """Every span in its order. Helpers and this process take the next one as soon as they are free."""
    spans = list(how.cuts.spans(position, last))
    answers: list[Answer] = [Future() for _ in spans]
    waiting: Waiting = deque()
    for span, answer in zip(spans, answers, strict=True):
        known = how.memory.recall(span)
        if known is None:
            waiting.append((span, answer))
        else:
            answer.set_result(known)
    helpers = how.jobs - 1 if len(waiting) >= WORTH_A_HELPER else 0
    with ExitStack() as stack:
        if helpers > 0:
            pool = stack.enter_context(ThreadPoolExecutor(helpers))
            for _ in range(helpers):
                pool.submit(_help, stack.enter_context(helper(Work(how.address, how.unit))), waiting)
            stack.callback(waiting.clear)
        yield _in_order(rows, how, spans, answers, waiting)


def _in_order(
    rows: sqlite3.Connection, how: Scan, spans: list[Span], answers: list[Answer], waiting: Waiting
) -> Iterator[Told]:
    for wanted, answer in zip(spans, answers, strict=True):
        while not answer.done() and (next_one := _next(waiting)) is not None:
            span, mine = next_one
            mine.set_result(check_span(rows, how.unit, span))
        yield answer.result() or check_span(rows, how.unit, wanted)


def _help(hand: Helper, waiting: Waiting) -> None:
    """Until nothing waits, or the helper is gone: what it had in hand is then left to the process itself."""
    while (next_one := _next(waiting)) is not None:
        span, answer = next_one
        told = hand.check(span)
        answer.set_result(told)
        if told is None:
            return


def _next(waiting: Waiting) -> tuple[Span, Answer] | None:
    try:
        return waiting.popleft()
    except IndexError:  # somebody else was quicker
        return None
