"""The real pages in real Chromium: marks and keys work."""

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

from tests.browser.room import follow, opened, running  # noqa: E402
from warta.archive import Archive  # noqa: E402


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Archive]]:
    with Archive(tmp_path_factory.mktemp("room") / "news.warta", create=True) as archive:
        archive.add([Path("examples/sindonews-2015.txt")])
        with running(archive) as base:
            yield base, archive


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with opened(CHROMIUM) as made:
        yield made


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
    follow(page, page.locator(".said b a").first)
    assert page.locator(".chart rect").count() > 0
    page.close()
