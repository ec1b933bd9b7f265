"""At the kiosk and the counters: a number at once, called in its turn and once, and every overtaking explained."""

from uuid import UUID

import pytest

from application.dossiers import UnknownDossier
from application.hall import NoSuchTicket
from application.queue import CounterBusy, NotAChoice
from application.reference import UnknownGroup
from application.views import WaitRange
from domain import queue as q
from domain.catalogue import UnknownProcedure
from tests.application.a_waiting_room import ticket
from tests.application.an_office import AN, HOA, KIOSK, PASSWORD, birth, forward, in_process, rows


def serve(queue, ticket, by=HOA, outcome="guidance"):
    queue.start(ticket.id, by)
    return queue.finish(ticket.id, outcome, by)


def call_and_serve(queue, counter="1", by=HOA):
    """The next one, served and gone."""
    called = queue.call_next(counter, by)
    if called is not None:
        serve(queue, called, by)
    return called


def test_the_procedure_decides_the_line_and_the_letter(office, queue):
    taken = queue.issue(KIOSK, procedure=birth(office))
    assert (taken.number, taken.group, taken.state) == ("A001", "civil_status", "waiting")
    assert taken.procedure_name == office.catalogue.procedure(birth(office)).name
    assert queue.issue(KIOSK, group="certification").number == "B001"
    assert queue.issue(KIOSK, group="civil_status").number == "A002"
    assert queue.issue(KIOSK).number == "G001", "whoever chose nothing has other business"


def test_what_does_not_exist_is_refused_and_takes_no_number(office, queue):
    for told, refusal in (
        ({"procedure": "9.999999"}, UnknownProcedure),
        ({"group": "astrology"}, UnknownGroup),
        ({"group": "other", "priority": "friend"}, NotAChoice),
    ):
        with pytest.raises(refusal):
            queue.issue(KIOSK, **told)
    assert queue.issue(KIOSK, group="other").number == "G001"
    with pytest.raises(NoSuchTicket):
        queue.ticket("no ticket")
    with pytest.raises(NoSuchTicket):
        queue.start("0" * 32, HOA)


@pytest.mark.usefixtures("open_hall")
def test_people_ahead_are_those_of_the_same_line_who_go_first(office, queue):
    first, second = ticket(office), ticket(office)
    ticket(office, "land")
    older = ticket(office, priority="elderly")
    assert [queue.ticket(each.id).people_ahead for each in (first, second, older)] == [1, 2, 0]
    assert queue.board().waiting == {"civil_status": 3, "land": 1}
    queue.call_next("1", HOA)
    assert [queue.ticket(each.id).people_ahead for each in (first, second)] == [0, 1]


def test_the_wait_is_told_only_once_it_is_known(office, queue):
    office.staff.set_password("nt.hoa", PASSWORD)
    hoa = office.staff.sign_in("nt.hoa", PASSWORD, "1", "desk-1")
    assert ticket(office).wait == WaitRange(0, 2), "nobody is ahead"
    assert ticket(office).wait is None
    for _ in range(5):
        ticket(office)
    for _ in range(6):
        called = queue.call_next("1", hoa)
        queue.start(called.id, hoa)
        forward(office, 10)
        queue.finish(called.id, "guidance", hoa)
    forward(office, 2)
    wait = ticket(office).wait
    assert 5 <= wait.low <= 10 <= wait.high <= 20, "one person ahead, ten minutes each"


@pytest.mark.usefixtures("open_hall")
def test_priority_goes_first_but_not_for_ever_and_the_reason_is_kept(office, queue):
    plain = [ticket(office) for _ in range(3)]
    older = [ticket(office, priority="elderly") for _ in range(4)]
    calls = [call_and_serve(queue) for _ in range(7)]
    assert [call.id for call in calls] == [
        each.id for each in (older[0], older[1], plain[0], older[2], older[3], plain[1], plain[2])
    ]
    assert [call.rule for call in calls] == [
        "priority", "priority", "turn_of_ordinary", "priority", "priority", "first_come", "first_come",
    ]  # fmt: skip
    assert calls[0].passed_over == ("A001", "A002", "A003")
    assert calls[2].passed_over == ()
    assert queue.call_next("1", HOA) is None


@pytest.mark.usefixtures("open_hall")
def test_a_number_is_called_three_times_and_then_may_be_missed(office, queue):
    taken = ticket(office)
    queue.call_next("1", HOA)
    queue.recall(taken.id, HOA)
    queue.recall(taken.id, HOA)
    with pytest.raises(q.CalledEnough):
        queue.recall(taken.id, HOA)
    assert queue.miss(taken.id, HOA).state == "parked"
    assert queue.board().missed == ("A001",)


@pytest.mark.usefixtures("open_hall")
def test_whoever_missed_the_call_comes_back_to_second_place(office, queue):
    missed, second, third = ticket(office), ticket(office), ticket(office)
    queue.call_next("1", HOA)
    queue.miss(missed.id, HOA)
    forward(office, 5)
    queue.rejoin(missed.id, HOA)
    calls = [call_and_serve(queue) for _ in range(3)]
    assert [call.id for call in calls] == [second.id, missed.id, third.id]
    assert calls[1].rule == "rejoined"


@pytest.mark.usefixtures("open_hall")
def test_whoever_comes_back_too_late_takes_a_new_number(office, queue):
    missed = ticket(office)
    queue.call_next("1", HOA)
    queue.miss(missed.id, HOA)
    forward(office, 61)
    with pytest.raises(q.TooLateToRejoin):
        queue.rejoin(missed.id, HOA)


@pytest.mark.usefixtures("open_hall")
def test_a_transfer_keeps_the_time_already_waited(office, queue):
    wrong = ticket(office, "land")
    ticket(office), ticket(office)
    queue.call_next("2", AN)
    with pytest.raises(UnknownGroup):
        queue.transfer(wrong.id, "astrology", "nhầm", AN)
    with pytest.raises(q.VisitorNotTold):
        queue.transfer(wrong.id, "civil_status", " ", AN)
    queue.transfer(wrong.id, "civil_status", "Việc hộ tịch", AN)
    assert queue.ticket(wrong.id).people_ahead == 0
    assert queue.call_next("1", HOA).id == wrong.id


def test_a_counter_calls_only_its_own_lines(office, queue):
    office.staff.set_password("nt.hoa", PASSWORD)
    hoa = office.staff.sign_in("nt.hoa", PASSWORD, "1", "desk-1", groups=("land", "business"))
    ticket(office)
    land = ticket(office, "land")
    assert [each.id for each in queue.counter("1", "nt.hoa").waiting] == [land.id]
    assert queue.call_next("1", hoa).id == land.id
    with pytest.raises(CounterBusy):
        queue.call_next("1", hoa)
    assert queue.counter("1", "nt.hoa").current.id == land.id
    serve(queue, land, hoa)
    assert queue.counter("1", "nt.hoa").served_today == 1
    assert queue.call_next("1", hoa) is None


@pytest.mark.usefixtures("open_hall")
def test_a_number_called_out_of_turn_names_who_was_passed_over(office, queue):
    ticket(office), ticket(office), ticket(office, "land")
    third = ticket(office)
    with pytest.raises(q.VisitorNotTold):
        queue.call_number(" a003 ", "1", HOA)
    called = queue.call_number(" a003 ", "1", HOA, "Cụ mệt, cần về sớm")
    assert (called.id, called.rule, called.passed_over) == (third.id, "by_number", ("A001", "A002"))
    with pytest.raises(NoSuchTicket):
        queue.call_number("A003", "2", AN)


@pytest.mark.usefixtures("open_hall")
def test_priority_is_changed_only_with_a_reason(office, queue):
    ticket(office)
    pregnant = ticket(office)
    with pytest.raises(q.VisitorNotTold):
        queue.change_priority(pregnant.id, "pregnant", "", HOA)
    queue.change_priority(pregnant.id, "pregnant", "Chị đang mang thai", HOA)
    assert queue.call_next("1", HOA).id == pregnant.id


@pytest.mark.usefixtures("open_hall")
def test_prints_and_guidance_are_events(office, queue):
    taken = ticket(office)
    queue.printed(taken.id, "paper", KIOSK)
    queue.print_failed(taken.id, "paper", "hết giấy", KIOSK)
    queue.call_next("1", HOA)
    queue.guide(taken.id, birth(office), ["papers", "fees"], HOA)
    with pytest.raises(NotAChoice):
        queue.guide(taken.id, "", ["horoscope"], HOA)
    topics = [
        topic
        for (topic,) in rows(
            office.folder.root,
            "SELECT topic FROM event WHERE stream = ? ORDER BY version",
            bytes.fromhex(taken.id),
        )
    ]
    assert topics == [
        "ticket.issued",
        "ticket.printed",
        "ticket.print_failed",
        "ticket.called",
        "guidance.given",
    ]


def test_a_ticket_remembers_the_dossier_it_was_served_for(office, queue):
    dossier = in_process(office)
    taken = queue.issue(KIOSK, group="results", dossier=dossier)
    assert taken.dossier == dossier
    assert queue.ticket(taken.id).dossier == dossier
    assert queue.issue(KIOSK, group="results", dossier=str(UUID(hex=dossier))).dossier == dossier


NO_DOSSIERS = ["Nguyễn Văn A 0912", "ab" * 16, "not hex", " "]


@pytest.mark.parametrize("text", NO_DOSSIERS)
def test_a_ticket_is_never_taken_for_what_is_no_dossier(office, queue, text):
    with pytest.raises(UnknownDossier):
        queue.issue(KIOSK, group="results", dossier=text)
    assert rows(office.folder.root, "SELECT count(*) FROM event WHERE topic = 'ticket.issued'") == [(0,)]


@pytest.mark.parametrize("text", NO_DOSSIERS)
@pytest.mark.usefixtures("open_hall")
def test_a_visit_never_ends_for_what_is_no_dossier(office, queue, text):
    taken = ticket(office)
    queue.call_next("1", HOA)
    queue.start(taken.id, HOA)
    with pytest.raises(UnknownDossier):
        queue.finish(taken.id, "dossier", HOA, dossier=text)
    assert queue.ticket(taken.id).state == "serving"
