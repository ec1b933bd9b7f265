"""One conversation with a printer: bytes go out, and answers are told apart by their fixed bits, in whatever order."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from kiosk.printing.commands import CAUSE, DONE, ONLINE, PAPER, is_done, is_status, status_of
from kiosk.printing.printer import Kind, PrinterTrouble, Status
from kiosk.printing.wires import Wire


class Talk:
    """`begun` turns true with the first byte of a slip; every trouble from then on may have left half of one.

    A question is answered within `answer` seconds; once a slip has begun, by `end`, since not every printer can
    print and answer at the same time.
    """

    def __init__(self, wire: Wire, *, asks: bool, answer: float, end: float) -> None:
        self.asks = asks and wire.two_way
        self.begun = self.done = False
        self._wire, self._patience, self._end = wire, answer, end

    def status(self) -> Status:
        """Raises `PrinterTrouble` when it does not answer; a line that is never asked is taken for well."""
        if not self.asks:
            return Status()
        with self._naming():
            return status_of(*(self._answer(question) for question in (ONLINE, CAUSE, PAPER)))

    def well(self) -> Status:
        """The status of a printer that can print; raises `PrinterTrouble` with the reason why another cannot."""
        status = self.status()
        if status.trouble is not None:
            raise PrinterTrouble(status.trouble, begun=self.begun)
        return status

    def send(self, data: bytes, until: float) -> None:
        """Raises `TimeoutError` or `PrinterTrouble`."""
        with self._naming(late=False):
            self._wire.send(data, until)

    def finished(self, within: float, look: float) -> Status:
        """Wait until the printer has come to the end of the slip, and see whether something happens until then.

        One that cannot say so is believed when it still says that it is well after `within` seconds.
        """
        until = time.monotonic() + within
        if self.asks:
            self.send(DONE, until)
            while not self.done and time.monotonic() < until:
                self._listen(look)
                self.well()
        return self.well()

    def _listen(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        with self._naming(late=False):
            try:
                while not self.done:
                    self._hear(until)
            except TimeoutError:
                return

    def _answer(self, question: bytes) -> int:
        until = self._end if self.begun else time.monotonic() + self._patience
        self._wire.send(question, until)
        while not is_status(answer := self._hear(until)):
            pass
        return answer

    def _hear(self, until: float) -> int:
        heard = self._wire.receive(until)
        self.done = self.done or is_done(heard)
        return heard

    @contextmanager
    def _naming(self, *, late: bool = True) -> Iterator[None]:
        """Faults of the line by their names; with `late`, its silence as well."""
        try:
            yield
        except TimeoutError as error:
            if not late:
                raise
            raise PrinterTrouble("no_answer", begun=self.begun) from error
        except OSError as error:
            kind: Kind = "interrupted" if self.begun else "unreachable"
            raise PrinterTrouble(kind, reason(error), begun=self.begun) from error


def reason(error: OSError) -> str:
    """What the system says, on one line, without paths and numbers."""
    return " ".join((error.strerror or str(error) or type(error).__name__).split())
