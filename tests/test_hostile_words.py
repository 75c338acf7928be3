"""Hostile words (`cases/hostile/payloads.tsv`) through pages, headers, exports, commands."""

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, get_args
from urllib.parse import quote, urlencode

import pytest
from click.testing import CliRunner

pytest.importorskip("starlette", reason="the extra serve is not installed")
pytest.importorskip("httpx2", reason="starlette's test client needs httpx2")

from markdown_it import MarkdownIt
from starlette.testclient import TestClient

from tests.payload_product import product, sample
from tests.payloads import ELEMENTS, EVERY, PAYLOADS, record
from warta.archive import Archive
from warta.cli import main
from warta.export.writers import SUFFIXES, Format, Writer
from warta.server import app, pages
from warta.server.guard import HEADERS

TAGS = {*ELEMENTS, "strong", "em", "img", "hr", "code", "thead"}
"""Of the pages, and of the exports."""
ADDRESS = re.compile(r"(https?://|mailto:)[^\x00-\x20\x7f]+|/[^/\\\x00-\x20].*|/|[?#].*", re.DOTALL)
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class Audit(HTMLParser):
    """Fails on an element, an attribute or an address that is none of ours."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, tag
        for name, value in attrs:
            assert not name.startswith(("on", "style", "srcdoc", "xlink")), name
            assert name not in ("formaction", "srcset", "ping", "background", "poster", "http-equiv"), name
            if name in ("href", "src", "action"):
                assert ADDRESS.fullmatch(value or ""), value
        if tag == "script":
            assert attrs == [("src", "/static/room.js")]


def audit(page: str) -> None:
    parser = Audit()
    parser.feed(page)
    parser.close()


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with Archive(tmp_path_factory.mktemp("hostile") / "news.warta", create=True) as made:
        for each in (0, 1):
            made.store(record(words, number, version=each) for number, words in enumerate(EVERY))
        yield made


@pytest.fixture(scope="module")
def client(archive: Archive) -> TestClient:
    return TestClient(app(archive), base_url="http://localhost", raise_server_exceptions=False)


def test_the_table_has_what_it_promises() -> None:
    assert len(EVERY) == len(set(EVERY)) > 250
    assert all(len(some) >= 4 for some in PAYLOADS.values())
    assert len(PAYLOADS) >= 20


def test_the_product_is_large_and_each_part_counts() -> None:
    made = product()
    assert len(made) == len(set(made)) >= 9_004
    some = sample(500)
    assert len(set(some)) == 500
    for mark in (
        "onerror",
        "javascript:",
        "evil.example",
        "</title>",
        "-->",
        "&#x3c;",
        "%3C",
        "\uff1c",
        "\0",
    ):
        assert any(mark in words for words in some), mark


def test_pages(archive: Archive, client: TestClient) -> None:
    for hit in archive.search(limit=1000).hits:
        answer = client.get(f"/article/{hit.id}/changes")
        assert answer.status_code == 200
        audit(answer.text)
    for words in EVERY:
        name, short = quote(words[:2000], safe=""), words[:400]
        asked = urlencode({"q": short, "outlet": short, short: short})
        for path in (f"/outlet/{name}", f"/speaker/{name}", f"//{name}", f"/search?{asked}"):
            answer = client.get(path)
            assert answer.status_code in (200, 400, 404, 408), path
            audit(answer.text)


def test_every_answer_has_the_headers(archive: Archive, client: TestClient) -> None:
    found = archive.search().hits[0].id
    asked = [
        "/",
        f"/article/{found}",
        f"/article/{found}/download/md",
        "/static/room.js",
        "/api/health",
        "/no",
    ]
    asked += ["/api/no", "/search?since=x", "/api/search?limit=x", "/api/openapi.json"]
    answers = [client.get(path) for path in asked]
    answers += [client.post("/"), client.head("/"), client.get("/", headers={"host": "evil.example"})]
    answers.append(client.get("/", headers={"if-none-match": answers[0].headers["etag"]}))
    for answer in answers:
        for name, value in HEADERS.items():
            assert answer.headers[name] == value, answer.url
    policy = HEADERS["content-security-policy"]
    for part in ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"):
        assert part in policy
    assert "unsafe" not in policy


def test_an_error_of_our_own_has_the_headers_and_says_nothing(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(request: Any) -> Any:
        raise RuntimeError("a secret")

    monkeypatch.setitem(pages.ANSWERS, "/speakers", broken)
    client = TestClient(app(archive), base_url="http://localhost", raise_server_exceptions=False)
    answer = client.get("/speakers")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert all(answer.headers[name] == value for name, value in HEADERS.items())


HOSTS = [
    "evil.example",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "localhost:80.evil.example",
    "localhost@evil.example",
    "evil.example#localhost",
    "[::1].evil.example",
    "127.0.0.1:80:80",
    "localhost\t",
    "localhost,evil.example",
    "0.0.0.0",
    "127.1",
    "2130706433",
    "",
]


@pytest.mark.parametrize("host", HOSTS)
def test_other_hosts_are_refused(client: TestClient, host: str) -> None:
    for path in ("/", "/api/search", "/static/room.js", "/nothing"):
        answer = client.get(path, headers={"host": host})
        assert answer.status_code == 421
        assert answer.text == "unknown host"


def test_no_host_and_two_hosts_are_refused(archive: Archive) -> None:
    import asyncio

    async def status(headers: list[tuple[bytes, bytes]]) -> int:
        sent: list[Any] = []

        async def send(message: Any) -> None:
            sent.append(message)

        scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": headers}
        await app(archive)(scope, None, send)  # type: ignore[arg-type]
        return int(sent[0]["status"])

    assert asyncio.run(status([])) == 421
    assert asyncio.run(status([(b"host", b"localhost"), (b"host", b"evil.example")])) == 421


def test_downloads_are_attachments_with_names_of_our_own(archive: Archive, client: TestClient) -> None:
    for hit in archive.search(limit=1000).hits[:: len(EVERY) // 20]:
        for form in ("md", "html", "csv", "json", "jsonld", "ninjs", "txt"):
            answer = client.get(f"/article/{hit.id}/download/{form}")
            assert answer.headers["content-type"] == "application/octet-stream"
            assert re.fullmatch(
                r'attachment; filename="[0-9a-f]{32}(\.[a-z]+)+"', answer.headers["content-disposition"]
            )
    for words in set(EVERY) - {".", ".."}:  # Which a client takes for folders.
        answer = client.get(f"/article/{hit.id}/download/{quote(words[:400], safe='')}")
        assert answer.status_code == 404


def export(words: str, form: Format) -> str:
    out = io.BytesIO()
    with Writer(out, form) as writer:
        writer.write(record(words, 1).to_json().encode())
    return out.getvalue().decode()


@pytest.mark.parametrize("kind", PAYLOADS)
def test_exports(kind: str) -> None:
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    for words in PAYLOADS[kind]:
        audit(export(words, "html"))
        article = record(words, 1)
        front, _, body = export(words, "md").removeprefix("---\n").partition("\n---\n")
        assert "\n---" not in front
        rendered = parser.render(body)
        audit(rendered)
        linked = json.loads(export(words, "jsonld"))
        assert linked["headline"] == words
        assert not set("<>&") & set(export(words, "jsonld"))
        news = json.loads(export(words, "ninjs"))
        assert news["headlines"][0]["value"] == words
        audit(news["bodies"][1]["value"])
        audit(article._repr_html_())
        for form in ("md", "txt", "why"):
            assert not CONTROL.search(export(words, form)), form


@pytest.mark.parametrize("kind", PAYLOADS)
def test_tables_hold_no_formula(kind: str) -> None:
    for words in PAYLOADS[kind]:
        rows = list(csv.reader(io.StringIO(export(words, "csv"), newline="")))
        assert len(rows) == 2
        assert len(rows[0]) == len(rows[1])
        assert not [cell for cell in rows[1] if cell[:1] in set("=+-@\t\r\n＝＋－＠") and cell]


COMMANDS = [
    *(["show", form] for form in get_args(Format) if form not in ("parquet", "why")),
    *(["said", form] for form in ("table", "jsonl", "csv")),
    *(["search"], ["search", "--json"], ["outlets"], ["outlets", "--json"], ["speakers"], ["revisions"]),
    *(["health"], ["show", "--why"], ["export", "csv"], ["export", "html"]),
]


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX's")
def test_a_terminal_is_not_steered(tmp_path: Path) -> None:
    import pty

    path = tmp_path / "news.warta"
    words = "".join(PAYLOADS["terminal"])
    with Archive(path, create=True) as archive:
        for each in (0, 1):
            archive.store([record(f"banjir {words}", 1, version=each)])
        (found,) = archive.search().hits
    code = (
        "import sys; from warta.cli import main;"
        " [main(words.split('|'), standalone_mode=False) for words in sys.argv[1:]]"
    )
    asked = []
    for command, *more in COMMANDS:
        form = [each for each in more if not each.startswith("-")]
        asked.append(
            "|".join(
                [
                    command,
                    str(path),
                    *([found.id] if command == "show" else []),
                    *(["--format", form[0]] if form else more),
                ]
            )
        )
    ours, theirs = pty.openpty()
    child = subprocess.Popen([sys.executable, "-c", code, *asked], stdout=theirs, stderr=theirs)
    os.close(theirs)
    seen = b""
    while True:
        try:
            part = os.read(ours, 65_536)
        except OSError:
            break
        if not part:
            break
        seen += part
    os.close(ours)
    assert child.wait() == 0, seen.decode(errors="replace")[-2000:]
    # Our own: bold and dim, and the terminal's line ends.
    text = re.sub(r"\x1b\[[012]m", "", seen.decode()).replace("\r\n", "\n")
    assert text.count("banjir") > len(COMMANDS)
    assert not CONTROL.search(text)


def test_answers_that_are_piped_are_clean_where_they_are_for_reading(tmp_path: Path) -> None:
    path = tmp_path / "news.warta"
    words = "".join(PAYLOADS["terminal"])
    with Archive(path, create=True) as archive:
        archive.store([record(f"banjir {words}", 1)])
        (found,) = archive.search().hits
    for command in (["show", str(path), found.id], ["said", str(path)], ["search", str(path), "banjir"]):
        made = CliRunner().invoke(main, command)
        assert made.exit_code == 0
        assert "banjir" in made.stdout
        assert not CONTROL.search(made.stdout)


def test_suffixes_are_words() -> None:
    assert all(re.fullmatch(r"(\.[a-z]+)+", suffix) for suffix in SUFFIXES.values())
