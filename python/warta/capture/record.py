"""The first record of the path: one payload and what is known about how it was fetched."""

from dataclasses import dataclass

from warta.errors import WartaError
from warta.options import Form, check_text, check_time


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One payload with its circumstances, before anything is read from it.

    Wrong types raise `WartaError` (``payload`` or ``option``).

    Example:
        >>> Capture(payload=b"<title>x</title>", url="https://example.org/x", name="x.html").url
        'https://example.org/x'
    """

    payload: bytes
    """The bytes as fetched, after any compression of the transport or the file."""
    url: str | None = None
    """Where they were fetched."""
    fetched_at: str | None = None
    """When, RFC 3339."""
    content_type: str | None = None
    """The ``Content-Type`` that came with them."""
    name: str | None = None
    """What a person calls this capture: a file, a row of a table, a record of a WARC."""
    form: Form = "auto"
    """``flat`` where the container says that this is text already (WET)."""
    cut: tuple[str, ...] = ()
    """What capture had to leave out: reasons such as ``gzip_truncated``, ``warc_cut``."""

    def __post_init__(self) -> None:
        if not isinstance(self.payload, bytes):
            raise WartaError("payload", f"a capture's payload is bytes, not {type(self.payload).__name__}")
        for name in ("url", "content_type", "name"):
            check_text(name, getattr(self, name))
        check_time("fetched_at", self.fetched_at)
        if not isinstance(self.cut, tuple):
            raise WartaError("option", f"cut is a tuple of reasons, not {self.cut!r}")
        for reason in self.cut:
            check_text("cut", reason)
