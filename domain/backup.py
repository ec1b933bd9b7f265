"""Copies of the store: that one was made, and by which digest it is known again."""

from domain.fact import Fact, recorded_as


@recorded_as("store.backed_up")
class StoreBackedUp(Fact, frozen=True, kw_only=True):
    """A backup was made. `manifest` is the SHA-256 (hex) of its list of files, each with its own hash."""

    manifest: str
    events: int
    """How many events it holds."""
    files: int
    octets: int
    with_keys: bool = False
    """Whether a file with the keys was made beside it."""
