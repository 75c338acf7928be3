"""A reading room that listens, and a browser to look at it with."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from warta.archive import Archive


@contextmanager
def running(archive: Archive) -> Iterator[str]:
    """Serves an archive on loopback for as long as it is open; gives its address."""
    import uvicorn

    from warta.server import app

    server = uvicorn.Server(uvicorn.Config(app(archive), port=0, log_level="error", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(5)


@contextmanager
def opened(chromium: str | None) -> Iterator[Any]:
    """Chromium without a window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


def follow(page: Any, link: Any) -> None:
    """Clicks a link or button and waits for what it leads to; a click alone waits for the address at most."""
    with page.expect_navigation():
        link.click()
