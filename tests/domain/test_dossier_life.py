"""Whoever tries whatever in whatever order: no dossier reaches an illegal state, and every no has a name."""

from datetime import UTC, datetime
from itertools import pairwise

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from domain import dossier as d
from domain.dossier import TABLE, Dossier, Hand, Rules, Status, facts
from domain.fact import Refused

MINUTE = 60_000_000
DAY = 24 * 60 * MINUTE
START = int(datetime(2026, 11, 23, 2, 0, tzinfo=UTC).timestamp()) * 1_000_000

HANDS = [
    Hand("", "citizen"),
    Hand("nt.hoa", "reception"),
    Hand("tv.binh", "specialist"),
    Hand("lt.cuc", "specialist"),
    Hand("pv.chu", "leader"),
    Hand("ht.giam", "head"),
    Hand("tt.tra", "inspector"),
]
PEOPLE = st.sampled_from(["", *(hand.officer for hand in HANDS[1:])])
WORDS = st.sampled_from(["Thiếu giấy tờ", "Điều 19(4)", "12", "12", " "])
CHANNEL = st.sampled_from(["counter", "online", "postal", "home"])
AMOUNT = st.sampled_from([8_000, 8_000, 8_000, 50_000, 0])
DUES = st.builds(
    lambda day: facts.Due(date=f"2026-12-{day:02d}", at=START + (day + 7) * DAY), st.integers(1, 28)
)
PAPERS = st.sampled_from([(), (facts.Paper(name="Tờ khai"),)])
WHERE = {
    "procedure": st.sampled_from(["1.001193"] * 4 + ["2.000815"]),
    "field": st.just("ho-tich"),
    "channel": CHANNEL,
}
VERSION = {"procedure_version": st.just(3)}
RULES = st.just(Rules())


def accepted(delegated, ordinal, channel, at, **rest):
    day = d.local_day(at)
    return facts.DossierAccepted(
        **rest, channel=channel, delegated=delegated, agency="H20.01", day=day, ordinal=ordinal,
        code=d.format_code("H20.01", day, 1), procedure_name="Khai sinh", ruleset="nd61", submitted_at=at,
        limit=facts.LimitInForce(unit="working_day", value=10),
    )  # fmt: skip


def arguments(at):
    """What somebody might say with each verb at this moment."""
    due = {"due": DUES}
    return {
        d.submit: {"fact": st.builds(facts.DossierSubmitted, **WHERE, **VERSION)},
        d.accept: {
            "fact": st.builds(
                accepted, st.booleans(), st.sampled_from([1, 1, 1, 2]), **WHERE, **VERSION, at=st.just(at),
                due=DUES | st.none(),
            )
        },
        d.refuse: {"fact": st.builds(facts.DossierRefused, **WHERE, number=WORDS, basis=WORDS, reason=WORDS)},
        d.request_intake_supplement: {
            "fact": st.builds(
                facts.IntakeSupplementRequested, **WHERE, **VERSION, number=WORDS, basis=WORDS, reason=WORDS,
                items=st.sampled_from([(), ("Tờ khai",)]),
            ),
            "rules": RULES,
        },
        d.request_supplement: {
            "fact": st.builds(
                facts.ProcessingSupplementRequested, number=WORDS, time=st.just(0), basis=WORDS, reason=WORDS,
                items=st.sampled_from([(), ("Bản đồ",)]), answer_by=st.sampled_from(["", "2026-11-24"]),
                applicant_at_fault=st.booleans(), approved_by=PEOPLE,
            ),
            "working_days_since_acceptance": st.integers(0, 4),
            "rules": RULES,
        },
        d.provide_supplement: {"papers": PAPERS, "channel": CHANNEL},
        d.complete_supplement: {"due": DUES | st.none()},
        d.expire_supplement: {"number": WORDS, "reason": WORDS},
        d.forward: {"section": WORDS},
        d.assign: {"officer": PEOPLE},
        d.offer_handover: {"to_officer": PEOPLE, "section": WORDS},
        d.accept_handover: {},
        d.decline_handover: {"why": WORDS},
        d.request_payment: {"amount_vnd": AMOUNT, "basis": WORDS, "number": WORDS, "pauses": st.booleans()},
        d.confirm_payment: {"amount_vnd": AMOUNT, "receipt": WORDS, "final": st.booleans()},
        d.expire_payment: {"number": WORDS, "reason": WORDS},
        d.pay_fee: {"amount_vnd": AMOUNT, "receipt": WORDS},
        d.request_withdrawal: {"reason": WORDS},
        d.grant_withdrawal: {"number": WORDS},
        d.decline_withdrawal: {"reason": WORDS, "due": DUES | st.none()},
        d.stop: {"number": WORDS, "basis": WORDS, "reason": WORDS, "approved_by": PEOPLE},
        d.apologise: {
            **due, "number": WORDS, "reason": WORDS, "days_before_expiry": st.integers(0, 3), "rules": RULES,
        },
        d.change_deadline: {**due, "basis": WORDS},
        d.draft_result: {"favourable": st.booleans()},
        d.send_back: {"reason": WORDS},
        d.sign_result: {"number": WORDS},
        d.resolve_at_counter: {"number": WORDS},
        d.make_ready: {"place": WORDS},
        d.notify: {
            "about": st.sampled_from(["result_ready", "apology"]), "channel": st.just("sms"),
        },
        d.return_result: {
            "channel": CHANNEL, "checked": st.sampled_from(["owner", "authorised", ""]), "recipient": WORDS,
        },
        d.recall_result: {"reason": WORDS, "approved_by": PEOPLE},
        d.open_correction: {"reason": WORDS, "approved_by": PEOPLE},
    }  # fmt: skip


VERBS = list(arguments(START))
EDGES = {(edge.start, edge.fact, edge.end) for edge in TABLE}


class LifeOfADossier(RuleBasedStateMachine):
    @initialize()
    def nothing_yet(self):
        self.now = START
        self.history = []
        self.refused = []
        self.live = Dossier()

    @rule(
        minutes=st.integers(-1, 600), data=st.data(), verb=st.sampled_from(VERBS), by=st.sampled_from(HANDS)
    )
    def somebody_tries_something(self, minutes, data, verb, by):
        self.attempt(verb, by, minutes, data)

    @rule(minutes=st.integers(0, 600), data=st.data(), by=st.sampled_from(HANDS))
    def somebody_does_what_lies_open(self, minutes, data, by):
        lies_open = d.open_acts(self.live, by.role)
        verbs = [verb for verb in VERBS if returns(verb) in lies_open]
        if verbs:
            self.attempt(data.draw(st.sampled_from(verbs)), by, minutes, data)

    def attempt(self, verb, by, minutes, data):
        at = self.now + minutes * MINUTE
        said = data.draw(st.fixed_dictionaries(arguments(at)[verb]))
        try:
            fact = verb(self.live, by=by, at=at, **said)
        except Refused as refusal:
            self.refused.append(type(refusal))
            return
        before, self.live = self.live, d.evolve(self.live, fact, at)
        self.history.append((fact, at))
        self.now = at
        assert (before.status, fact.NAME, self.live.status) in EDGES
        self.keeps_its_word(before)

    def keeps_its_word(self, before):
        now = self.live
        if before.due_original is not None:
            assert now.due_original == before.due_original
        if before.finished_at is not None:
            assert now.finished_at == before.finished_at
        if before.code:
            assert now.code == before.code

    @invariant()
    def the_live_state_is_the_replayed_state(self):
        assert d.replay(self.history) == self.live

    @invariant()
    def every_no_has_a_name_and_a_sentence(self):
        assert all(issubclass(kind, Refused) and kind is not Refused for kind in self.refused)
        assert all(kind.__doc__ for kind in self.refused)

    @invariant()
    def no_illegal_state(self):
        now = self.live
        assert (now.status is Status.NONE) == (not self.history)
        assert now.intake_supplements <= 1
        assert now.processing_supplements <= 2
        assert now.apologies <= 1
        assert (now.accepted_at is not None) == bool(now.code)
        assert (now.payment is not None) <= (now.status in {Status.FINANCIAL_OBLIGATION, 7})
        assert now.withdrawing == (now.status is Status.WITHDRAWAL_REQUESTED)
        assert (now.supplement is not None) <= (now.status in {Status.SUPPLEMENT_REQUESTED, 7})
        if now.status in {Status.NOT_ACCEPTED, Status.STOPPED, Status.PROCESSED, Status.RETURNED}:
            assert now.finished_at is not None
        if now.status is Status.RETURNED:
            assert now.result.signed
            assert now.delivery == "delivered"
        if now.result.signed and not now.delegated:
            assert now.result.signed_by != now.result.drafted_by

    @invariant()
    def pauses_follow_one_another(self):
        pauses = self.live.paused
        assert all(pause.end is not None and pause.start <= pause.end for pause in pauses[:-1])
        assert all(one.end <= two.start for one, two in pairwise(pauses))
        standing = bool(pauses) and pauses[-1].end is None
        assert standing <= (self.live.status in {5, 6, 7})

    @invariant()
    def somebody_or_nobody_must_act(self):
        assert d.next_step(self.live).split(".")[0] in {"office", "citizen", "nobody"}


def returns(verb):
    return getattr(facts, verb.__annotations__["return"].__name__).NAME


LifeOfADossier.TestCase.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
TestLifeOfADossier = LifeOfADossier.TestCase


def test_every_verb_of_the_table_was_tried():
    assert {returns(verb) for verb in VERBS} == {edge.fact for edge in TABLE}
