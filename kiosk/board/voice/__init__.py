"""The voice of the hall: a chime, then the number and the counter, twice; recorded words or espeak-ng."""

from pathlib import Path

from kiosk.board.voice.loudness import Loudness, NotALoudness, read_loudness
from kiosk.board.voice.players import SoundFiles, loudspeaker
from kiosk.board.voice.sources import Accent, source_for
from kiosk.board.voice.speaker import Speaker

__all__ = ["Accent", "Loudness", "NotALoudness", "Speaker", "read_loudness", "speaker_for"]


def speaker_for(
    languages: tuple[str, ...],
    *,
    accent: Accent = "north",
    clips: Path | None = None,
    files: Path | None = None,
    loudness: Loudness | None = None,
) -> Speaker | None:
    """Whoever speaks these languages on this machine; None, and a line in the log, when nobody can or none can hear."""
    sources = tuple(filter(None, (source_for(language, accent, clips) for language in languages)))
    player = SoundFiles(files) if files is not None else loudspeaker()
    return Speaker(sources, player, loudness) if sources and player is not None else None
