"""A record written by hand, with every field filled, for the tests of what is done with records."""

from warta import (
    Article,
    Author,
    Block,
    Dateline,
    DerivedPlace,
    DocumentPlace,
    Dropped,
    Evidence,
    Image,
    Mark,
    MetadataPlace,
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

HOSTILE = (
    "</script><script>alert(1)</script>",
    "a\nb\r\nc",
    "---\nowned: true\n---",
    "\"quoted\" \\ and 'single'",
    "=1+1;@SUM(A1)",
    "# not a heading",
    "1. not a list",
    "- not a list",
    "> not a quotation",
    "| a | b |",
    "[x](javascript:alert(1))",
    "![x](http://example.org/x.png)",
    "<img src=x onerror=alert(1)>",
    "&lt;b&gt; &amp; &#60;",
    "***bold*** _em_ `code` ~~gone~~",
    "tab\there",
    "nul\x00 esc\x1b[31m nel\x85 ls\u2028 bom\ufeff del\x7f",
    "emoji 🗞️ and عربى",
    "===\n---",
    "```\ncode\n```",
    "    four spaces",
    "http://example.org/bare",
    "yes",
    "2015-10-11",
    "trailing\\",
)
"""Strings that some format takes for its own syntax."""

PARAGRAPH = "Banjir merendam 200 rumah di Demak, kata BPBD."


def sample() -> Article:
    """An article with every field filled."""
    text = f"Air setinggi dada.\n\nWarga mengungsi\n\n{PARAGRAPH}"
    start = text.index(PARAGRAPH)
    document = f"HOME\nBanjir di Demak\n{PARAGRAPH}"
    return Article(
        id="b3f1",
        payload_hash="blake3:00",
        name="demak.html",
        fetched_at="2024-02-09T10:00:00Z",
        url="https://example.org/a?x=1",
        canonical_url="https://example.org/a",
        amp_url="https://example.org/amp/a",
        form="html",
        encoding="UTF-8",
        kind="article",
        language="id",
        headline="Banjir di Demak",
        kicker="Jawa Tengah",
        standfirst="Air setinggi dada.",
        authors=(
            Author(name="Sri Lestari", role="writer", url="https://example.org/sri"),
            Author(name="Budi Santoso", role="editor"),
            Author(name="Rina", role="photographer"),
        ),
        byline="Sri Lestari, Editor: Budi Santoso",
        initials="ian",
        agency="Antara",
        dateline=Dateline(raw="DEMAK, Kabar", place="DEMAK", agency="Kabar"),
        outlet="Kabar",
        publisher="PT Kabar Raya",
        section="Daerah",
        tags=("banjir", "demak"),
        published_at=Moment(
            iso="2024-02-09T08:30+07:00", raw="Jumat, 9 Februari 2024 08:30 WIB", zone="stated"
        ),
        modified_at=Moment(iso="2024-02-09", raw="9/2/2024", zone="none"),
        lead_image=Image(url="https://example.org/a.jpg", caption="Warga", credit="Rina/Kabar", alt="Perahu"),
        blocks=(
            Block(kind="subhead", text="Warga mengungsi", level=2, span=Span(20, 35)),
            Block(
                kind="paragraph",
                text=PARAGRAPH,
                span=Span(start, start + len(PARAGRAPH)),
                marks=(
                    Mark(span=Span(0, 6), kind="strong"),
                    Mark(span=Span(29, 34), kind="link", url="https://example.org/demak"),
                    Mark(span=Span(36, 40), kind="link", url="javascript:alert(1)"),
                ),
            ),
            Block(kind="list_item", text="Satu", level=1, ordered=True),
            Block(kind="list_item", text="Dalam", level=2),
            Block(kind="list_item", text="Dua", level=1, ordered=True),
            Block(kind="quotation", text="Kami mengungsi."),
            Block(kind="preformatted", text="a  b\n c"),
            Block(kind="table", rows=(("Desa", "Rumah"), ("Sayung", "20|0"))),
            Block(
                kind="image", image=Image(url="https://example.org/b.jpg", caption="Peta", alt="Peta Demak")
            ),
            Block(kind="embed", url="https://example.org/video"),
        ),
        text=text,
        pagination=Pagination(page=1, pages=3, next_url="https://example.org/a?p=2"),
        access="free",
        reservations=(Reservation(kind="copyright", value="© 2024 Kabar", key="footer"),),
        truncated=("depth",),
        missing={"pagination": "not_stated"},
        evidence=(
            Evidence(
                field="headline",
                value="Banjir di Demak",
                raw="Banjir di Demak - Kabar",
                rule="headline_h1",
                where=DocumentPlace(span=Span(5, 20)),
                rivals=(
                    Rival(
                        value="Kabar",
                        rule="headline_og",
                        where=MetadataPlace(key="meta[property=og:title]"),
                        reason="is_outlet",
                    ),
                ),
            ),
            Evidence(field="url", value="https://example.org/a", raw="", rule="given", where=DerivedPlace()),
        ),
        dropped=(Dropped(span=Span(0, 4), reason="navigation", text="HOME"),),
        document_text=document,
        statements=(
            Statement(
                place="text",
                source=Passage(span=Span(20, 24), text="Budi"),
                speaker=Speaker(
                    name="Budi", role="Camat", affiliation="Demak", kind="person", rule="as_written"
                ),
                cue=Passage(span=Span(15, 19), text="kata"),
                lemma="kata",
                content=(Passage(span=Span(0, 14), text='"Air naik lagi'),),
                type="direct",
                act="says",
                category="CONSULT",
                status="claimed",
                attitude=True,
                addressee=Passage(span=Span(25, 41), text="kepada wartawan"),
                target=Passage(span=Span(0, 3), text="Air"),
                via=(Via(outlet="Kabar", span=Span(0, 5)),),
                medium=Passage(span=Span(0, 3), text="Air"),
                occasion=Passage(span=Span(0, 3), text="Air"),
                time=StatedTime(span=Span(0, 3), text="Jumat (9/2)", value="2024-02-09", role="said"),
                nested_in=0,
                construction="quote_cue",
                confidence=0.5,
                missing={"target": "act_has_none"},
            ),
        ),
    )


def hostile(words: str) -> Article:
    """An article that says ``words`` wherever a page can put them."""
    return Article(
        id="b3f1",
        kind="article",
        language="id",
        headline=words,
        kicker=words,
        standfirst=words,
        authors=(Author(name=words),),
        byline=words,
        agency=words,
        dateline=Dateline(raw=words, place=words),
        outlet=words,
        publisher=words,
        section=words,
        tags=(words, "b"),
        published_at=Moment(iso="2024-02-09", raw=words, zone="none"),
        lead_image=Image(url="https://example.org/a.jpg", caption=words, credit=words, alt=words),
        blocks=(
            Block(kind="paragraph", text=words, marks=(Mark(span=Span(0, 3), kind="link", url=words),)),
            Block(kind="subhead", text=words, level=3),
            Block(kind="list_item", text=words, level=1),
            Block(kind="quotation", text=words),
            Block(kind="preformatted", text=words),
            Block(kind="table", rows=((words, "b"), (words,))),
            Block(kind="image", image=Image(url=words, caption=words, alt=words)),
            Block(kind="embed", url=words),
        ),
        text=words,
        missing={"byline": words},
    )
