"""Why evidence is refused: a word, which a sentence of `WORDS` explains."""

from __future__ import annotations


class Refused(Exception):  # noqa: N818 - an answer, not an error of the program
    """The evidence does not hold."""

    def __init__(self, word: str, **blanks: object) -> None:
        super().__init__(word)
        self.word, self.blanks = word, blanks


def require(holds: object, word: str, **blanks: object) -> None:
    if not holds:
        raise Refused(word, **blanks)
