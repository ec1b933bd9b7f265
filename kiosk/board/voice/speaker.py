"""Calls numbers aloud, one after another and never two at once, on a thread of its own."""

import logging
import queue
import threading

from kiosk.board.voice.chime import chime
from kiosk.board.voice.loudness import Loudness
from kiosk.board.voice.players import Player
from kiosk.board.voice.sound import RATE, Sound, joined, silence
from kiosk.board.voice.sources import Clips, Source

log = logging.getLogger("motcua.screen")

TIMES = 2
"""How often the first language says a call; the others say it once."""
PAUSE = 0.7
"""Seconds between two sentences."""
MOST = 20
"""Calls that may wait: a board shows one at a time, so more never come together."""
PARTING = 2.0

Call = tuple[str, str, int]


class Speaker:
    """`sources` speak one language each, the first one first; whoever cannot speak is passed over."""

    def __init__(self, sources: tuple[Source, ...], player: Player, loudness: Loudness | None = None) -> None:
        self.sources, self.player, self.loudness = sources, player, loudness or Loudness()
        self.waiting: queue.Queue[Call | None] = queue.Queue(MOST)
        self.thread = threading.Thread(target=self._speak, name="board voice", daemon=True)
        self.thread.start()

    @property
    def speaking(self) -> bool:
        return self.waiting.unfinished_tasks > 0

    def call(self, number: str, counter: str, minute: int) -> None:
        """Say it as soon as nothing else is being said. `minute` of the day, local time, for how loud."""
        try:
            self.waiting.put_nowait((number, counter, minute))
        except queue.Full:
            log.warning("%s was not called aloud: too many wait to be", number)

    def close(self) -> None:
        """Be silent now and for good."""
        while True:
            try:
                self.waiting.get_nowait()
                self.waiting.task_done()
            except queue.Empty:
                break
        self.waiting.put(None)
        self.player.stop()
        self.thread.join(PARTING)

    def sound_of(self, number: str, counter: str) -> Sound | None:
        """The chime, the first language twice, the others once; None when nobody can speak."""
        said = [(source, sound) for source in self.sources if (sound := source.call(number, counter))]
        if not said:
            return None
        parts = [self._chime(), silence(PAUSE / 2)]
        for source, sound in said:
            for _ in range(TIMES if source is self.sources[0] else 1):
                parts += [sound, silence(PAUSE)]
        return joined(parts)

    def _chime(self) -> Sound:
        first = self.sources[0]
        own = first.chime if isinstance(first, Clips) else None
        return own or chime(RATE)

    def _speak(self) -> None:
        while (call := self.waiting.get()) is not None:
            try:
                self._say(*call)
            except Exception as failed:
                # Whatever goes wrong with one call must not silence the ones after it.
                log.warning("%s was not called aloud: %s", call[0], type(failed).__name__)
            finally:
                self.waiting.task_done()

    def _say(self, number: str, counter: str, minute: int) -> None:
        percent = self.loudness.at(minute)
        sound = self.sound_of(number, counter) if percent else None
        if sound is not None:
            self.player.play(sound.at(percent), f"{number}-{counter}")
