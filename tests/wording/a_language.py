"""A language that nobody speaks: every Vietnamese sentence, three tenths longer, as one more file beside it."""

import shutil
from contextlib import contextmanager
from importlib.resources import files
from math import ceil

import pytest

from wording import languages, sayings, speech

LONGER = 0.3
AS_THEY_ARE = {"date.day_digits", "number.marks"}
"""Settings of a language that are no sentences."""
FILLER = "lorem ipsum dolor sit amet elit sed "


def longer(text):
    """The same words and blanks, and as many letters more as a wordy language needs."""
    wanted = ceil(len(text) * LONGER)
    return f"{text} {(FILLER * (wanted // len(FILLER) + 1))[: max(1, wanted - 1)].strip() or 'x'}"


def written():
    """The file, each key with its whole path: a language may be written without a single table."""
    lines = []
    for key, saying in sayings("vi").items():
        path = f'"{key}"'
        if key in AS_THEY_ARE:
            lines.append(f"{path} = {_quoted(saying.text)}")
        elif saying.one:
            one, other = _quoted(longer(saying.one)), _quoted(longer(saying.text))
            lines.append(f"{path} = {{ one = {one}, other = {other} }}")
        else:
            lines.append(f"{path} = {_quoted(longer(saying.text))}")
    return "\n".join(lines) + "\n"


def _quoted(text):
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


@contextmanager
def spoken_as_well(folder, name="xx"):
    """The languages there are, and this one, for as long as it lasts; no code knows of it."""
    for file in files("wording").iterdir():
        if file.name.endswith(".toml"):
            shutil.copy(str(file), folder / file.name)
    (folder / f"{name}.toml").write_text(written(), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(speech, "files", lambda package: folder)
        _forget()
        yield name
    _forget()


def _forget():
    for kept in (languages, sayings, speech._speakers):
        kept.cache_clear()
