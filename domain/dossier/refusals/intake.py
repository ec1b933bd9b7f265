"""No at the counter, and no to asking for more papers."""

from domain.fact import Refused

# Supplements


class ItemsMissing(Refused):
    """The request must list every paper, all at once."""

    article = "NĐ 61/2018 Điều 17(2)"


class NothingHandedIn(Refused):
    """No paper has been handed in since the request."""

    article = "NĐ 61/2018 Điều 19(4)"


class AskedBefore(Refused):
    """The applicant has already been asked as often as the law allows."""

    article = "NĐ 61/2018 Điều 11(2)(c)"


class TooLateToAsk(Refused):
    """Papers may be asked for only in the first working days after acceptance."""

    article = "NĐ 61/2018 Điều 19(4)"


class ApplicantNotAtFault(Refused):
    """A second request is possible only when the applicant did not follow the guidance."""

    article = "NĐ 63/2010 Điều 20(4)"


class StillTimeToAnswer(Refused):
    """The applicant may still answer."""


# Intake


class NotADossierCode(Refused):
    """This is not a dossier code; `wrong` says why: shape, procedure, date, future or ordinal."""

    article = "TT 01/2018/TT-VPCP Điều 19"


class CodeDoesNotMatch(Refused):
    """The code must be made of the agency, the day of acceptance and the ordinal of that day."""

    article = "TT 01/2018/TT-VPCP Điều 19"


class OnlyOnline(Refused):
    """Papers handed over in person or by post are accepted, refused or sent back at once, not submitted."""

    article = "NĐ 61/2018 Điều 17(1)"


class NotSubmitted(Refused):
    """An online dossier is submitted before it is accepted."""

    article = "NĐ 45/2020 Điều 11"


class SubmittedForAnother(Refused):
    """The dossier was submitted for another procedure."""


class SubmittedAfterAcceptance(Refused):
    """Papers cannot be accepted before they were submitted."""


class DueDateMissing(Refused):
    """A procedure with a time limit needs an appointment for the result."""

    article = "NĐ 61/2018 Điều 17(3)"


class ReceiptDue(Refused):
    """Only what is decided at once, or promised for the same day, goes without a receipt."""

    article = "NĐ 61/2018 Điều 17(3)(4)"


class PostalRecordMissing(Refused):
    """What goes by post goes under a hand-over record that both sides have signed."""

    article = "QĐ 45/2016/QĐ-TTg Điều 7(4)"


class PlaceMissing(Refused):
    """Papers taken in at somebody's home need the place of the visit."""

    article = "NĐ 61/2018 Điều 14(5)"


class VisitOfAnotherDay(Refused):
    """A visit is entered on the day of the visit."""

    article = "NĐ 61/2018 Điều 14(5)"
