"""IPTC ninjs 3.1, News in JSON (https://www.iptc.org/std/ninjs/ninjs-schema_3.1.json)."""

from typing import Any

from warta.addresses import address_of
from warta.export.html import html
from warta.records import Article, Image, Moment

STANDARD = {
    "name": "ninjs",
    "version": "3.1",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#",
}

GENRES = {
    "opinion": ("opinion", "http://cv.iptc.org/newscodes/genre/Opinion"),
    "live_blog": ("live coverage", "http://cv.iptc.org/newscodes/genre/Live_coverage"),
}

NATURES = {"video": "video", "gallery": "composite"}
"""``type`` of kinds that are not mainly text."""


def ninjs(article: Article) -> dict[str, Any]:
    """The record as a ninjs 3.1 object; fields that are absent are left out.

    Times appear only as full instants, which ninjs asks for; a time that the page gives without zone or
    hour stands in ``edNote``. ``uri`` is the canonical or fetched address, or ``urn:warta:`` and the id.

    Example:
        >>> ninjs(Article(id="7f", headline="Naik"))["headlines"]
        [{'role': 'main', 'contentType': 'text/plain', 'value': 'Naik'}]
    """
    fields: dict[str, Any] = {
        "uri": address_of(article.canonical_url, article.url) or f"urn:warta:{article.id or 'unknown'}",
        "standard": STANDARD,
        "type": NATURES.get(article.kind, "text"),
        "representationType": "partial" if article.access in ("partial", "paywalled") else "full",
        "firstCreated": _instant(article.published_at),
        "versionCreated": _instant(article.modified_at) or _instant(article.published_at),
        "language": article.language,
        "headlines": _values(("main", article.headline), ("kicker", article.kicker)),
        "descriptions": _values(("summary", article.standfirst)),
        "bodies": _bodies(article),
        "by": article.byline or ", ".join(author.name for author in article.authors),
        "located": article.dateline.place if article.dateline else None,
        "slugline": article.section,
        "subjects": [{"name": tag} for tag in article.tags],
        "infoSources": [
            *({"name": author.name, "role": author.role or "writer"} for author in article.authors),
            *([{"name": article.agency, "role": "agency"}] if article.agency else []),
            *([{"name": article.outlet, "role": "outlet"}] if article.outlet else []),
        ],
        "copyrightHolder": article.publisher,
        "copyrightNotice": next(
            (each.value for each in article.reservations if each.kind == "copyright"), None
        ),
        "usageTerms": next((each.value for each in article.reservations if each.kind == "license"), None),
        "genres": [{"name": GENRES[article.kind][0], "uri": GENRES[article.kind][1]}]
        if article.kind in GENRES
        else None,
        "associations": _associations(article),
        "altIds": [{"role": "warta", "value": article.id}] if article.id else None,
        "edNote": _note(article),
    }
    return {name: value for name, value in fields.items() if value not in (None, "", [])}


def _instant(moment: Moment | None) -> str | None:
    instant = moment.instant if moment else None
    return instant.isoformat() if instant else None


def _note(article: Article) -> str | None:
    """Times that are no full instants, so that they are not lost."""
    times = {"published": article.published_at, "modified": article.modified_at}
    return (
        "; ".join(
            f"{name} {moment.iso}" for name, moment in times.items() if moment and moment.instant is None
        )
        or None
    )


def _values(*pairs: tuple[str, str | None]) -> list[dict[str, str]]:
    return [{"role": role, "contentType": "text/plain", "value": value} for role, value in pairs if value]


def _bodies(article: Article) -> list[dict[str, Any]]:
    if not article.text and not article.blocks:
        return []
    counts = {"charCount": len(article.text), "wordCount": len(article.text.split())}
    return [
        {"role": "main", "contentType": "text/plain", **counts, "value": article.text},
        {"role": "main", "contentType": "text/html", **counts, "value": html(article)},
    ]


def _associations(article: Article) -> list[dict[str, Any]]:
    """The lead image and the pictures of the blocks, each once."""
    images: dict[str, Image] = {}
    for image in (article.lead_image, *(block.image for block in article.blocks)):
        if image is not None and ":" in image.url:
            images.setdefault(image.url, image)
    return [
        {
            "name": "lead_image"
            if article.lead_image and url == article.lead_image.url
            else f"image_{number}",
            "uri": url,
            "type": "picture",
            **({"by": image.credit} if image.credit else {}),
            **({"descriptions": _values(("caption", image.caption))} if image.caption else {}),
            "renditions": [{"name": "original", "href": url}],
        }
        for number, (url, image) in enumerate(images.items(), 1)
    ]
