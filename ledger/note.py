"""C2SP signed notes: a text, and lines in which named keys sign it. Ed25519 (0x01) and cosignature/v1 (0x04).

Strict: one way to write each note, so that a note read and written again is the same bytes.
"""

import base64
import binascii
import re
from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ledger.fault import MalformedKey, MalformedNote, UntrustedSignature

ED25519 = 0x01
COSIGNATURE_V1 = 0x04
LARGEST_NOTE = 16_384
MOST_SIGNATURES = 16
LATEST_TIME = 2**63 - 1

_KEY_ID = 4
_PUBLIC = 32
_SIGNATURE = 64
_FINGERPRINT = 32
_PRIVATE_MARK = "PRIVATE+KEY+"
_LINE = re.compile("\u2014 ([^ ]+) ([A-Za-z0-9+/]+={0,2})")


def encoded(octets: bytes) -> str:
    return base64.b64encode(octets).decode()


def decoded(text: str) -> bytes:
    """Standard base64 in its one canonical writing; anything else is a ValueError."""
    octets = base64.b64decode(text.encode("ascii"), validate=True)
    if encoded(octets) != text:
        raise binascii.Error("not the canonical writing of these bytes")
    return octets


def key_id(name: str, algorithm: int, public: bytes) -> bytes:
    return sha256(name.encode() + b"\n" + bytes([algorithm]) + public).digest()[:_KEY_ID]


class VerifyKey(NamedTuple):
    """A public key and the name it signs under."""

    name: str
    algorithm: int
    public: bytes

    @property
    def id(self) -> bytes:
        return key_id(self.name, self.algorithm, self.public)

    @property
    def fingerprint(self) -> str:
        """What people compare: the first 128 bits of the SHA-256 of the written key, in eight groups of four.

        It covers the name as well, so a key shown under another name has another fingerprint.
        """
        digits = sha256(str(self).encode()).hexdigest()[:_FINGERPRINT].upper()
        return " ".join(digits[at : at + 4] for at in range(0, _FINGERPRINT, 4))

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{encoded(bytes([self.algorithm]) + self.public)}"

    @classmethod
    def parse(cls, text: str) -> "VerifyKey":
        name, algorithm, public = _key_parts(text, "A verifier key")
        key = cls(name, algorithm, public)
        if str(key) != text:
            raise MalformedKey("The id inside the verifier key is not the key's own: copy the key again.")
        return key


class Signature(NamedTuple):
    """One line under a note. `payload` is what follows the key id."""

    name: str
    key_id: bytes
    payload: bytes

    def __str__(self) -> str:
        return f"\u2014 {self.name} {encoded(self.key_id + self.payload)}\n"


class Note(NamedTuple):
    text: str
    signatures: tuple[Signature, ...]

    def __bytes__(self) -> bytes:
        return f"{self.text}\n{''.join(map(str, self.signatures))}".encode()

    @classmethod
    def parse(cls, octets: bytes) -> "Note":
        text, lines = _note_parts(octets)
        signatures = tuple(_signature(line) for line in lines)
        if len({(each.name, each.key_id) for each in signatures}) != len(signatures):
            raise MalformedNote("Two lines of the note are by the same key: keep one of them.")
        return cls(text, signatures)


class Verified(NamedTuple):
    """A signature that holds. `time` is seconds since 1970 for a cosignature, None for a plain signature."""

    key: VerifyKey
    time: int | None
    signature: Signature


class Signer:
    """The private half of a key that signs notes as their author."""

    algorithm = ED25519

    def __init__(self, name: str, seed: bytes) -> None:
        _check_name(name)
        if len(seed) != _PUBLIC:
            raise MalformedKey(f"A private key is {_PUBLIC} bytes, not {len(seed)}.")
        self._seed = seed
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self.key = VerifyKey(name, self.algorithm, self._private.public_key().public_bytes_raw())

    @classmethod
    def parse(cls, text: str) -> "Signer":
        """From the written form, `PRIVATE+KEY+name+id+base64`."""
        if not text.startswith(_PRIVATE_MARK):
            raise MalformedKey(f"A private key begins with {_PRIVATE_MARK}: this is something else.")
        name, algorithm, seed = _key_parts(text.removeprefix(_PRIVATE_MARK), "A private key")
        if algorithm != cls.algorithm:
            raise MalformedKey(f"This private key is of kind {algorithm}, not {cls.algorithm}.")
        signer = cls(name, seed)
        if signer.private != text:
            raise MalformedKey(
                "The id inside the private key is not the key's own: restore it from its backup."
            )
        return signer

    @property
    def vkey(self) -> str:
        return str(self.key)

    @property
    def private(self) -> str:
        """The written form. It is the key: whoever reads it can sign."""
        secret = encoded(bytes([self.algorithm]) + self._seed)
        return f"{_PRIVATE_MARK}{self.key.name}+{self.key.id.hex()}+{secret}"

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.key.name!r}, ...)"  # never the seed

    def sign(self, text: str) -> Signature:
        return Signature(self.key.name, self.key.id, self._private.sign(_checked_text(text)))


class Cosigner(Signer):
    """The private half of a witness's key: it signs a checkpoint together with the second it saw it."""

    algorithm = COSIGNATURE_V1

    def cosign(self, text: str, time: int) -> Signature:
        if not 0 <= time <= LATEST_TIME:
            raise ValueError(f"{time} is not a time in seconds since 1970")
        _checked_text(text)
        signed = self._private.sign(_cosigned(text, time))
        return Signature(self.key.name, self.key.id, time.to_bytes(8, "big") + signed)

    def sign(self, text: str) -> Signature:
        raise ValueError("a witness signs with the time: use cosign")


def signed(text: str, *signatures: Signature) -> Note:
    """A note that will parse."""
    return Note.parse(bytes(Note(text, signatures)))


def verify(note: Note, keys: Iterable[VerifyKey]) -> tuple[Verified, ...]:
    """The signatures by known keys, all of which must hold; lines by strangers are passed over."""
    known = {(key.name, key.id): key for key in keys}
    verified = []
    for signature in note.signatures:
        key = known.get((signature.name, signature.key_id))
        if key is not None:
            verified.append(Verified(key, _time_if_it_holds(key, note.text, signature), signature))
    if not verified:
        raise UntrustedSignature(
            "No key you trust has signed this note: ask its author for their verifier key."
        )
    return tuple(verified)


def _time_if_it_holds(key: VerifyKey, text: str, signature: Signature) -> int | None:
    payload, time, message = signature.payload, None, text.encode()
    if key.algorithm == COSIGNATURE_V1:
        time, payload = int.from_bytes(payload[:8], "big"), payload[8:]
        message = _cosigned(text, time)
    elif key.algorithm != ED25519:
        raise UntrustedSignature(f"The key of {key.name} is of a kind this program does not know: update it.")
    if (time or 0) > LATEST_TIME or not _holds(key.public, payload, message):
        raise UntrustedSignature(
            f"The signature of {key.name} does not belong to this text: the note was changed, fetch it again."
        )
    return time


def _holds(public: bytes, signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        return False
    return len(signature) == _SIGNATURE


def _cosigned(text: str, time: int) -> bytes:
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def _key_parts(text: str, what: str) -> tuple[str, int, bytes]:
    parts = text.split("+", 2)
    if len(parts) != 3:  # noqa: PLR2004 - name, id, key
        raise MalformedKey(f"{what} has three parts, name+id+key: copy the whole line.")
    _check_name(parts[0])
    try:
        octets = decoded(parts[2])
    except ValueError:
        raise MalformedKey(
            f"The last part of the key of {parts[0]} is not base64: copy the whole line."
        ) from None
    if len(octets) != 1 + _PUBLIC:
        raise MalformedKey(
            f"The key of {parts[0]} is {len(octets)} bytes, not {1 + _PUBLIC}: copy the whole line."
        )
    return parts[0], octets[0], octets[1:]


def is_name(name: str) -> bool:
    """Whether a key may have this name: a word without blanks and without `+`."""
    return bool(name) and name.isprintable() and not any(each.isspace() or each == "+" for each in name)


def _check_name(name: str) -> None:
    if not is_name(name):
        raise MalformedKey(f"{name!r} cannot be a key's name: use a word without blanks and without '+'.")


def _checked_text(text: str) -> bytes:
    if not text.endswith("\n"):
        raise MalformedNote("The text of a note ends with a line break: add one.")
    return text.encode()


def _note_parts(octets: bytes) -> tuple[str, list[str]]:
    if len(octets) > LARGEST_NOTE:
        raise MalformedNote(f"A note has at most {LARGEST_NOTE} bytes, not {len(octets)}.")
    try:
        whole = octets.decode()
    except UnicodeDecodeError:
        raise MalformedNote("The note is not UTF-8 text: fetch it again.") from None
    if any(each != "\n" and (each < " " or each in "\x7f\ufeff") for each in whole):
        raise MalformedNote("The note has control characters: fetch it again, without changing line ends.")
    text, blank, below = whole.rpartition("\n\n")
    if not blank or not below.endswith("\n"):
        raise MalformedNote("A note is a text, an empty line, and signature lines: fetch the whole of it.")
    lines = below[:-1].split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise MalformedNote(f"A note has at most {MOST_SIGNATURES} signatures, not {len(lines)}.")
    return text + "\n", lines


def _signature(line: str) -> Signature:
    match = _LINE.fullmatch(line)
    octets = b""
    if match is not None and is_name(match[1]):
        with suppress(ValueError):
            octets = decoded(match[2])
    if match is None or len(octets) <= _KEY_ID:
        raise MalformedNote("A signature line is a dash, a name and base64: fetch the note again.")
    return Signature(match[1], octets[:_KEY_ID], octets[_KEY_ID:])
