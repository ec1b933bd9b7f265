"""Sounds as plain samples: read from and written to WAV, joined, made softer. One channel of 16 bits throughout."""

import io
import sys
import wave
from array import array
from collections.abc import Iterable

import msgspec

RATE = 22_050
"""Samples a second, as espeak-ng makes them."""
LOUDEST = 32_767


class NotASound(ValueError):  # noqa: N818 - read it after «raise»
    """A file that is not a WAV of one channel and 16 bits."""


class Sound(msgspec.Struct, frozen=True):
    """Samples between -32768 and 32767, `rate` of them a second."""

    samples: "array[int]"
    rate: int = RATE

    @property
    def seconds(self) -> float:
        return len(self.samples) / self.rate

    def wav(self) -> bytes:
        written = io.BytesIO()
        with wave.open(written, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(self.rate)
            file.writeframes(_little(self.samples).tobytes())
        return written.getvalue()

    def at(self, percent: int) -> "Sound":
        """The same, softer; 100 is as it is."""
        if percent >= 100:  # noqa: PLR2004
            return self
        return Sound(array("h", (sample * percent // 100 for sample in self.samples)), self.rate)

    def resampled(self, rate: int) -> "Sound":
        """At another rate, each sample drawn between its neighbours: good enough for speech."""
        if rate == self.rate or not self.samples:
            return Sound(self.samples, rate)
        step, last = self.rate / rate, len(self.samples) - 1
        places = (place * step for place in range(int(len(self.samples) / step)))
        between = (self._between(place, last) for place in places)
        return Sound(array("h", between), rate)

    def _between(self, place: float, last: int) -> int:
        left = min(int(place), last)
        here, after = self.samples[left], self.samples[min(left + 1, last)]
        return round(here + (after - here) * (place - left))


def silence(seconds: float, rate: int = RATE) -> Sound:
    return Sound(array("h", bytes(2 * int(seconds * rate))), rate)


def joined(sounds: Iterable[Sound], rate: int = RATE) -> Sound:
    """One after another, at one rate."""
    samples = array("h")
    for sound in sounds:
        samples.extend(sound.resampled(rate).samples)
    return Sound(samples, rate)


def read_wav(content: bytes) -> Sound:
    """The sound of a WAV file; `NotASound` when it is anything else, or has several channels."""
    try:
        with wave.open(io.BytesIO(content)) as file:
            if (file.getnchannels(), file.getsampwidth()) != (1, 2):
                raise NotASound("one channel of 16 bits is needed")
            samples = array("h")
            frames = file.readframes(file.getnframes())
            samples.frombytes(frames[: len(frames) // 2 * 2])
            return Sound(_little(samples), file.getframerate())
    except (wave.Error, EOFError) as broken:
        raise NotASound(str(broken)) from None


def _little(samples: "array[int]") -> "array[int]":
    """WAV is little-endian whatever the machine."""
    if sys.byteorder == "big":
        samples = array("h", samples)
        samples.byteswap()
    return samples
