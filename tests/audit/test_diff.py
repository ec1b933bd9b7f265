"""Two moments beside each other: what moved, what is new, what is late, who came and went, and nobody's name."""

import msgspec
import pytest

from application.opening import adopt_rules
from audit.diff import difference
from audit.mirror import MirrorSource
from audit.replay import NoSuchMoment, replay
from audit.sources import of_office
from domain.calendar import local_moment
from domain.rules import RulesAdopted
from tests.audit.a_small_office import APPLICANT, DAY, PHONE, a_small_office
from tests.audit.some_days import mirrored


def hour(day, text):
    return None, local_moment(day, text)


@pytest.fixture(scope="module")
def lived(tmp_path_factory):
    with a_small_office(tmp_path_factory.mktemp("lived") / "store") as small:
        small.codes = small.days_of_work()
        adopt_rules(
            small.office.core, RulesAdopted(ruleset="NĐ118-2026", valid_from="2026-03-05", parameters={})
        )
        small.on("2026-03-20")
        small.appoint("tt.kien", "Trần Trung Kiên", "head", counter="7")
        yield small


@pytest.fixture(scope="module")
def found(lived):
    """From the evening of the first day to the last event."""
    return difference(
        of_office(lived.office), first=hour(DAY, "18:00"), second=(lived.office.store.last_id(), None)
    )


def test_dossiers_are_told_by_code_as_new_moved_finished_and_late(lived, found):
    returned, waiting, stopped, last = lived.codes
    assert found.new == (last,)
    assert [(move.code, move.before, move.after) for move in found.moved] == [
        (returned, "in_process", "returned"),
        (stopped, "in_process", "stopped"),
        (last, "none", "accepted"),
    ]
    assert set(found.finished) == {returned, stopped}
    assert found.late == (), "one was done in time, one waits for the citizen, and one has no limit"
    assert waiting not in found.new


def test_a_dossier_that_ran_out_of_time_meanwhile_is_late(tmp_path):
    with a_small_office(tmp_path / "store") as small:
        code = small.working().code
        size = small.office.store.last_id()
        small.on("2026-03-20")
        small.ticket()
        told = difference(of_office(small.office), first=(size, None), second=(size + 1, None))
    assert (told.late, told.moved, told.new) == ((code,), (), ())


def test_tickets_are_counted_by_their_state(found):
    assert {state: (each.before, each.after) for state, each in found.tickets.items()} == {
        "called": (0, 1),
        "expired": (0, 2),
        "waiting": (2, 1),
    }


def test_officers_who_came_and_who_sit_elsewhere_are_told(found):
    assert [(each.officer, each.before, each.after) for each in found.staff] == [("tt.kien", "", "head")]
    assert ("tt.kien", "", "7") in [(each.officer, each.before, each.after) for each in found.counters]


def test_rules_are_told_with_the_event_that_brought_them_and_the_set_in_force(lived, found):
    assert found.ruleset == ("NĐ118-2025", "NĐ118-2026")
    changes = [(each.topic, each.key) for each in found.rules]
    assert changes == [("rules.adopted", "NĐ118-2026")]
    line = next(of_office(lived.office).lines(found.rules[0].event - 1, found.rules[0].event))
    assert line.topic == "rules.adopted"


def test_the_figures_are_those_of_the_report_at_each_moment(lived, found):
    assert (found.figures["received_total"].before, found.figures["received_total"].after) == (3, 4)
    assert found.figures["resolved_total"].after == 2
    assert "carried_in" not in found.figures, "what did not change is not told"


def test_nothing_in_it_is_about_a_person(found):
    text = msgspec.json.encode(found).decode()
    assert APPLICANT not in text
    assert PHONE not in text
    assert "Giấy chứng sinh" not in text


def test_between_a_moment_and_itself_nothing_changed(lived):
    source = of_office(lived.office)
    for point in ((0, None), (30, None), hour(DAY, "12:00")):
        told = difference(source, first=point, second=point)
        assert told.first == told.second
        assert not any((told.new, told.moved, told.finished, told.late, told.tickets, told.staff, told.rules))


def test_it_is_the_same_from_the_mirror_alone(lived, found, tmp_path):
    mirrored(lived.office, tmp_path / "mirror")
    told = difference(
        MirrorSource(tmp_path / "mirror"), first=hour(DAY, "18:00"), second=(found.second.size, None)
    )
    assert told == found


def test_its_two_ends_are_the_moments_of_a_replay(lived, found):
    for point in (found.first, found.second):
        with replay(lived.office, size=point.size) as moment:
            assert moment.tree.root == point.root


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((30, None), (20, None)),
        ((30, None), (0, 0)),
        ((0, None), (10_000, None)),
        ((10_000, None), (10_001, None)),
        ((30, None), (None, 1)),
    ],
)
def test_two_moments_the_wrong_way_round_or_out_of_the_log_are_refused(lived, first, second):
    with pytest.raises(NoSuchMoment):
        difference(of_office(lived.office), first=first, second=second)
