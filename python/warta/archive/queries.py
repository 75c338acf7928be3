"""What is asked of an archive; each function takes a connection of `warta.archive.connection`."""

import sqlite3

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

DEFAULT_LIMIT = 20


def search(
    connection: sqlite3.Connection,
    query: str = "",
    filters: Filters = Filters(),  # noqa: B008 - frozen
    *,
    order: Order = "newest",
    limit: int = DEFAULT_LIMIT,
    offset: int = 0,
) -> SearchResult:
    """Articles that match ``query`` (all of them where it is empty) and ``filters``.

    Words are joined by AND and found in every inflected form; ``"a phrase"``, ``AND``, ``OR``, ``NOT``,
    parentheses and ``prefix*`` work; what is no valid syntax is answered as words.
    """
    raise NotImplementedError


def facets(connection: sqlite3.Connection, query: str = "", filters: Filters = Filters()) -> Facets:  # noqa: B008
    """Counts of outlets, languages, kinds, sections and authors among what `search` finds."""
    raise NotImplementedError


def histogram(connection: sqlite3.Connection, query: str = "", filters: Filters = Filters()) -> Histogram:  # noqa: B008
    """Articles over time among what `search` finds."""
    raise NotImplementedError


def said(
    connection: sqlite3.Connection,
    asked: SaidFilters = SaidFilters(),  # noqa: B008
    filters: Filters = Filters(),  # noqa: B008
    *,
    order: Order = "newest",
    limit: int = DEFAULT_LIMIT,
    offset: int = 0,
) -> SaidResult:
    """Statements, each with its article; ``order`` is newest or oldest by the day of publication."""
    raise NotImplementedError


def article(connection: sqlite3.Connection, article_id: str) -> ArticleView | None:
    """One article, by its id or an unambiguous beginning of at least 6 characters of it; ``None`` if none."""
    raise NotImplementedError


def statements_of(connection: sqlite3.Connection, article_id: str) -> tuple[SaidRow, ...]:
    """The statements of one article, in its order."""
    raise NotImplementedError


def revisions(connection: sqlite3.Connection, article_id: str | None = None) -> tuple[RevisionRow, ...]:
    """All versions of an article's page, oldest first; without an id, every page that has several."""
    raise NotImplementedError


def outlets(connection: sqlite3.Connection) -> tuple[OutletRow, ...]:
    """The outlets, the largest first."""
    raise NotImplementedError


def outlet(connection: sqlite3.Connection, name: str) -> OutletView | None:
    """One outlet by its name; ``None`` where there is none."""
    raise NotImplementedError


def speakers(
    connection: sqlite3.Connection, words: str = "", *, limit: int = 100, offset: int = 0
) -> tuple[SpeakerRow, ...]:
    """The speakers, the most quoted first; ``words`` narrows to names that hold them."""
    raise NotImplementedError


def speaker(connection: sqlite3.Connection, name: str) -> SpeakerView | None:
    """One speaker by name or alias; ``None`` where there is none."""
    raise NotImplementedError


def health(connection: sqlite3.Connection) -> Health:
    """What the archive can be trusted for."""
    raise NotImplementedError
