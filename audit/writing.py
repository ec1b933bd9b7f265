"""Files that appear whole or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from application.faults import named
from domain.fact import Refused


class NowhereToWrite(Refused):
    """The folder of a file is there before the file."""


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Where to write what becomes `path` when the block ends well; otherwise what was there before stays.

    Raises `NowhereToWrite`, and the faults of the disk.
    """
    folder = path.absolute().parent
    if not folder.is_dir() or path.is_dir():
        raise NowhereToWrite(file=path)
    try:
        with TemporaryDirectory(prefix=".motcua-", dir=folder) as beside:
            written = Path(beside) / "file"
            yield written
            written.replace(path)
    except OSError as error:
        raise named(error, path) from error
