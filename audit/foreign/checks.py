"""What is odd about a log before anything is asked of it."""

from collections import Counter

from audit.cases import CaseLog

FIRST_PLAUSIBLE = 631_152_000_000_000
"""1990-01-01T00:00:00Z: before it, a moment is likely a zero or an empty cell of some program."""
CHECKS = ("out_of_order", "twice", "implausible_moment", "nobody", "recorded_before", "index_twice")


def checks(log: CaseLog, now: int) -> dict[str, int]:
    """How many events are odd, by check; those that found nothing are 0. `now` is in µs UTC."""
    found: Counter[str] = Counter(dict.fromkeys(CHECKS, 0))
    indexes: Counter[int] = Counter()
    for case in log.cases:
        seen: set[tuple[str, int, str]] = set()
        latest = 0
        for event in case.events:
            line = (event.activity, event.moment, event.resource)
            found["out_of_order"] += event.moment < latest
            found["twice"] += line in seen
            found["implausible_moment"] += not FIRST_PLAUSIBLE <= event.moment <= now
            found["nobody"] += not event.resource and "resource" in log.columns
            found["recorded_before"] += 0 < event.recorded < event.moment
            indexes.update([event.index] if event.index >= 0 else [])
            seen.add(line)
            latest = max(latest, event.moment)
    found["index_twice"] = sum(times - 1 for times in indexes.values())
    return {check: found[check] for check in CHECKS}
