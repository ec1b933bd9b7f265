"""Files that people name on the command line: each is there, readable and not empty before the command begins."""

import codecs
import stat
from pathlib import Path
from typing import Any

from motcua.console import WRONG_USE, fail, language
from wording import say

LOOKED_AT = 1 << 16
"""Bytes of the beginning that are looked at to tell a text from anything else."""


def a_file(given: Any) -> Any:
    """Callback of an option or argument that takes a file, or several; any kind of content will do."""
    for path in _paths(given):
        _beginning(path)
    return given


def a_text(given: Any) -> Any:
    """Callback of an option or argument that takes a file of text, or several."""
    for path in _paths(given):
        try:
            text = codecs.getincrementaldecoder("utf-8")().decode(_beginning(path))
        except UnicodeDecodeError:
            text = "\0"
        if "\0" in text:
            fail(say("cli.given.not_text", language(), file=path), WRONG_USE)
    return given


def _paths(given: Any) -> list[Path]:
    several = given if isinstance(given, (list, tuple)) else [given]
    return [Path(each) for each in several if each is not None]


def _beginning(path: Path) -> bytes:
    """The first bytes of a file; of a pipe none are taken, since they could not be put back."""
    try:
        if path.is_dir():
            fail(say("cli.given.folder", language(), file=path), WRONG_USE)
        if not stat.S_ISREG(path.stat().st_mode):
            return b""
        with path.open("rb") as file:
            beginning = file.read(LOOKED_AT)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        fail(say("cli.given.missing", language(), file=path), WRONG_USE)
    except OSError:
        fail(say("cli.given.unreadable", language(), file=path), WRONG_USE)
    if not beginning:
        fail(say("cli.given.empty", language(), file=path), WRONG_USE)
    return beginning
