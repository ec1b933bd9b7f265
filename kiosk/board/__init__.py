"""The hall's board: the newest call large enough for the last row, aloud if wanted, and never a person's name."""

from kiosk.board.app import BoardApp

__all__ = ["BoardApp"]
