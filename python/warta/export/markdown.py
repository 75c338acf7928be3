"""Markdown (CommonMark with GitHub's tables) with the metadata as YAML front matter."""

import json
import re
from collections.abc import Iterator
from typing import Any

from warta.addresses import address_of
from warta.export import said
from warta.export.inline import pieces, safe_url
from warta.records import Article, Block

_SPECIAL = re.compile(r"[\\`*_\[\]<>~|]|&(?=[#\w])")
_LINE_START = re.compile(r"^(\s*)(#{1,6}(?=\s|$)|[-+=]|\d{1,9}(?=[.)]))", re.MULTILINE)
_YAML_UNPRINTABLE = re.compile(
    "[^\t\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_MARKS = {"strong": "**", "emphasis": "*"}

_LIST_LEVELS = 6
"""Deeper lists are shown at this level."""


def markdown(article: Article) -> str:
    """The article in Markdown, ending in a newline; everything the page says is escaped.

    Example:
        >>> from warta.records import Article, Block
        >>> print(markdown(Article(headline="Harga: naik", blocks=(Block(kind="paragraph", text="# 1"),))))
        ---
        title: "Harga: naik"
        ---
        <BLANKLINE>
        # Harga: naik
        <BLANKLINE>
        \\# 1
        <BLANKLINE>
    """
    parts = [front_matter(article)]
    if article.headline:
        parts.append(f"# {_one_line(article.headline)}")
    if article.standfirst:
        parts.append(_paragraph(article.standfirst))
    parts.extend(_body(said.marked(article, lambda number, _: str(number + 1))))
    parts.extend(_notes(article))
    return "\n\n".join(parts) + "\n"


def front_matter(article: Article) -> str:
    """The metadata as YAML between ``---`` lines; every string is double-quoted, as in JSON."""
    fields: dict[str, Any] = {
        "title": article.headline,
        "kicker": article.kicker,
        "description": article.standfirst,
        "authors": [author.name for author in article.authors],
        "byline": article.byline,
        "initials": article.initials,
        "agency": article.agency,
        "dateline": article.dateline.raw if article.dateline else None,
        "published_at": article.published_at.iso if article.published_at else None,
        "modified_at": article.modified_at.iso if article.modified_at else None,
        "outlet": article.outlet,
        "publisher": article.publisher,
        "section": article.section,
        "tags": list(article.tags),
        "kind": article.kind,
        "language": article.language,
        "access": article.access,
        "url": address_of(article.canonical_url, article.url),
        "image": article.lead_image.url if article.lead_image else None,
        "fetched_at": article.fetched_at,
        "id": article.id,
    }
    lines = [f"{name}: {_yaml(value)}" for name, value in fields.items() if value]
    return "\n".join(["---", *lines, "---"])


def _yaml(value: str | list[str]) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return _YAML_UNPRINTABLE.sub(_yaml_escape, text)


def _yaml_escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def _body(blocks: tuple[Block, ...]) -> Iterator[str]:
    """One Markdown block each; the items of a list are one."""
    items: list[str] = []
    indents: list[int] = []
    numbers: list[int] = []
    for block in blocks:
        if block.kind != "list_item":
            if items:
                yield "\n".join(items)
                items, indents, numbers = [], [], []
            yield from _block(block)
            continue
        depth = min(max(block.level or 1, 1), len(indents) + 1, _LIST_LEVELS)
        del indents[depth:], numbers[depth:]
        if len(numbers) < depth:
            numbers.append(0)
            indents.append(0)
        numbers[-1] += 1
        marker = f"{numbers[-1]}. " if block.ordered else "- "
        indents[-1] = len(marker)
        lead = " " * sum(indents[:-1])
        words = inline(block).replace("\n", "\n" + lead + " " * len(marker))
        items.append(f"{lead}{marker}{words}")
    if items:
        yield "\n".join(items)


def _block(block: Block) -> Iterator[str]:
    match block.kind:
        case "subhead":
            yield f"{'#' * min(max(block.level or 2, 2), 6)} {' '.join(inline(block).split())}"
        case "quotation":
            yield "> " + inline(block).replace("\n", "\n> ")
        case "preformatted":
            runs = re.findall(r"`+", block.text)
            fence = "`" * max(3, 1 + max(map(len, runs), default=0))
            yield f"{fence}\n{block.text}\n{fence}"
        case "table":
            if table := _table(block.rows):
                yield table
        case "image":
            if block.image and (url := safe_url(block.image.url)):
                caption = " ".join(filter(None, (block.image.caption, block.image.credit)))
                picture = f"![{_one_line(block.image.alt or '')}](<{_address(url)}>)"
                yield f"{picture}\n\n{_paragraph(caption)}" if caption else picture
            elif block.image and block.image.caption:
                yield _paragraph(block.image.caption)
        case "embed":
            if url := safe_url(block.url):
                yield f"<{_address(url)}>"
        case _:
            if block.text:
                yield inline(block)


def _table(rows: tuple[tuple[str, ...], ...]) -> str:
    width = max(map(len, rows), default=0)
    if not width:
        return ""
    lines = [[_one_line(cell) for cell in row] + [""] * (width - len(row)) for row in rows]
    lines.insert(1, ["---"] * width)
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def inline(block: Block) -> str:
    """The words of a block with its links and emphasis, escaped."""
    out: list[str] = []
    for piece in pieces(block):
        match piece:
            case "open", mark:
                out.append("[" if mark.kind == "link" else _MARKS.get(mark.kind, ""))
            case "close", mark if mark.kind == "statement":
                out.append(f"[^{mark.url}]")
            case "close", mark:
                out.append(
                    f"](<{_address(mark.url or '')}>)" if mark.kind == "link" else _MARKS.get(mark.kind, "")
                )
            case str():
                out.append(_escape(piece))
    return _lines("".join(out))


def _notes(article: Article) -> Iterator[str]:
    """A footnote for each statement that the text marks."""
    for number, statement in enumerate(article.statements, 1):
        if statement.place == "text" and statement.nested_in is None:
            yield f"[^{number}]: {_one_line(said.label(statement))}"


def _paragraph(text: str) -> str:
    return _lines(_escape(text))


def _one_line(text: str) -> str:
    return " ".join(_escape(text).split())


def _escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)


def _lines(escaped: str) -> str:
    """Line starts that would make a heading, list, rule or underline are escaped, blank lines left out.

    Digits before ``.`` take the backslash after them: a backslash before a digit is no escape.
    """
    kept = "\n".join(line.strip() for line in escaped.split("\n") if line.strip())
    return _LINE_START.sub(lambda m: m[1] + (m[2] + "\\" if m[2].isdigit() else "\\" + m[2]), kept)


def _address(url: str) -> str:
    return url.replace("\\", "%5C").replace("<", "%3C").replace(">", "%3E")
