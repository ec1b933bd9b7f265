"""STREET. The officers' desk: calling numbers, taking dossiers in, and every act on them, by keyboard alone."""

from desk.app import DeskApp

__all__ = ["DeskApp"]
