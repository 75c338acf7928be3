"""The archive: one SQLite file of articles and statements, searched and accounted for."""

from warta.archive.archive import Archive
from warta.archive.connection import is_archive
from warta.archive.results import Filters, SaidFilters

__all__ = ["Archive", "Filters", "SaidFilters", "is_archive"]
