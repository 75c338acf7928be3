"""Markdown: a parser reads back the words that went in, and YAML the metadata."""

import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.sample import HOSTILE, hostile, sample
from warta import Article, Block
from warta.export.markdown import front_matter, markdown

PARSER = MarkdownIt("commonmark").enable("table")


def body(article: Article) -> str:
    """The document without its front matter."""
    front, text = front_matter(article), markdown(article)
    assert text.startswith(front)
    return text[len(front) :]


def shown(source: str) -> str:
    """The words that a reader of the rendered document sees."""
    out = []
    for token in PARSER.parse(source):
        assert token.type not in ("html_block", "hr")
        for child in token.children or [token]:
            assert child.type != "html_inline"
            out.append(child.content if child.type in ("text", "code_block", "fence") else " ")
    return squeezed("".join(out))


def squeezed(words: str) -> str:
    return re.sub(r"[\s\x00\ufffd]+", "", words)


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_words(words: str) -> None:
    for block in hostile(words).blocks[:4]:
        assert shown(body(Article(blocks=(block,)))) == squeezed(words), block.kind
    assert "javascript" not in PARSER.render(body(hostile(words))) or "javascript" in words
    assert 'href="javascript' not in PARSER.render(body(hostile(words)))


@given(words=st.text(st.sampled_from("a 1.)-+*_#>`~|=[]()<>!&;\\\n\t:/\"'"), max_size=30))
def test_any_words_are_words(words: str) -> None:
    assert shown(body(Article(blocks=(Block(kind="paragraph", text=words),)))) == squeezed(words)


@pytest.mark.parametrize("words", HOSTILE)
def test_front_matter_is_yaml_that_says_the_same(words: str) -> None:
    front = front_matter(hostile(words))
    assert front.startswith("---\n")
    assert front.endswith("\n---")
    fields = yaml.safe_load(front.removeprefix("---\n").removesuffix("\n---"))
    assert fields["title"] == words
    assert fields["authors"] == [words]
    assert fields["tags"] == [words, "b"]
    assert fields["published_at"] == "2024-02-09"


def test_every_block_is_there() -> None:
    text = body(sample())
    for words in (
        "# Banjir di Demak",
        "## Warga mengungsi",
        "**Banjir** merendam 200 rumah di [Demak](<https://example.org/demak>), kata BPBD.",
        "1. Satu\n   - Dalam\n2. Dua",
        "> Kami mengungsi.",
        "```\na  b\n c\n```",
        "| Desa | Rumah |\n| --- | --- |\n| Sayung | 20\\|0 |",
        "![Peta Demak](<https://example.org/b.jpg>)\n\nPeta",
        "<https://example.org/video>",
    ):
        assert words in text
    assert "javascript" not in text
