"""How an archive looks in a notebook: a small table, everything escaped."""

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from warta.archive.archive import Archive

OUTLETS_SHOWN = 10


def card(archive: "Archive") -> str:
    """The archive's size, days and largest outlets, as HTML."""
    rows = archive.outlets()
    articles, statements = sum(row.articles for row in rows), sum(row.statements for row in rows)
    days = [day for row in rows for day in (row.first_day, row.last_day) if day]
    span = f", {min(days)} to {max(days)}" if days else ""
    lines = "".join(
        f"<tr><td>{escape(row.name or '(no outlet)')}</td><td>{row.articles:,}</td>"
        f"<td>{row.statements:,}</td></tr>"
        for row in rows[:OUTLETS_SHOWN]
    )
    return (
        f"<div><strong>{escape(str(archive.path))}</strong>: {articles:,} articles, {statements:,} statements"
        f"{escape(span)}<table><thead><tr><th>outlet</th><th>articles</th><th>statements</th></tr></thead>"
        f"<tbody>{lines}</tbody></table></div>"
    )
