"""What witnesses have countersigned, beside what the store holds: after a restore, before anything is signed again."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

from application.log_keys import LogKeys
from application.withholding import RESTORED, REWRITTEN, SMALLER, Withheld, release, withheld, withhold
from application.witnessing.asking import Asking, Unheard
from application.witnessing.trees import Trees
from ledger.checkpoint import SignedCheckpoint, open_checkpoint
from ledger.fault import LedgerFault
from ledger.note import VerifyKey
from ledger.policy import Policy, Witness

if TYPE_CHECKING:
    from application.office import Office

SAME = "same"
"""The store leads to the head that the witness countersigned last."""
ACCOUNTED = "accounted"
"""What the witness has countersigned was lost, and the log that came after admits it: nothing more is signed there."""
NOTHING = "nothing"
"""The witness has countersigned nothing of this log."""
UNHEARD = "unheard"
"""The witness did not answer."""
UNPROVED = "unproved"
"""The witness showed something that the log's own key did not sign: it proves nothing."""
_AGREES = frozenset({SAME, ACCOUNTED})
_HEARD = _AGREES | {NOTHING, SMALLER, REWRITTEN}


class Known(msgspec.Struct, frozen=True):
    """What one witness knows of one log: `known` leaves in its last head, `held` in the store."""

    witness: str
    origin: str
    kind: str
    known: int = 0
    held: int = 0


class Comparison(msgspec.Struct, frozen=True):
    """The verdict: `same`, `smaller`, `rewritten`, or `unheard` when too few answered to know the last believable head.

    Of n witnesses with a quorum of k, any n - k + 1 have one among them that countersigned the last head with a quorum.
    """

    verdict: str
    witnesses: tuple[Known, ...]
    heard: int
    needed: int

    @property
    def ok(self) -> bool:
        return self.verdict == SAME


def compare(office: "Office", replies: Iterable[bytes] = (), *, settle: bool = True) -> Comparison:
    """Ask every witness for its last head of each of the office's logs, and look whether the store leads there.

    `replies` are heads that came by stick. With `settle`, a store that is smaller or rewritten must not sign from
    now on, and one that agrees with enough witnesses may again; when too few are heard, nothing is changed.
    """
    witnessing = office.witnessing
    policy = witnessing.trust.policy()
    asking = Asking()
    try:
        found = [
            each
            for witness in policy.witnesses
            for each in _asked(witnessing.trees, witnessing.keys, witness, asking)
        ]
    finally:
        asking.close()
    found += [_carried(witnessing.trees, witnessing.keys, policy, reply) for reply in replies]
    answer = _verdict(found, policy, witnessing.keys.posted()[-1].name)
    if settle:
        _settle(office, answer)
    return answer


def judge(trees: Trees, keys: LogKeys, witness: Witness, note: bytes) -> Known:
    """What the head in `note`, which the log's own key must have signed, says about the store."""
    signed = _signed(keys, witness.key, note)
    if signed is None:
        return Known(witness.name, "", UNPROVED)
    head = signed.checkpoint
    span = next((each for each in trees.spans() if each.log.origin == head.origin), None)
    held = len(trees.tree(span)) if span else 0
    if span is None or not trees.leads_to(span, head):
        admitted = head.size <= trees.given_up().get(head.origin, -1)
        kind = ACCOUNTED if admitted else SMALLER if held < head.size else REWRITTEN
    else:
        kind = SAME
    return Known(witness.name, head.origin, kind, head.size, held)


def _signed(keys: LogKeys, witness: VerifyKey, note: bytes) -> SignedCheckpoint | None:
    origin = note.split(b"\n", 1)[0].decode("utf-8", "replace")
    log = next((key for key in keys.posted() if key.name == origin), None)
    try:
        return open_checkpoint(note, log, [witness]) if log is not None else None
    except LedgerFault:
        return None


def _asked(trees: Trees, keys: LogKeys, witness: Witness, asking: Asking) -> list[Known]:
    if not witness.url:
        return []
    found = []
    for log in keys.posted():
        try:
            note = asking.head(witness.url, log.name)
        except Unheard:
            found.append(Known(witness.name, log.name, UNHEARD))
            continue
        known = Known(witness.name, log.name, NOTHING) if note is None else judge(trees, keys, witness, note)
        found.append(msgspec.structs.replace(known, origin=log.name))
    return found


def _carried(trees: Trees, keys: LogKeys, policy: Policy, reply: bytes) -> Known:
    """A head from a stick, by the witness whose line is on it."""
    for witness in policy.witnesses:
        signed = _signed(keys, witness.key, reply)
        if signed is not None and signed.witnesses:
            return judge(trees, keys, witness, reply)
    return Known("", "", UNPROVED)


def _verdict(found: list[Known], policy: Policy, latest: str) -> Comparison:
    heard = {each.witness for each in found if each.origin == latest and each.kind in _HEARD}
    needed = len(policy.witnesses) - policy.needed + 1 if policy.needed else 0
    kinds = {each.kind for each in found}
    worst = next((kind for kind in (REWRITTEN, SMALLER) if kind in kinds), None)
    verdict = worst or (SAME if len(heard) >= needed else UNHEARD)
    return Comparison(verdict, tuple(found), len(heard), needed)


def _settle(office: "Office", answer: Comparison) -> None:
    root = office.folder.root
    if answer.ok:
        why = withheld(root)
        if why is not None and _is_settled(why, answer):
            release(root)
        return
    worst = next(
        (
            each
            for each in answer.witnesses
            if each.kind == answer.verdict and each.kind in {SMALLER, REWRITTEN}
        ),
        None,
    )
    if worst is not None:
        withhold(root, Withheld(worst.kind, worst.witness, worst.origin, worst.known, worst.held))


def _is_settled(why: Withheld, answer: Comparison) -> bool:
    """Whether enough was heard against the reason: the witness that contradicted the store agrees with it now."""
    if why.why == RESTORED:
        return True
    about = [each for each in answer.witnesses if (each.witness, each.origin) == (why.witness, why.origin)]
    return why.why in {SMALLER, REWRITTEN} and any(each.kind in _AGREES for each in about)
