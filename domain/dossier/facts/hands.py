"""From hand to hand inside the unit: the lines of the control slip."""

from domain.fact import Fact, recorded_as


@recorded_as("dossier.forwarded")
class DossierForwarded(Fact, frozen=True, kw_only=True):
    """Sent to the professional section: status 4. `deadline` is the 15:00 rule's limit (µs UTC)."""

    section: str
    deadline: int = 0


@recorded_as("dossier.assigned")
class DossierAssigned(Fact, frozen=True, kw_only=True):
    officer: str
    section: str = ""


@recorded_as("handover.offered", sealed=("note",))
class HandoverOffered(Fact, frozen=True, kw_only=True):
    """First signature of a hand-over (control slip). The clock runs on."""

    from_officer: str
    to_officer: str
    section: str = ""
    note: str = ""


@recorded_as("handover.accepted")
class HandoverAccepted(Fact, frozen=True, kw_only=True):
    """Second signature: the dossier is now in this officer's hands."""

    from_officer: str
    to_officer: str
    section: str = ""


@recorded_as("handover.declined", sealed=("why",))
class HandoverDeclined(Fact, frozen=True, kw_only=True):
    from_officer: str
    to_officer: str
    why: str = ""


@recorded_as("dossier.lost", sealed=("reason",))
class DossierLost(Fact, frozen=True, kw_only=True):
    """Papers are lost or damaged: who answers for it is found, and the citizen told (NĐ 61 Art. 21(2))."""

    number: str
    responsible: str
    approved_by: str
    reason: str = ""


@recorded_as("dossier.restored", sealed=("note",))
class DossierRestored(Fact, frozen=True, kw_only=True):
    """The file is whole again, at the office's cost."""

    note: str = ""


@recorded_as("dossier.archived", sealed=("place",))
class DossierArchived(Fact, frozen=True, kw_only=True):
    """Handed over to the archive of the agency, within a year of its end (NĐ 30/2020 Art. 30)."""

    reference: str
    place: str = ""
