"""Which way each parameter favours the citizen: what an overlay may better, and when it does.

A parameter that is not listed here is fixed by the law: a province or a commune cannot set it at all.
"""

import re
from collections.abc import Callable
from typing import Literal, Protocol

import msgspec

from domain.rules.facts import Setting

Favour = Literal["less", "more", "later", "fuller", "shorter", "granted", "own", "own_choice"]

LIMIT = "limit"
"""The time limit of the procedures a set is about: 3wd, 15d, 8wh or same-day."""
FEE_PERCENT = "fee_percent"
"""What is still to be paid of the tariff, from 0 (waived) to 100."""
WHOLE = 100
ONLINE_LEVELS = ("none", "partial", "full")

_LESS = (
    "online_accept_wh", "intake_supplements", "processing_supplements", "processing_supplements_hard",
    "processing_supplement_working_days", "apologies", "feedback_transfer_wd", "feedback_supplement_wd",
    "feedback_resolve_wd", "feedback_publish_wd", "complaint_first_days", "complaint_first_days_complex",
    "complaint_send_wd", "denunciation_initial_wd", "denunciation_transfer_wd", "denunciation_notify_wd",
    "denunciation_resolve_days", "denunciation_extension_days", "denunciation_extensions",
    "reception_reply_wd", "forward_grace_minutes", FEE_PERCENT,
)  # fmt: skip
_MORE = (
    "supplement_answer_working_days", "payment_answer_working_days", "apology_lead_days",
    "postal_invitations", "postal_gap_wd", "unclaimed_after_days", "unclaimed_notices",
)  # fmt: skip
OWN = {
    "queue_priority_in_a_row": (1, 5),
    "queue_ordinary_waits_minutes": (5, 120),
    "queue_long_waits_in_a_row": (1, 5),
    "queue_appointments_in_a_row": (1, 3),
    "queue_appointment_lead_minutes": (0, 30),
    "queue_recalls": (1, 5),
    "queue_rejoin_within_minutes": (10, 480),
    "queue_warn_ahead": (0, 10),
    "queue_issue_early_minutes": (0, 120),
    "queue_issue_stops_minutes": (0, 120),
    "queue_numbers_per_day": (0, 2000),
    "queue_remote_radius_minutes": (0, 240),
    "queue_remote_per_day": (0, 500),
}
"""What a unit sets for its own waiting room as it sees fit, from the least to the most that does nobody harm."""
OWN_CHOICES = ("queue_issue_at_lunch", "queue_issue_only_in_hours", "queue_remote_tickets")

FAVOURS: dict[str, Favour] = {
    **dict.fromkeys(_LESS, "less"),
    **dict.fromkeys(_MORE, "more"),
    **dict.fromkeys(OWN, "own"),
    **dict.fromkeys(OWN_CHOICES, "own_choice"),
    "same_day_cutoff": "later",
    "forward_cutoff": "later",
    "online_level": "fuller",
    "complaint_accept": "shorter",
    "home_visits_for_all": "granted",
    LIMIT: "shorter",
}

_HOUR = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
_LIMIT = re.compile(r"([1-9][0-9]{0,3})(wd|d|wh)")
_UNITS = {"wd": "working_day", "d": "calendar_day", "wh": "working_hour"}
_WORDS = {unit: word for word, unit in _UNITS.items()}
SAME_DAY = "same-day"


class LimitLike(Protocol):
    """A time limit in any room's own shape."""

    @property
    def unit(self) -> str: ...
    @property
    def value(self) -> int | None: ...
    @property
    def cutoff(self) -> str | None: ...


class PlainLimit(msgspec.Struct, frozen=True):
    """A limit as a rule set writes it. `cutoff` (HH:MM) is the rules' own where it is None."""

    unit: str
    value: int | None = None
    cutoff: str | None = None


def read_limit(text: Setting) -> PlainLimit | None:
    """The limit behind `3wd`, `15d`, `8wh` or `same-day`; None for anything else."""
    if text == SAME_DAY:
        return PlainLimit("same_day")
    found = _LIMIT.fullmatch(str(text))
    return PlainLimit(_UNITS[found[2]], int(found[1])) if found else None


def limit_word(limit: LimitLike) -> str:
    """A limit as rule sets write it; `none_stated` and limits in stages have no such word and keep their unit."""
    if limit.unit == "same_day":
        return SAME_DAY
    return f"{limit.value}{_WORDS[limit.unit]}" if limit.unit in _WORDS else limit.unit


def no_longer(limit: LimitLike, than: LimitLike) -> bool:
    """Whether a limit never ends after another one, whenever both begin; False where nobody can say.

    n calendar days never end after n working days, and same-day business after its cut-off ends on the next
    working day. A number of hours depends on the office's own hours, so it is only compared with hours.
    """
    if than.unit == "none_stated":
        return True
    if limit.unit == than.unit == "same_day":
        return limit.cutoff is None or than.cutoff is None or limit.cutoff >= than.cutoff
    if limit.unit == "same_day":
        return than.unit in {"working_day", "calendar_day"}
    if limit.value is None or than.value is None:
        return False
    comparable = limit.unit == than.unit or (limit.unit, than.unit) == ("calendar_day", "working_day")
    return comparable and limit.unit in _WORDS and limit.value <= than.value


def well_formed(parameter: str, value: Setting) -> bool:
    """Whether an overlay's value is of the kind its parameter needs."""
    whole = isinstance(value, int) and not isinstance(value, bool) and value >= 0
    match FAVOURS.get(parameter):
        case "less" | "more":
            return whole
        case "own":
            least, most = OWN[parameter]
            return whole and least <= int(value) <= most
        case "own_choice":
            return isinstance(value, bool)
        case "later":
            return _HOUR.fullmatch(str(value)) is not None
        case "fuller":
            return value in ONLINE_LEVELS
        case "shorter":
            return read_limit(value) is not None
        case "granted":
            return isinstance(value, bool)
        case _:
            return False


def as_good(parameter: str, value: Setting, above: Setting | None) -> bool:
    """Whether a value gives the citizen at least what the levels above give; None above: they are silent."""
    if not well_formed(parameter, value):
        return False
    if above is None:
        return parameter != FEE_PERCENT or int(value) <= WHOLE
    if not well_formed(parameter, above):
        return False
    return _AS_GOOD[FAVOURS[parameter]](value, above)


def _never_longer(value: Setting, above: Setting) -> bool:
    mine, theirs = read_limit(value), read_limit(above)
    return mine is not None and theirs is not None and no_longer(mine, theirs)


_AS_GOOD: dict[Favour, Callable[[Setting, Setting], bool]] = {
    "less": lambda value, above: int(value) <= int(above),
    "more": lambda value, above: int(value) >= int(above),
    "later": lambda value, above: str(value) >= str(above),
    "fuller": lambda value, above: ONLINE_LEVELS.index(str(value)) >= ONLINE_LEVELS.index(str(above)),
    "granted": lambda value, above: bool(value) or not above,
    "shorter": _never_longer,
    "own": lambda value, above: True,
    "own_choice": lambda value, above: True,
}
