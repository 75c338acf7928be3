"""Hostile strings by the thousand through the reading room, in real Chromium.

    python -m fuzz.payloads [--payloads 9004] [--after 8500]

Every string of the product of acts, places and encodings (`cases/hostile/product.tsv`; ``--payloads`` takes so
many from all over it) stands in every field of a record, and in an address: of a search, an outlet, a speaker
or nothing, in turn. What the room answers, byte for byte, goes to Chromium with the room's headers, the pages
of many strings as one document, since the browser's start of a page costs more than the page. Nothing may run, ask
another host, be reported by the policy, or be markup that no template has. That it can fail is shown first:
the same strings in a careless page run without the policy, and one of them among the room's pages is noted.
After each batch a line tells the totals; the exit status is 1 where anything was noted.
"""

import argparse
import itertools
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from fuzz.api import served
from tests.asked import get
from tests.browser.watched import NO_OTHER_HOST, Watched, ran
from tests.payload_product import product, sample
from tests.payloads import record
from warta.archive import Archive
from warta.server import app
from warta.server.guard import Guard

BATCH = 500
"""Strings of one archive."""

TOGETHER = 25
"""Strings whose pages are one document; as each has two, 50 pages."""

CONTROLS = 200
"""Strings that are shown by a careless page."""

OUR_SCRIPT = '<script src="/static/room.js"></script>'
"""Of the first page alone: it would start anew for each."""


async def answered(room: ASGIApp, address: str) -> str:
    """What the room answers, as it is."""
    body, statuses = b"", []

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        nonlocal body
        if message["type"] == "http.response.start":
            statuses.append(message["status"])
        body += message.get("body", b"")

    await room(get(address), receive, send)
    assert statuses[0] in (200, 400, 404, 408), (statuses, address)
    return body.decode()


def addresses(words: str, article: str, number: int) -> tuple[str, str]:
    """The page of the article that is made of the words, and one of those whose address they stand in."""
    short = words[:400]
    name = quote(words, safe="")
    others = (
        f"/search?{urlencode({'q': short, 'outlet': short, 'section': short, 'author': short})}",
        f"/outlet/{name}",
        f"/speaker/{name}",
        f"/{name}",
    )
    return f"/article/{article}?{urlencode({'q': short, short: short})}", others[number % len(others)]


class Together:
    """The room, and documents that each are many of its pages at ``/together/NUMBER``."""

    def __init__(self, room: ASGIApp, careless: str | None) -> None:
        self._room = room
        self._careless = careless
        self._guarded = Guard(self._document, ())
        self.addresses: list[list[str]] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers as the room, or with a document."""
        together = scope["type"] == "http" and scope["path"].startswith("/together/")
        await (self._guarded if together else self._room)(scope, receive, send)

    async def _document(self, scope: Scope, receive: Receive, send: Send) -> None:
        wanted = self.addresses[int(scope["path"].rpartition("/")[2])]
        first, *rest = [await answered(self._room, address) for address in wanted]
        if self._careless is not None:
            first = first.replace("</main>", f"{self._careless}</main>", 1)
        document = first + "".join(page.replace(OUR_SCRIPT, "", 1) for page in rest)
        await HTMLResponse(document)(scope, receive, send)


def looked(browser: Any, payloads: Sequence[str], folder: Path, *, careless: str | None = None) -> list[str]:
    """What Chromium notes of the pages of some strings; ``careless`` is put among them as it is."""
    with Archive(folder / "news.warta", create=True) as archive:
        archive.store(record(words, number) for number, words in enumerate(payloads))
        articles = dict(archive.connection.execute("SELECT canonical_url, id FROM articles"))
        together = Together(app(archive, seconds=60), careless)
        with served(together) as base:
            watched = Watched(browser, base)
            numbers = iter(range(len(payloads)))
            while some := list(itertools.islice(numbers, TOGETHER)):
                asked = [
                    address
                    for number in some
                    for address in addresses(
                        payloads[number], articles[f"https://hostile.example/{number}"], number
                    )
                ]
                together.addresses.append(asked)
                watched.look(f"/together/{len(together.addresses) - 1}")
                pages = watched.tab.locator("main").count()
                if pages != len(asked):
                    watched.noted.append(f"{pages} pages of {len(asked)} in one document")
            watched.tab.wait_for_timeout(200)
            watched.tab.close()
            return watched.noted


def batches(payloads: Sequence[str]) -> Iterator[Sequence[str]]:
    """The strings, `BATCH` at a time."""
    for start in range(0, len(payloads), BATCH):
        yield payloads[start : start + BATCH]


def controlled(browser: Any, payloads: Sequence[str], folder: Path) -> list[str]:
    """What is wrong with the guards of this run themselves."""
    wrong = []
    live = [words for words in payloads if "pwn" in words]
    bare, guarded = (ran(browser, live, guarded=each) for each in (False, True))
    print(
        f"{len(live)} strings in a careless page: {bare} ran without the policy, {guarded} with it",
        flush=True,
    )
    if bare < len(live) // 10:
        wrong.append("hardly any string is live")
    if guarded:
        wrong.append("the policy let a string run")
    if not looked(browser, payloads[:TOGETHER], folder, careless="<img src=x onerror=window.pwn=1>"):
        wrong.append("markup among the pages was not noted")
    return wrong


def main() -> None:
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--payloads", type=int, help="so many of the product instead of all")
    parser.add_argument("--after", type=int, default=0, help="goes on after so many")
    arguments = parser.parse_args()
    payloads = (sample(arguments.payloads) if arguments.payloads else list(product()))[arguments.after :]
    start, shown, noted = time.monotonic(), 0, 0
    with sync_playwright() as driver, tempfile.TemporaryDirectory() as folder:
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", NO_OTHER_HOST]
        )
        (Path(folder) / "control").mkdir()
        wrong = controlled(browser, sample(CONTROLS), Path(folder) / "control")
        for number, batch in enumerate(batches(payloads)):
            (Path(folder) / str(number)).mkdir()
            found = looked(browser, batch, Path(folder) / str(number))
            shutil.rmtree(Path(folder) / str(number))
            shown += len(batch)
            noted += len(found)
            for line in found[:20]:
                print(line)
            print(
                f"{shown} of {len(payloads)} strings in {2 * shown} pages: {noted} noted;"
                f" {time.monotonic() - start:.0f} s",
                flush=True,
            )
        browser.close()
    for line in wrong:
        print(line)
    raise SystemExit(bool(noted or wrong))


if __name__ == "__main__":
    main()
