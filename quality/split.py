"""Which part a page belongs to: tuning, or validation that nothing is tuned on.

The split is by registrable domain across all sets at once, so that no outlet stands on both sides.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from urllib.parse import urlsplit

from publicsuffixlist import PublicSuffixList

VALIDATION_TENTHS = 3
"""Tenths of the domains that validate."""


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


def domain(url: str) -> str:
    """Registrable domain of a url, lower-cased; the host itself where it has none."""
    if "://" not in url:
        url = "http://" + url
    try:
        host = (urlsplit(url).hostname or "").strip(".").lower()
    except ValueError:  # a bracket that is no IPv6 address
        host = url.split("/")[2].lower()
    return str(_suffixes().privatesuffix(host) or host)


def is_validation(url: str) -> bool:
    return sha256(domain(url).encode()).digest()[0] % 10 < VALIDATION_TENTHS
