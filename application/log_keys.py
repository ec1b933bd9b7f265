"""The keys that sign the office's logs: one for each log, private ones in one file that may lie on a stick.

The private key of a closed log is destroyed: nobody who steals the file later can rewrite an earlier log.
"""

import logging
import os
from pathlib import Path

from application.faults import Fault, KeysMissing, named
from application.files import replace_file
from ledger.fault import MalformedKey
from ledger.note import Signer as Key
from ledger.note import VerifyKey

OTHERS = 0o077
"""What in a file's mode lets anybody but its owner in."""

log = logging.getLogger("motcua.signing")


class LogKeyAway(KeysMissing):
    """The file with the log's private key is not here now. The office works on, and signs when it is back."""

    key = "log_key_away"


class LogKeyOpen(Fault):
    """Others on this machine may read the private key of the log, and that could not be changed."""

    key = "log_key_open"


class LogKeys:
    """`private` holds private keys and `public` verifier keys, one in each line."""

    def __init__(self, private: Path, public: Path) -> None:
        self.private, self.public = private, public

    @property
    def here(self) -> bool:
        """Whether this process could sign now."""
        return self.private.is_file()

    def signing(self, origin: str) -> Key:
        """The private key of a log, which bears its name."""
        for key in self._held():
            if key.key.name == origin:
                return key
        raise KeysMissing(path=self.private)

    def verifying(self, origin: str) -> VerifyKey:
        """The public half, as it was posted: read from its own file, so that one of the two alone is no key."""
        found = next((key for key in self.posted() if key.name == origin), None)
        if found is None:
            raise KeysMissing(path=self.public)
        return found

    def posted(self) -> list[VerifyKey]:
        """The verifier keys of all the office's logs, the first log's first."""
        try:
            return [VerifyKey.parse(line) for line in self.public.read_text("utf-8").split()]
        except (OSError, ValueError) as error:
            raise KeysMissing(path=self.public) from error

    def make(self, origin: str, seed: bytes) -> VerifyKey:
        """A key for a log that is to begin. One that was made before and never used is taken up again."""
        held = self._held() if self.here else []  # one that was lost is not there any more
        key = next((each for each in held if each.key.name == origin), None)
        if key is None:
            key = Key(origin, seed)
            self._write_private([*held, key])
        posted = self.posted()
        if key.key not in posted:
            others = [each for each in posted if each.name != origin]
            self._write(self.public, [str(each) for each in (*others, key.key)])
        return key.key

    def destroy_all_but(self, origin: str) -> None:
        """Forget the private keys of closed logs; their verifier keys stay posted."""
        held = self._held()
        kept = [key for key in held if key.key.name == origin]
        if not kept or len(kept) == len(held):
            return
        try:
            with self.private.open("r+b") as old:
                self._write_private(kept)
                # Best effort: some disks keep old blocks, which is why the file belongs on an encrypted one.
                old.write(bytes(os.fstat(old.fileno()).st_size))
                old.flush()
                os.fsync(old.fileno())
        except OSError as error:
            raise named(error, self.private) from error

    def _held(self) -> list[Key]:
        if not self.here:
            raise LogKeyAway(path=self.private)
        try:
            self._close_to_others()
            return [Key.parse(line) for line in self.private.read_text("ascii").split()]
        except (OSError, MalformedKey, UnicodeDecodeError) as error:
            raise KeysMissing(path=self.private) from error

    def _close_to_others(self) -> None:
        """A key that others may read is theirs as well. A stick's file system may not know whose a file is."""
        if os.name != "posix" or not self.private.stat().st_mode & OTHERS:
            return
        try:
            self.private.chmod(0o600)
        except OSError:
            raise LogKeyOpen(path=self.private) from None
        if self.private.stat().st_mode & OTHERS:
            raise LogKeyOpen(path=self.private)
        log.warning("%s was open to other users of this machine; it is closed to them now", self.private)

    def _write_private(self, keys: list[Key]) -> None:
        self._write(self.private, [key.private for key in keys])

    def _write(self, path: Path, lines: list[str]) -> None:
        try:
            replace_file(path, "".join(f"{line}\n" for line in lines).encode(), mode=0o600)
        except FileNotFoundError as error:
            raise LogKeyAway(path=path) from error
        except OSError as error:
            raise named(error, path) from error
