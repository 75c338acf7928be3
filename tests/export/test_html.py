"""The HTML export shows what the record says and nothing that runs."""

from html.parser import HTMLParser

import pytest

from tests.sample import HOSTILE, hostile, sample
from warta import Article, Block
from warta.export.html import card, html

ELEMENTS = {
    *("article", "header", "h1", "h2", "h3", "h4", "h5", "h6", "p", "time", "ol", "ul", "li", "blockquote"),
    *("pre", "table", "tr", "td", "th", "figure", "img", "figcaption", "a", "strong", "em", "br", "div"),
}
ATTRIBUTES = {"lang", "datetime", "href", "rel", "src", "alt"}
VOID = {"img", "br"}


class Audit(HTMLParser):
    """Fails on anything that the export does not make itself."""

    def __init__(self) -> None:
        super().__init__()
        self.stack: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ELEMENTS
        for name, value in attrs:
            assert name in ATTRIBUTES
            if name in ("href", "src"):
                assert (value or "").startswith(("https://", "http://", "mailto:"))
        if tag not in VOID:
            self.stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data

    def handle_comment(self, data: str) -> None:
        pytest.fail("a comment")


def audit(markup: str) -> str:
    parser = Audit()
    parser.feed(markup)
    parser.close()
    assert not parser.stack
    return parser.words


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_words(words: str) -> None:
    shown = audit(html(hostile(words)))
    assert "".join(words.split()) in "".join(shown.split())
    audit(card(hostile(words)))


def test_every_block_is_there() -> None:
    markup = html(sample())
    shown = audit(markup)
    for words in ("Banjir di Demak", "Warga mengungsi", "Kami mengungsi.", "Sayung", "20|0", "Peta", "Dalam"):
        assert words in shown
    assert '<a href="https://example.org/demak" rel="nofollow noopener">Demak</a>' in markup
    assert "<strong>Banjir</strong>" in markup
    assert "javascript" not in markup
    assert "<ol>\n<li>Satu\n<ul>\n<li>Dalam\n</li></ul>\n</li>\n<li>Dua\n</li></ol>" in markup


def test_lists_that_skip_levels_nest() -> None:
    items = tuple(
        Block(kind="list_item", text=str(level), level=level, ordered=ordered)
        for level, ordered in [(3, True), (1, False), (2, True), (2, False), (255, True), (1, True)]
    )
    audit(html(Article(blocks=items)))


def test_notebooks_show_the_card() -> None:
    assert "Banjir di Demak" in sample()._repr_html_()
