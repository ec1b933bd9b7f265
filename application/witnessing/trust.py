"""Whom the office asks to countersign, and how many make a head believable: `witnesses.policy` in its store.

The file is a C2SP tlog-policy, so that anybody who checks a proof can use a copy of it as it is.
"""

from pathlib import Path

from application.faults import Fault, StoreReadOnly, named
from application.files import replace_file
from ledger.fault import MalformedPolicy
from ledger.note import VerifyKey
from ledger.policy import Log, Policy, Witness, smallest_safe, threshold_policy

FILE = "witnesses.policy"


class PolicyUnreadable(Fault):
    """The witness policy cannot be read; until it is corrected nobody is asked."""

    key = "policy_unreadable"


class NoSuchWitness(Fault):
    """The policy names no witness like that."""

    key = "no_such_witness"


class Trust:
    def __init__(self, root: Path) -> None:
        self.file = root / FILE

    def policy(self) -> Policy:
        """The policy in force; one without witnesses where there is no file."""
        try:
            return Policy.parse(self.file.read_bytes())
        except FileNotFoundError:
            return Policy()
        except OSError as error:
            raise named(error, self.file) from error
        except MalformedPolicy as fault:
            raise PolicyUnreadable(path=self.file, detail=str(fault)) from fault

    def witness(self, name: str) -> Witness:
        found = self.policy().witness(name)
        if found is None:
            raise NoSuchWitness(witness=name, path=self.file)
        return found

    def add(self, witness: Witness, logs: tuple[VerifyKey, ...] = (), quorum: int | None = None) -> Policy:
        """The policy with one more witness, or with another key or address for it; `quorum` of all of them.

        Without `quorum` it is the smallest that keeps honest witnesses from countersigning two histories. Groups
        that somebody wrote by hand are replaced by one. `logs` are written in, so that a copy serves a verifier.
        """
        others = [each for each in self.policy().witnesses if each.name != witness.name]
        return self._write([*others, witness], logs, quorum)

    def remove(self, name: str, logs: tuple[VerifyKey, ...] = (), quorum: int | None = None) -> Policy:
        """The policy without a witness."""
        self.witness(name)
        return self._write([each for each in self.policy().witnesses if each.name != name], logs, quorum)

    def _write(self, witnesses: list[Witness], logs: tuple[VerifyKey, ...], quorum: int | None) -> Policy:
        enough = smallest_safe(len(witnesses)) if witnesses else 0
        policy = threshold_policy([Log(key) for key in logs], witnesses, enough if quorum is None else quorum)
        try:
            replace_file(self.file, str(policy).encode())
        except OSError as error:
            raise StoreReadOnly(path=self.file) from error
        return policy
