"""Every way the rules say no. The class names the reason, its docstring is the sentence."""

from domain.fact import Refused


class RulesNameMissing(Refused):
    """A rule set has a name, by which dossiers keep it."""


class RulesAlreadyAdopted(Refused):
    """A name is given to one rule set only; a change is a new set with a new name."""


class UnknownRuleSet(Refused):
    """There is no rule set of that name."""


class RulesBackdated(Refused):
    """Rules begin and end on a day still to come: what was received until today keeps the rules of its day."""


class RulesEndBeforeTheyBegin(Refused):
    """The first day without a rule set comes after its first day."""


class ScopeMalformed(Refused):
    """The nation's rules have no scope, a province's its two digits, a commune's its five."""


class RulesOfAnotherUnit(Refused):
    """The overlay of a commune is for this commune."""


class ParameterMalformed(Refused):
    """A parameter has a value of its own kind: a number, an hour, a limit such as 3wd, or one of a few words."""


class ParameterWithoutBasis(Refused):
    """Every parameter of a rule set names the provision it was taken from."""


class NotForOverlays(Refused):
    """Only what may favour the citizen is set by a province or a commune; the rest is the law's alone."""


class LongerLimit(Refused):
    """An overlay never lengthens a limit."""


class HigherFee(Refused):
    """An overlay never raises a fee."""


class LessFavourable(Refused):
    """An overlay never takes from the citizen what the levels above it give."""


class ConfirmerMissing(Refused):
    """Rules are signed off by a person with a name."""


class RulesAlreadyConfirmed(Refused):
    """Somebody signed these rules off before."""


class WithdrawalUnexplained(Refused):
    """Whoever withdraws rules says why."""


class LastRules(Refused):
    """Without these there would be no rules of the nation left on that day."""
