"""The words of a block as a stream of text and properly nested marks, for the markup exports."""

import re
from collections.abc import Iterator

from warta.records import Block, Mark

_SAFE_ADDRESS = re.compile(r"(?i)(https?://[^\s/]|mailto:[^\s])")


def safe_url(url: str | None) -> str | None:
    """The address where it is http, https or mailto and may be linked to, otherwise ``None``.

    >>> safe_url("https://example.org/a"), safe_url("javascript:alert(1)"), safe_url("java\\nscript:x")
    ('https://example.org/a', None, None)
    """
    if url is None or not _SAFE_ADDRESS.match(url):
        return None
    # Browsers drop tabs and newlines inside an address; control characters have no place in one.
    return url if all(char > " " and char != "\x7f" for char in url) else None


def pieces(block: Block) -> Iterator[str | tuple[str, Mark]]:
    """Text, and ``("open", mark)`` and ``("close", mark)`` around it, always properly nested.

    A mark that crosses the end of the one around it ends there, one inside another of its own kind is
    left out, and links that are not safe are left out. The texts joined are the block's text.

    >>> from warta.records import Span
    >>> bold = Mark(span=Span(2, 6), kind="strong")
    >>> list(pieces(Block(kind="paragraph", text="a bold b", marks=(bold,))))[0::2]
    ['a ', 'bold', ' b']
    """
    text = block.text
    stack: list[tuple[Mark, int]] = []
    at = 0
    for mark in sorted(block.marks, key=lambda mark: (mark.span.start, -mark.span.end)):
        while stack and stack[-1][1] <= mark.span.start:
            outer, end = stack.pop()
            yield text[at:end]
            yield "close", outer
            at = end
        end = min(mark.span.end, len(text), stack[-1][1] if stack else len(text))
        if mark.span.start < at or end <= mark.span.start:
            continue
        if any(outer.kind == mark.kind for outer, _ in stack):
            continue
        if mark.kind == "link" and safe_url(mark.url) is None:
            continue
        yield text[at : mark.span.start]
        yield "open", mark
        stack.append((mark, end))
        at = mark.span.start
    while stack:
        outer, end = stack.pop()
        yield text[at:end]
        yield "close", outer
        at = end
    yield text[at:]
