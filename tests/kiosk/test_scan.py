"""A scan is read as one code and never presses the menu; a person's keys arrive in order, none lost."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.scan import GAP, LONGEST, SHORTEST, BurstFilter, normalised, secret_of

CODE = "000.01.H20-261121-0007"
HUMAN = 60_000
SCANNER = 5_000


def typed(text, pause, *, enter=True, start=1_000_000):
    """Keys and codes that come out of the filter, when `text` goes in with `pause` between keys."""
    heard = BurstFilter()
    keys, codes, at = [], [], start
    for letter in text:
        told = heard.press(letter, letter, letter, at)
        keys += told.keys
        codes += [told.code] * bool(told.code)
        at += pause
    for told in ([heard.press("⏎", "enter", None, at)] if enter else []) + [heard.rest(at + GAP)]:
        keys += told.keys
        codes += [told.code] * bool(told.code)
    return keys, codes


@pytest.mark.parametrize("pause", [1_000, SCANNER, 30_000])
def test_a_burst_that_ends_with_enter_is_one_code_and_no_key(pause):
    assert typed(CODE, pause) == ([], [CODE])


@pytest.mark.parametrize("pause", [HUMAN, 200_000])
def test_what_a_person_types_arrives_key_by_key(pause):
    assert typed(CODE, pause) == ([*CODE, "⏎"], [])


def test_a_short_burst_is_a_person_with_quick_fingers():
    assert typed("1" * (SHORTEST - 1), SCANNER) == (["1"] * (SHORTEST - 1) + ["⏎"], [])


def test_a_scanner_without_enter_is_read_after_the_silence():
    assert typed(CODE, SCANNER, enter=False) == ([], [CODE])


def test_a_held_key_is_given_back_after_one_gap():
    heard = BurstFilter()

    assert heard.press("3", "3", "3", 0).keys == ()
    assert heard.due == GAP
    assert heard.rest(GAP - 1).keys == ()
    assert heard.rest(GAP).keys == ("3",)
    assert heard.due is None


def test_keys_without_a_character_pass_at_once_after_what_was_held():
    heard = BurstFilter()
    heard.press("3", "3", "3", 0)

    assert heard.press("↓", "down", None, 1_000).keys == ("3", "↓")


def test_enter_alone_passes_at_once():
    assert BurstFilter().press("⏎", "enter", None, 0).keys == ("⏎",)


def test_two_scans_in_a_row_are_two_codes():
    heard = BurstFilter()
    codes = []
    for at in (0, 1_000_000):
        for place, letter in enumerate(CODE):
            heard.press(letter, letter, letter, at + place * SCANNER)
        codes.append(heard.press("⏎", "enter", None, at + len(CODE) * SCANNER).code)

    assert codes == [CODE, CODE]


def test_noise_longer_than_any_code_is_swallowed():
    assert typed("x" * (3 * LONGEST), 1_000) == ([], [])


def test_after_noise_people_are_heard_again():
    heard = BurstFilter()
    for at in range(2 * LONGEST):
        heard.press("x", "x", "x", at)
    heard.press("5", "5", "5", 10 * GAP)

    assert heard.rest(20 * GAP).keys == ("5",)


@given(
    st.lists(st.tuples(st.sampled_from("0123456789ABCXYZ"), st.integers(GAP, 10 * GAP)), max_size=40),
)
def test_no_key_that_a_person_presses_is_lost_or_moved(presses):
    heard, came, at = BurstFilter(), [], 0
    for letter, pause in presses:
        at += pause
        came += heard.press(letter, letter, letter, at).keys
    came += heard.rest(at + GAP).keys

    assert came == [letter for letter, _ in presses]


@given(st.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ-", min_size=SHORTEST, max_size=60), st.integers(1, GAP - 1))
def test_no_scan_ever_leaks_a_key(code, pause):
    assert typed(code, pause) == ([], [code])


def test_what_was_scanned_is_composed():
    decomposed = unicodedata.normalize("NFD", "Nguyễn Thị Hồng")

    assert typed(decomposed, SCANNER) == ([], ["Nguyễn Thị Hồng"])


def test_control_characters_and_outer_blanks_are_no_part_of_a_code():
    assert normalised(" \x02HS1:AB\r\n") == "HS1:AB"


def test_a_scanned_link_gives_its_secret():
    assert secret_of("https://motcua.example/t#7K3M9QX2ABCDEFGH") == "7K3M9QX2ABCDEFGH"
    assert secret_of("7K3M9QX2ABCDEFGH") == "7K3M9QX2ABCDEFGH"
