"""Style, script and mark of the look-up page, read once; the colours of the office are put before the style."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import msgspec

from wording.identity import CONTRAST, DARK, LIGHT, PAPER_BLACK, PAPER_WHITE, Palette

FOLDER = Path(__file__).parent / "static"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}

INK = msgspec.structs.replace(
    LIGHT,
    **{name: PAPER_BLACK for name in msgspec.structs.asdict(LIGHT) if name not in {"name", "dark"}}
    | dict.fromkeys(("ground", "surface", "panel", "band", "plate", "button_text"), PAPER_WHITE)
    | {"band_text": PAPER_BLACK, "plate_text": PAPER_BLACK, "good": PAPER_BLACK},
)
"""For the printer: black on white, whatever the screen is set to."""


class Assets:
    """The files under `/static/`; `version` is part of their address, so that they may be kept for good."""

    def __init__(self) -> None:
        self.files = {path.name: path.read_bytes() for path in sorted(FOLDER.iterdir())}
        self.files["look-up.css"] = colours().encode() + self.files["look-up.css"]
        self.version = sha256(b"".join(self.files.values())).hexdigest()[:12]

    def type_of(self, name: str) -> str:
        return TYPES[Path(name).suffix]


def colours() -> str:
    """The palettes as custom properties: by day, by night, for those who need more contrast, and for paper."""
    return "\n".join(_rules())


def _rules() -> Iterator[str]:
    yield _root(LIGHT)
    for condition, palette in (
        ("(prefers-color-scheme: dark)", DARK),
        ("(prefers-contrast: more)", CONTRAST),
        ("print", INK),
    ):
        yield f"@media {condition} {{ {_root(palette)} }}"
    yield ""


def _root(palette: Palette) -> str:
    lines = "; ".join(f"--{name}: {value}" for name, value in palette.variables().items())
    return f":root {{ {lines} }}"
