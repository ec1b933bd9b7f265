"""No in keeping the file: papers given out, a loss, and the archive."""

from domain.fact import Refused


class DossierIsLost(Refused):
    """The papers are lost: make the file whole again first."""

    article = "NĐ 61/2018 Điều 21(2)"


class NotLost(Refused):
    """The file is whole."""


class NobodyAnswers(Refused):
    """Say who answers for the loss."""

    article = "NĐ 61/2018 Điều 21(2)"


class ReceiptGivenBefore(Refused):
    """The receipt was given out already; it can be printed again as it was."""

    article = "NĐ 61/2018 Điều 17(3)"


class ArchivedBefore(Refused):
    """The file is already in the archive."""
