"""Standard output: as it is for programs, without the pages' control characters for persons."""

import re
import sys
from typing import Any, BinaryIO

_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]|\r(?!\n)|\xc2[\x80-\x9f]")

REPLACEMENT = "\ufffd".encode()


class Terminal:
    """A terminal: what a page says must not steer it, and each record shows as soon as it is written.

    Of whole characters in UTF-8. In JSON a control character becomes its escape.

    >>> import io
    >>> out = io.BytesIO()
    >>> _ = Terminal(out).write("a\\x9b31m".encode())
    >>> _ = Terminal(out, json=True).write("a\\x9b31m".encode())
    >>> out.getvalue().decode()
    'a\ufffd31ma\\\\u009b31m'
    """

    def __init__(self, out: BinaryIO, *, json: bool = False) -> None:
        self._out = out
        self._json = json

    def write(self, data: bytes) -> int:
        """Writes what is harmless of it."""
        count = self._out.write(_CONTROL.sub(self._instead, data))
        self._out.flush()
        return count

    def _instead(self, match: re.Match[bytes]) -> bytes:
        return rb"\u%04x" % ord(match[0].decode()) if self._json else REPLACEMENT


def standard_output(form: str) -> Any:
    """Where a command writes an answer of a format."""
    if not sys.stdout.isatty():
        return sys.stdout.buffer
    return Terminal(sys.stdout.buffer, json=form.startswith("json") or form == "ninjs")
