"""A call in spoken words, letter by letter and figure by figure, and in the names of recorded clips."""

from wording import say, sayings

CALL, COUNTER = "call", "counter"
"""Names of the clips «mời số» and «đến quầy số»."""
CHIME = "chime"
"""Name of an own chime, which a set of clips may bring."""
COUNTS = 20
"""Counters up to this one are said as a number; others figure by figure."""
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
TICKET_LETTERS = "ABCDEGHKLMNPTX"
"""Those that a number may begin with: a set of clips needs no others."""
FIGURES = "0123456789"


def call_text(number: str, counter: str, language: str) -> str:
    """«Mời số a, không, một, hai, đến quầy số ba.»"""
    return say(
        "board.voice.call", language, number=spelled(number, language), counter=_counter(counter, language)
    )


def spelled(label: str, language: str) -> str:
    """Each letter and figure by itself: «A012» read as a word is «a không mười hai», which nobody recognises."""
    return ", ".join(filter(None, (_spoken(letter, language) for letter in label.upper())))


def clip_names(number: str, counter: str) -> tuple[str, ...]:
    """The clips of a call, in their order."""
    return (CALL, *_letters(number), COUNTER, *_counter_clips(counter))


def needed_clips() -> tuple[str, ...]:
    """Every clip that a set must have, without `.wav`."""
    counts = (f"count-{count}" for count in range(1, COUNTS + 1))
    return (CALL, COUNTER, *TICKET_LETTERS.lower(), *FIGURES, *counts)


def _counter(counter: str, language: str) -> str:
    return say(f"board.voice.count.{counter}", language) if _counted(counter) else spelled(counter, language)


def _counter_clips(counter: str) -> tuple[str, ...]:
    return (f"count-{counter}",) if _counted(counter) else _letters(counter)


def _counted(counter: str) -> bool:
    return counter.isdecimal() and f"board.voice.count.{counter}" in sayings("vi")


def _letters(label: str) -> tuple[str, ...]:
    return tuple(letter.lower() for letter in label.upper() if letter in LETTERS + FIGURES)


def _spoken(letter: str, language: str) -> str:
    if letter in FIGURES:
        return say(f"board.voice.figure.{letter}", language)
    return say(f"board.voice.letter.{letter}", language) if letter in LETTERS else ""
