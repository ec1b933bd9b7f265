"""Where the desk puts what is to be printed: one folder, for this officer's eyes only."""

import os
import re
from pathlib import Path

FOLDER_MODE, FILE_MODE = 0o700, 0o600
UNSAFE = re.compile(r"[^\w.\-]+")


def save(folder: Path, name: str, content: bytes) -> Path:
    """Write a paper and say where; raises OSError when the folder cannot be written.

    A paper has personal data on it, so nobody else on the machine may read it. The same paper saved again is
    the same file.
    """
    folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    path = folder / UNSAFE.sub("-", name)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, FILE_MODE)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    return path
