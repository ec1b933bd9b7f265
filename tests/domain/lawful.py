"""What the law never lets happen to a dossier, said again in other words than the code's."""

from itertools import pairwise

from domain.dossier import Dossier, Rules, Status, facts
from domain.dossier.waiting import waits
from domain.fact import Fact

RULES = Rules()
ENDED = {Status.NOT_ACCEPTED, Status.STOPPED, Status.PROCESSED, Status.RETURNED}
MOVE_THE_LAWFUL_DAY = (
    facts.DossierAccepted,
    facts.SupplementCompleted,
    facts.PaymentConfirmed,
    facts.WithdrawalDeclined,
    facts.VerificationRecorded,
    facts.DeadlineRecalculated,
)
PUT_OFF = (*MOVE_THE_LAWFUL_DAY, facts.ApologyIssued)
AFTER_A_REFUSAL = (facts.PaperIssued, facts.NoticeSent)
DELIVERY = {
    ("not_ready", "ready"),
    ("ready", "dispatched"),
    ("ready", "delivered"),
    ("ready", "unclaimed"),
    ("dispatched", "delivered"),
    ("dispatched", "undeliverable"),
    ("undeliverable", "dispatched"),
    ("undeliverable", "delivered"),
    ("undeliverable", "unclaimed"),
    ("unclaimed", "dispatched"),
    ("unclaimed", "delivered"),
}
PAUSED_BY = {
    "supplement": {Status.SUPPLEMENT_REQUESTED},
    "financial_obligation": {Status.FINANCIAL_OBLIGATION},
    "withdrawal_pending": {Status.WITHDRAWAL_REQUESTED},
    "external_verification": {Status.IN_PROCESS, Status.FINANCIAL_OBLIGATION},
}


def keeps_the_law(before: Dossier, fact: Fact, after: Dossier) -> None:
    """Everything at once, after every act."""
    what_is_written_stays(before, after)
    appointments_move_by_law(before, fact, after)
    asked_no_more_than_allowed(after)
    the_clock_stands_still_only_by_law(after)
    signed_by_two_and_nothing_open(before, fact, after)
    goes_its_way_to_the_citizen(before, fact, after)
    money_adds_up(before, fact, after)
    nothing_is_open_after_an_end(before, fact, after)


def what_is_written_stays(before: Dossier, after: Dossier) -> None:
    for name in ("code", "accepted_at", "submitted_at", "due_original", "limit", "ruleset", "finished_at"):
        if before.code and getattr(before, name):
            assert getattr(after, name) == getattr(before, name), name
    assert (after.accepted_at is not None) == bool(after.code)
    assert after.changed_at is not None
    assert before.changed_at is None or before.changed_at <= after.changed_at


def appointments_move_by_law(before: Dossier, fact: Fact, after: Dossier) -> None:
    if after.due_lawful != before.due_lawful:
        assert isinstance(fact, MOVE_THE_LAWFUL_DAY)
    if before.due_current and after.due_current.at > before.due_current.at:
        assert isinstance(fact, PUT_OFF)


def asked_no_more_than_allowed(after: Dossier) -> None:
    assert after.intake_supplements <= RULES.intake_supplements
    assert after.processing_supplements <= RULES.processing_supplements_hard
    assert after.apologies <= RULES.apologies
    waits = after.status in {Status.SUPPLEMENT_REQUESTED, Status.WITHDRAWAL_REQUESTED}
    assert (after.supplement is not None) <= waits
    assert after.status is not Status.SUPPLEMENT_REQUESTED or after.supplement is not None
    assert after.withdrawing == (after.status is Status.WITHDRAWAL_REQUESTED)


def the_clock_stands_still_only_by_law(after: Dossier) -> None:
    pauses = after.paused
    assert all(pause.end is not None and pause.start <= pause.end for pause in pauses[:-1])
    assert all(one.end <= two.start for one, two in pairwise(pauses))
    assert not pauses or pauses[0].start >= after.accepted_at
    allowed = {"supplement", "withdrawal_pending", *(after.limit.pauses if after.limit else ())}
    assert {pause.why for pause in pauses} <= allowed
    if pauses and pauses[-1].end is None:
        assert after.status in PAUSED_BY[pauses[-1].why]
        assert pauses[-1].why != "external_verification" or after.visit.pauses
        wait = waits(after)
        assert wait is not None
        assert wait.clock_stands
        assert wait.article
    elif after.accepted_at is not None:
        assert after.status not in {Status.SUPPLEMENT_REQUESTED, Status.WITHDRAWAL_REQUESTED}


def signed_by_two_and_nothing_open(before: Dossier, fact: Fact, after: Dossier) -> None:
    if after.result.signed and not after.delegated:
        assert after.result.drafted
        assert after.result.signed_by != after.result.drafted_by
    if isinstance(fact, facts.ResultSigned | facts.ResolvedAtCounter | facts.ResultDrafted):
        assert not before.lost
        assert before.visit is None
        assert before.referral is None or not before.referral.is_open
        assert all(each.overdue for each in before.opinions)
    if after.status is Status.RETURNED:
        assert after.result.signed
        assert after.returned_at is not None
    assert after.status is not Status.STOPPED or after.notice


def goes_its_way_to_the_citizen(before: Dossier, fact: Fact, after: Dossier) -> None:
    if before.delivery != after.delivery:
        reopened = isinstance(fact, facts.ResultRecalled | facts.CorrectionOpened)
        assert reopened or (before.delivery, after.delivery) in DELIVERY
    assert (after.delivery == "delivered") == (after.status is Status.RETURNED)
    assert after.delivery == "not_ready" or after.result.signed
    if after.delivery == "undeliverable" and before.delivery == "dispatched":
        assert before.invitations >= RULES.postal_invitations
    if after.delivery == "unclaimed" != before.delivery:
        assert before.notices >= RULES.unclaimed_notices


def money_adds_up(before: Dossier, fact: Fact, after: Dossier) -> None:
    assert after.paid_vnd >= 0
    waits = after.status in {Status.FINANCIAL_OBLIGATION, Status.WITHDRAWAL_REQUESTED}
    assert (after.payment is not None) <= waits
    assert after.status is not Status.FINANCIAL_OBLIGATION or after.payment is not None
    if before.corrections:
        assert not isinstance(fact, facts.PaymentRequested | facts.FeePaid)


def nothing_is_open_after_an_end(before: Dossier, fact: Fact, after: Dossier) -> None:
    if after.status in ENDED:
        assert after.finished_at is not None
        still_open = (after.offered, after.supplement, after.payment, after.visit, after.referral)
        assert still_open == (None,) * len(still_open)
        assert not after.opinions
    assert not after.archive or after.status in {Status.STOPPED, Status.RETURNED}
    assert not (before.lost and after.archive and not before.archive)
    if before.status is Status.NOT_ACCEPTED:
        assert isinstance(fact, AFTER_A_REFUSAL)
