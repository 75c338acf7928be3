"""Which part of the data a page belongs to: by registered domain, over all page sets at once.

Pages of one outlet look alike, so an outlet is either tuned on or validated on, never both.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Any


@lru_cache(maxsize=1)
def _suffixes() -> Any:
    import tldextract

    # The suffix list that ships with the package: the split must not change with the network.
    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


def registered_domain(url: str) -> str:
    """The registrable domain of an address, lower-cased; the host where it has none."""
    found = _suffixes()(url)
    return (found.top_domain_under_public_suffix or found.domain or url).lower()


def part(domain: str) -> str:
    """`validation` for about three domains in ten, else `tuning`."""
    return "validation" if hashlib.sha256(domain.lower().encode()).digest()[0] % 10 < 3 else "tuning"
