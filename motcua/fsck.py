"""`motcua audit fsck`: the office examines itself, at every start, every night, after a restore, and when asked."""

import logging
import os
import threading
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Annotated

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
from motcua.opened import folder_of, opened

if TYPE_CHECKING:
    from application.office import Office
    from audit.fsck import Fsck

log = logging.getLogger("motcua.fsck")

HOUR = 2
"""Local hour of the night in which `motcua serve` examines everything."""
LOOK_EVERY = 60.0
"""Seconds between looks at the clock."""
MOST_SHOWN = 5

JobsOption = Annotated[
    int | None,
    typer.Option(
        min=1, max=64, help="Processes that share the work.", show_default="2 where there are two cores"
    ),
]


def jobs_of(wanted: int | None) -> int:
    """As many as asked for; else two, where there are two cores."""
    return wanted or min(2, os.cpu_count() or 1)


def state_of(root: Path) -> Path:
    """Where a verification remembers how far it came: with whoever verifies, and not in the store."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "motcua" / f"verify-{sha256(os.fsencode(root.absolute())).hexdigest()[:16]}.json"


def add_to(app: typer.Typer) -> None:
    app.command()(fsck)


@answering
def fsck(
    last: Annotated[bool, typer.Option("--last", help="Show the last examination instead.")] = False,
    jobs: JobsOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Examine everything: the log, the books made from it, the published tiles, the signer and the vault."""
    from audit.fsck import last as latest
    from wording import say

    root = folder_of(store)
    found = latest(root) if last else examined(root, jobs_of(jobs))
    if found is None:
        fail(say("fsck.never", language()))
    if json:
        print_json(found)
    else:
        tell(found)
    if not found.ok:
        raise typer.Exit(1)


def examined(root: Path, jobs: int = 1) -> "Fsck":
    """Examine everything, with a bar; a store in which something is wrong does not sign from then on."""
    from audit.fsck import full, settle
    from wording import say

    with opened(root) as office, progress_bar() as bar:
        task = bar.add_task(say("cli.checking", language()), total=None)
        found = full(office, jobs=jobs, progress=lambda done, of: bar.update(task, completed=done, total=of))
        if not office.read_only:
            settle(root, found)
    return found


def quickly(root: Path) -> "Fsck":
    """The quick examination; a store in which something is wrong does not sign from then on."""
    from application.folder import StoreFolder
    from audit.fsck import quick, settle

    StoreFolder.at(root).must_exist()
    found = quick(root)
    settle(root, found)
    return found


def at_start(root: Path) -> "Fsck":
    """The quick examination of whoever owns the store; says so in one sentence when something is wrong."""
    from wording import say

    found = quickly(root)
    if not found.ok:
        err.print(
            say("fsck.failed_at_start", language(), problem=_first(found)), style="bold red", markup=False
        )
        log.error("the examination at the start failed: %s", _first(found))
    return found


def tell(found: "Fsck") -> None:
    """What an examination found, for people."""
    from audit.telling import problem_text
    from wording import say
    from wording.dates import moment_text, number_text

    tongue = language()
    key = "fsck.whole" if found.ok else "fsck.broken"
    text = say(
        key,
        tongue,
        at=moment_text(found.at, tongue),
        form=say(f"fsck.form.{found.form}", tongue),
        events=number_text(found.events, tongue),
        checked=number_text(found.checked, tongue),
        files=number_text(found.files, tongue),
        keys=number_text(found.keys, tongue),
    )
    people().print(text, style="green" if found.ok else "bold red", markup=False)
    for problem in found.problems[:MOST_SHOWN]:
        err.print(problem_text(problem, tongue), style="bold red", markup=False)
    more = found.problem_count - MOST_SHOWN
    if more > 0:
        err.print(say("cli.more_problems", tongue, count=more), markup=False)


def _first(found: "Fsck") -> str:
    from audit.telling import problem_text

    return problem_text(found.problems[0], language()) if found.problems else ""


class NightWatch:
    """Once a night, while the office is open: turns the year where one has begun, and examines everything.

    `with NightWatch(office): …`
    """

    def __init__(self, office: "Office", hour: int = HOUR, look_every: float = LOOK_EVERY) -> None:
        self.office, self.hour, self.look_every = office, hour, look_every
        self.done = ""
        """The local day of the last examination."""
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="night watch", daemon=True)

    def look(self) -> "Fsck | None":
        """Examine now, if it is the hour and this night's examination has not been made."""
        from application.closing import turn_year
        from audit.fsck import full, settle
        from domain.calendar import local_date
        from wording.dates import clock_text

        now = self.office.now()
        if int(clock_text(now)[:2]) != self.hour or local_date(now) == self.done:
            return None
        self.done = local_date(now)
        if self.office.may_sign:
            turn_year(self.office)
        found = full(self.office)
        settle(self.office.folder.root, found)
        if not found.ok:
            log.error("the nightly examination failed: %s", _first(found))
        return found

    def _watch(self) -> None:
        from application.faults import Fault

        while not self._ended.is_set():
            try:
                self.look()
            except Fault as fault:  # a full or locked disk: the next night will see
                log.warning("the nightly examination was broken off: %s", fault)
            self._ended.wait(self.look_every)

    def __enter__(self) -> "NightWatch":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join()
