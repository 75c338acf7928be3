"""A record made into the rows that the archive keeps of it; reads and writes nothing."""

import zlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from importlib import resources
from operator import itemgetter
from typing import Any, TypeVar

import msgspec
from zlib_ng import zlib_ng

from warta.archive import identity
from warta.archive.connection import not_whole
from warta.archive.names import Aliases, Corrections, applied
from warta.archive.words import key, name_key, stems, words
from warta.records import Author, Dateline, Moment, Pagination, Passage, Statement

DEFLATE = 7
"""Level of zlib-ng: what zlib's 6 makes of a record, in half the time; 9 gains 1 % and takes two thirds
longer."""

WINDOW = 32 << 10
"""Bytes of a dictionary that deflate can use."""

USUAL = (resources.files("warta.archive") / "usual.json").read_bytes()
"""A record written for warta, as the dictionary of words that all records share. It is part of the format:
to change it is a migration."""

BETWEEN = " … "
"""Stands between stretches of content that stand apart in the text."""


class Slim(msgspec.Struct, frozen=True, kw_only=True):
    """The fields of a record that become columns, decoded without the rest."""

    id: str
    payload_hash: str
    name: str | None = None
    fetched_at: str | None = None
    url: str | None = None
    canonical_url: str | None = None
    kind: str = ""
    language: str | None = None
    headline: str | None = None
    kicker: str | None = None
    standfirst: str | None = None
    authors: tuple[Author, ...] = ()
    byline: str | None = None
    initials: str | None = None
    agency: str | None = None
    dateline: Dateline | None = None
    outlet: str | None = None
    publisher: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    published_at: Moment | None = None
    modified_at: Moment | None = None
    text: str = ""
    pagination: Pagination | None = None
    access: str | None = None
    statements: tuple[Statement, ...] = ()


slim = msgspec.json.Decoder(Slim).decode

Row = tuple[Any, ...]
R = TypeVar("R")

ARTICLE_COLUMNS = [
    "row",
    "id",
    "content_id",
    "page",
    "current",
    "headline",
    "kicker",
    "standfirst",
    "byline",
    "initials",
    "outlet",
    "publisher",
    "agency",
    "dateline",
    "section",
    "language",
    "kind",
    "access",
    "day",
    "published_at",
    "published_zone",
    "modified_at",
    "fetched_at",
    "url",
    "canonical_url",
    "capture",
    "characters",
    "statements",
    "engine",
]

STATEMENT_COLUMNS = [
    "statement",
    "row",
    "number",
    "place",
    "source",
    "speaker",
    "speaker_key",
    "role",
    "affiliation",
    "speaker_kind",
    "cue",
    "lemma",
    "content",
    "type",
    "act",
    "category",
    "status",
    "attitude",
    "addressee",
    "target",
    "medium",
    "occasion",
    "time",
    "day",
    "nested_in",
    "construction",
    "confidence",
    "start",
    '"end"',
]


@dataclass(slots=True, kw_only=True)
class Source:
    """Where a record came from."""

    capture: str
    payload_hash: str
    url: str | None
    fetched_at: str | None
    content_type: str | None = None
    form: str = "auto"
    name: str | None = None
    engine: str = ""
    payload: bytes | None = None
    """Deflated, where it is to be kept."""
    payload_bytes: int = 0

    def rank(self) -> tuple[Any, ...]:
        """Of several captures of one article the smallest gives its record: newest engine, first fetch."""
        version = tuple(-int(part) if part.isdigit() else 0 for part in self.engine.split("."))
        return version, self.fetched_at is None, self.fetched_at or "", self.payload_hash, self.capture


@dataclass(slots=True, kw_only=True)
class Prepared:
    """An article ready to be stored, all but its final row."""

    id: str
    page: str
    record: Slim
    packed: bytes
    source: Source
    draft: "Rows | None" = None
    """Rows under the number that the article wants, made ahead of storing."""

    @classmethod
    def of(
        cls, record: bytes, source: Source, read: Slim | None = None, *, page: str | None = None
    ) -> "Prepared":
        """From the core's JSON, and its columns and its page where they are known already.

        The capture's name is left out: the archive keeps it beside.
        """
        read = read or slim(record)
        if read.name is not None:
            record = record.replace(b'"name":' + msgspec.json.encode(read.name), b'"name":null', 1)
        if page is None:
            number = read.pagination.page if read.pagination else None
            page = identity.page_of(read.canonical_url, read.url or source.url, number, read.id)
        return cls(
            id=identity.article_id(read.id, page),
            page=page,
            record=read,
            packed=pack(record, read.text),
            source=source,
        )


@dataclass(slots=True)
class Rows:
    """Rows of one article, table by table."""

    article: Row
    body: Row
    authors: list[Row]
    tags: list[Row]
    statements: list[Row]
    vias: list[Row]
    indexed: Row
    indexed_statements: list[Row]


def rows(prepared: Prepared, row: int, corrections: Corrections, aliases: Aliases) -> Rows:
    """The rows under a number, with the newsroom's names and a person's corrections applied."""
    record = applied(prepared.record, corrections, aliases)
    source = prepared.source
    published = record.published_at
    dateline = record.dateline
    place = (dateline.place or dateline.raw) if dateline else None
    article = (
        row,
        prepared.id,
        record.id,
        prepared.page,
        1,
        record.headline,
        record.kicker,
        record.standfirst,
        record.byline,
        record.initials,
        record.outlet,
        record.publisher,
        record.agency,
        place,
        record.section,
        record.language,
        record.kind,
        record.access,
        published.iso[:10] if published else None,
        published.iso if published else None,
        published.zone if published else None,
        record.modified_at.iso if record.modified_at else None,
        source.fetched_at,
        source.url or record.url,
        record.canonical_url,
        source.capture,
        len(record.text),
        len(record.statements),
        source.engine,
    )
    body = (row, record.headline or "", record.text)
    names = [each.name for each in record.authors]
    keys = article_keys(record.kind, record.outlet, record.language, record.section, place, names)
    statements, vias = _statements(record, row)
    outlets: dict[int, list[str]] = {}
    for statement, _, outlet in vias:
        outlets.setdefault(statement, []).append(outlet)
    return Rows(
        article=article,
        body=body,
        authors=[(row, number, each.name, each.role, each.url) for number, each in enumerate(record.authors)],
        tags=[(row, number, tag) for number, tag in enumerate(record.tags)],
        statements=statements,
        vias=vias,
        indexed=indexed_article(*body, record.language, keys),
        indexed_statements=[
            indexed_statement(indexed_columns(each), outlets.get(each[0], ()), record.language, keys)
            for each in statements
        ],
    )


def numbered(draft: Rows, row: int) -> Rows:
    """Rows under another number than they were made under."""
    if row == draft.article[0]:
        return draft
    moved = identity.statement_rows(row)[0] - identity.statement_rows(draft.article[0])[0]
    return Rows(
        article=(row, *draft.article[1:]),
        body=(row, *draft.body[1:]),
        authors=[(row, *each[1:]) for each in draft.authors],
        tags=[(row, *each[1:]) for each in draft.tags],
        statements=[(each[0] + moved, row, *each[2:]) for each in draft.statements],
        vias=[(each[0] + moved, *each[1:]) for each in draft.vias],
        indexed=(row, *draft.indexed[1:]),
        indexed_statements=[(each[0] + moved, *each[1:]) for each in draft.indexed_statements],
    )


def article_keys(
    kind: str,
    outlet: str | None,
    language: str | None,
    section: str | None,
    dateline: str | None,
    authors: Iterable[str],
) -> str:
    """The filters of an article as words of the index.

    >>> article_keys("article", "Kabar", None, None, "Demak", ["Budi Santoso"])
    'zk0article zo0kabar zd0demak za0budi za0santoso'
    """
    found = [key("kind", kind)]
    for name, value in (("outlet", outlet), ("language", language), ("section", section)):
        if value:
            found.append(key(name, value))
    found += [key("dateline", word) for word in words(dateline or "")]
    found += [key("author", word) for author in authors for word in words(author)]
    return " ".join(dict.fromkeys(found))


def indexed_article(row: int, headline: str, text: str, language: str | None, keys: str) -> Row:
    """The row of the index, from nothing but what the tables hold, so that it can be made anew."""
    return row, headline, text, stems(f"{headline} {text}", language), keys


INDEXED = (
    "statement source speaker speaker_key role affiliation content target act status type".split()  # noqa: SIM905
)
indexed_columns: Callable[[Row], Row] = itemgetter(*(STATEMENT_COLUMNS.index(name) for name in INDEXED))


def indexed_statement(columns: Row, vias: Iterable[str], language: str | None, article: str) -> Row:
    """The row of the statements' index, from nothing but what the tables hold: the columns `INDEXED`."""
    statement, source, speaker, speaker_key, role, affiliation, content, target, act, status, type_ = columns
    keys = [
        article,
        key("act", act or "none"),
        key("status", status),
        key("type", type_),
        *(key("via", word) for outlet in vias for word in words(outlet)),
        *([key("speaker", speaker)] if speaker_key and speaker else ()),
        stems(f"{content} {target or ''}", language),
    ]
    who = dict.fromkeys(part for part in (source, speaker, role, affiliation) if part)
    return statement, " ".join(who), content, target, " ".join(part for part in keys if part)


def _statements(record: Slim, row: int) -> tuple[list[Row], list[Row]]:
    made: list[Row] = []
    vias: list[Row] = []
    for number, each in enumerate(record.statements[: identity.STATEMENTS_MOST]):
        statement = identity.statement_row(row, number)
        speaker = each.speaker
        passages = [part for part in (each.source, each.cue, *each.content) if part is not None]
        made.append(
            (
                statement,
                row,
                number,
                each.place,
                _text(each.source),
                speaker.name if speaker else None,
                (name_key(speaker.name) or None) if speaker else None,
                speaker.role if speaker else None,
                speaker.affiliation if speaker else None,
                speaker.kind if speaker else None,
                _text(each.cue),
                each.lemma,
                BETWEEN.join(part.text for part in each.content),
                each.type,
                each.act,
                each.category,
                each.status,
                int(each.attitude),
                _text(each.addressee),
                _text(each.target),
                _text(each.medium),
                _text(each.occasion),
                each.time.text if each.time else None,
                each.time.value if each.time else None,
                each.nested_in,
                each.construction,
                each.confidence,
                min((part.span.start for part in passages), default=None),
                max((part.span.end for part in passages), default=None),
            )
        )
        vias += [(statement, position, via.outlet) for position, via in enumerate(each.via)]
    return made, vias


def _text(passage: Passage | None) -> str | None:
    return passage.text if passage else None


def _dictionary(text: str) -> bytes:
    """What records of any page repeat, then the text; deflate looks back at most `WINDOW`."""
    return (USUAL + text.encode("utf-8", "surrogatepass"))[-WINDOW:]


def pack(record: bytes, text: str) -> bytes:
    """Deflates a record; the article's text is in its dictionary, since the archive has it beside.

    >>> text = "Air setinggi dada. " * 50
    >>> unpack(pack(text.encode(), text), text) == text.encode()
    True
    """
    maker = zlib_ng.compressobj(DEFLATE, zdict=_dictionary(text))
    return maker.compress(record) + maker.flush()


def unpack(packed: bytes, text: str) -> bytes:
    """The record again."""
    maker = zlib.decompressobj(zdict=_dictionary(text))
    record = maker.decompress(packed) + maker.flush()
    if not maker.eof:
        raise zlib.error("the record is cut short")
    return record


def unpacked(article: str, packed: object, text: object, decode: Callable[[bytes], R]) -> R:
    """The record of an article, decoded; raises `WartaError` (``damaged``) where it is not whole."""
    if isinstance(packed, bytes) and isinstance(text, str):
        with suppress(zlib.error, msgspec.DecodeError):
            return decode(unpack(packed, text))
    raise not_whole(article)
