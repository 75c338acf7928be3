"""Statements and speakers: who said what, in which article."""

import sqlite3
from collections import Counter
from collections.abc import Iterable
from typing import Any

from warta.addresses import address_of
from warta.archive.asked_articles import COUNTED, check_order, paging
from warta.archive.identity import NUMBER_BITS, STATEMENTS_MOST, statement_rows
from warta.archive.names import alias
from warta.archive.query_words import all_stems, all_words
from warta.archive.results import (
    Count,
    Facet,
    Filters,
    Order,
    SaidFilters,
    SaidResult,
    SaidRow,
    SpeakerRow,
    SpeakerView,
)
from warta.archive.selection import narrow, versions_exist
from warta.archive.words import key, name_key, words
from warta.closed import check
from warta.options import check_text

COLUMNS = (
    "a.id, s.number, a.headline, a.outlet, a.day, a.canonical_url, a.url, a.language, s.place, s.start,"
    ' s."end", s.source, s.speaker, s.role, s.affiliation, s.speaker_kind, s.cue, s.lemma, s.act,'
    " s.category, s.type, s.status, s.attitude, s.content, s.target, s.addressee, s.day, s.nested_in,"
    " s.confidence, s.statement"
)

FACET_VALUES = 30
TIMELINE_MOST = 5_000

REPLACED = "SELECT v.row FROM revisions v JOIN articles o ON o.row = v.row WHERE o.current = 0"
"""Versions that a later revision replaced."""

OF_REPLACED = (
    "SELECT s.speaker_key, count(*) AS statements, count(DISTINCT s.row) AS articles"
    f" FROM ({REPLACED}) o CROSS JOIN statements s ON s.statement BETWEEN o.row << {NUMBER_BITS}"
    f" AND o.row << {NUMBER_BITS} | {STATEMENTS_MOST - 1}"
    " GROUP BY s.speaker_key"
)
"""Counts of a speaker in them."""

SPELLINGS = 50
"""Latest statements of a speaker that his commonest spelling is taken from."""


def said(
    connection: sqlite3.Connection,
    asked: SaidFilters = SaidFilters(),  # noqa: B008 - frozen
    filters: Filters = Filters(),  # noqa: B008
    *,
    order: Order = "newest",
    limit: int = 20,
    offset: int = 0,
) -> SaidResult:
    """Statements, each with its article; ``order`` is newest or oldest by the day of publication."""
    limit, offset = paging(limit, offset)
    check_order(order)
    narrowed = narrow(filters)
    match = [*narrowed.match, *_match(connection, asked)]
    where, values = [], []
    current = not filters.old_versions and versions_exist(connection)
    if match:
        source = (
            "statement_index f CROSS JOIN statements s ON s.statement = f.rowid"
            " CROSS JOIN articles a ON a.row = s.row"
        )
        counted, at = "statement_index f", "f.rowid"
        where.append("f.statement_index MATCH ?")
        values.append(" AND ".join(match))
    else:
        source = "statements s CROSS JOIN articles a ON a.row = s.row"
        counted, at = "statements s", "s.statement"
    if narrowed.first is not None:
        where.append(f"{at} >= {narrowed.first << NUMBER_BITS}")
    if narrowed.last is not None:
        where.append(f"{at} <= {narrowed.last << NUMBER_BITS}")
    if current or narrowed.where:
        # The number of a statement tells its article's: counting needs no look at the statements.
        counted = (
            f"statement_index f CROSS JOIN articles a ON a.row = f.rowid >> {NUMBER_BITS}"
            if match
            else source
        )
    where += narrowed.where
    values += narrowed.values
    if current:
        where.append("a.current = 1")
    if _says_nothing(asked):
        where.append("0")
    clause = f" WHERE {' AND '.join(where)}" if where else ""
    direction = "ASC" if order == "oldest" else "DESC"
    rows = connection.execute(
        f"SELECT {COLUMNS} FROM {source}{clause} ORDER BY {at} {direction} LIMIT {limit} OFFSET {offset}",
        values,
    ).fetchall()
    number = connection.execute(
        f"SELECT count(*) FROM (SELECT 1 FROM {counted}{clause} LIMIT {COUNTED + 1})", values
    ).fetchone()[0]
    return SaidResult(
        rows=_rows(connection, rows), total=Count(min(number, COUNTED), exact=number <= COUNTED)
    )


def _match(connection: sqlite3.Connection, asked: SaidFilters) -> list[str]:
    for name in ("act", "status", "type"):
        check(name, getattr(asked, name))
    made = []
    if asked.by and (match := all_words(asked.by, "who")):
        made.append(match)
    if asked.about and (match := all_stems(asked.about, "{content target keys}")):
        made.append(match)
    if asked.speaker:
        made.append(f'keys : ("{key("speaker", alias(connection, "speaker", asked.speaker))}")')
    if asked.via:
        for word in words(alias(connection, "outlet", asked.via)):
            made.append(f'keys : ("{key("via", word)}")')
    for name in ("act", "status", "type"):
        if chosen := getattr(asked, name):
            tokens = " OR ".join(f'"{key(name, value)}"' for value in chosen)
            made.append(f"keys : ({tokens})")
    return made


def _says_nothing(asked: SaidFilters) -> bool:
    """Whether a filter of words holds no word, so that nothing can match it."""
    return any(text and text.strip() and not name_key(text) for text in (asked.by, asked.about, asked.via))


def _rows(connection: sqlite3.Connection, rows: list[tuple[Any, ...]]) -> tuple[SaidRow, ...]:
    vias: dict[int, list[str]] = {}
    if rows:
        for statement, outlet in connection.execute(
            f"SELECT statement, outlet FROM vias WHERE statement IN ({','.join('?' * len(rows))})"
            " ORDER BY statement, position",
            [row[-1] for row in rows],
        ):
            vias.setdefault(statement, []).append(outlet)
    return tuple(
        SaidRow(
            id=row[0],
            number=row[1],
            headline=row[2],
            outlet=row[3],
            day=row[4],
            url=address_of(row[5], row[6]),
            language=row[7],
            place=row[8],
            start=row[9],
            end=row[10],
            source=row[11],
            speaker=row[12],
            role=row[13],
            affiliation=row[14],
            speaker_kind=row[15],
            cue=row[16],
            lemma=row[17],
            act=row[18],
            category=row[19],
            type=row[20],
            status=row[21],
            attitude=bool(row[22]),
            content=row[23],
            target=row[24],
            addressee=row[25],
            said_on=row[26],
            nested_in=row[27],
            confidence=row[28],
            via=tuple(vias.get(row[-1], ())),
        )
        for row in rows
    )


def statements_of(connection: sqlite3.Connection, article_id: str) -> tuple[SaidRow, ...]:
    """The statements of one article, in its order."""
    check_text("an article's id", article_id, needed=True)
    found = connection.execute("SELECT row FROM articles WHERE id = ?", (article_id,)).fetchone()
    if found is None:
        return ()
    rows = connection.execute(
        f"SELECT {COLUMNS} FROM statements s CROSS JOIN articles a ON a.row = s.row"
        " WHERE s.statement BETWEEN ? AND ? ORDER BY s.statement DESC",
        statement_rows(found[0]),
    ).fetchall()
    return _rows(connection, rows)


def speakers(
    connection: sqlite3.Connection, narrow_to: str = "", *, limit: int = 100, offset: int = 0
) -> tuple[SpeakerRow, ...]:
    """The speakers, the most quoted first; ``narrow_to`` narrows to names that hold them.

    Replaced versions are left out.
    """
    limit, offset = paging(limit, offset)
    check_text("words of a speaker", narrow_to, needed=True)
    parts = name_key(narrow_to).split()
    clause = " AND ".join("' ' || speaker_key LIKE ?" for _ in parts) or "1"
    counted = "speakers"
    if versions_exist(connection):
        # The table counts all versions: what only replaced ones say is taken off.
        counted = (
            "(SELECT k.speaker_key, k.statements - ifnull(r.statements, 0) AS statements,"
            f" k.articles - ifnull(r.articles, 0) AS articles FROM speakers k LEFT JOIN ({OF_REPLACED}) r"
            " USING (speaker_key) WHERE k.statements > ifnull(r.statements, 0))"
        )
    found = connection.execute(
        f"SELECT speaker_key, statements, articles FROM {counted} WHERE {clause}"
        " ORDER BY statements DESC, speaker_key LIMIT ? OFFSET ?",
        [*(f"% {part}%" for part in parts), limit, offset],
    ).fetchall()
    return tuple(
        SpeakerRow(name=name, kind=kind, statements=statements, articles=articles)
        for speaker_key, statements, articles in found
        for name, kind in [_named(connection, speaker_key)]
    )


_OF_SPEAKER = "statement_index f CROSS JOIN statements s ON s.statement = f.rowid"
_IS_SPEAKER = "f.statement_index MATCH ? AND s.speaker_key = ?"
"""The statements of one speaker, by the word for him in the index."""


def _values(speaker_key: str) -> tuple[str, str]:
    return f'keys : ("{key("speaker", speaker_key)}")', speaker_key


def _named(connection: sqlite3.Connection, speaker_key: str) -> tuple[str, str | None]:
    """The commonest spelling and kind of a speaker of late."""
    late = connection.execute(
        f"SELECT s.speaker, s.speaker_kind FROM {_OF_SPEAKER} WHERE {_IS_SPEAKER}"
        f" ORDER BY f.rowid DESC LIMIT {SPELLINGS}",
        _values(speaker_key),
    ).fetchall()
    names = Counter(name for name, _ in late)
    kinds = Counter(kind for _, kind in late if kind)
    # A speaker whom a damaged index does not find keeps the folded name.
    name = min(names, key=lambda each: (-names[each], each), default=speaker_key)
    return name, min(kinds, key=lambda each: (-kinds[each], each), default=None)


def speaker(connection: sqlite3.Connection, name: str) -> SpeakerView | None:
    """One speaker by name or alias; ``None`` where there is none."""
    check_text("a speaker's name", name, needed=True)
    name = alias(connection, "speaker", name)
    speaker_key = name_key(name)
    known = connection.execute("SELECT 1 FROM speakers WHERE speaker_key = ?", (speaker_key,)).fetchone()
    if known is None:
        return None
    printed, kind = _named(connection, speaker_key)
    mine = _IS_SPEAKER
    if versions_exist(connection):
        mine += f" AND s.row NOT IN ({REPLACED})"

    # All that is counted in one pass: each pass looks up every statement.
    found = connection.execute(
        f"SELECT s.source, s.role, s.affiliation, s.act, a.outlet, a.day, s.row FROM {_OF_SPEAKER}"
        f" CROSS JOIN articles a ON a.row = s.row WHERE {mine}",
        _values(speaker_key),
    ).fetchall()
    vias = connection.execute(
        f"SELECT v.outlet FROM {_OF_SPEAKER} CROSS JOIN vias v ON v.statement = s.statement WHERE {mine}",
        _values(speaker_key),
    )
    sources, roles, affiliations, acts, outlets, days, rows = zip(*found, strict=True) if found else ((),) * 7
    aliases = connection.execute(
        "SELECT alias FROM aliases WHERE kind = 'speaker' AND name = ? ORDER BY alias", (printed,)
    )
    return SpeakerView(
        name=printed,
        kind=kind,
        names=_facets(sources),
        aliases=tuple(alias for (alias,) in aliases),
        roles=_facets(roles),
        affiliations=_facets(affiliations),
        acts=_facets(acts),
        outlets=_facets(outlets),
        vias=_facets(outlet for (outlet,) in vias),
        timeline=_timeline(zip(days, acts, strict=True)),
        timeline_outlets=_timeline(zip(days, outlets, strict=True)),
        statements=len(found),
        articles=len(set(rows)),
    )


def _timeline(pairs: Iterable[tuple[str | None, str | None]]) -> tuple[tuple[str, str | None, int], ...]:
    """How many each day, of the latest pairs of a day and a value, oldest first."""
    counted = Counter((day, value) for day, value in pairs if day is not None)
    latest = sorted(counted, key=lambda pair: (pair[1] is not None, pair[1] or ""))
    latest.sort(key=lambda pair: pair[0], reverse=True)
    return tuple(reversed([(day, value, counted[day, value]) for day, value in latest[:TIMELINE_MOST]]))


def _facets(values: Iterable[str | None]) -> tuple[Facet, ...]:
    """The commonest values and their numbers."""
    counted = Counter(value for value in values if value is not None)
    first = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(Facet(value, number) for value, number in first[:FACET_VALUES])
