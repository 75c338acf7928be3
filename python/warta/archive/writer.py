"""Storing: prepared articles into the tables, one transaction a batch."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain, pairwise
from typing import Any, Literal

from warta import _core
from warta.archive import identity
from warta.archive.connection import is_damage, make_index, reading_article
from warta.archive.differences import differences
from warta.archive.names import Aliases, value_of
from warta.archive.rows import (
    ARTICLE_COLUMNS,
    INDEXED,
    STATEMENT_COLUMNS,
    Prepared,
    Row,
    Rows,
    Source,
    article_keys,
    indexed_article,
    indexed_statement,
    numbered,
    rows,
    slim,
    unpacked,
)

Stored = Literal["new", "revision", "known", "replaced", "deleted"]

PARAMETERS_MOST = 500
"""Values of one IN list; SQLite's oldest limit is 999."""

VALUES_MOST = 990
"""Values of one INSERT of many rows. A thread that makes the next rows keeps the interpreter's lock for long,
and every statement waits for it: so there are few statements, of many rows each."""


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A capture that gave no article."""

    source: Source
    outcome: str
    reason: str


def _insert(table: str, columns: Sequence[str]) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"


_AUTHOR_COLUMNS = ("row", "position", "name", "role", "url")
_SPEAKER = (
    _insert("speakers", ("speaker_key", "statements", "articles"))
    + " ON CONFLICT (speaker_key) DO UPDATE SET statements = statements + excluded.statements,"
    " articles = articles + excluded.articles"
)
_SPEAKER_KEY = STATEMENT_COLUMNS.index("speaker_key")
_INDEX = _insert("article_index", ("rowid", "headline", "text", "stems", "keys"))
_STATEMENT_INDEX = _insert("statement_index", ("rowid", "who", "content", "target", "keys"))
# Rows of the index whose words stand in tables are written by one statement, from there.
_PENDING = (
    "CREATE TEMP TABLE IF NOT EXISTS pending_articles (row INTEGER PRIMARY KEY, stems TEXT, keys TEXT)",
    "CREATE TEMP TABLE IF NOT EXISTS pending_statements (statement INTEGER PRIMARY KEY, who TEXT, keys TEXT)",
)
_INDEX_PENDING = (
    "INSERT INTO article_index (rowid, headline, text, stems, keys)"
    " SELECT p.row, b.headline, b.text, p.stems, p.keys FROM pending_articles p CROSS JOIN bodies b"
    " ON b.row = p.row ORDER BY p.row",
    "DELETE FROM pending_articles",
    "INSERT INTO statement_index (rowid, who, content, target, keys)"
    " SELECT p.statement, p.who, s.content, s.target, p.keys FROM pending_statements p"
    " CROSS JOIN statements s ON s.statement = p.statement ORDER BY p.statement",
    "DELETE FROM pending_statements",
)
_CAPTURE_COLUMNS = (
    "capture", "id", "payload_hash", "url", "fetched_at", "content_type", "form", "name", "engine"
)  # fmt: skip
_KNOWN_CAPTURE = (
    " ON CONFLICT (capture) DO UPDATE SET"
    " name = coalesce(min(name, excluded.name), name, excluded.name), id = excluded.id,"
    " engine = excluded.engine"
)
_PASSED_OVER = (
    _insert("passed_over", ("capture", "outcome", "reason", "name", "url", "engine"))
    + " ON CONFLICT (capture) DO UPDATE SET"
    " name = coalesce(min(name, excluded.name), name, excluded.name), outcome = excluded.outcome,"
    " reason = excluded.reason, engine = excluded.engine"
)
_UNINDEX = (
    "INSERT INTO article_index (article_index, rowid, headline, text, stems, keys)"
    " VALUES ('delete', ?, ?, ?, ?, ?)"
)
_UNINDEX_STATEMENT = (
    "INSERT INTO statement_index (statement_index, rowid, who, content, target, keys)"
    " VALUES ('delete', ?, ?, ?, ?, ?)"
)


def index_rows(connection: sqlite3.Connection, row: int | None = None) -> Iterator[tuple[Row, list[Row]]]:
    """What the index holds of one article, or of each, made from the tables: its row, its statements'."""
    clause = "" if row is None else " WHERE a.row = ?"
    found = connection.execute(
        "SELECT a.row, b.headline, b.text, a.kind, a.outlet, a.language, a.section, a.dateline"
        f" FROM articles a CROSS JOIN bodies b ON b.row = a.row{clause} ORDER BY a.row",
        () if row is None else (row,),
    )
    for number, headline, text, kind, outlet, language, section, dateline in found:
        authors = connection.execute("SELECT name FROM authors WHERE row = ? ORDER BY position", (number,))
        keys = article_keys(kind, outlet, language, section, dateline, [name for (name,) in authors])
        first, last = identity.statement_rows(number)
        vias: dict[int, list[str]] = {}
        for statement, via in connection.execute(
            "SELECT statement, outlet FROM vias WHERE statement BETWEEN ? AND ? ORDER BY statement, position",
            (first, last),
        ):
            vias.setdefault(statement, []).append(via)
        statements = [
            indexed_statement(each, vias.get(each[0], ()), language, keys)
            for each in connection.execute(
                f"SELECT {', '.join(INDEXED)} FROM statements WHERE statement BETWEEN ? AND ?"
                " ORDER BY statement",
                (first, last),
            )
        ]
        yield indexed_article(number, headline, text, language, keys), statements


def rebuild_index(connection: sqlite3.Connection) -> None:
    """Makes both parts of the index anew from the tables, inside a transaction."""
    for index in ("article_index", "statement_index"):
        try:
            connection.execute(f"INSERT INTO {index} ({index}) VALUES ('delete-all')")
        except sqlite3.DatabaseError as error:
            if not is_damage(error):
                raise
            make_index(connection, index)
    for article, statements in index_rows(connection):
        connection.execute(_INDEX, article)
        connection.executemany(_STATEMENT_INDEX, statements)
    for index in ("article_index", "statement_index"):
        connection.execute(f"INSERT INTO {index} ({index}) VALUES ('optimize')")


def prepared_of(connection: sqlite3.Connection, identity: str) -> Prepared | None:
    """An article as it was stored, from its record and the capture that gave it.

    Its page is the one it was stored under, which another version may have told otherwise.
    """
    with reading_article(identity):
        found = connection.execute(
            "SELECT r.packed, b.text, c.capture, c.payload_hash, c.url, c.fetched_at, c.content_type, c.form,"
            " c.name, c.engine, a.page FROM articles a JOIN records r USING (row) JOIN bodies b USING (row)"
            " JOIN captures c USING (capture) WHERE a.id = ?",
            (identity,),
        ).fetchone()
    if found is None:
        return None
    source = Source(
        capture=found[2],
        payload_hash=found[3],
        url=found[4],
        fetched_at=found[5],
        content_type=found[6],
        form=found[7],
        name=found[8],
        engine=found[9],
    )
    return unpacked(identity, found[0], found[1], lambda record: Prepared.of(record, source, page=found[10]))


class Transaction(AbstractContextManager[None]):
    """All or nothing, as one write."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __enter__(self) -> None:
        self._connection.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind: Any, error: Any, traceback: Any) -> None:
        if kind is None:
            try:
                self._connection.execute("COMMIT")
                return
            except sqlite3.Error:
                self._roll_back()
                raise
        self._roll_back()

    def _roll_back(self) -> None:
        # A full disk may have rolled back already.
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")


class Writer:
    """The decisions of storing: what is new, what is known, what replaces what.

    Its connection holds the archive's only `WriterLock`. Methods run inside a `Transaction`.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.reload()

    def reload(self) -> None:
        """Reads names and corrections, which every stored article is given."""
        self.aliases: Aliases = {
            (kind, alias): name
            for kind, alias, name in self._connection.execute("SELECT kind, alias, name FROM aliases")
        }
        self.corrections: dict[str, dict[str, Any]] = {}
        for article, field, value in self._connection.execute("SELECT id, field, value FROM corrections"):
            self.corrections.setdefault(article, {})[field] = value_of(field, json.loads(value))
        self._deleted = {each for (each,) in self._connection.execute("SELECT id FROM deletions")}

    def draft(self, prepared: Prepared) -> Rows:
        """The rows of an article under the number that it wants; touches no database, so that threads may
        make them ahead. Not to be kept over a `reload`."""
        return rows(prepared, self._wanted_row(prepared), self.corrections.get(prepared.id, {}), self.aliases)

    def known(self, captures: Sequence[str]) -> set[str]:
        """Which captures need not be read again; a newer version tries again what gave no article."""
        found = {
            capture
            for capture, engine in self._select(
                "SELECT capture, engine FROM passed_over WHERE capture IN", captures
            )
            if engine == _core.VERSION
        }
        for table in ("captures", "deleted_captures"):
            found.update(
                capture
                for (capture,) in self._select(f"SELECT capture FROM {table} WHERE capture IN", captures)
            )
        return found

    def store(self, batch: Iterable[Prepared]) -> list[Stored]:
        """Stores articles; says of each, in their order, what became of it."""
        articles = list(batch)
        present = {
            article: (
                row,
                Source(capture=capture, payload_hash=hash_, url=None, fetched_at=at, engine=engine),
            )
            for article, row, capture, hash_, at, engine in self._select(
                "SELECT a.id, a.row, a.capture, c.payload_hash, c.fetched_at, c.engine FROM articles a"
                " JOIN captures c USING (capture) WHERE a.id IN",
                [each.id for each in articles],
            )
        }
        pages = {
            page for (page,) in self._select("SELECT page FROM articles WHERE page IN", _pages(articles))
        }
        best: dict[str, Prepared] = {}
        outcome: list[Stored] = []
        captured: list[Prepared] = []
        for each in articles:
            if each.id in self._deleted:
                self._connection.execute(
                    "INSERT OR IGNORE INTO deleted_captures (capture, id) VALUES (?, ?)",
                    (each.source.capture, each.id),
                )
                outcome.append("deleted")
                continue
            captured.append(each)
            rival = best[each.id].source if each.id in best else present.get(each.id, (0, None))[1]
            if rival is None:
                outcome.append("revision" if each.page in pages else "new")
                pages.add(each.page)
            else:
                # A replaced record is no new article either: other captures of it are known.
                outcome.append("known")
                if each.source.rank() >= rival.rank():
                    continue
            best[each.id] = each
        self._captures(captured)
        touched = {each.page for each in best.values()}
        for article in best.keys() & present.keys():
            self.remove_row(present[article][0])
        touched |= self._insert(list(best.values()))
        self._order_versions(touched)
        return outcome

    def pass_over(self, captures: Iterable[PassedOver]) -> None:
        """Keeps that captures gave no article, so that they need not be read again."""
        self._connection.executemany(
            _PASSED_OVER,
            [
                (each.source.capture, each.outcome, each.reason, each.source.name, each.source.url,
                 each.source.engine)
                for each in captures
            ],
        )  # fmt: skip

    def take_captures(self, other: sqlite3.Connection, article: str) -> None:
        """Copies an article's captures and their payloads from another archive."""
        if article in self._deleted:
            self._connection.executemany(
                "INSERT OR IGNORE INTO deleted_captures (capture, id) VALUES (?, ?)",
                other.execute("SELECT capture, id FROM captures WHERE id = ?", (article,)),
            )
            return
        columns = ", ".join(_CAPTURE_COLUMNS)
        found = other.execute(f"SELECT {columns} FROM captures WHERE id = ?", (article,)).fetchall()
        self._many("captures", _CAPTURE_COLUMNS, found, _KNOWN_CAPTURE)
        self._connection.execute(
            "DELETE FROM passed_over WHERE capture IN (SELECT capture FROM captures WHERE id = ?)", (article,)
        )
        self._connection.executemany(
            "INSERT OR IGNORE INTO payloads (payload_hash, bytes, packed) VALUES (?, ?, ?)",
            other.execute(
                "SELECT DISTINCT p.payload_hash, p.bytes, p.packed FROM payloads p"
                " JOIN captures USING (payload_hash) WHERE id = ?",
                (article,),
            ),
        )

    def rename(self, names: Iterable[tuple[str, str | None]]) -> None:
        """Names of captures that are known: the first by the alphabet stays, whatever came first."""
        pairs = [(name, capture, name) for capture, name in names if name is not None]
        for table in ("captures", "passed_over"):
            self._connection.executemany(
                f"UPDATE {table} SET name = ? WHERE capture = ? AND (name IS NULL OR name > ?)", pairs
            )

    def remove(self, article: str) -> bool:
        """Takes an article out of tables and index; False where it is not there."""
        found = self._connection.execute("SELECT row, page FROM articles WHERE id = ?", (article,)).fetchone()
        if found is None:
            return False
        self.remove_row(found[0])
        self._order_versions({found[1]})
        return True

    def remove_row(self, row: int) -> None:
        """Takes the rows of one article out; the caller puts its page in order."""
        execute = self._connection.execute
        first, last = identity.statement_rows(row)
        for article, statements in index_rows(self._connection, row):
            execute(_UNINDEX, article)
            self._connection.executemany(_UNINDEX_STATEMENT, statements)
        for key, number in execute(
            "SELECT speaker_key, count(*) FROM statements WHERE statement BETWEEN ? AND ?"
            " AND speaker_key IS NOT NULL GROUP BY speaker_key",
            (first, last),
        ).fetchall():
            execute(_SPEAKER, (key, -number, -1))
            execute("DELETE FROM speakers WHERE speaker_key = ? AND statements = 0", (key,))
        execute("DELETE FROM vias WHERE statement BETWEEN ? AND ?", (first, last))
        execute("DELETE FROM statements WHERE statement BETWEEN ? AND ?", (first, last))
        for table in ("bodies", "records", "authors", "tags", "revisions", "articles"):
            execute(f"DELETE FROM {table} WHERE row = ?", (row,))

    def _captures(self, articles: list[Prepared]) -> None:
        self._many(
            "captures",
            _CAPTURE_COLUMNS,
            [
                (
                    each.source.capture,
                    each.id,
                    each.source.payload_hash,
                    each.source.url,
                    each.source.fetched_at,
                    each.source.content_type,
                    each.source.form,
                    each.source.name,
                    each.source.engine,
                )
                for each in articles
            ],
            _KNOWN_CAPTURE,
        )
        self._change("DELETE FROM passed_over WHERE capture IN", [each.source.capture for each in articles])
        self._connection.executemany(
            "INSERT OR IGNORE INTO payloads (payload_hash, bytes, packed) VALUES (?, ?, ?)",
            [
                (each.source.payload_hash, each.source.payload_bytes, each.source.payload)
                for each in articles
                if each.source.payload is not None
            ],
        )

    def _insert(self, articles: list[Prepared]) -> set[str]:
        """New rows; returns the pages of all, also of those that had to make room: their versions are to be
        ordered anew. Rows go in rising, which the index needs to write one segment a batch."""
        placed = self._placed(articles)
        made = [(numbered(each.draft or self.draft(each), row), each.packed) for row, each in placed]
        made.sort(key=lambda pair: pair[0].body[0])
        self._many("articles", ARTICLE_COLUMNS, [each.article for each, _ in made])
        self._many("bodies", ("row", "headline", "text"), [each.body for each, _ in made])
        self._many("records", ("row", "packed"), [(each.body[0], packed) for each, packed in made])
        self._many("authors", _AUTHOR_COLUMNS, [row for each, _ in made for row in each.authors])
        self._many("tags", ("row", "position", "tag"), [row for each, _ in made for row in each.tags])
        # Rows of one article fall as its statements rise.
        self._many(
            "statements", STATEMENT_COLUMNS, [row for each, _ in made for row in reversed(each.statements)]
        )
        self._many(
            "vias", ("statement", "position", "outlet"), [row for each, _ in made for row in each.vias]
        )
        statements, in_articles = Counter[str](), Counter[str]()
        for each, _ in made:
            keys = [row[_SPEAKER_KEY] for row in each.statements if row[_SPEAKER_KEY] is not None]
            statements.update(keys)
            in_articles.update(set(keys))
        self._connection.executemany(
            _SPEAKER, [(key, number, in_articles[key]) for key, number in sorted(statements.items())]
        )
        self._index(made)
        return {each.page for _, each in placed}

    def _index(self, made: list[tuple[Rows, bytes]]) -> None:
        for table in _PENDING:
            self._connection.execute(table)
        self._many(
            "pending_articles",
            ("row", "stems", "keys"),
            [(row, stems, keys) for each, _ in made for row, _, _, stems, keys in (each.indexed,)],
        )
        self._many(
            "pending_statements",
            ("statement", "who", "keys"),
            [
                (statement, who, keys)
                for each, _ in made
                for statement, who, _, _, keys in reversed(each.indexed_statements)
            ],
        )
        for statement in _INDEX_PENDING:
            self._connection.execute(statement)

    def _many(self, table: str, columns: Sequence[str], new: list[Row], known: str = "") -> None:
        """Inserts rows, many of them a statement; ``known`` says what to do with one that is there.

        Any failure undoes the whole transaction, so that SQLite need not be able to undo the statement
        (``OR FAIL``).
        """
        at = 0
        size = VALUES_MOST // len(columns)
        if len(new) >= size:
            row = f"({', '.join('?' * len(columns))})"
            insert = f"INSERT OR FAIL INTO {table} ({', '.join(columns)}) VALUES {', '.join([row] * size)}"
            insert += known
            for at in range(0, len(new) - size + 1, size):
                self._connection.execute(insert, list(chain.from_iterable(new[at : at + size])))
            at += size
        self._connection.executemany(_insert(table, columns) + known, new[at:])

    def _placed(self, articles: list[Prepared]) -> list[tuple[int, Prepared]]:
        """Articles with their rows, and those stored before that have to make room for them.

        Of two that want one row the smaller id stays and the other moves on (Amble and Knuth, Ordered hash
        tables, 1974): so the rows do not depend on the order of adding.
        """
        wanted = {each.id: (self._wanted_row(each), each) for each in articles}
        stored = {
            row: (identity.row_of(article, published), article)
            for row, article, published in self._select(
                "SELECT row, id, published_at FROM articles WHERE row IN",
                [row for row, _ in wanted.values()],
            )
        }
        looked_up = {row for row, _ in wanted.values()}
        rows_of: dict[int, tuple[int, str]] = {}
        moved: dict[str, tuple[int, Prepared]] = {}
        for row, each in wanted.values():
            key = (row, each.id)
            while True:
                if row not in looked_up:
                    looked_up.add(row)
                    found = self._connection.execute(
                        "SELECT id, published_at FROM articles WHERE row = ?", (row,)
                    ).fetchone()
                    if found is not None:
                        stored[row] = (identity.row_of(found[0], found[1]), found[0])
                there = rows_of.get(row) or stored.get(row)
                if there is None:
                    rows_of[row] = key
                    break
                if key < there:
                    if row in stored and row not in rows_of:
                        loaded = prepared_of(self._connection, there[1])
                        if loaded is not None:
                            moved[there[1]] = (row, loaded)
                    rows_of[row] = key
                    key = there
                row += 1
        for row, _ in moved.values():
            self.remove_row(row)
        every = {name: each for name, (_, each) in (*wanted.items(), *moved.items())}
        return [(row, every[name]) for row, (_, name) in rows_of.items()]

    def _wanted_row(self, each: Prepared) -> int:
        moment = self.corrections.get(each.id, {}).get("published_at", each.record.published_at)
        return identity.row_of(each.id, moment.iso if moment else None)

    def _order_versions(self, pages: Iterable[str]) -> None:
        """Puts the versions of pages in order and marks the last; the order of adding plays no part."""
        touched = sorted(pages)
        versions: dict[str, list[Row]] = {page: [] for page in touched}
        for page, *version in self._select(
            "SELECT page, row, id, modified_at, published_at, fetched_at FROM articles WHERE page IN", touched
        ):
            versions[page].append(tuple(version))
        alone = [page for page, found in versions.items() if len(found) < 2]
        self._change("DELETE FROM revisions WHERE page IN", alone)
        self._change("UPDATE articles SET current = 1 WHERE NOT current AND page IN", alone)
        for page, found in versions.items():
            if len(found) > 1:
                found.sort(key=lambda each: (_instant(each[2] or each[3]), _instant(each[4]), each[1]))
                self._rewrite(page, [row for row, *_ in found])

    def _rewrite(self, page: str, order: list[int]) -> None:
        execute = self._connection.execute
        old = execute(
            "SELECT number, row, difference FROM revisions WHERE page = ? ORDER BY number", (page,)
        ).fetchall()
        # Where a version between two was taken out, the later one's difference was against that one.
        made = {
            (before[1], row): difference
            for before, (number, row, difference) in pairwise(old)
            if number == before[0] + 1
        }
        execute("DELETE FROM revisions WHERE page = ?", (page,))
        for number, row in enumerate(order):
            difference = "first"
            if number:
                pair = (order[number - 1], row)
                difference = made.get(pair) or ",".join(differences(self._words(pair[0]), self._words(row)))
            execute("INSERT INTO revisions VALUES (?, ?, ?, ?)", (page, number + 1, row, difference))
            current = int(number == len(order) - 1)
            execute("UPDATE articles SET current = ? WHERE row = ? AND current <> ?", (current, row, current))

    def _words(self, row: int) -> tuple[str, str]:
        """The headline and text that the outlet published, whatever a person corrected."""
        execute = self._connection.execute
        article, headline, text = execute(
            "SELECT a.id, b.headline, b.text FROM articles a JOIN bodies b USING (row) WHERE a.row = ?",
            (row,),
        ).fetchone()
        if "headline" in self.corrections.get(article, {}):
            (packed,) = execute("SELECT packed FROM records WHERE row = ?", (row,)).fetchone()
            headline = unpacked(article, packed, text, slim).headline or ""
        return headline, text

    def _select(self, statement: str, values: Sequence[str | int]) -> Iterable[Row]:
        for start in range(0, len(values), PARAMETERS_MOST):
            part = values[start : start + PARAMETERS_MOST]
            yield from self._connection.execute(f"{statement} ({', '.join('?' * len(part))})", part)

    def _change(self, statement: str, values: Sequence[str | int]) -> None:
        for _ in self._select(statement, values):
            pass


def _pages(articles: Iterable[Prepared]) -> list[str]:
    return list({each.page for each in articles})


def _instant(iso: str | None) -> float:
    """A time as a number to sort by; none comes first."""
    if iso is None:
        return float("-inf")
    moment = datetime.fromisoformat(iso)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
