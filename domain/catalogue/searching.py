"""Finding a procedure the way people call it: without diacritics, by a word's beginning, by a nickname."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

import msgspec

from domain.catalogue.facts import Procedure

WORD = re.compile(r"[0-9]+(?:\.[0-9]+)+|[^\W_]+")
EMPTY = frozenset(
    "cho con cua em giay giup lam minh muon nhu the toi thu tuc ve viec xin o u".split()  # noqa: SIM905
)
"""Words that say nothing of which procedure is meant, once there are others."""

NAME, CODE, NAME_EN, FIELD = 8, 8, 4, 2
NAMED = 4 * NAME
"""What a nickname names outright, before anything that only resembles the words."""

ENOUGH = 0.6
"""The share of a query's words that a procedure must match to be shown at all."""


class Synonym(msgspec.Struct, frozen=True, kw_only=True):
    """What people say, what the notice board calls it, and the first day it was understood so here."""

    said: str
    meant: tuple[str, ...]
    codes: tuple[str, ...] = ()
    """The procedures most often meant; they come first."""
    since: str = ""


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Small letters without marks: «Sổ đỏ» is `so do`."""
    lowered = unicodedata.normalize("NFC", text).lower().replace("đ", "d")
    marked = unicodedata.normalize("NFD", lowered)
    return unicodedata.normalize("NFC", "".join(mark for mark in marked if not unicodedata.combining(mark)))


def search(
    procedures: Iterable[Procedure], query: str, synonyms: Iterable[Synonym] = ()
) -> tuple[Procedure, ...]:
    """The procedures a query may mean, likeliest first; every one, as they come, for an empty query."""
    offered = tuple(procedures)
    readings = _readings(query, synonyms)
    if not readings:
        return offered
    marks = [(_best(procedure, readings), procedure) for procedure in offered]
    found = [(mark, procedure) for mark, procedure in marks if mark > 0]
    found.sort(key=lambda pair: (-pair[0], len(pair[1].name), pair[1].code))
    return tuple(procedure for _, procedure in found)


class _Reading(msgspec.Struct, frozen=True):
    """One way to understand a query: its words, folded and as typed, and what a nickname in it names."""

    words: tuple[str, ...]
    typed: tuple[str, ...]
    codes: tuple[str, ...] = ()
    nickname: int = 0
    """Words of the nickname: «sửa giấy khai sinh» says more than the «giấy khai sinh» within it."""


def _readings(query: str, synonyms: Iterable[Synonym]) -> tuple[_Reading, ...]:
    plain = _reading(query)
    if not plain.words:
        return ()
    folded = f" {' '.join(_words(fold(query)))} "
    named = [
        _reading(folded.replace(f" {fold(synonym.said)} ", f" {meant} "), synonym)
        for synonym in synonyms
        if _said(fold(synonym.said), synonym.said, folded, query)
        for meant in synonym.meant
    ]
    return (plain, *named)


def _said(nickname: str, exact: str, folded: str, query: str) -> bool:
    """A query typed with marks means what its marks say: «số đo» is not «sổ đỏ»."""
    if f" {nickname} " not in folded:
        return False
    written = " ".join(_words(_lowered(query)))
    return fold(written) == written or _lowered(exact) in written


def _reading(text: str, synonym: Synonym | None = None) -> _Reading:
    typed = _words(_lowered(text))
    telling = tuple(word for word in typed if fold(word) not in EMPTY) or typed
    words = tuple(fold(word) for word in telling)
    if synonym is None:
        return _Reading(words, telling)
    return _Reading(words, telling, synonym.codes, len(_words(synonym.said)))


def _lowered(text: str) -> str:
    return unicodedata.normalize("NFC", text).lower()


@lru_cache(maxsize=8192)
def _words(text: str) -> tuple[str, ...]:
    return tuple(WORD.findall(text))


def _best(procedure: Procedure, readings: tuple[_Reading, ...]) -> float:
    return max(_mark(procedure, reading) for reading in readings)


def _mark(procedure: Procedure, reading: _Reading) -> float:
    marks = [
        _word_mark(procedure, word, typed) for word, typed in zip(reading.words, reading.typed, strict=True)
    ]
    share = sum(mark > 0 for mark in marks) / len(marks)
    if procedure.code in reading.codes:
        return NAMED + reading.nickname - reading.codes.index(procedure.code) / 8
    if share < ENOUGH:
        return 0
    return share * sum(marks) / len(marks) + _phrase(procedure, reading) + share


def _word_mark(procedure: Procedure, word: str, typed: str) -> float:
    if procedure.code.startswith(word) and "." in word:
        return CODE * 2
    return max(
        NAME * _fits(procedure.name, word, typed),
        NAME_EN * _fits(procedure.name_en, word, typed),
        FIELD * _fits(procedure.field, word, typed),
    )


def _fits(text: str, word: str, typed: str) -> float:
    """A whole word counts more than a beginning, and the right marks more than none."""
    words = _words(fold(text))
    if word in words:
        return 1.0 if typed == word or typed in _words(_lowered(text)) else 0.6
    return 0.7 if any(candidate.startswith(word) for candidate in words) else 0.0


def _phrase(procedure: Procedure, reading: _Reading) -> float:
    """The words in a row say more than the same words far apart, most of all where the name begins."""
    name = " ".join(_words(fold(procedure.name)))
    phrase = " ".join(reading.words)
    if name.startswith(phrase):
        return NAME
    return NAME / 2 if f" {phrase}" in name else 0.0
