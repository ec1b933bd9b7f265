"""A folder as a printer: every sheet is a picture in it, for a spooler that watches the folder, or for a trial."""

import os
from pathlib import Path

from kiosk.printing.printer import Medium, PrinterTrouble, Sheet, Status
from kiosk.printing.talk import reason


class Folder:
    """Prints `<name>.png`; the same name again takes its place."""

    medium: Medium = "png"

    def __init__(self, path: Path, width: int = 576) -> None:
        self.path, self.width = path, width

    def status(self) -> Status:
        """Whether the folder can be written to."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise PrinterTrouble("failed", reason(error)) from error
        return Status(online=os.access(self.path, os.W_OK))

    def print(self, sheet: Sheet) -> Status:
        """Whole or not at all: a spooler watching the folder never sees half a slip."""
        unfinished = self.path / f".{sheet.name}.part"
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            unfinished.write_bytes(sheet.png)
            unfinished.replace(self.path / f"{sheet.name}.png")
        except OSError as error:
            raise PrinterTrouble("failed", reason(error)) from error
        return Status()
