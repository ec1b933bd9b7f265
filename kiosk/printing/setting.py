"""How a technician names a printer: `network:10.0.0.9:9100,width=384`, `file:/dev/usb/lp0`, `usb:04b8:0202`."""

import re
from dataclasses import dataclass
from pathlib import Path

from kiosk.printing.folder import Folder
from kiosk.printing.printer import Printer
from kiosk.printing.thermal import Thermal
from kiosk.printing.wires import Connect, device, network, usb

PORT = 9100
"""Where network printers listen."""
WIDTHS = range(200, 833, 8)
"""Dots that a line can have: whole bytes."""
WIDTH = 576
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^:\s]+)(?::([0-9]{1,5}))?")
_USB = re.compile(r"([0-9A-Fa-f]{4}):([0-9A-Fa-f]{4})")


class SettingWrong(ValueError):  # noqa: N818 - read it after «raise»
    """A printer cannot be named so; `what` finds the sentence under `printer.wrong.<what>`."""

    def __init__(self, what: str, setting: str) -> None:
        super().__init__(what, setting)
        self.what, self.setting = what, setting


def printer(setting: str) -> Printer:
    """The printer a setting names; nothing is opened yet. Raises `SettingWrong`."""
    place, *options = setting.strip().split(",")
    kind, _, where = place.partition(":")
    chosen = _options(options, setting)
    if kind == "folder" and where:
        return Folder(Path(where).expanduser(), chosen.width)
    connect = _connect(kind, where, setting)
    return Thermal(connect, chosen.width, knife=chosen.knife, one_way=chosen.one_way)


def _connect(kind: str, where: str, setting: str) -> Connect:
    if kind == "network" and (found := _HOST.fullmatch(where)):
        number = int(found[2] or PORT)
        if 0 < number < 1 << 16:
            return network(found[1].strip("[]"), number)
    if kind == "usb" and (found := _USB.fullmatch(where)):
        return usb(int(found[1], 16), int(found[2], 16))
    if kind == "file" and where:
        return device(Path(where).expanduser())
    raise SettingWrong("place", setting)


@dataclass
class _Options:
    width: int = WIDTH
    knife: bool = True
    one_way: bool = False


def _options(options: list[str], setting: str) -> _Options:
    """`width=DOTS`, `no-knife` where slips are torn off, `one-way` for a printer that never answers."""
    chosen = _Options()
    for option in options:
        name, _, value = option.strip().partition("=")
        if name == "width":
            if not value.isdecimal() or int(value) not in WIDTHS:
                raise SettingWrong("width", setting)
            chosen.width = int(value)
        elif option.strip() == "no-knife":
            chosen.knife = False
        elif option.strip() == "one-way":
            chosen.one_way = True
        else:
            raise SettingWrong("option", setting)
    return chosen
