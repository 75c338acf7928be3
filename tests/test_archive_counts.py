"""Facets and histograms against plain SQL over the same matches, at small bounds so that each is passed."""

import datetime
import random
from collections import Counter
from collections.abc import Iterator

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warta import Article, Author, Block, Moment, Span
from warta.archive import Archive, asked_articles, over_time
from warta.archive.results import Bar, Facet, Facets, Filters, Histogram
from warta.archive.selection import select

WORDS = ("banjir", "tanggul", "perahu", "beras")
OUTLETS = (None, "Kabar Demak", "Harian Muria", "Suara Pesisir")
AUTHORS = ("Rina Wulandari", "Agus", "Ćevap", "Zainal")


def made(number: int, draw: random.Random, years: int) -> Article:
    """An article with words, a day, an hour at either end of it; some undated, some versions of one page."""
    text = " ".join([f"nomor{number}", *draw.sample(WORDS, draw.randint(1, 3))])
    day = datetime.date(2013, 12, 28) + datetime.timedelta(days=draw.randrange(365 * years))
    iso = f"{day}T{draw.choice(('00:10', '12:00', '23:50'))}:00{draw.choice(('+07:00', '-05:00', '+00:00'))}"
    page = draw.randrange(number + 1) if draw.random() < 0.2 else number
    moment = Moment(iso=draw.choice((iso, day.isoformat())), raw=str(day), zone="stated")
    return Article(
        id=f"{number:032x}",
        payload_hash=f"{number}",
        form="html",
        canonical_url=f"https://kabar.example/{page}",
        kind=draw.choice(("article", "live")),
        language=draw.choice((None, "id", "en")),
        headline=f"Judul {number}",
        outlet=draw.choice(OUTLETS),
        section=draw.choice((None, "Nasional", "Dunia")),
        authors=tuple(Author(name=name) for name in draw.sample(AUTHORS, draw.randrange(4))),
        published_at=moment if draw.random() < 0.9 else None,
        blocks=(Block(kind="paragraph", text=text, span=Span(0, len(text))),),
        text=text,
    )


@pytest.fixture(scope="module", params=[(1, 1), (2, 11), (3, 40)])
def archive(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """An archive over one, eleven and forty years: bars of days, months and years."""
    seed, years = request.param
    draw = random.Random(seed)
    with Archive(tmp_path_factory.mktemp("counts") / "a.warta", create=True) as one:
        one.store([made(number, draw, years) for number in range(150)])
        yield one


@pytest.fixture(autouse=True, scope="module", params=[0, 1_000], ids=["by rows", "by bars"])
def bounds(request: pytest.FixtureRequest) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(over_time, "FEW_BARS", request.param)
        patch.setattr(asked_articles, "FACETED", 40)
        patch.setattr(over_time, "BINNED", 30)
        patch.setattr(over_time, "ROWS_AT_ONCE", 32)
        yield


def counted_facets(archive: Archive, query: str, filters: Filters) -> Facets:
    selection = select(archive.connection, query, filters)
    newest = selection.sql(f"{selection.at} AS row", order="DESC", limit=asked_articles.FACETED)

    def top(column: str, source: str = "articles a") -> tuple[Facet, ...]:
        found = archive.connection.execute(
            f"SELECT {column}, count(*) FROM {source} WHERE a.row IN (SELECT row FROM ({newest}))"
            f" GROUP BY 1 ORDER BY count(*) DESC, coalesce({column}, '') LIMIT 30",
            selection.values,
        )
        return tuple(Facet(*row) for row in found)

    everything = archive.connection.execute(
        f"SELECT count(*) FROM ({selection.sql(selection.at)})", selection.values
    ).fetchone()[0]
    return Facets(
        outlet=top("a.outlet"),
        language=top("a.language"),
        kind=top("a.kind"),
        section=tuple(each for each in top("a.section") if each.value is not None),
        author=top("n.name", "authors n JOIN articles a USING (row)"),
        exact=everything <= asked_articles.FACETED,
    )


def counted_histogram(archive: Archive, query: str, filters: Filters) -> Histogram:
    """By GROUP BY and a plain walk over the days."""
    selection = select(archive.connection, query, filters)
    dated = " AND ".join([*selection.where, f"{selection.at} >= 0"])
    rows = archive.connection.execute(
        f"SELECT a.day FROM {selection.source} WHERE {dated}", selection.values
    ).fetchall()
    exact = not selection.match or len(rows) <= over_time.BINNED
    days = Counter(day for (day,) in rows)
    if not exact:
        plain = " AND ".join(part for part in selection.where if not part.startswith("a."))
        days = Counter(
            dict(
                archive.connection.execute(
                    "SELECT date('1900-01-01', ((f.rowid >> 8) / 1440) || ' days'), count(*)"
                    f" FROM article_index f WHERE {plain} AND f.rowid >= 0 GROUP BY 1",
                    selection.values[:1],
                )
            )
        )
    if not days:
        return Histogram(unit="day", bars=(), exact=exact)
    first, last = (datetime.date.fromisoformat(day) for day in (min(days), max(days)))
    months = (last.year - first.year) * 12 + last.month - first.month
    unit = "day" if (last - first).days < 120 else "month" if months < 120 else "year"
    bins = Counter[str]()
    for day, number in days.items():
        bins[{"day": day, "month": f"{day[:7]}-01", "year": f"{day[:4]}-01-01"}[unit]] += number
    return Histogram(unit=unit, bars=tuple(Bar(*each) for each in sorted(bins.items())), exact=exact)


queries = st.sampled_from(
    ("", *WORDS, "banjir OR tanggul", "banjir beras", "banjir NOT perahu", "NOT perahu", "takada", "?")
)
narrowed = st.builds(
    Filters,
    outlet=st.sampled_from(((), ("Kabar Demak",), ("Harian Muria", "Suara Pesisir"))),
    language=st.sampled_from(((), ("id",))),
    author=st.sampled_from((None, None, "Rina")),
    since=st.sampled_from((None, None, "2014-03-01", "2016-01-01")),
    until=st.sampled_from((None, None, "2014-06-30", "2019-12-31")),
    old_versions=st.booleans(),
)


@settings(max_examples=150, deadline=None)
@given(query=queries, filters=narrowed)
def test_counts_are_those_of_plain_sql(archive: Archive, query: str, filters: Filters) -> None:
    facets = archive.facets(query, filters)
    assert facets == counted_facets(archive, query, filters)
    assert archive.facets(query, filters, with_authors=False) == msgspec.structs.replace(facets, author=())
    assert archive.histogram(query, filters) == counted_histogram(archive, query, filters)


def test_the_bounds_are_passed(archive: Archive) -> None:
    histogram = archive.histogram("banjir OR tanggul", old_versions=True)
    assert not histogram.exact
    assert sum(bar.count for bar in histogram.bars) > 2 * over_time.ROWS_AT_ONCE
    assert not archive.facets("banjir OR tanggul").exact
    assert archive.facets("tanggul beras").exact or archive.facets("banjir beras perahu").exact
