"""A record made into the rows that the archive keeps of it; reads and writes nothing."""

import zlib
from dataclasses import dataclass, field
from typing import Any

import msgspec

from warta.archive import identity
from warta.archive.names import Aliases, Corrections, applied
from warta.archive.words import key, name_key, stems, words
from warta.records import Author, Dateline, Moment, Pagination, Passage, Statement

DEFLATE = 6
"""Level: 9 gains 1 % in size over 6 and takes twice as long."""

WINDOW = 32 << 10
"""Bytes of a dictionary that deflate can use."""

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
    "who",
    "keys",
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
    wanted_row: int = field(init=False)

    def __post_init__(self) -> None:
        self.wanted_row = identity.row_of(self.id, self.record.published_at)

    @classmethod
    def of(cls, record: bytes, source: Source) -> "Prepared":
        """From the core's JSON. The capture's name is left out of it: the archive keeps it beside."""
        read = slim(record)
        if read.name is not None:
            record = record.replace(b'"name":' + msgspec.json.encode(read.name), b'"name":null', 1)
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


def rows(prepared: Prepared, row: int, corrections: Corrections, aliases: Aliases) -> Rows:
    """The rows under a number, with the newsroom's names and a person's corrections applied."""
    record = applied(prepared.record, corrections, aliases)
    source = prepared.source
    published = record.published_at
    dateline = record.dateline
    found = words(f"{record.headline or ''} {record.text}")
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
        (dateline.place or dateline.raw) if dateline else None,
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
    body = (row, record.headline or "", record.text, stems(found, record.language), article_keys(record))
    statements, vias = _statements(record, row)
    return Rows(
        article=article,
        body=body,
        authors=[(row, number, each.name, each.role, each.url) for number, each in enumerate(record.authors)],
        tags=[(row, number, tag) for number, tag in enumerate(record.tags)],
        statements=statements,
        vias=vias,
    )


def article_keys(record: Slim) -> str:
    """The filters of an article as words of the index."""
    found = [key("kind", record.kind)]
    if record.outlet:
        found.append(key("outlet", record.outlet))
    if record.language:
        found.append(key("language", record.language))
    if record.section:
        found.append(key("section", record.section))
    if record.dateline:
        found += [key("dateline", word) for word in words(record.dateline.place or record.dateline.raw)]
    found += [key("author", word) for author in record.authors for word in words(author.name)]
    return " ".join(dict.fromkeys(found))


def _statements(record: Slim, row: int) -> tuple[list[Row], list[Row]]:
    made: list[Row] = []
    vias: list[Row] = []
    shared = article_keys(record)
    for number, each in enumerate(record.statements[: identity.STATEMENTS_MOST]):
        statement = identity.statement_row(row, number)
        speaker = each.speaker
        content = BETWEEN.join(part.text for part in each.content)
        passages = [part for part in (each.source, each.cue, *each.content) if part is not None]
        target = _text(each.target)
        named = [_text(each.source), *((speaker.name, speaker.role, speaker.affiliation) if speaker else ())]
        keys = [
            shared,
            key("act", each.act or "none"),
            key("status", each.status),
            key("type", each.type),
            *(key("via", via.outlet) for via in each.via),
            *([key("speaker", speaker.name)] if speaker else ()),
            stems(words(f"{content} {target or ''}"), record.language),
        ]
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
                content,
                each.type,
                each.act,
                each.category,
                each.status,
                int(each.attitude),
                _text(each.addressee),
                target,
                _text(each.medium),
                _text(each.occasion),
                each.time.text if each.time else None,
                each.time.value if each.time else None,
                each.nested_in,
                each.construction,
                each.confidence,
                min((part.span.start for part in passages), default=None),
                max((part.span.end for part in passages), default=None),
                " ".join(dict.fromkeys(word for word in named if word)),
                " ".join(part for part in keys if part),
            )
        )
        vias += [(statement, position, via.outlet) for position, via in enumerate(each.via)]
    return made, vias


def _text(passage: Passage | None) -> str | None:
    return passage.text if passage else None


def pack(record: bytes, text: str) -> bytes:
    """Deflates a record; the article's text is its dictionary, since the archive has it beside.

    >>> text = "Air setinggi dada. " * 50
    >>> unpack(pack(text.encode(), text), text) == text.encode()
    True
    """
    maker = zlib.compressobj(DEFLATE, zdict=text.encode("utf-8", "surrogatepass")[-WINDOW:])
    return maker.compress(record) + maker.flush()


def unpack(packed: bytes, text: str) -> bytes:
    """The record again."""
    maker = zlib.decompressobj(zdict=text.encode("utf-8", "surrogatepass")[-WINDOW:])
    return maker.decompress(packed) + maker.flush()
