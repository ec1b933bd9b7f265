"""Makes cases of what a file says line by line, and keeps count of what could not be understood."""

from collections import Counter
from collections.abc import Mapping
from datetime import tzinfo

import msgspec

from audit.cases import OWN_COLUMNS, Case, CaseLog, Event, Value
from audit.foreign.columns import CASE_MOMENTS, NEEDED, NOTHING, OF_A_CASE, OF_AN_EVENT, Meanings
from audit.foreign.moments import ISO, read_moment
from audit.foreign.refusals import ColumnNotUnderstood, NothingInTheLog
from domain.fact import FACTS


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    """A foreign log, what was taken for what, and what was left out."""

    log: CaseLog
    format: str
    """`xes`, `ocel2` or `csv`."""
    meanings: dict[str, str]
    """Columns with what they were taken for; empty for a plain attribute."""
    notes: dict[str, str]
    """How the file was understood: encoding, separator, order of the date, zone, kinds of object."""
    left_out: dict[str, int]
    """How many events or cases were left out, by reason."""


class _Open(msgspec.Struct):
    attributes: dict[str, Value]
    events: list[Event]


class Gathering:
    """Takes cases and events as they come; the columns of an event are sorted by what they stand for."""

    def __init__(self, meanings: Meanings, zone: tzinfo) -> None:
        self.meanings, self.zone = meanings, zone
        self.style: dict[str, str] = {}
        """How each column writes its moments; ISO unless something else was found out."""
        self.cases: dict[str, _Open] = {}
        self.left_out: Counter[str] = Counter()

    def case(self, id: str, told: Mapping[str, Value]) -> None:
        """What is said of a case as a whole; `told` is by column."""
        known = self.cases.setdefault(id, _Open({}, [])).attributes
        for column, value in told.items():
            meaning = self.meanings.of_case(column)
            if meaning != NOTHING:
                self._learn(known, column, meaning, value)

    def _learn(self, known: dict[str, Value], column: str, meaning: str, value: Value) -> None:
        read = self.moment(column, value) if meaning in CASE_MOMENTS else value
        if read is None:
            self.left_out["case_moment"] += 1
        elif read != "":
            known.setdefault(meaning or column, read)

    def event(
        self, case: str, told: Mapping[str, Value], known: Mapping[str, str], *, guess: bool = False
    ) -> None:
        """An event of a case. `known` is what the format itself says of its columns; others may be guessed."""
        of_event: dict[str, Value] = {}
        attributes: dict[str, Value] = {}
        of_case: list[tuple[str, str, Value]] = []
        for column, value in told.items():
            meaning = self.meanings.of_event(column, known.get(column, ""), guess=guess)
            if meaning in ("moment", "recorded"):
                of_event[meaning] = self._moment_or_nothing(column, value)
            elif meaning in OF_AN_EVENT:
                of_event[meaning] = value
            elif meaning in OF_A_CASE:
                of_case.append((column, meaning, value))
            elif meaning != NOTHING and value != "":
                attributes[column] = value
        self._keep(case, of_event, attributes, of_case)

    def _keep(
        self,
        case: str,
        told: dict[str, Value],
        attributes: dict[str, Value],
        of_case: list[tuple[str, str, Value]],
    ) -> None:
        activity, moment = str(told.get("activity", "")), told.get("moment", "")
        if not case or not activity or not isinstance(moment, int):
            reason = "no_case" if not case else "no_activity" if not activity else "no_moment"
            self.left_out[reason] += 1
            return
        self.case(case, {})
        for column, meaning, value in of_case:
            self._learn(self.cases[case].attributes, column, meaning, value)
        recorded = told.get("recorded", 0)
        self.cases[case].events.append(
            Event(
                activity=activity,
                moment=moment,
                recorded=recorded if isinstance(recorded, int) else 0,
                resource=str(told.get("resource", "")),
                index=whole(told.get("index", -1)),
                attributes=attributes,
            )
        )

    def _moment_or_nothing(self, column: str, value: Value) -> Value:
        read = self.moment(column, value)
        return "" if read is None else read

    def moment(self, column: str, value: Value) -> int | None:
        """µs UTC; a number is taken to be that already."""
        if isinstance(value, str):
            return read_moment(value, self.style.get(column, ISO), self.zone)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def finished(self, format: str, source: str, notes: dict[str, str]) -> Imported:
        """The whole log. Raises `NothingInTheLog`, `NoSuchColumn`, `ColumnNotUnderstood`."""
        self.meanings.must_be_columns()
        if not any(each.events for each in self.cases.values()):
            for meaning in NEEDED:
                if self.left_out[f"no_{meaning}"]:
                    raise ColumnNotUnderstood(meaning=meaning, columns=", ".join(sorted(self.meanings.seen)))
            raise NothingInTheLog(file=source)
        empty = sum(not each.events for each in self.cases.values())
        if empty:
            self.left_out["case_without_events"] = empty
        cases = tuple(
            Case(id=id, events=tuple(each.events), attributes=each.attributes)
            for id, each in self.cases.items()
            if each.events
        )
        return Imported(
            log=CaseLog(cases=cases, columns=columns_of(cases), source=source),
            format=format,
            meanings=dict(self.meanings.seen),
            notes=notes,
            left_out=dict(self.left_out),
        )


def whole(value: Value) -> int:
    """A whole number that may be written as a text, or -1."""
    try:
        return int(value)
    except (ValueError, OverflowError):
        return -1


def columns_of(cases: tuple[Case, ...]) -> frozenset[str]:
    """What a log knows, by what is filled in anywhere in it."""
    found: set[str] = set()
    activities: set[str] = set()
    for case in cases:
        found.update(case.attributes)
        for event in case.events:
            found.update(event.attributes)
            activities.add(event.activity)
            found.update(
                name
                for name, there in (
                    ("resource", event.resource), ("recorded", event.recorded), ("index", event.index >= 0),
                )
                if there
            )  # fmt: skip
    if "index" in found and activities <= FACTS.keys():  # an export of ours, or of an office like ours
        found |= OWN_COLUMNS
    return frozenset(found)
