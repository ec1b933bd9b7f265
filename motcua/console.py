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
"""Exit code when the answer is no: a failed verification, a refused act."""
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")

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

err = Console(stderr=True, highlight=False)


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
        from application.faults import Fault
        from domain.fact import Refused
        from ledger.fault import LedgerFault

        try:
            command(*args, **kwargs)
        except Refused as refused:
            for line in details(refused):
                err.print(line, markup=False)
            fail(say(f"refused.{type(refused).__name__}", language(), **shown(refused.blanks)))
        except Fault as fault:
            fail(say(f"error.{fault.key}", language(), **shown(fault.blanks)))
        except LedgerFault as fault:
            from audit.telling import fault_text  # only a fault needs it; a command starts without it

            fail(fault_text(fault, language()))
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except (typer.Exit, typer.Abort):
            raise
        except Exception:
            if os.environ.get(DEBUG):
                raise
            fail(say("cli.bug", language(), variable=DEBUG))

    return guarded


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
    try:
        return date_text(date.fromisoformat(text), language()) if ISO_DAY.fullmatch(text) else text
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
