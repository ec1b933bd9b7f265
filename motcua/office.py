"""The commands that are the office itself: a demonstration, the screens, reports and upkeep."""

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from motcua.aids import LargeTypeOption, SpeakOption, aided
from motcua.board import KIOSK_PORT, BrowserOption, HostOption, PortOption, serve_in_browser
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
    shown,
)
from motcua.keeping import WatchOption, here, kept, run
from motcua.keeping import watch as run_watched
from motcua.logbook import logbook
from motcua.opened import folder_of, opened
from motcua.printer import PrinterOption, named
from motcua.reaching import CredentialOption, ServerOption, check_way, reached

if TYPE_CHECKING:
    from application.office import Office
    from kiosk.aids import Aids
    from kiosk.printing import Printer

Host = Annotated[str, typer.Option(help="Address to listen on; loopback unless you say otherwise.")]
Port = Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes any free one.")]
Language = Annotated[str, typer.Option(help="First language of the screen: vi or en.")]

DEMO_PORT = 8080


def add_to(app: typer.Typer) -> None:
    app.command()(demo)
    app.command()(init)
    app.command()(kiosk)
    app.command()(desk)
    app.command()(report)
    app.command()(rebuild)
    app.command()(bench)


@answering
def demo(
    days: Annotated[int | None, typer.Option(help="Only the first so many working days.")] = None,
    seed: Annotated[int, typer.Option(help="The same seed makes the same half year.")] = 1,
    no_ui: Annotated[bool, typer.Option("--no-ui", help="Do not open the kiosk afterwards.")] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="Make it again if it was made before.")] = False,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Half a year of a commune centre at work, simulated person by person; then its kiosk."""
    from motcua.demonstration import show

    show(folder_of(store), days=days, seed=seed, json=json, fresh=fresh)
    if not (no_ui or json) and sys.stdin.isatty() and sys.stdout.isatty():
        run_kiosk(folder_of(store), language(), port=DEMO_PORT)


@answering
def init(
    unit: Annotated[str, typer.Option(help="Unit that comes with the product, by name.")] = "tan-phuoc-1",
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Make a new office: keys, empty log, calendar, rules, catalogue and staff, ready to work."""
    from application.founding import found
    from wording import say

    root = folder_of(store)
    office = found(root, unit)
    view, vkey = office.unit, office.folder.log_vkey.read_text().strip()
    office.close()
    if json:
        print_json({"store": str(root), "unit": view.unit, "name": view.name, "vkey": vkey})
        return
    people().print(say("cli.founded", language(), name=view.name, store=root), markup=False)
    people().print(say("cli.vkey", language(), vkey=vkey), markup=False)


@answering
def kiosk(
    lang: Language = "vi",
    device: Annotated[str, typer.Option()] = "kiosk-1",
    server: ServerOption = "",
    credential: CredentialOption = None,
    browser: BrowserOption = False,
    host: HostOption = "127.0.0.1",
    port: PortOption = KIOSK_PORT,
    printer: PrinterOption = "",
    watch: WatchOption = False,
    speak: SpeakOption = False,
    large_type: LargeTypeOption = "",
    store: StoreOption = None,
) -> None:
    """The waiting room's kiosk, in this terminal; of an office on another machine with --server."""
    root, slips = folder_of(store), named(printer)
    if browser:
        if server:
            check_way(server, credential)
        serve_in_browser("kiosk", host, port, lang)
        return
    if watch:
        run_watched(root, device)
    aids = aided(speak, large_type)
    if server:
        run_kiosk_of(server, credential, lang, root, printer=slips, aids=aids)
        return
    run_kiosk(root, lang, port=None, device=device, printer=slips, aids=aids)


def run_kiosk(
    root: Path,
    lang: str,
    *,
    port: int | None,
    device: str = "kiosk-1",
    printer: "Printer | None" = None,
    aids: "Aids | None" = None,
) -> None:
    """The kiosk; with a port, the web pages behind its QR codes as well."""
    from kiosk import KioskApp
    from kiosk.watchdog import heartbeat
    from web.server import BackgroundServer, CannotListen
    from wording import say

    settings: dict[str, Any] = {
        "language": lang,
        "tickets": root / "tickets",
        "printer": printer,
        "aids": aids,
    }
    with logbook(root, device), kept(lambda: here(root), root, device) as kiosk:
        app = KioskApp(kiosk, device, **settings, heartbeat=heartbeat())
        if port is None:
            run(app)
            return
        try:
            with opened(root, to_write=True) as office, BackgroundServer(office, "127.0.0.1", port):
                app.run()
        except CannotListen as fault:
            # The kiosk is worth opening all the same; its codes open nothing until the port is free.
            err.print(say(f"error.{fault.key}", language(), **shown(fault.blanks)), markup=False)
            app.run()


def run_kiosk_of(
    server: str,
    credential: Path | None,
    lang: str,
    root: Path,
    *,
    printer: "Printer | None" = None,
    aids: "Aids | None" = None,
) -> None:
    """The kiosk of an office on another machine; slips go to a printer or a folder of this one."""
    from kiosk import KioskApp
    from kiosk.watchdog import heartbeat

    settings: dict[str, Any] = {
        "language": lang,
        "tickets": root / "tickets",
        "printer": printer,
        "aids": aids,
    }
    with (
        reached(server, credential) as (office, device),
        logbook(root, device),
        kept(lambda: office, root, device) as kiosk,
    ):
        run(KioskApp(kiosk, device, **settings, heartbeat=heartbeat()))


@answering
def desk(
    lang: Language = "vi",
    device: Annotated[str, typer.Option()] = "desk-1",
    server: ServerOption = "",
    credential: CredentialOption = None,
    store: StoreOption = None,
) -> None:
    """An officer's desk, in this terminal; of an office on another machine with --server."""
    from desk import DeskApp

    if server:
        with reached(server, credential) as (far, enrolled), logbook(folder_of(store), enrolled):
            DeskApp(far, enrolled, language=lang).run()
        return
    with opened(store, to_write=True) as office, logbook(folder_of(store), device):
        DeskApp(office, device, language=lang).run()


@answering
def report(
    name: Annotated[
        str,
        typer.Argument(
            help="ii06a (a period), intake (online submissions answered in time or not), "
            "feedback (ratings and suggestions, by month) or paused (what waits now)."
        ),
    ],
    first: Annotated[str, typer.Option("--from", help="First day: 01/07/2025 or 2025-07-01.")] = "",
    last: Annotated[str, typer.Option("--to", help="Last day, included: 31/12/2025 or 2025-12-31.")] = "",
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """A report of a period; refused, with the dossiers named, if its figures do not add up."""
    from motcua.reports import REPORTS
    from wording import say

    if name not in REPORTS:
        fail(say("cli.unknown_report", language(), name=name, names=", ".join(REPORTS)), 2)
    REPORTS[name](store, first, last, json)


@answering
def rebuild(store: StoreOption = None, json: JsonOption = False) -> None:
    """Drop and rebuild every read model from the log, and show that nothing changed."""
    from wording import say
    from wording.dates import number_text

    with opened(store, to_write=True) as office:
        before, started = digests_if_any(office), time.perf_counter()
        events = with_bar(office, say("cli.rebuilding", language()))
        seconds = time.perf_counter() - started
        after = office.digests()
    same = after == before
    if json:
        print_json({"events": events, "identical": same, "seconds": round(seconds, 3), "digests": after})
    else:
        key = "cli.rebuilt" if same else "cli.rebuilt_differently" if before else "cli.rebuilt_anew"
        different = sorted(table for table in after if after[table] != before.get(table))
        blanks = {
            "events": number_text(events, language()),
            "rate": number_text(round(events / seconds) if seconds else events, language()),
            "seconds": number_text(seconds, language(), decimals=1),
            "tables": ", ".join(different),
        }
        people().print(say(key, language(), **blanks), markup=False)
    if before and not same:
        raise typer.Exit(1)


def digests_if_any(office: "Office") -> dict[str, str]:
    """None where the books in use cannot be read: that is when a rebuild is needed most."""
    from application.faults import Fault

    try:
        return office.digests()
    except Fault:
        return {}


def with_bar(office: "Office", title: str) -> int:
    with progress_bar() as bar:
        task = bar.add_task(title, total=None)
        return office.rebuild(lambda done, total: bar.update(task, completed=done, total=total))


@answering
def bench(
    name: Annotated[
        str, typer.Argument(help="append, rebuild, verify, audit, kiosk; all of them without a name.")
    ] = "",
    visits: Annotated[
        int, typer.Option(min=100, help="Visits for which the kiosk's memory is watched.")
    ] = 500,
    json: JsonOption = False,
) -> None:
    """Measure against the raw limits of this machine, side by side in one run."""
    from motcua.bench import BENCHES, measure
    from wording import say

    if name and name not in BENCHES:
        fail(say("cli.unknown_bench", language(), names=", ".join(BENCHES)), 2)
    results = [each for bench in ([name] if name else BENCHES) for each in measure(bench, visits)]
    if json:
        print_json(results)
        return
    for result in results:
        people().print(result.as_text(), markup=False)
