"""Gzip with a cap on what comes out, so that a small file cannot fill the memory."""

import io
import zlib
from typing import BinaryIO

MAX_RATIO = 200
"""Bytes out per byte in past which a stream is taken for a bomb; pages reach about 20, and the
compressed form of one repeated byte 1,030."""

FREE_BYTES = 1 << 20
"""Bytes that may come out before the ratio is looked at: a tiny file of blanks harms nobody."""

GZIP_MAGIC = b"\x1f\x8b"

_CHUNK = 64 << 10


class GzipStream(io.RawIOBase):
    """A readable stream over gzip members that ends, with a reason, instead of raising.

    ``cut`` is ``None``, or why the stream ended early: ``gzip_truncated`` (the file ends inside a
    member), ``gzip_corrupt`` (bytes that are no gzip data; what was decoded before is kept),
    ``gzip_ratio`` (more than `MAX_RATIO` bytes out per byte in).
    """

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self._member = zlib.decompressobj(wbits=31)
        self._pending = b""
        self._taken = 0
        self._given = 0
        self._inside = False
        self._over = False
        self.cut: str | None = None

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fills ``buffer``; 0 at the end, whichever end it was."""
        if self._over or not len(buffer):
            return 0
        try:
            out = self._next(len(buffer))
        except zlib.error:
            out = self._end("gzip_corrupt")
        self._given += len(out)
        if self._given > FREE_BYTES and self._given > MAX_RATIO * self._taken:
            self._end("gzip_ratio")
        buffer[: len(out)] = out
        return len(out)

    def _next(self, most: int) -> bytes:
        while True:
            if not self._pending and not self._member.unconsumed_tail:
                self._pending = self._source.read(_CHUNK)
                self._taken += len(self._pending)
                if not self._pending:
                    return self._end("gzip_truncated" if self._inside else None)
            if not self._inside:
                # Padding of zeros between and after members is allowed by gzip's own tool.
                self._pending = self._pending.lstrip(b"\0")
                if not self._pending:
                    continue
                self._inside = True
            data = self._member.unconsumed_tail or self._pending
            self._pending = b"" if not self._member.unconsumed_tail else self._pending
            out = self._member.decompress(data, most)
            if self._member.eof:
                self._pending = self._member.unused_data + self._pending
                self._member = zlib.decompressobj(wbits=31)
                self._inside = False
            if out:
                return out

    def _end(self, cut: str | None) -> bytes:
        self._over = True
        self.cut = self.cut or cut
        return b""


def gunzip(source: BinaryIO, max_bytes: int) -> tuple[bytes, tuple[str, ...]]:
    """The decompressed bytes, at most ``max_bytes`` + 1 of them, and why they were cut, if so.

    One byte past the cap is kept, so that the core sees the cap exceeded and says ``bytes``.

    Example:
        >>> import gzip, io
        >>> gunzip(io.BytesIO(gzip.compress(b"Banjir")[:-4]), 100)
        (b'Banjir', ('gzip_truncated',))
    """
    stream = GzipStream(source)
    payload = read_capped(stream, max_bytes)
    return payload, (stream.cut,) if stream.cut else ()


def read_capped(stream: io.RawIOBase | BinaryIO, max_bytes: int) -> bytes:
    """Reads up to ``max_bytes`` + 1 bytes."""
    parts: list[bytes] = []
    left = max_bytes + 1
    while left and (part := stream.read(min(left, 1 << 20))):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)
