"""The small shapes that dossier facts are made of."""

from typing import Literal

import msgspec

Channel = Literal["counter", "online", "postal", "home"]
Stage = Literal["intake", "processing"]
Purpose = Literal["handle", "answer", "return", "check", "supervise", "inspect", "receipt"]
"""Why a file was read; nobody writes a name into a choice."""
ClockPolicy = Literal["restart", "stopwatch", "shift"]
ClockPause = Literal["financial_obligation", "external_verification"]
"""What holds the clock up only where the procedure's own law says so; missing papers and a withdrawal always do."""
Method = Literal["cash", "transfer", "online", "post"]
"""How money came in (NĐ 61/2018 Art. 22)."""
About = Literal["result_ready", "supplement", "apology", "payment", "stopped", "early"]
Medium = Literal["sms", "email", "phone", "post", "counter", "zalo"]
Checked = Literal["owner", "authorised", "post"]
Form = Literal["M01", "M02", "M03", "M04", "M05"]
"""Papers that belong to one dossier (TT 03/2025/TT-VPCP, Annex I)."""

PERSON = ("applicant", "personal_id", "phone", "address", "email")


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a checklist: a required document and how many were handed in."""

    name: str
    originals: int = 0
    copies: int = 0


class ItemParticulars(msgspec.Struct, frozen=True, kw_only=True):
    """How many of a paper are asked for, and under which article; in the order of a request's `items`."""

    originals: int = 0
    certified: int = 0
    copies: int = 0
    basis: str = ""


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """An appointment for the result: the legal last day, and the moment the counter closes on it (µs UTC)."""

    date: str
    at: int
    provisional: bool = False


class StageInForce(msgspec.Struct, frozen=True, kw_only=True):
    """One part of a staged limit, and whose it is."""

    unit: str
    value: int | None = None
    cutoff: str | None = None
    who: str = ""


class LimitInForce(msgspec.Struct, frozen=True, kw_only=True):
    """The time limit a dossier was received under; it never changes with the catalogue."""

    unit: str
    value: int | None = None
    cutoff: str | None = None
    policy: ClockPolicy = "restart"
    stages: tuple[StageInForce, ...] = ()
    """Only for a limit whose unit is `staged`."""
    pauses: tuple[ClockPause, ...] = ()
