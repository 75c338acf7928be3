"""What an archive answers: frozen structs, ready to become JSON."""

from typing import Annotated, Literal

import msgspec

from warta.records import Article, Doc

Order = Literal["newest", "oldest", "ranked"]
OutletPart = Literal["headline", "authors", "zoned", "text"]


class Filters(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What articles are narrowed to; fields are joined by AND, values of one field by OR.

    Names are compared without regard to case and accents. Days are of the page's own zone.
    """

    outlet: Annotated[tuple[str, ...], Doc("Outlets, as `outlets` lists them.")] = ()
    author: Annotated[str | None, Doc("Words of an author's name.")] = None
    dateline: Annotated[str | None, Doc("Words of the dateline's place.")] = None
    language: Annotated[
        tuple[str, ...], Doc("Languages: BCP 47 tags, of which the primary code counts.")
    ] = ()
    kind: Annotated[
        tuple[str, ...], Doc("Kinds of page: article, live_blog, opinion, gallery, video, listing, other.")
    ] = ()
    section: Annotated[tuple[str, ...], Doc("Sections of the outlet.")] = ()
    since: Annotated[str | None, Doc("First day, YYYY-MM-DD; a year or month counts from its first day.")] = (
        None
    )
    until: Annotated[str | None, Doc("Last day, included; a year or month counts to its last day.")] = None
    old_versions: Annotated[bool, Doc("Also versions that a later revision replaced.")] = False


class SaidFilters(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What statements are narrowed to, besides the `Filters` of their articles."""

    by: Annotated[str | None, Doc("Words of the speaker: name, source as written, role, affiliation.")] = None
    speaker: Annotated[str | None, Doc("A speaker's whole name, as `speakers` lists it, or an alias.")] = None
    act: Annotated[tuple[str, ...], Doc("Acts.")] = ()
    about: Annotated[str | None, Doc("Words of the content or target.")] = None
    via: Annotated[str | None, Doc("Words of the outlet that the statement was taken through.")] = None
    status: Annotated[
        tuple[str, ...], Doc("asserted, claimed, alleged, denied, future, conditional, negated.")
    ] = ()
    type: Annotated[tuple[str, ...], Doc("direct, indirect, mixed, sourceless.")] = ()


class Fragment(msgspec.Struct, frozen=True, gc=False):
    """A stretch of a snippet."""

    text: Annotated[str, Doc("Words.")]
    hit: Annotated[bool, Doc("True where they are what was searched for.")] = False


class Count(msgspec.Struct, frozen=True, gc=False):
    """A number, or its lower bound where counting on would take too long."""

    number: int
    exact: bool = True


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """An article in a list."""

    id: str
    headline: str | None
    outlet: str | None
    day: Annotated[str | None, Doc("Day of publication as the page states it.")]
    published_at: str | None
    authors: tuple[str, ...]
    section: str | None
    language: str | None
    kind: str
    url: Annotated[str | None, Doc("The address it goes by: the canonical one, else where it was fetched.")]
    statements: Annotated[int, Doc("Number of statements.")]
    current: Annotated[bool, Doc("False where a later revision replaced it.")]
    headline_fragments: tuple[Fragment, ...] = ()
    snippet: tuple[Fragment, ...] = ()
    score: Annotated[float | None, Doc("bm25, higher is better; None where not ranked.")] = None


class SearchResult(msgspec.Struct, frozen=True, kw_only=True):
    """One page of hits."""

    hits: tuple[Hit, ...]
    total: Count
    query: Annotated[str, Doc("As asked.")]
    as_words: Annotated[bool, Doc("True where it was no valid syntax and was answered as words.")] = False
    bounded: Annotated[
        bool, Doc("True where only the newest matches were ranked, because there are very many.")
    ] = False


class SaidRow(msgspec.Struct, frozen=True, kw_only=True):
    """A statement with its article."""

    id: Annotated[str, Doc("The article.")]
    number: Annotated[int, Doc("Index in Article.statements.")]
    headline: str | None
    outlet: str | None
    day: Annotated[str | None, Doc("Day of publication.")]
    url: str | None
    language: str | None
    place: str
    start: Annotated[int | None, Doc("First character of cue and content in the text that place names.")]
    end: int | None
    source: str | None
    speaker: str | None
    role: str | None
    affiliation: str | None
    speaker_kind: str | None
    cue: str | None
    lemma: str | None
    act: str | None
    category: str | None
    type: str
    status: str
    attitude: bool
    content: Annotated[str, Doc("The exact words; stretches that stand apart are joined by ' … '.")]
    target: str | None
    addressee: str | None
    via: tuple[str, ...]
    said_on: Annotated[str | None, Doc("Day that the statement names.")]
    nested_in: int | None
    confidence: float | None


class SaidResult(msgspec.Struct, frozen=True, kw_only=True):
    """One page of statements."""

    rows: tuple[SaidRow, ...]
    total: Count


class Correction(msgspec.Struct, frozen=True, kw_only=True):
    """A person's word against the engine's."""

    id: str
    field: str
    value: msgspec.Raw
    person: str | None
    note: str | None
    at: str


class CaptureRow(msgspec.Struct, frozen=True, kw_only=True):
    """A fetch that gave an article."""

    payload_hash: str
    url: str | None
    fetched_at: str | None
    name: str | None
    engine: str
    kept: Annotated[bool, Doc("True where the bytes are in the archive.")]


class RevisionRow(msgspec.Struct, frozen=True, kw_only=True):
    """One version of a page."""

    id: str
    number: Annotated[int, Doc("From 1, the oldest.")]
    headline: str | None
    modified_at: str | None
    published_at: str | None
    fetched_at: str | None
    characters: int
    current: bool
    difference: Annotated[
        tuple[str, ...],
        Doc("Against the version before: headline, number, quotation, correction_notice, time_only, other."),
    ]


class ArticleView(msgspec.Struct, frozen=True, kw_only=True):
    """An article with all that the archive knows of it."""

    id: str
    article: Annotated[Article, Doc("The record, with corrections and newsroom names applied.")]
    current: bool
    captures: tuple[CaptureRow, ...]
    corrections: tuple[Correction, ...]
    revisions: Annotated[tuple[RevisionRow, ...], Doc("All versions of the page; empty where there is one.")]
    same_content: Annotated[tuple[Hit, ...], Doc("Other addresses with exactly this headline and text.")]
    engine: str


class Facet(msgspec.Struct, frozen=True, gc=False):
    """A value and how many articles have it."""

    value: str | None
    count: int


class Facets(msgspec.Struct, frozen=True, kw_only=True):
    """Counts over what was found."""

    outlet: tuple[Facet, ...] = ()
    language: tuple[Facet, ...] = ()
    kind: tuple[Facet, ...] = ()
    section: tuple[Facet, ...] = ()
    author: tuple[Facet, ...] = ()
    exact: Annotated[bool, Doc("False where only the newest matches were counted.")] = True


class Bar(msgspec.Struct, frozen=True, gc=False):
    """One bar of a histogram."""

    start: Annotated[str, Doc("First day, YYYY-MM-DD.")]
    count: int


class Histogram(msgspec.Struct, frozen=True, kw_only=True):
    """Articles over time."""

    unit: Annotated[str, Doc("day, month or year, whichever gives at most 120 bars.")]
    bars: Annotated[tuple[Bar, ...], Doc("In order; days without articles are left out.")]
    exact: bool = True


class OutletRow(msgspec.Struct, frozen=True, kw_only=True):
    """An outlet in a list."""

    name: str | None
    articles: int
    statements: int
    first_day: str | None
    last_day: str | None
    languages: tuple[Facet, ...]


class OutletView(msgspec.Struct, frozen=True, kw_only=True):
    """An outlet with what the archive knows of it."""

    outlet: OutletRow
    takes_from: Annotated[tuple[Facet, ...], Doc("Outlets that its statements were taken through.")]
    taken_by: Annotated[tuple[Facet, ...], Doc("Outlets that take statements through it.")]
    sections: tuple[Facet, ...]
    authors: tuple[Facet, ...]
    speakers: tuple[Facet, ...]
    histogram: Histogram
    health: "Health"
    exact: Annotated[
        bool, Doc("False where only the newest articles gave takes_from, sections, authors and speakers.")
    ]


class SpeakerRow(msgspec.Struct, frozen=True, kw_only=True):
    """A speaker in a list. Replaced versions are left out."""

    name: str
    kind: str | None
    statements: int
    articles: int


class SpeakerView(msgspec.Struct, frozen=True, kw_only=True):
    """A speaker: everything said, summed up; `said` gives the statements. Replaced versions are left out."""

    name: str
    kind: str | None
    names: Annotated[tuple[Facet, ...], Doc("How texts name the speaker, and how often.")]
    aliases: Annotated[tuple[str, ...], Doc("Of the newsroom's tables.")]
    roles: tuple[Facet, ...]
    affiliations: tuple[Facet, ...]
    acts: tuple[Facet, ...]
    outlets: tuple[Facet, ...]
    vias: tuple[Facet, ...]
    timeline: Annotated[tuple[tuple[str, str | None, int], ...], Doc("Day, act, count.")]
    timeline_outlets: Annotated[tuple[tuple[str, str | None, int], ...], Doc("Day, outlet, count.")]
    statements: int
    articles: int


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A share that fell or rose suddenly, as after a change of layout."""

    outlet: str | None
    field: str
    month: str
    before: float
    after: float


class OutletHealth(msgspec.Struct, frozen=True, kw_only=True):
    """What an outlet's records can be trusted for; shares are of its articles, 0 to 1."""

    outlet: str | None
    articles: int
    headline: float
    authors: float
    published: float
    zoned: Annotated[float, Doc("Share whose time of publication has its zone.")]
    text: Annotated[float, Doc("Share with at least 250 characters of main content.")]
    statements: float


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """What the archive can be trusted for."""

    articles: int
    versions: Annotated[int, Doc("Articles, older versions included.")]
    statements: int
    captures: int
    passed_over: Annotated[tuple[Facet, ...], Doc("Fetches that gave no article, by reason.")]
    outlets: tuple[OutletHealth, ...]
    languages: tuple[Facet, ...]
    exact_duplicates: Annotated[int, Doc("Articles whose headline and text stand at another address too.")]
    changes: tuple[Change, ...]
    engines: tuple[Facet, ...]
    first_day: str | None
    last_day: str | None
