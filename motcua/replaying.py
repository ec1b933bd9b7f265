"""`motcua audit replay`, `diff`, `trail`, `shown`, `mirror`, `digest`: the office of any moment, from the log alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from motcua.console import (
    WRONG_USE,
    JsonOption,
    StoreOption,
    answering,
    fail,
    language,
    people,
    print_json,
    progress_bar,
)
from motcua.fsck import quickly
from motcua.opened import folder_of, opened
from motcua.shown import NUMBER, MirrorOption, VkeyOption, shown
from motcua.vkeys import vkeys_typed

if TYPE_CHECKING:
    from audit.acts import Wanted
    from audit.replay import Moment
    from audit.sources import Source, StoreSource

Size = Annotated[int | None, typer.Option(help="Number of events: the office as it was after that many.")]
At = Annotated[str, typer.Option(help="Local moment, such as 2025-09-30T17:00.")]


def add_to(app: typer.Typer) -> None:
    app.command()(replay)
    app.command()(diff)
    app.command()(trail)
    app.command()(shown)
    app.command()(mirror)
    app.command()(digest)


@contextmanager
def source_of(store: Path | None, mirror: Path | None, vkey: str = "") -> "Iterator[Source]":
    """The log of a store, a backup or a mirror: no key is needed and nothing is written."""
    from audit.mirror import MirrorSource

    if mirror is not None:
        yield MirrorSource(mirror, vkeys_typed(vkey) or None)
        return
    with store_source(store, vkey) as source:
        yield source


@contextmanager
def store_source(store: Path | None, vkey: str = "") -> "Iterator[StoreSource]":
    """The log of a store, read where it lies."""
    from application.folder import StoreFolder
    from application.store import identify
    from audit.opening import NotAStore
    from audit.sources import store_at
    from wording import say

    root = folder_of(store)
    beside = StoreFolder.at(root).log_vkey
    known = vkeys_typed(vkey) or (beside.read_text() if beside.exists() else "")
    try:
        with store_at(root, known) as source:
            yield source
    except NotAStore:
        if (root / "office.db").exists():
            identify(root / "office.db")  # says so when it is a newer store, or a damaged one
        fail(say("error.not_a_store", language(), path=root))


@answering
def replay(
    at: At = "",
    size: Size = None,
    code: Annotated[str, typer.Option("--code", help="One dossier as it was then.")] = "",
    from_mirror: MirrorOption = None,
    vkey: VkeyOption = "",
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """The whole office, or one dossier, as it was at a moment or tree size, from the log alone."""
    from audit.replay import replay as run
    from audit.telling import moment_report
    from motcua.moments import microseconds
    from wording import say

    if bool(at) == (size is not None):
        fail(say("cli.at_or_size", language()), WRONG_USE)
    with source_of(store, from_mirror, vkey) as source, progress_bar() as bar:
        task = bar.add_task(say("cli.replaying", language()), total=None)
        with run(
            source,
            size=size,
            at=microseconds(at) if at else None,
            progress=lambda done, of: bar.update(task, completed=done, total=of),
        ) as moment:
            answer: object = moment.dossier(code) if code else moment.summary()
            text = _dossier_then(moment, code) if code else moment_report(moment, language())
            days = _days(moment)
    if json:
        print_json(answer)
        return
    people().print(text, markup=False)
    people().print(days, markup=False)


def _days(moment: "Moment") -> str:
    from wording import say

    same = [each for each in moment.met if each.same]
    unknown = sum(each.same is None for each in moment.met)
    told = (
        say("audit.digest.met", language(), count=len(same)) if same else say("audit.digest.none", language())
    )
    return f"{told} {say('audit.digest.unknown', language(), count=unknown)}" if unknown else told


def _dossier_then(moment: "Moment", code: str) -> str:
    from domain.dossier import Status
    from wording import say
    from wording.dates import date_text, moment_text

    then, tongue = moment.dossier(code), language()
    row = then.row
    lines = [
        f"{row.code}  {row.procedure_name}",
        moment_text(moment.at, tongue),
        say(f"status.{Status(row.status).identifier}.name", tongue),
    ]
    if row.due_date:
        lines.append(say("cli.due_on", tongue, day=date_text(row.due_date, tongue)))
    return "\n".join(lines)


@answering
def diff(
    first: Annotated[
        str, typer.Option("--from", help="First moment (2025-09-30T17:00) or number of events.")
    ],
    second: Annotated[str, typer.Option("--to", help="Second moment or number of events.")],
    from_mirror: MirrorOption = None,
    vkey: VkeyOption = "",
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """What changed between two moments: dossiers, tickets, staff, rules, figures. Counts and codes only."""
    from audit.diff import difference
    from motcua.differing import print_difference
    from wording import say

    with source_of(store, from_mirror, vkey) as source, progress_bar() as bar:
        task = bar.add_task(say("cli.replaying", language()), total=None)
        found = difference(
            source,
            first=_moment(first),
            second=_moment(second),
            progress=lambda done, of: bar.update(task, completed=done, total=of),
        )
    if json:
        print_json(found)
    else:
        print_difference(found, language())


def _moment(text: str) -> tuple[int | None, int | None]:
    """A number of events, or a point in time (µs UTC)."""
    from motcua.moments import microseconds

    return (int(text), None) if text.isdecimal() else (None, microseconds(text))


@answering
def trail(
    code: Annotated[str, typer.Argument(help="Dossier code; or say with the options whose acts.")] = "",
    officer: Annotated[str, typer.Option(help="Acts of this officer (sign-in name).")] = "",
    counter: Annotated[str, typer.Option(help="Acts at this counter.")] = "",
    device: Annotated[str, typer.Option(help="Acts at this device.")] = "",
    day: Annotated[str, typer.Option(help="Acts of this day.")] = "",
    first: Annotated[str, typer.Option("--from", help="From this day on.")] = "",
    last: Annotated[str, typer.Option("--to", help="Up to this day, included.")] = "",
    action: Annotated[
        list[str] | None,
        typer.Option(help="Only these facts, such as result.signed or ticket.*; repeatable."),
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many acts.")] = None,
    after: Annotated[
        int, typer.Option(min=0, help="Go on after this event: the last one of the page before.")
    ] = 0,
    from_mirror: MirrorOption = None,
    vkey: VkeyOption = "",
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Every event of a dossier; or what an officer did, at a counter, at a device, on a day. Each can be proved."""
    from audit.acts import Wanted
    from motcua.listing import Page, print_acts
    from wording import say

    narrowed = any((officer, counter, device, day, first, last, action))
    if bool(code) == narrowed or (code and from_mirror is not None):
        fail(say("audit.acts.one_way", language()), WRONG_USE)
    if code:
        _trail_of(code, store, json=json)
        return
    wanted = Wanted(officer=officer, counter=counter, device=device, actions=tuple(action or ()))
    wanted = _between(wanted, day or first, day or last)
    with source_of(store, from_mirror, vkey) as source:
        print_acts(source, wanted, Page(after, limit), language(), json=json)


def _trail_of(code: str, store: Path | None, *, json: bool) -> None:
    from motcua.dossier import print_trail
    from wording import say

    if NUMBER.fullmatch(code.strip()):
        fail(say("audit.acts.a_ticket", language(), number=code.strip().upper()))
    print_trail(code, store, json=json)


def _between(wanted: "Wanted", first: str, last: str) -> "Wanted":
    """The same acts, of some days only; refused when the days are in the wrong order."""
    from domain.flagging import must_be_a_period
    from motcua.days import day_typed

    begins, ends = (day_typed(text).isoformat() if text else "" for text in (first, last))
    must_be_a_period(begins, ends)
    return msgspec.structs.replace(wanted, first=begins, last=ends)


@answering
def mirror(
    folder: Annotated[
        Path, typer.Argument(help="Folder of the mirror; what is there already is only added to.")
    ],
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Write the whole log as static files: tiles, signed heads, and all events with what opens their leaves."""
    from audit.mirroring import write_mirror
    from wording import say

    _sign_first(store)
    with store_source(store) as source, progress_bar() as bar:
        task = bar.add_task(say("audit.mirror.writing", language()), total=None)
        done = write_mirror(source, folder, lambda done, of: bar.update(task, completed=done, total=of))
    if json:
        print_json(done)
    else:
        text = say(
            "audit.mirror.written", language(), files=done.written, folder=done.folder, events=done.events
        )
        people().print(text, markup=False)


def _sign_first(store: Path | None) -> None:
    """So that the mirror has everything; where this process may not sign, it has what was signed before."""
    from application.faults import KeysMissing, StoreReadOnly

    try:
        with opened(store, to_write=True):
            pass
    except (KeysMissing, StoreReadOnly):
        return


@answering
def digest(store: StoreOption = None, json: JsonOption = False) -> None:
    """Write down what the books came to at the end of the latest day that is over; not while they are damaged."""
    from wording import say
    from wording.dates import date_text

    quickly(folder_of(store))
    with opened(store, to_write=True) as office:
        office.digesting.close_day()
        event, kept = office.digesting.last()
    if json:
        print_json({"event": event, "fact": kept})
        return
    if kept is None:
        people().print(say("audit.digest.nothing", language()), markup=False)
        return
    day = date_text(kept.day, language())
    text = say("audit.digest.kept", language(), day=day, size=kept.size, event=event, digest=kept.digest)
    people().print(text, markup=False)
