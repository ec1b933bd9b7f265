"""The code on a paper opens the page of the dossier, for two unrelated decoders, from a coarse or a fine scan."""

import numpy
import pytest

import papers
from papers.contents import Link
from tests.codes import opencv, zxing
from tests.papers import samples
from tests.papers.reading import pictures, squeezed, text_of

LONG = Link(
    url="https://hoso.tanphuoc1.dongthap.gov.vn:8443/mot-cua/t#7K3M9QX2ABCDEFGHJKMNPQRSTV",
    short_code="7K3M9QX2",
)
FOLLOWED = ["receipt", "supplement_request", "apology", "stop_notice"]


@pytest.mark.parametrize("dots_per_inch", [150, 300])
@pytest.mark.parametrize("size", ["a5", "a4"])
@pytest.mark.parametrize("name", FOLLOWED)
def test_both_decoders_read_the_link(name, size, dots_per_inch):
    [page] = pictures(papers.render_pdf(samples.ALL[name](), size=size), dots_per_inch)
    assert zxing(page) == [samples.LINK.url]
    assert opencv(numpy.asarray(page)) == samples.LINK.url


@pytest.mark.parametrize("dots_per_inch", [150, 300])
def test_a_long_address_is_read_as_well(dots_per_inch):
    [page] = pictures(papers.render_pdf(samples.apology(link=LONG)), dots_per_inch)
    assert zxing(page) == [LONG.url]
    assert opencv(numpy.asarray(page)) == LONG.url


def test_the_secret_is_nowhere_in_words():
    content = samples.receipt()
    secret = samples.LINK.url.partition("#")[2]
    assert secret not in papers.render_text(content)
    assert secret not in squeezed(text_of(papers.render_pdf(content)))


def test_a_paper_without_a_page_to_follow_has_no_code_and_still_says_whom_to_call():
    [page] = pictures(papers.render_pdf(samples.refusal()), 150)
    assert zxing(page) == []
    assert "Đường dây nóng: 0273 000 0100" in papers.render_text(samples.refusal())


def test_a_dossier_without_a_code_is_followed_by_its_link_alone():
    said = papers.render_text(samples.supplement_request(code=""))
    assert "Quét mã này" in said
    assert "mã tra cứu" not in said
