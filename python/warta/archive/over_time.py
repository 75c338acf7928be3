"""Articles over time: how many of what a search finds each day, month or year."""

import datetime
import sqlite3
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise
from typing import Literal

import msgspec

from warta.archive.identity import utc_day, utc_midnight
from warta.archive.results import Bar, Filters, Histogram
from warta.archive.selection import Selection, select

BINNED = 5_000
"""Matches of which the histogram takes the stated day; past it the day in UTC, which the row tells."""

BARS = 120

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
    parts = _rows(connection, selection)
    oldest = next(parts)
    if len(oldest) <= BINNED or not selection.plain:
        where = " AND ".join([*selection.where, "f.rowid >= 0"])
        (text,) = connection.execute(
            f"SELECT json_group_array(day) FROM (SELECT a.day AS day FROM {selection.source} WHERE {where}"
            f" ORDER BY f.rowid DESC LIMIT {BINNED + 1})",
            selection.values,
        ).fetchone()
        stated: list[str | None] = msgspec.json.decode(text)
        if len(stated) <= BINNED:
            return bars((day, number) for day, number in Counter(stated).items() if day)
    return bars_of_rows(array("q", chain(oldest, *parts)))


def _rows(connection: sqlite3.Connection, selection: Selection) -> Iterator[list[int]]:
    """Rows of dated matches by the index alone, rising, `ROWS_AT_ONCE` and at last fewer.

    As one text: a GROUP BY would sort the matches, which takes longer than to find them, and each row by
    itself would wait for the interpreter's lock.
    """
    where = " AND ".join(part for part in selection.where if not part.startswith("a."))
    found = [-1]
    while found:
        (text,) = connection.execute(
            f"SELECT group_concat(row) FROM (SELECT f.rowid AS row FROM article_index f WHERE {where}"
            f" AND f.rowid > {found[-1]} ORDER BY f.rowid LIMIT {ROWS_AT_ONCE})",
            selection.values[:1],
        ).fetchone()
        found = msgspec.json.decode(f"[{text or ''}]", type=list[int])
        yield found
        if len(found) < ROWS_AT_ONCE:
            return


def bars_of_rows(rows: Sequence[int]) -> Histogram:
    """Bars of rising rows by their days in UTC: the rows of one bar stand together.

    >>> day = utc_midnight(datetime.date(2015, 10, 11))
    >>> bars_of_rows(array("q", [day, day + 5, utc_midnight(datetime.date(2016, 3, 1))])).bars
    (Bar(start='2015-10-01', count=2), Bar(start='2016-03-01', count=1))
    """
    if not rows:
        return Histogram(unit="day", bars=(), exact=False)
    first, last = utc_day(rows[0]), utc_day(rows[-1])
    unit = unit_of(first, last)
    starts = [_start(first, unit)]
    while starts[-1] <= last:
        starts.append(_start(starts[-1] + datetime.timedelta(days=_LONGEST[unit]), unit))
    edges = (bisect_left(rows, utc_midnight(start)) for start in starts)
    made = zip(starts, pairwise(edges), strict=False)
    return Histogram(
        unit=unit,
        bars=tuple(Bar(start.isoformat(), end - at) for start, (at, end) in made if end > at),
        exact=False,
    )


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
