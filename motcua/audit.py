"""`motcua audit`: the inspector's commands. `verify` and `check` trust the ledger alone."""

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from motcua import bundle, flags, foreign, fsck
from motcua.console import (
    NO,
    WRONG_USE,
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
from motcua.days import day_typed
from motcua.opened import folder_of, opened
from motcua.replaying import add_to as add_replaying
from motcua.vkeys import vkeys_typed

if TYPE_CHECKING:
    from audit.verify import Verdict

app = typer.Typer(help="For inspectors: verify, replay, trail, prove, check, export.", no_args_is_help=True)

add_replaying(app)

MOST_SHOWN = 5


@app.command()
@answering
def verify(
    vkey: Annotated[
        str, typer.Option(help="Public key of the log, from the notice board; else the store's.")
    ] = "",
    jobs: fsck.JobsOption = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on where an interrupted verification stopped.")
    ] = False,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Recompute every leaf and the whole tree from the rows, and name the first bad event."""
    from application.folder import StoreFolder
    from application.store import identify
    from audit.verify import NotAStore
    from audit.verify import verify as check
    from wording import say

    tongue = language()
    try:
        with progress_bar() as bar:
            task = bar.add_task(say("cli.checking", tongue), total=None)
            verdict = check(
                folder_of(store),
                vkey=vkeys_typed(vkey) or None,
                progress=lambda done, of: bar.update(task, completed=done, total=of),
                jobs=fsck.jobs_of(jobs),
                state=fsck.state_of(folder_of(store)),
                resume=resume,
            )
    except NotAStore:
        StoreFolder.at(folder_of(store)).must_exist()
        identify(folder_of(store) / "office.db")  # says so when it is a newer store, or a damaged one
        fail(say("error.not_a_store", tongue, path=folder_of(store)))
    if json:
        print_json(_document(verdict))
    else:
        _tell(verdict)
    if not verdict.ok:
        raise typer.Exit(NO)


def _document(verdict: "Verdict") -> dict[str, object]:
    """Without the frontier: the next run goes on from it, and it tells a reader nothing."""
    return {name: value for name, value in dataclasses.asdict(verdict).items() if name != "frontier"}


def _tell(verdict: "Verdict") -> None:
    from audit.telling import problem_text
    from wording import say
    from wording.dates import number_text

    tongue = language()
    if verdict.ok:
        text = say("cli.verified", tongue, events=number_text(verdict.events, tongue), root=verdict.root)
        people().print(text, style="green", markup=False)
        if verdict.unsigned:
            people().print(say("cli.unsigned", tongue, count=verdict.unsigned), markup=False)
        for loss in verdict.declared:
            people().print(problem_text(loss, tongue), style="yellow", markup=False)
        return
    first = [verdict.first_bad] if verdict.first_bad else []
    shown = first + [each for each in verdict.problems[:MOST_SHOWN] if each != verdict.first_bad]
    for problem in shown:
        text = say("cli.not_verified", tongue, problem=problem_text(problem, tongue))
        err.print(text, style="bold red", markup=False)
    more = verdict.problem_count - len(shown)
    if more > 0:
        err.print(say("cli.more_problems", tongue, count=more), markup=False)


@app.command()
@answering
def prove(
    what: Annotated[str, typer.Argument(help="Dossier code, ticket number, or event number.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="File to write (.tlog-proof).")],
    topic: Annotated[
        str, typer.Option(help="Which fact of the dossier; its acceptance unless you say.")
    ] = "",
    day: Annotated[
        str,
        typer.Option(help="Day of a ticket, such as 31/12/2025; needed when several days had that number."),
    ] = "",
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Write a proof that an event is in the signed log; anybody can check it without this store."""
    from audit.prove import prove as run
    from wording import say

    on = day_typed(day).isoformat() if day else ""
    with opened(store) as office:
        proof = run(office, what, topic=topic, day=on)
    proof.write(out)
    if json:
        print_json({"file": str(out), "event": proof.event, "size": proof.size, "receipt": proof.receipt})
        return
    people().print(say("cli.proved", language(), file=out, event=proof.event, size=proof.size), markup=False)
    people().print(proof.receipt, markup=False)


@app.command()
@answering
def check(
    evidence: Annotated[
        str,
        typer.Argument(
            help="A proof file, the text of an HS1: receipt code, an evidence bundle, or a folder of tiles."
        ),
    ],
    vkey: Annotated[
        list[str], typer.Option(help="Public key of the log (and of witnesses); may be repeated.")
    ],
    quorum: Annotated[int, typer.Option(help="How many witnesses must have signed.")] = 0,
    json: JsonOption = False,
) -> None:
    """Check a proof, a receipt or a bundle with the ledger alone: no store, no server, no network."""
    from audit.check import NothingToCheck
    from audit.check import check as run
    from audit.telling import checked_text, nothing_text

    if _is_bundle(evidence):
        _check_bundle(evidence, vkey, quorum, json=json)
        return
    try:
        checked = run(evidence, vkey, quorum)
    except NothingToCheck as nothing:
        fail(nothing_text(nothing, language()), WRONG_USE)
    if json:
        print_json(dataclasses.asdict(checked))
    else:
        style = "green" if checked.ok else "bold red"
        people().print(checked_text(checked, language()), style=style, markup=False)
    if not checked.ok:
        raise typer.Exit(NO)


def _is_bundle(evidence: str) -> bool:
    """A packed bundle, or a folder: an unpacked one, or tiles."""
    from audit.checker.command import ZIP

    try:
        path = Path(evidence)
        if path.is_dir():
            return True
        with path.open("rb") as file:
            return file.read(len(ZIP)) == ZIP
    except (OSError, ValueError):
        return False


def _check_bundle(evidence: str, vkeys: list[str], quorum: int, *, json: bool) -> None:
    """What the one-file checker in the bundle says, said here."""
    from audit.checker.command import HOLDS, NOTHING, verdict

    code, text = verdict(evidence, vkeys, quorum, language())
    if code == NOTHING:
        fail(text, WRONG_USE)
    if json:
        print_json({"ok": code == HOLDS, "sentence": text})
    else:
        people().print(text, style="green" if code == HOLDS else "bold red", markup=False)
    if code != HOLDS:
        raise typer.Exit(code)


bundle.add_to(app)
flags.add_to(app)
fsck.add_to(app)
foreign.add_to(app)
