"""What every step from one state to the next is made of."""

from collections.abc import Callable
from typing import Any, TypeVar

from msgspec.structs import replace

from domain.dossier import facts as f
from domain.dossier.state import Dossier, Pause, PauseReason, Result, Status
from domain.fact import Fact

F = TypeVar("F", bound=Fact)
Step = Callable[[Dossier, F, int], Dossier]

STEPS: dict[type[Fact], Step[Any]] = {}
"""For each kind of fact, the step it takes."""


def after(kind: type[F]) -> Callable[[Step[F]], Step[F]]:
    def register(step: Step[F]) -> Step[F]:
        STEPS[kind] = step
        return step

    return register


def pause(dossier: Dossier, at: int, why: PauseReason) -> Dossier:
    """Stop the clock. One cause at a time: what held it up before gives way to the new one."""
    running = resume(dossier, at)
    if dossier.accepted_at is None:
        return running
    visit = replace(running.visit, pauses=False) if running.visit else None
    return replace(running, visit=visit, paused=(*running.paused, Pause(start=at, why=why)))


def resume(dossier: Dossier, at: int) -> Dossier:
    ended = tuple(replace(pause, end=at) if pause.end is None else pause for pause in dossier.paused)
    return replace(dossier, paused=ended)


def moved_by_law(dossier: Dossier, due: f.Due | None) -> Dossier:
    return dossier if due is None else replace(dossier, due_lawful=due, due_current=due)


def finish(dossier: Dossier, at: int, status: Status) -> Dossier:
    """An end: nothing stays open, and the first finish is the one that counts."""
    first = at if dossier.finished_at is None else dossier.finished_at
    closed = resume(dossier, at)
    return replace(
        closed,
        status=status,
        finished_at=first,
        offered=None,
        supplement=None,
        payment=None,
        withdrawing=False,
        opinions=(),
        visit=None,
        referral=None,
    )


def end_in_writing(dossier: Dossier, at: int, status: Status, *, number: str, basis: str = "") -> Dossier:
    return replace(finish(dossier, at, status), notice=number, basis=basis)


def reopen(dossier: Dossier) -> Dossier:
    """Back to work on a result: it is drafted, signed, told and delivered anew. The first finish stays."""
    return replace(
        dossier,
        status=Status.IN_PROCESS,
        result=Result(),
        decided_at_counter=False,
        delivery="not_ready",
        notices=0,
        invitations=0,
        invited_at=None,
        archive="",
    )
