"""What a verification found: the first bad event always, a list up to a bound, and the count of all."""

from dataclasses import dataclass
from typing import Any, NamedTuple

MOST_PROBLEMS = 100


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong. `kind` is a fixed word for programs, `sentence` says it to people."""

    kind: str
    sentence: str
    event: int | None = None
    stream: str = ""
    version: int | None = None
    topic: str = ""
    file: str = ""
    """The file of the store that is wrong, by its path in it."""

    def __str__(self) -> str:
        return self.sentence


class Place(NamedTuple):
    """Which event a problem is about, as it stands in the row; anything may stand there."""

    event: int
    stream: Any = None
    version: Any = None
    topic: Any = None


class Findings:
    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.first_bad: Problem | None = None
        self.count = 0
        self.declared: list[Problem] = []
        """What is not whole and was said to be so in the log itself: to be told, and no fault of this store."""

    def declare(self, kind: str, sentence: str) -> None:
        """A loss that the log owns up to."""
        self.declared.append(Problem(kind, sentence))

    def say(self, kind: str, sentence: str) -> None:
        """A problem of the store as a whole."""
        self._keep(Problem(kind, sentence))

    def file(self, kind: str, path: str, what: str) -> None:
        """A problem of one file of the store; `what` goes on after its name."""
        self._keep(Problem(kind, f"{path!r} {what}", file=path))

    def blame(self, kind: str, place: Place, what: str) -> None:
        """A problem of one event; `what` goes on after "Event 17 (…)"."""
        stream = place.stream.hex() if isinstance(place.stream, bytes) else ""
        topic = place.topic.decode("utf-8", "replace") if isinstance(place.topic, bytes) else ""
        version = place.version if isinstance(place.version, int) else None
        known = f" ({topic!r}, version {version} of {stream})" if stream else ""
        sentence = f"Event {place.event}{known} {what}"
        self._keep(Problem(kind, sentence, place.event, stream, version, topic))

    def _keep(self, problem: Problem) -> None:
        self.count += 1
        # A thousand bad events must not crowd out what is wrong with the store as a whole.
        if len(self.problems) < (MOST_PROBLEMS if problem.event is not None else 2 * MOST_PROBLEMS):
            self.problems.append(problem)
        if problem.event is None:
            return
        if self.first_bad is None or self.first_bad.event is None or problem.event < self.first_bad.event:
            self.first_bad = problem

    def take(self, problems: list[Problem], count: int) -> None:
        """Problems that were found elsewhere; `count` may be more than are listed."""
        for problem in problems:
            self._keep(problem)
        self.count += count - len(problems)
