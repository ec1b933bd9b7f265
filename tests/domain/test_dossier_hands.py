"""A dossier is always in somebody's hands, and changes them under two signatures."""

import pytest

from domain import dossier as d
from domain.dossier import refusals
from tests.domain.a_dossier import ACCEPTED, BINH, CHU, CUC, HOA, LATE, WORKED_ON, given


def test_a_dossier_is_forwarded_to_a_section():
    forwarded = d.forward(given(ACCEPTED), by=HOA, at=LATE, section="tu-phap", deadline=LATE)
    assert given(ACCEPTED, forwarded).section == "tu-phap"
    with pytest.raises(refusals.NobodyToHandTo):
        d.forward(given(ACCEPTED), by=HOA, at=LATE, section=" ")


def test_a_leader_assigns_an_officer():
    assert d.assign(WORKED_ON, by=CHU, at=LATE, officer="lt.cuc").officer == "lt.cuc"
    with pytest.raises(refusals.NobodyToHandTo):
        d.assign(WORKED_ON, by=CHU, at=LATE, officer="")


def test_a_hand_over_takes_two_signatures():
    offer = d.offer_handover(WORKED_ON, by=BINH, at=LATE, to_officer="lt.cuc", section="dia-chinh")
    offered = d.evolve(WORKED_ON, offer, LATE)
    assert (offered.holder, d.next_step(offered)) == ("tv.binh", "office.take_over")
    taken = d.evolve(offered, d.accept_handover(offered, by=CUC, at=LATE), LATE)
    assert (taken.holder, taken.section, taken.offered) == ("lt.cuc", "dia-chinh", None)


def test_only_the_addressee_accepts_or_declines():
    offered = d.evolve(WORKED_ON, d.offer_handover(WORKED_ON, by=BINH, at=LATE, to_officer="lt.cuc"), LATE)
    for decide in (
        lambda: d.accept_handover(offered, by=CHU, at=LATE),
        lambda: d.decline_handover(offered, by=BINH, at=LATE, why="Nhầm"),
    ):
        with pytest.raises(refusals.OfferedToAnother):
            decide()
    declined = d.decline_handover(offered, by=CUC, at=LATE, why="Không đúng lĩnh vực")
    assert d.evolve(offered, declined, LATE).holder == "tv.binh"


def test_a_hand_over_nobody_offered_cannot_be_accepted():
    with pytest.raises(refusals.NotOffered):
        d.accept_handover(WORKED_ON, by=CUC, at=LATE)


def test_only_the_holder_or_a_leader_hands_over_and_only_once_at_a_time():
    with pytest.raises(refusals.NotInYourHands):
        d.offer_handover(WORKED_ON, by=CUC, at=LATE, to_officer="nt.hoa")
    offer = d.offer_handover(WORKED_ON, by=CHU, at=LATE, to_officer="lt.cuc")
    assert offer.from_officer == "tv.binh"
    with pytest.raises(refusals.HandoverPending):
        d.offer_handover(d.evolve(WORKED_ON, offer, LATE), by=BINH, at=LATE, to_officer="nt.hoa")


@pytest.mark.parametrize("to", ["", "tv.binh"])
def test_nobody_hands_over_to_nobody_or_to_themselves(to):
    with pytest.raises(refusals.NobodyToHandTo):
        d.offer_handover(WORKED_ON, by=BINH, at=LATE, to_officer=to)
