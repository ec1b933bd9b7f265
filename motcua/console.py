"""How every command answers: words for people, one JSON document for machines, one clear sentence for an error."""

import os
import re
import sys
from collections.abc import Callable
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, ParamSpec

import msgspec
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from wording import languages, say
from wording.dates import date_text

if TYPE_CHECKING:
    from domain.fact import Refused

NO = 1
"""Exit code when the answer is no: a failed verification, a refused act, a store that cannot."""
WRONG_USE = 2
"""Exit code when nothing was asked rightly: an unknown word, a day that is none, a named file that is not there."""
STOPPED = 130
"""Exit code when somebody pressed Ctrl+C, or no answer to a question could come."""
ISO_DAYS = re.compile(r"\d{4}-\d\d-\d\d(, \d{4}-\d\d-\d\d)*")
"""One day, or several in a row, as blanks bring them."""

StoreOption = Annotated[
    Path | None,
    typer.Option(
        "--store", help="Folder of the office (default: MOTCUA_STORE, or the platform's data folder)."
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]

DEBUG = "MOTCUA_DEBUG"
"""Set it to see where an unexpected error came from."""

P = ParamSpec("P")

err = Console(stderr=True, highlight=False, soft_wrap=True)


def language() -> str:
    """`MOTCUA_LANG`, else the locale of the terminal, else Vietnamese."""
    chosen = os.environ.get("MOTCUA_LANG", "")
    if chosen in languages():
        return chosen
    return "en" if os.environ.get("LANG", "").startswith("en") else "vi"


def people() -> Console:
    return Console(highlight=False, soft_wrap=True)


def print_json(value: object) -> None:
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n")


def fail(sentence: str, code: int = NO) -> NoReturn:
    err.print(sentence, style="bold red", markup=False)
    raise typer.Exit(code)


def answering(command: Callable[P, None]) -> Callable[P, None]:
    """Turn refusals and faults into one sentence with its cure; nobody ever sees a traceback."""

    @wraps(command)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except typer.Exit:
            raise
        except Exception as error:
            fail(*_answer(error))

    return guarded


def _answer(error: Exception) -> tuple[str, int]:
    """The sentence for whatever ended a command, and the exit code. A bug of ours is raised again under `DEBUG`."""
    from application.faults import Fault
    from domain.fact import Refused
    from ledger.fault import LedgerFault

    match error:
        case Refused():
            for line in details(error):
                err.print(line, markup=False)
            sentence = say(f"refused.{type(error).__name__}", language(), **shown(error.blanks))
            return sentence, WRONG_USE if getattr(error, "wrong_use", False) else NO
        case Fault():
            return say(f"error.{error.key}", language(), **shown(error.blanks)), NO
        case LedgerFault():
            from audit.telling import fault_text  # only a fault needs it; a command starts without it

            return fault_text(error, language()), NO
        case typer.Abort():
            return say("cli.stopped", language()), STOPPED
    if os.environ.get(DEBUG):
        raise error
    if isinstance(error, OSError) and error.filename is not None:
        return say("cli.given.failed", language(), file=os.fsdecode(error.filename)), NO
    return say("cli.bug", language(), variable=DEBUG), NO


def details(refused: "Refused") -> list[str]:
    """What a refusal has to say line by line: the broken rows of a catalogue file."""
    lines = []
    for row in getattr(refused, "rows", ()):
        reason = say(f"catalogue.broken.{row.reason}", language(), **shown(row.blanks))
        lines.append(say("catalogue.broken.line", language(), line=row.line, row=row.row, reason=reason))
    return lines


def shown(blanks: dict[str, object]) -> dict[str, Any]:
    """Blanks as people read them: whole numbers stay numbers, days are written as the language writes them."""
    return {
        name: value if isinstance(value, int) else _day_or_text(str(value)) for name, value in blanks.items()
    }


def _day_or_text(text: str) -> str:
    if not ISO_DAYS.fullmatch(text):
        return text
    try:
        return ", ".join(date_text(date.fromisoformat(each), language()) for each in text.split(", "))
    except ValueError:
        return text


def progress_bar() -> Progress:
    """A bar on standard error, so that standard output stays one document."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=40),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=err,
        transient=False,
    )
