"""The `HS1:` receipt: a whole proof of inclusion, small enough for one printed QR code.

The root is not carried but recomputed, so nothing in the code can be changed without breaking a signature;
it expands without loss to the entry and its standard `.tlog-proof`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

from ledger import base45
from ledger.checkpoint import Checkpoint, SignedCheckpoint
from ledger.fault import MalformedReceipt, UntrustedSignature
from ledger.leaf import NONCE_BYTES, STREAM_BYTES, Opening, commitment_to_digest, leaf_hash
from ledger.leaf import entry as entry_of
from ledger.note import COSIGNATURE_V1, ED25519, LATEST_TIME, Note, Signature, VerifyKey
from ledger.proof import MOST_HASHES, Proof, open_for
from ledger.proof import verify as verify_proof
from ledger.tree import HASH_BYTES, LARGEST_SIZE, root_from_inclusion

PREFIX = "HS1:"
LONGEST_TEXT = 4296
"""The most a QR code can hold in this alphabet."""

_MAGIC = b"HS\x01"
_MOST_WITNESSES = 15
_KEY_ID = 4
_SIGNATURE = 64


class Countersigned(NamedTuple):
    """A witness's line: which key, when (seconds since 1970), and its signature."""

    key_id: bytes
    time: int
    signature: bytes


@dataclass(frozen=True, slots=True)
class Receipt:
    log_key_id: bytes
    unit: str
    topic: str
    stream: bytes
    version: int
    index: int
    size: int
    nonce: bytes
    state_hash: bytes
    claims: bytes
    hashes: tuple[bytes, ...]
    signature: bytes
    witnesses: tuple[Countersigned, ...] = ()

    @property
    def entry(self) -> bytes:
        return entry_of(
            commitment_to_digest(
                self.unit, self.stream, self.version, self.topic, self.state_hash, self.claims, self.nonce
            )
        )

    def __bytes__(self) -> bytes:
        unit, topic = self.unit.encode(), self.topic.encode()
        return b"".join(
            (
                _MAGIC,
                self.log_key_id,
                len(unit).to_bytes(1, "big"),
                unit,
                len(topic).to_bytes(1, "big"),
                topic,
                self.stream,
                *(number.to_bytes(8, "big") for number in (self.version, self.index, self.size)),
                self.nonce,
                self.state_hash,
                len(self.claims).to_bytes(2, "big"),
                self.claims,
                len(self.hashes).to_bytes(1, "big"),
                *self.hashes,
                self.signature,
                len(self.witnesses).to_bytes(1, "big"),
                *(each.key_id + each.time.to_bytes(8, "big") + each.signature for each in self.witnesses),
            )
        )

    def __str__(self) -> str:
        return PREFIX + base45.encode(bytes(self))

    @classmethod
    def parse(cls, text: str) -> "Receipt":
        """From the text of the QR code."""
        if not text.startswith(PREFIX) or len(text) > LONGEST_TEXT:
            raise MalformedReceipt(f"A receipt code begins with {PREFIX}: scan the other code on the paper.")
        try:
            octets = base45.decode(text.removeprefix(PREFIX))
        except ValueError:
            raise MalformedReceipt("The receipt code was not read whole: scan it again.") from None
        return cls.unpack(octets)

    @classmethod
    def unpack(cls, octets: bytes) -> "Receipt":
        cut = _Cut(octets)
        if cut.take(len(_MAGIC)) != _MAGIC:
            raise MalformedReceipt("This receipt is of a kind this program does not know: update it.")
        receipt = cls(
            log_key_id=cut.take(_KEY_ID),
            unit=cut.text(),
            topic=cut.text(),
            stream=cut.take(STREAM_BYTES),
            version=cut.number(8),
            index=cut.number(8),
            size=cut.number(8),
            nonce=cut.take(NONCE_BYTES),
            state_hash=cut.take(HASH_BYTES),
            claims=cut.take(cut.number(2)),
            hashes=tuple(cut.take(HASH_BYTES) for _ in range(cut.number(1, MOST_HASHES))),
            signature=cut.take(_SIGNATURE),
            witnesses=tuple(
                Countersigned(cut.take(_KEY_ID), cut.number(8, LATEST_TIME), cut.take(_SIGNATURE))
                for _ in range(cut.number(1, _MOST_WITNESSES))
            ),
        )
        cut.end()
        return receipt


def compact(opening: Opening, proof: Proof, keys: Iterable[VerifyKey], quorum: int = 0) -> Receipt:
    """The receipt of an event, once its proof holds.

    It carries exactly `quorum` witnesses: a surplus one would only be room for changes that nobody notices.
    """
    signed = verify_proof(proof, opening.entry, keys, quorum)
    receipt = Receipt(
        log_key_id=signed.log.key.id,
        unit=opening.unit,
        topic=opening.topic,
        stream=opening.stream,
        version=opening.version,
        index=proof.index,
        size=signed.checkpoint.size,
        nonce=opening.nonce,
        state_hash=sha256(opening.state).digest(),
        claims=opening.claims,
        hashes=proof.hashes,
        signature=signed.log.signature.payload,
        witnesses=tuple(
            Countersigned(each.key.id, each.time or 0, each.signature.payload[8:])
            for each in signed.witnesses[:quorum]
        ),
    )
    return Receipt.unpack(bytes(receipt))


def expand(receipt: Receipt, keys: Iterable[VerifyKey]) -> tuple[bytes, Proof]:
    """The entry and the standard proof a receipt stands for. Every key id it names must be among `keys`."""
    keys = tuple(keys)
    root = root_from_inclusion(leaf_hash(receipt.entry), receipt.index, receipt.size, receipt.hashes)
    log = _named(receipt.log_key_id, ED25519, keys)
    lines = [Signature(log.name, log.id, receipt.signature)]
    for each in receipt.witnesses:
        name = _named(each.key_id, COSIGNATURE_V1, keys).name
        lines.append(Signature(name, each.key_id, each.time.to_bytes(8, "big") + each.signature))
    if len({line.key_id for line in lines}) != len(lines):
        raise MalformedReceipt("The receipt names a witness twice: it was not made by an office.")
    note = Note(Checkpoint(log.name, receipt.size, root).text, tuple(lines))
    return receipt.entry, Proof(receipt.index, receipt.hashes, note)


def verify(receipt: Receipt, keys: Iterable[VerifyKey], quorum: int = 0) -> SignedCheckpoint:
    """The signed head that covers the receipt's event; holds without any server and any network."""
    keys = tuple(keys)
    _, proof = expand(receipt, keys)
    return open_for(proof.note, keys, quorum)


def _named(key_id: bytes, algorithm: int, keys: Iterable[VerifyKey]) -> VerifyKey:
    for key in keys:
        if key.id == key_id and key.algorithm == algorithm:
            return key
    raise UntrustedSignature(
        f"The receipt is signed by key {key_id.hex()}, which you do not know: ask the office for its keys."
    )


class _Cut:
    """Takes a receipt apart from front to back; whatever is missing or left over is an error."""

    def __init__(self, octets: bytes) -> None:
        self._octets = octets
        self._at = 0

    def take(self, width: int) -> bytes:
        start, self._at = self._at, self._at + width
        if self._at > len(self._octets):
            raise MalformedReceipt("The receipt code ends too early: scan it again.")
        return self._octets[start : self._at]

    def number(self, width: int, largest: int = LARGEST_SIZE) -> int:
        number = int.from_bytes(self.take(width), "big")
        if number > largest:
            raise MalformedReceipt("A number in the receipt code is too large: scan it again.")
        return number

    def text(self) -> str:
        try:
            return self.take(self.number(1)).decode()
        except UnicodeDecodeError:
            raise MalformedReceipt("A name in the receipt code is not text: scan it again.") from None

    def end(self) -> None:
        if self._at != len(self._octets):
            raise MalformedReceipt("The receipt code goes on after its end: scan it again.")
