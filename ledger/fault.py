"""What can be wrong with a piece of evidence, each with its name; its text says what to do."""


class LedgerFault(ValueError):  # noqa: N818 - a fault of the evidence, not of the program
    """Something offered as evidence cannot be accepted."""


class MalformedKey(LedgerFault):
    """A verifier key or private key is not written as the signed-note format asks."""


class MalformedNote(LedgerFault):
    """Not a signed note of the strict profile."""


class MalformedCheckpoint(LedgerFault):
    """A note whose text is not the three lines of a tree head."""


class MalformedProof(LedgerFault):
    """Not a `.tlog-proof` file of the strict profile."""


class MalformedReceipt(LedgerFault):
    """Not an `HS1:` receipt code."""


class MalformedTile(LedgerFault):
    """A tile or an entry bundle does not have the bytes its path promises."""


class MalformedFrontier(LedgerFault):
    """The remembered peaks of a tree do not fit its size."""


class MalformedPolicy(LedgerFault):
    """Not a `tlog-policy` file: a line cannot be read, or uses what no line above defines."""


class MalformedRequest(LedgerFault):
    """Not an `add-checkpoint` request to a witness, or not a witness's answer to one."""


class UntrustedSignature(LedgerFault):
    """No signature by a known key, or a signature by a known key that does not hold."""


class QuorumNotReached(LedgerFault):
    """Too few of the trusted witnesses have countersigned."""


class ProofDoesNotHold(LedgerFault):
    """The hashes do not lead from the entry to the signed root."""


class OutOfRange(LedgerFault):
    """A question about leaves the tree does not have."""
