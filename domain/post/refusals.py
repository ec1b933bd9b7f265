"""Every way the office says no about a hand-over record. The class names the reason, its docstring is the sentence."""

from domain.fact import Refused


class RecordExists(Refused):
    """There is a record under this number."""


class NoLines(Refused):
    """A hand-over record lists at least one envelope."""

    article = "TT 17/2017/TT-BTTTT Điều 5(1)(g)"


class PapersNotCounted(Refused):
    """Every line says how many originals and copies there are, and never fewer than none."""

    article = "TT 17/2017/TT-BTTTT Điều 5(1)(g)"


class PostmanNotNamed(Refused):
    """The record names who hands over and for which carrier."""

    article = "QĐ 45/2016/QĐ-TTg Điều 7(4)"


class SendersNotNamed(Refused):
    """Every line names whose papers they are."""

    article = "TT 17/2017/TT-BTTTT Điều 9(2)"


class SlipNumberMalformed(Refused):
    """The number of a slip is four to thirty capitals, digits and hyphens; a day is a day."""


class LineForAnother(Refused):
    """A new dossier names its procedure; papers and results that belong to a dossier name that dossier."""


class RecordClosed(Refused):
    """The record was signed or declined already."""


class NotAnotherSignature(Refused):
    """The postman signs, and no officer signs in the postman's place without a paper."""

    article = "QĐ 45/2016/QĐ-TTg Điều 7(4)"


class SignedAnotherDay(Refused):
    """A record is signed on the day it is drawn up, and never later than now."""

    article = "QĐ 45/2016/QĐ-TTg Điều 7(4)"


class RecordNotSigned(Refused):
    """Nothing has been submitted before postman and officer have both signed."""

    article = "QĐ 45/2016/QĐ-TTg Điều 7(4)"


class NoSuchLine(Refused):
    """The record has no line of that number."""


class NotOnTheRecord(Refused):
    """The result of this dossier is not on that record."""


class LineAlreadyUsed(Refused):
    """What came on this line was taken into a dossier already."""
