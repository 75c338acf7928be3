"""Connections to an archive's file: how it is told, opened and migrated."""

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import resources
from pathlib import Path
from urllib.parse import quote

from warta.errors import WartaError

APPLICATION_ID = 0x77617274
"""``wart`` in the file's header, where ``file`` and `is_archive` look."""

BUSY_MILLISECONDS = 10_000
CACHE_KIB = 32_768
WRITER_CACHE_KIB = 131_072
"""Storing puts entries all over the indexes; what does not fit is written to the log before its time."""

MAP_BYTES = 0x7FFF0000
"""As much of the file as SQLite maps at all: the rest is copied page by page into each thread's cache."""

PAGE_BYTES = 16_384
"""Of a file that is made. A page holds whole texts only, and a text is about 3 KB: pages of 4 KiB were a
quarter empty."""

CHECKPOINT_PAGES = (1 << 27) // PAGE_BYTES
"""Pages that the log holds before it is copied into the file: pages that are written again and
again, as those of the index are, are copied once."""

OLDEST_SQLITE = (3, 31, 0)

_HEADER_BYTES = 100


def is_archive(path: str | os.PathLike[str]) -> bool:
    """Whether a file is an archive, by its first bytes; a pipe is not looked into.

    >>> is_archive("README.md"), is_archive("nothing-there")
    (False, False)
    """
    try:
        if not Path(path).is_file():
            return False
        with Path(path).open("rb") as file:
            head = file.read(_HEADER_BYTES)
    except OSError:
        return False
    return head.startswith(b"SQLite format 3\0") and head[68:72] == APPLICATION_ID.to_bytes(4, "big")


def open_reader(path: Path) -> sqlite3.Connection:
    """A connection that cannot write. Raises `WartaError` where ``path`` is no archive."""
    _demand_archive(path)
    connection = _connect(path, "mode=ro")
    try:
        version = _version(connection)
    except sqlite3.OperationalError:
        # In a folder where nothing can be written the shared memory of the log cannot be made; the file
        # alone is whole where no log stands beside it.
        connection.close()
        if Path(f"{path}-wal").exists() or os.access(path.parent, os.W_OK):
            raise WartaError("archive", f"{path} cannot be opened for reading") from None
        connection = _connect(path, "mode=ro&immutable=1")
        version = _version(connection)
    connection.execute("PRAGMA query_only = ON")
    if version != LATEST:
        connection.close()
        raise WartaError("archive", _wrong_version(path, version))
    return connection


def open_writer(path: Path, *, create: bool = True) -> sqlite3.Connection:
    """A connection that writes, durably; makes the file where it is not there, and migrates it.

    The caller holds the `WriterLock`.
    """
    fresh = not path.exists() or path.stat().st_size == 0
    if fresh and not create:
        raise WartaError("path", f"no such archive: {path}")
    if not fresh:
        # A file whose making was cut off by a kill is finished here: it has no table yet.
        if not is_archive(path) and not _blank(path):
            raise WartaError("archive", f"{path} is no archive of warta")
        if not os.access(path, os.W_OK):
            raise WartaError("output", f"{path} is read-only")
    connection = _connect(path, "mode=rwc")
    try:
        connection.execute(f"PRAGMA page_size = {PAGE_BYTES}")
        connection.execute("PRAGMA auto_vacuum = NONE")
        if connection.execute("PRAGMA journal_mode = WAL").fetchone()[0] != "wal":
            raise WartaError("output", f"{path} is on a file system without write-ahead logs")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA cache_size = -{WRITER_CACHE_KIB}")
        # Zeros over what was deleted where that costs no further writing; a takedown asks for all of it.
        connection.execute("PRAGMA secure_delete = FAST")
        connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
        migrate(connection, path)
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        connection.close()
        raise translated(error, path) from None
    except BaseException:
        connection.close()
        raise
    return connection


def open_copier(path: Path) -> sqlite3.Connection:
    """A connection that only copies the log into the file, durably, beside the one that writes."""
    connection = _connect(path, "mode=rw")
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def settle(connection: sqlite3.Connection) -> None:
    """Copies the log into the file, as far as readers allow at once; nothing depends on it."""
    connection.execute("PRAGMA busy_timeout = 0")
    with suppress(sqlite3.DatabaseError):
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Brings the schema to `LATEST`, each step in a transaction of its own."""
    version = _version(connection)
    if version > LATEST:
        raise WartaError("archive", _wrong_version(path, version))
    for number, script in STEPS[version:]:
        connection.execute("BEGIN IMMEDIATE")
        try:
            for statement in _statements(script):
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {number}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    if version < LATEST:
        # So that the file itself, not only its log, says what it is.
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


_DAMAGE = (
    "malformed",
    "not a database",
    "no such table",
    "no such column",
    "constructor failed",
    "error in tokenizer constructor",
    "SQL logic error",
    "Could not decode",
)
"""What SQLite says of a file that nobody but damage has changed; ours are the only statements."""

SEE_CHECK = ": see warta check"
"""What damage is answered with, but by the check itself."""

_WORDS_MOST = 120
"""Characters of what it says: it quotes whole texts."""

_NOT_WRITTEN = ("SQLITE_IOERR_WRITE", "SQLITE_IOERR_SHMSIZE", "SQLITE_IOERR_FSYNC", "SQLITE_IOERR_TRUNCATE")


def is_damage(error: Exception) -> bool:
    """Whether an error of SQLite's comes of bytes that are not what was written."""
    # A name in the schema that is no UTF-8 any more breaks the message itself.
    return isinstance(error, UnicodeDecodeError) or any(each in str(error) for each in _DAMAGE)


def not_whole(article: str) -> WartaError:
    """What is said of an article whose record is not what was written."""
    return WartaError("damaged", f"the record of article {article} is damaged{SEE_CHECK}")


@contextmanager
def reading_article(article: str) -> Iterator[None]:
    """Names the article where damage keeps SQLite from giving its words."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if is_damage(error):
            raise not_whole(article) from None
        raise


def translated(error: sqlite3.DatabaseError | UnicodeDecodeError, path: Path) -> WartaError:
    """What SQLite says, said to a person."""
    words = said_of(error)
    if is_damage(error):
        return WartaError("damaged", f"{path} is damaged ({words}){SEE_CHECK}")
    if "full" in words:
        return WartaError("output", f"no room left on the disk of {path}; what was added before is safe")
    if getattr(error, "sqlite_errorname", "") in _NOT_WRITTEN:
        return WartaError(
            "output",
            f"{path} cannot grow: no room left on the disk, a limit on the size of files, or a failing disk;"
            " what was added before is safe",
        )
    if "readonly" in words or "read-only" in words:
        return WartaError("output", f"{path} is read-only")
    if "unable to open" in words:
        return WartaError("output", f"{path} cannot be opened for writing")
    if "locked" in words or "busy" in words:
        return WartaError("locked", f"{path} is being written by another program")
    return WartaError("output", f"{path}: {words}")


def said_of(error: Exception) -> str:
    """The words of an error as one short line.

    >>> said_of(ValueError("no such\\n  table"))
    'no such table'
    """
    words = "malformed text" if isinstance(error, UnicodeDecodeError) else str(error)
    line = " ".join(words.partition(" with text ")[0].split())[:_WORDS_MOST]
    return "".join(char if char.isprintable() else "�" for char in line)


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise WartaError("extra", f"SQLite {sqlite3.sqlite_version} is too old: the archive needs 3.31")
    try:
        connection = sqlite3.connect(
            f"file:{quote(str(path.absolute()))}?{mode}",
            uri=True,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=256,
        )
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        connection.execute(f"PRAGMA mmap_size = {MAP_BYTES}")
        connection.execute("PRAGMA temp_store = MEMORY")
        if not connection.execute("SELECT sqlite_compileoption_used('ENABLE_FTS5')").fetchone()[0]:
            raise WartaError("extra", "this Python's SQLite has no FTS5, which the archive searches with")
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        raise translated(error, path) from None
    return connection


def _demand_archive(path: Path) -> None:
    if not path.exists():
        raise WartaError("path", f"no such archive: {path}")
    if not is_archive(path):
        raise WartaError("archive", f"{path} is no archive of warta")


def _blank(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            head = file.read(_HEADER_BYTES)
        if not head.startswith(b"SQLite format 3\0"):
            return False
        connection = sqlite3.connect(f"file:{quote(str(path.absolute()))}", uri=True)
        try:
            return bool(connection.execute("SELECT count(*) = 0 FROM sqlite_master").fetchone()[0]) or (
                connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
            )
        finally:
            connection.close()
    except (OSError, sqlite3.DatabaseError, UnicodeDecodeError):
        return False


def make_index(connection: sqlite3.Connection, index: str) -> None:
    """Makes a part of the index that is missing, or that SQLite cannot open any more; it holds nothing."""
    try:
        connection.execute(f"DROP TABLE IF EXISTS {index}")
    except sqlite3.DatabaseError:
        # What cannot be opened cannot be dropped either, so that it is taken out of the schema.
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("DELETE FROM sqlite_master WHERE name = ?", (index,))
        connection.execute("PRAGMA writable_schema = RESET")
    for part in ("data", "idx", "docsize", "config"):
        connection.execute(f"DROP TABLE IF EXISTS {index}_{part}")
    for _, script in STEPS:
        for statement in _statements(script):
            if re.search(rf"^(CREATE VIRTUAL TABLE|INSERT INTO) {index}\b", statement, re.MULTILINE):
                connection.execute(statement)


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _wrong_version(path: Path, version: int) -> str:
    if version > LATEST:
        return f"{path} has schema {version}, newer than this warta knows ({LATEST}): update warta"
    return f"{path} has schema {version}, older than {LATEST}: open it once for writing (warta check {path})"


def _steps() -> list[tuple[int, str]]:
    folder = resources.files("warta.archive") / "schema"
    files = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".sql")), key=lambda file: file.name
    )
    return [(int(file.name.partition("_")[0]), file.read_text("utf-8")) for file in files]


def _statements(script: str) -> list[str]:
    """The statements of a script; `executescript` would commit, which a migration must not."""
    found, pending = [], ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            found.append(pending)
            pending = ""
    return found


STEPS = _steps()
LATEST = STEPS[-1][0]
