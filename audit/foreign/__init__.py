"""Logs of other systems: read, checked, and asked every question that their columns allow."""

from collections.abc import Callable, Mapping
from datetime import tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from audit.foreign.columns import Meanings
from audit.foreign.csv_file import read_csv
from audit.foreign.gathering import Imported
from audit.foreign.ocel import read_ocel
from audit.foreign.opening import format_of
from audit.foreign.xes import read_xes

HERE = ZoneInfo("Asia/Ho_Chi_Minh")

_READERS: Mapping[str, Callable[[Path, Meanings, tzinfo], Imported]] = {
    "xes": read_xes,
    "ocel2": read_ocel,
    "csv": read_csv,
}


def read_log(path: Path, said: Mapping[str, str] | None = None, zone: tzinfo = HERE) -> Imported:
    """The log in a file: XES (also `.xes.gz`), OCEL 2.0 JSON or CSV, told apart by its name.

    `said` gives columns a meaning (`audit.foreign.columns.MEANINGS`); moments without an offset are those of `zone`.
    Raises the refusals of `audit.foreign.refusals`.
    """
    return _READERS[format_of(path)](path, Meanings(said or {}), zone)
