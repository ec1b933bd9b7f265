"""The parts every public screen is made of: pictures from half blocks, big targets, and the step bar."""

from kiosk.widgets.bignumber import BigNumber
from kiosk.widgets.halfblock import HalfBlock, Pixels
from kiosk.widgets.keys import Key, Keys, Target, targets_in
from kiosk.widgets.pictogram import Pictogram
from kiosk.widgets.qrcode import QrCode
from kiosk.widgets.sheet import Sheet
from kiosk.widgets.stepbar import StepBar
from kiosk.widgets.theme import themes
from kiosk.widgets.tile import Tile

__all__ = [
    "BigNumber",
    "HalfBlock",
    "Key",
    "Keys",
    "Pictogram",
    "Pixels",
    "QrCode",
    "Sheet",
    "StepBar",
    "Target",
    "Tile",
    "targets_in",
    "themes",
]
