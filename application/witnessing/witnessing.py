"""The office's side of witnessing: heads go out, countersignatures come in, over the network or on a stick."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import msgspec

from application.files import replace_file
from application.log_keys import LogKeys
from application.signer import CHECKPOINT, LogRow, Signer
from application.withholding import REWRITTEN, SMALLER, Withheld, withhold
from application.witnessing.asking import OK, Asking, Reply, Unheard
from application.witnessing.book import Book, Bracket, CosignedHead, Timeline
from application.witnessing.comparing import judge
from application.witnessing.trees import Span, Trees
from application.witnessing.trust import Trust
from ledger.checkpoint import Checkpoint, open_checkpoint
from ledger.fault import LedgerFault, UntrustedSignature
from ledger.note import MOST_SIGNATURES, Note, Signature, Verified, VerifyKey, verify
from ledger.policy import NONE, Policy, Witness
from ledger.request import SIZE_TYPE, AddCheckpoint, signature_lines, size_of, with_lines

COSIGNED, ALREADY, BY_STICK = "cosigned", "already", "by_stick"
UNHEARD, UNKNOWN_LOG, NOT_TRUSTED, WRONG = "unheard", "unknown_log", "not_trusted", "wrong"
AHEAD, CONTRADICTED = "ahead", "contradicted"
"""The witness says that it knows a larger head, or one that ours does not extend, and has not shown it."""
FORGOT = "forgot"
"""The witness says that it knows less than it has countersigned: it might countersign another history now."""

_CONFLICT, _UNPROCESSABLE = 409, 422
_REFUSALS = {404: UNKNOWN_LOG, 403: NOT_TRUSTED}
_TURNS = 2
"""The second time from the size that the witness told."""


class Outcome(msgspec.Struct, frozen=True):
    """What came of one head at one witness. `known` is the size it told, if it told one."""

    witness: str
    origin: str
    size: int
    kind: str
    known: int = 0

    @property
    def done(self) -> bool:
        return self.kind in {COSIGNED, ALREADY}


class SignedHead(NamedTuple):
    """The last signed head of one of the office's logs; `note` has the log's line alone."""

    span: Span
    head: Checkpoint
    note: Note
    closed: bool


@dataclass(frozen=True)
class Covering:
    """A signed head that covers an event, with exactly the witnesses that make the quorum, or with none yet."""

    log: LogRow
    index: int
    head: Checkpoint
    note: Note
    witnesses: tuple[str, ...]
    """Their names in the policy, the earliest first."""
    needed: int
    """How many make the quorum; 0 when the office asks for none."""
    keys: tuple[VerifyKey, ...]
    """The log's key, then those of `witnesses`."""

    @property
    def waiting(self) -> bool:
        return len(self.witnesses) < self.needed


class Witnessing:
    """Of one open office. Threads may share it."""

    def __init__(self, signer: Signer) -> None:
        self.signer = signer
        self.keys: LogKeys = signer.keys
        self.trust, self.book, self.trees = Trust(signer.folder), Book(signer.folder), Trees(signer.store)

    # ---- what there is

    def heads(self) -> Iterator[SignedHead]:
        """The last signed head of each log, the current log's last. None of a log that lost events."""
        *closed, current = self.trees.spans()
        lost = self.trees.given_up()
        for span in (*(each for each in closed if each.log.origin not in lost), current):
            of_old = span is not current
            path = self.signer.folder / (f"{CHECKPOINT}.{span.log.number}" if of_old else CHECKPOINT)
            try:
                signed = Note.parse(path.read_bytes())
                opened = open_checkpoint(signed, self.keys.verifying(span.log.origin))
            except (OSError, LedgerFault):
                continue  # not signed yet, or damaged: `audit verify` and the signer say which
            yield SignedHead(span, opened.checkpoint, Note(signed.text, (opened.log.signature,)), of_old)

    def covering(self, event: int) -> Covering | None:
        """The first head with a quorum that covers an event, so that its proof stays the same; else the last signed.

        None when no signed head covers the event yet.
        """
        policy, span = self.trust.policy(), self.trees.span_of(event)
        index, origin = event - span.log.start, span.log.origin
        log = self.keys.verifying(origin)
        if policy.quorum != NONE:
            for each in self.book.heads(origin, above=index):
                found = _with_quorum(each, policy)
                if found and self.trees.leads_to(span, each.head):
                    names, lines = zip(*found, strict=True)
                    note = each.note._replace(signatures=(*each.note.signatures, *lines))
                    keys = (log, *(witness.key for name in names if (witness := policy.witness(name))))
                    return Covering(span.log, index, each.head, note, names, policy.needed, keys)
        last = next((each for each in self.heads() if each.span == span and each.head.size > index), None)
        if last is None:
            return None
        return Covering(span.log, index, last.head, last.note, (), policy.needed, (log,))

    def timeline(self, origin: str) -> Timeline:
        """What the witnesses' clocks say about the leaves of a log."""
        return self.book.timeline(origin, self.trust.policy())

    def bracket(self, event: int) -> Bracket:
        """Between which moments an event was recorded, by clocks that are not the office's."""
        span = self.trees.span_of(event)
        return self.timeline(span.log.origin).bracket(event - span.log.start)

    # ---- over the network

    def push(self, asking: Asking, passing_over: Iterable[str] = ()) -> list[Outcome]:
        """Send the last head of each log to every witness that has not countersigned it, and publish what comes back.

        `passing_over` names witnesses that are left alone for now.
        """
        policy, left_alone = self.trust.policy(), frozenset(passing_over)
        outcomes = []
        for head in self.heads():
            if head.closed and self._has_quorum(head.head, policy):
                continue
            outcomes += [
                self._pushed(asking, each, head) for each in policy.witnesses if each.name not in left_alone
            ]
            self.publish(head)
        return outcomes

    def _pushed(self, asking: Asking, witness: Witness, signed: SignedHead) -> Outcome:
        vkey, origin = str(witness.key), signed.head.origin
        remembered = old = self.book.last(origin, vkey)
        if old > signed.head.size or self.book.has(signed.head, vkey):
            return _outcome(witness, signed.head, ALREADY)
        if not witness.url:
            return _outcome(witness, signed.head, BY_STICK)
        try:
            for _ in range(_TURNS):
                reply = asking.add_checkpoint(witness.url, bytes(self._request(signed, old)))
                told = size_of(reply.body) if (reply.status, reply.kind) == (_CONFLICT, SIZE_TYPE) else old
                if told < remembered:
                    return _outcome(witness, signed.head, FORGOT, told)
                if told == old or told > signed.head.size:
                    break
                old = told
            return self._answered(asking, witness, signed, reply)
        except Unheard:
            return _outcome(witness, signed.head, UNHEARD)
        except LedgerFault:
            return _outcome(witness, signed.head, WRONG)

    def _request(self, signed: SignedHead, old: int) -> AddCheckpoint:
        return AddCheckpoint(old, self.trees.consistency(signed.span, old, signed.head), signed.note)

    def _answered(self, asking: Asking, witness: Witness, signed: SignedHead, reply: Reply) -> Outcome:
        if reply.status == OK:
            lines = signature_lines(reply.body, signed.note.text)
            self._keep(witness, signed.head, signed.note, lines)
            return _outcome(witness, signed.head, COSIGNED)
        if reply.status not in {_CONFLICT, _UNPROCESSABLE}:
            return _outcome(witness, signed.head, _REFUSALS.get(reply.status, WRONG))
        known = size_of(reply.body) if reply.kind == SIZE_TYPE else 0
        shown = self._shown(asking, witness, signed.head)
        kind = shown or (AHEAD if known > signed.head.size else CONTRADICTED)
        return _outcome(witness, signed.head, kind, known)

    def _shown(self, asking: Asking, witness: Witness, head: Checkpoint) -> str:
        """What the witness's own last head proves against the store; from then on nothing is signed."""
        try:
            note = asking.head(witness.url, head.origin)
        except Unheard:
            return ""  # a foreign witness need not show its heads
        return self._settled(witness, note) if note is not None else ""

    def _settled(self, witness: Witness, note: bytes) -> str:
        known = judge(self.trees, self.keys, witness, note)
        if known.kind not in {SMALLER, REWRITTEN}:
            return ""
        withhold(
            self.signer.folder, Withheld(known.kind, witness.name, known.origin, known.known, known.held)
        )
        return known.kind

    # ---- on a stick

    def request(self, name: str, old: int | None = None) -> tuple[AddCheckpoint, SignedHead] | None:
        """What to carry to a witness without a network: the current head, and why it extends the one of `old` leaves.

        `old` is what that witness countersigned last, as far as the office knows. None when nothing is signed yet.
        """
        witness = self.trust.witness(name)
        current = self.trees.spans()[-1]
        signed = next((each for each in self.heads() if each.span == current), None)
        if signed is None:
            return None
        known = self.book.last(signed.head.origin, str(witness.key)) if old is None else old
        return self._request(signed, min(known, signed.head.size)), signed

    def accept(self, reply: bytes) -> list[Outcome]:
        """Take in a head that came back, countersigned. Raises a `LedgerFault` when it is not one of ours.

        It may be an older one: then the office knows from which size to ask the next time.
        """
        note = Note.parse(reply)
        policy = self.trust.policy()
        origin = note.text.split("\n", 1)[0]
        log = next((key for key in self.keys.posted() if key.name == origin), None)
        if log is None:
            raise UntrustedSignature(
                f"{origin} is not a log of this office: take the reply to the office it is for."
            )
        opened = open_checkpoint(note, log, [each.key for each in policy.witnesses])
        if not opened.witnesses:
            raise UntrustedSignature(
                "No witness of the policy has countersigned this head: add the witness first."
            )
        alone = Note(note.text, (opened.log.signature,))
        outcomes = []
        for each in opened.witnesses:
            witness = next(one for one in policy.witnesses if one.key == each.key)
            kind = self._settled(witness, reply)
            if not kind:
                self.book.keep(opened.checkpoint, alone, [each])
            outcomes.append(_outcome(witness, opened.checkpoint, kind or COSIGNED))
        for signed in self.heads():
            if signed.head == opened.checkpoint:
                self.publish(signed)
        return outcomes

    # ---- keeping and showing

    def _keep(self, witness: Witness, head: Checkpoint, note: Note, lines: Iterable[Signature]) -> None:
        """Keep the witness's own line; whatever else it sent is by keys that nobody here knows."""
        own = tuple(each for each in lines if (each.name, each.key_id) == (witness.key.name, witness.key.id))
        by: tuple[Verified, ...] = verify(Note(note.text, own), [witness.key])
        if any(not each.time for each in by):
            raise UntrustedSignature(f"{witness.name} countersigned without a time: ask its operator.")
        self.book.keep(head, note, by)

    def publish(self, signed: SignedHead) -> None:
        """Put the countersignatures under the head in the store, where it is still the one that is there."""
        found = self.book.of(signed.head)
        if found is None:
            return
        path = self.signer.folder / (
            f"{CHECKPOINT}.{signed.span.log.number}" if signed.closed else CHECKPOINT
        )
        lines = [line for _, _, line in found.lines]
        with self.signer.answering(), self.signer.alone():
            there = Note.parse(path.read_bytes())
            fuller = with_lines(there, lines, MOST_SIGNATURES)
            if there.text == signed.note.text and fuller != there:
                replace_file(path, bytes(fuller), mode=0o600)

    def _has_quorum(self, head: Checkpoint, policy: Policy) -> bool:
        found = self.book.of(head)
        return found is not None and policy.quorum != NONE and bool(_with_quorum(found, policy))


def _with_quorum(head: CosignedHead, policy: Policy) -> list[tuple[str, Signature]]:
    """Names and lines of exactly the witnesses that make the quorum, the earliest first; none when it is not met."""
    names = {str(each.key): each.name for each in policy.witnesses}
    by = {names[vkey]: line for vkey, _, line in head.lines if vkey in names}
    return [(name, by[name]) for name in policy.exactly(by)]


def _outcome(witness: Witness, head: Checkpoint, kind: str, known: int = 0) -> Outcome:
    return Outcome(witness.name, head.origin, head.size, kind, known)
