"""GROUND. What the office decides and remembers: facts and rules, with no clock, chance, storage or screen.

Importing the package imports every capability, so `FACTS` is complete wherever `domain` is imported.
"""

from domain import calendar, catalogue, dossier, office, queue, staff

__all__ = ["calendar", "catalogue", "dossier", "office", "queue", "staff"]
