"""What can go wrong with the store, each with its name; the doors find the words under `error.<key>`."""

import errno
import sqlite3


class Fault(Exception):  # noqa: N818 - doors tell it apart from bugs by its name
    """The office cannot go on with this store. `key` finds the sentence and its cure; `blanks` fill it."""

    key = "fault"

    def __init__(self, **blanks: object) -> None:
        super().__init__(*blanks.values())
        self.blanks = blanks


class NotAStore(Fault):
    key = "not_a_store"


class StoreTooNew(Fault):
    key = "newer"


class StoreReadOnly(Fault):
    key = "read_only"


class StoreFull(Fault):
    key = "full"


class StoreLocked(Fault):
    key = "locked"


class StoreDamaged(Fault):
    key = "damaged"


class KeysMissing(Fault):
    key = "keys_missing"


class StoreExists(Fault):
    key = "store_exists"


class Unreachable(Fault):
    """The office's server does not answer: it is down, or the network between is."""

    key = "offline"


_BY_CODE: dict[int, type[Fault]] = {
    sqlite3.SQLITE_BUSY: StoreLocked,
    sqlite3.SQLITE_LOCKED: StoreLocked,
    sqlite3.SQLITE_READONLY: StoreReadOnly,
    sqlite3.SQLITE_CANTOPEN: StoreReadOnly,
    sqlite3.SQLITE_PERM: StoreReadOnly,
    sqlite3.SQLITE_FULL: StoreFull,
    sqlite3.SQLITE_IOERR: StoreFull,
    sqlite3.SQLITE_CORRUPT: StoreDamaged,
    sqlite3.SQLITE_NOTADB: NotAStore,
}


_BY_ERRNO: dict[int, type[Fault]] = {
    errno.ENOSPC: StoreFull,
    errno.EDQUOT: StoreFull,
    errno.EFBIG: StoreFull,
    errno.EIO: StoreFull,
    errno.EROFS: StoreReadOnly,
    errno.EACCES: StoreReadOnly,
    errno.EPERM: StoreReadOnly,
    errno.ENOTDIR: StoreReadOnly,
}


def named(error: sqlite3.Error | OSError, path: object) -> Exception:
    """The named fault behind an error of the database or the disk, or the error itself when it is a bug of ours."""
    if isinstance(error, OSError):
        of_disk = _BY_ERRNO.get(error.errno or 0)
        return of_disk(path=path) if of_disk else error
    code = getattr(error, "sqlite_errorcode", None)
    kind = _BY_CODE.get(code & 0xFF) if code is not None else None
    return kind(path=path) if kind else error
