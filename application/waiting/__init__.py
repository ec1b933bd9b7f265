"""The waiting room read: who waits for whom, how long it may take, when numbers are given, and whether all was fair."""

from application.waiting.announcements import Announcements
from application.waiting.estimates import Estimates, Plan
from application.waiting.fair import Claim, Claims, priority_claims, told_fairness
from application.waiting.forecasts import Forecasts
from application.waiting.hall_now import Now, caller_at, policy_on, recent_calls, run_at, waiting_now
from application.waiting.hours import Hours

__all__ = [
    "Announcements",
    "Claim",
    "Claims",
    "Estimates",
    "Forecasts",
    "Hours",
    "Now",
    "Plan",
    "caller_at",
    "policy_on",
    "priority_claims",
    "recent_calls",
    "run_at",
    "told_fairness",
    "waiting_now",
]
