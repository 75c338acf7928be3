"""Outlets, and what the records of each can be trusted for."""

import sqlite3
from itertools import pairwise
from typing import Any

from warta.archive.asked_articles import bars
from warta.archive.results import Change, Facet, Health, OutletHealth, OutletRow, OutletView

FACET_VALUES = 30

SHORT_TEXT = 250
"""Characters under which main content is taken for missing."""

SUDDEN = 0.3
"""A share that moves by this much from one month to the next is told: a change of layout often moves one
from nearly all to nearly none, and real shares of one outlet seldom move by 0.1."""

MONTH_ARTICLES = 20
"""Articles of each of two months that a change is told of."""

_SHARES = {
    "headline": "avg(a.headline IS NOT NULL)",
    "authors": "avg(EXISTS (SELECT 1 FROM authors n WHERE n.row = a.row))",
    "published": "avg(a.published_at IS NOT NULL)",
    "zoned": "avg(a.published_at IS NOT NULL AND a.published_zone <> 'none' AND length(a.published_at) > 10)",
    "text": f"avg(a.characters >= {SHORT_TEXT})",
    "statements": "avg(a.statements > 0)",
}


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
    """One outlet by its name; ``None`` where there is none."""
    row = next(iter(outlets(connection, name)), None)
    if row is None:
        return None

    def counts(statement: str) -> tuple[Facet, ...]:
        found = connection.execute(
            f"{statement} GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT {FACET_VALUES}", (name,)
        )
        return tuple(Facet(value, number) for value, number in found)

    articles = "FROM articles a WHERE a.outlet = ? AND a.current = 1"
    statements = (
        "articles a CROSS JOIN statements s ON s.statement BETWEEN a.row * 1024 AND a.row * 1024 + 1023"
    )
    days = connection.execute(
        "SELECT day, count(*) FROM articles WHERE outlet = ? AND current = 1 AND day IS NOT NULL"
        " GROUP BY day",
        (name,),
    )
    return OutletView(
        outlet=row,
        takes_from=counts(
            f"SELECT v.outlet, count(*) FROM {statements} JOIN vias v USING (statement)"
            " WHERE a.outlet = ? AND a.current = 1"
        ),
        taken_by=counts(
            "SELECT a.outlet, count(*) FROM vias v JOIN statements s USING (statement)"
            " JOIN articles a ON a.row = s.row WHERE v.outlet = ? AND a.outlet IS NOT NULL AND a.current = 1"
        ),
        sections=counts(f"SELECT a.section, count(*) {articles} AND a.section IS NOT NULL"),
        authors=counts(
            "SELECT n.name, count(*) FROM articles a JOIN authors n USING (row)"
            " WHERE a.outlet = ? AND a.current = 1"
        ),
        speakers=counts(
            f"SELECT s.speaker, count(*) FROM {statements}"
            " WHERE a.outlet = ? AND a.current = 1 AND s.speaker IS NOT NULL"
        ),
        histogram=bars(days),
        health=health(connection, name),
    )


def health(connection: sqlite3.Connection, outlet: str | None = None) -> Health:
    """What the archive can be trusted for, or one outlet of it."""
    where = "a.current = 1" + (" AND a.outlet = ?" if outlet is not None else "")
    values = (outlet,) if outlet is not None else ()
    shares = ", ".join(_SHARES.values())
    rows = connection.execute(
        f"SELECT a.outlet, count(*), {shares} FROM articles a WHERE {where}"
        " GROUP BY a.outlet ORDER BY count(*) DESC, a.outlet",
        values,
    ).fetchall()
    first, last, articles, statements = connection.execute(
        "SELECT min(a.day), max(a.day), count(*), coalesce(sum(a.statements), 0)"
        f" FROM articles a WHERE {where}",
        values,
    ).fetchone()
    versions = connection.execute(
        f"SELECT count(*) FROM articles a WHERE {where.replace('a.current = 1', '1')}", values
    ).fetchone()[0]
    duplicates = connection.execute(
        "SELECT count(*) FROM articles a WHERE"
        f" {where} AND EXISTS"
        " (SELECT 1 FROM articles o WHERE o.content_id = a.content_id AND o.row <> a.row)",
        values,
    ).fetchone()[0]
    whole = outlet is None
    return Health(
        articles=articles,
        versions=versions,
        statements=statements,
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
        outlets=tuple(_outlet_health(row) for row in rows),
        languages=_facets(
            connection,
            f"SELECT a.language, count(*) FROM articles a WHERE {where} GROUP BY 1 ORDER BY count(*) DESC, 1",
            values,
        ),
        exact_duplicates=duplicates,
        changes=_changes(connection, where, values),
        engines=_facets(
            connection,
            f"SELECT a.engine, count(*) FROM articles a WHERE {where} GROUP BY 1 ORDER BY 1",
            values,
        ),
        first_day=first,
        last_day=last,
    )


def _outlet_health(row: tuple[Any, ...]) -> OutletHealth:
    shares = dict(zip(_SHARES, (round(value, 4) for value in row[2:]), strict=True))
    return OutletHealth(outlet=row[0], articles=row[1], **shares)


def _changes(connection: sqlite3.Connection, where: str, values: tuple[Any, ...]) -> tuple[Change, ...]:
    rows = connection.execute(
        f"SELECT a.outlet, substr(a.day, 1, 7), {', '.join(_SHARES.values())} FROM articles a"
        f" WHERE {where} AND a.day IS NOT NULL GROUP BY 1, 2"
        f" HAVING count(*) >= {MONTH_ARTICLES} ORDER BY 1, 2",
        values,
    ).fetchall()
    found = []
    for before, after in pairwise(rows):
        if before[0] != after[0]:
            continue
        for index, name in enumerate(_SHARES, 2):
            if abs(before[index] - after[index]) >= SUDDEN:
                found.append(
                    Change(
                        outlet=after[0],
                        field=name,
                        month=after[1],
                        before=round(before[index], 4),
                        after=round(after[index], 4),
                    )
                )
    return tuple(found)


def _facets(
    connection: sqlite3.Connection, statement: str, values: tuple[Any, ...] = ()
) -> tuple[Facet, ...]:
    return tuple(Facet(value, number) for value, number in connection.execute(statement, values))
