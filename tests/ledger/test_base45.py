"""Base45 as in RFC 9285: its examples, and one writing for each row of bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ledger import base45


@pytest.mark.parametrize(
    ("octets", "text"),
    [
        (b"AB", "BB8"),
        (b"Hello!!", "%69 VD92EX0"),
        (b"base-45", "UJCLQE7W581"),
        (b"ietf!", "QED8WEX0"),
        (b"", ""),
    ],
)
def test_the_examples_of_the_rfc(octets, text):
    assert base45.encode(octets) == text
    assert base45.decode(text) == octets


@given(some.binary(max_size=100))
def test_what_is_written_is_read_again(octets):
    assert base45.decode(base45.encode(octets)) == octets


@given(some.text(base45.ALPHABET, max_size=30))
def test_every_text_is_refused_or_the_only_writing_of_its_bytes(text):
    try:
        octets = base45.decode(text)
    except ValueError:
        return
    assert base45.encode(octets) == text


@pytest.mark.parametrize("text", ["GGW", ":::", "B", "BB8B", "::", "bb8", "BB_", "BB8\n"])
def test_what_is_not_base45_is_refused(text):
    with pytest.raises(ValueError, match="base45"):
        base45.decode(text)
