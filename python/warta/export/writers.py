"""Writers: records, as the core's JSON lines, to one stream in a chosen format."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from types import TracebackType
from typing import BinaryIO, Literal, Self

import msgspec

from warta.export import csv, jsonld, text
from warta.export.parquet import ParquetWriter
from warta.records import DECODER, Article

Format = Literal["json", "jsonl", "md", "txt", "html", "csv", "jsonld", "ninjs", "parquet", "why"]

SUFFIXES: dict[Format, str] = {
    "json": ".json",
    "jsonl": ".jsonl",
    "md": ".md",
    "txt": ".txt",
    "html": ".html",
    "csv": ".csv",
    "jsonld": ".jsonld",
    "ninjs": ".ninjs.json",
    "parquet": ".parquet",
    "why": ".why.txt",
}
"""The file suffix of each format."""

TABLES: frozenset[Format] = frozenset({"jsonl", "csv", "parquet"})
"""Formats that hold many articles by nature."""

_HEAD = '<!doctype html>\n<html>\n<head>\n<meta charset="utf-8">\n<title>warta</title>\n</head>\n<body>\n'


class Writer(AbstractContextManager["Writer"]):
    """Writes records one by one; what must stand at the end is written when the context ends.

    ``single`` tells that one record will come: JSON formats are then spread over lines for reading.
    ``archived`` tells that records come out of an archive: CSV and Parquet then have its id of each
    (``article_id``) as their last column.

    Example:
        >>> import io
        >>> out = io.BytesIO()
        >>> with Writer(out, "jsonl") as writer:
        ...     writer.write(b'{"headline":"Naik"}')
        >>> out.getvalue()
        b'{"headline":"Naik"}\\n'
    """

    def __init__(self, out: BinaryIO, form: Format, *, single: bool = False, archived: bool = False) -> None:
        self._out = out
        self._form = form
        self._single = single
        self._count = 0
        self._parquet = ParquetWriter(out, archived=archived) if form == "parquet" else None
        if form == "csv":
            self._put(csv.header(archived=archived))

    def write(self, record: bytes, article_id: str | None = None) -> None:
        """Adds one record, given as the JSON that the core made, with its id where ``archived`` was told."""
        if self._parquet is not None:
            self._parquet.write(DECODER.decode(record), article_id)
        elif self._form == "csv":
            self._put(csv.line(DECODER.decode(record), article_id))
        elif self._form == "jsonl":
            self._out.write(record + b"\n")
        elif self._form == "json":
            self._json(record)
        else:
            self._put(self._between() + _TEXTS[self._form](DECODER.decode(record), self._single))
        self._count += 1

    def _json(self, record: bytes) -> None:
        if self._single:
            self._out.write(msgspec.json.format(record, indent=2) + b"\n")
        else:
            self._out.write((b",\n" if self._count else b"[\n") + record)

    def _between(self) -> str:
        """What stands between documents of a format that has no end of its own."""
        if self._form == "html":
            return "" if self._count else _HEAD
        if self._count and self._form in ("txt", "why"):
            return "\f\n"
        return "\n" if self._count and self._form == "md" else ""

    def _put(self, words: str) -> None:
        self._out.write(words.encode("utf-8", "replace"))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._parquet is not None:
            self._parquet.__exit__(kind, error, traceback)
        elif self._form == "json" and not self._single:
            self._put("\n]\n" if self._count else "[]\n")
        elif self._form == "html" and self._count:
            self._put("</body>\n</html>\n")


def _why(article: Article, single: bool) -> str:
    name = "" if single or not article.name else f"{article.name}\n"
    return text.legible(f"{name}{article.why()}\n")


def _ninjs(article: Article, single: bool) -> str:
    line = msgspec.json.encode(article.to_ninjs())
    return (msgspec.json.format(line, indent=2) if single else line).decode() + "\n"


_TEXTS: dict[Format, Callable[[Article, bool], str]] = {
    "md": lambda article, _: text.legible(article.markdown()),
    "txt": lambda article, _: text.legible(text.text(article)),
    "html": lambda article, _: article.html() + "\n",
    "jsonld": lambda article, single: jsonld.dumps(article.to_jsonld(), indent=2 if single else None) + "\n",
    "ninjs": _ninjs,
    "why": _why,
}
