"""Slips on paper: printers of every kind, a press that never holds up the screen, and slips that are no numbers."""

from kiosk.printing.folder import Folder
from kiosk.printing.leaflet import Leaflet, Part, leaflet_png, of_procedure, of_suggestion
from kiosk.printing.press import Job, Outcome, Press
from kiosk.printing.printer import Kind, Printer, PrinterTrouble, Sheet, Status
from kiosk.printing.setting import SettingWrong, printer
from kiosk.printing.telling import Told, told
from kiosk.printing.thermal import Limits, Thermal
from kiosk.printing.trial import trial_png

__all__ = [
    "Folder",
    "Job",
    "Kind",
    "Leaflet",
    "Limits",
    "Outcome",
    "Part",
    "Press",
    "Printer",
    "PrinterTrouble",
    "SettingWrong",
    "Sheet",
    "Status",
    "Thermal",
    "Told",
    "leaflet_png",
    "of_procedure",
    "of_suggestion",
    "printer",
    "told",
    "trial_png",
]
