"""Looking after an archive: remaking rows, taking out, checking, refreshing, merging, copying."""

import sqlite3
from datetime import UTC, datetime

from warta.archive.rows import Prepared, Source, unpack
from warta.archive.writer import Writer

REMAKE_ARTICLES = 256


def remake(connection: sqlite3.Connection, writer: Writer, identities: list[str] | None) -> int:
    """Makes the rows of articles anew from their records; of all of them where none are named."""
    if identities is None:
        identities = [each for (each,) in connection.execute("SELECT id FROM articles ORDER BY row")]
    count = 0
    for start in range(0, len(identities), REMAKE_ARTICLES):
        prepared = [
            found
            for identity in identities[start : start + REMAKE_ARTICLES]
            if (found := prepared_of(connection, identity)) is not None
        ]
        for each in prepared:
            row = connection.execute("SELECT row FROM articles WHERE id = ?", (each.id,)).fetchone()[0]
            writer.remove_row(row)
        writer.store(prepared)
        count += len(prepared)
    return count


def prepared_of(connection: sqlite3.Connection, identity: str) -> Prepared | None:
    """An article as it was stored, from its record and the capture that gave it."""
    found = connection.execute(
        "SELECT r.packed, b.text, c.capture, c.payload_hash, c.url, c.fetched_at, c.content_type, c.form,"
        " c.name, c.engine FROM articles a JOIN records r USING (row) JOIN bodies b USING (row)"
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
    return Prepared.of(unpack(found[0], found[1]), source)


def delete(
    connection: sqlite3.Connection,
    writer: Writer,
    identity: str,
    *,
    person: str | None,
    reason: str | None,
    at: str | None = None,
) -> None:
    """Takes an article out of everything but the list of deletions, inside a transaction."""
    execute = connection.execute
    page = execute("SELECT page FROM articles WHERE id = ?", (identity,)).fetchone()
    writer.remove(identity)
    execute(
        "INSERT OR IGNORE INTO deleted_captures (capture, id) SELECT capture, id FROM captures WHERE id = ?",
        (identity,),
    )
    execute(
        "DELETE FROM payloads WHERE payload_hash IN (SELECT payload_hash FROM captures WHERE id = ?)"
        " AND payload_hash NOT IN (SELECT payload_hash FROM captures WHERE id <> ?)",
        (identity, identity),
    )
    execute("DELETE FROM captures WHERE id = ?", (identity,))
    execute("DELETE FROM corrections WHERE id = ?", (identity,))
    execute(
        "INSERT OR IGNORE INTO deletions (id, page, person, reason, at) VALUES (?, ?, ?, ?, ?)",
        (
            identity,
            page[0] if page else "",
            person,
            reason,
            at or datetime.now(UTC).isoformat(timespec="seconds"),
        ),
    )
    writer.reload()
