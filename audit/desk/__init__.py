"""The inspector's desk: a slider over the whole office, every row with its proof, and questions that are signed."""

from audit.desk.app import InspectorApp

__all__ = ["InspectorApp"]
