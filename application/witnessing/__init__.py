"""Bodies outside the office that countersign its heads, so that nobody inside can rewrite what they have seen."""

from application.witnessing.asking import Asking, Unheard
from application.witnessing.book import Book, Timeline
from application.witnessing.comparing import Comparison, Known, compare
from application.witnessing.pusher import Pusher
from application.witnessing.trust import PolicyUnreadable, Trust
from application.witnessing.witnessing import Covering, Outcome, Witnessing

__all__ = [
    "Asking",
    "Book",
    "Comparison",
    "Covering",
    "Known",
    "Outcome",
    "PolicyUnreadable",
    "Pusher",
    "Timeline",
    "Trust",
    "Unheard",
    "Witnessing",
    "compare",
]
