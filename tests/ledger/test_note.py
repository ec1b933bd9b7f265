"""A signed note has one writing, is signed by whom it says, and is refused by one named error otherwise."""

import base64
from contextlib import suppress
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ledger import note
from ledger.fault import MalformedKey, MalformedNote, UntrustedSignature
from ledger.note import Cosigner, Note, Signature, Signer, VerifyKey
from tests.ledger.house import FRONT, INSPECTORATE, LOG, NOON

GO_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
GO_NOTE = (
    "This is an example message.\n\n\u2014 example.com/foo "
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)
TEXT = "Một cửa\nhai dòng\n"
SIGNED = note.signed(TEXT, LOG.sign(TEXT), INSPECTORATE.cosign(TEXT, NOON))
KEYS = (LOG.key, INSPECTORATE.key)


def test_the_example_of_the_specification_is_accepted():
    assert (
        note.verify(Note.parse(GO_NOTE.encode()), [VerifyKey.parse(GO_KEY)])[0].key.name == "example.com/foo"
    )
    assert bytes(Note.parse(GO_NOTE.encode())) == GO_NOTE.encode()


def test_a_signature_and_a_cosignature_are_both_verified():
    verified = note.verify(SIGNED, KEYS)
    assert [(each.key, each.time) for each in verified] == [(LOG.key, None), (INSPECTORATE.key, NOON)]


def test_a_line_by_a_stranger_is_passed_over():
    assert len(note.verify(SIGNED, [LOG.key])) == 1


def test_a_note_that_no_known_key_signed_is_refused():
    with pytest.raises(UntrustedSignature, match="No key you trust"):
        note.verify(SIGNED, [FRONT.key])


@pytest.mark.parametrize("number", [0, 1])
def test_a_false_signature_by_a_known_key_spoils_the_whole_note(number):
    lines = list(SIGNED.signatures)
    lines[number] = lines[number]._replace(payload=lines[number].payload[:-1] + b"\0")
    with pytest.raises(UntrustedSignature, match="was changed"):
        note.verify(Note(TEXT, tuple(lines)), KEYS)


def test_a_cosignature_is_bound_to_its_time():
    line = INSPECTORATE.cosign(TEXT, NOON)
    later = line._replace(payload=(NOON + 1).to_bytes(8, "big") + line.payload[8:])
    with pytest.raises(UntrustedSignature):
        note.verify(Note(TEXT, (later,)), KEYS)


def test_a_cosignature_is_never_taken_for_a_signature():
    plain = Signer(INSPECTORATE.key.name, sha256(b"test inspectorate").digest())
    line = Signature(plain.key.name, plain.key.id, INSPECTORATE.cosign(TEXT, NOON).payload)
    with pytest.raises(UntrustedSignature):
        note.verify(Note(TEXT, (line,)), [plain.key])
    with pytest.raises(ValueError, match="cosign"):
        INSPECTORATE.sign(TEXT)


def test_a_key_of_an_unknown_kind_is_refused():
    key = VerifyKey("future", 0x0A, LOG.key.public)
    with pytest.raises(UntrustedSignature, match="kind"):
        note.verify(Note(TEXT, (Signature("future", key.id, bytes(64)),)), [key])


@given(some.integers(0, len(bytes(SIGNED)) * 8 - 1))
def test_any_flipped_bit_of_a_note_is_noticed(bit):
    changed = bytearray(bytes(SIGNED))
    changed[bit // 8] ^= 1 << bit % 8
    try:
        read = Note.parse(bytes(changed))
        verified = note.verify(read, KEYS)
    except (MalformedNote, UntrustedSignature):
        return
    # What is left is a line turned into a stranger's: the statement is the same, and a signature is missing.
    assert read.text == TEXT
    assert len(verified) < len(KEYS)


words = some.text(some.characters(min_codepoint=0x21, max_codepoint=0x2FF), min_size=1, max_size=12)
names = words.filter(lambda name: name.isprintable() and not set(name) & set("+\u00a0\u00ad"))
texts = some.lists(words, min_size=1, max_size=3).map(lambda lines: "\n".join(lines) + "\n")


@given(texts, some.lists(names, min_size=1, max_size=16, unique=True), some.binary(min_size=1, max_size=80))
def test_a_note_read_and_written_again_is_the_same(text, signers, payload):
    text = "".join(each for each in text if each == "\n" or each.isprintable()).lstrip("\n") or "x\n"
    whole = Note(text, tuple(Signature(name, b"abcd", payload) for name in signers))
    assert Note.parse(bytes(whole)) == whole


@given(some.binary(max_size=200))
def test_no_bytes_do_more_harm_than_the_declared_error(octets):
    with suppress(MalformedNote):
        assert bytes(Note.parse(octets)) == octets


LINE = str(SIGNED.signatures[0])


@pytest.mark.parametrize(
    "octets",
    [
        b"",
        b"\n\n",
        f"{TEXT}\n".encode(),
        f"{TEXT}\n{LINE}".encode()[:-1],
        f"{TEXT}{LINE}".encode(),
        f"{TEXT}\n{LINE}\n".encode(),
        f"{TEXT}\n{LINE}".replace("\n", "\r\n").encode(),
        f"\ufeff{TEXT}\n{LINE}".encode(),
        f"{TEXT}\t\n\n{LINE}".encode(),
        f"{TEXT}\x7f\n\n{LINE}".encode(),
        f"{TEXT}\n{LINE}".encode() + b"\xff",
        f"{TEXT}\n{LINE}{LINE}".encode(),
        f"{TEXT}\n{LINE.replace(chr(0x2014), '-')}".encode(),
        f"{TEXT}\n{LINE.replace(' ', '  ')}".encode(),
        f"{TEXT}\n{LINE.replace('=', '')}".encode(),
        f"{TEXT}\n\u2014 name AAAA\n".encode(),
        f"{TEXT}\n\u2014 na+me AAAAAAAA\n".encode(),
        f"{TEXT}\n\u2014 name AAAAAAB=\n".encode(),
        (TEXT + "\n" + LINE + "".join(f"\u2014 w{n} AAAAAAAA\n" for n in range(16))).encode(),
        b"x" * 20_000,
    ],
)
def test_every_other_writing_of_a_note_is_refused(octets):
    with pytest.raises(MalformedNote):
        Note.parse(octets)


def test_a_text_without_a_last_line_break_cannot_be_signed():
    with pytest.raises(MalformedNote, match="line break"):
        LOG.sign("no end")


def test_keys_are_written_and_read_in_one_way():
    assert VerifyKey.parse(LOG.vkey) == LOG.key
    assert Signer.parse(LOG.private).key == LOG.key
    assert Cosigner.parse(FRONT.private).key == FRONT.key
    assert LOG.private.startswith(f"PRIVATE+KEY+{LOG.key.name}+")


def test_a_private_key_never_shows_itself():
    secret = LOG.private.rpartition("+")[2]
    assert secret not in f"{LOG!r} {LOG.key!r}"
    assert "..." in repr(LOG)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name",
        "name+00000000",
        GO_KEY.replace("530d903a", "530d903b"),
        GO_KEY.replace("530d903a", "530D903A"),
        GO_KEY + "=",
        GO_KEY[:-4],
        GO_KEY.replace("example.com", "exam ple.com"),
        "+" + GO_KEY,
        GO_KEY.replace("example.com/foo", ""),
        GO_KEY[:-1] + "\u00e9",
        "name+00000000+" + base64.b64encode(bytes(12)).decode(),
    ],
)
def test_any_other_writing_of_a_key_is_refused(text):
    with pytest.raises(MalformedKey):
        VerifyKey.parse(text)
    with pytest.raises(MalformedKey):
        Signer.parse("PRIVATE+KEY+" + text)


def test_a_private_key_of_another_kind_or_with_another_id_is_refused():
    with pytest.raises(MalformedKey, match="kind"):
        Signer.parse(FRONT.private)
    with pytest.raises(MalformedKey, match="begins with"):
        Signer.parse(LOG.vkey)
    with pytest.raises(MalformedKey, match="own"):
        Signer.parse(LOG.private.replace(LOG.key.id.hex(), "00000000"))
    with pytest.raises(MalformedKey, match="32 bytes"):
        Signer("name", b"short")


@pytest.mark.parametrize("time", [-1, 2**63])
def test_a_time_that_no_clock_shows_is_not_signed(time):
    with pytest.raises(ValueError, match="not a time"):
        FRONT.cosign(TEXT, time)
