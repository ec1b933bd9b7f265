"""Where a sound goes: to the loudspeaker, through whichever player the machine has, or into a folder of files."""

import logging
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Protocol

from kiosk.board.voice.sound import Sound

log = logging.getLogger("motcua.screen")

PLAYERS: tuple[tuple[str, ...], ...] = (
    ("pw-play",),
    ("paplay",),
    ("aplay", "-q"),
    ("ffplay", "-nodisp", "-autoexit", "-loglevel", "quiet"),
)
"""Programs that play a WAV file and end, the first that is there is taken."""
LONGER = 5.0
"""Seconds a player may take beyond the sound itself: a sound card that hangs must not silence the day."""


class Player(Protocol):
    def play(self, sound: Sound, name: str) -> None:
        """Come back when it has been heard. `name` is the call, such as `A012-3`."""

    def stop(self) -> None:
        """End what is being played now."""


class Loudspeaker:
    """Plays through a program beside us, one sound at a time."""

    def __init__(self, command: tuple[str, ...]) -> None:
        self.command = command
        self.running: subprocess.Popen[bytes] | None = None

    def play(self, sound: Sound, name: str) -> None:
        with tempfile.TemporaryDirectory(prefix="motcua-") as folder:
            file = Path(folder) / "call.wav"
            try:
                file.write_bytes(sound.wav())
                self._run([*self.command, str(file)], sound.seconds + LONGER)
            except OSError as failed:
                log.warning("a call was not played: %s", failed)

    def _run(self, command: list[str], patience: float) -> None:
        quiet = subprocess.DEVNULL
        with subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet) as running:  # noqa: S603 - one of PLAYERS
            self.running = running
            try:
                if running.wait(patience):
                    log.warning("%s ended with %d", command[0], running.returncode)
            except subprocess.TimeoutExpired:
                log.warning("%s hangs and was ended", command[0])
                running.kill()
            finally:
                self.running = None

    def stop(self) -> None:
        running = self.running
        if running is not None:
            running.kill()


class SoundFiles:
    """Writes each call to a folder as `0001-A012-3.wav`, for a loudspeaker elsewhere and for looking at."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.written = folder, 0

    def play(self, sound: Sound, name: str) -> None:
        self.written += 1
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / f"{self.written:04d}-{name}.wav").write_bytes(sound.wav())
        except OSError as failed:
            log.warning("a call was not written: %s", failed)

    def stop(self) -> None:
        """A file is whole at once: there is nothing to end."""


def loudspeaker() -> Loudspeaker | None:
    """The player of this machine; None without any, and the log says so."""
    for command in PLAYERS:
        if shutil.which(command[0]):
            return Loudspeaker(command)
    names = ", ".join(command[0] for command in PLAYERS)
    log.warning("the board stays silent: none of %s is installed", names)
    return None
