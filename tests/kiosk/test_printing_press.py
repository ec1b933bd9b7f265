"""Slips wait their turn beside the screen: a printer that hangs, drops or runs out costs nobody a number."""

import threading
import time
from typing import get_args
from uuid import UUID

import msgspec
import pytest

from kiosk.front import Front
from kiosk.printing import (
    Kind,
    Leaflet,
    Limits,
    Press,
    PrinterTrouble,
    Status,
    Thermal,
    of_procedure,
    of_suggestion,
    told,
)
from kiosk.printing.wires import network
from kiosk.screens.place import TakeNumber
from kiosk.ticket import ticket_png
from tests.codes import zxing
from tests.kiosk.a_hall import BIRTH, code_of, visiting
from tests.kiosk.a_printer import APrinter, State
from tests.kiosk.a_slip import PATIENCE, pixels, settled, thermal
from tests.kiosk.an_outage import Cable, a_kiosk
from wording import say


def draw():
    return b"a picture"


class Printed:
    """A printer that keeps what it is given, and can be held up."""

    medium, width = "paper", 576

    def __init__(self):
        self.names, self.go, self.began = [], threading.Event(), threading.Event()
        self.go.set()

    def status(self):
        return Status()

    def print(self, sheet):
        self.began.set()
        assert self.go.wait(PATIENCE)
        self.names.append(sheet.name)
        return Status()


# ---- the press


def test_slips_are_printed_in_the_order_in_which_they_were_asked_for():
    press = Press(printer := Printed())
    jobs = [press.put(f"A{number:03}", draw) for number in range(5)]

    assert [outcome.trouble for outcome in settled(*jobs)] == [None] * 5
    assert printer.names == [f"A{number:03}" for number in range(5)]


def test_asking_for_a_slip_takes_no_time_however_long_the_printer_takes():
    press = Press(printer := Printed())
    printer.go.clear()
    jobs = [press.put(str(number), draw) for number in range(50)]

    assert all(job.outcome is None for job in jobs), "somebody waited for the printer"
    printer.go.set()
    settled(*jobs)


def test_how_a_slip_ended_is_told_once():
    ends = []
    press = Press(Printed())
    job = press.put("A001", draw, ends.append)
    settled(job)
    press.limit = -1
    assert not press.overdue(job)

    assert len(ends) == 1


def test_a_stuck_printer_is_given_up_and_the_next_slip_is_not_printed_late():
    now = [0.0]
    press = Press(printer := Printed(), limit=10, now=lambda: now[0])
    printer.go.clear()
    stuck, waiting = press.put("A001", draw), press.put("A002", draw)
    assert printer.began.wait(PATIENCE)
    now[0] = 9.9
    assert not press.overdue(stuck)
    now[0] = 10.0
    assert press.overdue(stuck)
    assert (stuck.outcome.trouble, stuck.outcome.begun) == ("no_answer", True)
    printer.go.set()
    settled(waiting)

    assert (waiting.outcome.trouble, waiting.outcome.begun) == ("no_answer", False)
    assert stuck.outcome.trouble == "no_answer"
    assert printer.names == ["A001"]


def test_a_slip_that_cannot_be_drawn_does_not_keep_the_next_from_being_printed():
    press = Press(printer := Printed())
    broken, good = press.put("A001", lambda: 1 / 0), press.put("A002", draw)
    settled(broken, good)

    assert (broken.outcome.trouble, broken.outcome.detail) == ("failed", "ZeroDivisionError")
    assert good.outcome.trouble is None
    assert printer.names == ["A002"]


def test_nothing_runs_while_nothing_waits():
    press = Press(Printed())
    settled(press.put("A001", draw))
    end = time.monotonic() + PATIENCE
    while press._worker is not None:
        assert time.monotonic() < end
        time.sleep(0.002)
    settled(press.put("A002", draw))


# ---- the kiosk's front, with a real office and a real printer


@pytest.fixture
def front(office):
    def make(printer, **settings):
        return Front(office, "kiosk-1", None, printer, **settings)

    return make


def with_a_number(front):
    session = front.new_session("vi")
    procedures = front.office.catalogue.procedures()
    session.choose(next(each for each in procedures if each.code.startswith(BIRTH)))
    front.hand_over(session, front.take_number(session))
    return session


def happened(office):
    rows = office.store.reader().execute("SELECT topic FROM event ORDER BY id")
    return [topic.removeprefix("ticket.") for (topic,) in rows if topic.startswith("ticket.")]


def facts(office, ticket):
    return [event.fact for event in office.store.read(office.store.reader(), UUID(hex=ticket.id))]


def test_one_number_is_one_slip_and_both_are_on_record(front, office):
    with APrinter() as a_printer:
        session = with_a_number(front(thermal(a_printer)))
        settled(session.paper)

    [slip] = a_printer.slips
    assert zxing(slip) == [session.ticket.url]
    assert happened(office) == ["issued", "printed", "printed"]
    assert [fact.medium for fact in facts(office, session.ticket)[1:]] == ["screen", "paper"]


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        (State(paper="out"), "paper_out"),
        (State(cover=True), "cover_open"),
        (State(jammed=True), "jammed"),
        (State(hangs=True), "no_answer"),
        (State(drops_at=200), "interrupted"),
    ],
)
def test_every_trouble_is_told_and_on_record_and_the_number_stays_valid(front, office, state, kind):
    with APrinter(state) as a_printer:
        kiosk = front(thermal(a_printer))
        session = with_a_number(kiosk)
        settled(session.paper)

    assert kiosk.follow_paper(session)
    assert session.printed == "failed"
    for language in ("vi", "en"):
        words = told(session.paper, session.ticket.number, language)
        assert session.ticket.number in words.sentence
        assert words.again
    assert happened(office) == ["issued", "printed", "print_failed"]
    assert facts(office, session.ticket)[-1].fault == kind
    assert office.queue.ticket(session.ticket.id).state == "waiting"


def test_every_trouble_has_a_sentence_of_its_own():
    for language in ("vi", "en"):
        keys = ["not_printed" if kind == "failed" else kind for kind in get_args(Kind)]
        sentences = [say(f"kiosk.ticket.{key}", language, number="A012") for key in keys]
        assert len(set(sentences)) == len(sentences)
        for kind in get_args(Kind):
            assert say(f"printer.trouble.{kind}", language, detail="x")
            assert say(f"history.word.fault.{kind}", language)


def test_a_slip_that_never_began_is_printed_again_as_the_first(front):
    with APrinter(State(paper="out")) as a_printer:
        kiosk = front(thermal(a_printer))
        session = with_a_number(kiosk)
        settled(session.paper)
        a_printer.state.paper = "ok"
        kiosk.print_again(session)
        settled(session.paper)

    assert not a_printer.state.stopped
    assert session.paper.outcome.trouble is None
    [slip] = a_printer.slips
    assert not marked(slip)


@pytest.mark.parametrize("state", [State(), State(drops_at=200)])
def test_a_slip_that_may_have_come_out_is_marked_when_printed_again(front, state):
    with APrinter(state) as a_printer:
        kiosk = front(thermal(a_printer))
        session = with_a_number(kiosk)
        settled(session.paper)
        state.drops_at = 1_000_000
        kiosk.print_again(session)
        settled(session.paper)

    assert marked(a_printer.slips[-1])
    assert zxing(a_printer.slips[-1]) == [session.ticket.url]


def marked(slip):
    """A plate across the whole slip at its very top."""
    return (slip[:60] == 0).mean() > 0.25


def test_asking_again_while_a_slip_is_on_its_way_prints_no_second_one(front):
    with APrinter(State(slow=0.02)) as a_printer:
        kiosk = front(thermal(a_printer))
        session = with_a_number(kiosk)
        first = session.paper
        for _ in range(5):
            kiosk.print_again(session)
        assert session.paper is first
        settled(first)

    assert len(a_printer.slips) == 1


def test_fifteen_visitors_and_a_printer_that_fails_now_and_then(front, office):
    """Every number has one slip, or one fault on record; no slip belongs to two numbers."""
    sessions, failing = [], iter(range(1_000))

    class Moody(Printed):
        def print(self, sheet):
            if next(failing) % 5 == 4:
                raise PrinterTrouble("paper_out")
            return super().print(sheet)

    printer = Moody()
    kiosk = front(printer)
    kiosk.press.limit = PATIENCE
    for _ in range(15):
        sessions.append(with_a_number(kiosk))
    settled(*(session.paper for session in sessions))

    numbers = [f"{session.ticket.day}-{session.ticket.number}" for session in sessions]
    failed = [n for n, session in zip(numbers, sessions, strict=True) if session.paper.outcome.trouble]
    assert len(failed) == 3
    assert sorted(printer.names + failed) == sorted(numbers)
    assert happened(office).count("print_failed") == len(failed)
    assert happened(office).count("printed") == 15 + 12


def test_a_slip_names_the_counters_that_call_its_line_now(front, office):
    office.staff.set_password("nt.hoa", "mật khẩu dài")
    office.staff.sign_in("nt.hoa", "mật khẩu dài", "1", "desk-1")
    kiosk = front(Printed())
    session = with_a_number(kiosk)
    settled(session.paper)
    open_now = [each for each in office.queue.board().counters if each.state == "open"]

    slip = kiosk.slip(session, session.ticket)
    assert slip.line == "Khai sinh, kết hôn, khai tử"
    assert slip.hotline == office.unit.hotline
    named = pixels(kiosk._drawn(slip, session.ticket.group, 576, "vi"))
    without = pixels(ticket_png(slip))
    assert (named.shape != without.shape or (named != without).any()) == bool(open_now)


def test_a_number_given_out_while_the_office_is_gone_is_printed_and_recorded_afterwards(office, tmp_path):
    cable = Cable(office)
    kept = a_kiosk(cable, tmp_path / "kept")
    kept.tend()
    cable.cut()
    with APrinter() as a_printer:
        kiosk = Front(kept, "kiosk-1", None, thermal(a_printer))
        session = with_a_number(kiosk)
        settled(session.paper)
    assert session.ticket.kept
    assert kiosk.slip(session, session.ticket).people_ahead is None
    assert [zxing(slip) for slip in a_printer.slips] == [[session.ticket.url]]
    assert happened(office) == []

    cable.mend()
    kept.tend()
    kept.close()

    assert happened(office) == ["issued", "printed", "printed"]


def test_slips_that_are_no_numbers_are_printed_as_well(front, office):
    base = Leaflet(
        unit=office.unit.name,
        kind="",
        title="",
        printed_at=office.now(),
        kiosk="kiosk-1",
        hotline="0273 000 0100",
    )
    procedure = office.catalogue.procedure(code_of(office, BIRTH))
    with APrinter() as a_printer:
        kiosk = front(thermal(a_printer, width=384))
        session = kiosk.new_session("vi")
        for leaflet in (of_procedure(procedure, base), of_suggestion("GY-7K3M", base)):
            kiosk.hand_out(session, leaflet)
            settled(session.paper)

    assert [slip.shape[1] for slip in a_printer.slips] == [384, 384]
    assert happened(office) == []


# ---- the screen


async def test_a_stuck_printer_keeps_nobody_from_the_next_number(office):
    with APrinter(State(hangs=True)) as a_printer:
        async with visiting(office, printer=Thermal(network("127.0.0.1", a_printer.port))) as visitor:
            app = visitor.app
            for _ in range(3):
                app.session.group = "other"
                ticket = app.front.take_number(app.session)
                app.front.hand_over(app.session, ticket)
                assert app.session.paper.outcome is None
                await app.start_over()

    assert happened(office).count("issued") == 3


async def test_a_quick_printer_is_told_with_the_number_and_a_slow_one_later(office):
    patient = Limits(connect=10, answer=10, take=10, finish=10, slip=10)
    with APrinter(State(slow=0.6)) as a_printer:
        printer = Thermal(network("127.0.0.1", a_printer.port), limits=patient)
        async with visiting(office, printer=printer) as visitor:
            app = visitor.app
            app.session.group = "other"
            await app.make(TakeNumber())
            assert app.session.place == "number"
            assert app.session.printed == "printing"
            settled(app.session.paper)
            await visitor.wait(1)
            assert app.session.printed == "paper"

            a_printer.state.slow = 0
            app.patience = msgspec.structs.replace(app.patience, on_a_number=PATIENCE)
            await app.start_over()
            app.session.group = "other"
            await app.make(TakeNumber())
            assert app.session.printed == "paper"
