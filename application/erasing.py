"""Erasing a person: the keys to everything personal of a dossier are destroyed, and the log says on which ground.

The fact is recorded first and the keys are destroyed at once afterwards. What was to be destroyed is noted in the
store's folder before, so that neither a crash in between nor an older file of keys leaves it undone.
"""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import msgspec

from application.core import Core, NoDossierWithThatCode, in_one_of, roles_in
from application.envelope import Actor, decode_state
from application.files import replace_file
from application.folder import StoreFolder
from application.store import Transaction
from application.withholding import RESTORED, withheld
from domain.appointment import AppointmentBooked
from domain.calendar import local_date
from domain.dossier import Dossier, DossierAccepted, PaperIssued, Status
from domain.dossier.refusals import NotYourRole
from domain.dossier.transitions import DECIDES, OFFICE
from domain.erasure import ErasedBefore, ErasureNotApproved, Ground, PersonalDataErased, Standing, erase
from domain.guidance import EnquiryGuided
from projections.status import OPEN, read_state

BEGUN = "erasing"
"""Folder in the store: one file for each erasure that was begun, with the hex ids of its streams."""
PATIENCE = 10.0
"""Seconds for others to let go of what they read from the vault; SQLite waits besides."""

_ONE = "SELECT state, updated_at FROM dossier WHERE stream = ?"
_KEYED = "SELECT 1 FROM key WHERE stream = ? AND wrapped <> x''"
# In JSON the quotes of a text are escaped, so only the envelope's own key is written like this.
_SEALED = """SELECT count(*) FROM event WHERE stream = ? AND instr(state, CAST('"sealed":"' AS BLOB)) > 0"""
_PAPERS = "SELECT count(*) FROM event WHERE stream = ? AND topic = ?"
_LETTERS = (
    "SELECT DISTINCT stream, number, lines FROM postal_record "
    "WHERE number IN (SELECT number FROM postal_item WHERE dossier = ?)"
)
_MADE_FOR = "SELECT DISTINCT stream FROM event WHERE topic IN (?, ?) AND instr(state, CAST(? AS BLOB)) > 0 ORDER BY id"
_ERASURES = "SELECT stream, version, state FROM event WHERE topic = ? ORDER BY id"
_CHECKPOINT = "PRAGMA wal_checkpoint(TRUNCATE)"


class ToErase(msgspec.Struct, frozen=True, kw_only=True):
    """What goes when the person of a dossier is erased, and what stays although it may name the person."""

    id: str
    code: str
    procedure_name: str
    ended: str
    """ISO day; empty while the dossier is open."""
    archive: str
    facts: int
    """Facts that nobody can read whole again."""
    papers: int
    """Papers that cannot be printed again."""
    streams: tuple[str, ...]
    """Hex ids of what has a key: the dossier, its ticket, its rating, its appointment, letters of its own."""
    shared: tuple[str, ...] = ()
    """Hand-over records of the post that name others, too, and stay."""


class Erased(msgspec.Struct, frozen=True, kw_only=True):
    """What was done. `event` is the place of the fact in the log."""

    code: str
    event: int
    keys: int
    facts: int
    wiped: bool
    """Whether the keys are out of the vault's journal as well; else that is done when the office is opened next."""


class Grounds(NamedTuple):
    """Why, and who answers for it; as in the fact."""

    ground: Ground
    reason: str
    approved_by: str
    kept_until: str = ""
    decision: str = ""
    basis: str = ""


class Erasing:
    def __init__(self, core: Core, folder: StoreFolder) -> None:
        self.core, self.root = core, folder.root

    def look(self, dossier: str) -> ToErase:
        """What would go, by the code of a dossier or its hex id. No box is opened for it."""
        stream = self._stream(dossier)
        state, ended = self._state(stream)
        own, shared = self._streams(stream, state)
        rows = self.core.store.reader()
        papers = rows.execute(_PAPERS, (stream.bytes, PaperIssued.NAME)).fetchone()[0]
        return ToErase(
            id=stream.hex,
            code=state.code,
            procedure_name=state.procedure_name or self.core.known().name_of(state.procedure),
            ended=ended,
            archive=state.archive,
            facts=sum(rows.execute(_SEALED, (each.bytes,)).fetchone()[0] for each in own),
            papers=papers,
            streams=tuple(each.hex for each in own),
            shared=shared,
        )

    def must_be_allowed(self, lost: ToErase, grounds: Grounds, by: Actor) -> None:
        """Refuses what `erase` would refuse, before anybody is told what is lost. Nothing is recorded."""
        core = self.core
        if OFFICE.isdisjoint(roles_in(by, core.known())):
            raise NotYourRole(role=by.role, act=PersonalDataErased.NAME)
        self._decided(_fact(lost, grounds), by)

    def erase(self, dossier: str, grounds: Grounds, by: Actor) -> Erased:
        """Record the erasure, destroy the keys, and see that they are nowhere in the vault's files."""
        lost = self.look(dossier)
        stream, note = UUID(hex=lost.id), _note(self.root, lost.id)
        if self.erased(stream) is not None:
            raise ErasedBefore(code=lost.code or lost.id)  # its note may still be there, and stays as it is
        fact = _fact(lost, grounds)
        note.parent.mkdir(mode=0o700, exist_ok=True)
        replace_file(note, "\n".join(lost.streams).encode(), mode=0o600)
        try:
            event = self.core.write(by, "", lambda tx: self._recorded(tx, stream, fact, by), self._event)
        except BaseException:
            if self.erased(stream) is None:
                note.unlink(missing_ok=True)
            raise
        with self.core.store.lock:
            keys = sum(self.core.store.vault.destroy_key(UUID(hex=each)) for each in lost.streams)
        clean = wiped(self.core)
        if clean:
            note.unlink(missing_ok=True)
        return Erased(code=lost.code, event=event, keys=keys, facts=lost.facts, wiped=clean)

    def erased(self, dossier: UUID) -> PersonalDataErased | None:
        """The erasure of a dossier's person; None where there was none."""
        stream = _erasure(self.core, dossier)
        events = self.core.store.read(self.core.store.reader(), stream, personal=True)
        return next((each.fact for each in events if isinstance(each.fact, PersonalDataErased)), None)

    # ---- parts

    def _recorded(self, tx: Transaction, dossier: UUID, fact: PersonalDataErased, by: Actor) -> UUID:
        stream = _erasure(self.core, dossier)
        in_one_of(self.core, by, tx, OFFICE, fact.NAME)
        tx.record(stream, 0, self._decided(fact, by, tx))
        return stream

    def _decided(
        self, fact: PersonalDataErased, by: Actor, tx: Transaction | None = None
    ) -> PersonalDataErased:
        """The fact as it would be recorded; refused where the law or the approval is missing."""
        dossier = UUID(hex=fact.dossier)
        state, ended = self._state(dossier, tx)
        standing = Standing(
            code=state.code or dossier.hex,
            today=local_date(tx.now) if tx is not None else self.core.today().isoformat(),
            ended=ended,
            archived=bool(state.archive) or state.accepted_at is None,
            erased=tx.version(_erasure(self.core, dossier)) > 0
            if tx is not None
            else self.erased(dossier) is not None,
        )
        decided = erase(standing, by=by.id, fact=fact)
        if DECIDES.isdisjoint(self.core.known(tx).officer(decided.approved_by).roles):
            raise ErasureNotApproved()
        return decided

    def _event(self, stream: UUID) -> int:
        return max(event.id for event in self.core.store.read(self.core.store.reader(), stream))

    def _stream(self, dossier: str) -> UUID:
        """A hex id is tried first: what was never accepted has no code."""
        try:
            return UUID(hex=dossier)
        except ValueError:
            return self.core.dossier_stream(dossier)

    def _state(self, stream: UUID, tx: Transaction | None = None) -> tuple[Dossier, str]:
        """How a dossier stands, and the day on which it ended."""
        connection = tx.connection if tx is not None else self.core.store.reader()
        row = connection.execute(_ONE, (stream.hex,)).fetchone()
        if row is None:
            raise NoDossierWithThatCode(code=stream.hex)
        state = read_state(row[0])
        open_still = state.status in {*OPEN, Status.NEWLY_REGISTERED, Status.NONE}
        return state, "" if open_still else local_date(state.finished_at or row[1])

    def _streams(self, dossier: UUID, state: Dossier) -> tuple[list[UUID], tuple[str, ...]]:
        """Whose keys go, the dossier's first; and the numbers of records that name others, too."""
        core, rows = self.core, self.core.store.reader()
        own = [dossier]
        if state.ticket:
            own += [UUID(hex=state.ticket), core.stream("rating", state.ticket)]
        for event in core.store.read(rows, dossier):
            if isinstance(event.fact, DossierAccepted) and event.fact.appointment:
                own.append(core.stream("appointment", event.fact.appointment))
        about = f'"dossier":"{dossier.hex}"'
        made_for = rows.execute(_MADE_FOR, (AppointmentBooked.NAME, EnquiryGuided.NAME, about))
        own += [UUID(bytes=stream) for (stream,) in made_for]
        letters = rows.execute(_LETTERS, (dossier.hex,)).fetchall()
        own += [UUID(hex=stream) for stream, _, lines in letters if lines == 1]
        shared = tuple(number for _, number, lines in letters if lines > 1)
        keys = core.store.vault.connection
        found = [each for each in dict.fromkeys(own) if keys.execute(_KEYED, (each.bytes,)).fetchone()]
        return found, shared


def again(core: Core, folder: StoreFolder) -> int:
    """Do what an erasure had begun; in a store that was put back, every erasure in its log. How many keys that took.

    For whoever opens the store to write. The keys of a restored store may be older than its log.
    """
    streams = {each for note in _notes(folder.root) for each in _begun(core, note)}
    why = withheld(folder.root)
    if why is not None and why.why == RESTORED:
        streams |= set(_in_log(core))
    if not streams:
        return 0
    with core.store.lock:
        keys = sum(core.store.vault.destroy_key(stream) for stream in sorted(streams))
    if wiped(core):
        for note in _notes(folder.root):
            if _begun(core, note):
                note.unlink(missing_ok=True)
    return keys


def wiped(core: Core) -> bool:
    """See that no destroyed key is left in the vault's journal, where others that read it could hold it."""
    until = time.monotonic() + PATIENCE
    while True:
        with core.store.lock:
            busy, frames, _ = core.store.vault.connection.execute(_CHECKPOINT).fetchone()
        if not busy and frames <= 0:
            return True
        if time.monotonic() > until:
            return False
        time.sleep(0.05)


def _fact(lost: ToErase, grounds: Grounds) -> PersonalDataErased:
    return PersonalDataErased(dossier=lost.id, code=lost.code, streams=lost.streams, **grounds._asdict())


def _erasure(core: Core, dossier: UUID) -> UUID:
    """The stream of an erasure: its reason has a key of its own, since that of the dossier is gone."""
    return core.stream("erasure", dossier.hex)


def _note(root: Path, dossier: str) -> Path:
    return root / BEGUN / dossier


def _notes(root: Path) -> list[Path]:
    folder = root / BEGUN
    return sorted(each for each in folder.iterdir() if not each.suffix) if folder.is_dir() else []


def _begun(core: Core, note: Path) -> set[UUID]:
    """What a note says was to be destroyed, if the log says that it was decided."""
    try:
        lines = note.read_text(encoding="ascii").split()
        dossier, streams = UUID(hex=note.name), {UUID(hex=line) for line in lines}
    except (OSError, ValueError):
        return set()  # not a note of ours, or another process was here meanwhile
    return streams if any(core.store.read(core.store.reader(), _erasure(core, dossier))) else set()


def _in_log(core: Core) -> Iterator[UUID]:
    for stream, version, state in core.store.reader().execute(_ERASURES, (PersonalDataErased.NAME,)):
        fact = decode_state(UUID(bytes=stream), version, PersonalDataErased.NAME, state).fact
        if isinstance(fact, PersonalDataErased):
            yield from (UUID(hex=each) for each in fact.streams)
