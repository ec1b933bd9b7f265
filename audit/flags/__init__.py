"""Red flags: questions that a log raises by itself, exact ones and statistical ones apart. Never a verdict."""

from audit.flags.catalogue import Rule, rules, version
from audit.flags.finding import Evidence, Finding, NotRun, Null, Report
from audit.flags.running import Run, UnknownRule, run

__all__ = [
    "Evidence", "Finding", "NotRun", "Null", "Report", "Rule", "Run", "UnknownRule", "rules", "run", "version",
]  # fmt: skip
