"""The kiosk does not stop: numbers held in advance, a small store of its own, and everything delivered once."""

from kiosk.keeping.doors import NoNumbersLeft
from kiosk.keeping.office import KeptOffice, Standing
from kiosk.keeping.safe import Safe

__all__ = ["KeptOffice", "NoNumbersLeft", "Safe", "Standing"]
