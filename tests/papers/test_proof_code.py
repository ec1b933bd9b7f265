"""The proof below a receipt: read from a print, checked without the office, and no part of what was given out."""

import random

import numpy
import pytest
import zxingcpp

import papers
from audit.check import check
from ledger import base45
from papers.contents import Proof
from tests.audit.a_small_office import a_small_office
from tests.codes import opencv
from tests.papers import samples
from tests.papers.reading import pictures, squeezed, text_of
from wording import say

LARGE = f"HS1:{base45.encode(random.Random(1).randbytes(1023))}"
"""As long as the code of a log of 131,000 events with two witnesses (1,539 letters)."""
MM = 25.4


def proof(**changed):
    told = {
        "code": LARGE,
        "origin": "motcua.example.vn/xa/28321/2026",
        "fingerprint": "1E4F 5CAC 9ED2 75A8 67E5 DA02 544F E84E",
        "site": "motcua.example.vn/p",
        "state": "witnessed",
        "witnesses": ("thanh-tra-tinh", "mat-tran-to-quoc"),
    }
    return Proof(**told | changed)


@pytest.mark.parametrize("dots_per_inch", [200, 300])
@pytest.mark.parametrize("size", ["a5", "a4"])
def test_the_code_is_read_from_a_print_beside_the_link(size, dots_per_inch):
    found = {}
    for page in pictures(papers.render_pdf(samples.receipt(), size=size, proof=proof()), dots_per_inch):
        found |= {each.text: each for each in zxingcpp.read_barcodes(page)}
    assert set(found) == {samples.LINK.url, LARGE}
    corners = found[LARGE].position
    width = (corners.top_right.x - corners.top_left.x) / dots_per_inch * MM
    assert 39.5 < width < 41
    assert found[LARGE].ec_level == "M"


def test_an_unrelated_decoder_reads_it_too():
    page = pictures(papers.render_pdf(samples.receipt(), proof=proof()), 300)[-1]
    assert opencv(numpy.asarray(page)) == LARGE


@pytest.mark.parametrize("language", ["vi", "en"])
def test_beside_it_stands_what_to_compare_and_how_to_check(language):
    pdf = papers.render_pdf(samples.receipt(), language, proof=proof())
    text = papers.render_text(samples.receipt(), language, proof())
    for told in (
        proof().fingerprint,
        proof().origin,
        proof().site,
        {"vi": "Thanh tra tỉnh", "en": say("witness.thanh-tra-tinh", "en")}[language],
    ):
        assert told in " ".join(text.split())
        assert squeezed(told) in squeezed(text_of(pdf))
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in pdf


def test_without_witnesses_it_says_that_they_are_awaited():
    said = " ".join(papers.render_text(samples.receipt(), "vi", proof(state="waiting", witnesses=())).split())
    assert "chờ nhân chứng" in said


def test_the_paper_that_was_given_out_is_the_same_with_and_without_it():
    before = papers.render_pdf(samples.receipt())
    papers.render_pdf(samples.receipt(), proof=proof())
    assert papers.render_pdf(samples.receipt()) == before
    assert "HS1" not in papers.encode(samples.receipt())


def test_what_an_office_prints_is_checked_without_it(tmp_path):
    with a_small_office(tmp_path / "store") as small:
        receipt = small.accepted()
        printed = small.office.proofs.to_print(receipt.id)
        [number] = [
            each.number for each in small.office.dossiers.open(receipt.id, small.hoa, "receipt").given
        ]
        content = small.office.dossiers.paper(receipt.id, number, small.hoa)
        keys = small.office.proofs.keys()
    codes = [
        each.text
        for page in pictures(papers.render_pdf(content, proof=printed), 300)
        for each in zxingcpp.read_barcodes(page)
    ]
    [code] = [text for text in codes if text.startswith("HS1:")]
    checked = check(code, keys)
    assert (checked.ok, checked.code) == (True, receipt.code)
    assert printed.fingerprint == small.office.log_keys.posted()[0].fingerprint
    assert printed.site == "127.0.0.1:8080/p"
