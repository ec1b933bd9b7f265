"""Each form as blocks of words, one module for each form; this file finds the one that lays out a content."""

from collections.abc import Callable
from typing import Any

from papers.contents import (
    Apology,
    Content,
    ControlSlip,
    Proof,
    Receipt,
    Refusal,
    Register,
    StopNotice,
    SupplementRequest,
)
from papers.forms.apology import apology
from papers.forms.control_slip import control_slip
from papers.forms.proof import with_proof
from papers.forms.receipt import receipt
from papers.forms.refusal import refusal
from papers.forms.register import register
from papers.forms.stop_notice import stop_notice
from papers.forms.supplement_request import supplement_request
from papers.sheet import Sheet
from papers.voice import Voice

_FORMS: dict[type[Content], Callable[[Any, Voice], Sheet]] = {
    Receipt: receipt,
    SupplementRequest: supplement_request,
    Refusal: refusal,
    Apology: apology,
    StopNotice: stop_notice,
    ControlSlip: control_slip,
    Register: register,
}


def laid_out(content: Content, language: str, proof: Proof | None = None) -> Sheet:
    """The blocks of a paper in a language; raises `WordMissing` for a language there are no words in."""
    sheet = _FORMS[type(content)](content, Voice(content.TEMPLATE, language))
    return with_proof(sheet, proof, language) if proof else sheet
