"""Whatever the office says, it can say in every language, with the same blanks; it is never silent by mistake."""

import re
import timeit
import unicodedata

import pytest

from wording import BlankMissing, WordMissing, WordsBroken, languages, say, sayings
from wording.speech import read

MIXED_TONES = re.compile(
    r"(o[àáảãạ]|o[èéẻẽẹ]|(?<!q)u[ỳýỷỹỵ])(?!\w)"  # «hoà», «uỷ»: the office writes «hòa», «ủy»
    r"|[òóỏõọ][ae]\w|[ùúủũụ]y\w|q[ùúủũụ]|g[ìíỉĩị][aăâoôơuư]",  # «tóan», «khủyu», «qúy», «gìa»
    re.IGNORECASE,
)
STATUSES = (
    "newly_registered",
    "accepted",
    "not_accepted",
    "in_process",
    "supplement_requested",
    "financial_obligation",
    "withdrawal_requested",
    "stopped",
    "processed",
    "returned",
)
FAULTS = (
    "not_a_store newer read_only full locked damaged keys_missing store_exists log_contradicted cannot_listen"
)


@pytest.mark.parametrize("language", languages())
def test_every_language_says_the_same_things(language):
    assert sayings("vi").keys() == sayings(language).keys()


@pytest.mark.parametrize("language", languages())
def test_every_language_has_the_same_blanks(language):
    different = {
        key
        for key in sayings("vi").keys() & sayings(language).keys()
        if sayings("vi")[key].blanks != sayings(language)[key].blanks
    }

    assert set() == different


@pytest.mark.parametrize("language", languages())
def test_no_words_are_empty_or_decomposed_or_have_blanks_at_their_ends(language):
    wrong = {
        key
        for key, saying in sayings(language).items()
        for form in saying.forms
        if not form or form != form.strip() or form != unicodedata.normalize("NFC", form)
    }

    assert set() == wrong


def test_vietnamese_tone_marks_stand_where_official_papers_put_them():
    mixed = {
        key: form
        for key, saying in sayings("vi").items()
        for form in saying.forms
        if MIXED_TONES.search(form)
    }

    assert mixed == {}


@pytest.mark.parametrize("wrong", ["hoà giải", "Uỷ ban", "sức khoẻ", "tóan", "qúy", "gìa"])
def test_the_check_of_tone_marks_finds_the_other_convention(wrong):
    assert MIXED_TONES.search(wrong)


@pytest.mark.parametrize(
    "right", ["hòa giải", "Ủy ban", "sức khỏe", "toán", "quý", "già", "thủy", "khuỷu", "ngoài"]
)
def test_the_check_of_tone_marks_lets_the_official_one_pass(right):
    assert not MIXED_TONES.search(right)


def test_vietnamese_comes_first():
    assert languages()[0] == "vi"
    assert "en" in languages()


def test_blanks_are_filled():
    assert say("step.of", step=2, total=5) == "Bước 2/5"
    assert say("step.of", "en", step=2, total=5) == "Step 2 of 5"


def test_a_blank_that_a_sentence_does_not_use_is_ignored():
    assert say("ticket.scan") == say("ticket.scan", count=3)


@pytest.mark.parametrize(("count", "expected"), [(1, "1 person"), (0, "0 people"), (2, "2 people")])
def test_english_counts_one_and_many(count, expected):
    assert expected == say("ticket.people", "en", count=count)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_vietnamese_counts_without_plurals(count):
    assert f"{count} người" == say("ticket.people", "vi", count=count)


def test_a_key_that_nobody_wrote_raises():
    with pytest.raises(WordMissing, match=r"no\.such\.key"):
        say("no.such.key")


def test_a_language_that_nobody_wrote_raises():
    with pytest.raises(WordMissing, match="xx"):
        say("ticket.scan", "xx")


@pytest.mark.parametrize("language", languages())
def test_a_missing_blank_raises_and_is_named(language):
    with pytest.raises(BlankMissing, match="total"):
        say("step.of", language, step=1)
    with pytest.raises(BlankMissing, match="count"):
        say("ticket.people", language)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("a = 1", "not a text"),
        ('a = "{b.c}"', "plain name"),
        ('a = "{0}"', "plain name"),
        ('a = "{"', "'a'"),
        ("a = ", "vi.toml"),
    ],
)
def test_words_that_cannot_be_used_are_refused_with_their_place(content, fault):
    with pytest.raises(WordsBroken, match=re.escape(fault)):
        read("vi.toml", content)


def test_a_key_given_twice_is_refused():
    with pytest.raises(WordsBroken, match=r"vi\.toml: .*overwrite"):
        read("vi.toml", 'a = "1"\na = "2"')


@pytest.mark.parametrize("status", STATUSES)
def test_every_status_says_what_it_means_and_what_to_do(status):
    for part in ("name", "meaning", "next"):
        assert say(f"status.{status}.{part}")


@pytest.mark.parametrize("fault", FAULTS.split())
@pytest.mark.parametrize("language", languages())
def test_every_fault_of_the_store_is_one_line_with_its_cure(fault, language):
    told = say(f"error.{fault}", language, path="/var/lib/office", host="127.0.0.1", port=8100)

    assert "\n" not in told
    assert ". " in told or ", " in told


def test_saying_something_costs_next_to_nothing():
    fastest = min(timeit.repeat(lambda: say("ticket.scan", "vi"), number=10_000, repeat=5)) / 10_000

    assert fastest < 10e-6
