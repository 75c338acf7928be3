"""Today's tools at their documented best, each as `predict(payload, url)`.

A prediction is what the shared scorer takes: text, title, authors, agencies, published.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

Prediction = dict[str, Any]
Predict = Callable[[bytes, str | None], Prediction]


def prediction(
    text: str | None = None, title: str | None = None, authors: Any = (), published: Any = None
) -> Prediction:
    return {
        "text": text or "",
        "title": title,
        "authors": list(authors or ()),
        "agencies": [],
        "published": str(published) if published else None,
    }


def _trafilatura(payload: bytes, url: str | None, fast: bool) -> Prediction:
    import trafilatura

    found = trafilatura.bare_extraction(
        payload, url=url, with_metadata=True, include_comments=False, fast=fast
    )
    if found is None:
        return prediction()
    authors = [a.strip() for a in (found.author or "").split(";") if a.strip()]
    return prediction(found.text, found.title, authors, found.date)


def trafilatura(payload: bytes, url: str | None) -> Prediction:
    return _trafilatura(payload, url, fast=False)


def trafilatura_fast(payload: bytes, url: str | None) -> Prediction:
    return _trafilatura(payload, url, fast=True)


def newspaper4k(payload: bytes, url: str | None) -> Prediction:
    import newspaper

    article = newspaper.Article(url or "http://localhost/", fetch_images=False)
    article.download(input_html=decoded(payload))
    article.parse()
    when = article.publish_date
    return prediction(article.text, article.title, article.authors, when.isoformat() if when else None)


def decoded(payload: bytes) -> str:
    """The page as text, as resiliparse's own documentation decodes it."""
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding

    return str(bytes_to_str(payload, detect_encoding(payload)))


def resiliparse(payload: bytes, url: str | None) -> Prediction:
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    tree = HTMLTree.parse(decoded(payload))
    return prediction(extract_plain_text(tree, main_content=True, alt_texts=False), tree.title)


def turbohtml(payload: bytes, url: str | None) -> Prediction:
    from turbohtml import parse

    found = parse(payload).article()
    return prediction(found.text, found.title, [found.byline] if found.byline else [], found.date)


def readability(payload: bytes, url: str | None) -> Prediction:
    from lxml.html import fromstring
    from readability import Document

    page = Document(decoded(payload))
    return prediction(fromstring(page.summary()).text_content(), page.short_title())


def htmldate(payload: bytes, url: str | None) -> Prediction:
    from htmldate import find_date

    return prediction(published=find_date(payload, url=url, original_date=True, outputformat="%Y-%m-%d"))


def selectolax_parse(payload: bytes, url: str | None) -> Prediction:
    """The bare parse: the floor of what reading a page can cost."""
    from selectolax.lexbor import LexborHTMLParser

    LexborHTMLParser(payload)
    return prediction()


def warta(payload: bytes, url: str | None, form: Any = "auto") -> Prediction:
    """Ours, with all metadata."""
    import warta as package

    return of_article(package.read(payload, url, options=package.Options(form=form)))


def of_article(article: Any) -> Prediction:
    """What the scorer takes, of an article of ours: the agency goes apart from the authors."""
    return {
        "text": article.text or "",
        "title": article.headline,
        "authors": [a.name for a in article.authors],
        "agencies": [article.agency] if article.agency else [],
        "published": article.published_at.iso if article.published_at else None,
    }


def _inscriptis(text: str) -> str:
    from inscriptis import get_text

    return str(get_text(text))


def _html_text(text: str) -> str:
    import html_text

    return str(html_text.extract_text(text))


def _html2txt(text: str) -> str:
    from trafilatura import html2txt

    return str(html2txt(text))


FLATTENERS: dict[str, Callable[[str], str]] = {
    "inscriptis": _inscriptis,
    "html_text": _html_text,
    "html2txt": _html2txt,
}

PEERS: dict[str, tuple[str, Predict]] = {
    "trafilatura": ("trafilatura", trafilatura),
    "trafilatura-fast": ("trafilatura", trafilatura_fast),
    "newspaper4k": ("newspaper4k", newspaper4k),
    "resiliparse": ("resiliparse", resiliparse),
    "turbohtml": ("turbohtml", turbohtml),
    "readability": ("readability-lxml", readability),
    "htmldate": ("htmldate", htmldate),
}
"""Name, its distribution and what it predicts."""


@cache
def versions() -> dict[str, str]:
    made = {}
    for distribution in sorted({d for d, _ in PEERS.values()} | {"selectolax", "inscriptis", "html-text"}):
        try:
            made[distribution] = version(distribution)
        except PackageNotFoundError:
            made[distribution] = "absent"
    return made


def safely(predict: Predict, payload: bytes, url: str | None) -> Prediction:
    """A peer that raises on a page has found nothing there; the error's name is kept."""
    try:
        made = predict(payload, url)
    except Exception as error:  # whatever a peer throws
        return prediction() | {"error": type(error).__name__}
    made["text"] = re.sub(r"[\ud800-\udfff]", "", made["text"])
    return made
