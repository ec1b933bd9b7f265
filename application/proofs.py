"""What a citizen takes away to check alone: the proof of the receipt, and the public keys that check it."""

from typing import TYPE_CHECKING

from application.core import parsed_id
from application.receipts import Evidence, NoSuchReceipt, receipt_evidence
from papers import Proof

if TYPE_CHECKING:
    from application.office import Office


PAGE = "/p"
"""Where a receipt says that its code can be checked."""


class Proofs:
    """The `ProofsDoor` of an office that holds its log itself."""

    def __init__(self, office: "Office") -> None:
        self.office = office

    def of_dossier(self, dossier: str) -> Evidence:
        return receipt_evidence(self.office, parsed_id(dossier, NoSuchReceipt))

    def to_print(self, dossier: str) -> Proof:
        evidence = self.of_dossier(dossier)
        key = self.office.log_keys.verifying(evidence.origin)
        _, _, site = self.office.core.public_url.partition("://")
        return Proof(
            code=evidence.code,
            origin=evidence.origin,
            fingerprint=key.fingerprint,
            site=f"{site}{PAGE}",
            state="waiting" if evidence.waiting else "witnessed" if evidence.needed else "signed",
            witnesses=evidence.witnesses,
        )

    def keys(self) -> tuple[str, ...]:
        logs = [str(key) for key in self.office.log_keys.posted()]
        return (*logs, *(str(each.key) for each in self.office.witnessing.trust.policy().witnesses))

    def quorum(self) -> int:
        return self.office.witnessing.trust.policy().needed
