"""What `motcua demo` shows: the half year made, its II.06a table, the proof, one dossier's trail, and its QR code."""

import shutil
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from motcua.console import err, fail, language, people, print_json, progress_bar
from motcua.demo.cast import PASSWORD
from motcua.demo.run import Summary, build
from wording import say
from wording.dates import number_text

if TYPE_CHECKING:
    from projections.ii06a import Table

KEPT = "demo.json"


def show(root: Path, *, days: int | None, seed: int, json: bool, fresh: bool) -> None:
    """Make the demonstration where it is not made yet, then report on it."""
    started = time.perf_counter()
    summary = made(root, days=days, seed=seed, fresh=fresh)
    table, identities, verdict, trail = _report(root, summary)
    seconds = round(time.perf_counter() - started, 1)
    if json:
        print_json(_document(summary, table, identities, verdict, seconds))
    else:
        _print(summary, table, verdict, trail, seconds)
    if identities or not verdict.ok:
        fail(say("cli.demo.failed", language()))


class Kept(msgspec.Struct, frozen=True):
    """What a demonstration was made from, and what came of it; None while it is being made."""

    days: int | None
    seed: int
    summary: Summary | None


def made(root: Path, *, days: int | None, seed: int, fresh: bool) -> Summary:
    """The demonstration in `root`: the one that is there already, when it was made from the same."""
    before = _kept(root)
    if before is not None:
        if before.summary and (before.days, before.seed) == (days, seed) and not fresh:
            err.print(say("cli.demo.kept", language(), store=root), markup=False)
            return before.summary
        shutil.rmtree(root)
    if not (root / "office.db").exists():
        root.mkdir(parents=True, exist_ok=True)
        # If this is interrupted, the next run knows that it may begin again here.
        (root / KEPT).write_bytes(msgspec.json.encode(Kept(days, seed, None)))
    with progress_bar() as bar:
        task = bar.add_task(say("cli.demo.working", language()), total=None)
        summary = build(
            root, days=days, seed=seed, progress=lambda done, of: bar.update(task, completed=done, total=of)
        )
    (root / KEPT).write_bytes(msgspec.json.encode(Kept(days, seed, summary)))
    return summary


def _kept(root: Path) -> Kept | None:
    """The demonstration that is already there; an office of another kind is never touched."""
    file = root / KEPT
    return msgspec.json.decode(file.read_bytes(), type=Kept) if file.is_file() else None


def _report(root: Path, summary: Summary) -> tuple["Table", tuple[Any, ...], Any, str]:
    from application.office import Office
    from audit.trail import as_text
    from audit.verify import verify
    from projections.ii06a import check

    office = Office.at(root)
    try:
        table = office.reports.ii06a(date.fromisoformat(summary.first), date.fromisoformat(summary.last))
        trail = as_text(office, office.reports.trail(summary.sample_dossier), language())
    finally:
        office.close()
    return table, check(table), verify(root), trail


def _document(
    summary: Summary, table: "Table", identities: tuple[Any, ...], verdict: Any, seconds: float
) -> dict[str, Any]:
    document: dict[str, Any] = msgspec.to_builtins(summary)
    document["store"] = document.pop("root")
    return document | {
        "seconds": seconds,
        "identity_holds": not identities,
        "verified": verdict.ok,
        "log_root": verdict.root,
        "origin": verdict.origin,
        "ii06a": table.as_rows(),
    }


def _print(summary: Summary, table: "Table", verdict: Any, trail: str, seconds: float) -> None:
    from motcua.tables import print_ii06a

    tongue, out = language(), people()
    out.print()
    print_ii06a(table, tongue)
    out.print()
    out.print(say("cli.demo.trail", tongue, code=summary.sample_dossier), style="bold", markup=False)
    out.print(trail, markup=False)
    out.print()
    out.print(
        say("cli.verified", tongue, events=number_text(verdict.events, tongue), root=verdict.root),
        style="green",
        markup=False,
    )
    out.print(say("cli.demo.qr", tongue, url=summary.lookup_url), markup=False)
    out.print(qr_text(summary.lookup_url), markup=False)
    out.print(say("cli.demo.desk", tongue, password=PASSWORD), markup=False)
    out.print(
        say(
            "cli.demo.done",
            tongue,
            dossiers=number_text(summary.dossiers_received, tongue),
            events=number_text(summary.events, tongue),
            seconds=number_text(seconds, tongue, decimals=1),
        ),
        markup=False,
    )


def qr_text(url: str) -> str:
    """A QR code in half blocks, dark on light, for any terminal."""
    from io import StringIO

    from qrcode.constants import ERROR_CORRECT_M
    from qrcode.main import QRCode

    code = QRCode(error_correction=ERROR_CORRECT_M, border=2)
    code.add_data(url, optimize=0)
    text = StringIO()
    code.print_ascii(out=text, invert=True)
    return text.getvalue()
