"""Every exact rule finds what it asks about, and says nothing where all is in order."""

import pytest

from audit.cases import WITNESSED_AFTER, WITNESSED_BEFORE
from audit.flags import Run, run
from audit.flags.exact import EXACT
from domain.calendar import local_moment
from tests.audit.flags.a_case import MINUTE, SECOND, Story, a_log_of, asked, at, found_by
from tests.audit.flags.a_log import CALENDAR

SUPPLEMENT = "processing.supplement_requested"


def plain():
    """A dossier with nothing to ask about."""
    story = Story(fee=0, ordinal=1).accepted(day="2026-03-02", agency="H20", ordinal=1)
    story.then("dossier.forwarded", at(0, 1)).then("dossier.assigned", at(0, 2), "phuc", officer="binh")
    story.signed(at(3)).then("notice.sent", at(3, 1)).then("result.returned", at(4))
    story.known["returned"] = at(4)
    return story


def supplement(story, moment, by="hoa", **told):
    return story.then(SUPPLEMENT, moment, by, **{"basis": "NĐ 61/2018 Điều 19(4)"} | told)


def visit(number, day, outcome="supplement", minutes=10, dossier="", **known):
    story = Story(f"A{number:03}", kind="ticket", **known)
    story.then("ticket.called", at(day)).then("ticket.service_started", at(day))
    return story.then("ticket.served", at(day) + minutes * MINUTE, outcome=outcome, dossier=dossier)


def rated(number, day, seconds, score=5):
    """A visit and the score given so long after it."""
    came = visit(number, day)
    given = Story(f"rating {number}", kind="feedback").then(
        "visit.rated",
        came.events[-1].moment + seconds * SECOND,
        "",
        score=score,
        ticket=came.known["stream"],
        device="kiosk-1",
    )
    return came, given


def recorded_late(hours):
    return Story().accepted().then("notice.sent", at(1), recorded=at(1, hours))


def vouched(after, before):
    """A notice recorded on the first day, and what the witnesses' clocks say about it."""
    told = {WITNESSED_AFTER: after, WITNESSED_BEFORE: before}
    return Story().accepted().then("notice.sent", at(1), recorded=at(1), **told)


def closings(count, minutes):
    return [Story(f"d{n}").accepted().signed(at(5) + n * minutes * MINUTE // count) for n in range(count)]


def of_a_month(days):
    return [Story(f"d{n}").accepted(at(0)).signed(at(day)) for n, day in enumerate(days)]


def of_people(count, quarter_day=0):
    return [Story(f"d{n}", contact="0903", applicant=f"p{n}").accepted(at(quarter_day)) for n in range(count)]


def laundered(days, used):
    before = Story("before", applicant="p").accepted().then("withdrawal.requested", at(1), "")
    before.then("withdrawal.granted", at(int(14 * used))).ended(at(int(14 * used)), "withdrawn")
    after = Story("after", applicant="p").accepted(at(int(14 * used) + days))
    return before, after


def many_on_time(late):
    ended = [Story(f"d{n}").accepted().ended(at(20 if late and not n else 5)) for n in range(1000)]
    return [*ended, Story("lying").accepted(due=at(4)), Story("now").accepted(at(21), at(40))]


def by_channel(channel, others):
    offered = Story("p", kind="catalogue").then(
        "procedure.published", at(-30), procedure_code="p", procedure_channels="counter; online; postal"
    )
    return [
        offered,
        *(Story(f"d{n}", channel="postal" if n < others else channel).accepted() for n in range(100)),
    ]


def passed_on(*officers):
    story = Story().accepted().then("dossier.assigned", at(1), "phuc", officer="a")
    for day, officer in enumerate(officers, 2):
        story.then("handover.accepted", at(day), officer, to_officer=officer)
    return story


def readings(count, part):
    return [
        Story(f"d{n}").accepted(by="binh" if part else "hoa").then("lookup.performed", at(1, n / 10), "binh")
        for n in range(count)
    ]


def in_post(years):
    return Story("binh", kind="staff").then(
        "officer.appointed",
        at(0) - int(years * 365.25 * 24 * 60) * MINUTE,
        "",
        officer="binh",
        section="land",
    )


FINDS = {
    "recorded_late": lambda: [recorded_late(3)],
    "time_contradiction": lambda: [Story().accepted(day="2026-03-01")],
    "outside_witness_bracket": lambda: [vouched(at(2), at(3))],
    "series_gap": lambda: [Story(f"d{n}").accepted(agency="H20", day="2026-03-02", ordinal=n) for n in (1, 2, 4)],
    "late_without_apology": lambda: [Story().accepted().signed(at(15))],
    "moved_appointment": lambda: [Story().accepted().then("deadline.changed", at(2), basis="…")],
    "eleventh_hour": lambda: [supplement(Story().accepted(), at(13))],
    "long_standstill": lambda: [supplement(Story().accepted(), at(2)).then("supplement.completed", at(40))],
    "laundered_clock": lambda: laundered(3, 0.8),
    "stalled": lambda: [Story().accepted().signed(at(14))],
    "slow_online_answer": lambda: [
        Story().then("dossier.submitted", at(0), "", answer_by=at(0, 9)).accepted(at(1, 4))
    ],
    "overdue_opinion": lambda: [
        Story().accepted().then("opinion.requested", at(1), number="7", agency="Sở", answer_by="2026-03-06")
        .then("opinion.received", at(9), request="7")
    ],
    "repeated_supplements": lambda: [supplement(supplement(Story().accepted(), at(1)), at(5))],
    "unfounded_supplement": lambda: [supplement(Story().accepted(), at(1), basis=" ")],
    "late_supplement": lambda: [supplement(Story().accepted(), at(4))],
    "bypassed_unit": lambda: [supplement(Story().accepted(), at(1), "binh", role="specialist")],
    "same_hand": lambda: [Story().accepted().signed(at(2), by="binh", drafter="binh")],
    "skipped_step": lambda: [Story().accepted().then("result.signed", at(2), "phuc")],
    "changed_after_signing": lambda: [Story().accepted().signed(at(2)).then("result.drafted", at(3), "binh")],
    "ping_pong": lambda: [passed_on("b", "a", "b")],
    "read_without_part": lambda: readings(10, part=False),
    "two_places": lambda: [
        Story().accepted().then("dossier.forwarded", at(0, seconds=5), device="desk-7")
    ],
    "too_fast": lambda: [
        Story().accepted().then("result.drafted", at(2), "binh").then("result.signed", at(2, seconds=9), "phuc")
    ],
    "overdue_rotation": lambda: [in_post(6), Story().accepted()],
    "broker": lambda: of_people(10),
    "result_held_back": lambda: [Story().accepted().signed(at(2)).then("notice.sent", at(7))],
    "bulk_closing": lambda: closings(12, 9),
    "month_end_closing": lambda: of_a_month([*range(1, 20), *[28] * 6, *[29] * 6]),
    "fee_difference": lambda: [
        Story(fee=8000, returned=at(3)).accepted().then("fee.paid", at(0, 1), amount_vnd=50_000)
    ],
    "never_late": lambda: many_on_time(late=False),
    "one_channel": lambda: by_channel("online", 1),
    "unanswered_visit": lambda: [visit(1, 0, "other")],
    "repeated_visits": lambda: [
        Story().accepted(), *(visit(n, n, dossier="stream of H20.321-260302-0001") for n in (1, 2, 3))
    ],
    "stuffed_ratings": lambda: [story for n in range(5) for story in rated(n, n, seconds=2)],
}  # fmt: skip
"""Rule by rule, the least that makes it ask."""

QUIET = {
    "recorded_late": lambda: [recorded_late(0.5), Story().accepted(recorded=at(0, 7), channel="postal")],
    "time_contradiction": lambda: [Story().accepted(day="2026-03-02")],
    "outside_witness_bracket": lambda: [vouched(at(0, 23), at(1, 2)), vouched(at(1, 0.05), at(2))],
    "series_gap": lambda: [Story(f"d{n}").accepted(agency="H20", day="2026-03-02", ordinal=n) for n in (2, 1)],
    "late_without_apology": lambda: [
        Story().accepted().then("apology.issued", at(10), before="2026-03-16").signed(at(15)),
        Story("stands", ).accepted(due=at(1)).ended(at(30), "withdrawn"),
    ],
    "moved_appointment": lambda: [Story().accepted().then("apology.issued", at(10), before="2026-03-16")],
    "eleventh_hour": lambda: [
        supplement(Story().accepted(), at(3)), supplement(Story("short").accepted(due=at(1, 9)), at(1))
    ],
    "long_standstill": lambda: [
        supplement(Story().accepted(), at(2)).then("supplement.completed", at(20)),
        Story("runs on").accepted().then("payment.requested", at(2), pauses=False).then("fee.paid", at(60)),
    ],
    "laundered_clock": lambda: [*laundered(30, 0.8), *laundered(3, 0.3)],
    "stalled": lambda: [
        Story().accepted().then("dossier.forwarded", at(5)).signed(at(10)),
        Story("waits").accepted().then("opinion.requested", at(1)).then("paper.issued", at(1))
        .then("opinion.received", at(13)).signed(at(14)),
    ],
    "slow_online_answer": lambda: [
        Story().then("dossier.submitted", at(0), "", answer_by=at(0, 9)).accepted(at(0, 5))
    ],
    "overdue_opinion": lambda: [
        Story().accepted().then("opinion.requested", at(1), number="7", agency="Sở", answer_by="2026-03-06")
        .then("opinion.received", at(3), request="7")
    ],
    "unfounded_supplement": lambda: [supplement(Story().accepted(), at(1))],
    "late_supplement": lambda: [supplement(Story().accepted(), at(3))],
    "bypassed_unit": lambda: [supplement(Story().accepted(), at(1))],
    "same_hand": lambda: [
        Story(delegated=True).accepted().then("result.resolved_at_counter", at(0, 1)),
        Story("two").accepted().signed(at(2)),
    ],
    "changed_after_signing": lambda: [
        Story().accepted().signed(at(2)).then("result.recalled", at(3), "phuc").then("result.drafted", at(4), "binh")
    ],
    "ping_pong": lambda: [passed_on("b", "c", "d")],
    "read_without_part": lambda: [*readings(9, part=False), *readings(12, part=True)],
    "two_places": lambda: [Story().accepted().then("dossier.forwarded", at(0, 1), device="desk-7")],
    "too_fast": lambda: [Story().accepted().signed(at(2))],
    "overdue_rotation": lambda: [
        Story().accepted(), in_post(4), in_post(6).then("officer.roles_changed", at(-9), "", section="civil")
    ],
    "broker": lambda: [*of_people(9), *of_people(9, quarter_day=60)],
    "bulk_closing": lambda: [*closings(9, 9), *closings(12, 60)],
    "month_end_closing": lambda: of_a_month([*range(1, 30), *range(1, 10)]),
    "never_late": lambda: many_on_time(late=True),
    "one_channel": lambda: by_channel("online", 5),
    "unanswered_visit": lambda: [visit(1, 0, "other", minutes=2), visit(2, 0, "guidance")],
    "repeated_visits": lambda: [
        Story().accepted().then("dossier.forwarded", at(1, 12)),
        *(visit(n, n, dossier="stream of H20.321-260302-0001") for n in (1, 2, 3)),
    ],
    "stuffed_ratings": lambda: [
        *(story for n in range(5) for story in rated(n, n, seconds=2, score=1 + n % 5)),
        *(story for n in range(10, 15) for story in rated(n, n, seconds=40)),
    ],
}  # fmt: skip
"""Near misses: everything is as it may be."""


def test_every_exact_rule_is_tried():
    assert FINDS.keys() | {"not_whole"} == EXACT.keys()


@pytest.mark.parametrize("rule", FINDS)
def test_a_rule_finds_what_it_asks_about(rule):
    found = asked(rule, *FINDS[rule]())
    assert found, rule
    assert all(each.rule == rule and each.kind == "exact" and each.evidence for each in found)


@pytest.mark.parametrize("rule", FINDS)
def test_a_rule_says_nothing_about_a_dossier_in_order(rule):
    assert found_by(rule, plain()) == []


@pytest.mark.parametrize("rule", QUIET)
def test_a_rule_says_nothing_about_a_near_miss(rule):
    assert found_by(rule, *QUIET[rule]()) == []


def test_a_time_set_back_or_forward_is_told_apart_and_an_open_end_allows_everything():
    ways = [
        asked("outside_witness_bracket", vouched(*each))[0].blanks["way"]
        for each in ((at(2), at(3)), (at(0), at(0, 9)))
    ]
    assert ways == ["early", "late"]
    open_ended = Story().accepted().then("notice.sent", at(1), recorded=at(1), **{WITNESSED_AFTER: at(0)})
    assert found_by("outside_witness_bracket", open_ended) == []


def test_what_the_verification_found_is_a_question():
    assert asked("not_whole", plain(), faults=()) == ()
    assert asked("not_whole", plain(), faults=("changed 7",))[0].blanks == {"count": 1, "first": "changed 7"}


def test_a_second_request_that_a_supervisor_agreed_to_is_a_lesser_question():
    agreed = supplement(supplement(Story().accepted(), at(1)), at(5), approved_by="phuc")
    assert [each.severity for each in asked("repeated_supplements", agreed)] == ["low"]
    assert [each.severity for each in asked("repeated_supplements", supplement(agreed, at(6)))] == ["high"]


def test_an_open_dossier_is_measured_at_the_end_of_the_log():
    lying = Story().accepted()
    assert found_by("late_without_apology", lying, until=at(10)) == []
    assert found_by("late_without_apology", lying, until=at(20)) == ["H20.321-260302-0001"]


def test_a_dossier_that_waits_for_the_citizen_is_not_late():
    waiting = Story().accepted()
    waiting.known["status"] = 5
    assert found_by("late_without_apology", waiting, until=at(20)) == []


def test_an_apology_on_the_last_day_is_too_late():
    late = Story().accepted().then("apology.issued", at(14, 1), before="2026-03-16")
    assert [each.blanks["why"] for each in asked("moved_appointment", late)] == ["apology_late"]


def test_a_dossier_taken_in_before_its_number_was_called_contradicts_itself():
    came = Story("A001", kind="ticket").then("ticket.called", at(0, 1))
    early = Story().accepted(at(0), ticket=came.known["stream"])
    assert [each.blanks["why"] for each in asked("time_contradiction", came, early)] == ["before_call"]


def test_an_event_of_the_future_contradicts_itself():
    ahead = Story().accepted().then("dossier.forwarded", at(2), recorded=at(1))
    assert [each.blanks["why"] for each in asked("time_contradiction", ahead)] == ["future"]


def test_a_gap_in_the_numbers_of_papers_is_named():
    told = [
        Story(f"d{n}").accepted().then("dossier.stopped", at(1), number=f"{n:04}/2026/TCTN") for n in (1, 3)
    ]
    assert [(each.subject, each.blanks["first"]) for each in asked("series_gap", *told)] == [("TCTN 2026", 2)]


def test_money_that_was_asked_for_and_paid_otherwise_is_a_question():
    paid = (
        Story()
        .accepted()
        .then("payment.requested", at(1), amount_vnd=100)
        .then("payment.confirmed", at(2), amount_vnd=90)
    )
    assert asked("fee_difference", paid)[0].blanks == {"paid": 90, "fee": 100}


def test_the_same_facts_have_the_same_id_in_every_run_and_other_facts_another():
    first, again = (asked("bypassed_unit", *FINDS["bypassed_unit"]())[0].id for _ in range(2))
    later = supplement(supplement(Story().accepted(), at(1), role="specialist"), at(2), role="specialist")
    assert first == again
    assert len({each.id for each in asked("bypassed_unit", later)}) == 2


def test_a_period_leaves_out_what_began_before_it():
    log = a_log_of(*FINDS["bypassed_unit"]())
    found = [
        len(run(log, Run(rules=("bypassed_unit",), first=first, last=last), calendar=CALENDAR).exact)
        for first, last in (("", ""), ("2026-03-02", "2026-03-02"), ("2026-03-03", ""), ("", "2026-03-01"))
    ]
    assert found == [1, 1, 0, 0]


def test_days_off_are_no_working_days():
    assert local_moment("2026-03-05", "08:00") == at(3)
    over_the_weekend = supplement(Story().accepted(at(3)), at(7))
    assert found_by("late_supplement", over_the_weekend) == []
