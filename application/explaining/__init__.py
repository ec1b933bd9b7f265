"""A dossier's clock explained line by line, so that an officer and a citizen can check the dates by hand."""

from application.explaining.clock_life import Explanation, Move, NoClockYet, explain
from application.explaining.telling import as_lines
from application.explaining.verdicts import Outcome, Verdict

__all__ = ["Explanation", "Move", "NoClockYet", "Outcome", "Verdict", "as_lines", "explain"]
