"""A USB printer by way of python-escpos and pyusb, for machines on which the system makes no device file of it."""

import errno
import logging
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

logging.getLogger().addHandler(
    logging.NullHandler()
)  # else the next line makes every log write on the screen
from escpos import capabilities  # type: ignore[import-untyped] # noqa: E402
from escpos.exceptions import Error  # type: ignore[import-untyped] # noqa: E402
from escpos.printer.usb import Usb  # type: ignore[import-untyped] # noqa: E402

shutil.rmtree(
    capabilities.pickle_dir, ignore_errors=True
)  # every process makes itself a cache, and leaves it

PIECE = 4096
PRINTER, BULK, INWARD = 7, 2, 0x80
"""Class of a printer's interface, kind of an endpoint that carries data, and the bit of one that is read."""


class UsbWire:
    """`OSError` when it is not plugged in, or when pyusb is not installed."""

    two_way = True

    def __init__(self, vendor: int, product: int, until: float) -> None:
        if not Usb.is_usable():
            raise OSError("pip install pyusb")
        self._printer: Any = Usb(vendor, product, timeout=_milliseconds(until))
        self._heard = bytearray()
        try:
            self._printer.open()
        except (Error, ValueError) as error:  # not there, or no libusb to look for it
            raise OSError(str(error)) from error
        self._find_ends()

    def _find_ends(self) -> None:
        """Makers number the ends of the line as they like."""
        for interface in self._printer.device.get_active_configuration():
            for end in interface if interface.bInterfaceClass == PRINTER else ():
                if end.bmAttributes & 3 == BULK and end.bEndpointAddress & INWARD:
                    self._printer.in_ep = end.bEndpointAddress
                elif end.bmAttributes & 3 == BULK:
                    self._printer.out_ep = end.bEndpointAddress

    def send(self, data: bytes, until: float) -> None:
        for start in range(0, len(data), PIECE):
            self._printer.timeout = _milliseconds(until)
            with _in_time():
                self._printer._raw(data[start : start + PIECE])

    def receive(self, until: float) -> int:
        """A read brings whatever there is: the rest is kept for the next."""
        while not self._heard:
            with _in_time():
                self._heard += self._printer.device.read(self._printer.in_ep, 64, _milliseconds(until))
        return self._heard.pop(0)

    def close(self) -> None:
        with suppress(OSError, Error):
            self._printer.close()


@contextmanager
def _in_time() -> Iterator[None]:
    """What pyusb raises when time is up is any `OSError`, told apart by its number."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.ETIMEDOUT:
            raise TimeoutError from error
        raise


def _milliseconds(until: float) -> int:
    left = round((until - time.monotonic()) * 1000)
    if left <= 0:
        raise TimeoutError
    return left
