"""The article record as Python sees it: frozen structs, one documented line per field.

Mirrors ``crates/warta-core/src/record.rs``; a test compares both field by field. Spans are half-open
ranges in characters (as Python counts) of a text that the holder names. ``None`` means absent, and
``Article.missing`` says why.
"""

import datetime
from collections.abc import Mapping
from typing import Annotated, Any

import msgspec


def Doc(text: str) -> msgspec.Meta:  # noqa: N802 - reads as the annotation that it is
    """The line that documents a field, here and in the JSON schema."""
    return msgspec.Meta(description=text)


class Span(msgspec.Struct, frozen=True, gc=False):
    """A half-open range of characters in a text that the holder names.

    Example:
        >>> Span(6, 11).of("hello world")
        'world'
    """

    start: Annotated[int, Doc("First character.")]
    end: Annotated[int, Doc("One past the last character.")]

    def of(self, text: str) -> str:
        """The words that stand in this range of ``text``."""
        return text[self.start : self.end]


class Author(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A person who made the article."""

    name: Annotated[str, Doc("Name as printed, without role or title words.")]
    role: Annotated[
        str | None, Doc("writer, editor, reporter, photographer or contributor; None where not said.")
    ] = None
    url: Annotated[str | None, Doc("The author's page.")] = None


class Dateline(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Place and agency that open the text."""

    raw: Annotated[str, Doc("As printed, up to the dash.")]
    place: Annotated[str | None, Doc("The place as printed.")] = None
    agency: Annotated[str | None, Doc("Agency or outlet that stands in it.")] = None


class Moment(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A time as precise as the page states it.

    Example:
        >>> moment = Moment(iso="2015-10-11T14:07+07:00", raw="11 Oktober 2015 - 14:07 WIB", zone="stated")
        >>> moment.instant
        datetime.datetime(2015, 10, 11, 14, 7, tzinfo=datetime.timezone(datetime.timedelta(seconds=25200)))
        >>> print(moment.date, Moment(iso="2015-10-11", raw="11 Oktober 2015", zone="none").instant)
        2015-10-11 None
    """

    iso: Annotated[
        str,
        Doc("ISO 8601: 2015-10-11, 2015-10-11T14:07 or with seconds, with the offset where known."),
    ]
    raw: Annotated[str, Doc("The words it was read from.")]
    zone: Annotated[
        str,
        Doc("How the zone was decided: stated, metadata, outlet, language, fetched or none."),
    ]

    def __str__(self) -> str:
        return self.iso

    @property
    def instant(self) -> datetime.datetime | None:
        """The instant with its offset; ``None`` where the day, the time or the zone is not known."""
        if len(self.iso) == len("2015-10-11"):
            return None
        moment = datetime.datetime.fromisoformat(self.iso)
        return moment if moment.tzinfo is not None else None

    @property
    def date(self) -> datetime.date:
        """The calendar day that the page states, in its own zone."""
        return datetime.date.fromisoformat(self.iso[: len("2015-10-11")])


class Image(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A picture with what is printed about it."""

    url: Annotated[str, Doc("Absolute where a base is known.")]
    caption: Annotated[str | None, Doc("Text under the picture.")] = None
    credit: Annotated[str | None, Doc("Photographer or agency.")] = None
    alt: Annotated[str | None, Doc("Text alternative.")] = None


class Mark(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A stretch of a block's words that the page marks."""

    span: Annotated[Span, Doc("In characters of the block's text.")]
    kind: Annotated[str, Doc("link, strong or emphasis.")]
    url: Annotated[str | None, Doc("Where a link leads.")] = None


class Block(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One piece of main content."""

    kind: Annotated[
        str,
        Doc("paragraph, subhead, list_item, quotation, preformatted, table, image or embed."),
    ]
    text: Annotated[str, Doc("Words of the block; empty for images and embeds.")] = ""
    span: Annotated[
        Span | None,
        Doc("Where the words stand in the article's text, in characters; None where they do not."),
    ] = None
    level: Annotated[int | None, Doc("Depth of a subhead (2 to 6) or list item (1 is outermost).")] = None
    ordered: Annotated[bool, Doc("True for an item of a numbered list.")] = False
    rows: Annotated[tuple[tuple[str, ...], ...], Doc("Rows of a table.")] = ()
    marks: Annotated[tuple[Mark, ...], Doc("Links and emphasis inside the words, in characters.")] = ()
    image: Annotated[Image | None, Doc("The picture of an image block.")] = None
    url: Annotated[str | None, Doc("Address of an embed.")] = None


class Pagination(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Where a page stands among the pages of one article."""

    page: Annotated[int | None, Doc("Number of this page, from 1.")] = None
    pages: Annotated[int | None, Doc("Pages in all.")] = None
    next_url: Annotated[str | None, Doc("The next page.")] = None
    whole_url: Annotated[str | None, Doc("The whole article on one page.")] = None


class Reservation(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A reservation of rights that the page states."""

    kind: Annotated[
        str,
        Doc("noindex, noarchive, noai, noimageai, tdm_reservation, license or copyright."),
    ]
    value: Annotated[str, Doc("As stated.")]
    key: Annotated[str, Doc("Metadata key or rule.")]


class DocumentPlace(msgspec.Struct, frozen=True, kw_only=True, gc=False, tag_field="in", tag="document"):
    """In the visible text: characters of ``Article.document_text``."""

    span: Annotated[Span, Doc("Half-open range of document_text.")]


class MetadataPlace(msgspec.Struct, frozen=True, kw_only=True, gc=False, tag_field="in", tag="metadata"):
    """In the page's metadata."""

    key: Annotated[str, Doc("For example meta[property=og:title] or json_ld:NewsArticle.headline.")]


class DerivedPlace(msgspec.Struct, frozen=True, kw_only=True, gc=False, tag_field="in", tag="derived"):
    """Given by the caller, or derived from other fields."""


Place = DocumentPlace | MetadataPlace | DerivedPlace


class Rival(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A value that was found and not taken."""

    value: Annotated[str, Doc("The value.")]
    rule: Annotated[str, Doc("Rule that found it.")]
    where: Annotated[Place, Doc("Where it stands.")]
    reason: Annotated[str, Doc("Why it lost.")]


class Evidence(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Where a field's value stands, the rule that chose it, and its rivals."""

    field: Annotated[str, Doc("Name of the record's field.")]
    value: Annotated[str, Doc("The value as chosen.")]
    raw: Annotated[str, Doc("The words it was made from.")]
    rule: Annotated[str, Doc("Rule that chose it.")]
    where: Annotated[Place, Doc("Where it stands.")]
    rivals: Annotated[tuple[Rival, ...], Doc("What else was found, and why it lost.")] = ()


class Dropped(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A block that was left out."""

    span: Annotated[Span, Doc("Characters of document_text.")]
    reason: Annotated[str, Doc("Why.")]
    text: Annotated[str, Doc("Its words.")]


class Article(msgspec.Struct, frozen=True, kw_only=True):
    """One news page as a record.

    Made by `warta.read`; every field is documented in ``docs/schema/article-1.json`` too. Equal by value.
    """

    schema: Annotated[str, Doc("Name and version of this schema.")] = "warta/article/1"
    id: Annotated[
        str,
        Doc("Stable identity from the content: the same headline and text give the same id."),
    ] = ""
    payload_hash: Annotated[str, Doc("blake3: and the hash of the payload's bytes.")] = ""
    name: Annotated[
        str | None,
        Doc("Name of the capture as the caller gave it: a file, a row of a table, a WARC record."),
    ] = None
    fetched_at: Annotated[str | None, Doc("When the payload was fetched, as the caller gave it.")] = None
    url: Annotated[str | None, Doc("Where the payload was fetched, as the caller gave it.")] = None
    canonical_url: Annotated[str | None, Doc("The address that the page calls its own, made absolute.")] = (
        None
    )
    amp_url: Annotated[str | None, Doc("Address of the page's AMP version.")] = None
    form: Annotated[str, Doc("html or flat.")] = ""
    encoding: Annotated[str, Doc("WHATWG name of the encoding that the payload was decoded from.")] = ""
    kind: Annotated[str, Doc("article, live_blog, opinion, gallery, video, listing or other.")] = ""
    language: Annotated[str | None, Doc("BCP 47 primary language code.")] = None
    headline: Annotated[str | None, Doc("Title on the page.")] = None
    kicker: Annotated[str | None, Doc("Label above the headline.")] = None
    standfirst: Annotated[str | None, Doc("Summary under the headline.")] = None
    authors: Annotated[tuple[Author, ...], Doc("Persons who made the article, in printed order.")] = ()
    byline: Annotated[str | None, Doc("The byline as printed.")] = None
    initials: Annotated[str | None, Doc("Desk code such as ian in (ian).")] = None
    agency: Annotated[str | None, Doc("Wire service that the text is credited to.")] = None
    dateline: Annotated[Dateline | None, Doc("Place and agency that open the text.")] = None
    outlet: Annotated[str | None, Doc("Title readers know.")] = None
    publisher: Annotated[str | None, Doc("Company behind the outlet.")] = None
    section: Annotated[str | None, Doc("Section of the outlet.")] = None
    tags: Annotated[tuple[str, ...], Doc("Topics the page lists.")] = ()
    published_at: Annotated[Moment | None, Doc("First publication.")] = None
    modified_at: Annotated[Moment | None, Doc("Last stated edit.")] = None
    lead_image: Annotated[Image | None, Doc("Picture that stands for the article.")] = None
    blocks: Annotated[tuple[Block, ...], Doc("Main content in reading order.")] = ()
    text: Annotated[
        str,
        Doc("Standfirst, subheads and paragraphs in reading order, joined by a blank line."),
    ] = ""
    pagination: Annotated[Pagination | None, Doc("Where the page is one of several.")] = None
    access: Annotated[str | None, Doc("free, partial or paywalled; None where the page does not tell.")] = (
        None
    )
    reservations: Annotated[
        tuple[Reservation, ...], Doc("Reuse and text-mining reservations that the page states.")
    ] = ()
    truncated: Annotated[
        tuple[str, ...],
        Doc("What was cut before or while reading: bytes, nodes, depth, attributes, gzip_truncated, ..."),
    ] = ()
    missing: Annotated[dict[str, str], Doc("Why a field is None or empty: field name to reason.")] = {}
    evidence: Annotated[tuple[Evidence, ...], Doc("Evidence, where asked for.")] = ()
    dropped: Annotated[
        tuple[Dropped, ...],
        Doc("Blocks left out near the article, where evidence was asked for."),
    ] = ()
    document_text: Annotated[
        str | None,
        Doc("The page's visible text, one block a line, where evidence was asked for."),
    ] = None

    @classmethod
    def from_json(cls, record: bytes | str) -> "Article":
        """An article from its JSON, as `to_json` and ``warta read --format jsonl`` write it.

        Fields of a newer schema are passed over. Raises ``msgspec.ValidationError`` where ``record``
        is no article.

        >>> Article.from_json('{"headline": "Banjir di Demak"}').headline
        'Banjir di Demak'
        """
        return DECODER.decode(record)

    def to_dict(self) -> dict[str, Any]:
        """The record as plain dicts, lists and scalars, every field present.

        >>> Article(tags=("politik",)).to_dict()["tags"]
        ['politik']
        """
        plain: dict[str, Any] = msgspec.json.decode(ENCODER.encode(self))
        return plain

    def to_json(self, *, indent: int = 0) -> str:
        """The record as one line of JSON, or over several where ``indent`` is a number of spaces.

        >>> Article.from_json(Article(headline="Naik").to_json()).headline
        'Naik'
        """
        encoded = ENCODER.encode(self)
        return (msgspec.json.format(encoded, indent=indent) if indent else encoded).decode()

    def markdown(self) -> str:
        """Markdown with the metadata as YAML front matter; see `warta.export.markdown`."""
        from warta.export.markdown import markdown

        return markdown(self)

    def html(self) -> str:
        """An ``<article>`` that is safe to show: made from the blocks, everything escaped."""
        from warta.export.html import html

        return html(self)

    def to_jsonld(self) -> dict[str, Any]:
        """schema.org ``NewsArticle`` as a dict; see `warta.export.jsonld`."""
        from warta.export.jsonld import jsonld

        return jsonld(self)

    def to_ninjs(self) -> dict[str, Any]:
        """IPTC ninjs 3.1 as a dict; see `warta.export.ninjs`."""
        from warta.export.ninjs import ninjs

        return ninjs(self)

    def why(self) -> str:
        """Why the record says what it says, for a person; read with ``evidence=True`` for all of it."""
        from warta.export.why import why

        return why(self)

    def _repr_html_(self) -> str:
        from warta.export.html import card

        return card(self)


DECODER = msgspec.json.Decoder(Article)
ENCODER = msgspec.json.Encoder()


def schema() -> Mapping[str, Any]:
    """The JSON schema (draft 2020-12) of the record; ``docs/schema/article-1.json`` is this.

    >>> schema()["$ref"]
    '#/$defs/Article'
    """
    made = msgspec.json.schema(Article)
    for struct in made["$defs"].values():
        # The sentence, without the example that follows it in the docstring.
        struct["description"] = struct["description"].partition("\n\n")[0].strip()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": Article().schema,
        **made,
    }
