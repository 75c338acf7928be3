"""CSV (RFC 4180, ``\\n`` line ends): one article a row, lists joined by ``; ``."""

import csv as stdlib_csv
import io
import re
from collections.abc import Iterable

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

ARCHIVE_COLUMN = "article_id"
"""The last column of what comes out of an archive: its id of the article, as `warta said` has it."""

_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")


def safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: one that begins like one gets an apostrophe before it.

    Of a cell that begins with apostrophes and then like a formula, one apostrophe is to be taken off.

    >>> safe("=1+1"), safe("'=1+1"), safe("a=1")
    ("'=1+1", "''=1+1", 'a=1')
    """
    return f"'{cell}" if _FORMULA.match(cell) else cell


def row(article: Article) -> list[str]:
    """The article's cells in the order of `COLUMNS`, each made `safe`."""
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
    return [safe((cells[name] if name in cells else getattr(article, name)) or "") for name in COLUMNS]


def header(*, archived: bool = False) -> str:
    """The first line.

    >>> header()[:11], header(archived=True)[-20:]
    ('id,name,url', ',missing,article_id\\n')
    """
    return joined((*COLUMNS, ARCHIVE_COLUMN) if archived else COLUMNS)


def line(article: Article, article_id: str | None = None) -> str:
    """One article as one CSV record, which may span lines where the text does."""
    cells = row(article)
    return joined(cells if article_id is None else [*cells, article_id])


def joined(cells: Iterable[object]) -> str:
    """Cells as one line of CSV.

    >>> joined(["a", "b\\rc", 'd"e', None, 0.5])
    'a,"b\\rc","d""e",,0.5\\n'
    """
    out = io.StringIO(newline="")
    # Ended by both, so that a cell with either is quoted.
    stdlib_csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue()[:-2] + "\n"
