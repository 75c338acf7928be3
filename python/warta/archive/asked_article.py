"""One article with all that is known of it, and the versions of its page."""

import json
import re
import sqlite3

import msgspec

from warta.archive.asked_articles import HIT, PAGE_MOST, hit
from warta.archive.asked_statements import said
from warta.archive.connection import not_whole, reading_article
from warta.archive.names import Aliases, Corrections, shown, value_of
from warta.archive.results import (
    ArticleView,
    CaptureRow,
    Correction,
    Filters,
    Order,
    RevisionRow,
    SaidFilters,
)
from warta.archive.rows import Source, unpacked
from warta.errors import WartaError
from warta.options import check_text
from warta.records import DECODER, Article
from warta.said import Found

SHORTEST_ID = 6
"""Characters of an id that may stand for it, where they are unambiguous."""

SAME_MOST = 50

_ID = re.compile(r"[0-9a-f]{1,32}")


def identity_of(connection: sqlite3.Connection, article_id: str) -> str | None:
    """The whole id for a beginning of it; ``None`` where there is none, or more than one.

    The id that a record carries, which is of its content alone, is taken too where one address has it.
    """
    check_text("an article's id", article_id, needed=True)
    if not _ID.fullmatch(article_id):
        return None
    if connection.execute("SELECT 1 FROM articles WHERE id = ?", (article_id,)).fetchone():
        return article_id
    if len(article_id) < SHORTEST_ID:
        return None
    for column in ("id", "content_id"):
        found = connection.execute(
            f"SELECT id FROM articles WHERE {column} >= ? AND {column} < ? LIMIT 2",
            (article_id, f"{article_id}g"),
        ).fetchall()
        if found:
            return str(found[0][0]) if len(found) == 1 else None
    return None


def article(connection: sqlite3.Connection, article_id: str) -> ArticleView | None:
    """One article, by its id or an unambiguous beginning of at least 6 characters of it; ``None`` if none."""
    identity = identity_of(connection, article_id)
    if identity is None:
        return None
    with reading_article(identity):
        found = connection.execute(
            "SELECT a.row, a.content_id, a.current, a.engine, r.packed, b.text, a.capture FROM articles a"
            " JOIN records r USING (row) JOIN bodies b USING (row) WHERE a.id = ?",
            (identity,),
        ).fetchone()
    if found is None:
        raise not_whole(identity)
    row, content, current, engine, packed, text, chosen = found
    captures = _captures(connection, identity)
    name = next((source.name for source in captures if source.capture == chosen), None)
    corrections = corrections_of(connection, identity)
    record = msgspec.structs.replace(unpacked(identity, packed, text, DECODER.decode), name=name)
    same = connection.execute(
        f"SELECT {HIT} FROM articles a WHERE a.content_id = ? AND a.row <> ?"
        f" ORDER BY a.row LIMIT {SAME_MOST}",
        (content, row),
    ).fetchall()
    return ArticleView(
        id=identity,
        article=shown(record, _values(corrections), aliases_of(connection)),
        current=bool(current),
        captures=tuple(
            CaptureRow(
                payload_hash=source.payload_hash,
                url=source.url,
                fetched_at=source.fetched_at,
                name=source.name,
                engine=source.engine,
                kept=source.payload_bytes > 0,
            )
            for source in captures
        ),
        corrections=corrections,
        revisions=revisions(connection, identity),
        same_content=tuple(hit(each, (), "", None) for each in same),
        engine=engine,
    )


def record_of(
    connection: sqlite3.Connection, identity: str, aliases: Aliases, corrections: Corrections
) -> Article | None:
    """The record of an article, names and corrections applied; what exports are made of.

    Without either it is the engine's. Raises `WartaError` (``damaged``) where it is not whole.
    """
    with reading_article(identity):
        found = connection.execute(
            "SELECT r.packed, b.text, c.name FROM articles a JOIN records r USING (row)"
            " JOIN bodies b USING (row) JOIN captures c USING (capture) WHERE a.id = ?",
            (identity,),
        ).fetchone()
    if found is None:
        return None
    record = unpacked(identity, found[0], found[1], DECODER.decode)
    record = msgspec.structs.replace(record, name=found[2])
    return shown(record, corrections, aliases)


def aliases_of(connection: sqlite3.Connection) -> Aliases:
    """The newsroom's names."""
    return {
        (kind, alias): name
        for kind, alias, name in connection.execute("SELECT kind, alias, name FROM aliases")
    }


def corrections_of(connection: sqlite3.Connection, identity: str) -> tuple[Correction, ...]:
    """What persons said against the engine."""
    return tuple(
        Correction(
            id=identity, field=field, value=msgspec.Raw(value.encode()), person=person, note=note, at=at
        )
        for field, value, person, note, at in connection.execute(
            "SELECT field, value, person, note, at FROM corrections WHERE id = ? ORDER BY field", (identity,)
        )
    )


def _values(corrections: tuple[Correction, ...]) -> Corrections:
    return {each.field: value_of(each.field, json.loads(bytes(each.value))) for each in corrections}


def _captures(connection: sqlite3.Connection, identity: str) -> list[Source]:
    rows = connection.execute(
        "SELECT c.capture, c.payload_hash, c.url, c.fetched_at, c.name, c.engine, p.bytes FROM captures c"
        " LEFT JOIN payloads p USING (payload_hash) WHERE c.id = ?"
        " ORDER BY c.fetched_at, c.payload_hash, c.capture",
        (identity,),
    )
    return [
        Source(
            capture=row[0],
            payload_hash=row[1],
            url=row[2],
            fetched_at=row[3],
            name=row[4],
            engine=row[5],
            payload_bytes=row[6] or 0,
        )
        for row in rows
    ]


def revisions(connection: sqlite3.Connection, article_id: str | None = None) -> tuple[RevisionRow, ...]:
    """All versions of an article's page, oldest first; without an id, every page that has several."""
    check_text("an article's id", article_id)
    clause, values = "", ()
    if article_id is not None:
        clause = " WHERE v.page = (SELECT page FROM articles WHERE id = ?)"
        values = (article_id,)  # type: ignore[assignment]
    return tuple(
        RevisionRow(
            id=row[0],
            number=row[1],
            headline=row[2],
            modified_at=row[3],
            published_at=row[4],
            fetched_at=row[5],
            characters=row[6],
            current=bool(row[7]),
            difference=tuple(row[8].split(",")) if row[1] > 1 else (),
        )
        for row in connection.execute(
            "SELECT a.id, v.number, a.headline, a.modified_at, a.published_at, a.fetched_at, a.characters,"
            " a.current, v.difference FROM revisions v CROSS JOIN articles a ON a.row = v.row"
            f"{clause} ORDER BY v.page, v.number",
            values,
        )
    )


def pairs(
    connection: sqlite3.Connection,
    asked: SaidFilters,
    filters: Filters,
    limit: int | None,
    *,
    order: Order = "newest",
    damaged: list[str] | None = None,
) -> list[Found]:
    """Statements that are asked for as the records have them, each with its article.

    An article whose record is not whole is left out and named in ``damaged``, else it raises `WartaError`.
    """
    aliases = aliases_of(connection)
    made: list[Found] = []
    known: tuple[str, Article | None] | None = None
    passed = 0
    while limit is None or len(made) < limit:
        most = PAGE_MOST if limit is None else min(limit - len(made), PAGE_MOST)
        rows = said(connection, asked, filters, order=order, limit=most, offset=passed).rows
        for row in rows:
            if known is None or known[0] != row.id:
                corrections = _values(corrections_of(connection, row.id))
                known = row.id, whole(connection, row.id, aliases, corrections, damaged)
            if known[1] is None:
                continue
            if row.number < len(known[1].statements):
                made.append(Found(known[1], known[1].statements[row.number], row.id))
            elif damaged is None:
                raise not_whole(row.id)
            elif row.id not in damaged:
                damaged.append(row.id)
        passed += len(rows)
        if not rows:
            break
    return made


def whole(
    connection: sqlite3.Connection,
    identity: str,
    aliases: Aliases,
    corrections: Corrections,
    damaged: list[str] | None,
) -> Article | None:
    """`record_of`, for lists that go on where a record is not whole: its article is named in ``damaged``."""
    try:
        return record_of(connection, identity, aliases, corrections)
    except WartaError as error:
        if damaged is None or error.kind != "damaged":
            raise
        damaged.append(identity)
        return None
