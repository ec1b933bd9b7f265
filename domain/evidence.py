"""Evidence taken out of the log: which events, for what, and the digest of the bundle that carries them away."""

import re
from typing import Literal

from domain.fact import Fact, Refused, recorded_as

About = Literal["dossiers", "officer", "period"]

DIGEST = re.compile(r"[0-9a-f]{64}")


@recorded_as("evidence.bundled")
class EvidenceBundled(Fact, frozen=True, kw_only=True):
    """A signed file with events and their proofs was made for a court or an inspectorate.

    `manifest` is the SHA-256 (hex) of its list of contents: whoever holds the bundle finds it here again.
    """

    about: About
    dossiers: tuple[str, ...] = ()
    """Hex ids of the dossiers asked for by their codes."""
    officer: str = ""
    first: str = ""
    """First and last local day, ISO, of an officer's acts or of a period."""
    last: str = ""
    events: int = 0
    size: int = 0
    """How many events the log had signed for when the bundle was made."""
    manifest: str
    unsealed: bool = False
    """Whether personal data went with it in the clear; each dossier's reading is recorded as well."""


class NothingToBundle(Refused):
    """No event that a signed head covers is meant by the codes, the officer or the days."""


class UnsealingOfDossiersOnly(Refused):
    """Personal data is opened for dossiers that are named by their codes, not for whole days or officers."""


def bundle(fact: EvidenceBundled) -> EvidenceBundled:
    """The fact itself, once it is about something."""
    if not fact.events or DIGEST.fullmatch(fact.manifest) is None:
        raise NothingToBundle()
    if fact.unsealed and fact.about != "dossiers":
        raise UnsealingOfDossiersOnly()
    return fact
