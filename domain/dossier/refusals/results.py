"""No on the way from the draft to the hand of the citizen."""

from domain.fact import Refused

# Result


class FourEyes(Refused):
    """Nobody signs their own draft."""


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


# Delivery


class NotToldOfEarlyResult(Refused):
    """Before an early return the citizen is told first."""

    article = "NĐ 61/2018 Điều 20"


class NotSentOut(Refused):
    """Only what goes by post or to the home leaves the unit; at the counter it is handed over."""


class NotDispatched(Refused):
    """The result has not left the unit."""

    article = "QĐ 45/2016/QĐ-TTg Điều 8"


class InvitedTooSoon(Refused):
    """Between two invitations lie working days."""

    article = "TT 17/2017/TT-BTTTT Điều 5(2)(h)"


class NotInvitedEnough(Refused):
    """The person must be invited again before the result goes back."""

    article = "TT 17/2017/TT-BTTTT Điều 5(2)(h)"


class NotUnclaimedYet(Refused):
    """A result is listed as unclaimed only long after its appointment."""


class NotToldEnough(Refused):
    """The person must have been told more than once before a result is listed as unclaimed."""
