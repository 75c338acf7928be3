"""Charts as shapes: bars placed by time, stacked by kind. Templates draw them; a table says the same."""

import calendar
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from warta.archive.over_time import bars as binned
from warta.archive.results import Filters, Histogram

WIDTH, HEIGHT = 600, 100
SLOTS_LEAST = 14
"""A chart of few days is as wide as one of so many, so that no bar is a wall."""

BAR_SHARE = 0.8
"""Of a day's, month's or year's room."""

PART_LEAST = 3.0
"""Height that can still be seen and pointed at."""

KINDS_MOST = 6
"""Kinds that a stacked chart has colours for; the rest share one more."""

REST = ""
"""The kind that the others share."""

CONTEXT_DAYS = 14
"""Days shown around a short span, so that the days next to it stay one click away."""

SHORT_SPAN = 31

DAYS = {"day": 1, "month": 30, "year": 365}
_KEPT = {"day": 10, "month": 7, "year": 4}


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a bar."""

    kind: str
    y: float
    height: float
    count: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A day, month or year."""

    x: float
    width: float
    label: str
    first: str
    last: str
    count: int
    parts: tuple[Part, ...]
    numbers: tuple[int, ...]
    """How many of each of the chart's kinds."""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars in order of time; ``kinds`` with their counts, in the order that they are stacked from below."""

    unit: str
    bars: tuple[Bar, ...]
    end: str
    """The day, month or year at the right edge."""
    kinds: tuple[tuple[str, int], ...] = ()
    narrowed: bool = False

    @property
    def most(self) -> int:
        """The highest bar."""
        return max(bar.count for bar in self.bars)


def plain(histogram: Histogram, filters: Filters | None = None) -> Chart | None:
    """One kind of bar; those within the filters' days are chosen. ``None`` where there is none.

    >>> chart = plain(binned([("2025-04-07", 3), ("2025-04-09", 1)]))
    >>> [(bar.label, bar.count, bar.parts[0].height) for bar in chart.bars]
    [('2025-04-07', 3, 100.0), ('2025-04-09', 1, 33.33)]
    """
    counted = {bar.start: Counter({REST: bar.count}) for bar in histogram.bars}
    return _chart(histogram.unit, counted, (REST,), filters)


def stacked(
    points: Iterable[tuple[str, str, int]], order: Sequence[str] = (), filters: Filters | None = None
) -> Chart | None:
    """Bars by day, stacked by kind: in ``order``, else the commonest lowest and the rare ones as `REST`.

    >>> chart = stacked([("2025-04-07", "says", 2), ("2025-04-07", "asks", 1)])
    >>> chart.kinds, [(part.kind, part.y, part.height) for part in chart.bars[0].parts]
    ((('says', 2), ('asks', 1)), [('says', 33.33, 66.67), ('asks', 0.0, 33.33)])
    """
    known = list(points)
    days: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for day, kind, count in known:
        days[day] += count
        kinds[kind] += count
    histogram = binned(days.items())
    common = sorted(kinds, key=lambda kind: (-kinds[kind], kind))
    shown = list(order) or common[:KINDS_MOST]
    length = _KEPT[histogram.unit]
    counted: dict[str, Counter[str]] = {bar.start: Counter() for bar in histogram.bars}
    starts = {start[:length]: start for start in counted}
    for day, kind, count in known:
        counted[starts[day[:length]]][kind if kind in shown else REST] += count
    return _chart(histogram.unit, counted, (*shown, REST), filters)


def _chart(
    unit: str, counted: dict[str, Counter[str]], kinds: Sequence[str], filters: Filters | None
) -> Chart | None:
    if not counted:
        return None
    starts = sorted(counted)
    zero = date.fromisoformat(starts[0]).toordinal()
    reach = max(date.fromisoformat(_last(starts[-1], unit)).toordinal() - zero + 1, SLOTS_LEAST * DAYS[unit])
    end = date.fromordinal(min(zero + reach - 1, date.max.toordinal())).isoformat()
    day = WIDTH / reach
    most = max(each.total() for each in counted.values())
    since, until = (filters.since, filters.until) if filters else (None, None)
    totals: Counter[str] = Counter()
    for each in counted.values():
        totals.update(each)
    shown = [kind for kind in kinds if totals[kind]]
    bars = []
    for start in starts:
        last = _last(start, unit)
        bars.append(
            Bar(
                x=round((date.fromisoformat(start).toordinal() - zero) * day, 2),
                width=round(max(DAYS[unit] * day * BAR_SHARE, 2), 2),
                label=start[: _KEPT[unit]],
                first=start,
                last=last,
                count=counted[start].total(),
                parts=_parts(counted[start], shown, most),
                numbers=tuple(counted[start][kind] for kind in shown),
                chosen=bool(since or until) and (since or "") <= start and last <= (until or "9999"),
            )
        )
    return Chart(
        unit=unit,
        bars=tuple(bars),
        end=end[: _KEPT[unit]],
        kinds=tuple((kind, totals[kind]) for kind in shown),
        narrowed=bool(since or until),
    )


def _parts(counts: Counter[str], kinds: Sequence[str], most: int) -> tuple[Part, ...]:
    found, top = [], float(HEIGHT)
    for kind in kinds:
        if counts[kind]:
            height = max(counts[kind] / most * HEIGHT, PART_LEAST)
            top -= height
            found.append(Part(kind, round(max(top, 0.0), 2), round(height, 2), counts[kind]))
    return tuple(found)


def _last(start: str, unit: str) -> str:
    """The last day of a bar.

    >>> _last("2024-02-01", "month"), _last("2024-01-01", "year")
    ('2024-02-29', '2024-12-31')
    """
    if unit == "day":
        return start
    if unit == "year":
        return f"{start[:4]}-12-31"
    return f"{start[:7]}-{calendar.monthrange(int(start[:4]), int(start[5:7]))[1]:02}"


def context(since: str | None, until: str | None) -> tuple[str | None, str | None]:
    """The days that a chart shows for a span: a short one with the days around it.

    >>> context("2025-04-07", "2025-04-07")
    ('2025-03-24', '2025-04-21')
    >>> context("2025-01-01", "2025-12-31")
    ('2025-01-01', '2025-12-31')
    """
    if since is None or until is None:
        return since, until
    first, last = date.fromisoformat(since), date.fromisoformat(until)
    if not 0 <= (last - first).days < SHORT_SPAN:
        return since, until
    around = timedelta(days=CONTEXT_DAYS)
    try:
        return (first - around).isoformat(), (last + around).isoformat()
    except OverflowError:
        return since, until
