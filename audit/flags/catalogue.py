"""The one catalogue of red flags: what each asks, on which ground, with which dated parameters, and how often it errs.

The rules are the 34 of the life cycle of dossiers and the 24 of the audit, merged; `merges` says which. The words
are in `wording/`, under `flags.<rule>`.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Literal

import msgspec

from audit.flags.finding import Kind, Severity

Certainty = Literal["law", "record", "threshold", "statistic"]
"""The law says the number; the log contradicts itself; the number is ours; it is a comparison with peers."""
Setting = int | float | str | tuple[str, ...]

FILES = ("exact.toml", "statistical.toml", "unrecorded.toml")
COMMON = "common"
"""Not a rule: the parameters of the comparison with chance."""


class Parameters(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What holds from a day (ISO) on."""

    valid_from: str
    values: dict[str, Setting] = {}


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A line of the catalogue. `needs` are columns of the log; `unrecorded` says why it is never run, if it is not."""

    id: str
    kind: Kind
    severity: Severity
    certainty: Certainty
    basis: str
    """Article or paper."""
    merges: tuple[str, ...]
    """Which rules of the two lists it came from: R01 to R34 and A01 to A24."""
    needs: tuple[str, ...] = ()
    parameters: tuple[Parameters, ...] = ()
    unrecorded: bool = False
    power: float | None = None
    """The share of logs in which a statistical rule found what was planted for it (docs/flags.md)."""

    def on(self, day: str) -> Mapping[str, Setting]:
        """The parameters in force on a day (ISO), the earliest ones before any was."""
        known = sorted(self.parameters, key=lambda each: each.valid_from)
        held = [each for each in known if each.valid_from <= day]
        chosen = held[-1:] or known[:1]
        return chosen[0].values if chosen else {}


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: str
    rule: tuple[Rule, ...]


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule by its id, exact ones first."""
    found = [rule for file in _files() for rule in file.rule if rule.id != COMMON]
    return {rule.id: rule for rule in found}


@cache
def common() -> Rule:
    return next(rule for file in _files() for rule in file.rule if rule.id == COMMON)


@cache
def version() -> str:
    """The latest version among the files of the catalogue: the rule set a run was made with."""
    return max(file.version for file in _files())


def parameters_digest(day: str) -> str:
    """SHA-256 (hex) of all parameters in force on a day."""
    every = {rule.id: dict(rule.on(day)) for rule in (*rules().values(), common())}
    return sha256(msgspec.json.encode(every, order="sorted")).hexdigest()


@cache
def _files() -> tuple[_File, ...]:
    folder = files("audit.flags").joinpath("data")
    texts = (folder.joinpath(name).read_text(encoding="utf-8") for name in FILES)
    return tuple(msgspec.convert(tomllib.loads(text), _File) for text in texts)
