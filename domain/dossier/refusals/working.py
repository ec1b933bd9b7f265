"""No while the dossier is worked on: hands, money, withdrawal and time."""

from domain.fact import Refused

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


class CorrectionIsFree(Refused):
    """The office bears every cost of correcting its own error."""

    article = "NĐ 61/2018 Điều 21(1)"


class MoreThanWasPaid(Refused):
    """No more is paid back than was paid."""

    article = "NĐ 61/2018 Điều 22"


class ClockMayNotPause(Refused):
    """The law of this procedure does not let the clock stand still for that."""

    article = "NĐ 61/2018 Điều 19"


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


class LaterOnlyWithApology(Refused):
    """An appointment is put off only by an apology; a change without one may bring it nearer."""

    article = "NĐ 61/2018 Điều 19(9)"


class ApologisedBefore(Refused):
    """The return may be put off only once."""

    article = "NĐ 61/2018 Điều 19(9)"


class TooLateToApologise(Refused):
    """The apology must be written at least one day before the appointment."""

    article = "NĐ 61/2018 Điều 19(9)"
