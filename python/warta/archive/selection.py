"""What a query and filters come to in SQL; the one place that knows how lists are found fast.

Rows rise with time, so that the index, read downwards, gives the newest first without sorting, and a
filter is a word of the index (`warta.archive.words.key`), so that a rare outlet and a common word are
intersected by the index itself.
"""

import sqlite3
from dataclasses import dataclass, field
from typing import Any

from warta.archive.identity import first_row, last_row
from warta.archive.query_words import Query, parse
from warta.archive.results import Filters
from warta.archive.words import key, words
from warta.closed import check
from warta.days import day
from warta.language import recorded
from warta.options import check_text


@dataclass(slots=True)
class Selection:
    """The FROM and WHERE of a list of articles, ``a`` being the article and ``at`` its row's column."""

    query: Query
    match: str
    source: str
    where: list[str]
    values: list[Any]
    at: str
    plain: bool
    """True where the index alone decides, without a look at the articles."""

    def sql(self, columns: str, *, order: str = "", limit: int | None = None, offset: int = 0) -> str:
        """A SELECT over it; ``order`` is DESC or ASC by time."""
        where = f" WHERE {' AND '.join(self.where)}" if self.where else ""
        by = f" ORDER BY {self.at} {order}" if order else ""
        most = f" LIMIT {limit} OFFSET {offset}" if limit is not None else ""
        return f"SELECT {columns} FROM {self.source}{where}{by}{most}"

    def rows_sql(self, *, limit: int, order: str = "DESC") -> str:
        """A SELECT of the rows alone, by the index alone where that is enough."""
        if self.plain:
            where = " AND ".join(self.where)
            return (
                f"SELECT {self.at} AS row FROM article_index f WHERE {where}"
                f" ORDER BY {self.at} {order} LIMIT {limit}"
            )
        return self.sql(f"{self.at} AS row", order=order, limit=limit)


@dataclass(slots=True)
class Narrowed:
    """Filters of articles as words of the index, and what no word can say."""

    match: list[str] = field(default_factory=list)
    where: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)
    first: int | None = None
    last: int | None = None


def select(connection: sqlite3.Connection, text: str, filters: Filters) -> Selection:
    """Articles that match a query and filters."""
    check_text("a query", text, needed=True)
    query = parse(text)
    narrowed = narrow(filters)
    parts = [f"({query.match})"] if query.match else []
    match = " AND ".join([*parts, *narrowed.match])
    where, values = [], []
    current = not filters.old_versions and versions_exist(connection)
    nothing = bool(text.strip()) and not query.match
    if match:
        source, at = "article_index f CROSS JOIN articles a ON a.row = f.rowid", "f.rowid"
        where.append("f.article_index MATCH ?")
        values.append(match)
    else:
        source, at = "articles a", "a.row"
    if narrowed.first is not None:
        where.append(f"{at} >= {narrowed.first}")
    if narrowed.last is not None:
        where.append(f"{at} <= {narrowed.last}")
    plain = bool(match) and not narrowed.where and not current and not nothing
    where += narrowed.where
    values += narrowed.values
    if current:
        where.append("a.current = 1")
    if nothing:
        where.append("0")
    return Selection(query, match, source, where, values, at, plain)


def narrow(filters: Filters) -> Narrowed:
    """The filters. Raises `WartaError` where a day, a kind or a language is none."""
    check("kind", filters.kind)
    made = Narrowed()
    for name in ("outlet", "language", "kind", "section"):
        chosen = getattr(filters, name)
        if name == "language":
            chosen = tuple(map(recorded, chosen))
        if chosen:
            tokens = " OR ".join(f'"{key(name, value)}"' for value in chosen)
            made.match.append(f"keys : ({tokens})")
    for name in ("author", "dateline"):
        for word in words(getattr(filters, name) or ""):
            made.match.append(f'keys : ("{key(name, word)}")')
    if filters.since is not None:
        since = day(filters.since, last=False)
        made.first = first_row(since)
        made.where.append("a.day >= ?")
        made.values.append(since.isoformat())
    if filters.until is not None:
        until = day(filters.until, last=True)
        made.last = last_row(until)
        made.where.append("a.day <= ?")
        made.values.append(until.isoformat())
        if made.first is None:
            made.first = 0
    return made


def versions_exist(connection: sqlite3.Connection) -> bool:
    """Whether any page has several versions: where none has, none need be left out."""
    return connection.execute("SELECT 1 FROM revisions LIMIT 1").fetchone() is not None
