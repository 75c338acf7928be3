"""Hostile words in every field, shown by real Chromium: nothing runs, nothing leaves, nothing is markup."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from typing import Any
from urllib.parse import quote, urlencode

import pytest

CHROMIUM = shutil.which("chromium")
if CHROMIUM is None:
    pytest.skip("chromium is not installed (apt-get install chromium)", allow_module_level=True)
pytest.importorskip("uvicorn", reason="the extra serve is not installed")
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from starlette.requests import Request  # noqa: E402
from starlette.responses import HTMLResponse  # noqa: E402

from fuzz.api import served  # noqa: E402
from tests.payloads import ATTRIBUTES, ELEMENTS, EVERY, PAYLOADS, page, record  # noqa: E402
from warta.archive import Archive  # noqa: E402
from warta.server import app  # noqa: E402
from warta.server.guard import Guard  # noqa: E402

NO_OTHER_HOST = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
"""What asks another host is noted and fails."""

FIRST = [some[0] for some in PAYLOADS.values()]

LOOK = """([elements, attributes]) => {
  const found = [];
  if (window.pwn !== undefined || document.cookie.includes("pwn")) found.push("ran");
  for (const each of document.querySelectorAll("*")) {
    if (!elements.includes(each.localName)) found.push("element " + each.localName);
    for (const name of each.getAttributeNames()) {
      if (!attributes.includes(name)) found.push("attribute " + name + " of " + each.localName);
      if (!["href", "src", "action"].includes(name)) continue;
      const address = new URL(each.getAttribute(name), document.baseURI);
      if (!["http:", "https:", "mailto:"].includes(address.protocol)) found.push(name + " " + address.href);
    }
  }
  if (document.scripts.length !== 1) found.push(document.scripts.length + " scripts");
  if (document.querySelectorAll("meta[http-equiv], base, link:not([href='/static/room.css'])").length)
    found.push("document is steered");
  return found;
}"""
"""What a page holds that no template of the room has, as lines."""


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


class Watched:
    """A tab that notes what it asks for, what is refused to it, and dialogs."""

    def __init__(self, browser: Any, base: str) -> None:
        self.base = base
        self.noted: list[str] = []
        self.seen = 0
        self.tab = browser.new_page()
        self.tab.on("request", self._asked)
        self.tab.on("dialog", self._dialog)
        self.tab.on("console", lambda message: self._said(message.text))
        self.tab.on("pageerror", lambda error: self._said(str(error)))
        self.tab.on("popup", lambda popup: self._said(f"window {popup.url}"))

    def _dialog(self, dialog: Any) -> None:
        self.noted.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def _asked(self, request: Any) -> None:
        if not request.url.startswith(self.base):
            self.noted.append(f"asked {request.url[:200]}")

    def _said(self, text: str) -> None:
        # The status of pages that are errors on purpose is noted in the console too.
        if "Failed to load resource" not in text:
            self.noted.append(f"console {text[:200]}")

    def look(self, path: str) -> None:
        """Opens a page; what it should not hold is noted."""
        self.tab.goto(self.base + path, wait_until="domcontentloaded")
        self.noted += [f"{path[:200]}: {each}" for each in self.tab.evaluate(LOOK, [ELEMENTS, ATTRIBUTES])]
        self.seen += 1


def paths(archive: Archive) -> Iterator[str]:
    """Every kind of page; every payload in every field that a page shows, and in the address."""
    yield from ("/", "/?lang=id", "/speakers", "/search")
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


def _plain(words: str) -> str:
    """A page that a careless room would make of them."""
    return f"<!doctype html><title>x</title><h1>{words}</h1><a href=\"{words}\" title='{words}'>x</a>"


@pytest.fixture
def careless() -> Iterator[Callable[[bool], Any]]:
    """A server that puts payloads into a page as they are, behind the room's headers or without them."""
    with ExitStack() as stack:

        def serve(guarded: bool) -> str:
            async def answer(scope: Any, receive: Any, send: Any) -> None:
                number = int(Request(scope).query_params["n"])
                await HTMLResponse(_plain(EVERY[number]))(scope, receive, send)

            return stack.enter_context(served(Guard(answer, ()) if guarded else answer))

        yield serve


def test_the_payloads_are_live_and_the_policy_alone_stops_them(
    careless: Callable[[bool], str], browser: Any
) -> None:
    live = [number for number, words in enumerate(EVERY) if "pwn" in words][::2]
    ran = {}
    for guarded in (False, True):
        base = careless(guarded)
        tab = browser.new_page()
        tab.on("dialog", lambda dialog: dialog.dismiss())
        ran[guarded] = 0
        for number in live:
            with suppress(playwright.Error):  # Some lead away from the page at once.
                tab.goto(f"{base}/?n={number}")
                ran[guarded] += tab.evaluate("window.pwn") is not None
        tab.close()
    assert ran[False] > 25
    assert ran[True] == 0
