"""A second process that checks spans: `python -m audit.helping`, one line of JSON in, one line out.

A process of its own rather than a fork: whoever verifies may have threads, and those do not survive a fork.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import IO, cast

import msgspec

from audit.opening import connected
from audit.spans import Span, Told, check_span

_COMMAND = (sys.executable, "-m", __name__)


class Work(msgspec.Struct, frozen=True):
    """The first line: which rows, and of which unit."""

    address: str
    unit: bytes


@contextmanager
def helper(work: Work) -> Iterator["Helper"]:
    """A helper that ends with the block, whatever happened inside."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(each for each in sys.path if each)}
    with subprocess.Popen(  # noqa: S603 - our own interpreter and our own module
        _COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
    ) as process:
        try:
            yield Helper(process, work)
        finally:
            process.kill()


class Helper:
    def __init__(self, process: "subprocess.Popen[bytes]", work: Work) -> None:
        self._questions, self._answers = cast(IO[bytes], process.stdin), cast(IO[bytes], process.stdout)
        self._unsaid = [work]

    def check(self, span: Span) -> Told | None:
        """What a span holds, or None when the helper is gone: then somebody else has to look."""
        try:
            while self._unsaid:
                self._send(self._unsaid.pop())
            self._send(span)
            return msgspec.json.decode(self._answers.readline(), type=Told)
        except (OSError, ValueError):
            return None

    def _send(self, message: msgspec.Struct) -> None:
        self._questions.write(msgspec.json.encode(message) + b"\n")
        self._questions.flush()


def serve() -> None:
    """Answer until there is nothing more to read."""
    work = msgspec.json.decode(sys.stdin.buffer.readline(), type=Work)
    with closing(connected(work.address)) as rows:
        for line in sys.stdin.buffer:
            told = check_span(rows, work.unit, msgspec.json.decode(line, type=Span))
            sys.stdout.buffer.write(msgspec.json.encode(told) + b"\n")
            sys.stdout.buffer.flush()


if __name__ == "__main__":
    serve()
