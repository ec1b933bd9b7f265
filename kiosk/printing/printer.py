"""What every printer can do: print a sheet, and say how it is. What it cannot do has a name, and words in `wording`."""

from typing import Literal, Protocol

import msgspec

Kind = Literal[
    "paper_out", "cover_open", "jammed", "offline", "unreachable", "no_answer", "interrupted", "failed"
]
"""`offline` is a printer that says so itself, `unreachable` one that cannot be reached; `failed` is anything else."""
Medium = Literal["png", "paper"]
"""A folder of pictures, or a slip in the hand (the same words as in `ticket.printed`)."""
Paper = Literal["ok", "low", "out", "unknown"]
Cover = Literal["closed", "open", "unknown"]


class PrinterTrouble(Exception):  # noqa: N818 - read it after «raise»
    """Nothing was printed, or not all of it. `begun`: some of it may have come out, so another slip is a second one."""

    def __init__(self, kind: Kind, detail: str = "", *, begun: bool = False) -> None:
        super().__init__(kind, detail)
        self.kind, self.detail, self.begun = kind, detail, begun


class Sheet(msgspec.Struct, frozen=True):
    """A picture to be printed, as a 1-bit PNG as wide as the printer's paper, and a name for files and logs."""

    name: str
    png: bytes


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """How a printer says it is. A one-way line tells nothing: everything on it is taken for well."""

    online: bool = True
    paper: Paper = "unknown"
    cover: Cover = "unknown"
    jammed: bool = False
    """A fault of the cutter or of the print head."""

    @property
    def trouble(self) -> Kind | None:
        """What keeps it from printing; the cause before its consequence."""
        if self.cover == "open":
            return "cover_open"
        if self.paper == "out":
            return "paper_out"
        if self.jammed:
            return "jammed"
        return None if self.online else "offline"


class Printer(Protocol):
    """Both methods end within a stated time, whatever happens on the other side."""

    @property
    def medium(self) -> Medium: ...

    @property
    def width(self) -> int:
        """Dots across: 384 on 58 mm paper, 576 on 80 mm."""

    def print(self, sheet: Sheet) -> Status:
        """Print all of it, and say how the printer is afterwards; raises `PrinterTrouble`."""

    def status(self) -> Status:
        """Raises `PrinterTrouble` when it cannot be asked."""
