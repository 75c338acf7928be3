"""Hostile pages by recipe, and the child process that reads one and reports what it cost.

Each recipe takes a size in bytes and gives a page of about that size. Where the page goes on after the
attack, it ends in `TAIL`, whose words must be found again.
"""

import json
import random
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

MARKER = "Penanda terakhir sesudah serangan, kata juru bicara di Jakarta."

HEAD = (
    "<!doctype html><html lang=id><head><title>Uji</title></head><body><article><h1>Uji serangan</h1>"
    "<p>Kalimat pertama berita ini cukup panjang untuk sebuah paragraf, kata penulisnya kemarin.</p>"
)

TAIL = f"<p>{MARKER}</p></article></body></html>"


def page(attack: str) -> bytes:
    """The attack inside an otherwise harmless article."""
    return (HEAD + attack + TAIL).encode("utf-8", "surrogatepass")


def repeated(piece: str, size: int) -> str:
    return piece * (size // len(piece))


def nested(opening: str, size: int, closing: str = "") -> str:
    count = size // (len(opening) + len(closing))
    return opening * count + "x" + closing * count


def json_ld(body: str) -> str:
    return f'<script type="application/ld+json">{body}</script>'


def drawn(data: str) -> bytes:
    """A page that prints nothing, with data for its scripts."""
    title = "Uji serangan lewat data untuk naskah"
    head = f"<!doctype html><title>{title}</title><meta property=og:type content=article><body>"
    return (head + f"<script>state = {data.replace('TITLE', title)}</script>").encode()


def numbered(piece: str, size: int) -> str:
    count = size // len(piece.format(100_000))
    return "".join(piece.format(number) for number in range(count))


def noise(size: int) -> bytes:
    return random.Random(7).randbytes(size)


TITLED = '{{"title":"TITLE","a":{{"b":[{{"text":"' + "kata panjang " * 9 + '{0}"}}]}}}},'

# Attacks after which the page goes on: the marker must be in the visible text.
GOES_ON: dict[str, Callable[[int], bytes]] = {
    "nested_div": lambda size: page(nested("<div>", size, "</div>")),
    "nested_div_unclosed": lambda size: page(nested("<div>", size)),
    "nested_list": lambda size: page(nested("<ul><li>", size)),
    "nested_table": lambda size: page(nested("<table><tr><td>", size) + "</td></tr></table>" * (size // 12)),
    "nested_quotation": lambda size: page(nested("<blockquote>", size, "</blockquote>")),
    "misnested_formatting": lambda size: page(repeated("<b><i></b></i>", size)),
    "formatting_never_closed": lambda size: page(repeated("<p><b><i><u>x", size)),
    "formatting_with_attributes": lambda size: page(numbered("<font size={0}><p>x", size)),
    "links_inside_links": lambda size: page(repeated("<a href=/x><p>x", size) + "</a>"),
    "link_flood": lambda size: page(numbered("<a href=/artikel/{0}>tautan {0}</a> ", size)),
    "paragraph_flood": lambda size: page(repeated("<p>", size)),
    "heading_flood": lambda size: page(numbered("<h1>Judul ke-{0}</h1>", size)),
    "attribute_flood": lambda size: page("<div " + numbered("a{0}=1 ", size) + ">x</div>"),
    "attribute_repeated": lambda size: page("<div " + repeated("class=a ", size) + ">x</div>"),
    "attribute_long": lambda size: page(f"<img src='data:image/png;base64,{'A' * size}'>"),
    "class_flood": lambda size: page(numbered("<p class='c{0} d{0}'>x</p>", size)),
    "entity_flood": lambda size: page("<p>" + repeated("&amp;&#x41;&hellip;&nosuch;", size)),
    "entity_never_ends": lambda size: page("<p>&" + "a" * size + "</p>"),
    "comment_flood": lambda size: page(repeated("<!--x-->", size)),
    "comment_dashes": lambda size: page("<!--" + repeated("--!-<!", size) + "-->"),
    "open_brackets": lambda size: page("<p>" + repeated("< ", size)),
    "end_tag_flood": lambda size: page(repeated("</section></span>", size)),
    "doctype_flood": lambda size: page(repeated("<!doctype html>", size)),
    "template_flood": lambda size: page(nested("<template>", size, "</template>")),
    "svg_flood": lambda size: page(repeated("<svg><path d='M0 0'/></svg><math><mi>x</mi></math>", size)),
    "select_flood": lambda size: page("<select>" + repeated("<option>x", size) + "</select>"),
    "table_misplaced_text": lambda size: page("<table>" + repeated("<tr>x<td>y", size) + "</table>"),
    "meta_flood": lambda size: page(numbered("<meta property=og:title content='Judul {0}'>", size)),
    "json_ld_deep": lambda size: page(json_ld('{"a":' * (size // 5) + "1" + "}" * (size // 5))),
    "json_ld_wide": lambda size: page(json_ld("[" + repeated('{"@type":"NewsArticle"},', size) + "1]")),
    "json_ld_flood": lambda size: page(repeated(json_ld('{"@type":"NewsArticle","headline":"x"}'), size)),
    "article_body_flood": lambda size: page(
        json_ld(json.dumps({"@type": "NewsArticle", "articleBody": numbered("kalimat ke {0} ", size // 2)}))
        + numbered("<p>paragraf panjang nomor {0}</p>", size // 2)
    ),
    "figure_flood": lambda size: page(
        numbered("<figure><img src={0}.jpg><figcaption>Gambar {0}</figcaption></figure>", size)
    ),
    "date_flood": lambda size: page(numbered("<p>Senin, 5 Februari 2024 08:{0} WIB</p>", size)),
    "byline_flood": lambda size: page(numbered("<p class=byline>Penulis: Budi Santoso {0}</p>", size)),
    "text_node": lambda size: page(f"<p>{repeated('kata ', size)}</p>"),
    "word_without_end": lambda size: page(f"<p>{'a' * size}</p>"),
    "newline_flood": lambda size: page("<p>x" + "\n" * size + "y</p>"),
    "nul_flood": lambda size: page("<p>" + repeated("a\0", size)),
    "control_characters": lambda size: page("<p>" + repeated("\x01\x08\x1b[31m\x7f\x85", size)),
    "direction_overrides": lambda size: page("<p>" + repeated("\u202e\u2066\u200bا", size // 2)),
    "combining_marks": lambda size: page("<p>a" + "\u0301" * (size // 2)),
    "not_characters": lambda size: page("<p>" + repeated("\ufffe\U0001ffff\ufeff", size // 3)),
}  # fmt: skip

# Pages that end in the attack, or hold nothing to read: no marker, but a record all the same.
ENDS: dict[str, Callable[[int], bytes]] = {
    "empty": lambda size: b"",
    "blank": lambda size: b" \n" * (size // 2),
    "binary": noise,
    "image": lambda size: b"\x89PNG\r\n\x1a\n" + noise(size),
    "pdf": lambda size: b"%PDF-1.7\n" + noise(size),
    "zeros": lambda size: bytes(size),
    "only_open_brackets": lambda size: b"<" * size,
    "comment_unclosed": lambda size: page("<!--" + "x" * size),
    "script_unclosed": lambda size: page("<script>" + repeated("if (a<b) '</scrip';", size)),
    "plaintext": lambda size: page("<plaintext>" + repeated("<p>x", size)),
    "tag_unclosed_wide": lambda size: ("<p " + "㹶" * (size // 3)).encode(),
    "tag_unclosed": lambda size: page("<div title='" + "x" * size),
    "frameset": lambda size: page("<frameset>" + repeated("<frame src=x>", size)),
    "utf_16_unmarked": lambda size: page(repeated("kata ", size)).decode().encode("utf-16-le"),
    "utf_16_odd": lambda size: b"\xff\xfe" + repeated("<p>kata ", size).encode("utf-16-le") + b"\0",
    "utf_7_claimed": lambda size: b"<meta charset=utf-7>+ADw-script+AD4-" + noise(size),
    "mixed_encodings": lambda size: b"<meta charset=utf-8><p>" + b"\xe9 \xc3\xa9 \x81\x30 " * (size // 8),
    "truncated_character": lambda size: page(repeated("é", size // 2))[: size + 1 + len(HEAD)],
    "flat_one_line": lambda size: repeated("kata yang panjang. ", size).encode(),
    "flat_short_lines": lambda size: numbered("baris {0}\n", size).encode(),
    "flat_repeated_headline": lambda size: repeated("Harga Naik di Pasar Induk\n", size).encode(),
    "flat_datelines": lambda size: repeated("JAKARTA, KOMPAS.com - Satu.\n\n", size).encode(),
    "script_names": lambda size: (
        f"<h1>A page</h1><script>{'datePublished ' * (size // 14)}</script>".encode()
    ),
    "data_titled": lambda size: drawn(
        f"[{numbered(TITLED, size)[:-1]}]"
    ),
    "data_deep": lambda size: drawn('{"title":"TITLE","a":[' * (size // 42) + "1" + "]}" * (size // 42)),
    "data_brackets": lambda size: drawn(repeated('=[{"=[{', size)),
    "data_quoted": lambda size: drawn('{"title":"TITLE","body":"' + repeated("kata ({[", size) + '"}'),
    "data_pieces": lambda size: drawn(
        '{"title":"TITLE","body":[' + repeated('[{"text":"kata ' + "lain " * 12 + ',"}],', size)[:-1] + "]}"
    ),
    "data_slots": lambda size: drawn(
        '{"title":"TITLE","body":"' + repeated("kata kata {{kata $$", size) + '"}'
    ),
    "data_attributes": lambda size: page(numbered("<p data-x='[{0}," + "1," * 300 + "1]'>x</p>", size)),
    "flat_dates": lambda size: numbered("Senin, 5 Februari 2024 - 14:{0} WIB\n", size).encode(),
    "flat_carriage_returns": lambda size: b"kata\r" * (size // 5),
}  # fmt: skip

PAGES = GOES_ON | ENDS


def peak() -> int:
    """Most bytes that this process held at once; 0 where the system does not tell.

    ``ru_maxrss`` would not do: it survives ``exec``, so it starts at the parent's peak.
    """
    status = Path("/proc/self/status")
    found = re.search(r"VmHWM:\s+(\d+)", status.read_text(encoding="ascii")) if status.exists() else None
    return int(found[1]) * 1024 if found else 0


def cost(name: str, size: int, repeats: int) -> dict[str, object]:
    """Reads the page ``repeats`` times: best seconds, growth of the peak memory, and what came out."""
    import warta

    payload = PAGES[name](size)
    warta.read(b"<p>x")
    before = peak()
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        article = warta.read(payload, "https://example.org/a")
        seconds.append(time.perf_counter() - start)
    grown = peak() - before
    article = warta.read(payload, "https://example.org/a", evidence=True)
    return {
        "bytes": len(payload),
        "seconds": min(seconds),
        "memory": grown,
        "marker": MARKER in (article.document_text or ""),
        "in_text": MARKER in article.text,
        "truncated": article.truncated,
        "missing": article.missing,
        "blocks": len(article.blocks),
    }


if __name__ == "__main__":
    print(json.dumps(cost(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))))
