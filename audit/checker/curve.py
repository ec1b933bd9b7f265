"""Ed25519 (RFC 8032), the verifying half alone, in plain arithmetic: slow, short, and nothing to install."""

from __future__ import annotations

from hashlib import sha512
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Point = tuple[int, int, int, int]
    """Extended coordinates: x/z, y/z and x*y/z."""

PRIME = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
CURVE = -121665 * pow(121666, PRIME - 2, PRIME) % PRIME
ROOT_OF_MINUS_ONE = pow(2, (PRIME - 1) // 4, PRIME)
SIGNATURE_BYTES = 64


def point_of(octets: bytes) -> Point | None:
    """The point these 32 bytes are, or None where they are none."""
    written = int.from_bytes(octets, "little")
    sign, y = written >> 255, written & (2**255 - 1)
    square = (y * y - 1) * pow(CURVE * y * y + 1, PRIME - 2, PRIME) % PRIME
    x = pow(square, (PRIME + 3) // 8, PRIME)
    if (x * x - square) % PRIME:
        x = x * ROOT_OF_MINUS_ONE % PRIME
    if y >= PRIME or (x * x - square) % PRIME or (not x and sign):
        return None
    x = PRIME - x if x & 1 != sign else x
    return (x, y, 1, x * y % PRIME)


def added(p: Point, q: Point) -> Point:
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % PRIME, (p[1] + p[0]) * (q[1] + q[0]) % PRIME
    c, d = 2 * p[3] * q[3] * CURVE % PRIME, 2 * p[2] * q[2] % PRIME
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % PRIME, g * h % PRIME, f * g % PRIME, e * h % PRIME)


def times(number: int, point: Point) -> Point:
    total = (0, 1, 1, 0)
    for bit in bin(number)[2:]:
        total = added(total, total)
        if bit == "1":
            total = added(total, point)
    return total


def base_point() -> Point:
    point = point_of((4 * pow(5, PRIME - 2, PRIME) % PRIME).to_bytes(32, "little"))
    assert point is not None  # noqa: S101 - a constant of the curve
    return point


def signed_by(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether the holder of `public` signed `message`."""
    key, scalar = point_of(public), int.from_bytes(signature[32:], "little")
    if key is None or len(signature) != SIGNATURE_BYTES or scalar >= ORDER:
        return False
    told = int.from_bytes(sha512(signature[:32] + public + message).digest(), "little") % ORDER
    minus = (PRIME - key[0], key[1], key[2], PRIME - key[3])
    x, y, z, _ = added(times(scalar, base_point()), times(told, minus))
    inverse = pow(z, PRIME - 2, PRIME)
    found = (y * inverse % PRIME) | ((x * inverse % PRIME & 1) << 255)
    return found.to_bytes(32, "little") == signature[:32]
