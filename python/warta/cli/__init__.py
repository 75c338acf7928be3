"""The command line: one file for each group of commands."""

from warta.cli import asking, changing, filling, keeping, read, said
from warta.cli.group import main
from warta.cli.read import FORMATS

__all__ = ["FORMATS", "asking", "changing", "filling", "keeping", "main", "read", "said"]
