"""Finding a procedure the way people call it: without diacritics, by a word's beginning, by a nickname, misspelt."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import pairwise
from math import log

import msgspec

from domain.catalogue.facts import Procedure
from domain.catalogue.words import agreement, fold, lower, slips, sound, telling, tone_agreement, words

NAME, NAME_EN, FIELD = 1.0, 0.8, 0.35
"""What a word is worth by where it stands."""
BEGINNING, LIKE_IT, SLIPPED = 0.8, 0.85, 0.73
"""What a word is worth that is only begun, that sounds like it, or that a finger slipped on."""
NAMED = 4.0
"""What a nickname names outright, before anything that only resembles the words."""
RELATED = 0.8
"""What the official words behind a nickname lead to, beside what it names."""
LESS_OFTEN = 0.4
"""What a procedure loses that is less often meant by a nickname than the one before it."""
SMALL = 0.1
"""The weight of a word that tells nothing by itself."""
RARE = 3
"""Procedures with a word from which a word no longer tells more by being rarer."""
FEW = 2
SURE = 0.55
SHORTEST_SLIP, LONG = 3, 6
STEM = 6
MOST_WORDS = 12

Likely = dict[str, float]
"""Words of the notice board that a typed one may be, and how likely each is."""


class Synonym(msgspec.Struct, frozen=True, kw_only=True):
    """What people say, what the notice board calls it, and the first day it was understood so here."""

    said: str
    meant: tuple[str, ...]
    codes: tuple[str, ...] = ()
    """The procedures most often meant; they come first."""
    since: str = ""


class _Entry(msgspec.Struct, frozen=True):
    """One procedure as the search sees it."""

    procedure: Procedure
    name: tuple[str, ...]
    """Its telling words, folded."""
    pairs: frozenset[tuple[str, str]]


class _Match(msgspec.Struct, frozen=True):
    """How one typed word fares with one procedure: how sure it is, what it is worth there, and as which word."""

    sure: float
    worth: float
    word: str


class _Heard(msgspec.Struct, frozen=True):
    """A typed word: what it may be, where that stands, and how much the word says."""

    likely: Likely
    where: dict[int, _Match]
    weight: float


class _Bar(msgspec.Struct, frozen=True, kw_only=True):
    """The share of what a query says that a procedure must answer to be shown at all."""

    in_a_row: float
    """Where two of its words stand in a row in the name as they were typed."""
    apart: float
    """Where they do not, and there are few of them."""
    scattered: float
    """Where they do not, and there are many."""
    named: float
    """That a nickname in it must explain."""


STRICT = _Bar(in_a_row=0.62, apart=0.72, scattered=0.85, named=0.3)
LENIENT = _Bar(in_a_row=0.5, apart=2, scattered=2, named=0.2)
"""For a query nothing answers: what is named among many words, or stands in a row."""


def search(
    procedures: Iterable[Procedure], query: str, synonyms: Iterable[Synonym] = ()
) -> tuple[Procedure, ...]:
    """The procedures a query may mean, likeliest first; every one, as they come, for an empty query."""
    return _finder(tuple(procedures), tuple(synonyms)).find(query)


@lru_cache(maxsize=4)
def _finder(procedures: tuple[Procedure, ...], synonyms: tuple[Synonym, ...]) -> "Finder":
    return Finder(procedures, synonyms)


class Finder:
    """An index of what is offered: make it once, ask it at every key."""

    def __init__(self, procedures: Iterable[Procedure], synonyms: Iterable[Synonym] = ()) -> None:
        self.offered = tuple(procedures)
        self.entries = [_entry(procedure) for procedure in self.offered]
        self.at: dict[str, dict[int, float]] = {}
        """Where each word stands, with its marks, and what it is worth there."""
        for place, procedure in enumerate(self.offered):
            self._enter(place, procedure)
        self.place_of = {procedure.code: place for place, procedure in enumerate(self.offered)}
        self.nicknames = [(_needed(each.said), each) for each in synonyms if self._offers(each)]
        self.said = {each.said: frozenset(words(fold(each.said))) for _, each in self.nicknames}
        self.pairs = {pair for entry in self.entries for pair in entry.pairs}
        for said, _ in self.nicknames:
            self.pairs.update(pairwise(fold(word) for word in said))
            for word in said:
                self.at.setdefault(word, {})
        self.joined = {first + second: (first, second) for first, second in self.pairs}
        self._sort()

    def _enter(self, place: int, procedure: Procedure) -> None:
        for text, worth in ((procedure.field, FIELD), (procedure.name_en, NAME_EN), (procedure.name, NAME)):
            for word in words(text):
                where = self.at.setdefault(word, {})
                where[place] = max(worth, where.get(place, 0))

    def _offers(self, synonym: Synonym) -> bool:
        return not synonym.codes or any(code in self.place_of for code in synonym.codes)

    def _sort(self) -> None:
        self.marked: dict[str, list[str]] = {}
        self.sounding: dict[str, list[str]] = {}
        for word in self.at:
            self.marked.setdefault(fold(word), []).append(word)
        for folded in self.marked:
            self.sounding.setdefault(sound(folded), []).append(folded)
        self.sorted = sorted(self.marked)
        self.shortened: dict[str, list[str]] = {}
        for folded in self.sorted:
            for short in _one_less(folded):
                self.shortened.setdefault(short, []).append(folded)
        self.remembered: dict[tuple[str, str, str], _Heard] = {}

    # ---- asking

    def find(self, query: str) -> tuple[Procedure, ...]:
        """The procedures a query may mean, likeliest first; every one, as they come, for an empty query."""
        typed = self._apart(words(query))
        if not typed:
            return self.offered
        ranks = (
            self._by_code(lower(query).strip())
            or self._by_words(typed, STRICT)
            or self._by_words(typed, LENIENT)
        )
        found = [(rank, self.offered[place]) for place, rank in ranks.items()]
        found.sort(key=lambda pair: (-round(pair[0], 6), len(pair[1].name), pair[1].code))
        return tuple(procedure for _, procedure in found)

    def _by_code(self, query: str) -> dict[int, float]:
        if "." not in query:
            return {}
        return {place: 1.0 for code, place in self.place_of.items() if code.lower().startswith(query)}

    def _by_words(self, typed: tuple[str, ...], bar: _Bar) -> dict[int, float]:
        heard = self._heard(typed)
        tells = [word in telling(" ".join(typed)) for word in typed]
        ranks = self._ranked([each for each, told in zip(heard, tells, strict=True) if told], bar)
        weights = [each.weight * (1 if told else SMALL) for each, told in zip(heard, tells, strict=True)]
        certain = {word for each in heard for word, sure in each.likely.items() if sure >= SURE}
        said = {fold(word) for word in typed}
        for needed, synonym in self.nicknames:
            if not certain.issuperset(needed):
                continue
            explained, used = _explained(needed, heard, weights)
            if explained < bar.named:
                continue
            also = len(self.said[synonym.said] & said)
            self._name(ranks, synonym, explained + also / 20)
            rest = [word for at, word in enumerate(typed) if at not in used and tells[at]]
            self._relate(ranks, synonym, rest)
        return ranks

    def _name(self, ranks: dict[int, float], synonym: Synonym, explained: float) -> None:
        for order, code in enumerate(synonym.codes):
            place = self.place_of.get(code)
            if place is not None:
                named = NAMED * explained - order * LESS_OFTEN
                before = ranks.get(place, 0)
                ranks[place] = max(named, before) + min(named, before) / 50

    def _relate(self, ranks: dict[int, float], synonym: Synonym, rest: list[str]) -> None:
        """What the notice board's own words for the nickname lead to, together with what else was typed."""
        for meant in synonym.meant:
            for place, rank in self._ranked(self._heard((*telling(meant), *rest)), STRICT).items():
                ranks[place] = max(ranks.get(place, 0), RELATED * rank)

    # ---- words

    def _apart(self, typed: tuple[str, ...]) -> tuple[str, ...]:
        """«khaisinh» is two words that were not kept apart."""
        apart: list[str] = []
        for word in typed:
            folded = fold(word)
            apart.extend(self.joined.get(folded, (word,)) if folded not in self.marked else (word,))
        return tuple(apart)

    def _heard(self, typed: tuple[str, ...]) -> list[_Heard]:
        around = ["", *(fold(word) for word in typed), ""]
        return [
            self._remembered(word, around[place], around[place + 2], last=place == len(typed) - 1)
            for place, word in enumerate(typed)
        ]

    def _remembered(self, word: str, before: str, after: str, *, last: bool) -> _Heard:
        key = (word, before, after if not last else "\n")
        if key not in self.remembered:
            if len(self.remembered) > 4096:  # noqa: PLR2004 - a day of typing
                self.remembered.clear()
            likely = self._meant(word, before, after, last=last)
            where = self._where(likely)
            self.remembered[key] = _Heard(likely, where, self._weight(where))
        return self.remembered[key]

    def _meant(self, word: str, before: str, after: str, *, last: bool) -> Likely:
        """Exactly so, else as it sounds, else begun, else with a slip where its neighbour bears it out."""
        folded = fold(word)
        found: Likely = {}
        for form in self.marked.get(folded, ()):
            found[form] = agreement(word, form)
        for other in self.sounding.get(sound(folded), ()):
            if other != folded:
                self._add(found, word, self.marked[other], LIKE_IT)
        for other in self._related_to(folded):
            self._add(found, word, self.marked[other], LIKE_IT)
        for other in self._beginning_with(folded):
            share = len(folded) / len(other)
            worth = BEGINNING + (1 - BEGINNING) * share if last else BEGINNING * share
            for form in self.marked[other]:
                found[form] = max(found.get(form, 0), worth * agreement(word, form[: len(word)]))
        if folded not in self.marked or not last:
            self._slip(found, word, before, after)
        return found

    def _related_to(self, folded: str) -> list[str]:
        """«register» and «registration»: only English has words that long."""
        stem = folded[:STEM]
        return (
            [other for other in self._beginning_with(stem) if other != folded] if len(folded) > STEM else []
        )

    def _beginning_with(self, folded: str) -> list[str]:
        first = bisect_left(self.sorted, folded)
        found = []
        for other in self.sorted[first:]:
            if not other.startswith(folded):
                break
            if other != folded:
                found.append(other)
        return found

    def _slip(self, found: Likely, word: str, before: str, after: str) -> None:
        folded = fold(word)
        if len(folded) < SHORTEST_SLIP or folded.isdecimal():
            return
        most = 2 if len(folded) > LONG else 1
        known = folded in self.marked
        for other in self._resembling(folded, most):
            made = slips(folded, other, most)
            if made > most or other == folded:
                continue
            beside = (before, other) in self.pairs or (other, after) in self.pairs
            if beside or (not known and len(folded) >= LONG):
                self._add(found, word, self.marked[other], SLIPPED / made**0.5 - known / 10)

    def _resembling(self, folded: str, most: int) -> set[str]:
        """Words that one slip may have made of each other have a shortening in common; for two, all long ones."""
        if most > 1:
            return {other for other in self.sorted if abs(len(other) - len(folded)) <= most}
        return {other for short in _one_less(folded) for other in self.shortened.get(short, ())}

    @staticmethod
    def _add(found: Likely, typed: str, forms: Iterable[str], share: float) -> None:
        for form in forms:
            found[form] = max(found.get(form, 0), share * tone_agreement(typed, form))

    # ---- procedures

    def _where(self, likely: Likely) -> dict[int, _Match]:
        found: dict[int, _Match] = {}
        for word, sure in likely.items():
            for place, worth in self.at[word].items():
                best = found.get(place)
                if best is None or sure * worth > best.worth:
                    found[place] = _Match(sure, sure * worth, fold(word))
        return found

    def _weight(self, where: Mapping[int, _Match]) -> float:
        """A word that stands in every second name says little; one that stands nowhere says that it is not here."""
        many = sum(match.sure > SURE for match in where.values())
        return log(1 + len(self.offered) / (RARE + many))

    def _ranked(self, heard: list[_Heard], bar: _Bar) -> dict[int, float]:
        matches, weights = [each.where for each in heard], [each.weight for each in heard]
        whole = sum(weights) or 1
        ranks: dict[int, float] = {}
        answered: dict[int, float] = {}
        for weight, where in zip(weights, matches, strict=True):
            for place, match in where.items():
                answered[place] = answered.get(place, 0) + weight * match.sure / whole
        lowest = min(bar.in_a_row, bar.apart, bar.scattered)
        for place, sure in answered.items():
            if sure < lowest:
                continue
            met = [where.get(place) for where in matches]
            rows = self._rows(self.entries[place], met)
            if sure < (bar.in_a_row if rows else bar.apart if len(met) <= FEW else bar.scattered):
                continue
            worth = sum(weight * match.worth for weight, match in zip(weights, met, strict=True) if match)
            ranks[place] = 2 * worth / whole + rows / 2 + self._whole_name(self.entries[place], met)
        return ranks

    @staticmethod
    def _rows(entry: _Entry, met: list[_Match | None]) -> float:
        """The share of the words that stand in a row in the name as they were typed: it says more than far apart."""
        said = [match.word if match and match.sure > SURE else "" for match in met]
        return sum(pair in entry.pairs for pair in pairwise(said)) / max(1, len(said) - 1)

    @staticmethod
    def _whole_name(entry: _Entry, met: list[_Match | None]) -> float:
        """A name that begins so, and one that says nothing else."""
        said = [match.word for match in met if match]
        begins = entry.name[: len(said)] == tuple(said)
        share = len(set(said) & set(entry.name)) / max(1, len(entry.name[:MOST_WORDS]))
        return begins / 4 + min(1.0, share) / 2


def _one_less(word: str) -> set[str]:
    """A word, and what is left of it without any one of its letters."""
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


def _entry(procedure: Procedure) -> _Entry:
    every = tuple(fold(word) for word in words(procedure.name))
    name = tuple(fold(word) for word in telling(procedure.name))
    english = tuple(words(procedure.name_en))
    return _Entry(procedure, name, frozenset([*pairwise(every), *pairwise(name), *pairwise(english)]))


def _needed(said: str) -> tuple[str, ...]:
    """The words of a nickname that must be said: all of them where only one of them tells anything."""
    most = telling(said)
    return most if len(most) > 1 else words(said)


def _explained(said: tuple[str, ...], heard: list[_Heard], weights: list[float]) -> tuple[float, set[int]]:
    """The share of a query that a nickname in it explains, and which of its words those are."""
    used: set[int] = set()
    sure = 0.0
    for word in said:
        best = max(
            ((each.likely.get(word, 0), place) for place, each in enumerate(heard) if place not in used),
            default=(0.0, -1),
        )
        if best[0] < SURE:
            return 0, set()
        used.add(best[1])
        sure += best[0]
    share = sum(weights[place] for place in used) / (sum(weights) or 1)
    return share * sure / max(1, len(said)), used
