"""What is printed: the same bytes for the same paper, an archive format that is read aloud, and room for everything."""

import re
import subprocess
import sys
from hashlib import sha256

import numpy
import pypdfium2
import pytest

import papers
from application.data import load_catalogue
from papers.contents import Limit, PaperLine, Procedure, WantedLine
from papers.glyphs import SHAPES
from tests.papers import samples
from tests.papers.reading import pages, pictures, squeezed, text_of

LONG_REASON = "Giấy chứng sinh không ghi rõ họ tên người mẹ, ngày sinh và nơi sinh của trẻ. " * 4
LONG_ADDRESS = (
    "Số 128B/17/3A, đường tỉnh 867, khu phố Thạnh Mỹ Tây, ấp Tân Hòa Đông, xã Tân Phước 1, tỉnh Đồng Tháp"
)


def longest():
    """The procedure of the catalogue with the longest name."""
    return max(load_catalogue(), key=lambda each: len(each.name))


@pytest.mark.parametrize("name", list(samples.ALL))
def test_the_same_paper_is_the_same_bytes(name):
    first = papers.render_pdf(samples.ALL[name]())
    papers.render_pdf(samples.receipt(), "en", "a4")
    assert papers.render_pdf(samples.ALL[name]()) == first


def test_another_process_on_another_day_prints_the_same_bytes():
    program = (
        "import sys, papers; from hashlib import sha256; "
        "content = papers.decode('m01-1', sys.stdin.read()); "
        "print(sha256(papers.render_pdf(content)).hexdigest())"
    )
    content = papers.encode(samples.receipt())
    done = subprocess.run(
        [sys.executable, "-c", program],
        input=content, capture_output=True, text=True, check=True, env={"TZ": "America/Lima", "LANG": "C.UTF-8"},
        cwd=papers.__path__[0] + "/..",
    )  # fmt: skip
    assert done.stdout.strip() == sha256(papers.render_pdf(samples.receipt())).hexdigest()


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", list(samples.ALL))
def test_a_paper_is_fit_for_the_archive_and_for_readers_that_speak(name, language):
    pdf = papers.render_pdf(samples.ALL[name](), language)
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    document = pypdfium2.PdfDocument(pdf)
    assert document.is_tagged()
    assert document.get_metadata_value("Author")
    document.close()


@pytest.mark.parametrize(
    ("name", "size", "millimetres"),
    [
        ("receipt", "a5", (148, 210)),
        ("receipt", "a4", (210, 297)),
        ("control_slip", "a5", (210, 297)),
        ("register", "a5", (297, 210)),
    ],
)
def test_papers_have_the_size_the_law_gives_them(name, size, millimetres):
    document = pypdfium2.PdfDocument(papers.render_pdf(samples.ALL[name](), size=size))
    width, height = document[0].get_size()
    document.close()
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == millimetres


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", ["receipt", "supplement_request", "refusal", "apology", "stop_notice"])
def test_a_full_paper_fits_one_page_of_a5(name, language):
    assert pages(papers.render_pdf(samples.ALL[name](), language)) == 1


@pytest.mark.parametrize("size", ["a5", "a4"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_longest_name_forty_papers_and_a_long_reason_lose_nothing_and_stay_on_the_sheet(language, size):
    listed = longest()
    procedure = Procedure(code=listed.code, name=listed.name, name_en=listed.name_en, field=listed.field)
    person = samples.PERSON.__class__(name="Nguyễn Hoàng Phương Thảo Uyên Nhi", address=LONG_ADDRESS)
    lines = tuple(PaperLine(name=f"Giấy tờ thứ {n}: {listed.name}", originals=n) for n in range(1, 41))
    wanted = tuple(
        WantedLine(name=f"Giấy tờ thứ {n}: {listed.name}", copies=n, basis="NĐ 123/2015/NĐ-CP")
        for n in range(1, 41)
    )
    for content in (
        samples.receipt(procedure=procedure, applicant=person, papers=lines, helper=LONG_ADDRESS),
        samples.supplement_request(procedure=procedure, applicant=person, items=wanted, reason=LONG_REASON),
    ):
        pdf = papers.render_pdf(content, language, size)
        printed = squeezed(text_of(pdf))
        assert pages(pdf) > 1
        assert f"{pages(pdf)}/{pages(pdf)}" in printed
        assert squeezed(LONG_ADDRESS) in printed
        assert all(squeezed(f"Giấy tờ thứ {n}: {listed.name}") in printed for n in range(1, 41))
        assert margins_are_empty(pdf)
    for content in (
        samples.refusal(procedure=procedure, reason=LONG_REASON),
        samples.apology(procedure=procedure, reason=LONG_REASON, applicant=person),
        samples.stop_notice(procedure=procedure, reason=LONG_REASON, request=LONG_REASON),
        samples.control_slip(procedure=procedure, applicant=person),
    ):
        pdf = papers.render_pdf(content, language, size)
        assert squeezed(listed.name) in squeezed(text_of(pdf))
        assert margins_are_empty(pdf)


def margins_are_empty(pdf, millimetres=6):
    """Nothing is printed where printers cannot print, and nothing runs off the sheet."""
    edge = round(millimetres / 25.4 * 72)
    for picture in pictures(pdf, 72):
        ink = numpy.asarray(picture) < 128
        if ink[:, :edge].any() or ink[:, -edge:].any() or ink[:edge].any() or ink[-edge:].any():
            return False
    return True


def test_a_register_of_many_pages_repeats_its_head_and_numbers_its_pages():
    line = samples.register().lines[0]
    lines = tuple(line.__class__(**{**as_fields(line), "ordinal": n}) for n in range(1, 121))
    pdf = papers.render_pdf(samples.register(lines=lines))
    printed = text_of(pdf)
    count = pages(pdf)
    assert count > 5
    assert printed.count("Mã số hồ sơ") >= count - 1
    assert all(f"trang {page}/{count}" in printed for page in range(1, count + 1))
    assert margins_are_empty(pdf)


def as_fields(struct):
    return {name: getattr(struct, name) for name in struct.__struct_fields__}


def test_a_staged_limit_names_each_stage():
    stages = (
        Limit(unit="working_day", value=5, who="xã"),
        Limit(unit="working_day", value=10, who="tỉnh"),
    )
    said = squeezed(papers.render_text(samples.receipt(limit=Limit(unit="staged", stages=stages))))
    assert squeezed("5 ngày làm việc tại xã, rồi 10 ngày làm việc tại tỉnh") in said


def test_an_item_longer_than_a_page_goes_on_on_the_next():
    words = " ".join(f"khoản{n}" for n in range(600))
    pdf = papers.render_pdf(samples.supplement_request(items=(WantedLine(name=words, originals=1),)))
    printed = squeezed(text_of(pdf))
    assert pages(pdf) > 2
    assert [n for n in range(600) if f"khoản{n}" not in printed] == []
    assert margins_are_empty(pdf)


def test_every_letter_that_the_fonts_are_said_to_have_can_be_printed_in_every_style():
    letters = [chr(code) for code in range(0x20, 0x2700) if re.match(f"[{SHAPES}]", chr(code))]
    words = "".join(letter for letter in letters if letter.strip())
    combining = [letter for letter in words if 0x300 <= ord(letter) <= 0x323]
    plain = "".join(letter for letter in words if letter not in combining)
    text = " ".join(plain[start : start + 16] for start in range(0, len(plain), 16))
    pdf = papers.render_pdf(samples.apology(reason=text + " " + " ".join(f"x{mark}" for mark in combining)))
    printed = text_of(pdf)
    assert [letter for letter in "Ậậẵữợđỹ₫«»“”…–—×²ΩЖ" if letter not in printed] == []
