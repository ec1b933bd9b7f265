"""Moments as people type them on the command line: local time of Vietnam."""

from datetime import datetime

from motcua.console import fail, language
from wording import say


def microseconds(text: str) -> int:
    """µs UTC of a local moment as typed, such as 2026-11-23T09:00; ends with a clear sentence if it is none."""
    from domain.calendar import VIETNAM

    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        fail(say("cli.not_a_moment", language(), text=text), 2)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=VIETNAM)
    return round(moment.timestamp() * 1_000_000)
