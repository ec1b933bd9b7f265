"""Inspection: what an inspector notes and asks about the log, signed by a key of the inspector's own, and the answers.

A statement says on which log, at which size and root, it looks; its words and their salt are sealed, and the signature
covers a digest of them, so that erasing the words breaks no signature. A question is never a verdict: whoever is
asked may explain (giải trình), and the explanation stands beside it.
"""

import re
from collections.abc import Iterable
from functools import reduce
from hashlib import sha256
from typing import Literal, get_args

import msgspec
from msgspec.structs import replace

from domain.fact import Fact, Refused, recorded_as

Kind = Literal["note", "question", "closing"]
Subject = Literal["dossier", "officer", "act", "finding", "office"]
"""What a statement is about: a dossier's code, a sign-in name, an event's number, a finding's id, or the office."""
ThreadState = Literal["none", "note", "open", "answered", "closed"]

FORMAT = "motcua-inspection/v1"
NOTHING = "-"
LONGEST = 4_000
"""Letters of a statement's words, or of an answer."""
PLAIN = re.compile(r"[!-~]{1,200}")
"""What may stand in a line of a statement: printable ASCII without blanks."""
HEX_DIGEST = re.compile(r"[0-9a-f]{64}")
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's digits: none is taken for another when it is read aloud."""


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """What an inspector signs: on which log as of which head, about what, to whom, and the digest of the words."""

    kind: Kind
    thread: str = ""
    """The thread it goes on with; empty where it begins one."""
    origin: str
    size: int
    root: str
    """Hex root of the log's first `size` leaves."""
    about: Subject
    subject: str = ""
    index: int = -1
    """The leaf it is about, counted from 0; -1 where it is about none in particular."""
    to: str = ""
    """Sign-in name of who is asked; empty for the head of the unit."""
    by: str
    made_at: int
    """µs UTC, by the inspector's clock."""
    words: str
    """SHA-256 (hex) of the salt and the words."""

    @property
    def text(self) -> str:
        """The canonical text that is signed: one line for each of these, in this order."""
        lines = (
            FORMAT,
            f"kind {self.kind}",
            f"thread {self.thread or NOTHING}",
            f"log {self.origin}",
            f"size {self.size}",
            f"root {self.root}",
            f"about {self.about} {self.subject or NOTHING}",
            f"index {self.index if self.index >= 0 else NOTHING}",
            f"to {self.to or NOTHING}",
            f"by {self.by}",
            f"at {self.made_at}",
            f"words {self.words}",
        )
        return "".join(f"{line}\n" for line in lines)

    @property
    def code(self) -> str:
        """The thread that this statement begins, or goes on with: `TT-7K2QX-0MNC4`, drawn from its own digest."""
        return self.thread or code_of(self.text)


@recorded_as("inspection.begun")
class InspectionBegun(Fact, frozen=True, kw_only=True):
    """An inspector sat down at the inspector's desk, and will sign with this verifier key; empty for none."""

    vkey: str = ""


@recorded_as("inspection.noted", sealed=("words", "salt"))
class InspectionNoted(Fact, frozen=True, kw_only=True):
    """A note, which nobody is asked to answer. `statement` is the canonical text, `signature` the note's lines."""

    statement: str
    signature: str
    words: str = ""
    salt: str = ""


@recorded_as("inspection.asked", sealed=("words", "salt"))
class InspectionAsked(Fact, frozen=True, kw_only=True):
    """A question, or a further one in the same thread."""

    statement: str
    signature: str
    words: str = ""
    salt: str = ""


@recorded_as("inspection.closed", sealed=("words", "salt"))
class InspectionClosed(Fact, frozen=True, kw_only=True):
    """The inspector has no further question here; the words say what came of it."""

    statement: str
    signature: str
    words: str = ""
    salt: str = ""


@recorded_as("inspection.answered", sealed=("answer",))
class InspectionAnswered(Fact, frozen=True, kw_only=True):
    """The explanation of whoever was asked, or of the head of the unit (NĐ 61/2018 Art. 9)."""

    answer: str = ""


@recorded_as("inspection.read")
class InspectionRead(Fact, frozen=True, kw_only=True):
    """Somebody read the words of a thread."""


Stated = InspectionNoted | InspectionAsked | InspectionClosed
RECORDED: dict[str, type[InspectionNoted] | type[InspectionAsked] | type[InspectionClosed]] = {
    "note": InspectionNoted,
    "question": InspectionAsked,
    "closing": InspectionClosed,
}


class NotAStatement(Refused):
    """A statement is the canonical text of its kind, line by line."""


class WordsMissing(Refused):
    """A note, a question and an answer say something."""


class WordsTooLong(Refused):
    """What is written here stays short enough to be read."""


class OtherWords(Refused):
    """The words are not those that were signed."""


class NoSuchThread(Refused):
    """There is no note or question of that number."""


class ThreadClosed(Refused):
    """Nothing is added to a question that is closed."""


class NothingAsked(Refused):
    """A note asks nothing, so there is nothing to answer or to close."""


class NotYoursToAnswer(Refused):
    """Whoever was asked explains, or the head of the unit."""


class NotYourThread(Refused):
    """Only the inspector who asked goes on with a question."""


class SaidBefore(Refused):
    """The same statement is recorded once."""


class Thread(msgspec.Struct, frozen=True, kw_only=True):
    """A note or a question with what followed. Times in µs UTC, 0 for not yet."""

    state: ThreadState = "none"
    code: str = ""
    about: Subject = "office"
    subject: str = ""
    index: int = -1
    to: str = ""
    by: str = ""
    asked_at: int = 0
    answered_at: int = 0
    closed_at: int = 0
    digests: tuple[str, ...] = ()
    """Of the statements so far, so that none is recorded twice."""


def code_of(text: str) -> str:
    """The number of a thread: fifty bits of the digest of the statement that begins it."""
    bits = int.from_bytes(sha256(text.encode()).digest()[:8], "big") >> 14
    letters = "".join(LETTERS[bits >> (5 * place) & 31] for place in reversed(range(10)))
    return f"TT-{letters[:5]}-{letters[5:]}"


def digest_of(words: str, salt: str) -> str:
    """What a statement says of its words. Without the salt (hex) nobody can guess them from it."""
    return sha256(f"{salt}\n{words}".encode()).hexdigest()


def parse(text: str) -> Statement:
    """The statement behind its canonical text; refuses any other writing of it."""
    lines = text.split("\n")
    try:
        found = _read(lines)
    except (ValueError, LookupError, msgspec.ValidationError):
        raise NotAStatement() from None
    fields = (found.origin, found.by, found.subject or NOTHING, found.to or NOTHING, found.thread or NOTHING)
    if not all(PLAIN.fullmatch(field) for field in fields) or found.text != text:
        raise NotAStatement()
    if not HEX_DIGEST.fullmatch(found.words) or not HEX_DIGEST.fullmatch(found.root):
        raise NotAStatement()
    return found


def _read(lines: list[str]) -> Statement:
    told = dict(line.split(" ", 1) for line in lines[1:-1])
    about, subject = told["about"].split(" ", 1)
    plain = {name: "" if told[name] == NOTHING else told[name] for name in ("thread", "to")}
    return msgspec.convert(
        {
            "kind": told["kind"],
            "origin": told["log"],
            "size": int(told["size"]),
            "root": told["root"],
            "about": about,
            "subject": "" if subject == NOTHING else subject,
            "index": -1 if told["index"] == NOTHING else int(told["index"]),
            "by": told["by"],
            "made_at": int(told["at"]),
            "words": told["words"],
            **plain,
        },
        Statement,
    )


def evolve(thread: Thread, fact: Fact, at: int) -> Thread:
    """The thread once `fact` has happened at `at` (µs UTC). A fact of another capability is a bug."""
    match fact:
        case InspectionNoted() | InspectionAsked() | InspectionClosed():
            try:
                return _after(thread, parse(fact.statement), at)
            except NotAStatement:
                return (
                    thread  # no statement is kept that cannot be read; a log written elsewhere may hold one
                )
        case InspectionAnswered():
            return replace(thread, state="answered", answered_at=at)
        case InspectionRead():
            return thread
    raise AssertionError(f"{type(fact).__name__} does not happen to a thread")


def _after(thread: Thread, said: Statement, at: int) -> Thread:
    digests = (*thread.digests, code_of(said.text))
    if said.kind == "closing":
        return replace(thread, state="closed", closed_at=at, digests=digests)
    if thread.state != "none":
        return replace(thread, state="open", to=said.to, digests=digests)
    return Thread(
        state="open" if said.kind == "question" else "note",
        code=said.code,
        about=said.about,
        subject=said.subject,
        index=said.index,
        to=said.to,
        by=said.by,
        asked_at=at,
        digests=digests,
    )


def replay(pairs: Iterable[tuple[Fact, int]]) -> Thread:
    return reduce(lambda thread, pair: evolve(thread, *pair), pairs, Thread())


def state(thread: Thread, *, fact: Stated) -> Stated:
    """Add a statement to its thread, or begin one with it; that the signature holds is the caller's to know."""
    said = parse(fact.statement)
    if RECORDED[said.kind] is not type(fact):
        raise NotAStatement()
    if digest_of(_worded(fact.words), fact.salt) != said.words:
        raise OtherWords()
    if code_of(said.text) in thread.digests:
        raise SaidBefore(thread=thread.code)
    if said.thread or said.kind == "closing":
        _goes_on(thread, said)
    return fact


def _goes_on(thread: Thread, said: Statement) -> None:
    _exists(thread)
    if thread.state == "closed":
        raise ThreadClosed(thread=thread.code)
    if thread.by != said.by:
        raise NotYourThread(thread=thread.code)
    if thread.state == "note":
        raise NothingAsked(thread=thread.code)


def answer(thread: Thread, *, words: str, by: str, is_head: bool) -> InspectionAnswered:
    """Explain: whoever was asked, or for anybody's sake the head of the unit; again after a further question."""
    _exists(thread)
    if thread.state == "note":
        raise NothingAsked(thread=thread.code)
    if thread.state == "closed":
        raise ThreadClosed(thread=thread.code)
    if by != thread.to and not is_head:
        raise NotYoursToAnswer(thread=thread.code)
    return InspectionAnswered(answer=_worded(words))


def read(thread: Thread) -> InspectionRead:
    _exists(thread)
    return InspectionRead()


def _exists(thread: Thread) -> None:
    if thread.state == "none":
        raise NoSuchThread()


def _worded(words: str) -> str:
    """The words as they are kept: without blanks around them."""
    tidy = words.strip()
    if not tidy:
        raise WordsMissing()
    if len(tidy) > LONGEST:
        raise WordsTooLong(most=LONGEST)
    return tidy


KINDS: tuple[str, ...] = get_args(Kind)
SUBJECTS: tuple[str, ...] = get_args(Subject)
