"""The proofs an office gives out, as its doors see them: the same in one process and over the network."""

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from application.receipts import Evidence
    from papers import Proof


class ProofsDoor(Protocol):
    def of_dossier(self, dossier: str) -> "Evidence":
        """The proof that a dossier (hex id) was accepted as its receipt says; with witnesses once they have signed.

        Raises `NoSuchReceipt` before acceptance, and `NotSignedYet` where nobody may sign now.
        """

    def to_print(self, dossier: str) -> "Proof":
        """The same, as it is printed below the receipt (M01)."""

    def keys(self) -> tuple[str, ...]:
        """Verifier keys as they are written: those of the office's logs, then those of its witnesses."""

    def quorum(self) -> int:
        """How many witnesses make a head believable, by the office's own policy; 0 where it asks for none."""
