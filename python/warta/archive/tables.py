"""Tables for pandas, polars and whoever else takes an Arrow stream (the PyCapsule interface)."""

import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from warta.archive import exports
from warta.archive.asked_articles import PAGE_MOST
from warta.archive.asked_statements import said
from warta.archive.results import Filters, SaidFilters, SaidRow
from warta.errors import WartaError
from warta.export.csv import ARCHIVE_COLUMN
from warta.export.parquet import arrow_schema, row

BATCH_ROWS = 512

Connect = Callable[[], sqlite3.Connection]
"""Gives the connection of the thread that reads; raises where the archive was closed."""


class Table:
    """Rows that are read when they are asked for; give it to ``polars.DataFrame`` or ``pyarrow.table``.

    Needs the extra ``warta[parquet]`` (pyarrow) for Arrow; `rows` needs nothing.

    Example:
        >>> import tempfile, pyarrow
        >>> from warta.archive import Archive
        >>> archive = Archive(tempfile.mkdtemp() + "/a.warta", create=True)
        >>> _ = archive.add(["examples/sindonews-2015.txt"])
        >>> pyarrow.table(archive.said_table(by="Kartapolov"))["act"].to_pylist()
        ['says', 'claims', 'says']
    """

    def __init__(self, schema: Any, batches: Any) -> None:
        self._schema = schema
        self._batches = batches

    @classmethod
    def of_articles(cls, connect: Connect, query: str, filters: Filters) -> "Table":
        """One row an article, columns as `warta.export.parquet` has them of an archive."""

        def batches() -> Iterator[list[dict[str, Any]]]:
            batch = []
            for identity, article in exports.articles(connect(), query, filters):
                batch.append(row(article, identity))
                if len(batch) == BATCH_ROWS:
                    yield batch
                    batch = []
            yield batch

        return cls(lambda: arrow_schema(archived=True), batches)

    @classmethod
    def of_statements(cls, connect: Connect, asked: SaidFilters, filters: Filters) -> "Table":
        """One row a statement, columns as `SaidRow` has them; its ``id`` is ``article_id`` here, since
        ``id`` is another one in the table of articles."""

        columns = _said_columns()

        def batches() -> Iterator[list[dict[str, Any]]]:
            offset = 0
            while rows := said(connect(), asked, filters, limit=PAGE_MOST, offset=offset).rows:
                yield [dict(zip(columns, msgspec.structs.astuple(each), strict=True)) for each in rows]
                offset += len(rows)

        return cls(_said_schema, batches)

    def rows(self) -> Iterator[dict[str, Any]]:
        """The rows as dicts."""
        for batch in self._batches():
            yield from batch

    def to_arrow(self) -> Any:
        """A ``pyarrow.Table``."""
        pa = _pyarrow()
        schema = self._schema()
        return pa.Table.from_batches(
            [pa.RecordBatch.from_pylist(batch, schema=schema) for batch in self._batches() if batch],
            schema=schema,
        )

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """The Arrow PyCapsule interface: a stream of record batches."""
        pa = _pyarrow()
        schema = self._schema()
        batches = (pa.RecordBatch.from_pylist(batch, schema=schema) for batch in self._batches() if batch)
        reader = pa.RecordBatchReader.from_batches(schema, batches)
        return reader.__arrow_c_stream__(requested_schema)


def _said_columns() -> list[str]:
    return [ARCHIVE_COLUMN if name == "id" else name for name in SaidRow.__struct_fields__]


def _said_schema() -> Any:
    pa = _pyarrow()
    kinds = {
        "number": pa.int32(),
        "start": pa.int64(),
        "end": pa.int64(),
        "nested_in": pa.int32(),
        "attitude": pa.bool_(),
        "confidence": pa.float64(),
        "via": pa.list_(pa.string()),
    }
    return pa.schema([(name, kinds.get(name, pa.string())) for name in _said_columns()])


def _pyarrow() -> Any:
    try:
        import pyarrow
    except ImportError:
        raise WartaError("extra", "Arrow tables need pyarrow: pip install 'warta[parquet]'") from None
    return pyarrow
