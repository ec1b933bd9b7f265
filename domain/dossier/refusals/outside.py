"""No to asking others: opinions, visits, and agencies that take part."""

from domain.fact import Refused


class AgencyMissing(Refused):
    """Say which agency; the leading one takes part itself."""

    article = "NĐ 61/2018 Điều 19(5)"


class AnswerByMissing(Refused):
    """A letter that asks for an opinion names a last day, today or later."""

    article = "NĐ 61/2018 Điều 19(5)"


class NoSuchOpinion(Refused):
    """No opinion is awaited under that number."""


class OpinionPending(Refused):
    """An agency was asked and still has time to answer."""

    article = "NĐ 61/2018 Điều 19(5)"


class VisitPending(Refused):
    """A verification visit is planned and not recorded yet."""

    article = "NĐ 61/2018 Điều 19(3)"


class VisitInThePast(Refused):
    """A visit is planned before it takes place."""

    article = "NĐ 61/2018 Điều 19(3)"


class VisitNotYet(Refused):
    """The visit has not taken place yet."""

    article = "NĐ 61/2018 Điều 19(3)"


class WhereAndWhoMissing(Refused):
    """Time, place and participants of a visit, and what it found, belong in the system."""

    article = "NĐ 61/2018 Điều 19(3)"


class NoVisit(Refused):
    """No verification visit is planned."""


class LegsMissing(Refused):
    """Each agency that takes part needs its work and its number of working days."""

    article = "NĐ 61/2018 Điều 19(6)"


class ReferralOpen(Refused):
    """Other agencies still work on their part."""

    article = "NĐ 61/2018 Điều 19(6)"


class NoReferral(Refused):
    """No such agency is planned for this dossier."""


class LegSentBefore(Refused):
    """That agency already has the dossier."""


class NotTheirTurn(Refused):
    """Papers go round in the order that was set: the agency before is not done."""

    article = "NĐ 61/2018 Điều 19(6)"


class LegNotSent(Refused):
    """That agency does not have the dossier."""
