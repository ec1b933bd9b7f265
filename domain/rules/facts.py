"""What happens to a set of rules: adopted from a day on, signed off by a person, withdrawn from a day on."""

from typing import Literal

import msgspec

from domain.fact import Fact, recorded_as

Level = Literal["national", "province", "commune"]
Setting = str | int | bool


@recorded_as("rules.adopted")
class RulesAdopted(Fact, frozen=True, kw_only=True):
    """A dated set of parameters (supplement limits, cut-offs, clock policy) comes into force.

    `confirmed_by` names the person who checked it against the instrument; empty while nobody has. A set says
    only what it changes: what it does not name stays as earlier sets of its level have it.
    """

    ruleset: str
    valid_from: str
    parameters: dict[str, Setting]
    source: str = ""
    confirmed_by: str = ""
    level: Level = "national"
    scope: str = ""
    """Whom an overlay is for: the two digits of a province, the five of a commune; empty for the nation."""
    fields: tuple[str, ...] = ()
    """The fields of procedures it is about, or `procedures` by code; every procedure where both are empty."""
    procedures: tuple[str, ...] = ()
    valid_to: str = ""
    """First day (ISO) on which it is no longer in force; empty while nobody knows one."""
    basis: dict[str, str] = msgspec.field(default_factory=dict)
    """The provision that each parameter was taken from."""
    uncertain: tuple[str, ...] = ()
    """Parameters that nobody has read in the instrument itself, whatever is confirmed of the rest."""
    confirmed_at: str = ""


@recorded_as("rules.confirmed")
class RulesConfirmed(Fact, frozen=True, kw_only=True):
    """A named person compared the set with the instrument and answers for it, from this day (ISO)."""

    ruleset: str
    confirmed_by: str
    confirmed_at: str


@recorded_as("rules.withdrawn")
class RulesWithdrawn(Fact, frozen=True, kw_only=True):
    """The set ends: `valid_to` is the first day without it. What was received before keeps it."""

    ruleset: str
    valid_to: str
    why: str
