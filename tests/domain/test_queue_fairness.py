"""Whatever happens, nobody of a group is overtaken without a reason that the log holds, and nobody starves."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from domain import queue as q
from domain.queue import Caller, QueuePolicy, TicketIssued
from domain.queue.fairness import waiting_of

MINUTE = 60_000_000
DAY = "2026-11-23"
POLICY = QueuePolicy()
GROUPS = ("a", "b")
COUNTERS = {
    "1": Caller(counter="1", officer="nt.hoa", groups=frozenset("a")),
    "2": Caller(counter="2", officer="pv.an", groups=frozenset("ab")),
    "3": Caller(counter="3", officer="tv.binh", groups=frozenset("ab"), skills=frozenset({"b", "easy"})),
}


class Hall(RuleBasedStateMachine):
    """Citizens and officers do whatever they may, in any order; the log is looked at after every call."""

    @initialize()
    def opens(self):
        self.now, self.log, self.tickets, self.run = 0, [], {}, {counter: [] for counter in COUNTERS}
        self.skipped = dict.fromkeys(COUNTERS, 0)

    def record(self, stream, fact):
        self.log.append((stream, fact, self.now))
        self.tickets[stream] = q.evolve(self.tickets.get(stream, q.Ticket()), fact, self.now)

    def those(self, *states):
        return [stream for stream, ticket in self.tickets.items() if ticket.state in states]

    def at(self, counter):
        return [
            stream for stream in self.those("called", "serving") if self.tickets[stream].counter == counter
        ]

    def line(self):
        return {stream: waiting_of(self.tickets[stream]) for stream in self.those("waiting")}

    @rule(
        minutes=st.integers(0, 9),
        group=st.sampled_from(GROUPS),
        priority=st.sampled_from(["", "", "", "elderly", "pregnant"]),
        due=st.sampled_from([0, 0, 0, 5, 20]),
        procedure=st.sampled_from(["easy", "hard"]),
    )
    def somebody_comes(self, minutes, group, priority, due, procedure):
        self.now += minutes * MINUTE + 1
        ordinal = 1 + sum(ticket.series == group.upper() for ticket in self.tickets.values())
        fact = TicketIssued(
            day=DAY,
            series=group.upper(),
            ordinal=ordinal,
            group=group,
            procedure=procedure,
            priority="appointment" if due else priority,
            due_at=self.now + due * MINUTE if due else 0,
        )
        self.record(f"{group}{ordinal}", q.issue(q.Ticket(), fact=fact))

    @precondition(lambda self: self.those("waiting"))
    @rule(counter=st.sampled_from(sorted(COUNTERS)), minutes=st.integers(0, 12))
    def a_counter_calls(self, counter, minutes):
        self.now += minutes * MINUTE
        caller, line = COUNTERS[counter], self.line()
        choice = q.choose(
            list(line.values()), recent=self.run[counter], now=self.now, policy=POLICY, caller=caller
        )
        if choice is None or self.at(counter):
            return
        stream = next(stream for stream, each in line.items() if each.label == choice.label)
        ordinary = [
            each
            for each in line.values()
            if caller.serves(each) and each.kind(self.now, POLICY) == "ordinary"
        ]
        self.count(counter, line[stream], choice, bool(ordinary))
        ticket = self.tickets[stream]
        self.record(
            stream,
            q.call(
                ticket,
                counter=counter,
                officer=caller.officer,
                rule=choice.rule,
                passed_over=choice.passed_over,
                not_here=choice.not_here,
            ),
        )
        self.run[counter].append((choice.rule, ticket.priority))

    def count(self, counter, chosen, choice, ordinary_waits):
        """Calls in a row that were not an ordinary ticket's although one waited for this very counter."""
        if choice.rule == "resumed":
            return
        if chosen.kind(self.now, POLICY) == "ordinary" or not ordinary_waits:
            self.skipped[counter] = 0
        else:
            self.skipped[counter] += 1

    @precondition(lambda self: self.those("waiting"))
    @rule(counter=st.sampled_from(sorted(COUNTERS)), data=st.data())
    def somebody_is_called_out_of_turn(self, counter, data):
        if self.at(counter):
            return
        line = self.line()
        stream = data.draw(st.sampled_from(sorted(line)))
        mates = [each for each in line.values() if each.group == line[stream].group]
        self.record(
            stream,
            q.call(
                self.tickets[stream],
                counter=counter,
                officer=COUNTERS[counter].officer,
                rule="by_number",
                passed_over=q.passed_over(line[stream].label, mates),
                why="người nhà đang ở quầy",
            ),
        )

    @precondition(lambda self: self.those("called", "serving"))
    @rule(data=st.data(), end=st.sampled_from(["served", "missed", "held", "moved", "sent", "raised"]))
    def something_comes_of_it(self, data, end):
        stream = data.draw(st.sampled_from(sorted(self.those("called", "serving"))))
        ticket = self.tickets[stream]
        here = ticket.counter
        match end:
            case "missed" if ticket.state == "called":
                self.record(stream, q.miss(ticket, counter=here))
            case "held":
                self.record(stream, q.hold(ticket, counter=here, why="điền tờ khai"))
            case "moved":
                other = "b" if ticket.group == "a" else "a"
                self.record(stream, q.transfer(ticket, to_group=other, why="nhầm", counter=here))
            case "sent":
                sent = q.transfer(ticket, to_group=ticket.group, why="khó", counter=here, to_counter="2")
                self.record(stream, sent)
            case "raised" if ticket.priority != "merit":
                self.record(stream, q.change_priority(ticket, priority="merit", why="có thẻ"))
            case _:
                if ticket.state == "called":
                    self.record(stream, q.start(ticket, counter=here, officer="nt.hoa"))
                self.record(stream, q.serve(self.tickets[stream], counter=here, outcome="guidance"))

    @precondition(lambda self: self.those("parked", "held"))
    @rule(data=st.data())
    def somebody_comes_back(self, data):
        stream = data.draw(st.sampled_from(sorted(self.those("parked", "held"))))
        ticket = self.tickets[stream]
        if ticket.state == "held":
            self.record(stream, q.resume(ticket))
            return
        behind = q.second_place(
            list(self.line().values()), group=ticket.group, priority=ticket.priority, due_at=ticket.due_at
        )
        self.record(stream, q.rejoin(ticket, at=ticket.parked_at, policy=POLICY, behind=behind))

    @invariant()
    def nobody_is_overtaken_without_a_reason(self):
        assert q.fairness(self.log, POLICY).without_reason == ()

    @invariant()
    def an_ordinary_ticket_is_never_skipped_more_often_than_the_rule_allows(self):
        most = POLICY.priority_in_a_row + POLICY.appointments_in_a_row
        assert all(skipped <= most for skipped in self.skipped.values())

    @invariant()
    def every_number_is_there_once(self):
        labels = [ticket.label for ticket in self.tickets.values()]
        assert len(labels) == len(set(labels))


TestHall = Hall.TestCase
TestHall.settings = settings(max_examples=80, stateful_step_count=40, deadline=None)


def issued(ordinal, at, **rest):
    fact = TicketIssued(day=DAY, series="A", ordinal=ordinal, group="a", **rest)
    return f"a{ordinal}", fact, at * MINUTE


def call(stream, at, rule="first_come", **rest):
    return stream, q.TicketCalled(counter="1", officer="nt.hoa", rule=rule, **rest), at * MINUTE


def test_a_call_that_hides_whom_it_passed_over_is_found_out():
    found = q.fairness([issued(1, 0), issued(2, 1), call("a2", 5)], POLICY)
    assert [(each.called, each.over, each.waited) for each in found.without_reason] == [("A002", "A001", 5)]


def test_a_rule_that_does_not_explain_an_overtaking_is_found_out_too():
    wrong = call("a2", 5, "priority", passed_over=("A001",))
    assert len(q.fairness([issued(1, 0), issued(2, 1), wrong], POLICY).without_reason) == 1
    right = q.fairness([issued(1, 0), issued(2, 1, priority="elderly"), wrong], POLICY)
    assert [each.reason for each in right.overtakings] == ["priority"]
    assert (right.shares.contested, right.shares.favoured, right.shares.longest_row) == (1, 1, 1)
