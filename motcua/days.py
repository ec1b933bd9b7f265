"""Days as people type them on the command line: 31/12/2025 or 1/7/2025 as well as 2025-12-31."""

from datetime import date

from motcua.console import fail, language


def day_typed(text: str) -> date:
    """The day as typed; ends with a clear sentence if it is none."""
    from wording import say

    try:
        return date.fromisoformat("-".join(part.zfill(2) for part in reversed(text.split("/"))))
    except ValueError:
        fail(say("cli.not_a_day", language(), text=text), 2)
