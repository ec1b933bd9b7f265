"""The kiosk read aloud, for whoever cannot read it: the question and its choices, and the number, digit by digit.

Only places that show nothing of anybody are read. A prompt ends with the next touch, and nothing ever waits for it.
"""

import logging
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from textual.widgets import Static

from kiosk.board.voice.phrases import spelled
from kiosk.board.voice.players import Player, SoundFiles, loudspeaker
from kiosk.board.voice.sources import Accent, Espeak
from kiosk.screens.place import Place
from kiosk.session import Session
from kiosk.widgets import Tile
from wording import say
from wording.dates import range_text

log = logging.getLogger("motcua.screen")

WITH_CHOICES = frozenset(
    "home fields procedures bring priority reception services help notice notice_fields notice_procedures collecting "  # noqa: SIM905
    "faces reasons suggesting".split()
)
"""Places whose question and choices are read."""
QUESTION_ONLY = frozenset(
    "search follow checkin rating sentences suggestion_words suggestion_phone rating_words reporting people "  # noqa: SIM905
    "priorities sorry".split()
)
"""Places where more than the question could tell the hall about somebody, or would take too long."""
MOST = 10
"""Choices that are read."""


def prompt(place: Place, session: Session) -> str:
    """What is read on this place now; nothing where it is nobody's business."""
    language = session.language
    if session.place == "number":
        return _number(session)
    if session.place not in WITH_CHOICES | QUESTION_ONLY:
        return ""
    sentences = [_sentence(str(each.content)) for each in place.query(".question").results(Static)]
    if session.place in WITH_CHOICES:
        sentences += [_choice(tile, language) for tile in _choices(place)[:MOST]]
    return " ".join(filter(None, sentences))


def _number(session: Session) -> str:
    ticket, language = session.ticket, session.language
    if ticket is None:
        return ""
    said = [say("spoken.number", language, number=spelled(ticket.number, language))]
    if ticket.people_ahead:
        said.append(_sentence(say("kiosk.ticket.ahead", language, count=ticket.people_ahead)))
        if ticket.wait:
            wait = range_text(ticket.wait.low, ticket.wait.high, language)
            said.append(_sentence(say("kiosk.ticket.wait", language, range=wait)))
    else:
        said.append(_sentence(say("kiosk.ticket.nobody", language)))
    return " ".join([*said, say("spoken.then", language)])


def _choices(place: Place) -> list[Tile]:
    return [tile for tile in place.query(Tile) if tile.badge]


def _choice(tile: Tile, language: str) -> str:
    badge = say("spoken.point", language) if tile.badge == "." else spelled(tile.badge, language)
    title = tile.title_text.replace("▶", "").strip()
    return say("spoken.choice", language, badge=badge, title=title) if badge else ""


def _sentence(text: str) -> str:
    text = " ".join(text.split())
    return text if not text or text[-1] in ".?!" else f"{text}."


class Prompter:
    """Makes and plays one prompt at a time, beside the screen; a newer one ends the one before."""

    def __init__(self, player: Player, accent: Accent = "north") -> None:
        self.player, self.accent = player, accent
        self.turn = 0
        self.hand = ThreadPoolExecutor(1, "prompt")

    def read(self, text: str, language: str, name: str) -> None:
        """Say it, in a moment; `name` is the place, for whoever collects the sounds."""
        self.hush()
        if text:
            self.hand.submit(self._read, self.turn, text, language, name)

    def hush(self) -> None:
        """Whatever is being said, or about to be said, ends now."""
        self.turn += 1
        self.player.stop()

    def close(self) -> None:
        self.hush()
        self.hand.shutdown(wait=True, cancel_futures=True)

    def _read(self, turn: int, text: str, language: str, name: str) -> None:
        sound = Espeak(language, self.accent).speak(text) if turn == self.turn else None
        if sound is not None and turn == self.turn:
            self.player.play(sound, name)


def prompter_for(*, accent: Accent = "north", files: Path | None = None) -> Prompter | None:
    """Whoever reads on this machine; None, and a line in the log, when nobody can or none can hear."""
    if not Espeak.there():
        log.warning("prompts are not read: there is no %s", Espeak.PROGRAM)
        return None
    player = SoundFiles(files) if files is not None else loudspeaker()
    return Prompter(player, accent) if player is not None else None
