"""What every response carries and every request must: headers against hostile pages, and a known host."""

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'none'; img-src 'none'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "private, no-cache",
}


class Guard:
    """Refuses hosts that are not known, so that no name rebound to loopback reads the archive.

    A request for another host gets 421 and nothing of the archive.
    """

    def __init__(self, app: ASGIApp, hosts: tuple[str, ...]) -> None:
        self._app = app
        self._hosts = LOOPBACK | {host.lower() for host in hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request, or refuses it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        named = [value.decode("latin-1").lower() for name, value in scope["headers"] if name == b"host"]
        if len(named) != 1 or host_of(named[0]) not in self._hosts:
            await PlainTextResponse("unknown host", 421)(scope, receive, guarded)
            return
        await self._app(scope, receive, guarded)


def host_of(named: str) -> str:
    """The host without its port.

    >>> host_of("localhost:8000"), host_of("[::1]:8000"), host_of("localhost:8000.evil.example")
    ('localhost', '[::1]', 'localhost:8000.evil.example')
    """
    host, colon, port = named.rpartition(":")
    return host if colon and port.isdigit() and port.isascii() else named
