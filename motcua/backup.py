"""`motcua backup` and `motcua restore`: an image with a hash for each file, the keys apart, and a proof at the end."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from motcua.console import (
    NO,
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
from motcua.fsck import examined, quickly, tell
from motcua.named_file import a_file, a_text
from motcua.opened import folder_of, opened

if TYPE_CHECKING:
    from application.backup import BackedUp
    from application.restoring import Restored
    from application.witnessing import Comparison

Folder = Annotated[Path, typer.Argument(help="Folder of the backup.")]


def add_to(app: typer.Typer) -> None:
    app.command()(backup)
    app.command()(restore)


@answering
def backup(
    folder: Folder,
    with_keys: Annotated[
        Path | None,
        typer.Option("--with-keys", help="Write the keys into this file as well; keep it somewhere else."),
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Only check the backup that is there.")] = False,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Copy the office while it works: into a new folder, without keys, with a hash for every file."""
    from application.backup import back_up
    from wording import say

    if check:
        _check(folder, json=json)
        return
    quickly(folder_of(store))
    with opened(store, to_write=True) as office, progress_bar() as bar:
        task = bar.add_task(say("backup.working", language()), total=None)
        made = back_up(
            office, folder, with_keys, progress=lambda done, of: bar.update(task, completed=done, total=of)
        )
    if json:
        print_json(made)
    else:
        _tell_made(made)
    if made.damaged:
        fail(say("backup.of_a_damaged_store", language(), folder=folder))


def _tell_made(made: "BackedUp") -> None:
    from wording import say
    from wording.dates import number_text

    tongue, events = language(), number_text(made.events, language())
    text = say("backup.made", tongue, folder=made.folder, events=events, hash=made.manifest)
    people().print(text, markup=False)
    if made.keys:
        people().print(say("backup.keys", tongue, file=made.keys), markup=False)
    for gone in made.destroyed:
        people().print(say("backup.old_keys_destroyed", tongue, file=gone), markup=False)


def _check(folder: Path, *, json: bool) -> None:
    from application.backup import check_backup
    from wording import say
    from wording.dates import number_text

    tongue = language()
    with progress_bar() as bar:
        task = bar.add_task(say("backup.restoring", tongue), total=None)
        manifest = check_backup(folder, lambda done, of: bar.update(task, completed=done, total=of))
    if json:
        told = {"folder": str(folder), "events": manifest.events, "files": len(manifest.files)}
        print_json(told | {"damaged": manifest.damaged})
    else:
        events = number_text(manifest.events, tongue)
        people().print(say("backup.whole", tongue, folder=folder, events=events), markup=False)
    if manifest.damaged:
        fail(say("backup.of_a_damaged_store", tongue, folder=folder))


@answering
def restore(
    folder: Folder,
    keys: Annotated[
        Path | None, typer.Option(help="File of keys that was made with a backup.", callback=a_file)
    ] = None,
    erasures: Annotated[
        list[Path] | None, typer.Option(help="A later backup: whoever was erased until then is erased again.")
    ] = None,
    signer: Annotated[
        Path | None,
        typer.Option(help="signer.json from elsewhere: what was signed after this backup.", callback=a_text),
    ] = None,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Put a backup back into a new folder, examine all of it, and compare it with the witnesses before it signs."""
    from application.restoring import restore as run
    from wording import say

    root = folder_of(store)
    with progress_bar() as bar:
        task = bar.add_task(say("backup.restoring", language()), total=None)
        restored = run(
            folder,
            root,
            keys,
            erasures or (),
            signer,
            lambda done, of: bar.update(task, completed=done, total=of),
        )
    found = examined(root)
    compared, signs = _compared(root, sound=found.ok)
    if json:
        print_json({"restored": restored, "fsck": found, "witnesses": compared, "signs": signs})
    else:
        _tell_restored(root, restored)
        tell(found)
        _tell_signing(root, signs=signs, alone=compared is None)
    if not (found.ok and signs):
        raise typer.Exit(NO)


def _tell_restored(root: Path, restored: "Restored") -> None:
    from wording import say
    from wording.dates import number_text

    tongue, events = language(), number_text(restored.events, language())
    people().print(say("backup.restored", tongue, store=root, events=events), markup=False)
    if restored.erased:
        people().print(say("backup.erased_again", tongue, count=restored.erased), markup=False)


def _compared(root: Path, *, sound: bool) -> "tuple[Comparison | None, bool]":
    """What the witnesses say, and whether the store signs from now on. Without witnesses, nobody can object."""
    from application.withholding import RESTORED, release, withheld
    from application.witnessing import compare

    with opened(root) as office:
        if not office.witnessing.trust.policy().witnesses:
            why = withheld(root)
            if sound and why is not None and why.why == RESTORED:
                release(root)
            return None, withheld(root) is None
        return compare(office, settle=sound), withheld(root) is None


def _tell_signing(root: Path, *, signs: bool, alone: bool) -> None:
    from application.withholding import withheld
    from wording import say

    why = withheld(root)
    if not signs and why is not None:
        err.print(
            say(f"error.{why.fault.key}", language(), **why.fault.blanks), style="bold red", markup=False
        )
    elif alone:
        people().print(say("backup.no_witnesses", language()), markup=False)
