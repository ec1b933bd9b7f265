"""How loud the voice is at which time of day: softer while the hall is resting, silent where people asked for it."""

import re

import msgspec

STEP = re.compile(r"([01]\d|2[0-3]):([0-5]\d)=(\d{1,3})")
LOUDEST = 100


class NotALoudness(ValueError):  # noqa: N818 - read it after «raise»
    """The text is no loudness; it is the argument."""


class Loudness(msgspec.Struct, frozen=True):
    """Steps of (minute of the day, percent), sorted; each holds until the next, the last one over midnight."""

    steps: tuple[tuple[int, int], ...] = ((0, LOUDEST),)

    def at(self, minute: int) -> int:
        """Percent at a minute of the day, local time."""
        earlier = [percent for begins, percent in self.steps if begins <= minute]
        return earlier[-1] if earlier else self.steps[-1][1]


def read_loudness(text: str) -> Loudness:
    """From «80», or from «07:00=80,11:30=30,13:30=80». Raises `NotALoudness`."""
    if text.isdecimal() and int(text) <= LOUDEST:
        return Loudness(((0, int(text)),))
    steps = []
    for part in text.split(","):
        found = STEP.fullmatch(part.strip())
        if found is None or int(found[3]) > LOUDEST:
            raise NotALoudness(text)
        steps.append((int(found[1]) * 60 + int(found[2]), int(found[3])))
    return Loudness(tuple(sorted(steps)))
