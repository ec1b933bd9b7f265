"""What stands beside the calls, in words: how many wait for what, who is next, and what the hall should know."""

from collections.abc import Sequence
from textwrap import wrap

from textual.content import Content

from application.views import Board, BoardGroup
from kiosk.board.layout import Layout
from kiosk.phrases import shortened
from wording import say
from wording.dates import clock_text, date_text, local

WAITING, MINUTES, NEXT = 5, 7, 9
"""Columns of the number waiting, the range of minutes, and the next number."""
NAMED, WITH_NEXT = 26, 42
"""Columns of a line from which it has room for the group's name, and for the next number as well."""
LONGEST_LIST = 8
"""Numbers in one line of text: nobody finds theirs among more."""


def panel_lines(board: Board, language: str, layout: Layout) -> list[Content]:
    """The heading and a line for each group, in one column or two; then breaks, as far as there are rows."""
    two = layout.upright and layout.panel_rows < len(board.groups) + 2
    width = (layout.panel_columns - 2) // 2 if two else layout.panel_columns
    cells = [_group(group, language, width) for group in board.groups]
    if two:
        half = (len(cells) + 1) // 2
        right = [*cells[half:], Content("")]
        cells = [
            Content.assemble(cell, "  ", other) for cell, other in zip(cells[:half], right, strict=False)
        ]
    heading = _heading(language, width)
    lines = [Content.assemble(heading, "  ", heading) if two else heading, *cells]
    told = (line for text in break_lines(board, language) for line in wrap(text, layout.panel_columns))
    rest = [Content(line).stylize("$mc-warning") for line in told]
    room = layout.panel_rows - len(lines) - 1
    return [*lines, Content(""), *rest] if 0 < len(rest) <= room else lines


def shows_breaks(board: Board, language: str, layout: Layout) -> bool:
    """Whether the panel has room for the counters on a break; else they take their turn in the foot."""
    return len(panel_lines(board, language, layout)) > len(board.groups) + 1


def messages(board: Board, language: str, now: int, layout: Layout) -> list[str]:
    """What takes turns in the foot: what the office announces, then what the queue has to say."""
    told = [_announced(each.text, each.text_en, language) for each in board.announcements]
    if board.closed and board.opens_at:
        told.append(say("board.closed", language, time=opening_text(board.opens_at, now, language)))
    if not shows_breaks(board, language, layout):
        told.extend(break_lines(board, language))
    if board.missed and missed_line(board, language, layout) == say("board.missed.nobody", language):
        told.append(say("board.missed.which", language, numbers=listed(board.missed)))
    if board.held:
        told.append(say("board.held", language, numbers=listed(board.held)))
    if board.quiet and not board.closed:
        told.append(say("board.quiet", language, hours=board.quiet))
    return told or [say("board.take", language)]


def missed_line(board: Board | None, language: str, layout: Layout) -> str:
    """How a missed turn is taken up again; it stands there all day, with the numbers where they fit."""
    numbers = listed(board.missed) if board else ""
    line = say("board.missed.some", language, numbers=numbers)
    fits = numbers and len(line) <= layout.columns - 2
    return line if fits else say("board.missed.nobody", language)


def break_lines(board: Board, language: str) -> list[str]:
    return [
        say("board.break_until", language, counter=each.counter, time=clock_text(each.until))
        if each.until
        else say("board.break", language, counter=each.counter)
        for each in board.counters
        if each.state == "paused"
    ]


def opening_text(opens_at: str, now: int, language: str) -> str:
    """«07:00»; with its day when that is not today."""
    day, _, hour = opens_at.partition("T")
    today = local(now).date().isoformat()
    if day == today:
        return hour
    return say("board.hour_of_day", language, time=hour, day=date_text(day, language))


def pages(text: str, width: int, rows: int) -> list[str]:
    """A long text page by page, cut between words: nothing on a board runs away while it is read."""
    lines = wrap(text, max(8, width)) or [""]
    return ["\n".join(lines[start : start + rows]) for start in range(0, len(lines), max(1, rows))]


def listed(numbers: Sequence[str]) -> str:
    shown = " · ".join(numbers[:LONGEST_LIST])
    return f"{shown} …" if len(numbers) > LONGEST_LIST else shown


def _announced(text: str, english: str, language: str) -> str:
    """Announcements are written in Vietnamese, and in English where somebody took the trouble."""
    return english if language == "en" and english else text


def _heading(language: str, width: int) -> Content:
    columns = [say("board.column.waiting", language).rjust(WAITING)]
    columns.append(say("board.column.minutes", language).rjust(MINUTES))
    if width >= WITH_NEXT:
        columns.append(say("board.column.next", language).rjust(NEXT))
    taken = sum(map(len, columns))
    title = say("board.waiting", language) if width - taken >= len(say("board.waiting", language)) else ""
    return Content.assemble((title.ljust(width - taken) + "".join(columns), "$mc-muted"))


def _group(group: BoardGroup, language: str, width: int) -> Content:
    columns = [
        (str(group.waiting).rjust(WAITING), "bold $mc-text"),
        (_range(group).rjust(MINUTES), "$mc-text"),
    ]
    if width >= WITH_NEXT:
        columns.append(("".join(group.next[:1]).rjust(NEXT), "bold $mc-heading"))
    room = width - sum(len(text) for text, _ in columns) - 3
    name = _short_name(group, language, room) if width >= NAMED else ""
    letter = (group.series.ljust(3), "bold $mc-heading")
    return Content.assemble(letter, (name.ljust(max(0, room)), "$mc-text"), *columns)


def _range(group: BoardGroup) -> str:
    if group.wait is None:
        return "–"
    low, high = group.wait.low, group.wait.high
    return f"{low}–{high}" if low < high else str(high)


def _short_name(group: BoardGroup, language: str, room: int) -> str:
    name = group.name_en if language == "en" and group.name_en else group.name
    return name if len(name) <= room else shortened(name.partition(",")[0], room, 1)
