"""Kiosk and board in a browser, for units without a terminal machine: the same screens, drawn by a page of our own."""

from kiosk.browser.serving import PAGES, BrowserServer, CannotServe, Face

__all__ = ["PAGES", "BrowserServer", "CannotServe", "Face"]
