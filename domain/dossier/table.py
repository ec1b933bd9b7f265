"""Which act may happen in which status, by whom, under which article: one table of the law's rows.

The rows cover the 32 edges between national statuses and the acts that leave the status as it is.
`docs/transitions.md` is written from it.
"""

from collections.abc import Iterable
from typing import Literal

import msgspec

from domain.dossier import facts as f
from domain.dossier.state import Status
from domain.fact import Fact

CITIZEN = "citizen"
ONE_STOP = frozenset({"reception", "head"})
SECTION = frozenset({"specialist", "leader"})
DECIDES = frozenset({"leader", "head"})
OFFICE = ONE_STOP | SECTION
PUBLIC = ONE_STOP | {CITIZEN}

When = Literal["", "intake", "processing"]
Variant = Literal["", "online", "final"]


class Edge(msgspec.Struct, frozen=True, kw_only=True):
    """One row: in status `start`, at this stage, the fact leads to `end`.

    `variant` tells two facts of one name apart where they lead to different statuses: a supplement sent
    `online`, a payment that is `final`.
    """

    start: Status
    fact: str
    end: Status
    roles: frozenset[str]
    reason: bool = False
    article: str = ""
    stage: When = ""
    variant: Variant = ""


S = Status


def _rows(
    fact: type[Fact],
    moves: Iterable[tuple[Status, Status]],
    roles: frozenset[str],
    article: str = "",
    *,
    reason: bool = False,
    stage: When = "",
    variant: Variant = "",
) -> tuple[Edge, ...]:
    return tuple(
        Edge(
            start=start,
            fact=fact.NAME,
            end=end,
            roles=roles,
            reason=reason,
            article=article,
            stage=stage,
            variant=variant,
        )
        for start, end in moves
    )


def _same(*statuses: Status) -> tuple[tuple[Status, Status], ...]:
    return tuple((status, status) for status in statuses)


_ACCEPTED = (S.ACCEPTED, S.IN_PROCESS, S.SUPPLEMENT_REQUESTED, S.FINANCIAL_OBLIGATION)
"""Statuses in which the office has work to do and nothing has ended."""
_IN_KEEPING = (*_ACCEPTED, S.WITHDRAWAL_REQUESTED, S.STOPPED, S.PROCESSED, S.RETURNED)
"""The office has the file, whether work goes on or not."""
_WAITED_FOR = (S.IN_PROCESS, S.SUPPLEMENT_REQUESTED, S.FINANCIAL_OBLIGATION, S.WITHDRAWAL_REQUESTED)
"""An answer from outside may come in whatever else the dossier waits for."""

_INTAKE: tuple[Edge, ...] = (
    *_rows(f.DossierSubmitted, [(S.NONE, S.NEWLY_REGISTERED)], PUBLIC, "NĐ 45/2020 Điều 11"),
    *_rows(
        f.DossierAccepted,
        [(S.NONE, S.ACCEPTED), (S.NEWLY_REGISTERED, S.ACCEPTED), (S.SUPPLEMENT_REQUESTED, S.ACCEPTED)],
        ONE_STOP,
        "NĐ 61/2018 Điều 17",
        stage="intake",
    ),
    *_rows(
        f.DossierRefused,
        [(status, S.NOT_ACCEPTED) for status in (S.NONE, S.NEWLY_REGISTERED, S.SUPPLEMENT_REQUESTED)],
        ONE_STOP,
        "NĐ 61/2018 Điều 17(1)(b)",
        reason=True,
        stage="intake",
    ),
    *_rows(
        f.IntakeSupplementRequested,
        [(S.NONE, S.SUPPLEMENT_REQUESTED), (S.NEWLY_REGISTERED, S.SUPPLEMENT_REQUESTED)],
        ONE_STOP,
        "NĐ 61/2018 Điều 17(1)(a)",
        reason=True,
    ),
)

_SUPPLEMENTS: tuple[Edge, ...] = (
    *_rows(
        f.ProcessingSupplementRequested,
        [(S.IN_PROCESS, S.SUPPLEMENT_REQUESTED)],
        ONE_STOP,
        "NĐ 61/2018 Điều 5(1)(e), 19(4)",
        reason=True,
    ),
    *_rows(
        f.SupplementProvided,
        [(S.SUPPLEMENT_REQUESTED, S.NEWLY_REGISTERED)],
        PUBLIC,
        "NĐ 61/2018 Điều 17(2)",
        stage="intake",
        variant="online",
    ),
    *_rows(
        f.SupplementProvided,
        _same(S.SUPPLEMENT_REQUESTED),
        PUBLIC,
        "NĐ 61/2018 Điều 17(1)(a)",
        stage="intake",
    ),
    *_rows(
        f.SupplementProvided,
        _same(S.SUPPLEMENT_REQUESTED, S.IN_PROCESS),
        PUBLIC,
        "NĐ 61/2018 Điều 19(4)",
        stage="processing",
    ),
    *_rows(
        f.SupplementCompleted,
        [(S.SUPPLEMENT_REQUESTED, S.IN_PROCESS)],
        ONE_STOP,
        "NĐ 61/2018 Điều 19(4)",
        stage="processing",
    ),
    *_rows(
        f.SupplementExpired,
        [(S.SUPPLEMENT_REQUESTED, S.NOT_ACCEPTED)],
        ONE_STOP,
        "NĐ 61/2018 Điều 17(1)(b)",
        reason=True,
        stage="intake",
    ),
    *_rows(
        f.SupplementExpired,
        [(S.SUPPLEMENT_REQUESTED, S.STOPPED)],
        DECIDES,
        "NĐ 61/2018 Điều 19(8)",
        reason=True,
        stage="processing",
    ),
)

_HANDS: tuple[Edge, ...] = (
    *_rows(f.DossierForwarded, [(S.ACCEPTED, S.IN_PROCESS)], ONE_STOP, "NĐ 61/2018 Điều 18(2)"),
    *_rows(
        f.DossierAssigned,
        _same(S.IN_PROCESS, S.SUPPLEMENT_REQUESTED, S.FINANCIAL_OBLIGATION),
        DECIDES,
        "NĐ 61/2018 Điều 19(1)",
        stage="processing",
    ),
    *_rows(f.HandoverOffered, _same(S.IN_PROCESS), OFFICE, "TT 01/2018/TT-VPCP Mẫu 05"),
    *_rows(f.HandoverAccepted, _same(S.IN_PROCESS), OFFICE, "TT 01/2018/TT-VPCP Mẫu 05"),
    *_rows(f.HandoverDeclined, _same(S.IN_PROCESS), OFFICE, "TT 01/2018/TT-VPCP Mẫu 05", reason=True),
)

_MONEY: tuple[Edge, ...] = (
    *_rows(f.PaymentRequested, [(S.IN_PROCESS, S.FINANCIAL_OBLIGATION)], SECTION, "NĐ 61/2018 Điều 22"),
    *_rows(f.PaymentConfirmed, [(S.FINANCIAL_OBLIGATION, S.IN_PROCESS)], ONE_STOP, "NĐ 61/2018 Điều 22"),
    *_rows(
        f.PaymentConfirmed,
        [(S.FINANCIAL_OBLIGATION, S.PROCESSED)],
        ONE_STOP,
        "NĐ 61/2018 Điều 22",
        variant="final",
    ),
    *_rows(
        f.PaymentExpired,
        [(S.FINANCIAL_OBLIGATION, S.STOPPED)],
        DECIDES,
        "NĐ 61/2018 Điều 19(8), 22",
        reason=True,
    ),
    *_rows(
        f.FeePaid,
        _same(S.ACCEPTED, S.IN_PROCESS, S.SUPPLEMENT_REQUESTED, S.FINANCIAL_OBLIGATION, S.PROCESSED),
        ONE_STOP,
        "NĐ 61/2018 Điều 22",
        stage="processing",
    ),
    *_rows(
        f.PaymentRefunded,
        _same(*_ACCEPTED, S.STOPPED, S.PROCESSED, S.RETURNED),
        ONE_STOP,
        "NĐ 61/2018 Điều 22",
        reason=True,
        stage="processing",
    ),
)

_ENDS: tuple[Edge, ...] = (
    *_rows(
        f.WithdrawalRequested,
        [(status, S.WITHDRAWAL_REQUESTED) for status in (S.NEWLY_REGISTERED, *_ACCEPTED)],
        PUBLIC,
        "TT 03/2025/TT-VPCP Mẫu 05",
    ),
    *_rows(
        f.WithdrawalGranted,
        [(S.WITHDRAWAL_REQUESTED, S.STOPPED)],
        ONE_STOP | {"leader"},
        "TT 03/2025/TT-VPCP Mẫu 05",
        stage="intake",
    ),
    *_rows(
        f.WithdrawalGranted,
        [(S.WITHDRAWAL_REQUESTED, S.STOPPED)],
        DECIDES,
        "TT 03/2025/TT-VPCP Mẫu 05",
        stage="processing",
    ),
    *_rows(
        f.WithdrawalDeclined,
        [(S.WITHDRAWAL_REQUESTED, S.IN_PROCESS)],
        DECIDES,
        "TT 03/2025/TT-VPCP Mẫu 05",
        reason=True,
        stage="processing",
    ),
    *_rows(f.DossierStopped, [(S.IN_PROCESS, S.STOPPED)], SECTION, "NĐ 61/2018 Điều 19(8)", reason=True),
)

_TIME: tuple[Edge, ...] = (
    *_rows(
        f.DeadlineChanged,
        _same(S.ACCEPTED, S.IN_PROCESS, S.SUPPLEMENT_REQUESTED, S.FINANCIAL_OBLIGATION),
        DECIDES,
        "NĐ 61/2018 Điều 19(9)",
        stage="processing",
    ),
    *_rows(
        f.ApologyIssued,
        _same(S.ACCEPTED, S.IN_PROCESS, S.SUPPLEMENT_REQUESTED, S.FINANCIAL_OBLIGATION),
        DECIDES,
        "NĐ 61/2018 Điều 19(9)",
        reason=True,
        stage="processing",
    ),
    *_rows(
        f.DeadlineRecalculated,
        _same(*_ACCEPTED, S.WITHDRAWAL_REQUESTED),
        DECIDES | {"system", "technician"},
        "BLDS 2015 Điều 148",
        stage="processing",
    ),
)

_OUTSIDE: tuple[Edge, ...] = (
    *_rows(f.OpinionRequested, _same(S.IN_PROCESS), SECTION, "NĐ 61/2018 Điều 19(5)", reason=True),
    *_rows(f.OpinionReceived, _same(*_WAITED_FOR), OFFICE, "NĐ 61/2018 Điều 19(5)", stage="processing"),
    *_rows(f.OpinionOverdue, _same(*_WAITED_FOR), SECTION, "NĐ 61/2018 Điều 19(5)", stage="processing"),
    *_rows(f.VerificationScheduled, _same(S.IN_PROCESS), SECTION, "NĐ 61/2018 Điều 19(3)"),
    *_rows(f.VerificationRecorded, _same(*_WAITED_FOR), SECTION, "NĐ 61/2018 Điều 19(3)", stage="processing"),
    *_rows(f.ReferralPlanned, _same(S.IN_PROCESS), ONE_STOP | DECIDES, "NĐ 61/2018 Điều 19(6)"),
    *_rows(f.ReferralSent, _same(S.IN_PROCESS), ONE_STOP, "NĐ 61/2018 Điều 18(3), 19(6)"),
    *_rows(f.ReferralReturned, _same(*_WAITED_FOR), ONE_STOP, "NĐ 61/2018 Điều 19(6)(7)", stage="processing"),
)

_KEEPING: tuple[Edge, ...] = (
    *_rows(
        f.DossierLost,
        _same(*_IN_KEEPING),
        OFFICE,
        "NĐ 61/2018 Điều 21(2)",
        reason=True,
        stage="processing",
    ),
    *_rows(f.DossierRestored, _same(*_IN_KEEPING), OFFICE, "NĐ 61/2018 Điều 21(2)", stage="processing"),
    *_rows(
        f.DossierArchived,
        _same(S.STOPPED, S.RETURNED),
        ONE_STOP | {"specialist"},
        "NĐ 30/2020 Điều 30",
        stage="processing",
    ),
    *_rows(
        f.PaperIssued,
        _same(*(status for status in Status if status is not S.NONE)),
        OFFICE,
        "TT 03/2025/TT-VPCP Phụ lục I",
    ),
)

_RESULT: tuple[Edge, ...] = (
    *_rows(f.ResultDrafted, _same(S.IN_PROCESS), SECTION, "NĐ 61/2018 Điều 19(2)"),
    *_rows(f.ResultSentBack, _same(S.IN_PROCESS), DECIDES, "NĐ 61/2018 Điều 19(2)", reason=True),
    *_rows(
        f.ResultSigned,
        [(S.IN_PROCESS, S.PROCESSED), (S.PROCESSED, S.PROCESSED)],
        DECIDES,
        "NĐ 61/2018 Điều 19",
    ),
    *_rows(f.ResolvedAtCounter, [(S.ACCEPTED, S.PROCESSED)], ONE_STOP, "NĐ 61/2018 Điều 17(4)(5)"),
    *_rows(f.ResultReady, _same(S.PROCESSED), ONE_STOP | {"specialist"}, "NĐ 61/2018 Điều 20"),
    *_rows(
        f.NoticeSent,
        _same(*(status for status in Status if status not in {S.NONE, S.NEWLY_REGISTERED, S.RETURNED})),
        OFFICE,
        "NĐ 224/2026 Điều 15(1)(g)",
    ),
    *_rows(f.ResultDispatched, _same(S.PROCESSED), ONE_STOP, "QĐ 45/2016/QĐ-TTg Điều 8"),
    *_rows(f.DeliveryAttempted, _same(S.PROCESSED), ONE_STOP, "TT 17/2017/TT-BTTTT Điều 5(2)(h)"),
    *_rows(
        f.ResultUndeliverable, _same(S.PROCESSED), ONE_STOP, "TT 17/2017/TT-BTTTT Điều 5(2)(h)", reason=True
    ),
    *_rows(f.ResultUnclaimed, _same(S.PROCESSED), ONE_STOP, "NĐ 61/2018 Điều 20", reason=True),
    *_rows(f.ResultReturned, [(S.PROCESSED, S.RETURNED)], ONE_STOP, "NĐ 61/2018 Điều 20"),
    *_rows(f.ResultRecalled, [(S.PROCESSED, S.IN_PROCESS)], OFFICE, "NĐ 61/2018 Điều 21(1)", reason=True),
    *_rows(f.CorrectionOpened, [(S.RETURNED, S.IN_PROCESS)], OFFICE, "NĐ 61/2018 Điều 21(1)", reason=True),
)

TABLE: tuple[Edge, ...] = (
    *_INTAKE,
    *_SUPPLEMENTS,
    *_HANDS,
    *_MONEY,
    *_OUTSIDE,
    *_ENDS,
    *_TIME,
    *_RESULT,
    *_KEEPING,
)
