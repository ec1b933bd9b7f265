"""The leaf of an event: a salted commitment to the stored bytes, bound to unit, stream, version and topic.

A leaf tells a stranger nothing; whoever holds the nonce and the bytes can open exactly one.
"""

from collections.abc import Callable
from hashlib import sha256
from typing import NamedTuple

TAG = b"hoso-event/v1\n"
ENTRY_TAG = b"hoso1\n"
STREAM_BYTES = 16
NONCE_BYTES = 16
HASH_BYTES = 32
ENTRY_BYTES = len(ENTRY_TAG) + HASH_BYTES

_MOST_TOPICS = 1024  # a log has some dozens; a forged one must not fill the memory

_LENGTH_OF_HASH = HASH_BYTES.to_bytes(4, "big")
_LENGTH_OF_STREAM = (2 * STREAM_BYTES).to_bytes(4, "big")
_NO_CLAIMS = _LENGTH_OF_HASH + sha256(b"").digest()

Committer = Callable[[bytes, int, bytes, bytes, bytes, bytes], bytes]


class Opening(NamedTuple):
    """All that opens one leaf: whoever holds it can show which event the leaf stands for."""

    unit: str
    stream: bytes
    version: int
    topic: str
    state: bytes
    claims: bytes
    nonce: bytes

    @property
    def commitment(self) -> bytes:
        return commitment(*self)

    @property
    def entry(self) -> bytes:
        return entry(self.commitment)


def commitment(
    unit: str | bytes,
    stream: bytes,
    version: int,
    topic: str | bytes,
    state: bytes,
    claims: bytes,
    nonce: bytes,
) -> bytes:
    """The 32 bytes that bind an event; `stream` and `nonce` are 16 bytes, `state` is the stored blob."""
    return committer(unit)(stream, version, _octets(topic), state, claims, nonce)


def commitment_to_digest(
    unit: str, stream: bytes, version: int, topic: str, state_hash: bytes, claims: bytes, nonce: bytes
) -> bytes:
    """The same commitment for a holder who has only the hash of the stored bytes."""
    _check_widths(stream, nonce)
    if len(state_hash) != HASH_BYTES:
        raise ValueError(f"a state hash is {HASH_BYTES} bytes, not {len(state_hash)}")
    return sha256(
        TAG
        + nonce
        + _framed(unit.encode())
        + _framed(stream.hex().encode())
        + version.to_bytes(8, "big")
        + _framed(topic.encode())
        + _framed(state_hash)
        + _framed(sha256(claims).digest())
    ).digest()


def committer(unit: str | bytes) -> Committer:
    """`commitment` for many events of one unit; what does not change from event to event is framed once."""
    after_nonce = _framed(_octets(unit)) + _LENGTH_OF_STREAM
    topics: dict[bytes, bytes] = {}

    def commit(stream: bytes, version: int, topic: bytes, state: bytes, claims: bytes, nonce: bytes) -> bytes:
        if len(stream) != STREAM_BYTES or len(nonce) != NONCE_BYTES:
            _check_widths(stream, nonce)
        framed_topic = topics.get(topic)
        if framed_topic is None:
            framed_topic = _framed(topic) + _LENGTH_OF_HASH
            if len(topics) < _MOST_TOPICS:
                topics[topic] = framed_topic
        return sha256(
            b"%b%b%b%b%b%b%b%b"
            % (
                TAG,
                nonce,
                after_nonce,
                stream.hex().encode(),
                version.to_bytes(8, "big"),
                framed_topic,
                sha256(state).digest(),
                _LENGTH_OF_HASH + sha256(claims).digest() if claims else _NO_CLAIMS,
            )
        ).digest()

    return commit


def entry(commitment: bytes) -> bytes:
    """What the log stores and serves for an event: 38 bytes."""
    if len(commitment) != HASH_BYTES:
        raise ValueError(f"a commitment is {HASH_BYTES} bytes, not {len(commitment)}")
    return ENTRY_TAG + commitment


def leaf_hash(entry: bytes) -> bytes:
    """RFC 6962: the hash of an entry, kept apart from the hash of a node by its first byte."""
    return sha256(b"\x00" + entry).digest()


def _framed(octets: bytes) -> bytes:
    return len(octets).to_bytes(4, "big") + octets


def _octets(text: str | bytes) -> bytes:
    return text.encode() if isinstance(text, str) else text


def _check_widths(stream: bytes, nonce: bytes) -> None:
    if len(stream) != STREAM_BYTES:
        raise ValueError(f"a stream is {STREAM_BYTES} bytes, not {len(stream)}")
    if len(nonce) != NONCE_BYTES:
        raise ValueError(f"a nonce is {NONCE_BYTES} bytes, not {len(nonce)}")
