"""A technician tries a printer from the command line, and reads in one sentence what it lacks."""

import cv2
import pytest
import zxingcpp

from kiosk.printing.trial import CODE
from tests.kiosk.a_printer import APrinter, State
from tests.motcua.commands import motcua


def test_a_test_slip_comes_out_and_its_code_is_read():
    with APrinter() as printer:
        said = motcua("printer", "test", f"{printer.setting},width=384", language="vi")

    assert said.code == 0
    assert said.out.splitlines() == [
        "Đã in phiếu thử (384 chấm).",
        "Máy in sẵn sàng. Giấy: còn đủ. Nắp: đã đóng.",
    ]
    [slip] = printer.slips
    assert slip.shape[1] == 384
    assert [found.text for found in zxingcpp.read_barcodes(slip)] == [CODE]


def test_a_test_slip_goes_into_a_folder_as_well(tmp_path):
    said = motcua("printer", "test", f"folder:{tmp_path / 'slips'}", language="vi")

    assert said.code == 0
    assert cv2.imread(str(tmp_path / "slips" / "in-thu.png")).shape[1] == 576


def test_status_as_one_document():
    with APrinter(State(paper="low")) as printer:
        said = motcua("printer", "status", printer.setting, "--json")

    assert said.code == 0
    assert said.document == {
        "ready": True,
        "trouble": "",
        "status": {"online": True, "paper": "low", "cover": "closed", "jammed": False},
    }


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (State(paper="out"), "Máy in hết giấy. Xin thay cuộn giấy"),
        (State(cover=True), "Nắp máy in đang mở."),
        (State(silent=True), "Máy in không trả lời."),
    ],
)
@pytest.mark.parametrize("command", ["status", "test"])
def test_a_printer_that_cannot_print_is_told_with_the_cure(command, state, sentence):
    with APrinter(state) as printer:
        said = motcua("printer", command, printer.setting, language="vi")

    assert said.code == 1
    assert sentence in said.err
    assert printer.slips == []


def test_a_printer_that_nobody_switched_on():
    with APrinter() as printer:
        pass
    said = motcua("printer", "status", printer.setting, language="vi")
    document = motcua("printer", "status", printer.setting, "--json")

    assert said.code == document.code == 1
    assert "Không kết nối được máy in (Connection refused)." in said.err
    assert document.document == {"ready": False, "trouble": "unreachable", "detail": "Connection refused"}


@pytest.mark.parametrize("setting", ["", "lp0", "network:10.0.0.9,width=5", "network:10.0.0.9,red"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_setting_that_names_no_printer_is_wrong_use(setting, language):
    for command in ("status", "test"):
        said = motcua("printer", command, setting, language=language)

        assert said.code == 2
        assert f"«{setting}»" in said.err or f"“{setting}”" in said.err


def test_the_kiosk_refuses_such_a_setting_before_it_opens(tmp_path):
    said = motcua("kiosk", "--printer", "lp0", "--store", tmp_path, language="en")

    assert said.code == 2
    assert "No printer is named “lp0”" in said.err
