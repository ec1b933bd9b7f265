"""QR codes whose size never depends on the secret: every ticket of an office has the same version, so layouts hold."""

from typing import Literal

from qrcode.constants import ERROR_CORRECT_H, ERROR_CORRECT_L, ERROR_CORRECT_M, ERROR_CORRECT_Q
from qrcode.main import QRCode
from qrcode.util import MODE_8BIT_BYTE, MODE_ALPHA_NUM, QRData

Level = Literal["L", "M", "Q", "H"]
Matrix = tuple[tuple[bool, ...], ...]
"""Rows of modules, from the top; True is black."""

QUIET = 4
"""Modules of white around the code, as the standard asks; on a screen 2 are read as well, 0 never."""

_LEVELS = {"L": ERROR_CORRECT_L, "M": ERROR_CORRECT_M, "Q": ERROR_CORRECT_Q, "H": ERROR_CORRECT_H}
_SECRET = frozenset("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
"""Crockford's base 32, which fits QR's dense alphanumeric mode."""


def matrix(url: str, level: Level = "M", quiet: int = QUIET) -> Matrix:
    """The code of `url`. What follows '#' is packed as letters and digits when it is a look-up secret."""
    code = QRCode(error_correction=_LEVELS[level], border=quiet, box_size=1)
    for segment in _segments(url):
        code.add_data(segment, optimize=0)
    code.make(fit=True)
    return tuple(tuple(bool(module) for module in row) for row in code.get_matrix())


def modules(url: str, level: Level, quiet: int = QUIET) -> int:
    """How many modules across that code would be, without the work of drawing it."""
    code = QRCode(error_correction=_LEVELS[level])
    for segment in _segments(url):
        code.add_data(segment, optimize=0)
    version: int = code.best_fit(start=1)
    return 17 + 4 * version + 2 * quiet


def _segments(url: str) -> list[QRData]:
    head, mark, secret = url.partition("#")
    if secret and set(secret) <= _SECRET:
        return [
            QRData((head + mark).encode(), mode=MODE_8BIT_BYTE),
            QRData(secret.encode(), mode=MODE_ALPHA_NUM),
        ]
    return [QRData(url.encode(), mode=MODE_8BIT_BYTE)]
