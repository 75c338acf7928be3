"""Flattened pages: fundus-dev and wcxb-dev articles put through three flatteners, kept under `out/flat/`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.metadata import version

from quality import datasets
from quality.datasets import Page
from quality.scores import FLAT

PACKAGES = {"inscriptis": "inscriptis", "html_text": "html-text", "html2txt": "trafilatura"}


@dataclass(frozen=True)
class FlatPage(Page):
    """A page whose payload is what a flattener printed of it."""

    text: str = ""

    def payload(self) -> bytes:
        return self.text.encode("utf-8", "replace")


def _flatten(html: str, tool: str) -> str:
    if tool == "inscriptis":
        import inscriptis

        return str(inscriptis.get_text(html))
    if tool == "html_text":
        import html_text

        return str(html_text.extract_text(html))
    import trafilatura

    return str(trafilatura.html2txt(html))


def _texts(sources: list[Page], tool: str) -> dict[str, str]:
    cache = datasets.ROOT / f"out/flat/{tool}-{version(PACKAGES[tool])}.json"
    if cache.is_file():
        return dict(json.loads(cache.read_text()))
    from trafilatura.utils import decode_file

    texts = {}
    for page in sources:
        try:
            texts[f"{page.set}/{page.key}"] = _flatten(str(decode_file(page.payload())), tool)
        except Exception as error:  # a flattener that fails on a page makes no text of it
            print(f"{tool} fails on {page.set} {page.key}: {error!r:.80}")
            texts[f"{page.set}/{page.key}"] = ""
    cache.parent.mkdir(parents=True, exist_ok=True)
    cache.write_text(json.dumps(texts, ensure_ascii=False))
    return texts


def pages() -> list[Page]:
    """Each source page once for each flattener; ``kind`` is the flattener."""
    sources = [p for s in ("fundus-dev", "wcxb-dev") for p in datasets.pages(s) if p.kind == "article"]
    made: list[Page] = []
    for tool in FLAT:
        texts = _texts(sources, tool)
        for p in sources:
            name = f"{p.set}/{p.key}"
            made.append(FlatPage("flat", f"{name}#{tool}", tool, p.url, p.path, p.golds, p.record, texts[name]))
    return made
