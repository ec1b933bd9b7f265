"""An examination in words: the same sections, sentences and tables for the terminal and for the page."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from audit.flags.finding import counted
from audit.flags.telling import name_of, not_run_text, sentence_of, subject_of
from audit.foreign.examined import Examination
from audit.foreign.model import USUAL_SHARE
from wording import say
from wording.dates import moment_text, number_text

ARROW = " → "
SHOWN = 12
"""Lines of a table that people see; the JSON has all of them."""
LEAST_SHARE = 10
"""Cases two activities meet in before one person doing both is told to people."""
SECOND = 1_000_000


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """One part of a report. `total` is how many lines there would be without a limit."""

    key: str
    title: str
    sentences: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    total: int = 0


class Told:
    """Finds the words for an examination in one language."""

    def __init__(self, examined: Examination, language: str = "vi") -> None:
        self.examined, self.language = examined, language

    def say(self, key: str, **blanks: Any) -> str:
        return say(f"foreign.{key}", self.language, **blanks)

    def number(self, number: float, decimals: int = 0) -> str:
        return number_text(number, self.language, decimals=decimals)

    def opening(self) -> tuple[str, str, str]:
        """The title, the figures of the whole, and what figures are."""
        e = self.examined
        figures = {
            name: self.number(getattr(e, name)) for name in ("cases", "events", "activities", "people")
        }
        first, last = (moment_text(at, self.language) for at in (e.first, e.last))
        return (
            self.say("title", file=e.file),
            self.say("summary", **figures, first=first, last=last),
            self.say("questions"),
        )

    def sections(self) -> Iterator[Section]:
        yield self._read()
        yield self._checks()
        yield self._variants()
        yield self._spectrum()
        yield from self._people()
        yield self._conformance()
        yield from self._rules()
        yield from self._flags()
        yield self._not_asked()

    def _section(
        self,
        key: str,
        sentences: Sequence[str] = (),
        columns: Sequence[str] = (),
        rows: Sequence[Sequence[str]] = (),
    ) -> Section:
        return Section(
            key=key,
            title=self.say(f"section.{key}"),
            sentences=tuple(sentences),
            header=tuple(self.say(f"column.{column}") for column in columns),
            rows=tuple(map(tuple, rows[:SHOWN] if key != "read" else rows)),
            total=len(rows),
        )

    def _read(self) -> Section:
        e = self.examined
        notes = [self._note(name, value) for name, value in e.notes.items() if value]
        lost = [
            self.say(f"left_out.{reason}", count=self.number(count))
            for reason, count in e.left_out.items()
            if count
        ]
        rows = [(column, self.say(f"meaning.{meaning}")) for column, meaning in e.meanings.items() if meaning]
        plain = [column for column, meaning in e.meanings.items() if not meaning]
        kept = [self.say("attributes", columns=", ".join(plain))] if plain else []
        return self._section("read", [*notes, *lost, *kept], ("column", "meaning"), rows)

    def _note(self, name: str, value: str) -> str:
        kind, _, column = name.partition(".")
        if kind == "style":
            return self.say("note.style", column=column, value=self.say(f"style.{value}"))
        return self.say(f"note.{name}", value=f"«{value}»" if value.isspace() or len(value) == 1 else value)

    def _checks(self) -> Section:
        found = [(check, count) for check, count in self.examined.checks.items() if count]
        rows = [(self.say(f"check.{check}"), self.number(count)) for check, count in found]
        return self._section("checks", () if rows else (self.say("none"),), ("check", "events"), rows)

    def _variants(self) -> Section:
        e = self.examined
        rows = [
            (
                str(place),
                self.number(each.cases),
                self.number(100 * each.cases / e.cases, 1),
                ARROW.join(each.steps),
            )
            for place, each in enumerate(e.variants, 1)
        ]
        told = self.say("variants_count", count=self.number(len(e.variants)))
        return self._section("variants", (told,), ("place", "cases", "share", "way"), rows)

    def _spectrum(self) -> Section:
        rows = [
            (
                each.before, each.after, self.number(each.count), self.duration(each.median),
                self.duration(each.ninth), self.duration(each.longest), self.number(each.batch),
                self.number(each.overtaken),
            )
            for each in self.examined.spectrum
        ]  # fmt: skip
        columns = ("before", "after", "times", "median", "ninth", "longest", "batch", "overtaken")
        return self._section("spectrum", (), columns, rows)

    def duration(self, span: int) -> str:
        """Two units of a span in µs."""
        seconds = max(0, span) // SECOND
        minutes, second = divmod(seconds, 60)
        hours, minute = divmod(minutes, 60)
        days, hour = divmod(hours, 24)
        if days:
            return self.say("duration.days", days=self.number(days), hours=hour)
        if hours:
            return self.say("duration.hours", hours=hour, minutes=minute)
        if minutes:
            return self.say("duration.minutes", minutes=minute, seconds=second)
        return self.say("duration.seconds", seconds=second)

    def _people(self) -> Iterator[Section]:
        rows: Sequence[Sequence[str]]
        e, lacking = self.examined, {each.question for each in self.examined.not_asked}
        if "hand_overs" not in lacking:
            others = [each for each in e.hand_overs if each.before != each.after]
            told = self.say("edges", edges=self.number(len(e.hand_overs)), others=self.number(len(others)))
            rows = [(each.before, each.after, self.number(each.times)) for each in others]
            yield self._section("hand_overs", (told,), ("before", "after", "times"), rows)
        if "together" not in lacking:
            told = self.say("pairs", pairs=self.number(len(e.together)))
            rows = [(each.one, each.other, self.number(each.cases)) for each in e.together]
            yield self._section("together", (told,), ("one", "other", "cases"), rows)
        if "four_eyes" not in lacking:
            rows = [
                (each.one, each.other, self.number(each.both), self.number(each.same))
                for each in e.four_eyes
                if each.both >= min(LEAST_SHARE, e.cases) and each.same
            ]
            yield self._section("four_eyes", (), ("one", "other", "both", "same"), rows)

    def _conformance(self) -> Section:
        found = self.examined.conformance
        share = self.number(100 * found.fitting / found.cases, 1)
        fits = self.say(
            "fits", fitting=self.number(found.fitting), cases=self.number(found.cases), share=share
        )
        named = (
            self.say("given_model", name=found.model)
            if found.given
            else self.say("usual_model", share=self.number(100 * USUAL_SHARE))
        )
        rows = [
            (
                each.before or self.say("begin"), each.after or self.say("end"), self.number(each.cases),
                ", ".join(each.examples),
            )
            for each in found.deviations
        ]  # fmt: skip
        return self._section("conformance", (named, fits), ("before", "after", "cases", "examples"), rows)

    def _rules(self) -> Iterator[Section]:
        results = self.examined.conformance.rules
        if not results:
            return
        rows = [
            (
                self.say(f"rule.{each.rule.kind}", first=each.rule.first, then=each.rule.then),
                self.number(each.cases), self.number(each.broken), ", ".join(each.examples),
            )
            for each in results
            if not each.missing
        ]  # fmt: skip
        lacking = [
            self.say(f"rule.{each.rule.kind}", first=each.rule.first, then=each.rule.then)
            + ": "
            + self.say("rule_missing", columns=self.say(f"meaning.{each.missing}"))
            for each in results
            if each.missing
        ]
        yield self._section("rules", lacking, ("rule", "spoken_of", "broken", "examples"), rows)

    def _flags(self) -> Iterator[Section]:
        """What follows from facts, what follows from statistics, and what could not be asked: never mixed."""
        flags = self.examined.flags
        told = self.say("rules_run", rules=self.number(len(flags.ran)))
        for key, found in (("flags_exact", flags.exact), ("flags_statistical", flags.statistical)):
            rows = [
                (
                    name_of(each.rule, self.language), subject_of(each, self.language),
                    sentence_of(each, self.language),
                )
                for each in found
            ]  # fmt: skip
            counts = [
                self.say("flag_asked", rule=name_of(rule, self.language), count=self.number(count))
                for rule, count in counted(found).items()
            ]
            yield self._section(
                key, counts or (told, self.say("none")), ("rule", "subject", "question"), rows
            )
        yield self._section("flags_not_run", [not_run_text(each, self.language) for each in flags.not_run])

    def _not_asked(self) -> Section:
        told = [
            self.say(
                "missing",
                question=self.say(f"section.{each.question}"),
                columns=", ".join(self.say(f"meaning.{column}") for column in each.missing),
            )
            for each in self.examined.not_asked
        ]
        return self._section("not_asked", told or (self.say("all_asked"),))


def report_text(examined: Examination, language: str = "vi") -> str:
    """The report for a terminal."""
    told = Told(examined, language)
    lines = [*told.opening()]
    for section in told.sections():
        lines += ["", section.title, "─" * len(section.title), *section.sentences, *_table(section)]
        if section.total > len(section.rows):
            lines.append(told.say("shown", shown=len(section.rows), total=told.number(section.total)))
    return "\n".join(lines)


def _table(section: Section) -> Iterator[str]:
    if not section.rows:
        return
    lines = [section.header, *section.rows]
    widths = [max(len(line[place]) for line in lines[:]) for place in range(len(section.header))]
    for line in lines:
        yield "  " + "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
