"""Every way the office says no about a dossier. The class names the reason, its docstring is the sentence."""

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


class NumberMissing(Refused):
    """A written notice, receipt or result carries a number."""


class ItemsMissing(Refused):
    """The request must list every paper, all at once."""

    article = "NĐ 61/2018 Điều 17(2)"


class NothingHandedIn(Refused):
    """No paper has been handed in since the request."""


class ApprovalMissing(Refused):
    """A supervisor other than the person acting must agree."""


class FourEyes(Refused):
    """Nobody signs their own draft."""


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


# Supplements


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


# Hands


class NotInYourHands(Refused):
    """Only the officer who holds the dossier, or a leader, may hand it over."""


class HandoverPending(Refused):
    """A hand-over is waiting for its second signature."""


class NotOffered(Refused):
    """Nobody has offered this dossier."""


class OfferedToAnother(Refused):
    """The dossier was offered to another officer."""


class NobodyToHandTo(Refused):
    """Say to whom, or to which section; nobody hands a dossier to themselves."""


# Money


class AmountMissing(Refused):
    """An amount of money is a positive number of đồng."""


class AnotherAmount(Refused):
    """The amount paid is not the amount asked for."""


# Withdrawal


class DecisionAlreadySigned(Refused):
    """A dossier can be withdrawn only while no result has been signed."""

    article = "TT 03/2025/TT-VPCP Mẫu 05"


# Time


class NoDueDate(Refused):
    """The dossier has no appointment that could be moved."""


class NotLater(Refused):
    """The new appointment must be later than the present one."""


class SameDueDate(Refused):
    """The appointment already stands on that day."""


class ApologisedBefore(Refused):
    """The return may be put off only once."""

    article = "NĐ 61/2018 Điều 19(9)"


class TooLateToApologise(Refused):
    """The apology must be written at least one day before the appointment."""

    article = "NĐ 61/2018 Điều 19(9)"


# Result


class NoDraft(Refused):
    """There is no draft to sign or to send back."""


class AlreadySigned(Refused):
    """The result is already signed."""


class NotSigned(Refused):
    """The result is not signed yet."""


class NotDelegated(Refused):
    """Only delegated procedures are decided at the counter."""

    article = "NĐ 61/2018 Điều 17(5)"


class AlreadyReady(Refused):
    """The result is already at the one-stop unit."""


class NotReady(Refused):
    """The result is not at the one-stop unit yet."""


class IdentityNotChecked(Refused):
    """Look at the recipient's identity paper, or at the authorisation, first."""

    article = "NĐ 61/2018 Điều 6(2)(b)"


class RecipientMissing(Refused):
    """Say who takes the result in the owner's place."""

    article = "NĐ 61/2018 Điều 6(2)(b)"
