"""A drawer is counted against the books and handed over in two signatures; a difference never goes unexplained."""

import pytest

from domain import cash as c
from domain.cash import Drawer

DAY = "2026-03-02"


def counted(drawer=None, counted_vnd=50_000, expected_vnd=50_000, why="", by="nt.hoa"):
    before = drawer or Drawer()
    fact = c.count(
        before, officer="nt.hoa", by=by, day=DAY, counter="1", counted_vnd=counted_vnd,
        expected_vnd=expected_vnd, why=why,
    )  # fmt: skip
    return c.evolve(before, fact)


def offered(drawer, expected_vnd=50_000, to="tt.kien", receipt="PT-1", by="nt.hoa"):
    return c.evolve(drawer, c.offer(drawer, by=by, to=to, receipt=receipt, expected_vnd=expected_vnd))


def taken(drawer, by="tt.kien"):
    return c.evolve(drawer, c.take(drawer, by=by))


def test_what_is_counted_is_handed_over_and_settles_what_the_books_said():
    done = taken(offered(counted()))
    assert (done.handed_over_vnd, done.settled_vnd, done.difference_vnd) == (50_000, 50_000, 0)
    assert (done.counted, done.offered) == (None, None)


def test_a_difference_must_be_explained_and_stays_on_record_after_the_hand_over():
    with pytest.raises(c.DifferenceUnexplained) as refused:
        counted(counted_vnd=48_000)
    assert refused.value.blanks == {"counted": 48_000, "expected": 50_000}
    done = taken(offered(counted(counted_vnd=48_000, why="trả nhầm tiền thừa")))
    assert (done.handed_over_vnd, done.settled_vnd, done.difference_vnd) == (48_000, 50_000, -2000)


def test_the_explanation_is_sealed_and_no_state_depends_on_it():
    assert c.CashCounted.SEALED == ("why",)
    short = counted(counted_vnd=48_000, why="trả nhầm tiền thừa")
    assert short.counted.why == ""


def test_a_day_may_have_a_second_round():
    done = taken(offered(counted()))
    again = taken(offered(counted(done, 7000, 7000), 7000, receipt="PT-2"))
    assert (again.handed_over_vnd, again.settled_vnd) == (57_000, 57_000)


def test_money_that_came_in_after_the_count_is_counted_first():
    with pytest.raises(c.DrawerNotCounted):
        offered(counted(), expected_vnd=60_000)
    with pytest.raises(c.DrawerNotCounted):
        offered(Drawer())


def test_only_the_two_who_sign_can_sign():
    with pytest.raises(c.NotYourDrawer):
        counted(by="pv.an")
    with pytest.raises(c.NotYourDrawer):
        offered(counted(), by="pv.an")
    with pytest.raises(c.CashOfferedToAnother):
        taken(offered(counted()), by="nd.phuc")
    with pytest.raises(c.NoCashOffered):
        taken(counted())


@pytest.mark.parametrize("to", ["", " ", "nt.hoa"])
def test_money_goes_to_another(to):
    with pytest.raises(c.NobodyToTakeCash):
        offered(counted(), to=to)


def test_a_hand_over_has_a_receipt_and_something_to_hand_over():
    with pytest.raises(c.ReceiptMissing):
        offered(counted(), receipt=" ")
    with pytest.raises(c.DrawerEmpty):
        offered(counted(counted_vnd=0, expected_vnd=0), 0)


def test_while_it_is_offered_nothing_else_is_counted_or_offered():
    pending = offered(counted())
    with pytest.raises(c.CashHandoverPending):
        counted(pending)
    with pytest.raises(c.CashHandoverPending):
        offered(pending)


def test_declining_says_why_and_leaves_the_money_where_it_was():
    pending = offered(counted())
    with pytest.raises(c.DeclineUnexplained):
        c.decline(pending, by="tt.kien", why=" ")
    back = c.evolve(pending, c.decline(pending, by="tt.kien", why="đếm không đủ"))
    assert (back.offered, back.settled_vnd, back.counted) == (None, 0, pending.counted)


def test_nobody_counts_less_than_nothing():
    with pytest.raises(c.CountNegative):
        counted(counted_vnd=-1)
