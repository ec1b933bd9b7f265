"""Exact rules about hands: whose acts should have been two people's, who passed what back, who read what."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from audit.cases import Case, Event, Value
from audit.flags.asked import ACCEPTED, DECIDED, READ, Asked, acts, events_of, first_of, moment, text
from audit.flags.finding import Found, cited, evidence_of
from domain.calendar import local_date

DRAFTED, SIGNED = "result.drafted", "result.signed"
NAMED = ("officer", "to_officer", "from_officer", "signed_by", "drafted_by", "approved_by")
"""Attributes that give an officer a part in a dossier."""


def same_hand(asked: Asked) -> Iterator[Found]:
    """One person drafted and signed; or did everything alone where the procedure is not delegated to one."""
    for case in asked.dossiers:
        pair = _draft_and_signature(case)
        accepted, resolved = first_of(case, ACCEPTED), first_of(case, "result.resolved_at_counter")
        if pair is not None:
            yield Found(
                subject_kind="dossier", subject=case.id, blanks={"why": "draft"}, evidence=cited(case, *pair)
            )
        elif accepted and resolved and accepted.resource == resolved.resource and not _may_be_one(case):
            yield Found(
                subject_kind="dossier",
                subject=case.id,
                blanks={"why": "alone"},
                evidence=cited(case, accepted, resolved),
            )


def _draft_and_signature(case: Case) -> tuple[Event, Event] | None:
    drafted: Event | None = None
    for event in case.events:
        if event.activity == DRAFTED:
            drafted = event
        elif event.activity == SIGNED and drafted is not None and event.resource:
            author = text(drafted, "drafted_by") or drafted.resource
            if event.resource == author:
                return drafted, event
    return None


def _may_be_one(case: Case) -> bool:
    return bool(case.attributes.get("delegated")) or text(case, "limit_unit") == "same_day"


BEFORE: dict[str, frozenset[str]] = {
    "dossier.forwarded": frozenset({ACCEPTED}),
    "dossier.assigned": frozenset({ACCEPTED}),
    "handover.accepted": frozenset({"handover.offered"}),
    "supplement.completed": frozenset({"processing.supplement_requested"}),
    "payment.confirmed": frozenset({"payment.requested"}),
    SIGNED: frozenset({DRAFTED}),
    "result.resolved_at_counter": frozenset({ACCEPTED}),
    "result.ready": DECIDED | {"payment.confirmed"},
    "result.returned": DECIDED | {"payment.confirmed", "dossier.stopped", "withdrawal.granted", "payment.expired",
                                  "supplement.expired", "dossier.refused"},
    "withdrawal.granted": frozenset({"withdrawal.requested"}),
    "opinion.received": frozenset({"opinion.requested"}),
    "referral.returned": frozenset({"referral.sent"}),
}  # fmt: skip
"""What must have happened before: any one of these (precedence constraints of DECLARE)."""


def skipped_step(asked: Asked) -> Iterator[Found]:
    """A step without any of the steps that must go before it."""
    for case in asked.dossiers:
        seen: set[str] = set()
        for event in acts(case):
            wanted = BEFORE.get(event.activity)
            if wanted is not None and not wanted & seen:
                blanks: dict[str, Value] = {"activity": event.activity, "at": event.moment}
                yield Found(
                    subject_kind="dossier", subject=case.id, blanks=blanks, evidence=cited(case, event)
                )
            seen.add(event.activity)


def changed_after_signing(asked: Asked) -> Iterator[Found]:
    """A draft or a second signature after the signature, and nobody had taken the result back."""
    reopened = {"result.recalled", "correction.opened"}
    for case in asked.dossiers:
        signed: Event | None = None
        for event in acts(case):
            if event.activity in reopened:
                signed = None
            elif event.activity in {DRAFTED, SIGNED} and signed is not None:
                blanks: dict[str, Value] = {"activity": event.activity, "at": event.moment}
                evidence = cited(case, event, signed)
                yield Found(subject_kind="dossier", subject=case.id, blanks=blanks, evidence=evidence)
            elif event.activity in DECIDED:
                signed = event


def ping_pong(asked: Asked) -> Iterator[Found]:
    """From hand to hand and back again, and no new paper in between."""
    for case in asked.dossiers:
        back, holders = 0, list[Event]()
        for event in acts(case):
            if event.activity in {"supplement.provided", "opinion.received", "referral.returned"}:
                holders = []
            if event.activity in {"dossier.assigned", "handover.accepted"}:
                holders.append(event)
                names = [text(each, "to_officer") or text(each, "officer") for each in holders]
                back += names[-3:-2] == names[-1:] != names[-2:-1]
        if back >= asked.number("times"):
            yield Found(
                subject_kind="dossier",
                subject=case.id,
                blanks={"count": back},
                evidence=cited(case, *events_of(case, "dossier.assigned", "handover.accepted")),
            )


def read_without_part(asked: Asked) -> Iterator[Found]:
    """Many dossiers read in one day by somebody who has no part in them."""
    read: dict[tuple[str, str], list[tuple[Case, Event]]] = {}
    supervising = asked.names("supervising")
    for case in asked.dossiers:
        parts: frozenset[str] | None = None
        for event in case.events:
            if event.activity == READ and event.resource and text(event, "role") not in supervising:
                parts = _parts(case) if parts is None else parts
                if event.resource not in parts:
                    read.setdefault((event.resource, local_date(event.moment)), []).append((case, event))
    for (reader, day), readings in sorted(read.items()):
        dossiers = {case.id for case, _ in readings}
        if len(dossiers) >= asked.number("per_day"):
            yield Found(
                subject_kind="officer",
                subject=reader,
                blanks={"count": len(dossiers), "day": day},
                evidence=tuple(evidence_of(case, event) for case, event in readings),
                about=day,
            )


def _parts(case: Case) -> frozenset[str]:
    acted = {event.resource for event in acts(case)}
    return frozenset(acted | {text(event, name) for event in case.events for name in NAMED})


def two_places(asked: Asked) -> Iterator[Found]:
    """One person's acts at two devices within a time in which nobody walks from one to the other."""
    acts_of = _by_person(asked.log.cases)
    for person, done in sorted(acts_of.items()):
        pairs = [
            (before, after)
            for before, after in pairwise(done)
            if text(before[1], "device") != text(after[1], "device")
            and after[1].moment - before[1].moment < asked.number("seconds") * 1_000_000
        ]
        if pairs:
            evidence = tuple(evidence_of(case, event) for pair in pairs for case, event in pair)
            blanks: dict[str, Value] = {
                "count": len(pairs),
                "seconds": asked.number("seconds"),
                "first_at": pairs[0][1][1].moment,
            }
            yield Found(subject_kind="officer", subject=person, blanks=blanks, evidence=evidence)


def _by_person(cases: Iterable[Case]) -> dict[str, list[tuple[Case, Event]]]:
    """Every officer's acts at a device, in their order."""
    found: dict[str, list[tuple[Case, Event]]] = {}
    for case in cases:
        for event in case.events:
            if event.resource and text(event, "device"):
                found.setdefault(event.resource, []).append((case, event))
    for done in found.values():
        done.sort(key=lambda each: (each[1].moment, each[1].index))
    return found


def overdue_rotation(asked: Asked) -> Iterator[Found]:
    """Years in one section without a change, where the law asks for one."""
    named = {"officer.appointed", "officer.roles_changed", "officer.left"}
    for case in asked.whole.of("staff"):
        events = [event for event in case.events if event.activity in named]
        if not events or events[-1].activity == "officer.left":
            continue
        since = events[-1]
        for event in reversed(events):
            if text(event, "section") != text(since, "section"):
                break
            since = event
        years = (asked.at - since.moment) / (365.25 * 86_400_000_000)
        if years > asked.number("years"):
            officer = text(events[0], "officer")
            blanks: dict[str, Value] = {
                "years": int(years),
                "section": text(since, "section"),
                "since_at": since.moment,
            }
            yield Found(subject_kind="officer", subject=officer, blanks=blanks, evidence=cited(case, since))


def too_fast(asked: Asked) -> Iterator[Found]:
    """Signed sooner after the draft than anybody reads."""
    for case in asked.dossiers:
        events = acts(case)
        for before, event in pairwise(events):
            seconds = (event.moment - before.moment) / 1_000_000
            if event.activity == SIGNED and before.activity == DRAFTED and seconds < asked.number("seconds"):
                blanks: dict[str, Value] = {"seconds": round(seconds), "at": event.moment}
                yield Found(
                    subject_kind="dossier",
                    subject=case.id,
                    blanks=blanks,
                    evidence=cited(case, before, event),
                )


def broker(asked: Asked) -> Iterator[Found]:
    """One phone number for many applicants in a quarter."""
    found: dict[tuple[str, str], dict[str, Case]] = {}
    for case in asked.dossiers:
        contact, person, received = text(case, "contact"), text(case, "applicant"), moment(case, "received")
        if contact and person and received is not None:
            day = local_date(received)
            quarter = f"{day[:4]}-Q{(int(day[5:7]) + 2) // 3}"
            found.setdefault((contact, quarter), {}).setdefault(person, case)
    for (contact, quarter), people in sorted(found.items()):
        if len(people) >= asked.number("applicants"):
            evidence = tuple(evidence_of(case, case.events[0]) for case in people.values())
            yield Found(
                subject_kind="submitter",
                subject=contact,
                blanks={"count": len(people), "quarter": quarter},
                evidence=evidence,
                about=quarter,
            )
