"""Clean HTML from the blocks, safe to show: nothing of the page's own markup passes through."""

from collections.abc import Callable, Iterator
from html import escape

from warta.addresses import address_of
from warta.export import said
from warta.export.inline import pieces, safe_url
from warta.records import Article, Block, Image

_TAGS = {"link": "a", "strong": "strong", "emphasis": "em", "statement": "mark"}

_LIST_LEVELS = 6
"""Deeper lists are shown at this level."""


def html(article: Article) -> str:
    """An ``<article>`` element: headline, standfirst, byline line, then the blocks.

    All text is escaped; links and pictures are kept only where they are http, https or (links)
    mailto. The output holds no script, style, event handler, id or class.

    Example:
        >>> from warta.records import Article, Block
        >>> print(html(Article(headline="A < B", blocks=(Block(kind="paragraph", text="Satu."),))))
        <article>
        <header>
        <h1>A &lt; B</h1>
        </header>
        <p>Satu.</p>
        </article>
    """
    language = f' lang="{escape(article.language)}"' if article.language else ""
    blocks = said.marked(article, lambda _, statement: said.label(statement))
    return "\n".join(
        [f"<article{language}>", *_header(article), *laid_out(blocks, inline, _block), "</article>"]
    )


def card(article: Article) -> str:
    """What a notebook shows: the fields as a table, then the article."""
    rows = {
        "kind": article.kind,
        "outlet": article.outlet,
        "published": str(article.published_at) if article.published_at else None,
        "modified": str(article.modified_at) if article.modified_at else None,
        "authors": ", ".join(author.name for author in article.authors),
        "url": address_of(article.canonical_url, article.url),
        "missing": ", ".join(f"{field}: {reason}" for field, reason in article.missing.items()),
    }
    cells = "".join(
        f"<tr><th>{escape(name)}</th><td>{escape(value)}</td></tr>" for name, value in rows.items() if value
    )
    return f"<div><table>{cells}</table>\n{html(article)}</div>"


def _header(article: Article) -> Iterator[str]:
    parts = []
    if article.kicker:
        parts.append(f"<p>{escape(article.kicker)}</p>")
    if article.headline:
        parts.append(f"<h1>{escape(article.headline)}</h1>")
    if article.standfirst:
        parts.append(f"<p>{escape(article.standfirst)}</p>")
    if article.byline or article.authors:
        names = article.byline or ", ".join(author.name for author in article.authors)
        parts.append(f"<p>{escape(names)}</p>")
    if article.published_at:
        moment = article.published_at
        parts.append(
            f'<p><time datetime="{escape(moment.iso)}">{escape(moment.raw or moment.iso)}</time></p>'
        )
    if parts:
        yield from ["<header>", *parts, "</header>"]


def laid_out(
    blocks: tuple[Block, ...], item: Callable[[Block], str], other: Callable[[Block], Iterator[str]]
) -> Iterator[str]:
    """Blocks as HTML, list items that follow each other in one list, nested by their level.

    ``item`` gives the words of a list item, ``other`` all of any other block.
    """
    open_lists: list[str] = []
    for block in blocks:
        depth = min(max(block.level or 1, 1), _LIST_LEVELS) if block.kind == "list_item" else 0
        kind = "ol" if block.ordered else "ul"
        while len(open_lists) > depth or (len(open_lists) == depth > 0 and open_lists[-1] != kind):
            yield f"</li></{open_lists.pop()}>"
        if not depth:
            yield from other(block)
            continue
        if len(open_lists) == depth:
            yield "</li>"
        while len(open_lists) < depth:
            yield f"<{kind}>" if len(open_lists) == depth - 1 else f"<{kind}><li>"
            open_lists.append(kind)
        yield f"<li>{item(block)}"
    while open_lists:
        yield f"</li></{open_lists.pop()}>"


def _block(block: Block) -> Iterator[str]:
    match block.kind:
        case "subhead":
            level = min(max(block.level or 2, 2), 6)
            yield f"<h{level}>{inline(block)}</h{level}>"
        case "quotation":
            yield f"<blockquote><p>{inline(block)}</p></blockquote>"
        case "preformatted":
            # The parser drops one newline after <pre>, so one is given to it.
            yield f"<pre>\n{escape(block.text)}</pre>"
        case "table":
            yield "<table>"
            for row in block.rows:
                yield f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>"
            yield "</table>"
        case "image":
            if block.image:
                yield from _figure(block.image)
        case "embed":
            if url := safe_url(block.url):
                yield f'<p><a href="{escape(url)}" rel="nofollow noopener">{escape(url)}</a></p>'
        case _:
            yield f"<p>{inline(block)}</p>"


def _figure(image: Image) -> Iterator[str]:
    url = safe_url(image.url)
    if url and url.lower().startswith("http"):
        yield "<figure>"
        yield f'<img src="{escape(url)}" alt="{escape(image.alt or "")}">'
        if caption := " ".join(filter(None, (image.caption, image.credit))):
            yield f"<figcaption>{escape(caption)}</figcaption>"
        yield "</figure>"
    elif image.caption:
        yield f"<p>{escape(image.caption)}</p>"


def inline(block: Block) -> str:
    """The words of a block with its links and emphasis."""
    out = []
    for piece in pieces(block):
        match piece:
            case "open", mark if mark.kind == "link":
                out.append(f'<a href="{escape(mark.url or "")}" rel="nofollow noopener">')
            case "open", mark if mark.kind == "statement":
                out.append(f'<mark title="{escape(mark.url or "")}">')
            case "open", mark:
                out.append(f"<{_TAGS.get(mark.kind, 'span')}>")
            case "close", mark:
                out.append(f"</{_TAGS.get(mark.kind, 'span')}>")
            case str():
                out.append(escape(piece).replace("\n", "<br>\n"))
    return "".join(out)
