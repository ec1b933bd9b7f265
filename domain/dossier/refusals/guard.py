"""What every act may be refused for, whatever it is."""

from domain.fact import Refused


class NotInThisState(Refused):
    """A dossier in this status does not allow that act."""


class NotYourRole(Refused):
    """That act belongs to another role."""


class BeforeTheLastAct(Refused):
    """Nothing may be dated earlier than what has already happened to the dossier."""

    article = "NĐ 61/2018 Điều 5(1)(c)"


class ReasonMissing(Refused):
    """The law asks for the reason in writing."""


class BasisMissing(Refused):
    """The legal basis must be named."""

    article = "NĐ 63/2010 Điều 18"


class NumberMissing(Refused):
    """A written notice, receipt or result carries a number."""

    article = "TT 03/2025/TT-VPCP Phụ lục I"


class ApprovalMissing(Refused):
    """A supervisor other than the person acting must agree."""
