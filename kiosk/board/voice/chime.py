"""Two soft bell tones, made here: they turn heads before the number is said, and belong to nobody else."""

from array import array
from functools import lru_cache
from math import exp, pi, sin

from kiosk.board.voice.sound import LOUDEST, RATE, Sound

TONES = ((659.26, 0.0), (523.25, 0.42))
"""Hertz, and the second at which it is struck: E5, then C5, as a door bell falls."""
PARTIALS = ((1.0, 0.62, 3.0), (2.0, 0.22, 4.6), (3.01, 0.1, 7.5), (4.1, 0.04, 11.0))
"""Of each tone: how many times its pitch, how loud, and how fast it fades."""
SECONDS = 1.5
ATTACK = 0.008
"""Seconds in which a tone swells: struck at once it would click."""
LEVEL = 0.5


@lru_cache(4)
def chime(rate: int = RATE) -> Sound:
    return Sound(
        array("h", (round(LEVEL * LOUDEST * _heard(n / rate)) for n in range(int(SECONDS * rate)))), rate
    )


def _heard(at: float) -> float:
    tail = min(1.0, (SECONDS - at) / 0.15)
    return tail * sum(_tone(pitch, at - struck) for pitch, struck in TONES if at >= struck) / 1.4


def _tone(pitch: float, at: float) -> float:
    swell = min(1.0, at / ATTACK)
    return swell * sum(
        loud * exp(-fade * at) * sin(2 * pi * pitch * times * at) for times, loud, fade in PARTIALS
    )
