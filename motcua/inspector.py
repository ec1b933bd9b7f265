"""`motcua inspect`: the inspector's desk, the inspector's own key, and questions that officers explain."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from motcua.acting import ByOption, actor
from motcua.console import JsonOption, StoreOption, answering, fail, language, people, print_json
from motcua.logbook import logbook
from motcua.named_file import a_text
from motcua.opened import folder_of, opened
from motcua.replaying import source_of

if TYPE_CHECKING:
    from application.inspections_door import ThreadLine
    from audit.desk.settings import Setting
    from ledger.note import Signer

app = typer.Typer(
    help="The inspector's desk: look at any moment, prove every row, ask and be answered.",
    invoke_without_command=True,
)

DEVICE = "inspector-1"
OWN_FILE = "inspection.jsonl"
KeyOption = Annotated[
    Path | None,
    typer.Option("--key", help="The inspector's key file, from motcua inspect key.", callback=a_text),
]
Code = Annotated[str, typer.Argument(help="Number of a note or question, such as TT-7K2QX-0MNC4.")]


@app.callback()
@answering
def desk(
    context: typer.Context,
    lang: Annotated[str, typer.Option(help="First language of the screen: vi or en.")] = "",
    key: KeyOption = None,
    copy: Annotated[
        Path | None, typer.Option(help="A copied store, read only; no key of the office.")
    ] = None,
    mirror: Annotated[
        Path | None, typer.Option(help="A mirror, from motcua audit mirror; read only.")
    ] = None,
    name: Annotated[str, typer.Option(help="Before a copy: the inspector's sign-in name.")] = "",
    files: Annotated[
        Path, typer.Option(help="Where proofs, exported threads and notes before a copy go.")
    ] = Path("motcua-inspection"),
    store: StoreOption = None,
) -> None:
    """Open the desk: on the office in --store, which records every look, or before a copy or a mirror."""
    from audit.desk.keys import read_key

    if context.invoked_subcommand is not None:
        return
    signer = read_key(key, store=folder_of(store)) if key is not None else None
    if copy is None and mirror is None:
        _at_the_office(store, signer, lang or language(), files)
        return
    from audit.desk import InspectorApp
    from audit.desk.settings import NOBODY, BeforeACopy
    from motcua.showing import look

    root = mirror or copy or folder_of(store)
    with source_of(copy, mirror):
        pass  # what cannot be opened is told here, before the screen is taken
    setting: Setting = BeforeACopy(root, files / OWN_FILE, signer, mirror=mirror is not None)
    InspectorApp(setting, lang or language(), files=files, shown=look, name=name or NOBODY).run()


def _at_the_office(store: Path | None, signer: "Signer | None", tongue: str, files: Path) -> None:
    from audit.desk import InspectorApp
    from audit.desk.flagged import OfficeFlags
    from audit.desk.settings import AtTheOffice
    from motcua.showing import look

    with opened(store, to_write=True) as office, logbook(folder_of(store), DEVICE):
        setting = AtTheOffice(office, signer)
        flags = OfficeFlags(office)
        InspectorApp(setting, tongue, files=files, flags=flags, shown=look, device=DEVICE).run()


@app.command(name="key")
@answering
def make(
    out: Annotated[Path, typer.Option("--out", "-o", help="File to write, outside the office's store.")],
    name: Annotated[str, typer.Option(help="Name of the key, such as thanhtra.example.vn/lq.thanh.")],
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Make an inspector's own signing key, and print its public half."""
    from application.clock import SystemChance
    from audit.desk.keys import make_key
    from wording import say

    if out.exists():
        fail(say("inspect.cli.key_exists", language(), path=out))
    signer = make_key(out, name, SystemChance(), store=folder_of(store))
    if json:
        print_json({"file": str(out), "vkey": signer.vkey})
        return
    people().print(say("inspect.cli.key_made", language(), path=out, vkey=signer.vkey), markup=False)


@app.command()
@answering
def threads(by: ByOption = "", store: StoreOption = None, json: JsonOption = False) -> None:
    """Notes and questions: all of them for an inspector or the head, else those that ask whoever looks."""
    from wording import say

    with opened(store, to_write=True) as office:
        found = office.inspections.threads(actor(office, _named(by)))
    if json:
        print_json(list(found))
        return
    for line in found:
        people().print(_told(line), markup=False)
    if not found:
        people().print(say("inspect.threads.none", language()), markup=False)


@app.command()
@answering
def show(code: Code, by: ByOption = "", store: StoreOption = None, json: JsonOption = False) -> None:
    """A note or a question with everything that was said; the reading is recorded."""
    with opened(store, to_write=True) as office:
        file = office.inspections.open(code, actor(office, _named(by)))
    if json:
        print_json(file)
        return
    people().print(_told(file.line), style="bold", markup=False)
    for entry in file.entries:
        people().print(_entry(entry.kind, entry.actor, entry.at, entry.words), markup=False)


@app.command()
@answering
def answer(
    code: Code,
    words: Annotated[str, typer.Argument(help="The explanation.")],
    by: ByOption = "",
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Explain what an inspector asked (giải trình)."""
    from wording import say

    with opened(store, to_write=True) as office:
        line = office.inspections.answer(code, words, actor(office, _named(by)))
    if json:
        print_json(line)
    else:
        people().print(say("inspect.cli.answered", language(), code=line.code), markup=False)


@app.command(name="hand-in")
@answering
def hand_over(
    file: Annotated[
        Path, typer.Argument(help="The inspector's own file, kept before a copy.", callback=a_text)
    ],
    by: ByOption = "",
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Record in the office what was noted and looked at before a copy; a second time changes nothing."""
    from audit.desk.seats import hand_in, read_kept
    from wording import say

    with opened(store, to_write=True) as office:
        stated, readings = hand_in(read_kept(file), office.inspections, actor(office, _named(by)))
    if json:
        print_json({"statements": stated, "readings": readings})
    else:
        told = say("inspect.cli.handed_in", language(), statements=stated, readings=readings)
        people().print(told, markup=False)


@app.command()
@answering
def check(
    file: Annotated[Path, typer.Argument(help="A thread exported from the desk.", callback=a_text)],
    vkey: Annotated[str, typer.Option(help="The inspector's verifier key; else the one in the file.")] = "",
    json: JsonOption = False,
) -> None:
    """Check an exported thread: every signature, and that the words are those that were signed."""
    from audit.desk.filing import check_thread
    from wording import say

    saved, checked = check_thread(file, vkey)
    holds = all(each.signed and each.words for each in checked)
    if json:
        print_json({"code": saved.code, "holds": holds, "entries": list(checked)})
    else:
        for each in checked:
            entry, mark = each.entry, "✔" if each.signed and each.words else "✘"
            told = _entry(entry.kind, entry.actor, entry.at, entry.words)
            people().print(f"{mark} {told}", markup=False)
        key = "inspect.cli.thread_holds" if holds else "inspect.cli.thread_fails"
        people().print(say(key, language(), code=saved.code), markup=False)
    if not holds:
        raise typer.Exit(1)


def _named(by: str) -> str:
    from wording import say

    if not by:
        fail(say("inspect.cli.who", language()), 2)
    return by


def _told(line: "ThreadLine") -> str:
    from wording import say
    from wording.dates import moment_text

    tongue = language()
    about = say(f"inspect.about.{line.about}", tongue, subject=line.subject)
    state = say(f"inspect.state.{line.state}", tongue)
    return f"{line.code}  {state}  {about}  {moment_text(line.asked_at, tongue)}"


def _entry(kind: str, who: str, at: int, words: str) -> str:
    from wording import say
    from wording.dates import moment_text

    tongue = language()
    told = words or say("inspect.thread.erased", tongue)
    return f"{say(f'inspect.thread.{kind}', tongue, who=who)}  {moment_text(at, tongue)}\n  {told}"
