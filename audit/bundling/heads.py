"""The signed heads under which a bundle proves its events, and that each extends a head known from elsewhere."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from application.faults import KeysMissing
from application.signer import LogContradicted
from audit.findings import Findings
from audit.heads import CHECKPOINT, Log, logs_of
from audit.prove import LEAVES, NotYetSigned, current_head
from domain.fact import Refused
from ledger.checkpoint import Checkpoint, open_checkpoint
from ledger.leaf import entry, leaf_hash
from ledger.note import Note, VerifyKey, encoded
from ledger.tree import Tree

if TYPE_CHECKING:
    from application.office import Office


class HeadOfAnotherLog(Refused):
    """The earlier head is not one of this office's logs, or it is larger than what the office has signed now."""


class Covered(NamedTuple):
    """One log as its last head covers it."""

    log: Log
    key: VerifyKey
    note: Note
    head: Checkpoint
    tree: Tree

    def told(self) -> dict[str, object]:
        """As the manifest lists it."""
        return {
            "log": self.log.number,
            "start": self.log.start,
            "origin": self.head.origin,
            "size": self.head.size,
            "root": self.head.root.hex(),
        }

    def extends(self, earlier: bytes) -> bytes:
        """Why this head extends an earlier one of the same log, as one asks a witness (C2SP tlog-witness)."""
        before = open_checkpoint(earlier, self.key).checkpoint
        if not 0 < before.size <= self.head.size or self.tree.root(before.size) != before.root:
            raise LogContradicted(size=before.size)
        hashes = "".join(f"{encoded(each)}\n" for each in self.tree.consistency(before.size, self.head.size))
        return f"old {before.size}\n{hashes}\n".encode() + bytes(self.note)


def covering(office: "Office", events: Sequence[int]) -> list[Covered]:
    """The heads of the logs these events are in; refuses when an event is not signed for yet."""
    logs = logs_of(office.store.reader(), Findings())
    keys = {key.name: key for key in office.log_keys.posted()}
    found = []
    for log, following in zip(logs, [*logs[1:], None], strict=True):
        ours = [
            event for event in events if log.start <= event and (not following or event < following.start)
        ]
        if ours:
            covered = _covered(office, log, keys, closed=following is not None)
            if ours[-1] - log.start >= covered.head.size:
                raise NotYetSigned(event=ours[-1])
            found.append(covered)
    return found


def matched(heads: Iterable[Covered], earlier: Sequence[bytes]) -> dict[int, bytes]:
    """Each earlier head by the number of its log."""
    found = {}
    numbers = {each.head.origin: each.log.number for each in heads}
    for note in earlier:
        origin = Checkpoint.parse(Note.parse(note).text).origin
        if origin not in numbers:
            raise HeadOfAnotherLog(origin=origin)
        found[numbers[origin]] = note
    return found


def _covered(office: "Office", log: Log, keys: dict[str, VerifyKey], *, closed: bool) -> Covered:
    if log.origin not in keys:
        raise KeysMissing(path=office.folder.log_vkey)
    if closed:
        note = Note.parse((office.folder.root / f"{CHECKPOINT}.{log.number}").read_bytes())
    else:
        note, _ = current_head(office)
    head = open_checkpoint(note, keys[log.origin]).checkpoint
    rows = office.store.reader().execute(LEAVES, (log.start, log.start + head.size))
    tree = Tree(leaf_hash(entry(commitment)) for (commitment,) in rows)
    if len(tree) != head.size or tree.root() != head.root:
        raise LogContradicted(size=head.size)
    return Covered(log, keys[log.origin], note, head, tree)
