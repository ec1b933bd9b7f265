"""What the screen with the number says of its slip: one sentence, and whether another try is offered."""

import msgspec

from kiosk.printing.press import Job
from wording import say


class Told(msgspec.Struct, frozen=True):
    """`good`: there is a slip to take, or a picture of one."""

    sentence: str
    good: bool = False
    again: bool = False


def told(job: Job | None, number: str, language: str) -> Told:
    """Whatever became of the slip, the number is valid: no sentence leaves that open."""
    if job is None:
        return Told(say("kiosk.ticket.keep", language))
    outcome = job.outcome
    if outcome is None:
        return Told(say("kiosk.ticket.printing", language))
    if outcome.trouble is not None:
        why = "not_printed" if outcome.trouble == "failed" else outcome.trouble
        return Told(say(f"kiosk.ticket.{why}", language, number=number), again=True)
    key = "printed" if outcome.medium == "png" else "on_paper_low" if outcome.paper_low else "on_paper"
    return Told(say(f"kiosk.ticket.{key}", language), good=True)
