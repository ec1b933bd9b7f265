"""The sheet for the notice board: one page, the same bytes every time, whose code is the key itself."""

import numpy
import pypdfium2

from ledger.note import Signer
from papers.notice import KeyNotice, notice_pdf
from tests.codes import opencv, zxing

KEY = Signer("motcua.local/xa/28321/2026", bytes(range(32))).key
EARLIER = tuple((f"motcua.local/xa/28321/{year}", KEY.fingerprint) for year in range(2010, 2026))
NOTICE = KeyNotice(
    unit="Trung tâm Phục vụ hành chính công xã Tân Phước 1",
    superior="Ủy ban nhân dân xã Tân Phước 1",
    origin=KEY.name,
    vkey=str(KEY),
    fingerprint=KEY.fingerprint,
    earlier=EARLIER,
    made_at=1_795_305_600_000_000,
)


def page(pdf):
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == 1
    return document[0]


def test_its_code_is_the_key_for_both_decoders():
    image = page(notice_pdf(NOTICE)).render(scale=2).to_pil().convert("L")
    assert zxing(image) == [str(KEY)]
    assert opencv(numpy.array(image)) == str(KEY)


def test_it_says_key_and_fingerprint_and_the_latest_of_the_earlier_ones():
    words = page(notice_pdf(NOTICE)).get_textpage().get_text_range().replace("\u200b", "")
    joined = "".join(words.split())
    assert str(KEY) in joined
    assert KEY.fingerprint.replace(" ", "") in joined
    assert "KHÓA CÔNG KHAI CỦA NHẬT KÝ" in words
    assert "28321/2025" in joined
    assert "28321/2010" not in joined


def test_it_comes_out_the_same_again():
    assert notice_pdf(NOTICE) == notice_pdf(NOTICE)
