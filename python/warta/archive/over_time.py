"""Articles over time: how many of what a search finds each day, month or year."""

import datetime
import sqlite3
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Literal

import msgspec

from warta.archive.identity import utc_day, utc_midnight
from warta.archive.results import Bar, Filters, Histogram
from warta.archive.selection import Selection, select

BINNED = 5_000
"""Matches of which the histogram takes the stated day; past it the day in UTC, which the row tells."""

BARS = 120

FEW_BARS = 40
"""Bars up to which the index counts each of them: a statement takes about half a millisecond, and half of
what 100,000 matches take is to hand their rows over."""

ROWS_AT_ONCE = 1 << 17
"""Matches that one statement tells the rows of, as 12 bytes of text and then 40 of a list; kept are 8."""

Unit = Literal["day", "month", "year"]


def histogram(connection: sqlite3.Connection, query: str = "", filters: Filters = Filters()) -> Histogram:  # noqa: B008 - frozen
    """Articles over time among what `search` finds; undated ones are left out."""
    selection = select(connection, query, filters)
    if not selection.match:
        where = f" WHERE {' AND '.join([*selection.where, 'a.day IS NOT NULL'])}"
        days = connection.execute(
            f"SELECT a.day, count(*) FROM articles a{where} GROUP BY a.day", selection.values
        )
        return bars(days)
    if _at_most_binned(connection, selection) or not selection.plain:
        where = " AND ".join([*selection.where, "f.rowid >= 0"])
        (text,) = connection.execute(
            f"SELECT json_group_array(day) FROM (SELECT a.day AS day FROM {selection.source} WHERE {where}"
            f" ORDER BY f.rowid DESC LIMIT {BINNED + 1})",
            selection.values,
        ).fetchone()
        stated: list[str | None] = msgspec.json.decode(text)
        if len(stated) <= BINNED:
            return bars((day, number) for day, number in Counter(stated).items() if day)
    return _by_index(connection, selection)


def _matches(selection: Selection, columns: str, rows: str) -> str:
    """A statement over the index alone; ``rows`` says which and may go on; FTS5 uses one lower bound only."""
    where = " AND ".join(part for part in selection.where if not part.startswith("a."))
    return f"SELECT {columns} FROM article_index f WHERE {where} AND {rows}"


def _at_most_binned(connection: sqlite3.Connection, selection: Selection) -> bool:
    some = _matches(selection, "1", f"f.rowid >= 0 LIMIT {BINNED + 1}")
    (number,) = connection.execute(f"SELECT count(*) FROM ({some})", selection.values[:1]).fetchone()
    return bool(number <= BINNED)


def _by_index(connection: sqlite3.Connection, selection: Selection) -> Histogram:
    """Bars by days in UTC, which the rows of the index tell."""

    def end(order: str) -> int | None:
        found = connection.execute(
            _matches(selection, "f.rowid", f"f.rowid >= 0 ORDER BY f.rowid {order} LIMIT 1"),
            selection.values[:1],
        ).fetchone()
        return int(found[0]) if found else None

    first, last = end("ASC"), end("DESC")
    if first is None or last is None:
        return Histogram(unit="day", bars=(), exact=False)
    edges = edges_of(utc_day(first), utc_day(last))
    if len(edges.starts) > FEW_BARS:
        return edges.bars(array("q", chain.from_iterable(_rows(connection, selection))))
    counted = _matches(selection, "count(*)", "f.rowid BETWEEN ? AND ?")
    rows = [utc_midnight(start) for start in edges.starts]
    counts = [
        connection.execute(counted, [*selection.values[:1], low, high - 1]).fetchone()[0]
        for low, high in pairwise(rows)
    ]
    return edges.histogram(counts)


def _rows(connection: sqlite3.Connection, selection: Selection) -> Iterator[list[int]]:
    """Rows of dated matches by the index alone, rising, `ROWS_AT_ONCE` and at last fewer.

    As one text: a GROUP BY would sort the matches, which takes longer than to find them, and each row by
    itself would wait for the interpreter's lock.
    """
    last = -1
    while True:
        some = _matches(
            selection, "f.rowid AS row", f"f.rowid > {last} ORDER BY f.rowid LIMIT {ROWS_AT_ONCE}"
        )
        (text,) = connection.execute(
            f"SELECT group_concat(row) FROM ({some})", selection.values[:1]
        ).fetchone()
        found = msgspec.json.decode(f"[{text or ''}]", type=list[int])
        yield found
        if len(found) < ROWS_AT_ONCE:
            return
        last = found[-1]


@dataclass(frozen=True)
class Edges:
    """First days of bars, and of what would be the next one."""

    unit: Unit
    starts: list[datetime.date]

    def bars(self, rows: Sequence[int]) -> Histogram:
        """Bars of rising rows by their days in UTC: the rows of one bar stand together.

        >>> day = utc_midnight(datetime.date(2015, 10, 11))
        >>> edges = edges_of(datetime.date(2015, 10, 11), datetime.date(2016, 3, 1))
        >>> edges.bars(array("q", [day, day + 5, utc_midnight(datetime.date(2016, 3, 1))])).bars
        (Bar(start='2015-10-01', count=2), Bar(start='2016-03-01', count=1))
        """
        edges = [bisect_left(rows, utc_midnight(start)) for start in self.starts]
        return self.histogram([end - at for at, end in pairwise(edges)])

    def histogram(self, counts: Iterable[int]) -> Histogram:
        """Bars of so many each; none where there are none."""
        made = zip(self.starts, counts, strict=False)
        return Histogram(
            unit=self.unit,
            bars=tuple(Bar(start.isoformat(), number) for start, number in made if number),
            exact=False,
        )


def edges_of(first: datetime.date, last: datetime.date) -> Edges:
    """Edges of the bars from one day to another."""
    unit = unit_of(first, last)
    starts = [_start(first, unit)]
    while starts[-1] <= last:
        starts.append(_start(starts[-1] + datetime.timedelta(days=_LONGEST[unit]), unit))
    return Edges(unit, starts)


_LONGEST: dict[Unit, int] = {"day": 1, "month": 31, "year": 366}
"""Days after the first day of a bar that are in the next one, and in no later one."""


def _start(day: datetime.date, unit: Unit) -> datetime.date:
    """The first day of the bar that a day is in."""
    if unit == "day":
        return day
    return day.replace(day=1) if unit == "month" else day.replace(month=1, day=1)


def unit_of(first: datetime.date, last: datetime.date) -> Unit:
    """What a bar is where there are to be at most `BARS`, or of years.

    >>> unit_of(datetime.date(2015, 10, 11), datetime.date(2016, 3, 1))
    'month'
    """
    if (last - first).days < BARS:
        return "day"
    return "month" if (last.year - first.year) * 12 + last.month - first.month < BARS else "year"


def bars(days: Iterable[tuple[str, int]], *, exact: bool = True) -> Histogram:
    """Counts a day as at most `BARS` bars, of months or years where the days are too many.

    >>> bars([("2015-10-11", 2), ("2015-10-12", 1)]).unit
    'day'
    >>> bars([("2011-01-05", 2), ("2015-10-12", 1)]).bars
    (Bar(start='2011-01-01', count=2), Bar(start='2015-10-01', count=1))
    """
    counted = sorted(days)
    if not counted:
        return Histogram(unit="day", bars=(), exact=exact)
    unit = unit_of(*(datetime.date.fromisoformat(counted[at][0]) for at in (0, -1)))
    length, rest = {"day": (10, ""), "month": (7, "-01"), "year": (4, "-01-01")}[unit]
    bins: Counter[str] = Counter()
    for found, number in counted:
        bins[found[:length] + rest] += number
    return Histogram(unit=unit, bars=tuple(Bar(*item) for item in sorted(bins.items())), exact=exact)
