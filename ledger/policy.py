"""C2SP tlog-policy: which logs and witnesses one trusts, and how many of them make a head believable.

Strict: UTF-8, at most 32 logs, witnesses and groups, and a public key stands for one of them only.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from ledger.checkpoint import SignedCheckpoint, open_checkpoint
from ledger.fault import MalformedKey, MalformedPolicy, QuorumNotReached, UntrustedSignature
from ledger.note import COSIGNATURE_V1, ED25519, Note, VerifyKey

NONE = "none"
ANY = "any"
ALL = "all"
MOST = 32
"""Logs, witnesses and groups, of each."""
LARGEST_POLICY = 65_536

PROVINCIAL_INSPECTORATE = "thanh-tra-tinh"
FATHERLAND_FRONT = "mat-tran-to-quoc"
NEIGHBOUR = "xa-ban"
DEFAULT_WITNESSES = (PROVINCIAL_INSPECTORATE, FATHERLAND_FRONT, NEIGHBOUR)
"""Three bodies outside the office, of which two make a head: the provincial inspectorate, the Fatherland Front, and
one more, such as a neighbouring commune or a university."""
DEFAULT_QUORUM = 2
_DEFAULT_GROUP = "nhan-chung"

_WORD = re.compile("[^ \t]+")
"""Blanks and tabs part the words of a line, and nothing else does."""
_CONTROL = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f]")
_PLAIN_NUMBER = re.compile("[1-9][0-9]{0,2}")


_FIELD = 2**255 - 19
_ORDER_8 = int.from_bytes(
    bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little"
)
_WEAK = frozenset({0, 1, _FIELD - 1, _ORDER_8, _FIELD - _ORDER_8})
"""The points of Ed25519's curve whose order divides 8, by their second coordinate."""


class Log(NamedTuple):
    key: VerifyKey
    url: str = ""


class Witness(NamedTuple):
    """`name` is used inside the policy only; it need not be the name its key signs under."""

    name: str
    key: VerifyKey
    url: str = ""
    """Its submission prefix: `add-checkpoint` is below it. Empty when it is reached by stick."""


class Group(NamedTuple):
    name: str
    threshold: int
    members: tuple[str, ...]


class Finding(NamedTuple):
    """Why a policy does not keep a log from showing two faces: `witnesses` of which `dishonest` may lie, and `needed`.

    `safe_with` is the smallest quorum that would do, 0 when there is none.
    """

    witnesses: int
    needed: int
    dishonest: int
    safe_with: int


@dataclass(frozen=True, slots=True)
class Policy:
    quorum: str = NONE
    logs: tuple[Log, ...] = ()
    witnesses: tuple[Witness, ...] = ()
    groups: tuple[Group, ...] = ()

    def __str__(self) -> str:
        lines = [f"log {each.key} {each.url}".rstrip() for each in self.logs]
        lines += [f"witness {each.name} {each.key} {each.url}".rstrip() for each in self.witnesses]
        lines += [f"group {each.name} {each.threshold} {' '.join(each.members)}" for each in self.groups]
        return "".join(f"{line}\n" for line in (*lines, f"quorum {self.quorum}"))

    @classmethod
    def parse(cls, octets: bytes | str) -> "Policy":
        """From the text of a policy file; raises `MalformedPolicy` with the line that is wrong."""
        reading = _Reading()
        for number, line in enumerate(_lines(octets), 1):
            words = _WORD.findall(line)
            if words and not words[0].startswith("#"):
                reading.take(number, words)
        return reading.policy()

    @property
    def keys(self) -> tuple[VerifyKey, ...]:
        """Those of the logs first, then those of the witnesses."""
        return (*(each.key for each in self.logs), *(each.key for each in self.witnesses))

    @property
    def needed(self) -> int:
        """The smallest number of witnesses that can make the quorum; 0 when none are asked for."""
        return len(self._fewest(self.quorum, frozenset(each.name for each in self.witnesses)) or ())

    def met_by(self, names: Iterable[str]) -> bool:
        """Whether the witnesses of these names make the quorum."""
        return self._witnessed(self.quorum, frozenset(names))

    def exactly(self, names: Iterable[str]) -> tuple[str, ...]:
        """The fewest of `names` that still make the quorum, in the order given; empty when they do not make it.

        A receipt carries these and no more: a surplus line is room for a change that nobody notices.
        """
        names = tuple(dict.fromkeys(names))
        fewest = self._fewest(self.quorum, frozenset(names)) or ()
        return tuple(each for each in names if each in fewest)

    def witness(self, name: str) -> Witness | None:
        return next((each for each in self.witnesses if each.name == name), None)

    def evaluate(self, note: Note | bytes, logs: Iterable[VerifyKey] = ()) -> "Judged":
        """The checkpoint in `note`, signed by a log of this policy or of `logs`, and who countersigned it.

        Raises `UntrustedSignature` when none of these logs signed it, or when a known key's line is false.
        """
        note = Note.parse(note) if isinstance(note, bytes) else note
        origin = note.text.split("\n", 1)[0]
        known = (*logs, *(each.key for each in self.logs))
        log = next((each for each in known if each.name == origin), None)
        if log is None:
            raise UntrustedSignature(
                f"The policy names no log {origin}: add its verifier key in a line 'log'."
            )
        signed = open_checkpoint(note, log, [each.key for each in self.witnesses])
        by_key = {each.key: each.name for each in self.witnesses}
        names = tuple(by_key[each.key] for each in signed.witnesses)
        return Judged(signed, names, self.met_by(names))

    def open(self, note: Note | bytes, logs: Iterable[VerifyKey] = ()) -> SignedCheckpoint:
        """The checkpoint in `note`, once the quorum is there; else `QuorumNotReached`."""
        judged = self.evaluate(note, logs)
        if not judged.quorum:
            raise QuorumNotReached(
                f"{len(judged.witnesses)} of {self.needed} witnesses have countersigned: ask again later."
            )
        return judged.signed

    def finding(self, dishonest: int = 0) -> Finding | None:
        """What is wrong when `dishonest` witnesses may sign anything, or None when no two quorums can part ways.

        A log can show two faces when two sets of witnesses, each a quorum, have nobody but dishonest ones in
        common. With one group of n and a quorum of k, that is k <= (n + dishonest) / 2.
        """
        if self._shared(self.quorum) > dishonest:
            return None
        count = len(self.witnesses)
        enough = smallest_safe(count, dishonest)
        return Finding(count, self.needed, dishonest, enough if enough <= count else 0)

    def _group(self, name: str) -> Group | None:
        return next((each for each in self.groups if each.name == name), None)

    def _witnessed(self, name: str, signed: frozenset[str]) -> bool:
        group = self._group(name)
        if group is None:
            return name == NONE or name in signed
        return sum(self._witnessed(each, signed) for each in group.members) >= group.threshold

    def _fewest(self, name: str, signed: frozenset[str]) -> tuple[str, ...] | None:
        """The fewest of `signed` that witness `name`, or None. No two members share a witness, so the cheapest do."""
        group = self._group(name)
        if group is None:
            return () if name == NONE else (name,) if name in signed else None
        choices = [self._fewest(each, signed) for each in group.members]
        able = sorted((each for each in choices if each is not None), key=len)[: group.threshold]
        return tuple(chain(*able)) if len(able) == group.threshold else None

    def _shared(self, name: str) -> int:
        """How many witnesses two sets that both witness `name` have in common at least."""
        group = self._group(name)
        if group is None:
            return int(name != NONE)
        both = max(0, 2 * group.threshold - len(group.members))
        return sum(sorted(self._shared(each) for each in group.members)[:both])


class Judged(NamedTuple):
    """A head signed by its log, the policy's names of those who countersigned, and whether that is the quorum."""

    signed: SignedCheckpoint
    witnesses: tuple[str, ...]
    quorum: bool


def safe(n: int, k: int, f: int = 0) -> bool:
    """Whether a quorum of `k` of `n` witnesses, `f` of them dishonest, can never countersign two histories."""
    return 0 < k <= n and 2 * k > n + f


def smallest_safe(n: int, f: int = 0) -> int:
    """The smallest `k` with k > (n + f) / 2; when it is larger than `n`, no quorum is safe."""
    return (n + f) // 2 + 1


def anybody_signs(key: VerifyKey) -> bool:
    """Whether signatures under this key need no private one: a point of small order, or not a point's writing."""
    second = int.from_bytes(key.public, "little") & (2**255 - 1)
    return second >= _FIELD or second in _WEAK


def threshold_policy(logs: Iterable[Log], witnesses: Iterable[Witness], quorum: int) -> Policy:
    """`quorum` of these witnesses, in one group."""
    witnesses = tuple(witnesses)
    if quorum == 0:
        return Policy(NONE, tuple(logs), witnesses)
    group = Group(_DEFAULT_GROUP, quorum, tuple(each.name for each in witnesses))
    return Policy.parse(str(Policy(group.name, tuple(logs), witnesses, (group,))))


class _Reading:
    """A policy while its lines are read; a line may only use what earlier lines defined."""

    def __init__(self) -> None:
        self.logs: list[Log] = []
        self.witnesses: list[Witness] = []
        self.groups: list[Group] = []
        self.quorum = ""
        self.taken: set[str] = set()
        """Names that are a member of a group already."""

    def take(self, number: int, words: list[str]) -> None:
        kinds: dict[str, tuple[Callable[[list[str]], None], range]] = {
            "log": (self._log, range(1, 3)),
            "witness": (self._witness, range(2, 4)),
            "group": (self._group, range(3, 3 + 2 * MOST)),
            "quorum": (self._quorum, range(1, 2)),
        }
        kind, *rest = words
        if kind not in kinds or len(rest) not in kinds[kind][1]:
            raise MalformedPolicy(
                f"Line {number} of the policy is not a line 'log', 'witness', 'group' or 'quorum'."
            )
        try:
            kinds[kind][0](rest)
        except (MalformedPolicy, MalformedKey) as fault:
            raise MalformedPolicy(f"Line {number} of the policy: {fault}") from None

    def policy(self) -> Policy:
        if not self.quorum:
            raise MalformedPolicy("The policy has no line 'quorum': add one, 'quorum none' for no witnesses.")
        return Policy(self.quorum, tuple(self.logs), tuple(self.witnesses), tuple(self.groups))

    def _log(self, words: list[str]) -> None:
        key = _key(words[0], ED25519, "a log's signing key")
        self._new_key(key, len(self.logs))
        if any(each.key.name == key.name for each in self.logs):
            raise MalformedPolicy(f"the log {key.name} has two keys: keep the one that is its own.")
        self.logs.append(Log(key, *words[1:]))

    def _witness(self, words: list[str]) -> None:
        key = _key(words[1], COSIGNATURE_V1, "a witness's key")
        self._new_key(key, len(self.witnesses))
        self._new_name(words[0])
        self.witnesses.append(Witness(words[0], key, *words[2:]))

    def _group(self, words: list[str]) -> None:
        name, threshold, *members = words
        for each in members:
            if each not in self._names():
                raise MalformedPolicy(f"nothing above is called {each}: define it first.")
            if each in self.taken:
                raise MalformedPolicy(f"{each} is a member twice: each witness counts once.")
            self.taken.add(each)
        self._new_name(name)
        if len(self.groups) == MOST:
            raise MalformedPolicy(f"a policy has at most {MOST} groups.")
        self.groups.append(Group(name, _threshold(threshold, len(members)), tuple(members)))

    def _quorum(self, words: list[str]) -> None:
        if self.quorum:
            raise MalformedPolicy("there is a quorum already: keep one line.")
        if words[0] != NONE and words[0] not in self._names():
            raise MalformedPolicy(f"nothing above is called {words[0]}: define it first.")
        self.quorum = words[0]

    def _names(self) -> set[str]:
        return {each.name for each in self.witnesses} | {each.name for each in self.groups}

    def _new_name(self, name: str) -> None:
        if name == NONE or name in self._names():
            raise MalformedPolicy(f"the name {name} is taken: use another.")

    def _new_key(self, key: VerifyKey, listed: int) -> None:
        if listed == MOST:
            raise MalformedPolicy(f"a policy has at most {MOST} logs and {MOST} witnesses.")
        known = [each.key for each in self.logs] + [each.key for each in self.witnesses]
        if any(each.public == key.public for each in known):
            raise MalformedPolicy(
                f"the key of {key.name} is listed twice, maybe by other names: keep one line."
            )


def _threshold(text: str, members: int) -> int:
    if text in {ANY, ALL}:
        return 1 if text == ANY else members
    if not _PLAIN_NUMBER.fullmatch(text) or int(text) > members:
        raise MalformedPolicy(f"'{text}' of {members}: write 'any', 'all' or a number from 1 to {members}.")
    return int(text)


def _key(text: str, algorithm: int, what: str) -> VerifyKey:
    key = VerifyKey.parse(text)
    if key.algorithm != algorithm:
        raise MalformedPolicy(f"the key of {key.name} is not {what}: copy the right one.")
    if anybody_signs(key):
        raise MalformedPolicy(
            f"the key of {key.name} is one under which anybody can sign: ask for a real one."
        )
    return key


def _lines(octets: bytes | str) -> list[str]:
    octets = octets.encode() if isinstance(octets, str) else octets
    if len(octets) > LARGEST_POLICY:
        raise MalformedPolicy(f"A policy has at most {LARGEST_POLICY} bytes, not {len(octets)}.")
    if _CONTROL.search(octets):
        raise MalformedPolicy("The policy has control characters: save it as plain text with \\n line ends.")
    if not octets.endswith(b"\n"):
        raise MalformedPolicy("The last line of the policy is not ended: add a line break.")
    try:
        text = octets.decode()
    except UnicodeDecodeError:
        raise MalformedPolicy("The policy is not UTF-8 text: save it again.") from None
    return text[:-1].split("\n")
