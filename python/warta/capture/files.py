"""Files, folders, globs and standard input, each handed to the reader of its kind."""

import glob
import io
import os
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from warta.capture import tables, warc
from warta.capture.binary import beside_database, is_database
from warta.capture.compressed import GZIP_MAGIC, GzipStream, gunzip, read_capped
from warta.capture.intake import Intake
from warta.capture.record import Capture
from warta.errors import WartaError
from warta.options import path_words

_ADDRESS = re.compile(r"(?i)[a-z][a-z0-9+.-]+://")
_GLOB = re.compile(r"[*?\[]")
_WARC_MAGIC = b"WARC/"
_WARC_SUFFIXES = (".warc", ".warc.gz", ".wet", ".wet.gz", ".arc.gz")


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Names of the columns of a table of pages."""

    payload: str = "html"
    """The page, str or bytes."""
    url: str | None = None
    """Its address; by default a column named ``url`` where there is one."""
    time: str | None = None
    """When it was fetched; by default a column named ``fetched_at`` where there is one."""


def captures(
    sources: Iterable[str | os.PathLike[str]],
    *,
    columns: Columns | None = None,
    max_bytes: int = 32 << 20,
    intake: Intake | None = None,
) -> Iterator[Capture]:
    """The captures of files, folders (recursive, sorted), globs and ``-`` (standard input), lazily.

    The kind of a file is told by its name and first bytes: WARC and WET, tables (``.jsonl``,
    ``.ndjson``, ``.csv``, ``.parquet``), gzip of any of these, and otherwise one page. In folders hidden
    files are passed over, and in folders and globs SQLite databases, as archives are. Payloads end at
    ``max_bytes`` + 1 bytes. What is passed over and what was damaged is counted in ``intake``. Raises
    `WartaError` for a source that is not there or is a network address, before anything is read; a file
    that cannot be read becomes an empty capture.

    Example:
        >>> [capture.name for capture in captures(["examples/sindonews-2015.txt"])]
        ['examples/sindonews-2015.txt']
    """
    found = [(source, _find(path_words("a source", source))) for source in sources]
    return _read_all(found, columns or Columns(), max_bytes, intake or Intake())


def paths_of(source: str) -> list[str]:
    """The files and folders that a source names; raises as `captures` does."""
    found = _find(source)
    return [found] if isinstance(found, str) else found or []


def _find(source: str) -> str | list[str] | None:
    """What a source names: one file, a glob's paths, or ``None`` for standard input."""
    if source == "-":
        return None
    if os.path.lexists(source):
        return source
    if _ADDRESS.match(source):
        raise WartaError(
            "url", f"{source} is a network address: fetching comes later; save the page and read the file"
        )
    if _GLOB.search(source):
        if paths := sorted(glob.glob(source, recursive=True)):  # noqa: PTH207 - a whole pattern
            return paths
        raise WartaError("path", f"no file matches {source}")
    raise WartaError("path", f"no such file or folder: {source}")


def _read_all(
    found: list[tuple[str | os.PathLike[str], str | list[str] | None]],
    columns: Columns,
    max_bytes: int,
    intake: Intake,
) -> Iterator[Capture]:
    for _, paths in found:
        if paths is None:
            yield from _read_stream(sys.stdin.buffer, "-", columns, max_bytes, intake)
        elif isinstance(paths, str) and not Path(paths).is_dir():
            yield from _read_file(Path(paths), columns, max_bytes, intake)
        else:
            for path in [paths] if isinstance(paths, str) else paths:
                for file in _walk(Path(path)):
                    if is_database(file):
                        intake.databases.append(_name(file))
                    elif not beside_database(file):
                        yield from _read_file(file, columns, max_bytes, intake)


def _walk(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for folder, folders, files in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(folder, name) for name in sorted(files) if not name.startswith("."))


def _read_file(path: Path, columns: Columns, max_bytes: int, intake: Intake) -> Iterator[Capture]:
    name = _name(path)
    if path.name.lower().endswith(".parquet"):
        yield from tables.parquet(path, name, columns.payload, columns.url, columns.time, max_bytes)
        return
    try:
        with path.open("rb") as file:
            yield from _read_stream(file, name, columns, max_bytes, intake)
    except OSError as error:
        intake.damage.append(f"{name}: {error.strerror or error}")
        yield Capture(payload=b"", name=name, cut=("unreadable",))


def _name(path: Path) -> str:
    return os.fsencode(path).decode("utf-8", "replace")


def _read_stream(
    file: BinaryIO, name: str, columns: Columns, max_bytes: int, intake: Intake
) -> Iterator[Capture]:
    lower = name.lower()
    buffered = file if isinstance(file, io.BufferedReader) else io.BufferedReader(file)  # type: ignore[type-var]
    head = buffered.peek(len(_WARC_MAGIC))
    packed = head.startswith(GZIP_MAGIC)
    if lower.endswith(_WARC_SUFFIXES) or head.startswith(_WARC_MAGIC):
        yield from warc.records(buffered, name, max_bytes, intake)
        return
    bare = lower.removesuffix(".gz") if packed else lower
    if bare.endswith((".jsonl", ".ndjson", ".csv")):
        stream = GzipStream(buffered) if packed else None
        lines = io.BufferedReader(stream) if stream else buffered
        table = tables.csv if bare.endswith(".csv") else tables.jsonl
        yield from table(lines, name, columns.payload, columns.url, columns.time, max_bytes)
        if stream and stream.cut:
            intake.damage.append(f"{name}: {stream.cut}, rows after the cut are lost")
        return
    payload, cut = gunzip(buffered, max_bytes) if packed else (read_capped(buffered, max_bytes), ())
    yield Capture(payload=payload, name=name, cut=cut)
