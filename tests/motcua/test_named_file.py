"""A file named on the command line is there, readable, not empty and of the right kind, or a sentence says so first."""

import os

import pytest
import typer

from motcua.console import answering
from motcua.named_file import a_text
from tests.motcua.commands import motcua

NAMING = {
    "catalogue import": ("{file}",),
    "rules adopt": ("{file}",),
    "tariff adopt": ("{file}",),
    "post record": ("{file}", "--by", "nt.hoa"),
    "calendar revise": ("{file}", "--why", "x"),
    "audit import": ("{file}",),
    "audit bundle": ("--day", "2025-07-01", "--key", "{file}"),
    "audit export": ("--pseudonym-key", "{file}"),
    "restore": ("image", "--signer", "{file}"),
    "witness accept": ("{file}",),
    "witness compare": ("--reply", "{file}"),
    "key reopen": ("--head", "{file}"),
    "inspect check": ("{file}",),
    "desk": ("--server", "http://127.0.0.1:1", "--credential", "{file}"),
}
OF_TEXT = NAMING.keys() - {"audit import", "audit export", "witness accept", "witness compare"}


def said_of(command, file, language="en"):
    return motcua(*command.split(), *(each.format(file=file) for each in NAMING[command]), language=language)


def wrong(folder):
    """Files by what is wrong with them, and a word of the sentence about it."""
    (folder / "a.folder").mkdir()
    (folder / "empty").touch()
    return {"nowhere": "There is no file", "a.folder": "is a folder", "empty": "is empty"}


@pytest.mark.parametrize("command", NAMING)
def test_what_is_wrong_with_a_file_is_said_before_anything_is_done(command, tmp_path):
    for name, word in wrong(tmp_path).items():
        said = said_of(command, tmp_path / name)
        assert (said.code, said.out) == (2, "")
        assert str(tmp_path / name) in said.err
        assert word in said.err


@pytest.mark.parametrize("command", sorted(OF_TEXT))
def test_where_a_text_is_wanted_nothing_else_is_taken_for_one(command, tmp_path):
    for octets in (bytes(range(256)) * 8, b"PK\x03\x04\x00\x00", "chữ".encode("utf-16")):
        (tmp_path / "other").write_bytes(octets)
        said = said_of(command, tmp_path / "other", language="vi")
        assert (said.code, "không phải văn bản UTF-8" in said.err) == (2, True)


def test_a_letter_cut_in_two_at_the_end_of_what_is_looked_at_is_still_text(tmp_path):
    (tmp_path / "long").write_text("x" + "ệ" * 40_000, encoding="utf-8")
    assert said_of("tariff adopt", tmp_path / "long").code == 1


def test_a_pipe_is_left_for_the_command_to_read(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert a_text(tmp_path / "pipe") == tmp_path / "pipe"


def test_a_password_comes_from_standard_input_where_nobody_can_be_asked(tmp_path):
    store = tmp_path / "store"
    assert motcua("init", "--store", store).code == 0
    assert motcua("staff", "password", "nt.hoa", "--store", store, typed="mật khẩu dài\n").code == 0

    by = ("inspect", "threads", "--by", "nt.hoa", "--store", store)

    assert motcua(*by, typed="mật khẩu dài\n").code == 0
    nobody = motcua(*by, typed="")
    assert (nobody.code, "standard input" in nobody.err) == (2, True)
    assert "Warning" not in nobody.err


def test_a_file_that_fails_while_it_is_used_is_named_and_is_no_bug(tmp_path, capsys):
    def command():
        (tmp_path / "gone").read_bytes()

    with pytest.raises(typer.Exit) as ended:
        answering(command)()

    said = " ".join(capsys.readouterr().err.split())
    assert ended.value.exit_code == 1
    assert "gone" in said.replace(" ", "")
    assert "MOTCUA_DEBUG" not in said
