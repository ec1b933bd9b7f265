"""Laws are tried on many examples, and none of them by a stop-watch: a busy machine proves nothing about the house."""

import os

from hypothesis import HealthCheck, settings

EXPLORE = bool(os.environ.get("MOTCUA_EXPLORE"))
"""The same examples in every run, so that a red run tells of a change and not of luck; new ones in the long run."""

settings.register_profile(
    "house", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=not EXPLORE
)
settings.load_profile("house")
