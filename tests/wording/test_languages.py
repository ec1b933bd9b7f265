"""A language is one file: beside the others it works everywhere, and a key that is missing in it is noticed."""

from tests.wording.a_language import LONGER, longer, spoken_as_well, written
from wording import languages, say, sayings
from wording.speech import read


def test_a_third_file_is_a_third_language(tmp_path):
    with spoken_as_well(tmp_path) as name:
        assert languages() == ("vi", "en", name)
        assert say("kiosk.home.question", name).startswith(say("kiosk.home.question"))
        assert sayings(name).keys() == sayings("vi").keys()
    assert languages() == ("vi", "en")


def test_every_sentence_of_it_is_longer_and_has_the_same_blanks(tmp_path):
    with spoken_as_well(tmp_path) as name:
        for key, saying in sayings(name).items():
            assert saying.blanks == sayings("vi")[key].blanks
    text = "Ông/bà đã mang đủ giấy tờ chưa?"
    assert len(longer(text)) >= len(text) * (1 + LONGER)


def test_a_key_that_is_missing_is_seen_by_the_comparison_that_guards_every_language():
    short = written().split("\n", 1)[1]
    assert len(sayings("vi").keys() - read("xx.toml", short).keys()) == 1


def test_a_language_says_its_own_name():
    assert {say("language.name", language) for language in languages()} == {"Tiếng Việt", "English"}
