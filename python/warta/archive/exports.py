"""Taking records out: all that a search finds, in the formats of ``warta read``."""

import sqlite3
from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from warta.archive.asked_article import aliases_of, whole
from warta.archive.names import value_of
from warta.archive.results import Filters
from warta.archive.selection import select
from warta.export.writers import Format, Writer
from warta.records import Article


def articles(
    connection: sqlite3.Connection, query: str, filters: Filters, *, damaged: list[str] | None = None
) -> Iterator[tuple[str, Article]]:
    """The records that a search finds, each after its id; newest first, names and corrections applied.

    An article whose record is not whole is left out and named in ``damaged``, else it raises `WartaError`.
    """
    selection = select(connection, query, filters)
    rows = connection.execute(selection.sql("a.id", order="DESC"), selection.values).fetchall()
    aliases = aliases_of(connection)
    corrections: dict[str, dict[str, object]] = {}
    for identity, field, value in connection.execute("SELECT id, field, value FROM corrections"):
        corrections.setdefault(identity, {})[field] = value_of(field, msgspec.json.decode(value))
    for (identity,) in rows:
        # An article may be deleted while the export runs.
        record = whole(connection, identity, aliases, corrections.get(identity, {}), damaged)
        if record is not None:
            yield identity, record


def export(
    connection: sqlite3.Connection,
    query: str,
    filters: Filters,
    out: BinaryIO,
    form: Format,
    *,
    damaged: list[str] | None = None,
) -> int:
    """Writes the records that a search finds, and gives their number; ``damaged`` as in `articles`."""
    count = 0
    with Writer(out, form, archived=True) as writer:
        for identity, record in articles(connection, query, filters, damaged=damaged):
            writer.write(record.to_json().encode(), identity)
            count += 1
    return count
