"""The office of a past moment, opened once more: so that its pages can be drawn as they were.

The events up to the moment are written into a store of their own, for as long as it is looked at; its clock stands
at the moment. It is an office like any other, so every page and screen answers as it did, in the words of today.
Without the keys of the real office nothing sealed is read: whatever was written about a person stays closed.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import msgspec

from application.clock import SetClock, SystemChance
from application.core import NoDossierWithThatCode
from application.envelope import Actor, Place, canonical, decode_state
from application.folder import StoreFolder, make_folder
from application.found_ticket import found_ticket
from application.office import Office
from application.signer import LogContradicted
from application.store import INSERT_LEAF, connect
from application.vault import Vault
from application.views import Board, DossierFile, DossierPage, InboxLine, TicketPage
from audit.replay import NoSuchMoment
from audit.sources import Line, Source, checked, size_at
from domain.calendar import local_date
from domain.dossier import format_code, parse_code
from domain.dossier.transitions import OFFICE
from domain.fact import FACTS, Refused
from domain.office import OfficeOpened
from domain.staff import Officer

INSERT_EVENT = "INSERT INTO event(id, stream, version, topic, recorded_at, state) VALUES(?, ?, ?, ?, ?, ?)"
TICKET = "SELECT stream FROM ticket WHERE day = ? AND number = ?"
LATEST = "9999-12-31"
COVER = "▒▒▒"
"""Stands where something sealed may have been written; in a list, for however many there were."""


class NobodyCouldLook(Refused):
    """At that moment nobody worked here who might have opened a dossier."""


class NoTicketThen(Refused):
    """No such number had been given out by that moment."""


class Unsealed(StoreFolder, frozen=True):
    """The folder of an office of then that reads personal data with the keys of the real one."""

    real: StoreFolder | None = None

    @property
    def vault(self) -> Path:
        return self.real.vault if self.real is not None else self.root / "vault.db"

    @property
    def key_encryption_key(self) -> Path:
        return self.real.key_encryption_key if self.real is not None else self.keys / "office.kek"


class Covered(Vault):
    """Opens no box: whatever was sealed reads as `COVER`, so that it is not taken for empty or erased."""

    def unseal(self, place: Place, box: bytes) -> bytes | None:
        del box
        fact = FACTS[place.topic]
        kinds = {
            field.name: field.type for field in msgspec.structs.fields(fact) if field.name in fact.SEALED
        }
        covered = {name: COVER for name, kind in kinds.items() if kind is str}
        lists = {name: [COVER] for name, kind in kinds.items() if kind == tuple[str, ...]}
        return canonical(covered | lists)


class DossierShown(msgspec.Struct, frozen=True, kw_only=True):
    """What was to be seen of one dossier at a moment (µs UTC), after `size` events."""

    code: str
    at: int
    size: int
    citizen: DossierPage | None
    """Behind the link or the code and short code of the receipt."""
    anybody: DossierPage | None
    """To whoever had the code alone, at the kiosk or on a phone."""
    reader: Actor
    """The officer who would have had it on the screen."""
    line: InboxLine | None
    """Its row in that officer's list; None when it was not in it."""
    file: DossierFile
    clock: tuple[str, ...]
    """The account of its clock, line by line, in the language asked for."""
    board: Board


class TicketShown(msgspec.Struct, frozen=True, kw_only=True):
    """What the holder of a number read at a moment (µs UTC), and the board of the hall."""

    number: str
    at: int
    size: int
    page: TicketPage
    board: Board


@contextmanager
def office_then(
    source: Source, at: int, *, size: int = 0, unsealed_by: StoreFolder | None = None
) -> Iterator[Office]:
    """The office at a moment (µs UTC). Nothing that is done in it is kept; `unsealed_by` has the keys to read with.

    One command records several events at one moment: `size` is for whoever stands between them.

    Raises `LogContradicted` at an event that its leaf does not bind, and `NoSuchMoment` before the first event.
    """
    until = size_at(source, at)
    size = min(size, until) or until
    if size == 0:
        raise NoSuchMoment(last=source.last())
    with TemporaryDirectory(prefix="motcua-then-") as place:
        root = Path(place) / "store"
        folder = StoreFolder(root, root / "keys")
        first = next(source.lines(0, 1))
        make_folder(folder, _opened(first), source.logs[0].origin, SystemChance())
        _write(folder, source, size)
        if unsealed_by is not None:
            folder = Unsealed(root, root / "keys", real=unsealed_by)
        office = Office(folder, clock=SetClock(at))
        if unsealed_by is None:
            office.store.vault.close()
            office.store.vault = Covered(folder.vault, folder.key_encryption_key, office.chance)
        try:
            office.rebuild()
            yield office
        finally:
            office.close(sign=False)


def _opened(line: Line) -> OfficeOpened:
    try:
        fact = decode_state(UUID(bytes=line.stream), line.version, line.topic, line.state).fact
    except (msgspec.MsgspecError, KeyError, ValueError) as error:
        raise LogContradicted(event=1) from error
    if not isinstance(fact, OfficeOpened):
        raise LogContradicted(event=1)
    return fact


def _write(folder: StoreFolder, source: Source, size: int) -> None:
    """The rows as they are, leaves and all: what is shown is what the tree binds."""
    with closing(connect(folder.database)) as rows:
        rows.execute("PRAGMA synchronous = OFF")  # it is thrown away in a moment
        rows.execute("BEGIN")
        rows.execute("DELETE FROM log")
        rows.executemany(
            "INSERT INTO log VALUES(?, ?, ?)", [tuple(log) for log in source.logs if log.start <= size]
        )
        for line in checked(source, 0, size):
            at = msgspec.json.decode(line.state, type=_Recorded).recorded_at
            rows.execute(INSERT_EVENT, (line.id, line.stream, line.version, line.topic, at, line.state))
            rows.execute(INSERT_LEAF, (line.id, line.nonce, line.claims, line.commitment))
        rows.execute("COMMIT")


class _Recorded(msgspec.Struct):
    recorded_at: int


def dossier_shown(office: Office, code: str, language: str) -> DossierShown:
    """Everything that the office of then shows of a dossier, by its code."""
    parsed = parse_code(code, today=LATEST)
    if parsed.day > local_date(office.now()):  # a code of a later day is simply not known yet
        raise NoDossierWithThatCode(code=format_code(parsed.agency, parsed.day, parsed.ordinal))
    stream = office.core.dossier_stream(code)
    known = office.reports.status(code)
    at, size = office.now(), office.position()
    citizen = office.lookup.by_code(known.code, office.core.secrets.short(stream))
    anybody = office.lookup.by_code(known.code)
    board = office.queue.board()
    reader = _reader(office, known.holder)
    lines = office.dossiers.inbox(reader)
    clock = tuple(office.dossiers.explain(stream.hex, language))
    return DossierShown(
        code=known.code,
        at=at,
        size=size,
        citizen=citizen if isinstance(citizen, DossierPage) else None,
        anybody=anybody if isinstance(anybody, DossierPage) else None,
        reader=reader,
        line=next((line for line in lines if line.id == stream.hex), None),
        file=office.dossiers.open(stream.hex, reader, "check"),  # last: the reading is an event of its own
        clock=clock,
        board=board,
    )


def ticket_shown(office: Office, number: str, day: str = "") -> TicketShown:
    """What the holder of a number read, on a day (ISO) or on the day of the moment."""
    asked = (day or local_date(office.now()), number.upper())
    row = office.store.reader().execute(TICKET, asked).fetchone()
    if row is None:
        raise NoTicketThen(number=number, day=asked[0])
    return TicketShown(
        number=number.upper(),
        at=office.now(),
        size=office.position(),
        page=found_ticket(office.core, office.queue, UUID(hex=row[0])),
        board=office.queue.board(),
    )


def _reader(office: Office, holder: str) -> Actor:
    """Whoever had the dossier in hand; else the first who might have opened it."""
    officers = office.core.known().officers
    able = [each for each in officers.values() if not each.left and set(each.roles) & set(OFFICE)]
    chosen: Officer | None = next((each for each in able if each.officer == holder), None)
    if chosen is None:
        chosen = next(iter(sorted(able, key=lambda each: (not each.counter, each.officer))), None)
    if chosen is None:
        raise NobodyCouldLook
    role = next(role for role in chosen.roles if role in OFFICE)
    return Actor(chosen.officer, role, "desk-1")
