"""Whoever types Telex or VNI sees Vietnamese: marks at once or at the end, in any order, and English stays English."""

import random
import unicodedata
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wording.telex import TONES, Typed, compose


def words(text):
    return text.split()


ACUTE = words(
    "á ái áo áu áy ác ách ám án áng ánh áp át ắc ắm ắn ắng ắp ắt ấc ấm ấn ấng ấp ất ấu ấy é éc ém én éng "
    "éo ép ét ế ếch ếm ến ếnh ếp ết ếu ía ích ím ín ính íp ít íu iếc iếm iến iếng iếp iết iếu ó ói óc óm "
    "ón óng óp ót óa oác oách oái oám oán oáng oánh oáp oáo oát oáy oắc oắm oắn oắng oắt óe oén oéo oét ố "
    "ối ốc ốm ốn ống ốp ốt ớ ới ớm ớn ớp ớt ú úi úc úm ún úng úp út úa uối uốc uốm uốn uống uốt uế uếch "
    "uếnh uấn uất uấy úy uých uýnh uýt uýu uyến uyết ứ ứi ức ứm ứn ứng ứt ứu ứa ưới ước ướm ướn ướng ướp "
    "ướt ướu "
)
"""Every rime with the acute where official papers put it: the oracle of where a tone stands."""
AFTER_QU = words(
    "á ái áo áy ác ách án áng ánh át ắc ắm ắn ắng ắt ấn ấng ất ấy é én éo ét ế ến ết ớ ý ýt ýnh ých "
)
AFTER_H = ["uớ"]
HARD = dict.fromkeys(("k", "gh", "ngh"), "ieêy")
SOFT = dict.fromkeys(("c", "g", "ng"), "aăâoôơuư")
ONSETS = [
    "",
    *["b", "ch", "d", "đ", "h", "l", "m", "n", "nh", "p", "ph", "r", "s", "t", "th", "tr", "v", "x", "kh"],
    *HARD,
    *SOFT,
]
STOPPED = ("c", "ch", "p", "t")
VNI_TONES = dict(zip("sfrxj", "12345", strict=True))
PLAIN = dict(zip("ăâêôơưđ", "aaeooud", strict=True))
TELEX_MARKS = dict(zip("ăâêôơưđ", "waeowwd", strict=True))
VNI_MARKS = dict(zip("ăâêôơưđ", "8666779", strict=True))


def syllables():
    for onset in ONSETS:
        for rime in ACUTE:
            first = level(rime)[0]
            allowed = HARD.get(onset) or SOFT.get(onset)
            if allowed is None or first in allowed:
                yield onset, rime
    yield from product(["qu"], AFTER_QU)
    yield from product(["gi"], [rime for rime in ACUTE if level(rime)[0] not in "iy"])
    yield from product(["h", "th", "kh"], AFTER_H)


def level(text):
    return toned(text, "")


def toned(text, tone):
    """The same rime with another tone in place of its acute."""
    apart = unicodedata.normalize("NFD", text).replace("\u0301", TONES.get(tone, ""))
    return unicodedata.normalize("NFC", apart)


def spoken():
    for onset, rime in syllables():
        for tone in ["", *TONES]:
            if not (rime.endswith(STOPPED) and tone in {"f", "r", "x"}):
                yield onset, rime, tone


ALL = sorted(spoken())


def spelled(word, marks):
    """A word without its tone, as its plain letters and the mark keys it needs."""
    return "".join(PLAIN.get(letter, letter) for letter in word), [
        marks[letter] for letter in word if letter in marks
    ]


def inline(word, marks):
    return "".join(PLAIN[letter] + marks[letter] if letter in marks else letter for letter in word)


@pytest.mark.parametrize("method", ["telex", "vni", "both"])
@pytest.mark.parametrize("system", ["telex", "vni"])
def test_every_syllable_is_written_with_its_marks_at_once_or_at_the_end(method, system):
    if method not in {system, "both"}:
        method = system
    marks = TELEX_MARKS if system == "telex" else VNI_MARKS
    chance, wrong, tried = random.Random(5), [], 0
    for onset, rime, tone in ALL:
        word, expected = onset + level(rime), onset + toned(rime, tone)
        key = tone if system == "telex" else VNI_TONES.get(tone, "")
        plain, late = spelled(word, marks)
        once = list(dict.fromkeys(late))
        at_the_end = [*once, key]
        chance.shuffle(at_the_end)
        for keys in (inline(word, marks) + key, plain + "".join(at_the_end)):
            tried += 1
            if compose(keys, method) != expected:
                wrong.append((keys, compose(keys, method), expected))
    assert wrong == []
    assert tried > 25_000


@given(st.sampled_from(ALL), st.randoms(use_true_random=False))
def test_the_tone_may_come_anywhere_after_the_vowels(syllable, chance):
    onset, rime, tone = syllable
    word = onset + level(rime)
    keys = inline(word, TELEX_MARKS)
    last_vowel = max(place for place, letter in enumerate(keys) if letter in "aeiouyw")
    at = chance.randint(last_vowel + 1, len(keys))
    assert compose(keys[:at] + tone + keys[at:]) == onset + toned(rime, tone)


@given(st.sampled_from(ALL))
def test_capitals_stay_capitals(syllable):
    onset, rime, tone = syllable
    keys = inline(onset + level(rime), TELEX_MARKS) + tone
    expected = onset + toned(rime, tone)
    assert compose(keys.upper()) == expected.upper()
    assert compose(keys[0].upper() + keys[1:]).lower() == expected


@given(st.sampled_from(ALL))
def test_what_is_already_vietnamese_is_left_alone(syllable):
    onset, rime, tone = syllable
    word = onset + toned(rime, tone)
    assert compose(word) == word
    assert compose(unicodedata.normalize("NFD", word)) == word


@given(st.sampled_from(ALL))
def test_the_keys_of_the_screen_put_tones_and_take_them_away(syllable):
    onset, rime, tone = syllable
    word, sign = onset + level(rime), TONES.get(tone, "")
    assert compose(word + sign) == onset + toned(rime, tone)
    assert compose(word + sign + sign) == word


@pytest.mark.parametrize(
    ("keys", "word"),
    [
        ("thuowr", "thuở"), ("thuowrz", "thuơ"), ("thuowng", "thương"), ("huow", "huơ"), ("thuow73"[:5], "thuơ"),
        ("dduwowcj", "được"), ("dduocwj", "được"), ("ddd", "dd"), ("aaa", "aa"), ("ww", "w"), ("w", "ư"),
        ("sojw", "sợ"), ("sojww", "sow"), ("taxx", "tax"), ("caszs", "cá"), ("casf", "cà"), ("as", "á"),
        ("gif", "gì"), ("giaf", "già"), ("gieengs", "giếng"), ("quys", "quý"), ("quaf", "quà"), ("khuyur", "khuỷu"),
        ("DDoongf", "Đồng"), ("VIEETJ", "VIỆT"), ("Nguyeenx", "Nguyễn"), ("nguye6n4", "nguyễn"), ("d9a61t", "đất"),
        ("rooom", "room"), ("hoafz", "hoa"), ("ra88", "ra8"), ("a66", "a6"), ("to1", "tó"), ("to10", "to"),
    ],
)  # fmt: skip
def test_by_hand(keys, word):
    assert compose(keys) == word


@pytest.mark.parametrize(
    ("keys", "old", "new"),
    [("hoaf", "hòa", "hoà"), ("khoer", "khỏe", "khoẻ"), ("thuyr", "thủy", "thuỷ"), ("quys", "quý", "quý")],
)
def test_the_tone_stands_as_official_papers_write_it_or_as_schools_teach(keys, old, new):
    assert (compose(keys), compose(keys, new_style=True)) == (old, new)


@pytest.mark.parametrize(
    "word",
    words(
        "business birth house land certificate register card identity death new school food free address "
        "access notary copy permit household application residence signature support electronic construction "
        "contract vneid cccd bhyt ubnd qr 2026 1.001193 covid facebook zalo "
    ),
)
def test_english_and_abbreviations_stay_as_they_are_typed(word):
    line = Typed()
    for key in word:
        line = line.press(key)
    assert line.text == word


def test_without_a_method_keys_are_only_letters():
    assert compose("taxx", "none") == "taxx"
    assert compose("hoaf", "none") == "hoaf"


@given(st.text(alphabet="abcdeghiklmnopqrstuvxywzfjABCDEXJ 0123456789", max_size=30))
def test_no_key_is_ever_swallowed_by_a_word_that_is_not_vietnamese(keys):
    line = Typed()
    for key in keys:
        line = line.press(key)
    assert line.text == unicodedata.normalize("NFC", line.text)
    assert line.text.count(" ") == keys.count(" ")
    assert len(line.text) <= len(keys)


@given(st.text(alphabet="abcdeghiklmnoprstuvxywzfj \u0301\u0323ăâđêôơư16789", max_size=20))
def test_erasing_takes_exactly_the_last_letter_that_is_seen(keys):
    line = Typed()
    for key in keys:
        line = line.press(key)
    while line.text:
        shorter = line.erase()
        assert shorter.text == line.text[:-1]
        assert shorter.press(" ").text == shorter.text + " "
        line = shorter
    assert line.erase() == Typed()


def test_what_follows_an_erased_letter_still_finds_the_marks():
    line = Typed()
    for key in "dduwowngj":
        line = line.press(key)
    assert line.text == "đượng"
    line = line.erase().erase()
    assert line.text == "đượ"
    assert line.press("c").text == "được"
