"""The office that must not sign: a file in its store says so, and why, until somebody has found out what is missing.

A store that was put back from a backup may be older than what witnesses have countersigned. Signing it would show
the world two histories; not signing costs nothing but proofs that wait.
"""

from pathlib import Path

import msgspec

from application.faults import Fault
from application.files import replace_file

NO_SIGN = "no-sign"
"""Name of the file. While it is there nothing is signed."""

RESTORED = "restored"
"""The store was put back, and has not been compared with the witnesses yet."""
SMALLER = "smaller"
"""A witness has countersigned more of this log than the store holds."""
REWRITTEN = "rewritten"
"""A witness has countersigned a head that the rows of the store do not lead to."""

UNSOUND = "unsound"
"""The office's own examination of its store found something wrong."""


class SigningWithheld(Fault):
    """This store must not sign."""

    key = "signing_withheld"


class SignsNotAfterRestore(SigningWithheld):
    """It was put back, and nobody has compared it with the witnesses yet."""

    key = "signing_withheld_restored"


class SignsNotBelowWitnesses(SigningWithheld):
    """A witness knows a longer log."""

    key = "signing_withheld_smaller"


class SignsNotAgainstWitnesses(SigningWithheld):
    """A witness knows another history."""

    key = "signing_withheld_rewritten"


class SignsNotUnsound(SigningWithheld):
    """The office's own examination failed."""

    key = "signing_withheld_unsound"


_FAULTS: dict[str, type[SigningWithheld]] = {
    RESTORED: SignsNotAfterRestore,
    SMALLER: SignsNotBelowWitnesses,
    REWRITTEN: SignsNotAgainstWitnesses,
    UNSOUND: SignsNotUnsound,
}


class Withheld(msgspec.Struct, frozen=True):
    """Why nothing is signed. `known` leaves a witness has countersigned; `held` are in the store."""

    why: str
    witness: str = ""
    origin: str = ""
    known: int = 0
    held: int = 0

    @property
    def fault(self) -> SigningWithheld:
        """What is raised where a signature was wanted all the same."""
        return _FAULTS[self.why](witness=self.witness, known=self.known, held=self.held)


def withhold(root: Path, why: Withheld) -> None:
    """From now on no process signs for the store in `root`."""
    replace_file(root / NO_SIGN, msgspec.json.encode(why), mode=0o600)


def withheld(root: Path) -> Withheld | None:
    """Why the store does not sign, or None when it may."""
    try:
        octets = (root / NO_SIGN).read_bytes()
    except FileNotFoundError:
        return None
    try:
        why = msgspec.json.decode(octets, type=Withheld)
    except msgspec.DecodeError:
        return Withheld(RESTORED)  # somebody made the file by hand: it counts all the same
    return why if why.why in _FAULTS else Withheld(RESTORED)


def release(root: Path, *, sound: bool = False) -> None:
    """Let the store sign again; what its own examination found is lifted only by one that finds it `sound`."""
    why = withheld(root)
    if why is not None and why.why == UNSOUND and not sound:
        return
    (root / NO_SIGN).unlink(missing_ok=True)


def must_sign(root: Path) -> None:
    """Raises `SigningWithheld` when the store in `root` must not sign."""
    why = withheld(root)
    if why is not None:
        raise why.fault
