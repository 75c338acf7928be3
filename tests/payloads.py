"""Strings that try to be more than words (`cases/hostile/payloads.tsv`), in every field."""

import re
from html import escape
from pathlib import Path

import msgspec

from warta import (
    Article,
    Author,
    Block,
    Capture,
    Dateline,
    DocumentPlace,
    Dropped,
    Evidence,
    Image,
    Mark,
    Moment,
    Pagination,
    Passage,
    Reservation,
    Rival,
    Span,
    Speaker,
    StatedTime,
    Statement,
    Via,
)

LONG = 20_000
"""Characters of a payload of class long."""

_ESCAPE = re.compile(r"\\(?:([\\nrt])|x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|(.))")
_NAMED = {"\\": "\\", "n": "\n", "r": "\r", "t": "\t"}


def _unescaped(match: re.Match[str]) -> str:
    if match[5]:
        raise ValueError(f"no such escape: {match[0]}")
    return _NAMED[match[1]] if match[1] else chr(int(match[2] or match[3] or match[4], 16))


def load() -> dict[str, list[str]]:
    """Payloads by class."""
    path = Path(__file__).parent.parent / "cases/hostile/payloads.tsv"
    made: dict[str, list[str]] = {}
    for line in path.read_text("utf-8").split("\n"):
        if line and not line.startswith("# "):
            kind, payload = line.split("\t")
            words = _ESCAPE.sub(_unescaped, payload)
            made.setdefault(kind, []).append((words * LONG)[:LONG] if kind == "long" else words)
    return made


PAYLOADS = load()
EVERY = [words for some in PAYLOADS.values() for words in some]


_ELEMENTS = """
html head meta title link script body a header form label input button nav main div section aside article h1
h2 h3 p b i time ol ul li span svg rect figure figcaption mark blockquote pre table tbody tr th td br details
thead
summary dl dt dd ins del
"""
ELEMENTS = _ELEMENTS.split()
"""All that the room's pages are made of."""

_ATTRIBUTES = """
lang charset name content rel href src scope class id action role for type value placeholder maxlength
data-s aria-label datetime title viewBox preserveAspectRatio x y width height
hreflang aria-current aria-hidden aria-live tabindex start hidden data-light data-dark data-auto data-theme
"""
ATTRIBUTES = _ATTRIBUTES.split()


def record(words: str, number: int, *, version: int = 0) -> Article:
    """A record with the words in every field that a page can fill; versions are of one page."""
    text = f"{words}\n\n{words} {version}"
    span = Span(0, len(words))
    passage = Passage(span=span, text=words)
    where = DocumentPlace(span=span)
    image = Image(url=words, caption=words, credit=words, alt=words)
    statement = Statement(
        place="text",
        type="indirect",
        construction=words,
        source=passage,
        speaker=Speaker(name=words, role=words, affiliation=words, kind=words, rule=words),
        cue=passage,
        lemma=words,
        content=(passage,),
        act=words,
        category=words,
        status=words,
        addressee=passage,
        target=passage,
        via=(Via(outlet=words, span=span),),
        medium=passage,
        occasion=passage,
        time=StatedTime(span=span, text=words, value=words, role=words),
        missing={words: words},
    )
    return Article(
        id=f"{number * 2 + version:032x}",
        payload_hash=words,
        name=words,
        fetched_at=f"2024-02-0{version + 1}T10:00:00Z",
        url=words,
        canonical_url=f"https://hostile.example/{number}",
        amp_url=words,
        form=words,
        encoding=words,
        kind=words,
        language=words,
        headline=words,
        kicker=words,
        standfirst=words,
        authors=(Author(name=words, role=words, url=words),),
        byline=words,
        initials=words,
        agency=words,
        dateline=Dateline(raw=words, place=words, agency=words),
        outlet=words,
        publisher=words,
        section=words,
        tags=(words, words),
        published_at=Moment(iso="2024-02-09T08:30:00+07:00", raw=words, zone=words),
        lead_image=image,
        blocks=(
            *(
                Block(
                    kind=kind,
                    text=words,
                    span=span,
                    level=2,
                    marks=(Mark(span=span, kind="link", url=words), Mark(span=span, kind="strong")),
                )
                for kind in ("paragraph", "subhead", "quotation", "preformatted", "list_item")
            ),
            Block(kind="table", rows=((words, words),)),
            Block(kind="image", image=image),
            Block(kind="embed", url=words),
        ),
        text=text,
        pagination=Pagination(page=1, pages=1, next_url=words, whole_url=words),
        access=words,
        reservations=(Reservation(kind="copyright", value=words, key=words),),
        truncated=(words,),
        missing={"text": words, words: words},
        evidence=(
            Evidence(
                field=words,
                value=words,
                raw=words,
                rule=words,
                where=where,
                rivals=(Rival(value=words, rule=words, where=where, reason=words),),
            ),
        ),
        dropped=(Dropped(span=span, reason=words, text=words),),
        document_text=words,
        statements=(statement, msgspec.structs.replace(statement, place="headline")),
    )


def page(words: str, number: int) -> Capture:
    """A page with the words in every place that a reader of pages looks at, raw and escaped."""
    safe = escape(words)
    data = msgspec.json.encode(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": words,
            "author": {"@type": "Person", "name": words, "url": words},
            "publisher": {"@type": "Organization", "name": words},
            "articleSection": words,
            "keywords": words,
            "image": words,
            "articleBody": words,
        }
    ).decode()
    metas = "".join(
        f'<meta property="{name}" content="{safe}">'
        for name in ("og:title", "og:site_name", "og:url", "article:section", "article:tag", "article:author")
    )
    return Capture(
        payload=f"""<!doctype html><html lang="id"><head><title>{words}</title>{metas}
<meta name="author" content="{safe}"><link rel="canonical" href="https://page.example/{number}">
<script type="application/ld+json">{data}</script></head><body><article><h1>{safe}</h1>
<p class="byline">Oleh {safe}</p><p>JAKARTA, {safe} - Banjir merendam {number} rumah di Kabupaten Demak sejak
Jumat pagi, dan warga mengungsi ke balai desa dengan perahu karet milik petugas.</p>
<p>"Air naik {safe} sampai setinggi dada," kata Budi Santoso, Kepala Badan {safe}, seperti dikutip {safe},
Jumat (9/2/2024).</p><p><a href="{safe}">{safe}</a> {words}</p>
<figure><img src="{safe}" alt="{safe}"><figcaption>{safe}</figcaption></figure><p>{safe}</p>
</article></body></html>""".encode("utf-8", "replace"),
        url=f"https://page.example/{number}",
        name=f"{number}.html",
        content_type="text/html; charset=utf-8",
    )
