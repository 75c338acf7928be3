"""Outlets, and what the records of each can be trusted for."""

import sqlite3
from collections import Counter
from itertools import pairwise
from typing import Any, TypeVar

from warta.archive.identity import NUMBER_BITS
from warta.archive.names import alias
from warta.archive.over_time import bars
from warta.archive.results import Change, Facet, Health, OutletHealth, OutletRow, OutletView
from warta.archive.words import name_key
from warta.options import check_text

K = TypeVar("K")

FACET_VALUES = 30

LISTED = 5_000
"""Newest articles of an outlet whose sections, authors and speakers are counted."""

SHORT_TEXT = 250
"""Characters under which main content is taken for missing."""

SUDDEN = 0.3
"""A share that moves by this much from one month to the next is told: a change of layout often moves one
from nearly all to nearly none, and real shares of one outlet seldom move by 0.1."""

MONTH_ARTICLES = 20
"""Articles of each of two months that a change is told of."""

_HOLDS = {
    "headline": "a.headline IS NOT NULL",
    "authors": "EXISTS (SELECT 1 FROM authors n WHERE n.row = a.row)",
    "published": "a.published_at IS NOT NULL",
    "zoned": "a.published_at IS NOT NULL AND a.published_zone <> 'none' AND length(a.published_at) > 10",
    "text": f"a.characters >= {SHORT_TEXT}",
    "statements": "a.statements > 0",
}
"""What the shares are of."""


def outlets(connection: sqlite3.Connection, name: str | None = None) -> tuple[OutletRow, ...]:
    """The outlets, the largest first, or the one of a name; articles without one stand under ``None``."""
    found: dict[str | None, list[Any]] = {}
    for outlet, language, articles, statements, first, last in connection.execute(
        "SELECT outlet, language, count(*), sum(statements), min(day), max(day) FROM articles"
        f" WHERE current = 1{'' if name is None else ' AND outlet = ?'} GROUP BY outlet, language",
        () if name is None else (name,),
    ):
        each = found.setdefault(outlet, [0, 0, [], []])
        each[0] += articles
        each[1] += statements
        each[2] += [day for day in (first, last) if day]
        each[3].append(Facet(language, articles))
    rows = [
        OutletRow(
            name=name,
            articles=articles,
            statements=statements,
            first_day=min(days, default=None),
            last_day=max(days, default=None),
            languages=tuple(sorted(languages, key=lambda each: (-each.count, each.value or ""))),
        )
        for name, (articles, statements, days, languages) in found.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.articles, row.name or "")))


def outlet(connection: sqlite3.Connection, name: str) -> OutletView | None:
    """One outlet by its name, without regard to case and accents, or by an alias; ``None`` if none.

    Of several names that differ in no more than those the exact one is meant, else the largest.
    """
    check_text("an outlet's name", name, needed=True)
    row = _row(connection, name)
    if row is None or row.name is None:
        return None
    name = row.name

    def counts(statement: str) -> tuple[Facet, ...]:
        found = connection.execute(
            f"{statement} GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT {FACET_VALUES}", (name,)
        )
        return tuple(Facet(value, number) for value, number in found)

    # In the order of the index, backwards.
    articles = (
        "(SELECT row, section FROM articles WHERE outlet = ? AND current = 1"
        f" ORDER BY day DESC, language DESC, statements DESC, row DESC LIMIT {LISTED}) a"
    )
    statements = (
        f"{articles} CROSS JOIN statements s"
        f" ON s.statement BETWEEN a.row << {NUMBER_BITS} AND (a.row + 1 << {NUMBER_BITS}) - 1"
    )
    days = connection.execute(
        "SELECT day, count(*) FROM articles WHERE outlet = ? AND current = 1 AND day IS NOT NULL"
        " GROUP BY day",
        (name,),
    )
    return OutletView(
        outlet=row,
        takes_from=counts(
            f"SELECT v.outlet, count(*) FROM {statements} CROSS JOIN vias v ON v.statement = s.statement"
        ),
        taken_by=counts(
            "SELECT a.outlet, count(*) FROM vias v JOIN statements s USING (statement)"
            " JOIN articles a ON a.row = s.row WHERE v.outlet = ? AND a.outlet IS NOT NULL AND a.current = 1"
        ),
        sections=counts(f"SELECT a.section, count(*) FROM {articles} WHERE a.section IS NOT NULL"),
        authors=counts(f"SELECT n.name, count(*) FROM {articles} CROSS JOIN authors n ON n.row = a.row"),
        speakers=counts(f"SELECT s.speaker, count(*) FROM {statements} WHERE s.speaker IS NOT NULL"),
        exact=row.articles <= LISTED,
        histogram=bars(days),
        health=health(connection, name),
    )


def _row(connection: sqlite3.Connection, name: str) -> OutletRow | None:
    if exact := outlets(connection, name):
        return exact[0]
    wanted = {name_key(name), name_key(alias(connection, "outlet", name))} - {""}
    spelt = [
        each
        for (each,) in connection.execute("SELECT DISTINCT outlet FROM articles WHERE outlet IS NOT NULL")
        if name_key(each) in wanted
    ]
    rows = [row for each in spelt for row in outlets(connection, each)]
    return max(rows, key=lambda row: row.articles, default=None)


def health(connection: sqlite3.Connection, outlet: str | None = None) -> Health:
    """What the archive can be trusted for, or one outlet of it."""
    where = "a.current = 1" + (" AND a.outlet = ?" if outlet is not None else "")
    values = (outlet,) if outlet is not None else ()
    # One pass over the articles, summed up below in several ways.
    holds = ", ".join(f"sum({each})" for each in _HOLDS.values())
    rows = connection.execute(
        "SELECT a.outlet, substr(a.day, 1, 7), a.language, a.engine, min(a.day), max(a.day),"
        f" sum(a.statements), count(*), {holds} FROM articles a WHERE {where} GROUP BY 1, 2, 3, 4",
        values,
    ).fetchall()
    outlets: dict[str | None, list[int]] = {}
    months: dict[tuple[str | None, str], list[int]] = {}
    languages, engines = Counter[str | None](), Counter[str]()
    for name, month, language, engine, _, _, _, *counts in rows:
        _add(outlets, name, counts)
        if month is not None:
            _add(months, (name, month), counts)
        languages[language] += counts[0]
        engines[engine] += counts[0]
    versions = connection.execute(
        f"SELECT count(*) FROM articles a WHERE {where.replace('a.current = 1', '1')}", values
    ).fetchone()[0]
    whole = outlet is None
    twice = (
        "a.content_id IN (SELECT content_id FROM articles GROUP BY content_id HAVING count(*) > 1)"
        if whole
        else "EXISTS (SELECT 1 FROM articles o WHERE o.content_id = a.content_id AND o.row <> a.row)"
    )
    duplicates = connection.execute(
        f"SELECT count(*) FROM articles a WHERE {where} AND {twice}", values
    ).fetchone()[0]
    days = [day for row in rows for day in row[4:6] if day is not None]
    return Health(
        articles=sum(languages.values()),
        versions=versions,
        statements=sum(row[6] for row in rows),
        captures=connection.execute(
            "SELECT count(*) FROM captures"
            if whole
            else "SELECT count(*) FROM captures c JOIN articles a USING (id) WHERE a.outlet = ?",
            values,
        ).fetchone()[0],
        passed_over=_facets(
            connection,
            "SELECT reason, count(*) FROM passed_over GROUP BY reason ORDER BY count(*) DESC, reason",
        )
        if whole
        else (),
        outlets=tuple(
            OutletHealth(outlet=name, articles=counts[0], **dict(zip(_HOLDS, _shares(counts), strict=True)))
            for name, counts in sorted(outlets.items(), key=lambda item: (-item[1][0], item[0] or ""))
        ),
        languages=tuple(
            Facet(*item) for item in sorted(languages.items(), key=lambda item: (-item[1], item[0] or ""))
        ),
        exact_duplicates=duplicates,
        changes=_changes(months),
        engines=tuple(Facet(*item) for item in sorted(engines.items())),
        first_day=min(days, default=None),
        last_day=max(days, default=None),
    )


def _add(sums: dict[K, list[int]], name: K, counts: list[int]) -> None:
    known = sums.get(name)
    sums[name] = counts if known is None else [a + b for a, b in zip(known, counts, strict=True)]


def _shares(counts: list[int]) -> list[float]:
    return [round(each / counts[0], 4) for each in counts[1:]]


def _changes(months: dict[tuple[str | None, str], list[int]]) -> tuple[Change, ...]:
    told = sorted(
        (item for item in months.items() if item[1][0] >= MONTH_ARTICLES),
        key=lambda item: (item[0][0] or "", item[0][1]),
    )
    found = []
    for ((outlet, _), before), ((same, month), after) in pairwise(told):
        if outlet != same:
            continue
        for name, was, now in zip(_HOLDS, _shares(before), _shares(after), strict=True):
            if abs(was - now) >= SUDDEN:
                found.append(Change(outlet=outlet, field=name, month=month, before=was, after=now))
    return tuple(found)


def _facets(
    connection: sqlite3.Connection, statement: str, values: tuple[Any, ...] = ()
) -> tuple[Facet, ...]:
    return tuple(Facet(value, number) for value, number in connection.execute(statement, values))
