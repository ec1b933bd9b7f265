"""A paper can be printed for ever: its content comes back as it was kept, and the words of its version never change."""

from pathlib import Path

import msgspec
import pytest
import rfc8785

import papers
from tests.papers import samples

GOLDEN = Path(__file__).parent / "golden"
LANGUAGES = ("vi", "en")


@pytest.mark.parametrize("name", list(samples.ALL))
def test_what_was_kept_comes_back_as_it_was(name):
    content = samples.ALL[name]()
    kept = papers.encode(content)
    again = papers.decode(content.TEMPLATE, kept)
    assert again == content
    assert papers.encode(again) == kept
    assert papers.render_pdf(again) == papers.render_pdf(content)


@pytest.mark.parametrize("name", list(samples.ALL))
def test_what_is_kept_is_canonical(name):
    kept = papers.encode(samples.ALL[name]())
    assert kept.encode() == rfc8785.dumps(msgspec.json.decode(kept))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", list(papers.TEMPLATES))
def test_the_words_of_a_released_version_never_change(template, language):
    """Another wording is another version with another golden file; this one stays as it is."""
    [content] = [make() for make in samples.ALL.values() if template == make().TEMPLATE]
    golden = (GOLDEN / f"{template}.{language}.txt").read_text(encoding="utf-8")
    assert papers.render_text(content, language) == golden


def test_every_golden_file_is_of_a_form_that_is_still_there():
    assert {file.name.partition(".")[0] for file in GOLDEN.iterdir()} == set(papers.TEMPLATES)


def test_a_form_nobody_knows_is_refused_with_the_cure():
    with pytest.raises(papers.UnknownTemplate, match="the version of the programme that issued it"):
        papers.decode("m01-99", "{}")


@pytest.mark.parametrize("kept", ["", "{", "[]", '{"code":1}', "null"])
def test_what_is_no_content_is_refused_with_the_cure(kept):
    with pytest.raises(papers.ContentBroken, match="restore the latest backup"):
        papers.decode("m01-1", kept)


def test_a_digest_is_that_of_the_kept_bytes():
    assert papers.digest("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
