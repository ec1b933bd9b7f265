"""The checker that needs nothing of ours: its parts put together as one file of plain Python."""

import json
import re
from collections.abc import Iterable
from importlib.resources import files

from audit.checker.words import WORDS

PARTS = ("fault", "curve", "note", "tree", "evidence", "tiles", "bundle", "command")
"""In the order in which they stand in the one file; each imports only from those before it."""
NAME = "motcua_check.py"

_HEAD = '''#!/usr/bin/env python3
"""Checks evidence of a Mot Cua office with Python 3.8 or later and nothing else.

    python3 motcua_check.py --key KEY EVIDENCE

EVIDENCE is a proof (.tlog-proof), the text of an HS1: code or a file that holds it, an evidence bundle (.zip, or the
folder it was unpacked into), or a folder of tiles. KEY is a verifier key, name+id+base64, or a file of such lines;
bring it from elsewhere: the notice board, a receipt, a witness. The exit code is 0 when everything holds, 1 when
something does not, 2 when there was nothing to judge. What every byte means stands in docs/log-format.md.
"""

from __future__ import annotations
'''
_IMPORT = re.compile(r"^(?:import|from) (?:[^(\n]*|[^(]*\([^)]*\))$", re.M)
_OURS = ("from audit.", "from __future__")
_FROM = re.compile(r"from (\S+) import ([^(]+)")
_DOCSTRING = re.compile(r'\A"""(.*?)"""\n', re.S)


def source() -> str:
    """The whole checker as the text of one file; the same text for the same version of the programme."""
    texts = [(files(__name__) / f"{part}.py").read_text(encoding="utf-8") for part in PARTS]
    words = f"WORDS = {json.dumps(WORDS, ensure_ascii=False, indent=1)}"
    return "\n\n\n".join([f"{_HEAD}\n{_imports(texts)}", words, *map(_body, texts)]) + "\n"


def _imports(texts: Iterable[str]) -> str:
    """What all parts need of Python, each module once."""
    plain: set[str] = set()
    taken: dict[str, set[str]] = {}
    for line in "\n".join(texts).splitlines():
        match = _FROM.fullmatch(line)
        if match and not line.startswith(_OURS):
            taken.setdefault(match[1], set()).update(match[2].split(", "))
        elif line.startswith("import "):
            plain.add(line)
    return "\n".join(
        [*sorted(plain), *(f"from {name} import {', '.join(sorted(taken[name]))}" for name in sorted(taken))]
    )


def _body(text: str) -> str:
    """A part without its imports, its docstring as a heading."""
    promise = _DOCSTRING.match(text)
    heading = f"# {'-' * 100}\n# {promise[1]}" if promise else ""
    return f"{heading}\n\n{_IMPORT.sub('', text[promise.end() if promise else 0 :]).strip()}"
