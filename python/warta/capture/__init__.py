"""Captures: the only readers of the outside world."""

from warta.capture.files import Columns, captures
from warta.capture.intake import Intake
from warta.capture.record import Capture

__all__ = ["Capture", "Columns", "Intake", "captures"]
