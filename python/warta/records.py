"""The article record as Python sees it: frozen structs, one documented line per field.

Mirrors ``crates/warta-core/src/record.rs``; a test compares both field by field. Spans are half-open
ranges in characters (as Python counts) of a text that the holder names. ``None`` means absent, and
``Article.missing`` says why.
"""

import datetime
from collections.abc import Mapping
from typing import Annotated, Any

import msgspec

from warta.errors import WartaError


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
        str | None,
        Doc("writer, editor, reporter, photographer, translator or contributor; None where not said."),
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


class Passage(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Words as written and where they stand."""

    span: Annotated[Span, Doc("In characters of the text that the statement's place names.")]
    text: Annotated[str, Doc("The words.")]


class Speaker(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Whom a source resolves to."""

    name: Annotated[
        str, Doc("Name as first fully mentioned, without role and title words; a body's own name.")
    ]
    role: Annotated[str | None, Doc("What the text says the speaker is, titles and honorifics included.")] = (
        None
    )
    affiliation: Annotated[str | None, Doc("The body that the role belongs to.")] = None
    kind: Annotated[
        str | None, Doc("person, body, group, document or outlet; None where the words do not tell.")
    ] = None
    rule: Annotated[str, Doc("How it was resolved: as_written, last_name, pronoun and so on.")]


class Via(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An outlet that a statement was taken through."""

    outlet: Annotated[str, Doc("Name as the outlet table has it, else as written.")]
    span: Annotated[Span, Doc("Where the name stands, in characters.")]


class StatedTime(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A time that a statement names."""

    span: Annotated[Span, Doc("In characters.")]
    text: Annotated[str, Doc("The words.")]
    value: Annotated[str | None, Doc("ISO day; None where the words do not fix one.")] = None
    role: Annotated[
        str,
        Doc("said, report (the day printed after an outlet) or access (the day alone after 'dikutip')."),
    ]


class Statement(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Words attributed to a source by a cue (the PARC scheme: Pareti 2015).

    Every span in it cuts the text that ``place`` names: ``Article.text`` or ``Article.headline``.
    """

    place: Annotated[str, Doc("Which text the spans cut: text or headline of the article.")]
    source: Annotated[
        Passage | None,
        Doc("Who is credited, as written; a pronoun or the suffix -nya counts, None where nobody is named."),
    ] = None
    speaker: Annotated[Speaker | None, Doc("The person or body that the source resolves to.")] = None
    cue: Annotated[Passage | None, Doc("The attribution word with its auxiliaries and negation.")] = None
    lemma: Annotated[str | None, Doc("Dictionary form of the cue's head.")] = None
    content: Annotated[
        tuple[Passage, ...], Doc("The attributed words, one or more spans in text order.")
    ] = ()
    type: Annotated[str, Doc("direct, indirect, mixed or sourceless.")]
    act: Annotated[
        str | None,
        Doc("What the source does by saying it, a word of a closed list, from the cue and its negation."),
    ] = None
    category: Annotated[str | None, Doc("PLOVER category, only where the verb alone decides.")] = None
    status: Annotated[str, Doc("asserted, claimed, alleged, denied, future, conditional or negated.")] = (
        "asserted"
    )
    attitude: Annotated[bool, Doc("True for a belief, wish or intention without speech.")] = False
    addressee: Annotated[Passage | None, Doc("To whom, with the preposition.")] = None
    target: Annotated[Passage | None, Doc("About or against whom, where the act has one.")] = None
    via: Annotated[tuple[Via, ...], Doc("Outlets behind the printing one, nearest first.")] = ()
    medium: Annotated[Passage | None, Doc("Such as 'dalam keterangan tertulis'.")] = None
    occasion: Annotated[Passage | None, Doc("Such as 'saat ditemui di Jakarta'.")] = None
    time: Annotated[
        StatedTime | None, Doc("When it was said or reported, as written, and the day it names.")
    ] = None
    nested_in: Annotated[int | None, Doc("Index of the statement whose content holds this one.")] = None
    construction: Annotated[str, Doc("The rule that found it, or model.")]
    confidence: Annotated[
        float | None,
        Doc("Calibrated probability that content and source are right; None where it was not measured."),
    ] = None
    missing: Annotated[Mapping[str, str], Doc("Why a field is None: field name to reason.")] = {}


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
    statements: Annotated[
        tuple[Statement, ...],
        Doc("Who said what, where asked for, in the order of their cues."),
    ] = ()

    @classmethod
    def from_json(cls, record: bytes | str) -> "Article":
        """An article from its JSON, as `to_json` and ``warta read --format jsonl`` write it.

        Fields of a newer schema are passed over. Raises `WartaError` where ``record`` is no article.

        >>> Article.from_json('{"headline": "Banjir di Demak"}').headline
        'Banjir di Demak'
        """
        try:
            return DECODER.decode(record)
        except (msgspec.DecodeError, UnicodeError, RecursionError, TypeError) as error:
            raise WartaError("payload", f"no record: {error}") from None

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
