"""Which act may happen in which status, by whom, under which article: one table, and the guard that reads it.

The rows cover the 32 edges between national statuses and the acts that leave the status as it is.
"""

from collections.abc import Iterable
from typing import Literal

import msgspec

from domain.dossier import facts as f
from domain.dossier.refusals import BeforeTheLastAct, NotInThisState, NotYourRole, ReasonMissing
from domain.dossier.state import Dossier, Hand, Status
from domain.fact import Fact, Refused

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


_WITHDRAWABLE = (S.ACCEPTED, S.IN_PROCESS, S.SUPPLEMENT_REQUESTED, S.FINANCIAL_OBLIGATION)

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
        [(S.NONE, S.NOT_ACCEPTED), (S.NEWLY_REGISTERED, S.NOT_ACCEPTED)],
        ONE_STOP,
        "NĐ 61/2018 Điều 17(1)(b)",
        reason=True,
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
        stage="intake",
        variant="online",
    ),
    *_rows(f.SupplementProvided, _same(S.SUPPLEMENT_REQUESTED), PUBLIC, stage="intake"),
    *_rows(f.SupplementProvided, _same(S.SUPPLEMENT_REQUESTED, S.IN_PROCESS), PUBLIC, stage="processing"),
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
    *_rows(f.PaymentExpired, [(S.FINANCIAL_OBLIGATION, S.STOPPED)], DECIDES, reason=True),
    *_rows(
        f.FeePaid,
        _same(S.ACCEPTED, S.IN_PROCESS, S.SUPPLEMENT_REQUESTED, S.FINANCIAL_OBLIGATION, S.PROCESSED),
        ONE_STOP,
        "NĐ 61/2018 Điều 22",
        stage="processing",
    ),
)

_ENDS: tuple[Edge, ...] = (
    *_rows(
        f.WithdrawalRequested,
        [(status, S.WITHDRAWAL_REQUESTED) for status in (S.NEWLY_REGISTERED, *_WITHDRAWABLE)],
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
)

_RESULT: tuple[Edge, ...] = (
    *_rows(f.ResultDrafted, _same(S.IN_PROCESS), SECTION, "NĐ 61/2018 Điều 19(2)"),
    *_rows(f.ResultSentBack, _same(S.IN_PROCESS), DECIDES, reason=True),
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
    *_rows(f.ResultReturned, [(S.PROCESSED, S.RETURNED)], ONE_STOP, "NĐ 61/2018 Điều 20"),
    *_rows(f.ResultRecalled, [(S.PROCESSED, S.IN_PROCESS)], OFFICE, "NĐ 61/2018 Điều 21(1)", reason=True),
    *_rows(f.CorrectionOpened, [(S.RETURNED, S.IN_PROCESS)], OFFICE, "NĐ 61/2018 Điều 21(1)", reason=True),
)

TABLE: tuple[Edge, ...] = (
    *_INTAKE,
    *_SUPPLEMENTS,
    *_HANDS,
    *_MONEY,
    *_ENDS,
    *_TIME,
    *_RESULT,
)


def allow(dossier: Dossier, fact_name: str, role: str) -> Edge:
    """The row under which this role may do that now; the first one when variants share it."""
    of_this_act = [edge for edge in TABLE if edge.fact == fact_name]
    here = [
        edge for edge in of_this_act if edge.start is dossier.status and edge.stage in {"", dossier.stage}
    ]
    if not here:
        article = of_this_act[0].article if of_this_act else ""
        raise _under(article, NotInThisState(status=dossier.status.identifier, act=fact_name))
    for edge in here:
        if role in edge.roles:
            return edge
    raise _under(here[0].article, NotYourRole(role=role, act=fact_name))


def admit(dossier: Dossier, act: type[Fact], *, by: Hand, at: int, reason: str | None = None) -> Edge:
    """What every verb asks first: status, role, order in time, and a reason where one is due."""
    edge = allow(dossier, act.NAME, by.role)
    if dossier.changed_at is not None and at < dossier.changed_at:
        raise BeforeTheLastAct(act=act.NAME)
    if edge.reason and not (reason or "").strip():
        raise _under(edge.article, ReasonMissing(act=act.NAME))
    return edge


def open_acts(dossier: Dossier, role: str) -> frozenset[str]:
    """Names of the facts this role could bring about now, before the particulars are known."""
    return frozenset(
        edge.fact
        for edge in TABLE
        if edge.start is dossier.status and edge.stage in {"", dossier.stage} and role in edge.roles
    )


def _under(article: str, refusal: Refused) -> Refused:
    refusal.article = article
    return refusal
