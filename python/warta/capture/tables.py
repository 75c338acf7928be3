"""Tables of pages: JSON Lines, CSV and Parquet, one page a row."""

import csv as stdlib_csv
import datetime
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from warta.capture.record import Capture
from warta.errors import WartaError

URL_COLUMN = "url"
TIME_COLUMN = "fetched_at"
"""Columns that are taken where nothing else was named and the table has them."""

ROW_ROOM = 4
"""A line of a table may be this many times ``max_bytes`` long: escapes double a page, other columns add."""

EPOCH_MILLISECONDS = 100_000_000_000
"""Numbers from here on are milliseconds since 1970, smaller ones seconds (this is the year 5138)."""


def jsonl(
    lines: BinaryIO, name: str, column: str, url_column: str | None, time_column: str | None, max_bytes: int
) -> Iterator[Capture]:
    """One page from each line's JSON object; a line that is none gives an empty capture (``bad_row``)."""
    decode = msgspec.json.Decoder(dict[str, Any]).decode
    number = 0
    while line := lines.readline(max_bytes * ROW_ROOM):
        number += 1
        if not line.strip():
            continue
        place = f"{name}:{number}"
        try:
            row = decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            yield Capture(payload=b"", name=place, cut=("bad_row",))
            continue
        yield _capture(row, place, column, url_column, time_column, max_bytes, first=number == 1)


def csv(
    lines: BinaryIO, name: str, column: str, url_column: str | None, time_column: str | None, max_bytes: int
) -> Iterator[Capture]:
    """One page from each row; the first row names the columns."""
    stdlib_csv.field_size_limit(max_bytes * ROW_ROOM)
    text = io.TextIOWrapper(lines, encoding="utf-8-sig", errors="surrogateescape", newline="")
    rows = stdlib_csv.DictReader(text)
    number = 1
    try:
        while True:
            number += 1
            place = f"{name}:{number}"
            try:
                row = next(rows)
            except StopIteration:
                return
            except stdlib_csv.Error:
                yield Capture(payload=b"", name=place, cut=("bad_row",))
                continue
            yield _capture(row, place, column, url_column, time_column, max_bytes, first=number == 2)
    finally:
        # The stream is closed by whoever opened it.
        text.detach()


def parquet(
    path: Path, name: str, column: str, url_column: str | None, time_column: str | None, max_bytes: int
) -> Iterator[Capture]:
    """One page from each row, read in batches; needs the extra ``warta[parquet]``."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise WartaError(
            "extra", f"{name} is Parquet, which needs pyarrow: pip install 'warta[parquet]'"
        ) from None
    try:
        file = pq.ParquetFile(path)
    except (OSError, pa.ArrowException) as error:
        raise WartaError("table", f"{name} cannot be opened as Parquet: {error}") from None
    columns = file.schema_arrow.names
    wanted = [column, url_column or URL_COLUMN, time_column or TIME_COLUMN]
    number = 0
    with file:
        for batch in file.iter_batches(batch_size=64, columns=[each for each in wanted if each in columns]):
            for row in batch.to_pylist():
                number += 1
                yield _capture(
                    {**dict.fromkeys(columns), **row},
                    f"{name}:{number}",
                    column,
                    url_column,
                    time_column,
                    max_bytes,
                    first=number == 1,
                )


def _capture(
    row: Mapping[str, Any],
    place: str,
    column: str,
    url_column: str | None,
    time_column: str | None,
    max_bytes: int,
    *,
    first: bool,
) -> Capture:
    """A row as a capture; only the first row is held to having the named columns."""
    if first:
        for wanted in filter(None, (column, url_column, time_column)):
            if wanted not in row:
                raise WartaError(
                    "column", f"{place}: no column {wanted!r}; there are {', '.join(map(str, row))}"
                )
    page = row.get(column)
    if isinstance(page, str):
        payload, content_type = page.encode("utf-8", "surrogateescape"), "; charset=utf-8"
        payload = payload[: max_bytes + 1]
    elif isinstance(page, bytes):
        payload, content_type = page[: max_bytes + 1], None
    else:
        return Capture(payload=b"", name=place, cut=("no_payload",))
    url = row.get(url_column or URL_COLUMN)
    return Capture(
        payload=payload,
        url=_clean(url) if isinstance(url, str) else None,
        fetched_at=fetched_at(row.get(time_column or TIME_COLUMN)),
        content_type=content_type,
        name=place,
    )


def _clean(text: str) -> str | None:
    return text.encode("utf-8", "replace").decode().strip() or None


def fetched_at(value: object) -> str | None:
    """A time of a table as RFC 3339, ``None`` where it is none; a naive one is taken for UTC.

    >>> fetched_at("2024-05-01 10:00:00"), fetched_at(1714557600), fetched_at("yesterday")
    ('2024-05-01T10:00:00+00:00', '2024-05-01T10:00:00+00:00', None)
    """
    moment: datetime.datetime | None = None
    try:
        if isinstance(value, datetime.datetime):
            moment = value
        elif isinstance(value, int | float) and not isinstance(value, bool):
            seconds = value / 1000 if abs(value) >= EPOCH_MILLISECONDS else value
            moment = datetime.datetime.fromtimestamp(seconds, datetime.UTC)
        elif isinstance(value, str) and value.strip():
            text = value.strip()
            moment = datetime.datetime.fromisoformat(text) if not text.isdigit() else None
            if moment is None:
                return fetched_at(int(text[:18]))
    except (ValueError, OverflowError, OSError):
        return None
    if moment is None:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=datetime.UTC)
    return moment.isoformat()
