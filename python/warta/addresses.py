"""The address that a page goes by, of those that it states and was fetched at."""

import re

_FRONT_PAGE = re.compile(r"[a-z][a-z0-9+.-]*://[^/?#]*/?\??(?:#.*)?", re.IGNORECASE | re.DOTALL)


def is_front_page(address: str) -> bool:
    """Whether an address names a host and nothing on it.

    >>> is_front_page("https://post.example/"), is_front_page("https://post.example/?p=12")
    (True, False)
    """
    return _FRONT_PAGE.fullmatch(address) is not None


def address_of(canonical_url: str | None, url: str | None) -> str | None:
    """The canonical address, else the one it was fetched at.

    Templates that slip call the front page the canonical address of every page; a page that was fetched
    elsewhere then goes by where it was fetched. Another host's page is believed: syndicated copies name
    their origin so.

    >>> address_of("https://origin.example/a", "https://post.example/b?from=feed")
    'https://origin.example/a'
    >>> address_of("https://post.example/", "https://post.example/b")
    'https://post.example/b'
    >>> address_of("https://post.example/", "http://post.example")
    'https://post.example/'
    """
    if url and not is_front_page(url) and is_front_page(canonical_url or ""):
        return url
    return canonical_url or url
