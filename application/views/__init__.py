"""What the doors see: plain values, in hex ids, ISO dates and microseconds UTC; words are found in `wording`."""

from application.views.dossiers import (
    Apologised,
    Applicant,
    AskedPaper,
    DossierFile,
    DossierPage,
    GivenPaper,
    HistoryLine,
    InboxLine,
    Matter,
    Receipt,
)
from application.views.hall import (
    Announcement,
    Board,
    BoardCall,
    BoardCounter,
    BoardGroup,
    CounterAtWork,
    CounterView,
    TicketPage,
    TicketView,
    WaitRange,
)

__all__ = [
    "Announcement",
    "Apologised",
    "Applicant",
    "AskedPaper",
    "Board",
    "BoardCall",
    "BoardCounter",
    "BoardGroup",
    "CounterAtWork",
    "CounterView",
    "DossierFile",
    "DossierPage",
    "GivenPaper",
    "HistoryLine",
    "InboxLine",
    "Matter",
    "Receipt",
    "TicketPage",
    "TicketView",
    "WaitRange",
]
