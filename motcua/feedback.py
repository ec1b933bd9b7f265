"""`motcua feedback`: what visitors suggested, the answers to it, and what they wrote beside their ratings."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from motcua.acting import ByOption, actor
from motcua.console import JsonOption, StoreOption, answering, language, people, print_json
from motcua.days import day_typed
from motcua.opened import opened

if TYPE_CHECKING:
    from application.feedback import SuggestionView
    from projections.feedback import FeedbackMonth

app = typer.Typer(help="Suggestions of visitors, their answers, and remarks.", no_args_is_help=True)

WRITTEN = ("sentences", "words", "phone", "answer")
Number = Annotated[str, typer.Argument(help="Number of a suggestion, such as 0001/2026/GY.")]


@app.command(name="list")
@answering
def suggestions(
    every: Annotated[bool, typer.Option("--all", help="Those that were answered, too.")] = False,
    by: ByOption = "",
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Suggestions that wait for an answer, the oldest first, without what was written."""
    from wording import say

    with opened(store, to_write=bool(by)) as office:
        found = office.feedback.suggestions(actor(office, by), waiting=not every)
    if json:
        print_json([_line(each) for each in found])
        return
    out, tongue = people(), language()
    if not found:
        out.print(say("feedback.none", tongue), markup=False)
    for each in found:
        out.print(_told(each, tongue), markup=False)


@app.command()
@answering
def show(number: Number, by: ByOption = "", store: StoreOption = None, json: JsonOption = False) -> None:
    """A suggestion with everything that was written; the reading is recorded."""
    from wording import say

    with opened(store, to_write=True) as office:
        file = office.feedback.open(number, actor(office, by))
    if json:
        print_json(_line(file) | {name: getattr(file, name) for name in WRITTEN})
        return
    out, tongue = people(), language()
    out.print(_told(file, tongue), style="bold", markup=False)
    for sentence in file.sentences:
        out.print(f"  · {say(f'kiosk.sentence.{sentence}', tongue)}", markup=False)
    for key, text in (("words", file.words), ("phone", file.phone), ("answer", file.answer)):
        if text:
            out.print(f"  {say(f'feedback.{key}', tongue)}: {text}", markup=False)


@app.command()
@answering
def answer(
    number: Number,
    words: Annotated[str, typer.Argument(help="The answer, which the holder of the code reads.")],
    by: ByOption = "",
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Answer a suggestion, once."""
    from wording import say

    with opened(store, to_write=True) as office:
        view = office.feedback.answer(number, words, actor(office, by))
    if json:
        print_json(_line(view))
    else:
        people().print(say("feedback.answered", language(), number=view.number), markup=False)


@app.command()
@answering
def remarks(
    month: Annotated[str, typer.Argument(help="A month that is over, such as 2026-03.")],
    by: ByOption = "",
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """What was written beside the ratings of a month, without who or when; the reading is recorded."""
    from wording import say

    known = day_typed(f"{month}-01").isoformat()[:7]
    with opened(store, to_write=True) as office:
        found = office.feedback.remarks(known, actor(office, by))
    if json:
        print_json(found)
        return
    out = people()
    if not found:
        out.print(say("feedback.no_remarks", language()), markup=False)
    for words in found:
        out.print(f"· {words}", markup=False)


def report(store: Path | None, first: str, last: str, json: bool) -> None:
    """Ratings and suggestions of the months that are over; figures of one to four persons are withheld."""
    from wording import say

    begins, ends = day_typed(first), day_typed(last)
    with opened(store) as office:
        months = office.feedback.report(begins, ends)
    if json:
        print_json({"months": months})
        return
    out, tongue = people(), language()
    out.print(say("report.feedback.title", tongue), style="bold", markup=False)
    if not months:
        out.print(say("report.feedback.none", tongue), markup=False)
        return
    out.print(_scores(months, tongue))
    out.print(say("report.feedback.why", tongue), style="bold", markup=False)
    out.print(_reasons(months, tongue))
    out.print(say("report.feedback.withheld", tongue), markup=False)


def _scores(months: "tuple[FeedbackMonth, ...]", tongue: str) -> Table:
    from wording import say

    grid = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 1))
    grid.add_column(say("report.feedback.month", tongue))
    grid.add_column(say("report.feedback.rated", tongue), justify="right")
    for score in months[0].scores:
        grid.add_column(say(f"kiosk.score.{score}", tongue), justify="right")
    grid.add_column(say("report.feedback.suggestions", tongue), justify="right")
    grid.add_column(say("report.feedback.answered", tongue), justify="right")
    for month in months:
        shares = (_share(count, month.rated, tongue) for count in month.scores.values())
        counts = (month.suggestions, month.answered)
        grid.add_row(
            month.month, _figure(month.rated, tongue), *shares, *(_figure(each, tongue) for each in counts)
        )
    return grid


def _reasons(months: "tuple[FeedbackMonth, ...]", tongue: str) -> Table:
    from wording import say

    grid = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 1))
    grid.add_column(say("report.feedback.month", tongue))
    for reason in months[0].reasons:
        grid.add_column(say(f"kiosk.reason.{reason}", tongue), justify="right")
    for month in months:
        grid.add_row(month.month, *(_figure(count, tongue) for count in month.reasons.values()))
    return grid


def _figure(count: int | None, tongue: str) -> str:
    from wording import say
    from wording.dates import number_text

    return say("report.feedback.few", tongue) if count is None else number_text(count, tongue)


def _share(count: int | None, of: int | None, tongue: str) -> str:
    """«12 (57,1 %)»: a share is never shown without what it is a share of."""
    from wording.dates import number_text

    figure = _figure(count, tongue)
    if not count or not of:
        return figure
    tenths = round(1000 * count / of)
    point = "," if tongue == "vi" else "."
    return f"{figure} ({number_text(tenths // 10, tongue)}{point}{tenths % 10} %)"


def _told(view: "SuggestionView", tongue: str) -> str:
    from wording import say
    from wording.dates import moment_text

    state = "answered_at" if view.answered_at else "waits"
    at = moment_text(view.answered_at, tongue) if view.answered_at else ""
    return say(
        "feedback.line",
        tongue,
        number=view.number,
        topic=say(f"kiosk.topic.{view.topic}", tongue),
        moment=moment_text(view.left_at, tongue),
        state=say(f"feedback.{state}", tongue, moment=at),
    )


def _line(view: "SuggestionView") -> dict[str, object]:
    """Moments in words that machines read; nothing of what was written."""
    from domain.calendar import moment_text

    return {
        "number": view.number,
        "topic": view.topic,
        "left_at": moment_text(view.left_at),
        "answered_at": moment_text(view.answered_at) if view.answered_at else "",
    }
