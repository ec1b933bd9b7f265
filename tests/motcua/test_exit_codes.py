"""The exit codes of docs/commands.md, over every command: 0 done, 1 the answer is no, 2 wrong use."""

from pathlib import Path

import pytest

from motcua.named_file import a_file, a_text
from tests.motcua.commands import commands, motcua
from tests.motcua.test_help import every_command

OWN_ROOF = frozenset(
    {
        "demo", "init", "bench", "audit checker", "audit check", "audit import", "inspect check", "inspect key",
        "witness init", "calendar due", "calendar check", "catalogue diff", "queue simulate",
    }
)  # fmt: skip
"""Commands that need no office, or make one."""
SCREENS = {"kiosk", "desk", "board", "inspect"}
LEAVES = [path for path in every_command() if path]


def command_at(path):
    command = commands()
    for name in path:
        command = command.commands[name]
    return command


def filled(path, folder):
    """The command's required words with values of the right kind, none of which any office knows."""
    words = []
    for each in command_at(path).params:
        if not each.required:
            continue
        text = folder / "a.file" if each.callback in {a_file, a_text} else "1"
        words += [each.opts[0], text] if each.opts[0].startswith("-") else [text]
    return words


@pytest.mark.parametrize("path", LEAVES, ids=" ".join)
def test_an_option_that_is_none_is_wrong_use(path):
    assert motcua(*path, "--frobnicate").code == 2


@pytest.mark.parametrize("path", LEAVES, ids=" ".join)
def test_an_office_that_is_not_there_is_one_sentence_and_no_success(path, tmp_path, monkeypatch):
    name = " ".join(path)
    if hasattr(command_at(path), "commands") or name in OWN_ROOF | SCREENS:
        return
    monkeypatch.setenv("MOTCUA_WITNESS", str(tmp_path / "nowhere"))
    (tmp_path / "a.file").write_text("1")
    store = (
        ["--store", tmp_path / "nowhere"]
        if any(each.name == "store" for each in command_at(path).params)
        else []
    )

    said = motcua(*path, *filled(path, tmp_path), *store)

    assert said.code in {1, 2}, said
    assert "unexpected error" not in said.err
    assert said.err.endswith((".", "!")), said.err
    assert not Path(tmp_path / "nowhere").exists()
