"""What people call «tạm dừng»: no such status exists, so whatever waits does so under one that the law knows."""

import msgspec

from domain.dossier import facts as f
from domain.dossier.state import Dossier, PauseReason, Status
from domain.dossier.table import TABLE
from domain.fact import Fact


class Wait(msgspec.Struct, frozen=True, kw_only=True):
    """Why a dossier waits for somebody outside the office, since when (µs UTC), and under which rule.

    `number` is the written notice that says so. `clock_stands` is False at intake, where no clock has started,
    and where the law of the procedure lets it run on.
    """

    why: PauseReason
    since: int
    article: str
    number: str = ""
    answer_by: str = ""
    clock_stands: bool = False


def waits(dossier: Dossier) -> Wait | None:
    """The wait of a dossier, or None when the office has the next move."""
    match dossier.status:
        case Status.SUPPLEMENT_REQUESTED if dossier.supplement is not None:
            asked = dossier.supplement
            act = f.IntakeSupplementRequested if asked.stage == "intake" else f.ProcessingSupplementRequested
            return _wait(
                dossier, "supplement", act, asked.requested_at, number=asked.number, answer_by=asked.answer_by
            )
        case Status.FINANCIAL_OBLIGATION if dossier.payment is not None:
            owed = dossier.payment
            return _wait(
                dossier,
                "financial_obligation",
                f.PaymentRequested,
                owed.requested_at,
                number=owed.number,
                answer_by=owed.pay_by,
            )
        case Status.WITHDRAWAL_REQUESTED:
            since = dossier.paused[-1].start if dossier.paused else dossier.changed_at or 0
            return _wait(dossier, "withdrawal_pending", f.WithdrawalRequested, since)
        case Status.IN_PROCESS if dossier.visit is not None and dossier.visit.pauses:
            since, number = dossier.paused[-1].start, dossier.visit.number
            return _wait(dossier, "external_verification", f.VerificationScheduled, since, number=number)
        case _:
            return None


def _wait(
    dossier: Dossier,
    why: PauseReason,
    act: type[Fact],
    since: int,
    *,
    number: str = "",
    answer_by: str = "",
) -> Wait:
    article = next(edge.article for edge in TABLE if edge.fact == act.NAME)
    stands = bool(dossier.paused) and dossier.paused[-1].end is None
    return Wait(
        why=why, since=since, article=article, number=number, answer_by=answer_by, clock_stands=stands
    )
