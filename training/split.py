"""Which part of the data a page belongs to: by registered domain, over all page sets at once; `quality/split.py` decides."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from quality.split import domain as registered_domain
from quality.split import is_validation

__all__ = ["is_validation", "part", "registered_domain"]


def part(domain: str) -> str:
    """`validation` for about three domains in ten, else `tuning`."""
    return "validation" if is_validation(domain) else "tuning"
