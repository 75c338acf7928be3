"""Marks nest, whatever spans the page gives them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warta import Block, Mark, Span
from warta.export.inline import pieces, safe_url

marks = st.builds(
    lambda start, length, kind, url: Mark(span=Span(start, start + length), kind=kind, url=url),
    st.integers(0, 30),
    st.integers(0, 30),
    st.sampled_from(["link", "strong", "emphasis"]),
    st.sampled_from([None, "https://example.org/a", "javascript:x"]),
)


@given(text=st.text(max_size=25), marks=st.lists(marks, max_size=12))
def test_pieces_nest_and_keep_the_text(text: str, marks: list[Mark]) -> None:
    stack: list[Mark] = []
    words = ""
    for piece in pieces(Block(kind="paragraph", text=text, marks=tuple(marks))):
        match piece:
            case str():
                words += piece
            case "open", mark:
                stack.append(mark)
                assert len({each.kind for each in stack}) == len(stack)
            case "close", mark:
                assert stack.pop() is mark
    assert not stack
    assert words == text


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " https://example.org",
        "java\nscript:alert(1)",
        "https://example.org/a\nb",
        "https://",
        "data:text/html,<script>",
        "vbscript:x",
        "//example.org/a",
        "/a",
        "file:///etc/passwd",
    ],
)
def test_unsafe_addresses_are_none(url: str | None) -> None:
    assert safe_url(url) is None


@pytest.mark.parametrize("url", ["https://example.org/a?b=c&d", "http://example.org", "mailto:a@example.org"])
def test_safe_addresses_stay(url: str) -> None:
    assert safe_url(url) == url
