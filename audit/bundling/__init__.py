"""Evidence for a court or an inspectorate: events with their proofs, a report, and the means to check it."""

from audit.bundling.choosing import Chosen
from audit.bundling.making import Bundle, make_bundle

__all__ = ["Bundle", "Chosen", "make_bundle"]
