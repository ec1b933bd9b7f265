"""Every way the catalogue says no. The class names the reason, its docstring is the sentence."""

from domain.fact import Refused


class UnknownProcedure(Refused):
    """The office has never offered a procedure with this code."""


class NotYetOffered(Refused):
    """The procedure is announced and is offered only from a later day."""


class NoLongerOffered(Refused):
    """The procedure has been repealed; dossiers already received keep their version."""


class AlreadyOffered(Refused):
    """The procedure is published; change it by revising it."""


class NothingChanged(Refused):
    """The new version says exactly what the one in force says."""


class BeforeLastVersion(Refused):
    """A change takes effect no earlier than the change before it."""


class AnotherProcedure(Refused):
    """The versions of one procedure all carry its code."""


class CodeMalformed(Refused):
    """A procedure code is a digit, a point and six digits, such as 1.004222, and may name a unit after it."""


class ProcedureNameMissing(Refused):
    """A procedure has a name, a field and a service group."""


class LimitMalformed(Refused):
    """A time limit is a known unit with a number from 1 to 1000, a same-day one with a cut-off, or several stages."""


class FeeNegative(Refused):
    """A fee is nothing or more than nothing."""


class NoChannel(Refused):
    """A procedure can be handed in through at least one channel."""


class DocumentMalformed(Refused):
    """A required document has a name, and its originals and copies are counted from 0."""


class NotAValidityDate(Refused):
    """A version is valid from a day written year-month-day that exists."""
