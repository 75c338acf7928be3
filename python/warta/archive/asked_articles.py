"""Lists of articles: found, counted and laid out over time."""

import sqlite3
from collections import Counter
from collections.abc import Iterable
from itertools import compress
from typing import Any, SupportsIndex, get_args

import msgspec

from warta.addresses import address_of
from warta.archive.results import Count, Facet, Facets, Filters, Hit, Order, SearchResult
from warta.archive.selection import Selection, select
from warta.archive.snippets import marked, snippet
from warta.errors import WartaError

COUNTED = 10_000
"""Articles that are counted one by one; past it a count is a lower bound. 10,000 take some 10 ms."""

RANKED = 2_000
"""Of more matches than this the newest are ranked: bm25 takes some 10 µs a match."""

FACETED = 5_000
"""Newest matches whose outlets, languages, ... are counted."""

FACET_VALUES = 30
PAGE_MOST = 1_000
OFFSET_MOST = (1 << 63) - 1

WEIGHTS = "5.0, 1.0, 0.5, 0.0"
"""Of headline, text, stems and filter words in bm25."""

HIT = (
    "a.row, a.id, a.headline, a.outlet, a.day, a.published_at, a.section, a.language, a.kind,"
    " a.canonical_url, a.url, a.statements, a.current"
)

_ORDERS: dict[Order, str] = {"newest": "DESC", "oldest": "ASC", "ranked": "DESC"}


def search(
    connection: sqlite3.Connection,
    query: str = "",
    filters: Filters = Filters(),  # noqa: B008 - frozen
    *,
    order: Order = "newest",
    limit: int = 20,
    offset: int = 0,
) -> SearchResult:
    """Articles that match ``query`` (all of them where it is empty) and ``filters``.

    Words are joined by AND and found in every inflected form; ``"a phrase"``, ``AND``, ``OR``, ``NOT``,
    parentheses and ``prefix*`` work, also ``NOT`` alone; what is no valid syntax is answered as words.
    Undated articles come after all others in ``newest`` and before them in ``oldest``.
    """
    limit, offset = paging(limit, offset)
    check_order(order)
    selection = select(connection, query, filters)
    total = count(connection, selection)
    bounded = False
    if order == "ranked" and selection.query.match:
        scores, bounded = _ranked(connection, selection, total)
        chosen = scores[offset : offset + limit]
        found = {
            row[0]: row
            for row in connection.execute(
                f"SELECT {HIT} FROM articles a WHERE a.row IN ({','.join('?' * len(chosen))})",
                [row for row, _ in chosen],
            )
        }
        pairs: list[tuple[tuple[Any, ...], float | None]] = [
            (found[row], score) for row, score in chosen if row in found
        ]
    else:
        rows = connection.execute(
            selection.sql(HIT, order=_ORDERS[order], limit=limit, offset=offset), selection.values
        )
        pairs = [(row, None) for row in rows]
    return SearchResult(
        hits=tuple(_hits(connection, selection, pairs)),
        total=total,
        query=query,
        as_words=selection.query.as_words,
        bounded=bounded,
    )


def paging(limit: object, offset: object) -> tuple[int, int]:
    """Rows of one page and rows before it, within what is answered.

    >>> paging(5_000, -1)
    (1000, 0)
    >>> paging(1.5, 0)
    Traceback (most recent call last):
    warta.errors.WartaError: limit is a whole number, not 1.5
    """
    for name, value in (("limit", limit), ("offset", offset)):
        if not isinstance(value, SupportsIndex) or isinstance(value, bool):
            raise WartaError("option", f"{name} is a whole number, not {value!r}")
    # SQLite's numbers end there.
    return min(max(int(limit), 0), PAGE_MOST), min(max(int(offset), 0), OFFSET_MOST)  # type: ignore[call-overload]


def check_order(order: object) -> None:
    """Raises `WartaError` where it is no `Order`."""
    if order not in get_args(Order):
        raise WartaError("option", f"order is {', '.join(get_args(Order))}, not {order!r}")


def count(connection: sqlite3.Connection, selection: Selection) -> Count:
    """How many articles there are, up to `COUNTED`."""
    if not selection.where:
        return Count(connection.execute("SELECT count(*) FROM articles").fetchone()[0])
    if selection.where == ["a.current = 1"]:
        return Count(
            connection.execute(
                "SELECT (SELECT count(*) FROM articles) - (SELECT count(*) FROM revisions)"
                " + (SELECT count(DISTINCT page) FROM revisions)"
            ).fetchone()[0]
        )
    number = connection.execute(
        f"SELECT count(*) FROM ({selection.rows_sql(limit=COUNTED + 1)})", selection.values
    ).fetchone()[0]
    return Count(min(number, COUNTED), exact=number <= COUNTED)


def _ranked(
    connection: sqlite3.Connection, selection: Selection, total: Count
) -> tuple[list[tuple[int, float]], bool]:
    """Rows and scores, best first; of very many matches only the newest."""
    bounded = not total.exact or total.number > RANKED
    bound = ""
    if bounded:
        last = connection.execute(
            f"SELECT min(row) FROM ({selection.rows_sql(limit=RANKED)})", selection.values
        ).fetchone()[0]
        bound = f" AND f.rowid >= {last}"
    where = " AND ".join(selection.where)
    scores = connection.execute(
        f"SELECT f.rowid, -bm25(article_index, {WEIGHTS}) FROM {selection.source} WHERE {where}{bound}",
        selection.values,
    ).fetchall()
    return sorted(scores, key=lambda pair: (-pair[1], -pair[0])), bounded


def _hits(
    connection: sqlite3.Connection,
    selection: Selection,
    pairs: list[tuple[tuple[Any, ...], float | None]],
) -> Iterable[Hit]:
    rows = [row[0] for row, _ in pairs]
    names: dict[object, list[str]] = {}
    texts: dict[object, str] = {}
    if rows:
        places = ",".join("?" * len(rows))
        for row, name in connection.execute(
            f"SELECT row, name FROM authors WHERE row IN ({places}) ORDER BY row, position", rows
        ):
            names.setdefault(row, []).append(name)
        texts = dict(connection.execute(f"SELECT row, text FROM bodies WHERE row IN ({places})", rows))
    for row, score in pairs:
        yield hit(row, names.get(row[0], ()), texts.get(row[0], ""), selection, score)


def hit(
    row: tuple[Any, ...],
    names: Iterable[str],
    text: str,
    selection: Selection | None,
    score: float | None = None,
) -> Hit:
    """An article of a list, from its columns `HIT`."""
    _, identity, headline, outlet, day, published, section, language, kind, canonical, url, said, now = row
    return Hit(
        id=identity,
        headline=headline,
        outlet=outlet,
        day=day,
        published_at=published,
        authors=tuple(names),
        section=section,
        language=language,
        kind=kind,
        url=address_of(canonical, url),
        statements=said,
        current=bool(now),
        headline_fragments=marked(headline, selection.query, language) if headline and selection else (),
        snippet=snippet(text, selection.query, language) if selection else (),
        score=score,
    )


def facets(
    connection: sqlite3.Connection,
    query: str = "",
    filters: Filters = Filters(),  # noqa: B008 - frozen
    *,
    with_authors: bool = True,
) -> Facets:
    """Counts of outlets, languages, kinds, sections and authors among what `search` finds.

    Authors stand in a table of their own, and to count them takes half as long again.
    """
    selection = select(connection, query, filters)
    newest = selection.sql(
        f"{selection.at} AS row, a.outlet, a.language, a.kind, a.section", order="DESC", limit=FACETED + 1
    )
    # An article stands once for each author, the first at position 0: one walk along the index, not two. As
    # texts, since each row by itself would wait for the interpreter's lock.
    position, name, join = "0", "NULL", ""
    if with_authors:
        position, name, join = "ifnull(position, 0)", "name", " LEFT JOIN authors USING (row)"
    columns = ("row", position, "outlet", "language", "kind", "section", name)
    found = connection.execute(
        f"SELECT {', '.join(f'json_group_array({column})' for column in columns)} FROM ({newest}){join}",
        selection.values,
    ).fetchone()
    rows, positions, *values, names = map(msgspec.json.decode, found)
    exact = positions.count(0) <= FACETED
    if not exact:
        oldest = min(rows)
        positions = [-1 if row == oldest else at for row, at in zip(rows, positions, strict=True)]
    firsts = [at == 0 for at in positions]
    outlet, language, kind, section = (list(compress(each, firsts)) for each in values)
    return Facets(
        outlet=_top(outlet),
        language=_top(language),
        kind=_top(kind),
        section=_top(each for each in section if each is not None),
        author=_top(name for name, at in zip(names, positions, strict=True) if name is not None and at >= 0),
        exact=exact,
    )


def _top(values: Iterable[str | None]) -> tuple[Facet, ...]:
    counted = sorted(Counter(values).items(), key=lambda item: (-item[1], item[0] or ""))
    return tuple(Facet(value, number) for value, number in counted[:FACET_VALUES])
