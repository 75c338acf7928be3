"""What became of a page."""

import msgspec
import pytest

from tests.sample import sample
from warta import Article, Block, read
from warta.outcome import Summary, glance


@pytest.mark.parametrize(
    ("article", "expected"),
    [
        (sample(), ("article", None)),
        (Article(kind="listing", blocks=(Block(kind="paragraph", text="x"),)), ("not_article", "listing")),
        (Article(kind="listing"), ("not_article", "no_main_content")),
        (Article(missing={"text": "no_visible_text"}), ("failed", "no_visible_text")),
        (
            Article(missing={"text": "no_visible_text"}, truncated=("gzip_corrupt",)),
            ("failed", "gzip_corrupt"),
        ),
        (Article(missing={"text": "internal_error"}), ("failed", "internal_error")),
    ],
)
def test_outcomes(article: Article, expected: tuple[str, str | None]) -> None:
    page = glance(msgspec.json.encode(article))
    assert page.outcome() == expected


def test_a_payload_without_a_byte_is_a_failure() -> None:
    page = glance(msgspec.json.encode(read(b"")))
    assert page.outcome() == ("failed", "empty_payload")


def test_the_summary_counts() -> None:
    summary = Summary()
    for article in (
        sample(),
        sample(),
        Article(missing={"text": "no_visible_text"}),
        Article(kind="listing"),
    ):
        summary.count(glance(msgspec.json.encode(article)))
    summary.left_out["language"] += 1
    assert summary.line(2.0) == (
        "4 pages: 2 articles, 1 not articles (no_main_content 1), 1 failed (no_visible_text 1), "
        "1 left out (language 1); 2.00 s, 2 pages/s"
    )
