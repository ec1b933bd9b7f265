"""The table is the law of a dossier: every edge leads where it says, and everything else is refused."""

from itertools import product
from typing import get_type_hints

import pytest
from msgspec.structs import replace

from domain.dossier import TABLE, Dossier, Hand, Status, allow, evolve, facts, open_acts
from domain.dossier.refusals import BeforeTheLastAct, NotInThisState, NotYourRole, ReasonMissing
from domain.dossier.transitions import admit
from domain.fact import FACTS, Refused
from domain.queue import TicketPrinted
from tests.domain.a_dossier import ACCEPTED, EVERYBODY, filled, kind_of, kinds, sample, verbs

ROLES = tuple(sorted({hand.role for hand in EVERYBODY}))
ACTS = sorted({edge.fact for edge in TABLE})
STAGES = ("intake", "processing")

NATIONAL = {
    (0, 1), (0, 2), (0, 3), (0, 5), (1, 2), (1, 3), (1, 5), (1, 7), (5, 1), (5, 2), (5, 4), (5, 3), (5, 8),
    (2, 4), (2, 9), (4, 4), (4, 5), (4, 6), (6, 4), (6, 9), (6, 8), (2, 7), (4, 7), (5, 7), (6, 7), (7, 8),
    (7, 4), (4, 8), (4, 9), (9, 10), (9, 4), (10, 4),
}  # fmt: skip
"""The national graph, edge by edge, written down apart from the table."""


def happened(edge):
    """A fact that takes this row."""
    given = filled(FACTS[edge.fact])
    if edge.fact == "supplement.expired":
        return replace(given, stage=edge.stage)
    if edge.variant == "online":
        return replace(given, channel="online")
    return replace(given, final=True) if edge.variant == "final" else given


def standing(status, stage):
    return Dossier(status=status, accepted_at=None if stage == "intake" else 1)


def stages_of(edge):
    if edge.stage:
        return (edge.stage,)
    never_accepted = {Status.NONE, Status.NEWLY_REGISTERED}
    return ("intake",) if edge.start in never_accepted else ("processing",)


def articles_of(status, act, stage):
    return {e.article for e in TABLE if e.start is status and e.fact == act and e.stage in {"", stage}}


def answer(verb, dossier, **said):
    """What somebody who tries it hears: the fact, or the refusal."""
    try:
        return verb(dossier, **said)
    except Refused as refused:
        return refused


def name_of(edge):
    return f"{edge.start:d}-{edge.fact}-{edge.variant or edge.stage}-{edge.end:d}"


def test_the_table_has_every_national_edge_and_no_other():
    drawn = {(edge.start, edge.end) for edge in TABLE}
    changes = {(start, end) for start, end in drawn if start != end}
    assert changes == {(start, end) for start, end in NATIONAL if start != end}
    assert len(NATIONAL) == 32
    assert any(edge.fact == "handover.accepted" and edge.start == edge.end == 4 for edge in TABLE)


def test_every_fact_of_a_dossier_but_reading_it_is_in_the_table():
    assert {kind.NAME for kind in kinds()} - {"lookup.performed"} == set(ACTS)


def test_every_row_has_a_verb_an_article_and_somebody_who_may():
    assert {kind_of(verb).NAME for verb in verbs().values()} == set(ACTS)
    assert [name_of(edge) for edge in TABLE if not edge.article or not edge.roles] == []
    assert {role for edge in TABLE for role in edge.roles} <= set(ROLES)


@pytest.mark.parametrize("edge", TABLE, ids=name_of)
def test_an_edge_is_allowed_to_its_roles_and_leads_where_it_says(edge):
    for stage in stages_of(edge):
        before = standing(edge.start, stage)
        for role in edge.roles:
            assert allow(before, edge.fact, role).fact == edge.fact
            assert edge.fact in open_acts(before, role)
        assert evolve(before, happened(edge), 10).status is edge.end


@pytest.mark.parametrize("edge", TABLE, ids=name_of)
def test_an_edge_is_closed_to_every_other_role(edge):
    for stage, role in product(stages_of(edge), set(ROLES) - edge.roles):
        with pytest.raises(NotYourRole) as refused:
            allow(standing(edge.start, stage), edge.fact, role)
        assert refused.value.article in articles_of(edge.start, edge.fact, stage)
        assert edge.fact not in open_acts(standing(edge.start, stage), role)


@pytest.mark.parametrize(("status", "act"), product(Status, ACTS), ids=str)
def test_an_act_is_possible_exactly_where_the_table_has_a_row(status, act):
    for stage in STAGES:
        rows = [e for e in TABLE if e.start is status and e.fact == act and e.stage in {"", stage}]
        for role in ROLES:
            permitted = any(role in row.roles for row in rows)
            expected = None if permitted else NotYourRole if rows else NotInThisState
            if expected is None:
                assert allow(standing(status, stage), act, role) in rows
            else:
                with pytest.raises(expected):
                    allow(standing(status, stage), act, role)


@pytest.mark.parametrize("name", verbs())
def test_a_verb_leads_only_where_the_table_lets_it_and_refuses_under_an_article(name):
    verb, kind = verbs()[name], kind_of(verbs()[name])
    hints = {
        word: hint for word, hint in get_type_hints(verb).items() if word not in {"dossier", "by", "return"}
    }
    said = {word: sample(hint) for word, hint in hints.items()}
    for status, stage, hand in product(Status, STAGES, EVERYBODY):
        dossier = standing(status, stage)
        open_here = kind.NAME in open_acts(dossier, hand.role)
        heard = answer(verb, dossier, by=hand, **said)
        if isinstance(heard, Refused):
            assert heard.article
            assert open_here or isinstance(heard, NotInThisState | NotYourRole)
        else:
            assert (type(heard), open_here) == (kind, True)


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
    dossier = evolve(Dossier(), ACCEPTED, 100)
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
    dossier = evolve(Dossier(), ACCEPTED, 100)
    assert evolve(dossier, facts.LookupPerformed(dossier="ab", purpose="answer"), 200) == dossier


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.NAME)
def test_whatever_was_recorded_can_be_replayed(kind):
    for status, stage in product(Status, STAGES):
        assert isinstance(evolve(standing(status, stage), filled(kind), 10), Dossier)
