"""What is printed from a dossier, and who read it."""

from domain.dossier.facts.shapes import Form, Purpose
from domain.fact import Fact, recorded_as


@recorded_as("paper.issued", sealed=("content",))
class PaperIssued(Fact, frozen=True, kw_only=True):
    """A paper of the law was given out. `content` is all that was printed, in canonical JSON.

    `digest` is its SHA-256 (hex) and `template` the version of the form: the same paper can be printed for ever.
    """

    form: Form
    number: str
    template: str
    digest: str
    content: str = ""


@recorded_as("lookup.performed")
class LookupPerformed(Fact, frozen=True, kw_only=True):
    """Somebody read personal data of the dossier; the citizen sees this. Kept on its access stream."""

    dossier: str
    purpose: Purpose
