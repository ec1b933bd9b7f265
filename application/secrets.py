"""Look-up secrets: derived from a key outside the database.

So a receipt can be printed again, and no row of the database opens anything.
"""

import hmac
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from application.vault import read_key

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O, U; dense in a QR code, readable over the phone."""

LINK_BITS = {"dossier": 130, "ticket": 80}
"""A dossier's link is good for weeks and opens a person's case; a ticket's, for one morning and no person."""
SHORT_LENGTH = 8


def crockford(content: bytes, bits: int) -> str:
    number = int.from_bytes(content, "big") >> (len(content) * 8 - bits)
    return "".join(ALPHABET[(number >> shift) & 31] for shift in range(bits - 5, -1, -5))


def plain(typed: str) -> str:
    """What a person typed or scanned, as the alphabet has it (Crockford: O is 0, I and L are 1)."""
    kept = "".join(letter for letter in typed.upper() if letter.isalnum())
    return kept.translate(str.maketrans("OIL", "011"))


class Secrets:
    """Derives the secrets of tickets and dossiers."""

    def __init__(self, key_file: Path) -> None:
        self.key = read_key(key_file)

    def link(self, stream: UUID, kind: str) -> str:
        """The secret of a look-up link: 26 characters for a dossier, 16 for a ticket."""
        return crockford(self._derive(f"link/{kind}", stream), LINK_BITS[kind])

    def short(self, stream: UUID) -> str:
        """The 8 characters (40 bits) printed for people who cannot scan; tries are counted."""
        return crockford(self._derive("short", stream), SHORT_LENGTH * 5)

    def short_matches(self, stream: UUID, typed: str) -> bool:
        return hmac.compare_digest(self.short(stream), plain(typed))

    def _derive(self, purpose: str, stream: UUID) -> bytes:
        return hmac.new(self.key, f"motcua/{purpose}/{stream.hex}".encode(), sha256).digest()


def digest(secret: str) -> str:
    """What the log keeps of a link's secret."""
    return sha256(plain(secret).encode()).hexdigest()
