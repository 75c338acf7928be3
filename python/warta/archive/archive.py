"""`Archive`: one file of articles and statements, from Python."""

import os
import sqlite3
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import msgspec

from warta import _core
from warta.archive import exports, notebook, queries, upkeep
from warta.archive.asked_article import corrections_of
from warta.archive.asked_article import pairs as asked_pairs
from warta.archive.checkpoints import Checkpoints
from warta.archive.connection import is_archive, open_reader, open_writer, settle, translated
from warta.archive.filling import Filled, ahead, fill, reading
from warta.archive.identity import digest, is_time
from warta.archive.lock import WriterLock
from warta.archive.names import SPEAKER, demand_right, read_tables, value_of
from warta.archive.results import (
    ArticleView,
    Facets,
    Filters,
    Health,
    Histogram,
    Order,
    OutletRow,
    OutletView,
    RevisionRow,
    SaidFilters,
    SaidResult,
    SaidRow,
    SearchResult,
    SpeakerRow,
    SpeakerView,
)
from warta.archive.rows import Prepared, Source, slim
from warta.archive.selection import narrow
from warta.archive.tables import Table
from warta.archive.upkeep import Checked, Refreshed
from warta.archive.words import name_key
from warta.archive.writer import Stored, Transaction, Writer, prepared_of
from warta.capture import Capture, Columns, Intake, captures
from warta.closed import check
from warta.days import day
from warta.errors import WartaError
from warta.language import recorded
from warta.options import Options, check_text, check_time, options_of, path_words
from warta.records import Article
from warta.said import Found, Which

N = TypeVar("N", Filters, SaidFilters)

PREPARED_AT_ONCE = 4_096
"""Records whose rows are held in memory while those before them are stored; they become a segment of the
index."""

STORED_AT_ONCE = 8_192
"""Records of one transaction of `Archive.store`: a page that several of them change is written once."""

WAIT_SECONDS = 10.0
"""How long a second writer waits for the first."""


class Archive:
    """One file of articles and statements: filled, searched, and asked who said what.

    The file is an SQLite database (``docs/archive.md`` describes its tables). Reading needs no lock and
    works from many threads; writing takes the one `WriterLock` for as long as it lasts. Raises
    `WartaError` where ``path`` is no archive, and where it is missing unless ``create`` is set.

    Example:
        >>> import tempfile
        >>> with Archive(Path(tempfile.mkdtemp(), "news.warta"), create=True) as archive:
        ...     _ = archive.add(["examples/sindonews-2015.txt"])
        ...     archive.search("serangan").total.number
        1
    """

    def __init__(
        self, path: str | os.PathLike[str], *, create: bool = False, wait: float = WAIT_SECONDS
    ) -> None:
        self.path = Path(path_words("an archive", path))
        self._wait = wait
        self._local = threading.local()
        self._readers: list[tuple[threading.Thread, sqlite3.Connection]] = []
        self._watch: sqlite3.Connection | None = None
        self._guard = threading.Lock()
        self._writing: tuple[sqlite3.Connection, Writer] | None = None
        self._closed = False
        # Also where a kill cut off the making of the file.
        if create and not is_archive(self.path):
            with self._writer():
                pass
        _ = self.connection

    @property
    def connection(self) -> sqlite3.Connection:
        """This thread's connection for reading, for SQL of one's own.

        A thread takes over what one that has ended left: servers answer in threads that come and go, and a
        connection keeps files and a cache.
        """
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            thread = threading.current_thread()
            with self._guard:
                self._demand_open()
                left = next((n for n, (last, _) in enumerate(self._readers) if not last.is_alive()), None)
                if left is not None:
                    connection = self._readers[left][1]
                    self._readers[left] = thread, connection
            if connection is None:
                connection = open_reader(self.path)
                with self._guard:
                    if self._closed:
                        connection.close()
                    self._demand_open()
                    self._readers.append((thread, connection))
            self._local.connection = connection
        return connection

    def version(self) -> int:
        """A number that is another one after every change of the file."""
        with self._guard:
            self._demand_open()
            # Of one connection, because the numbers of two cannot be compared.
            if self._watch is None:
                self._watch = open_reader(self.path)
            return int(self._watch.execute("PRAGMA data_version").fetchone()[0])

    def close(self) -> None:
        """Closes all connections; what is asked afterwards raises `WartaError`."""
        with self._guard:
            self._closed = True
            if self._watch:
                self._watch.close()
            self._watch = None
            for _, connection in self._readers:
                connection.close()
            self._readers.clear()
            self._local = threading.local()

    def _demand_open(self) -> None:
        if self._closed:
            raise WartaError("archive", f"{self.path} is closed")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    # Asking.

    def search(
        self,
        query: str = "",
        filters: Filters | None = None,
        *,
        order: Order = "newest",
        limit: int = queries.DEFAULT_LIMIT,
        offset: int = 0,
        **narrow: Any,
    ) -> SearchResult:
        """Articles that match; see `warta.archive.queries.search`. Fields of `Filters` go by name too.

        Days may be given as dates and datetimes of Python too, of the latter the day that they state.
        """
        return queries.search(
            self.connection, query, _filters(filters, narrow), order=order, limit=limit, offset=offset
        )

    def facets(
        self, query: str = "", filters: Filters | None = None, *, with_authors: bool = True, **narrow: Any
    ) -> Facets:
        """Counts among what `search` finds; to count authors too takes half as long again."""
        filters = _filters(filters, narrow)
        return queries.facets(self.connection, query, filters, with_authors=with_authors)

    def histogram(self, query: str = "", filters: Filters | None = None, **narrow: Any) -> Histogram:
        """Articles over time among what `search` finds."""
        return queries.histogram(self.connection, query, _filters(filters, narrow))

    def said(
        self,
        asked: SaidFilters | None = None,
        filters: Filters | None = None,
        *,
        order: Order = "newest",
        limit: int = queries.DEFAULT_LIMIT,
        offset: int = 0,
        **narrow: Any,
    ) -> SaidResult:
        """Statements, each with its article; fields of `SaidFilters` and `Filters` go by name too."""
        return queries.said(
            self.connection,
            *_said_filters(asked, filters, narrow),
            order=order,
            limit=limit,
            offset=offset,
        )

    def said_pairs(
        self,
        which: Which,
        *,
        language: Sequence[str] = (),
        old_versions: bool = False,
        order: Order = "newest",
        limit: int | None = None,
        damaged: list[str] | None = None,
    ) -> list[Found]:
        """Statements with their articles, as ``warta said`` shows them; all of them without ``limit``.

        An article whose record is damaged is left out and named in ``damaged``, else it raises `WartaError`.
        """
        asked = SaidFilters(
            by=which.by,
            speaker=which.speaker,
            act=tuple(which.act),
            about=which.about,
            via=which.via,
            status=tuple(which.status),
            type=tuple(which.type),
        )
        filters = Filters(
            outlet=tuple(which.outlet),
            author=which.author,
            dateline=which.dateline,
            language=tuple(language),
            kind=tuple(which.kind),
            section=tuple(which.section),
            since=which.since,
            until=which.until,
            old_versions=old_versions,
        )
        return asked_pairs(self.connection, asked, filters, limit, order=order, damaged=damaged)

    def article(self, article_id: str) -> ArticleView | None:
        """One article with all that is known of it, by its id or the beginning of it."""
        return queries.article(self.connection, article_id)

    def statements_of(self, article_id: str) -> tuple[SaidRow, ...]:
        """The statements of one article."""
        return queries.statements_of(self.connection, article_id)

    def revisions(self, article_id: str | None = None) -> tuple[RevisionRow, ...]:
        """Versions of one article's page, or of every page that has several."""
        return queries.revisions(self.connection, article_id)

    def outlets(self) -> tuple[OutletRow, ...]:
        """The outlets, the largest first."""
        return queries.outlets(self.connection)

    def outlet(self, name: str) -> OutletView | None:
        """One outlet."""
        return queries.outlet(self.connection, name)

    def speakers(self, words: str = "", *, limit: int = 100, offset: int = 0) -> tuple[SpeakerRow, ...]:
        """The speakers, the most quoted first."""
        return queries.speakers(self.connection, words, limit=limit, offset=offset)

    def speaker(self, name: str) -> SpeakerView | None:
        """One speaker."""
        return queries.speaker(self.connection, name)

    def health(self) -> Health:
        """What the archive can be trusted for."""
        return queries.health(self.connection)

    # Writing.

    def add(
        self,
        sources: Iterable[str | os.PathLike[str]],
        *,
        columns: Columns | None = None,
        intake: Intake | None = None,
        **settings: Any,
    ) -> Filled:
        """Adds what `warta.captures` reads from files, folders and patterns; see `add_captures`."""
        options = options_of(settings.get("options"), {})
        found = captures(sources, columns=columns, max_bytes=options.max_bytes, intake=intake)
        return self.add_captures(found, **settings)

    def add_captures(
        self,
        found: Iterable[Capture],
        *,
        keep_payload: bool = False,
        jobs: int | None = None,
        options: Options | None = None,
        advance: Callable[[int], None] = lambda count: None,
        acknowledge: Callable[[str], None] = lambda capture: None,
    ) -> Filled:
        """Reads captures in parallel and adds their articles, with evidence and statements.

        The order of adding never matters, nor how the captures are shared out over several runs. A
        capture that is known is not read again. ``keep_payload`` keeps the bytes, so that `refresh` can
        make the record anew.
        """
        with self._writer() as (connection, writer):
            return fill(
                writer,
                lambda: Transaction(connection),
                found,
                options=reading(options, {}),
                jobs=jobs,
                keep_payload=keep_payload,
                advance=advance,
                acknowledge=acknowledge,
            )

    def store(self, records: Iterable[Article | bytes], *, engine: str = _core.VERSION) -> list[Stored]:
        """Adds records that are made already (as ``warta read --why --format jsonl`` writes them).

        Says of each what became of it: new, revision, known or deleted. Raises `WartaError` at what is no
        record; the transactions before it stay.
        """
        outcome: list[Stored] = []
        with self._writer() as (connection, writer), Checkpoints(self.path, connection) as checkpoints:

            def prepare(record: Article | bytes) -> Prepared:
                made = _prepared(record, engine)
                made.draft = writer.draft(made)
                return made

            batches = ahead(prepare, records, PREPARED_AT_ONCE)
            for batch in batches:
                with Transaction(connection):
                    stored = writer.store(batch)
                    while len(stored) < STORED_AT_ONCE and (more := next(batches, None)):
                        stored += writer.store(more)
                outcome += stored
                checkpoints.committed()
        return outcome

    def correct(
        self,
        article_id: str,
        corrections: dict[str, Any],
        *,
        person: str | None = None,
        note: str | None = None,
    ) -> None:
        """A person's word over the engine's: field to value, ``speaker:NAME`` to the right name.

        It stands whatever engine reads the page later, and is shown as evidence. A value of ``None``, or
        an empty list, says that the page has none; ``msgspec.UNSET`` takes a correction back. Raises
        `WartaError` where a value is empty or none of the field's, and where there is no such speaker in
        the article or nothing to take back; then nothing is corrected.
        """
        with self._writer() as (connection, writer):
            identity = _find(connection, article_id)
            prepared = prepared_of(connection, identity)
            demand_right(
                {_folded(name): value for name, value in corrections.items()},
                prepared.record.statements if prepared else (),
                {each.field for each in corrections_of(connection, identity)},
            )
            with Transaction(connection):
                for name, value in corrections.items():
                    field = _folded(name)
                    if value is msgspec.UNSET:
                        connection.execute(
                            "DELETE FROM corrections WHERE id = ? AND field = ?", (identity, field)
                        )
                        continue
                    if field == "language" and value is not None:
                        value = recorded(value)
                    checked = msgspec.json.encode(value_of(field, value)).decode()
                    connection.execute(
                        "INSERT OR REPLACE INTO corrections (id, field, value, person, note, at)"
                        " VALUES (?, ?, ?, ?, ?, ?)",
                        (identity, field, checked, person, note, now()),
                    )
                writer.reload()
                self._restore(connection, writer, [identity])

    def use_names(self, folder: str | os.PathLike[str]) -> int:
        """Takes a newsroom's tables of names, instead of those before; gives the number of articles."""
        aliases = read_tables(Path(path_words("a folder of names", folder)))
        with self._writer() as (connection, writer), Transaction(connection):
            connection.execute("DELETE FROM aliases")
            connection.executemany(
                "INSERT INTO aliases (kind, alias, name) VALUES (?, ?, ?)",
                [(kind, alias, name) for (kind, alias), name in sorted(aliases.items())],
            )
            writer.reload()
            return self._restore(connection, writer, None)

    def delete(self, article_id: str, *, person: str | None = None, reason: str | None = None) -> None:
        """Takes an article out, with its payloads; a trace stays, and adding it again leaves it out."""
        with self._writer() as (connection, writer):
            connection.execute("PRAGMA secure_delete = ON")
            with Transaction(connection):
                upkeep.delete(connection, writer, _find(connection, article_id), person=person, reason=reason)

    def check(self, *, rebuild: bool = False) -> Checked:
        """Verifies the file, its tables and its index; ``rebuild`` makes the index anew from the tables."""
        with self._writer() as (connection, _):
            return upkeep.check(connection, rebuild=rebuild)

    def backup(self, target: str | os.PathLike[str]) -> None:
        """Copies the archive as it stands to a new file, while others read and write it."""
        upkeep.backup(self.connection, Path(path_words("a backup", target)))

    def merge(self, other: str | os.PathLike[str]) -> Counter[str]:
        """Adds everything of another archive; counts what became of its articles."""
        found = Path(path_words("an archive", other))
        if found.resolve() == self.path.resolve():
            raise WartaError("path", "an archive is not merged into itself")
        source = open_reader(found)
        try:
            with self._writer() as (connection, writer):
                return upkeep.merge(connection, writer, source)
        finally:
            source.close()

    def refresh(
        self, *, jobs: int | None = None, advance: Callable[[int], None] = lambda count: None
    ) -> Refreshed:
        """Reads all kept payloads with this version of warta and says what changed; corrections stay."""
        with self._writer() as (connection, writer):
            return upkeep.refresh(connection, writer, options=reading(None, {}), jobs=jobs, advance=advance)

    # Taking out.

    def articles(self, query: str = "", filters: Filters | None = None, **narrow: Any) -> Iterator[Article]:
        """The records that `search` finds, newest first, all of them, one by one."""
        found = exports.articles(self.connection, query, _filters(filters, narrow))
        return (record for _, record in found)

    def table(self, query: str = "", filters: Filters | None = None, **narrow: Any) -> Table:
        """The articles that `search` finds as a table for pandas, polars or pyarrow."""
        check_text("a query", query, needed=True)
        return Table.of_articles(lambda: self.connection, query, _filters(filters, narrow))

    def said_table(
        self, asked: SaidFilters | None = None, filters: Filters | None = None, **narrow: Any
    ) -> Table:
        """All statements that `said` finds as a table for pandas, polars or pyarrow."""
        return Table.of_statements(lambda: self.connection, *_said_filters(asked, filters, narrow))

    @contextmanager
    def _writer(self) -> Iterator[tuple[sqlite3.Connection, Writer]]:
        """The only writer, for as long as the context lasts; inner contexts share the outer one's."""
        if self._writing is not None:
            yield self._writing
            return
        self._demand_open()
        with WriterLock(self.path, wait=self._wait):
            connection = open_writer(self.path)
            try:
                self._writing = connection, Writer(connection)
                yield self._writing
            except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
                raise translated(error, self.path) from error
            finally:
                self._writing = None
                settle(connection)
                connection.close()

    def _restore(self, connection: sqlite3.Connection, writer: Writer, identities: list[str] | None) -> int:
        """Makes the rows of articles anew from their records, after names or corrections changed."""
        return upkeep.remake(connection, writer, identities)

    def _repr_html_(self) -> str:
        return notebook.card(self)

    def __repr__(self) -> str:
        return f"Archive({str(self.path)!r})"


def now() -> str:
    """This second, RFC 3339."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _filters(filters: Filters | None, changes: dict[str, Any]) -> Filters:
    made = _narrowed(Filters, filters, changes)
    narrow(made)  # A wrong value is told now, not when a lazy answer is read.
    return made


def _said_filters(
    asked: SaidFilters | None, filters: Filters | None, changes: dict[str, Any]
) -> tuple[SaidFilters, Filters]:
    own = {name: changes.pop(name) for name in SaidFilters.__struct_fields__ if name in changes}
    made = _narrowed(SaidFilters, asked, own)
    for name in ("act", "status", "type"):
        check(name, getattr(made, name))
    return made, _filters(filters, changes)


def _narrowed(kind: type[N], given: N | None, changes: dict[str, Any]) -> N:
    """A copy of filters with changes, checked; a single word may stand for a tuple of one."""
    base = kind() if given is None else given
    if not isinstance(base, kind):
        raise WartaError("option", f"filters are {kind.__name__} or None, not {type(base).__name__}")
    known = kind.__struct_fields__
    if unknown := sorted(changes.keys() - set(known)):
        raise WartaError("option", f"no such filter: {', '.join(unknown)} (there are {', '.join(known)})")
    values = {**msgspec.structs.asdict(base), **changes}
    for name, value in values.items():
        if isinstance(value, str) and isinstance(getattr(kind(), name), tuple):
            values[name] = (value,)
        elif isinstance(value, date):
            values[name] = day(value, last=False).isoformat()
    try:
        return msgspec.convert(values, kind)
    except msgspec.ValidationError as error:
        raise WartaError("option", f"filters: {error}") from None


def _folded(field: str) -> str:
    """A field as corrections are kept under."""
    return SPEAKER + name_key(field[len(SPEAKER) :]) if field.startswith(SPEAKER) else field


def _find(connection: sqlite3.Connection, article_id: str) -> str:
    found = queries.identity_of(connection, article_id)
    if found is None:
        raise WartaError("path", f"no article {article_id} in the archive")
    return found


def _prepared(record: Article | bytes, engine: str) -> Prepared:
    if not isinstance(record, bytes | Article):
        raise WartaError(
            "payload", f"a record is an Article or its JSON as bytes, not {type(record).__name__}"
        )
    line = record if isinstance(record, bytes) else record.to_json().encode()
    try:
        read = slim(line)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise WartaError("payload", f"no record: {error}") from None
    for name, moment in (("published_at", read.published_at), ("modified_at", read.modified_at)):
        if moment is not None and not is_time(moment.iso):
            raise WartaError("payload", f"no record: {name} is no time: {moment.iso!r}")
    try:
        check_time("fetched_at", read.fetched_at)
    except WartaError as error:
        raise WartaError("payload", f"no record: {error}") from None
    source = Source(
        capture=digest("record", read.payload_hash, read.url or "", read.fetched_at or ""),
        payload_hash=read.payload_hash,
        url=read.url,
        fetched_at=read.fetched_at,
        name=read.name,
        engine=engine,
    )
    return Prepared.of(line, source, read)
