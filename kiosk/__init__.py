"""The waiting room's kiosk: a number in a minute, by finger, mouse, keyboard or number pad."""

from kiosk.app import KioskApp

__all__ = ["KioskApp"]
