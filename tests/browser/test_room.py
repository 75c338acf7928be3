"""The real pages in real Chromium: hostile fields inert, marks and keys work."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium")
if CHROMIUM is None:
    pytest.skip("chromium is not installed (apt-get install chromium)", allow_module_level=True)
pytest.importorskip("uvicorn", reason="the extra serve is not installed")
pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from tests.browser.room import opened, running  # noqa: E402
from warta import Article, Block, Span  # noqa: E402
from warta.archive import Archive  # noqa: E402

PAYLOADS = [
    "<script>window.pwn=1</script>",
    '"><img src=https://evil.example/x onerror=window.pwn=1>',
    "<svg/onload=window.pwn=1>",
    "</title></textarea><script>window.pwn=1</script>",
    "'\" autofocus onfocus=window.pwn=1 x='",
    "javascript:window.pwn=1",
    "<iframe srcdoc='<script>parent.pwn=1</script>'>",
    "<math><mtext><style><img title='</style><img src onerror=window.pwn=1>'>",
    "<style>@import 'https://evil.example/a.css';</style>",
    "<base href=https://evil.example/><meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "{{constructor.constructor('window.pwn=1')()}}",
    "<form action=javascript:window.pwn=1><button autofocus>x",
]
"""One of each known class, written for this test."""


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Archive]]:
    with Archive(tmp_path_factory.mktemp("room") / "news.warta", create=True) as archive:
        archive.add([Path("examples/sindonews-2015.txt")])
        archive.store(
            Article(
                headline=words,
                outlet=words,
                kicker=words,
                byline=words,
                section=words,
                language=words,
                url=words,
                text=words,
                blocks=(Block(kind="paragraph", text=words, span=Span(0, len(words))),),
            )
            for words in PAYLOADS
        )
        with running(archive) as base:
            yield base, archive


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with opened(CHROMIUM) as made:
        yield made


def test_hostile_fields_run_nothing_and_ask_nothing(room: tuple[str, Archive], browser: Any) -> None:
    base, archive = room
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    paths = ["/", *(f"/article/{hit.id}" for hit in archive.search(limit=50).hits)]
    for path in paths:
        page.goto(base + path)
        assert page.evaluate("window.pwn") is None, path
    for words in PAYLOADS:
        page.goto(f"{base}/search")
        page.fill("#q", words)
        page.press("#q", "Enter")
        page.wait_for_load_state()
        assert page.evaluate("window.pwn") is None, words
    assert [url for url in asked if not url.startswith(base)] == []
    page.close()


def test_search_open_marks_evidence_speaker_keyboard_dark(room: tuple[str, Archive], browser: Any) -> None:
    base, _ = room
    page = browser.new_page(color_scheme="dark")
    page.goto(base)
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert dark == "rgb(23, 23, 21)"
    page.keyboard.press("/")
    page.keyboard.type("serangan")
    page.keyboard.press("Enter")
    page.click(".hits h2 a")
    assert page.locator("article mark").count() > 3
    page.locator(".said").first.hover()
    assert page.locator("mark.lit").count() > 0
    page.click("#why > summary")
    assert page.locator("#why .field").first.is_visible()
    page.locator(".said b a").first.click()
    assert page.locator(".chart rect").count() > 0
    page.close()
