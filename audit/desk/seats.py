"""Where an inspector sits: at the office, which records every look, or before a copy, with a file of their own."""

from hashlib import sha256
from pathlib import Path
from typing import Protocol

import msgspec

from application.clock import Chance, Clock, SystemChance, SystemClock
from application.envelope import Actor
from application.faults import StoreReadOnly
from application.inspections import NoKeyBegun, as_line, line_of
from application.inspections_door import InspectionsDoor, Reason, ThreadEntry, ThreadFile, ThreadLine
from audit.desk.keys import About, Head, Said, signed
from audit.desk.machine import Machine
from domain import inspection as i
from ledger.note import Signer
from projections.inspections import threads

READING, STATED = "reading", "stated"


class Seat(Protocol):
    """What the desk asks of it. `by` is the inspector's sign-in name."""

    by: str

    @property
    def is_recorded(self) -> bool:
        """Whether the office itself records what is looked at and said."""

    def read_dossier(self, stream: str) -> tuple[Reason, ...]:
        """Looking into a dossier, kept once for each session; its reasons where the office can unseal them."""

    def say(self, about: About, head: Head, words: str) -> ThreadLine:
        """Sign and keep a statement; refuses without a key."""

    def threads(self) -> tuple[ThreadLine, ...]:
        """Notes and questions, the latest first."""

    def open(self, code: str) -> ThreadFile:
        """A thread with what is known of its words."""


class OfficeSeat:
    """At an office that is open: everything goes through its own door."""

    is_recorded = True

    def __init__(
        self, door: InspectionsDoor, by: Actor, signer: Signer | None, clock: Clock, chance: Chance
    ) -> None:
        self.door, self.actor, self.by = door, by, by.id
        self._signer, self._clock, self._chance = signer, clock, chance
        self.session = door.begin(by, key=signer.vkey if signer else "")

    def read_dossier(self, stream: str) -> tuple[Reason, ...]:
        return self.door.read_dossier(stream, self.session, self.actor)

    def say(self, about: About, head: Head, words: str) -> ThreadLine:
        said = _said(self._signer, about, head, words, self.by, self._clock, self._chance)
        return self.door.state(said.statement.text, said.signature, said.words, said.salt, self.actor)

    def threads(self) -> tuple[ThreadLine, ...]:
        return self.door.threads(self.actor)

    def open(self, code: str) -> ThreadFile:
        return self.door.open(code, self.actor)


class Kept(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A line of the inspector's own file: a reading of a dossier (hex id), or a signed statement with its words."""

    kind: str
    at: int
    by: str
    origin: str
    dossier: str = ""
    statement: str = ""
    signature: str = ""
    words: str = ""
    salt: str = ""
    vkey: str = ""


_kept = msgspec.json.Decoder(Kept)


class OwnSeat:
    """Before a copy or a mirror: nothing of the office is written, and readings and statements stay in a file.

    The threads of the log are there without their words, which only the office can unseal.
    """

    is_recorded = False

    def __init__(
        self,
        path: Path,
        by: str,
        signer: Signer | None,
        machine: Machine,
        *,
        clock: Clock | None = None,
        chance: Chance | None = None,
    ) -> None:
        self.path, self.by, self._signer, self._machine = path, by, signer, machine
        self._clock, self._chance = clock or SystemClock(), chance or SystemChance()
        self._read: set[str] = set()

    def read_dossier(self, stream: str) -> tuple[Reason, ...]:
        if stream not in self._read:
            self._keep(
                Kept(kind=READING, at=self._clock.now(), by=self.by, origin=self._origin, dossier=stream)
            )
            self._read.add(stream)
        return ()

    def say(self, about: About, head: Head, words: str) -> ThreadLine:
        said = _said(self._signer, about, head, words, self.by, self._clock, self._chance)
        fact = i.RECORDED[about.kind](
            statement=said.statement.text, signature=said.signature, words=said.words, salt=said.salt
        )
        i.state(self._thread(said.statement.code), fact=fact)
        self._keep(
            Kept(
                kind=STATED,
                at=self._clock.now(),
                by=self.by,
                origin=self._origin,
                statement=said.statement.text,
                signature=said.signature,
                words=said.words,
                salt=said.salt,
                vkey=self._signer.vkey if self._signer else "",
            )
        )
        return as_line(self._thread(said.statement.code))

    def threads(self) -> tuple[ThreadLine, ...]:
        own = {line.code: line for line in self._own_lines()}
        logged = [line_of(row) for row in threads(self._machine.whole) if row.code not in own]
        return (*sorted(own.values(), key=lambda line: -line.asked_at), *logged)

    def open(self, code: str) -> ThreadFile:
        entries = tuple(
            ThreadEntry(
                event=0,
                at=each.at,
                actor=each.by,
                kind=i.parse(each.statement).kind,
                words=each.words,
                statement=each.statement,
                signature=each.signature,
                salt=each.salt,
            )
            for each in self._stated(code)
        )
        line = next((line for line in self.threads() if line.code == code), None)
        if line is None:
            raise i.NoSuchThread()
        return ThreadFile(line=line, entries=entries)

    # ---- the file

    @property
    def _origin(self) -> str:
        return self._machine.source.logs[-1].origin

    def kept(self) -> tuple[Kept, ...]:
        """Every line of the file, in order."""
        return read_kept(self.path)

    def _keep(self, kept: Kept) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("ab") as file:
                file.write(msgspec.json.encode(kept) + b"\n")
        except OSError as error:
            raise StoreReadOnly(path=self.path) from error

    def _stated(self, code: str = "") -> list[Kept]:
        return [
            each
            for each in self.kept()
            if each.kind == STATED and (not code or i.parse(each.statement).code == code)
        ]

    def _thread(self, code: str) -> i.Thread:
        facts = [
            (
                i.RECORDED[i.parse(each.statement).kind](statement=each.statement, signature=each.signature),
                each.at,
            )
            for each in self._stated(code)
        ]
        return i.replay(facts)

    def _own_lines(self) -> list[ThreadLine]:
        codes = dict.fromkeys(i.parse(each.statement).code for each in self._stated())
        return [as_line(self._thread(code)) for code in codes]


def read_kept(path: Path) -> tuple[Kept, ...]:
    """The lines of an inspector's file, in order; a line that was cut short is left out."""
    try:
        lines = path.read_bytes().splitlines()
    except FileNotFoundError:
        return ()
    found = []
    for line in lines:
        try:
            found.append(_kept.decode(line))
        except msgspec.MsgspecError:
            continue  # the power went while it was written
    return tuple(found)


def hand_in(kept: tuple[Kept, ...], door: InspectionsDoor, by: Actor) -> tuple[int, int]:
    """Record what was kept before a copy in the office itself; how many statements and readings.

    What the office has already is passed over, so that a file may be handed in again.
    """
    mine = [each for each in kept if each.by == by.id]
    stated = readings = 0
    session, begun = "", None
    for each in mine:
        if not session or (each.vkey and each.vkey != begun):
            again = sha256(msgspec.json.encode(each)).hexdigest()[:32]
            session, begun = door.begin(by, key=each.vkey, command=again), each.vkey
        if each.kind == READING:
            door.read_dossier(each.dossier, session, by)
            readings += 1
            continue
        try:
            door.state(each.statement, each.signature, each.words, each.salt, by)
        except i.SaidBefore:
            continue
        stated += 1
    return stated, readings


def _said(
    signer: Signer | None, about: About, head: Head, words: str, by: str, clock: Clock, chance: Chance
) -> Said:
    if signer is None:
        raise NoKeyBegun()
    if not words.strip():
        raise i.WordsMissing()
    return signed(signer, about, head, words, by=by, at=clock.now(), chance=chance)
