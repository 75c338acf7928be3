"""Looking after an archive: remaking rows, taking out, checking, refreshing, merging, copying."""

import os
import sqlite3
import zlib
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from warta import _core
from warta.archive.connection import SEE_CHECK, is_damage, said_of, translated
from warta.archive.rows import Prepared, Slim, Source, unpacked
from warta.archive.writer import Transaction, Writer, prepared_of, rebuild_index
from warta.article import read_many_json
from warta.capture import Capture
from warta.errors import WartaError
from warta.options import Options
from warta.outcome import glance

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


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """What a check found."""

    problems: tuple[str, ...]
    rebuilt: bool
    articles: int


class Refreshed(msgspec.Struct, kw_only=True):
    """What changed when records were made anew."""

    payloads: int = 0
    without_payload: int = 0
    same: int = 0
    changed: int = 0
    renamed: int = 0
    lost: int = 0
    """Captures that are no article any more; their article stays as it was."""
    fields: dict[str, int] = {}
    """Fields whose value changed, and in how many articles."""


def check(connection: sqlite3.Connection, *, rebuild: bool) -> Checked:
    """Verifies the file, its tables against each other and the index; makes the index anew if asked."""
    problems: list[str] = []
    for part in (_file_problems, _table_problems, _text_problems, _record_problems):
        try:
            problems += part(connection)
        except sqlite3.DatabaseError as error:
            problems.append(f"file: {said_of(error)}")
    rebuilt = False
    if rebuild:
        try:
            with Transaction(connection):
                rebuild_index(connection)
            rebuilt = True
        except sqlite3.DatabaseError as error:
            if not is_damage(error):
                raise
            problems.append(f"the index cannot be made anew: {said_of(error)}")
    for index, table in INDEXES.items():
        problems += [f"{index}: {problem}" for problem in _index_problems(connection, index, table)]
    articles = 0
    with suppress(sqlite3.DatabaseError):
        articles = connection.execute("SELECT count(*) FROM articles").fetchone()[0]
    return Checked(problems=tuple(dict.fromkeys(problems)), rebuilt=rebuilt, articles=articles)


def _file_problems(connection: sqlite3.Connection) -> list[str]:
    lines = [line for (line,) in connection.execute("PRAGMA integrity_check(20)") if line != "ok"]
    # Newer versions of SQLite look at the index too.
    return [f"{_of_index(line) or 'file'}: {line}" for line in lines]


def _of_index(line: str) -> str | None:
    return next((index for index in INDEXES if f"FTS5 table main.{index}" in line), None)


def _table_problems(connection: sqlite3.Connection) -> list[str]:
    counted = ((rule, connection.execute(count).fetchone()[0]) for rule, count in _RULES.items())
    return [f"{rule}: {number}" for rule, number in counted if number]


def _text_problems(connection: sqlite3.Connection) -> list[str]:
    """Tables that hold words which are no UTF-8: SQLite itself does not look at them."""
    found = []
    for table, columns in _WORDS.items():
        try:
            for _ in connection.execute(f"SELECT {columns} FROM {table}"):
                pass
        except sqlite3.DatabaseError as error:
            found.append(f"{table}: {said_of(error)}")
    return found


def _record_problems(connection: sqlite3.Connection) -> list[str]:
    """Articles whose record, or text, is not what was written, each by its id."""
    found = []
    for (article,) in connection.execute("SELECT id FROM articles ORDER BY row"):
        try:
            row = connection.execute(
                "SELECT r.packed, b.text FROM articles a JOIN records r USING (row) JOIN bodies b USING (row)"
                " WHERE a.id = ?",
                (article,),
            ).fetchone()
            # One that is missing is counted by a rule.
            if row is not None:
                unpacked(article, row[0], row[1], bytes)
        except (WartaError, sqlite3.DatabaseError):
            found.append(f"the record of article {article} is damaged")
    return found


INDEXES = {"article_index": "bodies", "statement_index": "statements"}

_RULES = {
    "articles without a body": "SELECT count(*) FROM articles WHERE row NOT IN (SELECT row FROM bodies)",
    "articles without a record": "SELECT count(*) FROM articles WHERE row NOT IN (SELECT row FROM records)",
    "articles without their capture": "SELECT count(*) FROM articles WHERE capture NOT IN"
    " (SELECT capture FROM captures)",
    "bodies without an article": "SELECT count(*) FROM bodies WHERE row NOT IN (SELECT row FROM articles)",
    "statements without an article": "SELECT count(*) FROM statements WHERE row NOT IN"
    " (SELECT row FROM articles)",
    "articles with another number of statements than they say": "SELECT count(*) FROM articles a WHERE"
    " min(a.statements, 1024) <> (SELECT count(*) FROM statements s"
    " WHERE s.statement BETWEEN a.row * 1024 AND a.row * 1024 + 1023)",
    "speakers with another number of statements than they have": "SELECT count(*) FROM (SELECT speaker_key,"
    " count(*) AS n FROM statements WHERE speaker_key IS NOT NULL"
    " GROUP BY speaker_key) c LEFT JOIN speakers s USING (speaker_key) WHERE s.statements IS NOT c.n",
    "captures whose article is missing": "SELECT count(*) FROM captures WHERE id NOT IN"
    " (SELECT id FROM articles)",
    "pages without exactly one current version": "SELECT count(*) FROM (SELECT 1 FROM articles GROUP BY page"
    " HAVING sum(current) <> 1)",
}


_WORDS = {
    "bodies": "headline",
    "articles": "*",
    "statements": "*",
    "authors": "*",
    "tags": "*",
    "speakers": "*",
    "vias": "*",
    "revisions": "*",
    "captures": "*",
    "passed_over": "*",
    "corrections": "*",
    "deletions": "*",
    "aliases": "*",
}
"""Tables and their columns of words, but for the texts, which records are unpacked with."""


def _index_problems(connection: sqlite3.Connection, index: str, table: str) -> list[str]:
    try:
        connection.execute(f"INSERT INTO {index} ({index}) VALUES ('integrity-check')")
        rows = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        missing = abs(rows - _indexed(connection, index))
    except sqlite3.DatabaseError as error:
        return [said_of(error)]
    return [f"{missing} rows differ from {table}"] if missing else []


def _indexed(connection: sqlite3.Connection, index: str) -> int:
    """Rows of an index: the first number of the record of totals that FTS5 keeps under 1."""
    found = connection.execute(f"SELECT block FROM {index}_data WHERE id = 1").fetchone()
    number = 0
    for byte in found[0] if found else b"":
        number = number << 7 | byte & 0x7F
        if byte < 0x80:
            break
    return number


def backup(connection: sqlite3.Connection, target: Path) -> None:
    """A copy of the archive as it stands, while others read and write it."""
    if target.exists():
        raise WartaError("output", f"{target} is there already")
    partial = target.with_name(f".{target.name}.partial")
    partial.unlink(missing_ok=True)
    try:
        copy = sqlite3.connect(partial)
        try:
            connection.backup(copy, pages=1024)
            copy.execute("PRAGMA journal_mode = DELETE")
        finally:
            copy.close()
        with partial.open("rb") as file:
            os.fsync(file.fileno())
        partial.replace(target)
    except sqlite3.DatabaseError as error:
        partial.unlink(missing_ok=True)
        raise translated(error, target) from None
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise WartaError("output", f"cannot write {target}: {error.strerror or error}") from None


def merge(connection: sqlite3.Connection, writer: Writer, other: sqlite3.Connection) -> Counter[str]:
    """Adds everything of another archive: articles, captures, payloads, corrections, deletions.

    The result is what adding all captures to one archive would have given. Of two corrections of one
    field the later stands; what either archive deleted is deleted.
    """
    counted: Counter[str] = Counter()
    with Transaction(connection):
        for article, page, person, reason, at in other.execute(
            "SELECT id, page, person, reason, at FROM deletions ORDER BY id"
        ).fetchall():
            present = connection.execute("SELECT 1 FROM articles WHERE id = ?", (article,)).fetchone()
            if present:
                delete(connection, writer, article, person=person, reason=reason, at=at)
                counted["deleted"] += 1
            connection.execute(
                "INSERT OR IGNORE INTO deletions (id, page, person, reason, at) VALUES (?, ?, ?, ?, ?)",
                (article, page, person, reason, at),
            )
        _copy(connection, other, "deleted_captures", "capture, id")
        _copy(connection, other, "aliases", "kind, alias, name")
        for row in other.execute("SELECT id, field, value, person, note, at FROM corrections").fetchall():
            connection.execute(
                "INSERT INTO corrections (id, field, value, person, note, at) VALUES (?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (id, field) DO UPDATE SET value = excluded.value, person = excluded.person,"
                " note = excluded.note, at = excluded.at WHERE excluded.at > at",
                row,
            )
        connection.execute("DELETE FROM corrections WHERE id IN (SELECT id FROM deletions)")
        writer.reload()
    identities = [each for (each,) in other.execute("SELECT id FROM articles ORDER BY row")]
    for start in range(0, len(identities), REMAKE_ARTICLES):
        part = identities[start : start + REMAKE_ARTICLES]
        prepared = [found for each in part if (found := prepared_of(other, each)) is not None]
        with Transaction(connection):
            counted.update(writer.store(prepared))
            for identity in part:
                writer.take_captures(other, identity)
    with Transaction(connection):
        _copy(connection, other, "passed_over", "capture, outcome, reason, name, url, engine")
        connection.execute("DELETE FROM passed_over WHERE capture IN (SELECT capture FROM captures)")
        # Corrections of the other archive may concern articles that were here before it.
        remake(connection, writer, list(writer.corrections))
        if writer.aliases:
            remake(connection, writer, None)
    return counted


def _copy(connection: sqlite3.Connection, other: sqlite3.Connection, table: str, columns: str) -> None:
    places = ", ".join("?" * len(columns.split(",")))
    connection.executemany(
        f"INSERT OR IGNORE INTO {table} ({columns}) VALUES ({places})",
        other.execute(f"SELECT {columns} FROM {table}"),
    )


def refresh(
    connection: sqlite3.Connection,
    writer: Writer,
    *,
    options: Options,
    jobs: int | None,
    advance: Callable[[int], None] = lambda count: None,
) -> Refreshed:
    """Reads all kept payloads with this version and stores what comes out; corrections stay.

    An article whose text is read otherwise gets another id: its captures and corrections go with it.
    """
    done = Refreshed()
    done.without_payload = connection.execute(
        "SELECT count(*) FROM captures WHERE payload_hash NOT IN (SELECT payload_hash FROM payloads)"
    ).fetchone()[0]
    names = [
        each
        for (each,) in connection.execute(
            "SELECT capture FROM captures JOIN payloads USING (payload_hash) ORDER BY capture"
        )
    ]
    sources: deque[tuple[Source, str]] = deque()

    def feed() -> Iterator[Capture]:
        for name in names:
            hash_, url, fetched_at, content_type, form, label, identity, packed = connection.execute(
                "SELECT payload_hash, c.url, fetched_at, content_type, form, name, id, packed"
                " FROM captures c JOIN payloads USING (payload_hash) WHERE capture = ?",
                (name,),
            ).fetchone()
            sources.append(
                (
                    Source(
                        capture=name,
                        payload_hash=hash_,
                        url=url,
                        fetched_at=fetched_at,
                        content_type=content_type,
                        form=form,
                        name=label,
                        engine=_core.VERSION,
                    ),
                    identity,
                )
            )
            try:
                payload = zlib.decompress(packed)
            except zlib.error:
                raise WartaError(
                    "damaged", f"the payload of article {identity} is damaged{SEE_CHECK}"
                ) from None
            yield Capture(
                payload=payload,
                url=url,
                fetched_at=fetched_at,
                content_type=content_type,
                form=form,
            )

    pending: list[tuple[Prepared, str]] = []

    def store() -> None:
        with Transaction(connection):
            _store_anew(connection, writer, pending, done)
        pending.clear()
        advance(done.payloads)

    for record in read_many_json(feed(), jobs=jobs, options=options):
        source, identity = sources.popleft()
        done.payloads += 1
        if glance(record).outcome()[0] != "article":
            done.lost += 1
            continue
        pending.append((Prepared.of(record, source), identity))
        if len(pending) >= REMAKE_ARTICLES:
            store()
    store()
    done.fields = dict(sorted(done.fields.items(), key=lambda item: (-item[1], item[0])))
    return done


def _store_anew(
    connection: sqlite3.Connection,
    writer: Writer,
    pending: list[tuple[Prepared, str]],
    done: Refreshed,
) -> None:
    fresh: list[Prepared] = []
    for prepared, identity in pending:
        before = _as_stored(connection, identity, done)
        if prepared.id != identity:
            done.renamed += 1
            connection.execute(
                "UPDATE captures SET id = ? WHERE capture = ?", (prepared.id, prepared.source.capture)
            )
            connection.execute(
                "INSERT OR IGNORE INTO corrections (id, field, value, person, note, at)"
                " SELECT ?, field, value, person, note, at FROM corrections WHERE id = ?",
                (prepared.id, identity),
            )
            if not connection.execute("SELECT 1 FROM captures WHERE id = ?", (identity,)).fetchone():
                writer.remove(identity)
                connection.execute("DELETE FROM corrections WHERE id = ?", (identity,))
        # Of several captures of one article only the one that its record is made from can be compared.
        if before is not None and before.source.capture == prepared.source.capture:
            changed = _changed_fields(before.record, prepared.record)
            for name in changed:
                done.fields[name] = done.fields.get(name, 0) + 1
            done.changed += bool(changed)
            done.same += not changed
        fresh.append(prepared)
    writer.reload()
    # The record of an article is its first capture's: rows that stand on a refreshed capture are made anew.
    for prepared in fresh:
        found = connection.execute(
            "SELECT row FROM articles WHERE id = ? AND capture = ?", (prepared.id, prepared.source.capture)
        ).fetchone()
        if found is not None:
            writer.remove_row(found[0])
    writer.store(fresh)


def _as_stored(connection: sqlite3.Connection, identity: str, done: Refreshed) -> Prepared | None:
    """An article as it was stored; ``None`` where its record is damaged, and is changed by this run."""
    try:
        return prepared_of(connection, identity)
    except WartaError as error:
        if error.kind != "damaged":
            raise
        done.changed += 1
        return None


def _changed_fields(before: Slim, after: Slim) -> list[str]:
    return [
        name
        for name in Slim.__struct_fields__
        if name not in ("id", "name") and getattr(before, name) != getattr(after, name)
    ]
