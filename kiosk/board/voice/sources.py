"""Who speaks: recorded clips where a whole set is there, else espeak-ng as a program beside us."""

import logging
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Literal, Protocol

from kiosk.board.voice.phrases import CHIME, call_text, clip_names, needed_clips
from kiosk.board.voice.sound import NotASound, Sound, joined, read_wav, silence

log = logging.getLogger("motcua.screen")

Accent = Literal["north", "central", "south"]
VOICES: dict[str, dict[Accent, str]] = {
    "vi": {"north": "vi", "central": "vi-vn-x-central", "south": "vi-vn-x-south"},
    "en": {"north": "en-gb", "central": "en-gb", "south": "en-gb"},
}
WORDS_A_MINUTE = 140
"""Slower than people talk: the hall echoes, and many listeners are old."""
PATIENCE = 10
"""Seconds that a sentence may take to be made; it takes some 25 ms."""
BETWEEN = 0.06
"""Seconds between two clips."""


class Source(Protocol):
    """Speaks one language."""

    def call(self, number: str, counter: str) -> Sound | None:
        """None when it cannot speak just now; the log says why."""


class Clips:
    """A folder with one WAV for each word: the names are in `needed_clips`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clips = {name: read_wav((folder / f"{name}.wav").read_bytes()) for name in needed_clips()}
        own = folder / f"{CHIME}.wav"
        self.chime = read_wav(own.read_bytes()) if own.exists() else None

    @staticmethod
    def missing(folder: Path) -> list[str]:
        """Names of the files that a whole set would still need."""
        return [f"{name}.wav" for name in needed_clips() if not (folder / f"{name}.wav").is_file()]

    def call(self, number: str, counter: str) -> Sound | None:
        names = clip_names(number, counter)
        if any(name not in self.clips for name in names):
            log.warning("no clip for a letter of %s", number)
            return None
        rate = self.clips[names[0]].rate
        parts = [part for name in names for part in (self.clips[name], silence(BETWEEN, rate))]
        return joined(parts, rate)


class Espeak:
    """espeak-ng, run once for each sentence: it is a program of its own, under its own licence."""

    PROGRAM = "espeak-ng"

    def __init__(self, language: str, accent: Accent = "north") -> None:
        self.language = language
        self.voice = VOICES.get(language, {}).get(accent, language)

    @classmethod
    def there(cls) -> bool:
        return shutil.which(cls.PROGRAM) is not None

    def call(self, number: str, counter: str) -> Sound | None:
        return self.speak(call_text(number, counter, self.language))

    def speak(self, text: str) -> Sound | None:
        with tempfile.TemporaryDirectory(prefix="motcua-") as folder:
            made = Path(folder) / "said.wav"
            command = [self.PROGRAM, "-v", self.voice, "-s", str(WORDS_A_MINUTE), "-w", str(made)]
            try:
                subprocess.run(  # noqa: S603 - our own words, and no shell
                    command, input=text.encode(), check=True, capture_output=True, timeout=PATIENCE
                )
                return read_wav(made.read_bytes())
            except (OSError, subprocess.SubprocessError, NotASound) as failed:
                log.warning("%s did not speak: %s", self.PROGRAM, type(failed).__name__)
                return None


def _named(files: list[str]) -> str:
    """The first few: of a folder that is not there all are missing."""
    return ", ".join(files[:5]) + (f" and {len(files) - 5} more" if len(files) > 5 else "")  # noqa: PLR2004


def source_for(language: str, accent: Accent = "north", clips: Path | None = None) -> Source | None:
    """The clips of `clips/<language>` when the set is whole; else espeak-ng; else None, and the log says so."""
    folder = clips / language if clips is not None else None
    if folder is not None:
        missing = Clips.missing(folder)
        try:
            if not missing:
                return Clips(folder)
            log.warning("the clips in %s are not used: %s missing", folder, _named(missing))
        except (NotASound, OSError) as broken:
            log.warning("the clips in %s are not used: %s", folder, broken)
    if Espeak.there():
        return Espeak(language, accent)
    log.warning("nobody can speak %s: there are no clips and no %s", language, Espeak.PROGRAM)
    return None
