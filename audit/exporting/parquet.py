"""Writes Parquet, the same columns as the CSV with real types. Needs pyarrow, which is not part of the product."""

from importlib import import_module
from pathlib import Path
from typing import Any

from audit.cases import CaseLog
from audit.exporting.table import columns
from domain.fact import Refused


class ParquetNeedsPyarrow(Refused):
    """Parquet is written by pyarrow, which is installed for it alone."""


def write_parquet(log: CaseLog, path: Path) -> None:
    """One row for each event. Raises `ParquetNeedsPyarrow`."""
    try:
        arrow: Any = import_module("pyarrow")
        parquet: Any = import_module("pyarrow.parquet")
    except ImportError:
        raise ParquetNeedsPyarrow() from None
    moment = arrow.timestamp("us", "UTC")
    types = {
        "text": arrow.string(), "boolean": arrow.bool_(), "integer": arrow.int64(), "number": arrow.float64(),
        "moment": moment,
    }  # fmt: skip
    both = [(case, event) for case in log.cases for event in case.events]
    filled = {
        "case": arrow.array([case.id for case, _ in both], arrow.string()),
        "activity": arrow.array([event.activity for _, event in both], arrow.string()),
        "moment": arrow.array([event.moment for _, event in both], moment),
        "recorded": arrow.array([event.recorded or None for _, event in both], moment),
        "resource": arrow.array([event.resource or None for _, event in both], arrow.string()),
        "index": arrow.array([event.index if event.index >= 0 else None for _, event in both], arrow.int64()),
    }
    for column in columns(log):
        values = [column.value(case, event) for case, event in both]
        filled[column.header] = arrow.array(values, types[column.type])
    parquet.write_table(arrow.table(filled), path)
