"""Statistical rules over a whole log, each with a criterion of its own that chance hardly ever meets."""

from collections.abc import Callable, Mapping
from datetime import date

from audit.flags.asked import Asked, first_due, moment
from audit.flags.finding import Found, evidence_of
from audit.flags.hours import DAY
from audit.flags.statistical.patterns import Bunching, bunching, first_digits
from domain.calendar import local_date

Whole = Callable[[Asked], tuple[Found, ...] | None]
"""What was found; None when there is too little of what the rule counts."""

PLACEBOS = (-42, -35, -28, -21, -17, -14, -11, -8, 6, 9, 14, 21)
"""Days from the deadline on which nothing happens."""


def heap_before_deadline(asked: Asked) -> tuple[Found, ...] | None:
    """Decisions heap up on the last days before the deadline, more than a smooth course and every placebo day has."""
    known = []
    for case in asked.dossiers:
        due, finished, received = first_due(case), moment(case, "finished"), moment(case, "received")
        if due and finished and due - (received or 0) >= asked.number("least_term") * DAY:
            known.append((_days_between(due, finished), case))
    if len(known) < asked.number("least"):
        return None
    found = bunched([offset for offset, _ in known], asked)
    if not found.found:
        return ()
    inside = [case for offset, case in known if -asked.number("before") <= offset < asked.number("after")]
    return (
        Found(
            subject_kind="office",
            subject="",
            blanks={
                "observed": found.real.observed,
                "expected": round(found.real.expected, 1),
                "z": round(found.real.z, 2),
                "placebo": round(max(heap.z for heap in found.placebos), 2),
                "placebos": len(found.placebos),
            },
            evidence=tuple(evidence_of(case, case.events[-1]) for case in inside),
            about="deadline",
        ),
    )


def _days_between(first: int, last: int) -> int:
    return (date.fromisoformat(local_date(last)) - date.fromisoformat(local_date(first))).days


def bunched(offsets: list[int], asked: Asked) -> Bunching:
    """The heap in whole days from the deadline, with the parameters asked for."""
    return bunching(
        offsets,
        first=asked.number("first"),
        last=asked.number("last"),
        before=asked.number("before"),
        after=asked.number("after"),
        degree=asked.number("degree"),
        placebos=PLACEBOS,
    )


def digits_of_amounts(asked: Asked) -> tuple[Found, ...] | None:
    """First digits of fees that do not come as amounts of many sizes do (Benford)."""
    fees = [case.attributes.get("fee") for case in asked.dossiers]
    amounts = [float(fee) for fee in fees if isinstance(fee, int | float) and fee > 0]
    answer = first_digits(amounts, least=asked.number("least"), orders=asked.share("orders"))
    if answer is None:
        return None
    held, p = answer
    if p > asked.share("p"):
        return ()
    commonest = max(held, key=lambda digit: held[digit])
    blanks = {"count": len(amounts), "digit": commonest, "times": held[commonest]}
    return (Found(subject_kind="office", subject="", blanks={**blanks}, about="fees"),)


WHOLE: Mapping[str, Whole] = {"bunching": heap_before_deadline, "first_digits": digits_of_amounts}
"""Each under the id the catalogue has for it."""
