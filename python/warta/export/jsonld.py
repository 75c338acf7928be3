"""schema.org ``NewsArticle`` as JSON-LD (https://schema.org/NewsArticle)."""

import json
from typing import Any

from warta.addresses import address_of
from warta.records import Article, Image

TYPES = {"opinion": "OpinionNewsArticle", "live_blog": "LiveBlogPosting"}
"""Kinds of page that schema.org has a narrower type for."""

_SCRIPT_UNSAFE = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def jsonld(article: Article) -> dict[str, Any]:
    """The record in schema.org's words; fields that are absent are left out.

    ``free`` access is ``isAccessibleForFree`` true, ``partial`` and ``paywalled`` false.

    Example:
        >>> jsonld(Article(headline="Naik", kind="opinion"))
        {'@context': 'https://schema.org', '@type': 'OpinionNewsArticle', 'headline': 'Naik'}
    """
    url = address_of(article.canonical_url, article.url)
    editors = [_person(a.name, a.url) for a in article.authors if a.role == "editor"]
    contributors = [
        _person(a.name, a.url)
        for a in article.authors
        if a.role in ("photographer", "translator", "contributor")
    ]
    writers = [
        _person(a.name, a.url)
        for a in article.authors
        if a.role not in ("editor", "photographer", "translator", "contributor")
    ]
    fields: dict[str, Any] = {
        "@id": url,
        "url": url,
        "mainEntityOfPage": url,
        "identifier": article.id,
        "headline": article.headline,
        "description": article.standfirst,
        "author": writers,
        "editor": editors,
        "contributor": contributors,
        "datePublished": article.published_at.iso if article.published_at else None,
        "dateModified": article.modified_at.iso if article.modified_at else None,
        "dateline": article.dateline.raw if article.dateline else None,
        "publisher": _organization(article.publisher or article.outlet),
        "isPartOf": {"@type": "WebSite", "name": article.outlet} if article.outlet else None,
        "sourceOrganization": _organization(article.agency),
        "articleSection": article.section,
        "keywords": list(article.tags),
        "inLanguage": article.language,
        "image": _image(article.lead_image),
        "isAccessibleForFree": None if article.access is None else article.access == "free",
        "articleBody": article.text,
    }
    return {
        "@context": "https://schema.org",
        "@type": TYPES.get(article.kind, "NewsArticle"),
        **{name: value for name, value in fields.items() if value not in (None, "", [])},
    }


def dumps(document: dict[str, Any], *, indent: int | None = None) -> str:
    """JSON that may stand inside ``<script type="application/ld+json">`` as it is.

    >>> dumps({"headline": "</script>"})
    '{"headline": "\\\\u003c/script\\\\u003e"}'
    """
    return json.dumps(document, ensure_ascii=False, indent=indent).translate(_SCRIPT_UNSAFE)


def _person(name: str, url: str | None) -> dict[str, str]:
    return {"@type": "Person", "name": name, **({"url": url} if url else {})}


def _organization(name: str | None) -> dict[str, str] | None:
    return {"@type": "NewsMediaOrganization", "name": name} if name else None


def _image(image: Image | None) -> dict[str, str] | None:
    if image is None:
        return None
    fields = {"url": image.url, "caption": image.caption, "creditText": image.credit}
    return {"@type": "ImageObject", **{name: value for name, value in fields.items() if value}}
