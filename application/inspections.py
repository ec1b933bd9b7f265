"""Inspection in the office: signed statements are checked and recorded, officers explain, and every reading is kept."""

from collections.abc import Callable
from uuid import UUID

from application.core import Core, NoDossierWithThatCode, in_one_of, parsed_id, roles_in
from application.envelope import Actor, Event
from application.follower import Follower
from application.inspections_door import Reason, ThreadEntry, ThreadFile, ThreadLine
from application.store import Transaction
from domain import dossier as d
from domain import inspection as i
from domain.dossier.refusals import NotYourRole
from domain.fact import Refused
from ledger.fault import LedgerFault
from ledger.note import Note, VerifyKey, verify
from projections.inspections import ThreadRow, threads

INSPECTORS = frozenset({"inspector"})
HEADS = frozenset({"leader", "head"})
"""Who explains for the unit as well (NĐ 61/2018 Art. 9(2))."""
SAME_READING = 3_600_000_000
ONE = "SELECT stream FROM dossier WHERE stream = ?"
REASONS = ("reason", "why")
"""Sealed words of an act that say why; names, numbers and addresses of a person are not for the inspector."""


class NoKeyBegun(Refused):
    """Nothing is signed in a session that began without a key."""


class NotSignedByYou(Refused):
    """The statement is not signed by the key with which this inspector began."""


class Inspections:
    """Notes, questions and explanations; needs the follower only for its lists."""

    def __init__(self, core: Core, follower: Callable[[], Follower]) -> None:
        self.core, self.follower = core, follower

    # ---- the inspector

    def begin(self, by: Actor, *, key: str = "", command: str = "") -> str:
        """An inspector sits down; the id of the session is that of the command."""
        session = command or self.core.new_id().hex
        if key:
            _readable(key)

        def work(tx: Transaction) -> UUID:
            in_one_of(self.core, by, tx, INSPECTORS, i.InspectionBegun.NAME)
            stream = self._sitting(by.id)
            tx.record(stream, tx.version(stream), i.InspectionBegun(vkey=key))
            return stream

        self.core.write(by, session, work, lambda _: None)
        return session

    def read_dossier(self, dossier: str, session: str, by: Actor) -> tuple[Reason, ...]:
        """One reading for each dossier and session, however often it is looked at."""
        stream = parsed_id(dossier, NoDossierWithThatCode)
        access = self.core.stream("access", stream.hex)
        once = self.core.stream("supervised", f"{session}/{stream.hex}").hex

        def work(tx: Transaction) -> UUID:
            if not tx.rows(ONE, stream.hex):
                raise NoDossierWithThatCode(code=dossier)
            fact = d.LookupPerformed(dossier=stream.hex, purpose="inspect")
            in_one_of(self.core, by, tx, INSPECTORS, fact.NAME)
            tx.record(access, tx.version(access), fact)
            return access

        self._must_hold(by, INSPECTORS, d.LookupPerformed.NAME)
        self.core.write(by, once, work, lambda _: None)
        return tuple(self._reasons(stream))

    def _reasons(self, stream: UUID) -> list[Reason]:
        store = self.core.store
        return [
            Reason(event=event.id, words=words)
            for event in store.read(store.reader(), stream, personal=True)
            for words in (" ".join(str(getattr(event.fact, name, "")) for name in REASONS).strip(),)
            if words
        ]

    def state(self, statement: str, signature: str, words: str, salt: str, by: Actor) -> ThreadLine:
        """Record a signed statement in its thread; refuses what this inspector's key did not sign."""
        said = i.parse(statement)
        fact = i.RECORDED[said.kind](statement=statement, signature=signature, words=words.strip(), salt=salt)

        def work(tx: Transaction) -> UUID:
            in_one_of(self.core, by, tx, INSPECTORS, fact.NAME)
            self._must_be_signed(said, signature, by, tx)
            stream = self._thread(said.code)
            tx.record(stream, tx.version(stream), i.state(self._state(stream, tx), fact=fact))
            return stream

        return self.core.write(by, "", work, self._line)

    def _must_be_signed(self, said: i.Statement, signature: str, by: Actor, tx: Transaction) -> None:
        key = self._key_of(by.id, tx)
        if not key:
            raise NoKeyBegun()
        if said.by != by.id or not is_signed(said.text, signature, key):
            raise NotSignedByYou()

    def _key_of(self, inspector: str, tx: Transaction) -> str:
        begun = list(self.core.store.read(tx.connection, self._sitting(inspector)))
        last = begun[-1].fact if begun else None
        return last.vkey if isinstance(last, i.InspectionBegun) else ""

    # ---- both desks

    def threads(self, by: Actor) -> tuple[ThreadLine, ...]:
        """All of them for inspectors and the head, else those that ask this officer; the latest first."""
        everything = not (INSPECTORS | HEADS).isdisjoint(self._roles(by))
        follower = self.follower()
        with follower.lock:
            rows = threads(follower.connection, to="" if everything else by.id)
        return tuple(map(line_of, rows))

    def open(self, code: str, by: Actor) -> ThreadFile:
        """The words of a thread, for whoever asked, was asked, or heads the unit; recorded, once in an hour."""
        stream = self._thread(code.strip().upper())

        def work(tx: Transaction) -> UUID:
            fact = i.read(self._state(stream, tx))
            self._may_open(by, tx, stream)
            if not self._read_lately(tx, stream, by):
                tx.record(stream, tx.version(stream), fact)
            return stream

        return self.core.write(by, "", work, self._file)

    def answer(self, code: str, words: str, by: Actor) -> ThreadLine:
        """Explain what was asked, as whoever was asked or as the head of the unit."""
        stream = self._thread(code.strip().upper())

        def work(tx: Transaction) -> UUID:
            held = self.core.roles_of(by, tx)
            in_one_of(self.core, by, tx, frozenset(held) - INSPECTORS, i.InspectionAnswered.NAME)
            is_head = not HEADS.isdisjoint(held)
            fact = i.answer(self._state(stream, tx), words=words, by=by.id, is_head=is_head)
            tx.record(stream, tx.version(stream), fact)
            return stream

        return self.core.write(by, "", work, self._line)

    def _may_open(self, by: Actor, tx: Transaction, stream: UUID) -> None:
        asked = self._state(stream, tx).to == by.id
        if not asked:
            in_one_of(self.core, by, tx, INSPECTORS | HEADS, i.InspectionRead.NAME)

    def _read_lately(self, tx: Transaction, stream: UUID, by: Actor) -> bool:
        events = list(self.core.store.read(tx.connection, stream))
        since = next((place for place in reversed(range(len(events))) if _said_words(events[place])), 0)
        return any(
            event.actor.id == by.id
            and isinstance(event.fact, i.InspectionRead)
            and tx.now - event.recorded_at < SAME_READING
            for event in events[since:]
        )

    def _roles(self, by: Actor) -> tuple[str, ...]:
        return roles_in(by, self.core.known())

    def _must_hold(self, by: Actor, roles: frozenset[str], act: str) -> None:
        held = self._roles(by)
        if roles.isdisjoint(held):
            raise NotYourRole(role=held[0], act=act)

    # ---- streams

    def _sitting(self, inspector: str) -> UUID:
        return self.core.stream("inspector", inspector)

    def _thread(self, code: str) -> UUID:
        return self.core.stream("inspection", code)

    def _state(self, stream: UUID, tx: Transaction | None = None) -> i.Thread:
        connection = tx.connection if tx is not None else self.core.store.reader()
        return i.replay((event.fact, event.recorded_at) for event in self.core.store.read(connection, stream))

    def _line(self, stream: UUID) -> ThreadLine:
        return as_line(self._state(stream))

    def _file(self, stream: UUID) -> ThreadFile:
        events = list(self.core.store.read(self.core.store.reader(), stream, personal=True))
        state = i.replay((event.fact, event.recorded_at) for event in events)
        return ThreadFile(line=as_line(state), entries=tuple(filter(None, map(entry_of, events))))


def entry_of(event: Event) -> ThreadEntry | None:
    """A statement or an answer as people read it; None for a mere reading."""
    fact = event.fact
    told = {"event": event.id, "at": event.recorded_at, "actor": event.actor.id}
    match fact:
        case i.InspectionAnswered(answer=words):
            return ThreadEntry(**told, kind="answer", words=words)  # type: ignore[arg-type]
        case i.InspectionNoted() | i.InspectionAsked() | i.InspectionClosed():
            kind = next(kind for kind, recorded in i.RECORDED.items() if recorded is type(fact))
            signed = {
                "words": fact.words,
                "statement": fact.statement,
                "signature": fact.signature,
                "salt": fact.salt,
            }
            return ThreadEntry(**told, kind=kind, **signed)  # type: ignore[arg-type]
        case _:
            return None


def _said_words(event: Event) -> bool:
    return not isinstance(event.fact, i.InspectionRead)


def as_line(thread: i.Thread) -> ThreadLine:
    return ThreadLine(
        code=thread.code,
        state=thread.state,
        about=thread.about,
        subject=thread.subject,
        index=thread.index,
        to=thread.to,
        by=thread.by,
        asked_at=thread.asked_at,
        answered_at=thread.answered_at,
        closed_at=thread.closed_at,
    )


def line_of(row: ThreadRow) -> ThreadLine:
    return ThreadLine(
        code=row.code,
        state=row.state,
        about=row.about,
        subject=row.subject,
        index=row.leaf,
        to=row.to_officer,
        by=row.inspector,
        asked_at=row.asked_at,
        answered_at=row.answered_at,
        closed_at=row.closed_at,
    )


def is_signed(statement: str, signature: str, key: str) -> bool:
    """Whether `signature` (the lines of a signed note) is this verifier key's, over this statement."""
    try:
        note = Note.parse(f"{statement}\n{signature}".encode())
        return note.text == statement and bool(verify(note, [VerifyKey.parse(key)]))
    except LedgerFault:
        return False


def _readable(key: str) -> None:
    try:
        VerifyKey.parse(key)
    except LedgerFault:
        raise NotSignedByYou() from None
