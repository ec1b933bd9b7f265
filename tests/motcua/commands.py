"""Runs the command in this process, as a shell would: arguments in, exit code and two streams out."""

import json
from dataclasses import dataclass

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


def motcua(*arguments, language="en", typed=None):
    done = CliRunner().invoke(
        app, [str(each) for each in arguments], input=typed, env={"MOTCUA_LANG": language, "COLUMNS": "200"}
    )
    return Answer(done.exit_code, done.stdout, " ".join(done.stderr.split()))
