"""Opening an office for a command: the right folder, writable where it must be, closed and signed at the end."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from application.office import Office

PUBLIC_URL = "MOTCUA_PUBLIC_URL"


def folder_of(store: Path | None) -> Path:
    from application.folder import default_folder

    return store if store is not None else default_folder()


@contextmanager
def opened(store: Path | None, *, to_write: bool = False, read_only: bool = False) -> Iterator["Office"]:
    """An office for one command. Reading works on a folder that may not be written, too, and signs nothing."""
    from application.office import PUBLIC_URL as HERE
    from application.office import Office

    root = folder_of(store)
    read_only = read_only or (not to_write and root.is_dir() and not os.access(root, os.W_OK))
    office = Office.at(root, read_only=read_only, public_url=os.environ.get(PUBLIC_URL, HERE))
    try:
        yield office
    finally:
        office.close(sign=to_write)
