"""Runs the command in this process, as a shell would: arguments in, exit code and two streams out."""

import json
import sys
from dataclasses import dataclass
from functools import cache

from typer.main import get_command
from typer.testing import CliRunner

from motcua.__main__ import app


@dataclass
class Answer:
    code: int
    out: str
    err: str

    @property
    def document(self):
        return json.loads(self.out)


@cache
def commands():
    """The tree of all commands, grown once: that takes longer than most of them."""
    return get_command(app)


def motcua(*arguments, language="en", typed=None):
    runner = CliRunner(env={"MOTCUA_LANG": language, "COLUMNS": "200"})
    with runner.isolation(input=typed) as (out, err, _):
        try:
            commands().main([str(each) for each in arguments], prog_name="motcua")
        except SystemExit as ended:
            code = ended.code or 0
        sys.stdout.flush()
        sys.stderr.flush()
        return Answer(code, out.getvalue().decode(), " ".join(err.getvalue().decode().split()))
