"""A thermal printer that speaks ESC/POS: asked before a slip and after it, since one without paper takes bytes too."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import msgspec

from kiosk.printing.commands import BEGIN, CUT, FORGET, TEAR, raster
from kiosk.printing.printer import Medium, PrinterTrouble, Sheet, Status
from kiosk.printing.talk import Talk, reason
from kiosk.printing.wires import Connect


class Limits(msgspec.Struct, frozen=True):
    """Seconds that a printer may take."""

    connect: float = 2.0
    answer: float = 1.0
    take: float = 5.0
    """Until it has taken all of a slip."""
    finish: float = 3.0
    """Until it says that the slip is out."""
    look: float = 0.25
    slip: float = 10.0
    """All of that together."""


class Thermal:
    """`knife` is whether it cuts; with `one_way` it is never asked anything."""

    medium: Medium = "paper"

    def __init__(
        self,
        connect: Connect,
        width: int = 576,
        *,
        knife: bool = True,
        one_way: bool = False,
        limits: Limits | None = None,
    ) -> None:
        self.width, self.limits = width, limits or Limits()
        self._connect, self._end, self._asks = connect, CUT if knife else TEAR, not one_way

    def status(self) -> Status:
        """Raises `PrinterTrouble` when it cannot be reached, or does not answer."""
        with self._talk() as talk:
            return talk.status()

    def print(self, sheet: Sheet) -> Status:
        """Nothing is sent to a printer that is not well; what one could not finish it is told to forget."""
        commands = [BEGIN, *raster(sheet.png), self._end]
        with self._talk() as talk:
            talk.well()
            talk.begun = True
            try:
                self._send(talk, commands)
                return talk.finished(self.limits.finish, self.limits.look)
            except PrinterTrouble:
                with suppress(TimeoutError, PrinterTrouble):
                    talk.send(FORGET, _in(self.limits.look))
                raise

    def _send(self, talk: Talk, commands: list[bytes]) -> None:
        until = _in(self.limits.take)
        try:
            for command in commands:
                talk.send(command, until)
        except TimeoutError as error:
            talk.well()  # a printer that stopped taking bytes mostly says why
            raise PrinterTrouble("no_answer", begun=True) from error

    @contextmanager
    def _talk(self) -> Iterator[Talk]:
        end = _in(self.limits.slip)
        try:
            wire = self._connect(_in(self.limits.connect))
        except OSError as error:
            raise PrinterTrouble("unreachable", reason(error)) from error
        try:
            yield Talk(wire, asks=self._asks, answer=self.limits.answer, end=end)
        finally:
            with suppress(OSError):
                wire.close()


def _in(seconds: float) -> float:
    return time.monotonic() + seconds
