"""`motcua paper` prints what was given out, says what it did, and records who read it."""

import pypdfium2
import pytest

from domain import dossier as d
from tests.application.an_office import HOA, PASSWORD, again, an_office, intake, light_passwords
from tests.motcua.commands import motcua

OFFICER = ("--officer", "nt.hoa")


@pytest.fixture
def store(tmp_path):
    """An office with one accepted dossier and its receipt; the code of the dossier stands in `code`."""
    root = tmp_path / "office"
    office = an_office(root)
    light_passwords(office)
    office.staff.set_password("nt.hoa", PASSWORD)
    receipt = office.dossiers.accept(intake(office), HOA)
    (tmp_path / "code").write_text(receipt.code)
    office.close()
    return root


@pytest.fixture
def code(store):
    return (store.parent / "code").read_text()


def paper(*arguments, store, password=PASSWORD, language="en"):
    typed = None if password is None else password + "\n"
    return motcua("paper", *arguments, "--store", store, language=language, typed=typed)


def pdf_text(file):
    document = pypdfium2.PdfDocument(file)
    try:
        return document[0].get_textpage().get_text_range()
    finally:
        document.close()


def readings(store):
    office = again(store)
    try:
        return [
            (event.actor.id, event.fact.purpose)
            for event in office.core.store.select(office.core.store.reader())
            if isinstance(event.fact, d.LookupPerformed)
        ]
    finally:
        office.close()


def test_the_papers_of_a_dossier_are_listed_without_a_password(store, code):
    said = paper("list", code, store=store, password=None)
    listed = paper("list", code, "--json", store=store, password=None).document

    assert said.code == 0
    assert f"M01  {code}" in said.out
    assert "Nguyễn Thị Hoa" in said.out
    assert "Ẩn Danh" not in said.out
    assert [(each["form"], each["number"], each["by"]) for each in listed] == [("M01", code, "nt.hoa")]
    assert readings(store) == []


def test_a_paper_is_printed_again_as_a_pdf_and_the_reading_is_recorded(store, code, tmp_path):
    file = tmp_path / "receipt.pdf"
    said = paper("print", code, *OFFICER, "-o", file, store=store)

    assert (said.code, str(file) in said.out.replace("\n", "")) == (0, True)
    assert "Nguyễn Văn Ẩn Danh" in pdf_text(file)
    assert readings(store) == [("nt.hoa", "receipt")]
    assert file.stat().st_mode & 0o077 == 0


def test_the_same_paper_is_the_same_file(store, code, tmp_path):
    files = [tmp_path / f"{n}.pdf" for n in range(2)]
    for file in files:
        assert paper("print", code, code, *OFFICER, "-o", file, store=store).code == 0
    assert files[0].read_bytes() == files[1].read_bytes()


def test_a_paper_is_read_as_text_in_either_language(store, code):
    vietnamese = paper("print", code, *OFFICER, "--text", store=store)
    english = paper("print", code, *OFFICER, "--text", "--language", "en", store=store)

    assert "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ" in vietnamese.out
    assert "RECEIPT OF DOSSIER AND APPOINTMENT FOR RESULT" in english.out
    assert PASSWORD not in vietnamese.out + vietnamese.err


def test_machines_get_one_document(store, code, tmp_path):
    file = tmp_path / "r.pdf"
    said = paper("print", code, *OFFICER, "--json", "-o", file, store=store).document

    assert said["template"] == "m01-1"
    assert said["content"]["code"] == code
    assert file.read_bytes().startswith(b"%PDF")


def test_without_a_name_the_file_is_named_after_the_paper(store, code, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert paper("print", code, *OFFICER, store=store).code == 0
    assert (tmp_path / f"{code}.pdf").exists()


def test_nobody_prints_without_saying_who_they_are(store, code, tmp_path):
    said = paper("print", code, "-o", tmp_path / "r.pdf", store=store)

    assert said.code == 2
    assert "--officer nt.hoa" in said.err
    assert not (tmp_path / "r.pdf").exists()


def test_nobody_prints_with_a_wrong_password(store, code, tmp_path):
    said = paper("print", code, *OFFICER, "-o", tmp_path / "r.pdf", store=store, password="không đúng")

    assert said.code == 1
    assert "Traceback" not in said.err
    assert not (tmp_path / "r.pdf").exists()
    assert readings(store) == []


@pytest.mark.parametrize(
    ("arguments", "exit_code", "words"),
    [
        (("0009/2026/PXL", *OFFICER), 1, "0009/2026/PXL"),
        ((*OFFICER, "--language", "fr"), 2, "There are: vi, en"),
        ((*OFFICER, "-o", "/no/such/folder/r.pdf"), 1, "-o"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(store, code, arguments, exit_code, words):
    said = paper("print", code, *arguments, store=store)

    assert said.code == exit_code
    assert words in said.err
    assert "Traceback" not in said.err


def test_a_code_nobody_knows_is_refused(store):
    assert paper("list", "H20.321-260302-0099", store=store, password=None).code == 1


def test_the_control_slip_is_printed_on_a4(store, code, tmp_path):
    file = tmp_path / "slip.pdf"
    assert paper("control-slip", code, *OFFICER, "-o", file, store=store).code == 0
    assert "PHIẾU KIỂM SOÁT" in pdf_text(file)
    document = pypdfium2.PdfDocument(file)
    assert round(document[0].get_size()[0] / 72 * 25.4) == 210
    document.close()


def test_the_register_of_a_year_counts_every_dossier_in_it_as_read(store, code, tmp_path):
    file = tmp_path / "register.pdf"
    said = paper("register", "--year", 2026, *OFFICER, "-o", file, store=store)

    assert said.code == 0
    assert code in pdf_text(file)
    assert readings(store) == [("nt.hoa", "receipt")]


def test_a_register_of_two_years_is_refused_with_the_cure(store, tmp_path):
    said = paper("register", "--from", "2025-12-01", "--to", "31/01/2026", *OFFICER, store=store)

    assert said.code == 1
    assert "same year" in said.err
