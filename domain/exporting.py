"""What left the house as a file: the log itself remembers which, so that it is known again."""

import re
from typing import Literal

from domain.fact import Fact, Refused, recorded_as

ExportFormat = Literal["xes", "ocel2", "csv", "parquet"]

DIGEST = re.compile(r"[0-9a-f]{64}")


@recorded_as("log.exported")
class LogExported(Fact, frozen=True, kw_only=True):
    """The dossiers and tickets of the log, up to event `size`, were written into one file, without citizens' data.

    `digest` is the SHA-256 of the file in hex; `cases` and `events` are how many it holds.
    """

    format: ExportFormat
    digest: str
    size: int
    cases: int
    events: int


class NotADigest(Refused):
    """A file is recognised by its SHA-256: 64 letters and digits."""


def export(fact: LogExported) -> LogExported:
    """Remember a file that leaves the house."""
    if DIGEST.fullmatch(fact.digest) is None:
        raise NotADigest(digest=fact.digest)
    return fact
