"""The inspector's notes and questions, and the officers' explanations, as the two desks see them."""

from typing import Protocol

import msgspec

from application.envelope import Actor


class ThreadLine(msgspec.Struct, frozen=True, kw_only=True):
    """A note or a question without its words: note, open, answered or closed. Times in µs UTC, 0 for none."""

    code: str
    state: str
    about: str
    subject: str
    index: int
    """The leaf it is about, from 0; -1 for none."""
    to: str
    by: str
    asked_at: int
    answered_at: int
    closed_at: int


class ThreadEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One statement or answer. `kind` is note, question, closing or answer; `words` are empty once they are erased."""

    event: int
    at: int
    actor: str
    kind: str
    words: str
    statement: str = ""
    """The canonical text that was signed; empty for an answer."""
    signature: str = ""
    salt: str = ""
    """Hex; with it anybody can see that the words are those whose digest was signed."""


class ThreadFile(msgspec.Struct, frozen=True, kw_only=True):
    line: ThreadLine
    entries: tuple[ThreadEntry, ...]


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """What an act's own reason says, and the event it stands in."""

    event: int
    words: str


class InspectionsDoor(Protocol):
    """Everything here is itself recorded: who looked, and what was asked and explained."""

    def begin(self, by: Actor, *, key: str = "", command: str = "") -> str:
        """An inspector sits down, with the verifier key of what will be signed; the id of the session (hex)."""

    def read_dossier(self, dossier: str, session: str, by: Actor) -> tuple[Reason, ...]:
        """The reasons written in a dossier. Recorded once for each session, and shown to the citizen."""

    def state(self, statement: str, signature: str, words: str, salt: str, by: Actor) -> ThreadLine:
        """Record a signed statement; the thread it belongs to as it stands afterwards."""

    def threads(self, by: Actor) -> tuple[ThreadLine, ...]:
        """For an inspector and the head of the unit all of them, for an officer those that ask the officer."""

    def open(self, code: str, by: Actor) -> ThreadFile:
        """A thread with its words; the reading is recorded."""

    def answer(self, code: str, words: str, by: Actor) -> ThreadLine:
        """Explain what was asked."""
