"""Hostile words in every field, shown by real Chromium: nothing runs, nothing leaves, nothing is markup."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest

CHROMIUM = shutil.which("chromium")
if CHROMIUM is None:
    pytest.skip("chromium is not installed (apt-get install chromium)", allow_module_level=True)
pytest.importorskip("uvicorn", reason="the extra serve is not installed")
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from fuzz import payloads  # noqa: E402
from fuzz.api import served  # noqa: E402
from tests.browser.watched import NO_OTHER_HOST, Watched, ran  # noqa: E402
from tests.payload_product import sample  # noqa: E402
from tests.payloads import EVERY, PAYLOADS, page, record  # noqa: E402
from warta.archive import Archive  # noqa: E402
from warta.server import app  # noqa: E402

PRODUCT = 150
"""Strings of the large set that are shown here; `fuzz.payloads` shows all."""

FIRST = [some[0] for some in PAYLOADS.values()]


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Archive]]:
    with Archive(tmp_path_factory.mktemp("hostile") / "news.warta", create=True) as archive:
        archive.store(
            record(words, number, version=each) for number, words in enumerate(EVERY) for each in (0, 1)
        )
        archive.add_captures(page(words, number) for number, words in enumerate(EVERY))
        for hit, words in zip(archive.search(limit=len(FIRST)).hits, FIRST, strict=True):
            archive.correct(hit.id, {"headline": words}, person=words, note=words)
        with served(app(archive)) as address:
            yield address, archive


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        made = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", NO_OTHER_HOST])
        yield made
        made.close()


def paths(archive: Archive) -> Iterator[str]:
    """Every kind of page; every payload in every field that a page shows, and in the address."""
    yield from ("/", "/?lang=id", "/speakers", "/outlets", "/statements", "/search")
    found = archive.search(limit=1000).hits
    yield from (f"/search?offset={offset}" for offset in range(0, len(found), 40))
    records = [hit.id for hit in found if hit.url and "//hostile" in hit.url]
    pages = [hit.id for hit in found if hit.url and "//page" in hit.url]
    for each, words in zip(records, EVERY, strict=True):
        yield f"/article/{each}?{urlencode({'q': words[:400], words[:400]: words[:400]})}"
    yield from (f"/article/{each}" for each in pages[:: len(pages) // 10])
    yield from (f"/article/{each}/changes" for each in records[:: len(records) // 10])
    for words in FIRST:
        yield f"/search?{urlencode({'q': words[:400], 'outlet': words[:400], 'section': words[:400]})}"
        yield f"/outlet/{quote(words[:2000], safe='')}"
        yield f"/speaker/{quote(words[:2000], safe='')}"
    for words in FIRST:
        short = quote(words[:400], safe="")
        yield from (
            f"/{short}",
            f"//{short}",
            f"/article/{short}",
            f"/search?since={short}",
            f"/speakers?q={short}",
            f"/statements?by={short}&speaker={short}&via={short}",
        )


def test_every_page_shows_them_as_words(room: tuple[str, Archive], browser: Any) -> None:
    base, archive = room
    watched = Watched(browser, base)
    for path in paths(archive):
        watched.look(path)
    watched.tab.wait_for_timeout(500)
    watched.tab.close()
    assert watched.noted == []
    assert watched.seen > 450


def test_the_payloads_are_live_and_the_policy_alone_stops_them(browser: Any) -> None:
    live = [words for words in EVERY if "pwn" in words][::2]
    assert ran(browser, live, guarded=False) > 25
    assert ran(browser, live, guarded=True) == 0


def test_a_sample_of_the_product_is_words(browser: Any, tmp_path: Path) -> None:
    assert payloads.looked(browser, sample(PRODUCT), tmp_path) == []


def test_markup_among_the_pages_is_noted(browser: Any, tmp_path: Path) -> None:
    some = sample(payloads.TOGETHER)
    noted = payloads.looked(browser, some, tmp_path, careless="<img src=x onerror=window.pwn=1>")
    assert any("element img" in each for each in noted)
    assert any("console" in each for each in noted)


def test_a_page_that_swallows_others_is_noted(browser: Any, tmp_path: Path) -> None:
    assert payloads.looked(browser, sample(5), tmp_path, careless="<!--")


def test_strings_of_the_product_run_where_nothing_stops_them(browser: Any) -> None:
    live = [words for words in sample(100) if "pwn" in words]
    assert ran(browser, live, guarded=False) > len(live) // 10
    assert ran(browser, live, guarded=True) == 0
