"""Passwords on the command line: typed unseen at a terminal, else the first line of standard input."""

import sys

import typer

from motcua.console import WRONG_USE, fail, language
from wording import say


def asked(sentence: str, again: str = "") -> str:
    """The password that `sentence` asks for; `again` asks a second time, where somebody types.

    Without a terminal it is the first line of standard input, such as a file that only its owner may read.
    """
    if sys.stdin.isatty():
        typed = typer.prompt(sentence, hide_input=True, confirmation_prompt=again or False, err=True)
        return str(typed)
    line = sys.stdin.readline()
    if not line:
        fail(say("cli.no_password", language()), WRONG_USE)
    return line.rstrip("\r\n")
