"""The papers of the law: made from facts, given out, and printed again exactly as they were."""

from application.papers.issuing import (
    apology_paper,
    paper_for,
    receipt_paper,
    refusal_paper,
    requested_receipt,
    stop_paper,
    supplement_paper,
)
from application.papers.of_the_log import NoSuchEvent
from application.papers.register import OneYearAtATime, register_pages
from application.papers.reprinting import (
    IssuedPaper,
    NoSuchPaper,
    PaperContradicted,
    PaperErased,
    PaperOfLaterVersion,
    issued_papers,
    reprint,
)
from application.papers.slip import control_slip

__all__ = [
    "IssuedPaper",
    "NoSuchEvent",
    "NoSuchPaper",
    "OneYearAtATime",
    "PaperContradicted",
    "PaperErased",
    "PaperOfLaterVersion",
    "apology_paper",
    "control_slip",
    "issued_papers",
    "paper_for",
    "receipt_paper",
    "refusal_paper",
    "register_pages",
    "reprint",
    "requested_receipt",
    "stop_paper",
    "supplement_paper",
]
