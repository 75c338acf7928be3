"""What became of a page, told from its record: an article, no article, or a failure with its reason."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

import msgspec

from warta.records import Moment

FAILURES = frozenset({"no_visible_text", "empty_payload", "internal_error"})
"""Reasons for missing main content that say that the payload could not be read at all."""

NOTHING_LEFT = frozenset({"no_visible_text", "empty_payload"})
"""Those of them that have a cause before the page, where something was cut on the way to it."""

NO_ARTICLE = frozenset({"listing", "other"})
"""Kinds of page that are no article, whatever text they hold."""

Result = Literal["article", "not_article", "failed"]


class Glance(msgspec.Struct, kw_only=True):
    """The few fields of a record that tell what became of it, decoded without the rest."""

    name: str | None = None
    kind: str = ""
    language: str | None = None
    headline: str | None = None
    url: str | None = None
    canonical_url: str | None = None
    published_at: Moment | None = None
    blocks: list[msgspec.Raw] = []
    truncated: list[str] = []
    missing: dict[str, str] = {}

    def outcome(self) -> tuple[Result, str | None]:
        """What became of the page, and why where it is no article.

        A capture of which nothing is left failed for capture's reason (``gzip_corrupt``), which says
        more than ``no_visible_text``.

        >>> Glance(kind="other", missing={"text": "no_visible_text"}, truncated=["unreadable"]).outcome()
        ('failed', 'unreadable')
        >>> Glance(kind="other", missing={"text": "no_main_content"}).outcome()
        ('not_article', 'no_main_content')
        """
        if self.blocks:
            return ("not_article", self.kind) if self.kind in NO_ARTICLE else ("article", None)
        reason = self.missing.get("text") or self.missing.get("blocks") or "no_main_content"
        if reason not in FAILURES:
            return "not_article", reason
        return "failed", self.truncated[-1] if reason in NOTHING_LEFT and self.truncated else reason


glance = msgspec.json.Decoder(Glance).decode


@dataclass(slots=True)
class Summary:
    """Counts over a run, for the line that ends it."""

    pages: int = 0
    articles: int = 0
    not_articles: Counter[str] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)

    def count(self, page: Glance) -> None:
        """Counts one page."""
        self.pages += 1
        result, reason = page.outcome()
        if result == "article":
            self.articles += 1
        elif result == "not_article":
            self.not_articles[reason or ""] += 1
        else:
            self.failures[reason or ""] += 1

    def line(self, seconds: float) -> str:
        """The counts as one line.

        >>> print(Summary(pages=3, articles=2, failures=Counter(empty_payload=1)).line(0.5))
        3 pages: 2 articles, 0 not articles, 1 failed (empty_payload 1); 0.50 s, 6 pages/s
        """
        parts = [
            f"{self.articles} article{'s' * (self.articles != 1)}",
            f"{self.not_articles.total()} not articles{reasons(self.not_articles)}",
            f"{self.failures.total()} failed{reasons(self.failures)}",
        ]
        if self.left_out:
            parts.append(f"{self.left_out.total()} left out{reasons(self.left_out)}")
        speed = f"{seconds:.2f} s, {self.pages / max(seconds, 1e-9):,.0f} pages/s"
        return f"{self.pages} page{'s' * (self.pages != 1)}: {', '.join(parts)}; {speed}"


def reasons(counts: Counter[str]) -> str:
    """The counts in parentheses, the most frequent first; empty where there are none."""
    return f" ({', '.join(f'{reason} {count}' for reason, count in counts.most_common())})" if counts else ""
