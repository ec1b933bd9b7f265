"""A slip comes out of a real printer as it was drawn, or what kept it from coming out has a name; and never twice."""

import io
import os
import socket
import time
from threading import Thread

import pytest
from escpos.constants import GS
from escpos.printer import Dummy
from PIL import Image

from kiosk.printing import (
    Folder,
    PrinterTrouble,
    SettingWrong,
    Sheet,
    Status,
    Thermal,
    printer,
    trial_png,
)
from kiosk.printing.commands import is_done, is_status, raster, status_of
from kiosk.printing.trial import CODE
from kiosk.printing.wires import device, network
from kiosk.ticket import ticket_png
from tests.codes import opencv, zxing
from tests.kiosk.a_printer import APrinter, State
from tests.kiosk.a_slip import BARE, FULL, LINK, pixels, thermal

SLIP = Sheet("2026-03-02-A012", ticket_png(FULL))


def refused(a_printer, sheet=SLIP, **settings):
    with pytest.raises(PrinterTrouble) as caught:
        thermal(a_printer, **settings).print(sheet)
    return caught.value


# ---- what comes out


@pytest.mark.parametrize("width", [576, 384])
def test_what_comes_out_of_the_printer_is_what_was_drawn(width):
    drawn = ticket_png(FULL, width)
    with APrinter() as a_printer:
        status = thermal(a_printer, width=width).print(Sheet("A012", drawn))

    [slip] = a_printer.slips
    assert (slip == pixels(drawn)).all()
    assert status == Status(online=True, paper="ok", cover="closed")
    assert a_printer.strays == 0


@pytest.mark.parametrize("width", [576, 384])
def test_two_unrelated_readers_read_the_code_off_the_paper(width):
    with APrinter() as a_printer:
        thermal(a_printer, width=width).print(Sheet("A012", ticket_png(FULL, width)))

    [slip] = a_printer.slips
    assert zxing(slip) == [LINK]
    assert opencv(slip) == LINK


def test_the_picture_is_sent_as_the_library_sends_pictures(capsys):
    theirs = Dummy()
    theirs.image(Image.open(io.BytesIO(SLIP.png)), fragment_height=256)
    capsys.readouterr()  # it warns on standard output that it does not know how wide the paper is

    assert b"".join(raster(SLIP.png)) == theirs.output
    assert all(command.startswith(GS + b"v0") for command in raster(SLIP.png))


def test_a_printer_is_asked_before_and_after_and_the_slip_is_cut():
    with APrinter() as a_printer:
        thermal(a_printer).print(SLIP)

    told = a_printer.commands
    assert told[:4] == ["status 1", "status 2", "status 4", "begin"]
    assert told[4:10] == ["picture"] * 6
    assert told[10:12] == ["cut", "done?"]
    assert set(told[12:]) == {"status 1", "status 2", "status 4"}


def test_without_a_knife_the_paper_is_fed_to_be_torn():
    with APrinter() as a_printer:
        thermal(a_printer, knife=False).print(SLIP)

    assert "cut" not in a_printer.commands
    assert "feed 5" in a_printer.commands
    assert len(a_printer.slips) == 1


def test_a_printer_that_cannot_say_when_it_is_done_is_believed_when_it_is_well():
    with APrinter(State(confirms=False)) as a_printer:
        thermal(a_printer).print(SLIP)

        assert len(a_printer.slips) == 1


def test_slips_come_out_one_by_one():
    with APrinter() as a_printer:
        here = thermal(a_printer)
        for number in ("A001", "A002", "A003"):
            here.print(Sheet(number, SLIP.png))

        assert len(a_printer.slips) == a_printer.lines == 3


def test_a_printer_busy_with_another_kiosk_is_waited_for():
    """One line at a time: the second connection stands in the queue of the door until the first is over."""
    with APrinter(State(slow=0.02)) as a_printer:
        others = [
            Thread(target=Thermal(network("127.0.0.1", a_printer.port)).print, args=[SLIP]) for _ in range(2)
        ]
        for each in others:
            each.start()
        for each in others:
            each.join()

        assert len(a_printer.slips) == 2


# ---- what keeps it from coming out


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        (State(paper="out"), "paper_out"),
        (State(cover=True), "cover_open"),
        (State(cover=True, paper="out"), "cover_open"),
        (State(jammed=True), "jammed"),
        (State(silent=True), "no_answer"),
        (State(hangs=True), "no_answer"),
    ],
)
def test_a_printer_that_is_not_well_is_sent_nothing(state, kind):
    with APrinter(state) as a_printer:
        trouble = refused(a_printer)

    assert (trouble.kind, trouble.begun) == (kind, False)
    assert a_printer.slips == []
    assert "picture" not in a_printer.commands


def test_a_printer_that_nobody_switched_on_is_unreachable():
    with APrinter() as a_printer:
        pass

    trouble = refused(a_printer)
    assert (trouble.kind, trouble.detail, trouble.begun) == ("unreachable", "Connection refused", False)


def test_paper_that_ends_in_the_middle_is_noticed_and_half_a_slip_forgotten():
    with APrinter(State(rows_left=300)) as a_printer:
        trouble = refused(a_printer)
        a_printer.state.paper, a_printer.state.rows_left = "ok", 1_000_000
        status = thermal(a_printer).print(SLIP)

    assert (trouble.kind, trouble.begun) == ("paper_out", True)
    assert "forget" in a_printer.commands
    assert status.paper == "ok"
    assert len(a_printer.slips) == 1
    assert (a_printer.slips[0] == pixels(SLIP.png)).all()


def test_a_line_that_breaks_in_the_middle_is_interrupted():
    with APrinter(State(drops_at=300)) as a_printer:
        trouble = refused(a_printer)

    assert (trouble.kind, trouble.begun) == ("interrupted", True)
    assert a_printer.slips == []


def test_a_printer_that_stops_taking_bytes_is_given_up_in_time():
    with APrinter(State(slow=30)) as a_printer:
        trouble = refused(a_printer)

        assert (trouble.kind, trouble.begun) == ("no_answer", True)


def test_low_paper_still_prints_and_is_told():
    with APrinter(State(paper="low")) as a_printer:
        assert thermal(a_printer).print(SLIP).paper == "low"
        assert len(a_printer.slips) == 1


def test_a_one_way_printer_is_asked_nothing():
    with APrinter(State(silent=True)) as a_printer:
        assert thermal(a_printer, one_way=True).print(SLIP) == Status()
        end = time.monotonic() + 60
        while not a_printer.slips and time.monotonic() < end:
            time.sleep(0.01)

        assert len(a_printer.slips) == 1
        assert not [each for each in a_printer.commands if each.startswith("status")]


# ---- what it says


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (State(), Status(paper="ok", cover="closed")),
        (State(paper="low"), Status(paper="low", cover="closed")),
        (State(paper="out"), Status(online=False, paper="out", cover="closed")),
        (State(cover=True), Status(online=False, paper="ok", cover="open")),
        (State(jammed=True), Status(online=False, paper="ok", cover="closed", jammed=True)),
    ],
)
def test_a_printer_says_how_it_is(state, told):
    with APrinter(state) as a_printer:
        assert thermal(a_printer).status() == told


def test_every_byte_is_one_kind_of_answer_at_most():
    assert not [answer for answer in range(256) if is_status(answer) and is_done(answer)]
    assert is_status(0x12)
    assert is_done(0x00)
    assert is_done(0x0C)


def test_offline_without_a_cause_is_a_printer_that_is_paused():
    assert status_of(0x1A, 0x12, 0x12).trouble == "offline"
    assert status_of(0x12, 0x12, 0x12).trouble is None


# ---- files, folders and their names


def test_a_device_file_takes_the_same_bytes(tmp_path):
    path = tmp_path / "lp0"
    path.touch()
    with APrinter() as a_printer:
        assert Thermal(device(path)).print(SLIP) == Status()
        assert Thermal(device(path)).print(SLIP) == Status()
        with socket.create_connection(("127.0.0.1", a_printer.port)) as line:
            line.sendall(path.read_bytes())
            line.shutdown(socket.SHUT_WR)
            line.recv(1)

        assert len(a_printer.slips) == 2
        assert (a_printer.slips[1] == pixels(SLIP.png)).all()


@pytest.mark.parametrize("make", [lambda path: None, lambda path: path.mkdir()])
def test_a_device_that_is_not_there_is_unreachable(tmp_path, make):
    make(tmp_path / "lp0")
    with pytest.raises(PrinterTrouble) as caught:
        Thermal(device(tmp_path / "lp0")).print(SLIP)

    assert (caught.value.kind, caught.value.begun) == ("unreachable", False)


def test_a_pipe_that_nobody_reads_does_not_hold_anybody_up(tmp_path):
    os.mkfifo(tmp_path / "lp0")
    with pytest.raises(PrinterTrouble) as caught:
        Thermal(device(tmp_path / "lp0")).print(SLIP)

    assert caught.value.kind == "unreachable"


def test_a_folder_keeps_whole_pictures(tmp_path):
    Folder(tmp_path / "slips").print(SLIP)

    assert [path.name for path in (tmp_path / "slips").iterdir()] == ["2026-03-02-A012.png"]
    assert (tmp_path / "slips" / "2026-03-02-A012.png").read_bytes() == SLIP.png
    assert Folder(tmp_path / "slips").status().online


def test_a_folder_that_cannot_be_made_is_a_failure_with_its_reason(tmp_path):
    (tmp_path / "slips").write_text("a file")
    for act in (Folder(tmp_path / "slips").status, lambda: Folder(tmp_path / "slips").print(SLIP)):
        with pytest.raises(PrinterTrouble) as caught:
            act()
        assert (caught.value.kind, caught.value.detail) == ("failed", "File exists")


def test_a_usb_printer_that_is_not_there_is_unreachable_and_says_why():
    """Without pyusb, without libusb or without the printer: a reason in each case, never a traceback."""
    with pytest.raises(PrinterTrouble) as caught:
        printer("usb:04b8:0202").status()

    assert (caught.value.kind, caught.value.begun) == ("unreachable", False)
    assert caught.value.detail


@pytest.mark.parametrize(
    ("setting", "width"),
    [
        ("network:10.0.0.9:9100", 576),
        ("network:10.0.0.9", 576),
        ("network:printer.local:9101,width=384", 384),
        ("network:[fe80::1]:9100,no-knife,one-way", 576),
        ("file:/dev/usb/lp0,width=384,no-knife", 384),
        ("usb:04b8:0202", 576),
        ("folder:/tmp/slips,width=384", 384),
    ],
)
def test_a_technician_names_a_printer(setting, width):
    assert printer(setting).width == width


@pytest.mark.parametrize(
    ("setting", "what"),
    [
        ("", "place"),
        ("lp0", "place"),
        ("network:", "place"),
        ("network:10.0.0.9:99999", "place"),
        ("usb:zz:1", "place"),
        ("file:", "place"),
        ("folder:", "place"),
        ("network:10.0.0.9,width=577", "width"),
        ("network:10.0.0.9,width=wide", "width"),
        ("network:10.0.0.9,colour", "option"),
    ],
)
def test_a_name_that_is_none_is_refused_with_its_fault(setting, what):
    with pytest.raises(SettingWrong) as caught:
        printer(setting)

    assert caught.value.what == what


# ---- the test slip


@pytest.mark.parametrize("width", [576, 384])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_test_slip_reaches_both_edges_and_its_code_is_read(width, language):
    slip = pixels(trial_png(BARE.unit, BARE.issued_at, "network:10.0.0.9:9100", width, language))

    assert (slip[:, 0] == 0).any()
    assert (slip[:, -1] == 0).any()
    assert zxing(slip) == [CODE]
    assert opencv(slip) == CODE
