"""A link or a receipt code as a QR code, drawn as one path: sharp at any size, the same for the same text."""

from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode
from qrcode.util import MODE_8BIT_BYTE, MODE_ALPHA_NUM, QRData

QUIET = 4
"""Modules of white around the code, as the standard asks."""
PROOF = "HS1:"
"""How a receipt code begins (docs/log-format.md, section 7)."""
_SECRET = frozenset("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
"""Crockford's base 32, which fits QR's dense alphanumeric mode."""


def svg(url: str) -> str:
    """A link, or an `HS1:` code, at level M: its larger modules survive a scan of 150 dpi better than level Q's."""
    code = QRCode(error_correction=ERROR_CORRECT_M, border=QUIET, box_size=1)
    for segment in _segments(url):
        code.add_data(segment, optimize=0)
    code.make(fit=True)
    rows = code.get_matrix()
    strokes = [
        f"M{start} {y}h{length}v1h-{length}z" for y, row in enumerate(rows) for start, length in _runs(row)
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {len(rows)} {len(rows)}">'
        f'<path fill="#000" d="{"".join(strokes)}"/></svg>'
    )


def _segments(url: str) -> list[QRData]:
    if url.startswith(PROOF):  # base45 is the alphabet of QR's dense mode
        return [QRData(url.encode(), mode=MODE_ALPHA_NUM)]
    head, mark, secret = url.partition("#")
    if secret and set(secret) <= _SECRET:
        return [
            QRData((head + mark).encode(), mode=MODE_8BIT_BYTE),
            QRData(secret.encode(), mode=MODE_ALPHA_NUM),
        ]
    return [QRData(url.encode(), mode=MODE_8BIT_BYTE)]


def _runs(row: list[bool]) -> list[tuple[int, int]]:
    """(start, length) of every run of black modules."""
    runs, start = [], None
    for x, black in enumerate([*row, False]):
        if black and start is None:
            start = x
        elif not black and start is not None:
            runs.append((start, x - start))
            start = None
    return runs
