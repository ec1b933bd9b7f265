"""Laws are tried on many examples, and none of them by a stop-watch: a busy machine proves nothing about the house."""

from hypothesis import HealthCheck, settings

settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")
