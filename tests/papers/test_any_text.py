"""Whatever people write is printed as they wrote it: never markup, never lost, never wider than the paper."""

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import papers
from papers.glyphs import plain, printable
from tests.papers import samples
from tests.papers.reading import squeezed, text_of

LETTERS = (
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
    "AĂÂBCDĐEÊGHIKLMNOÔƠPQRSTUƯVXYẨỄỖỢỮỸ0123456789"
)
MARKUP = "#*_$@<>\\`~=+-/[](){}\"'“”‘’.,;:!?%&|^«»…–—"
WRITTEN = st.text(alphabet=LETTERS + MARKUP + " \n", min_size=1, max_size=300)
FORMS = st.sampled_from(["NFC", "NFD"])


@settings(max_examples=30, deadline=None)
@given(text=WRITTEN, form=FORMS)
@example(text='#eval("1+1") #read("/etc/passwd") $x^2$ *đậm* _nghiêng_ <nhãn> @trích \\n', form="NFC")
@example(text="// chú thích /* khối */ = Đề mục\n- mục\n+ một\n/ a: b", form="NFD")
@example(text="https://a.example/b?c=d&e=f#g ... -- --- ~ `mã` \"trích\" 'đơn'", form="NFC")
@example(text="N" * 300, form="NFC")
@example(text="{page}/{pages} {{}} %s \\u{1F600}", form="NFC")
def test_any_vietnamese_text_survives_into_the_pdf_and_the_plain_text(text, form):
    written = unicodedata.normalize(form, f"x{text}x")
    content = samples.refusal(reason=written)
    wanted = squeezed(unicodedata.normalize("NFC", written))
    assert wanted in squeezed(text_of(papers.render_pdf(content)))
    assert wanted in squeezed(papers.render_text(content))


@settings(max_examples=20, deadline=None)
@given(text=st.text(max_size=80))
def test_any_text_at_all_is_printed_without_a_fault(text):
    content = samples.stop_notice(request=text, reason=text, step="in_process")
    assert text_of(papers.render_pdf(content))
    assert papers.decode("m05-1", papers.encode(content)) == content


@pytest.mark.parametrize("place", ["code", "table"])
def test_a_word_without_an_end_is_broken_rather_than_cut(place):
    word = "Ẩ" * 200
    content = (
        samples.receipt(papers=(samples.PaperLine(name=word, originals=1),))
        if place == "table"
        else samples.apology(reason=word)
    )
    assert word in squeezed(text_of(papers.render_pdf(content)))


def test_letters_no_font_has_are_squares_on_paper_and_themselves_in_plain_text():
    content = samples.refusal(reason="họ tên: 阮文安 😀")
    assert "họtên:□□□□" in squeezed(text_of(papers.render_pdf(content)))
    assert "阮文安 😀" in papers.render_text(content)


def test_hidden_characters_that_would_turn_words_around_are_not_printed():
    assert plain("a\u202eb\u200bc\u2066d\x00e\ufefff") == "abcdef"
    assert printable("tối\u00a0đa") == "tối đa"


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", list(samples.ALL))
def test_plain_text_is_never_wider_than_a_terminal(name, language):
    said = papers.render_text(samples.ALL[name](), language)
    assert max(len(line) for line in said.splitlines()) <= 76
    assert said.endswith("\n")
    assert [line for line in said.splitlines() if line != line.rstrip()] == []
