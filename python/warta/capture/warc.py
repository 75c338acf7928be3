"""WARC and WET through FastWARC: one capture a record that holds a page.

FastWARC stops at the first record that it cannot follow and hands out a record that the file cuts short
as if it were whole. Both are found out here: by its exceptions, and by counting each record's bytes
against its ``Content-Length``. Reading on after damage is left for later.
"""

import datetime
import io
import os
from collections.abc import Iterator
from typing import BinaryIO

from fastwarc.stream_io import BrotliReader, GzipReader, WarcReader
from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from warta.capture.binary import NOT_TEXT
from warta.capture.compressed import FREE_BYTES, GZIP_MAGIC, MAX_RATIO, GzipStream, gunzip
from warta.capture.intake import Intake
from warta.capture.record import Capture

PAGE_TYPES = frozenset({"", "text/html", "application/xhtml+xml", "text/plain"})
"""Media types that may hold a news page; the empty one is no type stated."""

_WANTED = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion

_HTTP_ROOM = 1 << 20
"""Bytes of a record's block that HTTP headers may take on top of the payload."""

_CHUNK = 64 << 10


def records(file: BinaryIO, name: str, max_bytes: int, intake: Intake) -> Iterator[Capture]:
    """The pages of a WARC or WET stream, compressed or not, in its order.

    Takes response and resource records of a type in `PAGE_TYPES` and status 2xx, and conversion
    records (as flattened text). The rest of those is counted in ``intake.skipped``; damage is said in
    ``intake.damage``, and a record that it cut is marked ``warc_cut``.
    """
    seen = 0
    last = 0
    short = False
    try:
        for record in ArchiveIterator(file, record_types=WarcRecordType.any_type, parse_http=False):
            seen += 1
            last = record.stream_pos
            short = False
            if not int(record.record_type) & int(_WANTED):
                continue
            raw = record.reader.read(max_bytes + _HTTP_ROOM)
            short = len(raw) < min(record.content_length, max_bytes + _HTTP_ROOM)
            if short:
                intake.damage.append(
                    f"{name}: record at byte {last} has {len(raw)} of {record.content_length} bytes"
                )
            capture = _capture(record, raw, name, max_bytes, short, intake)
            if capture is not None:
                yield capture
    except OSError as error:
        size = _size(file)
        rest = f", {size - last} bytes from there to the end" if size is not None else ""
        intake.damage.append(
            f"{name}: cannot be followed after the record at byte {last}, number {seen} ({error}){rest}"
        )
        return
    if not seen:
        intake.damage.append(f"{name}: holds no WARC record")
    elif not short and _ends_inside(file, last):
        intake.damage.append(
            f"{name}: ends inside a compressed record after the one at byte {last}, number {seen}"
        )


def _ends_inside(file: BinaryIO, last: int) -> bool:
    """Whether a compressed file ends inside a member at or after ``last``.

    FastWARC passes over a record that is cut in its headers.
    """
    try:
        if not file.seekable():
            return False
        file.seek(last)
        magic = file.read(len(GZIP_MAGIC))
        file.seek(last)
    except (OSError, ValueError):
        return False
    if magic != GZIP_MAGIC:
        return False
    stream = GzipStream(file)
    while stream.read(_CHUNK):
        pass
    return stream.cut == "gzip_truncated"


def _capture(
    record: WarcRecord, raw: bytes, name: str, max_bytes: int, short: bool, intake: Intake
) -> Capture | None:
    """The record as a capture, ``None`` where it is no page (counted)."""
    cut = ["warc_cut"] if short else []
    content_type = record.headers.get("Content-Type")
    payload = raw
    if record.is_http:
        try:
            record.set_bytes_content(raw)
            record.parse_http(auto_decode="transfer")
        except OSError:
            # Headers that are none, or chunks that break at once: nothing to read either way.
            return _made(record, b"", None, name, [*cut, "http_corrupt"])
        content_type = record.http_headers.get("Content-Type")
        status = record.http_headers.status_code
        if status is not None and not 200 <= status < 300:
            intake.skipped["http_status"] += 1
            return None
    if (content_type or "").partition(";")[0].strip().lower() not in PAGE_TYPES:
        intake.skipped[NOT_TEXT] += 1
        return None
    if record.is_http:
        payload, damage = _decoded(record, len(raw), max_bytes)
        cut += damage
    return _made(record, payload[: max_bytes + 1], content_type, name, cut)


def _made(record: WarcRecord, payload: bytes, content_type: str | None, name: str, cut: list[str]) -> Capture:
    return Capture(
        payload=payload,
        url=_clean(record.headers.get("WARC-Target-URI")),
        fetched_at=_date(record),
        content_type=_clean(content_type),
        name=f"{name}#{_clean(record.record_id) or record.stream_pos}",
        form="flat" if record.record_type == WarcRecordType.conversion else "auto",
        cut=tuple(cut),
    )


def _decoded(record: WarcRecord, raw: int, max_bytes: int) -> tuple[bytes, list[str]]:
    """The payload behind its content encoding, under the caps for compressed data, and why it ends early.

    Archives exist that keep the header and store the payload decoded, so that gzip is told by its magic.
    """
    encoding = (record.http_headers.get("Content-Encoding") or "").strip().lower()
    body, damage = _capped(record.reader, raw, max_bytes + _HTTP_ROOM)
    if encoding in ("gzip", "x-gzip") and body.startswith(GZIP_MAGIC):
        payload, cut = gunzip(io.BytesIO(body), max_bytes)
        return payload, [*damage, *cut]
    try:
        if encoding == "br":
            return _capped(BrotliReader(io.BytesIO(body)), raw, max_bytes)
        if encoding == "deflate":
            return _capped(GzipReader(io.BytesIO(body), zlib=True), raw, max_bytes)
    except OSError:
        return b"", ["content_corrupt"]
    return body, damage


def _capped(reader: WarcReader, raw: int, max_bytes: int) -> tuple[bytes, list[str]]:
    most = min(max_bytes + 1, max(FREE_BYTES, MAX_RATIO * raw))
    parts: list[bytes] = []
    size = 0
    try:
        while size < most and (part := reader.read(min(_CHUNK, most - size))):
            parts.append(part)
            size += len(part)
    except OSError:
        return b"".join(parts), ["content_corrupt"]
    return b"".join(parts), ["content_ratio"] if size == most <= max_bytes else []


def _date(record: WarcRecord) -> str | None:
    """``WARC-Date`` as RFC 3339; ``None`` where it is missing or no date."""
    date: datetime.datetime | None = record.record_date
    if date is None:
        return None
    return (date if date.tzinfo else date.replace(tzinfo=datetime.UTC)).isoformat()


def _clean(text: str | None) -> str | None:
    """Header text without lone surrogates; ``<`` and ``>`` around an address are left out."""
    if text is None:
        return None
    return text.encode("utf-8", "replace").decode().strip().strip("<>") or None


def _size(file: BinaryIO) -> int | None:
    try:
        return os.fstat(file.fileno()).st_size
    except (OSError, ValueError, AttributeError):
        return None
