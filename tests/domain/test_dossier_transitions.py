"""The table is the law of a dossier: every edge leads where it says, and everything else is refused."""

from itertools import product

import pytest

from domain.dossier import TABLE, Dossier, Hand, Status, allow, evolve, facts, open_acts
from domain.dossier.refusals import BeforeTheLastAct, NotInThisState, NotYourRole, ReasonMissing
from domain.dossier.transitions import admit
from domain.fact import FACTS
from domain.queue import TicketPrinted

ROLES = ("citizen", "reception", "specialist", "leader", "head", "inspector", "technician")
ACTS = sorted({edge.fact for edge in TABLE})
DUE = facts.Due(date="2026-12-08", at=10**15)
LIMIT = facts.LimitInForce(unit="working_day", value=10)

NATIONAL = {
    (0, 1), (0, 2), (0, 3), (0, 5), (1, 2), (1, 3), (1, 5), (1, 7), (5, 1), (5, 2), (5, 4), (5, 3), (5, 8),
    (2, 4), (2, 9), (4, 4), (4, 5), (4, 6), (6, 4), (6, 9), (6, 8), (2, 7), (4, 7), (5, 7), (6, 7), (7, 8),
    (7, 4), (4, 8), (4, 9), (9, 10), (9, 4), (10, 4),
}  # fmt: skip
"""The national graph, edge by edge, written down apart from the table."""

INTAKE = {"procedure": "1.001193", "procedure_version": 1, "field": "ho-tich", "channel": "counter"}
SAMPLES = {
    "dossier.submitted": facts.DossierSubmitted(**INTAKE),
    "dossier.accepted": facts.DossierAccepted(
        **INTAKE, code="H20.01-261123-0001", agency="H20.01", day="2026-11-23", ordinal=1,
        procedure_name="Khai sinh", ruleset="nd61", limit=LIMIT, submitted_at=5, due=DUE,
    ),
    "dossier.refused": facts.DossierRefused(
        procedure="1.001193", field="ho-tich", channel="counter", number="1", basis="Điều 17"
    ),
    "intake.supplement_requested": facts.IntakeSupplementRequested(
        **INTAKE, number="1", items=("Tờ khai",), basis="Điều 17"
    ),
    "processing.supplement_requested": facts.ProcessingSupplementRequested(
        number="2", time=1, items=("Bản đồ",), basis="Điều 19", answer_by="2026-12-01"
    ),
    "supplement.provided": facts.SupplementProvided(papers=(facts.Paper(name="Tờ khai"),)),
    "supplement.completed": facts.SupplementCompleted(due=DUE),
    "dossier.forwarded": facts.DossierForwarded(section="tu-phap"),
    "dossier.assigned": facts.DossierAssigned(officer="tv.binh"),
    "handover.offered": facts.HandoverOffered(from_officer="tv.binh", to_officer="lt.cuc"),
    "handover.accepted": facts.HandoverAccepted(from_officer="tv.binh", to_officer="lt.cuc"),
    "handover.declined": facts.HandoverDeclined(from_officer="tv.binh", to_officer="lt.cuc", why="nghỉ phép"),
    "payment.requested": facts.PaymentRequested(amount_vnd=8000, basis="TT 85", number="3"),
    "payment.confirmed": facts.PaymentConfirmed(amount_vnd=8000, receipt="0001"),
    "payment.expired": facts.PaymentExpired(number="4"),
    "fee.paid": facts.FeePaid(amount_vnd=8000, receipt="0001"),
    "withdrawal.requested": facts.WithdrawalRequested(),
    "withdrawal.granted": facts.WithdrawalGranted(number="5"),
    "withdrawal.declined": facts.WithdrawalDeclined(),
    "dossier.stopped": facts.DossierStopped(number="6", basis="Điều 19(8)", approved_by="pv.chu"),
    "deadline.changed": facts.DeadlineChanged(before=DUE, after=DUE, basis="Điều 19(9)"),
    "apology.issued": facts.ApologyIssued(number="7", before=DUE, after=DUE, signed_by="pv.chu"),
    "result.drafted": facts.ResultDrafted(),
    "result.sent_back": facts.ResultSentBack(),
    "result.signed": facts.ResultSigned(number="12/GKS", signed_by="pv.chu"),
    "result.resolved_at_counter": facts.ResolvedAtCounter(number="12/CT"),
    "result.ready": facts.ResultReady(),
    "notice.sent": facts.NoticeSent(about="result_ready", channel="sms"),
    "result.returned": facts.ResultReturned(channel="counter", checked="owner"),
    "result.recalled": facts.ResultRecalled(approved_by="pv.chu"),
    "correction.opened": facts.CorrectionOpened(approved_by="pv.chu"),
}  # fmt: skip


def sample(edge):
    fact = SAMPLES.get(edge.fact)
    if edge.fact == "supplement.expired":
        return facts.SupplementExpired(stage=edge.stage, number="8")
    if edge.variant == "online":
        return facts.SupplementProvided(papers=fact.papers, channel="online")
    if edge.variant == "final":
        return facts.PaymentConfirmed(amount_vnd=8000, receipt="0001", final=True)
    return fact


def standing(status, stage):
    return Dossier(status=status, accepted_at=None if stage == "intake" else 1)


def stages_of(edge):
    if edge.stage:
        return (edge.stage,)
    never_accepted = {Status.NONE, Status.NEWLY_REGISTERED}
    return ("intake",) if edge.start in never_accepted else ("processing",)


def name_of(edge):
    return f"{edge.start:d}-{edge.fact}-{edge.variant or edge.stage}-{edge.end:d}"


def test_the_table_has_every_national_edge_and_no_other():
    drawn = {(edge.start, edge.end) for edge in TABLE}
    changes = {(start, end) for start, end in drawn if start != end}
    assert changes == {(start, end) for start, end in NATIONAL if start != end}
    assert len(NATIONAL) == 32
    assert any(edge.fact == "handover.accepted" and edge.start == edge.end == 4 for edge in TABLE)


def test_every_fact_of_a_dossier_but_reading_it_is_in_the_table():
    of_a_dossier = {name for name, kind in FACTS.items() if kind.__module__ == facts.__name__}
    assert of_a_dossier - {"lookup.performed"} == set(ACTS)


@pytest.mark.parametrize("edge", TABLE, ids=name_of)
def test_an_edge_is_allowed_to_its_roles_and_leads_where_it_says(edge):
    for stage in stages_of(edge):
        before = standing(edge.start, stage)
        for role in edge.roles:
            assert allow(before, edge.fact, role).fact == edge.fact
            assert edge.fact in open_acts(before, role)
        assert evolve(before, sample(edge), 10).status is edge.end


@pytest.mark.parametrize("edge", TABLE, ids=name_of)
def test_an_edge_is_closed_to_every_other_role(edge):
    for stage, role in product(stages_of(edge), set(ROLES) - edge.roles):
        with pytest.raises(NotYourRole) as refused:
            allow(standing(edge.start, stage), edge.fact, role)
        assert refused.value.article == edge.article
        assert edge.fact not in open_acts(standing(edge.start, stage), role)


@pytest.mark.parametrize(("status", "act"), product(Status, ACTS), ids=str)
def test_an_act_is_possible_exactly_where_the_table_has_a_row(status, act):
    for stage in ("intake", "processing"):
        rows = [e for e in TABLE if e.start is status and e.fact == act and e.stage in {"", stage}]
        for role in ROLES:
            permitted = any(role in row.roles for row in rows)
            expected = None if permitted else NotYourRole if rows else NotInThisState
            if expected is None:
                assert allow(standing(status, stage), act, role) in rows
            else:
                with pytest.raises(expected):
                    allow(standing(status, stage), act, role)


@pytest.mark.parametrize("edge", [edge for edge in TABLE if edge.reason], ids=name_of)
@pytest.mark.parametrize("reason", [None, "", " \n"])
def test_where_the_law_wants_a_reason_a_blank_one_is_refused(edge, reason):
    hand = Hand("nt.hoa", min(edge.roles))
    with pytest.raises(ReasonMissing):
        admit(standing(edge.start, stages_of(edge)[0]), FACTS[edge.fact], by=hand, at=1, reason=reason)


def test_a_refusal_names_the_status_and_the_act_and_the_article():
    with pytest.raises(NotInThisState) as refused:
        allow(standing(Status.STOPPED, "processing"), "dossier.forwarded", "reception")
    assert refused.value.blanks == {"status": "stopped", "act": "dossier.forwarded"}
    assert refused.value.article == "NĐ 61/2018 Điều 18(2)"


def test_nothing_is_dated_before_what_has_already_happened():
    dossier = evolve(Dossier(), SAMPLES["dossier.accepted"], 100)
    with pytest.raises(BeforeTheLastAct):
        admit(dossier, facts.DossierForwarded, by=Hand("nt.hoa", "reception"), at=99)


def test_papers_are_never_asked_behind_the_back_of_the_one_stop_unit():
    with pytest.raises(NotYourRole) as refused:
        allow(standing(Status.IN_PROCESS, "processing"), "processing.supplement_requested", "specialist")
    assert "5(1)(e)" in refused.value.article


def test_a_fact_of_another_capability_is_never_silently_taken():
    with pytest.raises(AssertionError, match="TicketPrinted"):
        evolve(Dossier(), TicketPrinted(medium="paper"), 1)


def test_reading_a_dossier_changes_nothing():
    dossier = evolve(Dossier(), SAMPLES["dossier.accepted"], 100)
    assert evolve(dossier, facts.LookupPerformed(dossier="ab", purpose="answer"), 200) == dossier


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("status", Status)
def test_whatever_was_recorded_can_be_replayed(status, act):
    fact = SAMPLES.get(act) or facts.SupplementExpired(stage="processing", number="8")
    assert isinstance(evolve(standing(status, "processing"), fact, 10), Dossier)
