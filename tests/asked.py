"""A GET request as an ASGI application is given it, for programs that ask the room without a client."""

from __future__ import annotations

from urllib.parse import unquote

from starlette.types import Scope


def get(address: str) -> Scope:
    """The request for an address, path and query."""
    path, _, query = address.partition("?")
    return {
        "type": "http",
        "method": "GET",
        "path": unquote(path),
        "query_string": query.encode(),
        "headers": [(b"host", b"localhost")],
    }
