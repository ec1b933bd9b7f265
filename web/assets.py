"""Styles, scripts and mark of the pages, read once and made small; the colours of the office come before each style."""

import gzip
import re
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


COMMENTS = {".css": re.compile(r"/\*.*?\*/", re.S), ".js": re.compile(r"^\s*//.*$", re.M)}
KEEPER = "keeper.js"
"""The service worker; it stands at the root, because it keeps no page above its own folder."""


class Assets:
    """The files under `/static/`; `version` is part of their address, so that they may be kept for good."""

    def __init__(self) -> None:
        self.files = {path.name: _small(path) for path in sorted(FOLDER.iterdir())}
        for name in self.files:
            if name.endswith(".css"):
                self.files[name] = colours().encode() + self.files[name]
        self.version = sha256(b"".join(self.files.values())).hexdigest()[:12]
        self.keeper = self.files.pop(KEEPER).replace(b"VERSION", self.version.encode())
        self.zipped = {name: gzip.compress(content, mtime=0) for name, content in self.files.items()}

    def type_of(self, name: str) -> str:
        return TYPES[Path(name).suffix]


def _small(path: Path) -> bytes:
    """Without comments and indents: every kilobyte is a second on a bad network."""
    text = path.read_text(encoding="utf-8")
    if path.suffix in COMMENTS:
        text = COMMENTS[path.suffix].sub("", text)
    return "\n".join(filter(None, map(str.strip, text.splitlines()))).encode()


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
