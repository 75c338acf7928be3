"""CSV (RFC 4180, ``\\n`` line ends): one article a row, lists joined by ``; ``."""

import csv as stdlib_csv
import io

from warta.records import Article

COLUMNS = (
    "id",
    "name",
    "url",
    "canonical_url",
    "kind",
    "language",
    "headline",
    "kicker",
    "standfirst",
    "authors",
    "byline",
    "initials",
    "agency",
    "dateline",
    "outlet",
    "publisher",
    "section",
    "tags",
    "published_at",
    "published_zone",
    "modified_at",
    "modified_zone",
    "lead_image",
    "access",
    "text",
    "fetched_at",
    "form",
    "encoding",
    "payload_hash",
    "truncated",
    "missing",
)
"""The columns, in order; empty where the record has ``None``."""


def row(article: Article) -> list[str]:
    """The article's cells in the order of `COLUMNS`.

    Cells are as the page has them: a spreadsheet that is to open the file may take a cell that begins
    with ``=`` for a formula, and is to be told to import all columns as text.
    """
    cells: dict[str, str | None] = {
        "authors": "; ".join(author.name for author in article.authors),
        "dateline": article.dateline.raw if article.dateline else None,
        "tags": "; ".join(article.tags),
        "published_at": article.published_at.iso if article.published_at else None,
        "published_zone": article.published_at.zone if article.published_at else None,
        "modified_at": article.modified_at.iso if article.modified_at else None,
        "modified_zone": article.modified_at.zone if article.modified_at else None,
        "lead_image": article.lead_image.url if article.lead_image else None,
        "truncated": "; ".join(article.truncated),
        "missing": "; ".join(f"{field}: {reason}" for field, reason in article.missing.items()),
    }
    return [(cells[name] if name in cells else getattr(article, name)) or "" for name in COLUMNS]


def header() -> str:
    """The first line.

    >>> header()[:11]
    'id,name,url'
    """
    return _line(list(COLUMNS))


def line(article: Article) -> str:
    """One article as one CSV record, which may span lines where the text does."""
    return _line(row(article))


def _line(cells: list[str]) -> str:
    out = io.StringIO(newline="")
    stdlib_csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()
