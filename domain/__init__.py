"""GROUND. What the office decides and remembers: facts and rules, with no clock, chance, storage or screen.

Importing the package imports every capability, so `FACTS` is complete wherever `domain` is imported.
"""

from domain import (
    appointment,
    calendar,
    cash,
    catalogue,
    device,
    dossier,
    feedback,
    guidance,
    office,
    post,
    queue,
    rules,
    site,
    staff,
    tariff,
)

__all__ = [
    "appointment",
    "calendar",
    "cash",
    "catalogue",
    "device",
    "dossier",
    "feedback",
    "guidance",
    "office",
    "post",
    "queue",
    "rules",
    "site",
    "staff",
    "tariff",
]
