"""What is known of one dossier's clock: its account, what was printed and told, every move, and three verdicts."""

from collections.abc import Iterator, Sequence
from functools import reduce
from uuid import UUID

import msgspec

from application.core import Core
from application.envelope import Event
from application.explaining.verdicts import Verdict, line_of, verdicts
from application.follower import Follower
from application.histories import history_line
from application.timing import clock_pauses
from domain import calendar as c
from domain.calendar import Account, Calendar
from domain.dossier import Dossier, DossierAccepted, Due, LimitInForce, Status, clock_started_at, replay
from domain.fact import Refused
from projections.course import appointment_moved, appointment_moved_by_law, end_of


class NoClockYet(Refused):
    """The clock of a dossier begins when it is accepted."""


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """An appointment moved by a fact; the blanks fill its sentence in a history. `lawful`: by the clock itself."""

    at: int
    topic: str
    blanks: dict[str, str]
    before: Due | None
    after: Due
    lawful: bool


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """Nothing here is personal. `account` is None where the source of the procedure states no limit.

    `received_at` is where the clock begins: by post and at home the proved moment of submission.
    `printed` stands on the receipt for ever, `lawful` is what lateness is measured against, `told` what the
    citizen was told last. `agrees` is False when the account, counted now, ends elsewhere than the log says.
    """

    code: str
    procedure: str
    procedure_name: str
    ruleset: str
    limit: LimitInForce
    received_at: int
    account: Account | None
    printed: Due | None
    lawful: Due | None
    told: Due | None
    agrees: bool
    paused_since: int = 0
    paused_why: str = ""
    apologies: int = 0
    moves: tuple[Move, ...] = ()
    verdicts: tuple[Verdict, ...] = ()


def explain(core: Core, follower: Follower, stream: UUID) -> Explanation:
    """The clock of an accepted dossier; refused for one that has no code yet, since no clock has begun."""
    events = list(core.store.read(core.store.reader(), stream))
    dossier = replay((event.fact, event.recorded_at) for event in events)
    started = clock_started_at(dossier)
    if dossier.limit is None or started is None:
        raise NoClockYet(status=dossier.status.identifier)
    account = c.account(
        started,
        dossier.limit,
        _calendar(core, dossier, events),
        policy=dossier.limit.policy,
        pauses=clock_pauses(dossier, ended=_ended(dossier, events)),
    )
    lasting = [pause for pause in dossier.paused if pause.end is None]
    with follower.lock:
        line = line_of(follower.connection, stream.hex, core.now())
    return Explanation(
        code=dossier.code,
        procedure=dossier.procedure,
        procedure_name=dossier.procedure_name,
        ruleset=dossier.ruleset,
        limit=dossier.limit,
        received_at=started,
        account=account,
        printed=dossier.due_original,
        lawful=dossier.due_lawful,
        told=dossier.due_current,
        agrees=_agree(account, dossier.due_lawful),
        paused_since=lasting[0].start if lasting else 0,
        paused_why=lasting[0].why if lasting else "",
        apologies=dossier.apologies,
        moves=tuple(_moves(core, events)),
        verdicts=verdicts(line),
    )


def _agree(account: Account | None, lawful: Due | None) -> bool:
    if account is None or lawful is None:
        return account is None and lawful is None
    return (account.due.date, account.due.at) == (lawful.date, lawful.at)


def _ended(dossier: Dossier, events: Sequence[Event]) -> int | None:
    """When the dossier was ended without a result: whatever held its clock up until then moved nothing."""
    if dossier.status is not Status.STOPPED:
        return None
    return max(event.recorded_at for event in events if end_of(event.fact))


def _calendar(core: Core, dossier: Dossier, events: Sequence[Event]) -> Calendar:
    """The calendar the lawful date was counted by: of a finished dossier, that of its last move or its end."""
    known = core.known().calendar
    if dossier.finished_at is None:
        return known
    decisive = (event.id for event in events if appointment_moved_by_law(event.fact) or end_of(event.fact))
    last = max(decisive)
    streams = (core.stream("calendar", str(year)) for year in known.years)
    announced = (event for stream in streams for event in core.store.read(core.store.reader(), stream))
    by_then = sorted((event for event in announced if event.id < last), key=lambda event: event.id)
    return reduce(c.evolve, (event.fact for event in by_then), Calendar())


def _moves(core: Core, events: Sequence[Event]) -> Iterator[Move]:
    """Every time the citizen's appointment or the lawful one moved, with its cause."""
    known = core.known()
    told: Due | None = None
    for event in events:
        after = appointment_moved(event.fact)
        if after is None:
            continue
        if not isinstance(event.fact, DossierAccepted):
            line = history_line(event, known)
            yield Move(
                at=event.recorded_at,
                topic=line.topic,
                blanks=line.blanks,
                before=told,
                after=after,
                lawful=appointment_moved_by_law(event.fact) is not None,
            )
        told = after
