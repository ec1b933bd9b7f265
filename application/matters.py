"""What is under way with a dossier at this moment, as its citizen may know it: never the office's own reasons."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import TypeVar

from application.envelope import Event
from application.reading import open_items_of
from application.views import Apologised, AskedPaper, GivenPaper, Matter
from domain import dossier as d
from domain.dossier import Dossier, ItemParticulars, Status
from domain.dossier.delivery import SENT_OUT
from domain.fact import Fact
from wording import say
from wording.dates import long_date_text, moment_text, money

F = TypeVar("F", bound=Fact)

IN_WORK = frozenset(
    {
        Status.ACCEPTED, Status.IN_PROCESS, Status.SUPPLEMENT_REQUESTED, Status.FINANCIAL_OBLIGATION,
        Status.WITHDRAWAL_REQUESTED,
    }
)  # fmt: skip
DELIVERY = frozenset(
    {
        "not_here_yet", "to_be_sent", "by_post", "by_post_untracked", "by_hand", "invited", "undeliverable",
        "unclaimed",
    }
)  # fmt: skip
"""Matters that say where a finished result is, so that «come and fetch it» is not said of one in the post."""


def words_of(matter: Matter, language: str, part: str = "text") -> str:
    """The `title` or the `text` of a matter."""
    return say(
        f"matter.{matter.kind}.{part}",
        language,
        agency=matter.agency,
        number=matter.number,
        day=long_date_text(matter.day, language) if matter.day else "",
        moment=moment_text(matter.at, language) if matter.at else "",
        count=matter.count,
        amount=money(matter.amount_vnd, language),
        basis=matter.basis,
    )


def matters_of(events: Sequence[Event], state: Dossier) -> tuple[Matter, ...]:
    """What the office owes an apology for comes first, then money, work outside, delivery, and the archive."""
    return (
        *_made_good(events, state),
        *_money(events, state),
        *_opinions(state),
        *_legs(state),
        *_visit(events, state),
        *_delivery(events, state),
        *_archived(state),
    )


def asked_of(events: Sequence[Event], state: Dossier) -> tuple[tuple[AskedPaper, ...], str]:
    """The papers still asked for, in the order of the request, and the article of the whole request."""
    names = open_items_of(list(events), state)
    fact = _latest(events, d.ProcessingSupplementRequested) or _latest(events, d.IntakeSupplementRequested)
    if fact is None or not names:
        return (), ""
    pairs = zip_longest(names, fact.particulars[: len(names)])
    return tuple(_asked(name, each or ItemParticulars()) for name, each in pairs), fact.basis


def apology_of(events: Sequence[Event]) -> Apologised | None:
    """The latest letter of apology; its reason is written to the citizen."""
    fact = _latest(events, d.ApologyIssued)
    if fact is None:
        return None
    return Apologised(number=fact.number, before=fact.before.date, after=fact.after.date, reason=fact.reason)


def given_papers(events: Sequence[Event]) -> tuple[GivenPaper, ...]:
    return tuple(
        GivenPaper(form=event.fact.form, number=event.fact.number, at=event.recorded_at)
        for event in events
        if isinstance(event.fact, d.PaperIssued)
    )


def _asked(name: str, each: ItemParticulars) -> AskedPaper:
    return AskedPaper(
        name=name, originals=each.originals, certified=each.certified, copies=each.copies, basis=each.basis
    )


def _latest(events: Sequence[Event], kind: type[F]) -> F | None:
    return next((event.fact for event in reversed(events) if isinstance(event.fact, kind)), None)


def _made_good(events: Sequence[Event], state: Dossier) -> Iterator[Matter]:
    """A file that was lost, and a result with an error: at the office's cost (NĐ 61/2018 Art. 21)."""
    if state.lost:
        lost = _latest(events, d.DossierLost)
        yield Matter(kind="lost", number=lost.number if lost else "")
    if state.finished_at is not None and state.status in IN_WORK:
        opened = (event.fact for event in reversed(events))
        again = next(fact for fact in opened if isinstance(fact, d.ResultRecalled | d.CorrectionOpened))
        yield Matter(kind="correction" if isinstance(again, d.CorrectionOpened) else "recalled")


def _money(events: Sequence[Event], state: Dossier) -> Iterator[Matter]:
    asked = _latest(events, d.PaymentRequested)
    if state.payment is not None and asked is not None:
        yield Matter(
            kind="payment", number=asked.number, amount_vnd=state.payment.amount_vnd, basis=asked.basis
        )


def _opinions(state: Dossier) -> Iterator[Matter]:
    if state.status in IN_WORK:
        for each in sorted(state.opinions, key=lambda opinion: opinion.overdue):
            kind = "opinion_overdue" if each.overdue else "opinion"
            yield Matter(kind=kind, agency=each.agency, number=each.number, day=each.answer_by)


def _legs(state: Dossier) -> Iterator[Matter]:
    if state.referral is None or state.status not in IN_WORK:
        return
    open_legs = [each for each in state.referral.legs if each.returned_at is None]
    for each in sorted(open_legs, key=lambda leg: leg.sent_at is None):
        kind = "leg_ahead" if each.sent_at is None else "leg"
        yield Matter(kind=kind, agency=each.leg.agency, day=each.answer_by)


def _visit(events: Sequence[Event], state: Dossier) -> Iterator[Matter]:
    planned = _latest(events, d.VerificationScheduled)
    if state.visit is not None and planned is not None and state.status in IN_WORK:
        kind = "visit_with_you" if planned.applicant_present else "visit"
        yield Matter(kind=kind, number=state.visit.number, at=state.visit.visit_at)


def _delivery(events: Sequence[Event], state: Dossier) -> Iterator[Matter]:
    if state.status is not Status.PROCESSED:
        return
    if state.delivery == "not_ready":
        yield Matter(kind="not_here_yet")
    if state.delivery == "ready" and state.return_channel in SENT_OUT:
        yield Matter(kind="to_be_sent")
    sent = _latest(events, d.ResultDispatched)
    if state.delivery == "dispatched" and sent is not None:
        tracked = "by_post" if sent.tracking else "by_post_untracked"
        yield Matter(kind=tracked if sent.channel == "postal" else "by_hand", number=sent.tracking)
        if state.invitations:
            yield Matter(kind="invited", count=state.invitations, at=state.invited_at or 0)
    if state.delivery in {"undeliverable", "unclaimed"}:
        yield Matter(kind=state.delivery)


def _archived(state: Dossier) -> Iterator[Matter]:
    if state.archive:
        yield Matter(kind="archived", number=state.archive)
