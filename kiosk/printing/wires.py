"""The line to a printer. Nothing on it ever waits longer than it was told to: printers hang, and people do not wait."""

import os
import select
import socket
import stat
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Protocol

SHORT = 0.02
PIECE = 4096
"""Bytes handed over at once, so that the time is looked at between two pieces."""
PARTING = 0.25
AGAIN = 0.25
"""Seconds before another try: a printer talks to one machine at a time, and may be busy with the next kiosk's slip."""


class Wire(Protocol):
    """`until` is the moment (`time.monotonic`) at which a call gives up with `TimeoutError`."""

    two_way: bool

    def send(self, data: bytes, until: float) -> None: ...

    def receive(self, until: float) -> int:
        """One byte."""

    def close(self) -> None: ...


Connect = Callable[[float], Wire]
"""Opens the line, or raises `OSError`, before the moment it is given."""


class Descriptor:
    """A socket or a device file, both non-blocking."""

    def __init__(self, number: int, *, two_way: bool, close: Callable[[], None]) -> None:
        self.number, self.two_way, self.close = number, two_way, close

    def send(self, data: bytes, until: float) -> None:
        left = memoryview(data)
        while left:
            self._wait(select.POLLOUT, until)
            with suppress(BlockingIOError):
                left = left[os.write(self.number, left[:PIECE]) :]

    def receive(self, until: float) -> int:
        while True:
            self._wait(select.POLLIN, until)
            with suppress(BlockingIOError):
                if answer := os.read(self.number, 1):
                    return answer[0]
                self._nothing()

    def _nothing(self) -> None:
        """A device with nothing to say reads as empty; a socket does so once the other side has gone."""
        if stat.S_ISSOCK(os.fstat(self.number).st_mode):
            raise ConnectionResetError
        time.sleep(SHORT)

    def _wait(self, what: int, until: float) -> None:
        watch = select.poll()
        watch.register(self.number, what)
        left = until - time.monotonic()
        if left <= 0 or not watch.poll(left * 1000):
            raise TimeoutError


def network(host: str, port: int) -> Connect:
    """A printer with its own address."""

    def connect(until: float) -> Wire:
        while True:
            try:
                line = socket.create_connection((host, port), timeout=max(SHORT, until - time.monotonic()))
            except ConnectionRefusedError:
                if time.monotonic() + AGAIN >= until:
                    raise
                time.sleep(AGAIN)
            else:
                line.setblocking(False)
                return Descriptor(line.fileno(), two_way=True, close=partial(_part, line))

    return connect


def _part(line: socket.socket) -> None:
    """Say that this is all and hear the rest: hanging up on an unread answer would take back what was sent."""
    with line, suppress(OSError):
        line.shutdown(socket.SHUT_WR)
        line.settimeout(PARTING)
        while line.recv(PIECE):
            pass


def device(path: Path) -> Connect:
    """A device file such as `/dev/usb/lp0`. A plain file or a pipe takes the bytes as well, and answers nothing."""

    def connect(until: float) -> Wire:
        two_way = stat.S_ISCHR(path.stat().st_mode)
        way = os.O_RDWR if two_way else os.O_WRONLY | os.O_APPEND
        number = os.open(path, way | os.O_NONBLOCK | os.O_NOCTTY)
        return Descriptor(number, two_way=two_way, close=partial(os.close, number))

    return connect


def usb(vendor: int, product: int) -> Connect:
    """A printer by its USB numbers, where the system makes no device file of it; needs `pyusb`."""

    def connect(until: float) -> Wire:
        began = time.monotonic()
        from kiosk.printing.usb import UsbWire  # brings all of python-escpos, which nobody else needs

        return UsbWire(vendor, product, until + time.monotonic() - began)

    return connect
