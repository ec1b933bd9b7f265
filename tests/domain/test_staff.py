"""An officer is appointed once, works at one counter at a time, and a change of powers says why."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from domain import staff as s
from domain.fact import FACTS, Refused
from domain.queue import TicketPrinted
from domain.staff import Officer, evolve

APPOINTED = s.OfficerAppointed(
    officer="nt.hoa",
    name="Nguyễn Thị Hoa",
    title="Công chức tư pháp - hộ tịch",
    roles=("reception",),
    section="tu-phap",
    fields=("ho-tich",),
    phone="02773123456",
)
CHANGED = s.RolesChanged(roles=("reception", "specialist"), title="Công chức", why="Phân công lại")
OPENED = s.ShiftOpened(counter="2", groups=("ho-tich",))


def after(*happened):
    return s.replay((fact, moment) for moment, fact in enumerate(happened))


HOA, AT_WORK = after(APPOINTED), after(APPOINTED, OPENED)
GONE = after(APPOINTED, s.OfficerLeft())


def test_an_appointed_officer_is_known_by_name_title_field_and_phone():
    assert after(s.appoint(Officer(), fact=APPOINTED)) == HOA
    assert (HOA.name, HOA.roles, HOA.fields, HOA.phone) == (
        "Nguyễn Thị Hoa",
        ("reception",),
        ("ho-tich",),
        "02773123456",
    )


def test_a_sign_in_name_is_never_given_to_another_person():
    for known in (HOA, GONE):
        with pytest.raises(s.AlreadyAppointed):
            s.appoint(known, fact=APPOINTED)


@pytest.mark.parametrize("name", ["", "H", "h", "Nt.Hoa", "nguyễn", "nt hoa", "1hoa", "h" * 33])
def test_a_sign_in_name_can_be_typed_on_any_keyboard(name):
    with pytest.raises(s.NotASignInName):
        s.appoint(Officer(), fact=replace(APPOINTED, officer=name))


@pytest.mark.parametrize("roles", [(), ("king",), ("reception", "reception")])
def test_an_officer_holds_known_roles(roles):
    with pytest.raises(s.NoRole):
        s.appoint(Officer(), fact=replace(APPOINTED, roles=roles))
    with pytest.raises(s.NoRole):
        s.change_roles(HOA, fact=replace(CHANGED, roles=roles))


@pytest.mark.parametrize("blank", [{"name": " "}, {"title": ""}])
def test_an_officer_without_name_or_title_is_refused(blank):
    with pytest.raises(s.NameMissing):
        s.appoint(Officer(), fact=replace(APPOINTED, **blank))


def test_powers_change_with_a_reason_and_only_when_something_changes():
    assert after(APPOINTED, s.change_roles(HOA, fact=CHANGED)).roles == ("reception", "specialist")
    with pytest.raises(s.ChangeUnexplained):
        s.change_roles(HOA, fact=replace(CHANGED, why=""))
    with pytest.raises(s.NameMissing):
        s.change_roles(HOA, fact=replace(CHANGED, title=""))
    same = s.RolesChanged(roles=HOA.roles, title=HOA.title, section=HOA.section, fields=HOA.fields, why="?")
    with pytest.raises(s.SameRoles):
        s.change_roles(HOA, fact=same)


def test_who_has_left_holds_no_role_and_does_nothing_more():
    assert after(APPOINTED, s.leave(HOA, why="Nghỉ hưu")).roles == ()
    for act in (
        lambda: s.leave(GONE),
        lambda: s.open_shift(GONE, counter="2"),
        lambda: s.change_roles(GONE, fact=CHANGED),
        lambda: s.close_shift(GONE),
    ):
        with pytest.raises(s.HasLeft):
            act()
    with pytest.raises(s.NotAppointed):
        s.leave(Officer())


def test_nobody_leaves_with_a_shift_open():
    with pytest.raises(s.ShiftAlreadyOpen):
        s.leave(AT_WORK)


def test_one_shift_at_a_time():
    opened = s.open_shift(HOA, counter="2", groups=("ho-tich",))
    at_work = evolve(HOA, opened, 99)
    assert (at_work.counter, at_work.groups, at_work.shift_opened_at) == ("2", ("ho-tich",), 99)
    with pytest.raises(s.ShiftAlreadyOpen):
        s.open_shift(at_work, counter="3")
    with pytest.raises(s.CounterMissing):
        s.open_shift(HOA, counter=" ")


@pytest.mark.parametrize("role", ["inspector", "technician"])
def test_only_those_who_receive_citizens_open_a_counter(role):
    with pytest.raises(s.NotCounterStaff):
        s.open_shift(after(replace(APPOINTED, roles=(role,))), counter="2")


def test_a_pause_is_opened_and_closed_once():
    paused = evolve(AT_WORK, s.pause(AT_WORK, why="Họp"), 1)
    with pytest.raises(s.AlreadyPaused):
        s.pause(paused)
    with pytest.raises(s.NotPaused):
        s.resume(AT_WORK)
    assert evolve(paused, s.resume(paused), 2) == AT_WORK


def test_a_shift_is_closed_at_its_own_counter():
    closed = s.close_shift(AT_WORK)
    assert closed.counter == "2"
    assert evolve(AT_WORK, closed, 9) == HOA
    for act in (s.close_shift, s.pause, s.resume):
        with pytest.raises(s.NoShiftOpen):
            act(HOA)


def test_refused_sign_ins_are_counted_until_a_right_or_a_new_password():
    tried = after(APPOINTED, s.SignInRefused(), s.SignInRefused(counter="2"))
    assert tried.refused_sign_ins == 2
    renewed = evolve(tried, s.CredentialSet(by="tt.ky"))
    assert (renewed.refused_sign_ins, renewed.credential_set) == (0, True)
    assert evolve(tried, OPENED, 5).refused_sign_ins == 0
    assert evolve(tried, s.SignedIn()) == replace(tried, refused_sign_ins=0)


def test_a_fact_of_another_capability_is_never_silently_taken():
    with pytest.raises(AssertionError, match="TicketPrinted"):
        evolve(HOA, TicketPrinted(medium="paper"))


VERBS = [
    lambda officer: s.appoint(officer, fact=APPOINTED),
    lambda officer: s.change_roles(officer, fact=CHANGED),
    lambda officer: s.change_roles(officer, fact=replace(CHANGED, roles=("inspector",))),
    s.leave,
    lambda officer: s.open_shift(officer, counter="2"),
    s.pause,
    s.resume,
    s.close_shift,
]


@settings(deadline=None)
@given(st.lists(st.sampled_from(VERBS), max_size=30))
def test_in_whatever_order_things_happen_an_officer_stays_whole(acts):
    officer, history = Officer(), []
    for moment, act in enumerate(acts):
        with suppress(Refused):
            fact = act(officer)
            history.append((fact, moment))
            officer = evolve(officer, fact, moment)
        assert not (officer.paused and not officer.counter)
        assert not (officer.left and (officer.counter or officer.roles))
    assert s.replay(history) == officer


def test_a_break_may_say_when_it_ends_but_not_in_the_past():
    paused = evolve(AT_WORK, s.pause(AT_WORK, why="nghỉ", until=9, now=5))
    assert (paused.paused, paused.paused_until) == (True, 9)
    assert evolve(paused, s.resume(paused)).paused_until == 0
    assert s.pause(AT_WORK).until == 0
    with pytest.raises(s.BreakOver):
        s.pause(AT_WORK, until=5, now=5)


def test_what_an_officer_serves_is_dated_and_says_why():
    def told(officer=HOA, groups=("land",), since="2026-11-24", why="học xong lớp đất đai"):
        return s.set_skills(
            officer, groups=groups, procedures=("1.001193",), since=since, why=why, today="2026-11-23"
        )

    skilled = evolve(HOA, told())
    assert s.skills_on(skilled, "2026-11-23") is None, "everything, until then"
    assert s.skills_on(skilled, "2026-11-24") == {"land", "1.001193"}
    again = evolve(skilled, s.SkillsSet(since="2026-12-01"))
    assert s.skills_on(again, "2026-11-30") == {"land", "1.001193"}
    assert s.skills_on(again, "2026-12-01") is None
    for refusal, kept in (
        (s.ChangeUnexplained, {"why": " "}),
        (s.SkillsBackdated, {"since": "2026-11-22"}),
        (s.SameSkills, {"officer": skilled}),
        (s.HasLeft, {"officer": GONE}),
    ):
        with pytest.raises(refusal):
            told(**kept)


def test_every_fact_about_an_officer_is_understood():
    known = [kind for kind in FACTS.values() if kind.__module__ == s.__name__]
    assert len(known) == 11
    samples = [
        APPOINTED,
        CHANGED,
        s.OfficerLeft(),
        s.CredentialSet(by="x"),
        s.SignInRefused(),
        s.SignedIn(),
        OPENED,
    ]
    samples += [
        s.ShiftPaused(),
        s.ShiftResumed(),
        s.ShiftClosed(counter="2"),
        s.SkillsSet(since="2026-11-24"),
    ]
    assert {type(fact) for fact in samples} == set(known)
    for fact in samples:
        assert isinstance(evolve(AT_WORK, fact), Officer)
