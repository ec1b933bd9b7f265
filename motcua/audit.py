"""`motcua audit`: the inspector's commands. `verify` and `check` trust the ledger alone."""

import dataclasses
from typing import Annotated

import typer

from motcua.console import (
    JsonOption,
    StoreOption,
    answering,
    err,
    fail,
    language,
    people,
    print_json,
    progress_bar,
)
from motcua.opened import folder_of

app = typer.Typer(help="For inspectors: verify, replay, trail, prove, check, export.", no_args_is_help=True)

MOST_SHOWN = 5


@app.command()
@answering
def verify(
    vkey: Annotated[
        str, typer.Option(help="Public key of the log, from the notice board; else the store's.")
    ] = "",
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Recompute every leaf and the whole tree from the rows, and name the first bad event."""
    from audit.verify import NotAStore
    from audit.verify import verify as check
    from wording import say

    tongue = language()
    try:
        with progress_bar() as bar:
            task = bar.add_task("audit verify", total=None)
            verdict = check(
                folder_of(store),
                vkey=vkey or None,
                progress=lambda done, of: bar.update(task, completed=done, total=of),
            )
    except NotAStore:
        fail(say("error.not_a_store", tongue, path=folder_of(store)))
    if json:
        print_json(dataclasses.asdict(verdict))
    elif verdict.ok:
        people().print(
            say("cli.verified", tongue, events=verdict.events, root=verdict.root), style="green", markup=False
        )
    else:
        shown = verdict.problems[:MOST_SHOWN]
        for problem in (verdict.first_bad, *(each for each in shown if each != verdict.first_bad)):
            if problem is not None:
                err.print(say("cli.not_verified", tongue, problem=problem), style="bold red", markup=False)
        if verdict.problem_count > len(shown):
            more = verdict.problem_count - len(shown)
            err.print(say("cli.more_problems", tongue, count=more), markup=False)
    if not verdict.ok:
        raise typer.Exit(1)
