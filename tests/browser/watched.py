"""A tab of Chromium that notes whatever a page of the room should not hold, do or ask for."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from playwright.sync_api import Error
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.types import Receive, Scope, Send

from fuzz.api import served
from tests.payloads import ATTRIBUTES, ELEMENTS
from warta.server.guard import Guard

NO_OTHER_HOST = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
"""What asks another host is noted and fails."""

PATIENCE = 120_000
"""Milliseconds until a page counts as hanging; on a busy machine one can take half of it."""

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


class Watched:
    """A tab that notes what it asks for, what is refused to it, and dialogs."""

    def __init__(self, browser: Any, base: str) -> None:
        self.base = base
        self.noted: list[str] = []
        self.seen = 0
        self.tab = browser.new_page()
        self.tab.set_default_timeout(PATIENCE)
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


def careless_page(words: str) -> str:
    """A page that a careless room would make of them."""
    return f"<!doctype html><title>x</title><h1>{words}</h1><a href=\"{words}\" title='{words}'>x</a>"


def ran(browser: Any, payloads: Sequence[str], *, guarded: bool) -> int:
    """How many run in a careless page, behind the room's headers or without them."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        number = int(Request(scope).query_params["n"])
        await HTMLResponse(careless_page(payloads[number]))(scope, receive, send)

    found = 0
    tab = browser.new_page()
    tab.on("dialog", lambda dialog: dialog.dismiss())
    with served(Guard(answer, ()) if guarded else answer) as base:
        for number in range(len(payloads)):
            with suppress(Error):  # Some lead away from the page at once.
                tab.goto(f"{base}/?n={number}")
                found += tab.evaluate("window.pwn") is not None
    tab.close()
    return found
