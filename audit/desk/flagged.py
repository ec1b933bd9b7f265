"""Where the desk takes red flags from: whoever runs the rules hands them in as findings, which are questions."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from application.envelope import Actor
from audit.flags.finding import Finding

if TYPE_CHECKING:
    from application.office import Office


class FlagBook(Protocol):
    """Asks the rules over the first `size` events of the log."""

    def findings(self, size: int, by: Actor) -> Sequence[Finding]:
        """What was found, exact ones first; the same again for the same size."""


class OfficeFlags:
    """The catalogue asked of an open office. Each run is recorded, once for each size that is looked at."""

    def __init__(self, office: "Office") -> None:
        self.office = office
        self._asked: dict[int, tuple[Finding, ...]] = {}

    def findings(self, size: int, by: Actor) -> Sequence[Finding]:
        """Takes seconds the first time; called in the desk's hand."""
        from audit.flags.asking import ask, fact_of  # the rules are many, and most sittings never ask them

        if size not in self._asked:
            report = ask(self.office, size=size)
            self.office.flagging.keep(fact_of(report), by)
            self._asked[size] = (*report.exact, *report.statistical)
        return self._asked[size]
