"""The article's blocks as safe HTML with its statements marked, overlapping ones too.

The words of a block are cut wherever a statement or link begins or ends; each piece stands alone, so no
overlap can make elements cross. All text is escaped here, and nothing of the page's own markup passes
through.
"""

from collections.abc import Iterator
from itertools import pairwise

from markupsafe import Markup, escape

from warta.export.html import laid_out
from warta.export.inline import safe_url
from warta.records import Article, Block, Statement

GROUPS = {
    "say": "says explains adds announces",
    "claim": "claims believes predicts hopes wants",
    "deny": "denies rejects refuses ignores",
    "agree": "confirms admits agrees promises praises offers apologises",
    "accuse": "accuses criticises warns threatens",
    "ask": "asks requests demands orders urges suggests proposes",
}
"""Acts by the colour that they share."""

_GROUP = {act: group for group, acts in GROUPS.items() for act in acts.split()}

Stretch = tuple[int, int, int, str]
"""First and last character, statement, and its part there: source, cue or content."""


def colour(act: str | None) -> str:
    """The colour group of an act.

    >>> colour("denies"), colour(None)
    ('deny', 'say')
    """
    return _GROUP.get(act or "", "say")


def group(statement: Statement) -> str:
    """The colour group of a statement's act."""
    return colour(statement.act)


def stretches(article: Article, place: str = "text") -> list[Stretch]:
    """Where the statements of a place stand, in its characters."""
    found: list[Stretch] = []
    for index, statement in enumerate(article.statements):
        if statement.place != place:
            continue
        named = [("source", statement.source), ("cue", statement.cue)]
        named += [("content", passage) for passage in statement.content]
        found += [(each.span.start, each.span.end, index, part) for part, each in named if each]
    return sorted(found)


def marked(
    article: Article,
    text: str,
    at: int,
    here: list[Stretch],
    links: list[Stretch],
    urls: list[str],
    label: str = "",
) -> str:
    """Words that begin at character ``at`` of the text that the stretches name, as HTML.

    Where a statement's content begins a small link leads to its note; ``label`` is its word for those who
    hear the page.
    """
    end = at + len(text)
    here = [each for each in here if each[0] < end and each[1] > at]
    cuts = {at, end}
    for first, last, *_ in [*here, *links]:
        cuts |= {max(first, at), min(last, end)}
    order = sorted(cuts)
    out: list[str] = []
    for first, last in pairwise(order):
        piece = _escaped(text[first - at : last - at]).replace("\n", "<br>")
        over = [each for each in here if each[0] <= first and last <= each[1]]
        if over:
            # The innermost, which begins last, gives the colour.
            inner = max(over, key=lambda each: (each[0], -each[1]))
            numbers = " ".join(sorted({str(each[2]) for each in over}))
            opens = {each[2] for each in over if each[3] == "content" and each[0] == first}
            out += [_reference(each, label) for each in sorted(opens) if first == _begin(article, each)]
            colours = f"{group(article.statements[inner[2]])} {inner[3]}"
            piece = f'<mark class="{colours}" data-s="{numbers}">{piece}</mark>'
        link = next((each for each in links if each[0] <= first and last <= each[1]), None)
        if link:
            address = _escaped(urls[link[2]])
            piece = f'<a href="{address}" rel="nofollow noopener noreferrer">{piece}</a>'
        out.append(piece)
    return "".join(out)


def _reference(index: int, label: str) -> str:
    """A link to a statement's note; its number is drawn by the style, so that it is none of the words."""
    number = index + 1
    name = f"{_escaped(label)} {number}".strip()
    return (
        f'<a class="ref" id="m{index}" href="#s{index}" data-s="{index}" title="{number}"'
        f' aria-label="{name}"></a>'
    )


def _escaped(text: str) -> str:
    """Words as HTML, a plain string: to join and format `Markup` costs several times what it guards."""
    return str(escape(text))


def _begin(article: Article, index: int) -> int:
    return min(passage.span.start for passage in article.statements[index].content)


def headline(article: Article, label: str = "") -> Markup:
    """The headline with its statements marked."""
    return Markup(marked(article, article.headline or "", 0, stretches(article, "headline"), [], [], label))


def body(article: Article, label: str = "") -> Markup:
    """All blocks."""
    here = stretches(article)

    def words(block: Block) -> str:
        return _words(article, block, here, label)

    return Markup("\n".join(laid_out(article.blocks, words, lambda block: _block(block, words(block)))))


def _block(block: Block, words: str) -> Iterator[str]:
    match block.kind:
        case "subhead":
            yield f"<h2>{words}</h2>"
        case "quotation":
            yield f"<blockquote><p>{words}</p></blockquote>"
        case "preformatted":
            yield f"<pre>{words}</pre>"
        case "table":
            rows = ("".join(f"<td>{_escaped(cell)}</td>" for cell in row) for row in block.rows)
            table = "".join(f"<tr>{row}</tr>" for row in rows)
            yield f'<div class="wide"><table>{table}</table></div>'
        case "image":
            # Pictures stand at other hosts, and the room asks nothing of any other.
            if block.image and (caption := block.image.caption or block.image.alt):
                yield f'<p class="caption">▣ {_escaped(caption)}</p>'
        case "embed":
            if url := safe_url(block.url):
                address = _escaped(url)
                yield f'<p><a href="{address}" rel="nofollow noopener noreferrer">{address}</a></p>'
        case _:
            yield f"<p>{words}</p>"


def _words(article: Article, block: Block, here: list[Stretch], label: str) -> str:
    at = block.span.start if block.span else 0
    links: list[Stretch] = []
    urls: list[str] = []
    for mark in block.marks:
        if mark.kind == "link" and (url := safe_url(mark.url)):
            links.append((at + mark.span.start, at + mark.span.end, len(urls), "link"))
            urls.append(url)
    return marked(article, block.text, at, here if block.span else [], links, urls, label)
