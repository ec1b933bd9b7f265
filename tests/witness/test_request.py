"""What goes to a witness and what comes back is read in one way only."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ledger.checkpoint import cosign
from ledger.fault import MalformedRequest
from ledger.request import AddCheckpoint, origin_path, signature_lines, size_of, with_lines
from tests.witness.a_log import NOON, ORIGIN, a_cosigner, asked, head

A, B = a_cosigner("a"), a_cosigner("b")
REQUEST = asked(7, 500)


@given(some.integers(0, 599), some.integers(0, 599))
def test_a_request_that_is_read_and_written_is_the_same_bytes(one, other):
    body = asked(*sorted((one, other)))
    assert bytes(AddCheckpoint.parse(body)) == body


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"old 7\n", b"old 07\n"),
        (b"old 7\n", b"old -7\n"),
        (b"old 7\n", b"old 7 \n"),
        (b"old 7\n", b"old 7\r\n"),
        (b"old 7\n", b"old 9223372036854775808\n"),
        (b"old 7\n", b"new 7\n"),
        (b"old 7\n", b"old 7\nAAAA\n"),
        (b"old 7\n", b"old 7\n" + b"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n" * 64),
        (b"old 7\n", b"old 7\n\xc3\xa9\n"),
        (b"=\n", b"\n"),
        (b"\n\n", b"\n"),
    ],
)
def test_a_request_in_any_other_writing_is_refused(before, after):
    assert before in REQUEST
    with pytest.raises(MalformedRequest):
        AddCheckpoint.parse(REQUEST.replace(before, after, 1))


@given(some.binary(max_size=300), some.integers(0, len(REQUEST)), some.integers(0, len(REQUEST)))
def test_no_bytes_do_more_than_be_refused(junk, start, end):
    for octets in (junk, REQUEST[:start] + junk + REQUEST[end:], REQUEST[:end]):
        with suppress(MalformedRequest):
            assert bytes(AddCheckpoint.parse(octets)) == octets


def test_the_lines_of_an_answer_are_put_under_the_head_once():
    note = head(5)
    one, two = (cosign(note, key, NOON).signatures[-1] for key in (A, B))
    lines = signature_lines(f"{one}{two}".encode(), note.text)
    assert lines == (one, two)
    fuller = with_lines(note, lines, 16)
    assert fuller.signatures == (*note.signatures, one, two)
    assert with_lines(fuller, lines, 16) == fuller
    assert with_lines(note, lines, 2).signatures == (*note.signatures, one)
    for answer in (b"", b"no line\n", f"{one}{one}".encode(), str(one).encode()[:-1]):
        with pytest.raises(MalformedRequest):
            signature_lines(answer, note.text)


@pytest.mark.parametrize(
    "answer", [b"", b"7", b"07\n", b"7\n\n", b"-1\n", b"9223372036854775808\n", b"\xff\n"]
)
def test_a_size_is_a_plain_number_on_a_line(answer):
    assert size_of(b"350\n") == 350
    with pytest.raises(MalformedRequest):
        size_of(answer)


def test_a_log_is_shown_under_the_hash_of_its_name():
    assert origin_path(ORIGIN).removesuffix("/checkpoint").isalnum()
    assert len(origin_path(ORIGIN)) == 64 + len("/checkpoint")
