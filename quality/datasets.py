"""The pages to measure on, with the golds as the shared scorer defines them.

The sets stand in a shared folder beside the project (`WARTA_SHARED`, else `../shared`) and are never copied
into it. Its `scoring/score_pages.py` is imported, so that a score here is the score there.
"""

from __future__ import annotations

import gzip
import importlib.util
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from quality import split

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("WARTA_SHARED") or ROOT.parent / "shared")
PAGES = SHARED / "data" / "pages"
OUT = ROOT / "out" / "quality"
"""Caches and dumps; ignored by git, since they hold text of the pages."""

SETS = ("fundus-dev", "wcxb-dev", "trafilatura", "indonesian-dev", "htmldate")

INDONESIAN_DOMAINS = {
    "antara": "antaranews.com",
    "liputan6": "liputan6.com",
    "detik": "detik.com",
    "kompas": "kompas.com",
    "tempo": "tempo.co",
    "sindonews": "sindonews.com",
    "okezone": "okezone.com",
    "viva": "viva.co.id",
    "republika": "republika.co.id",
    "merdeka": "merdeka.com",
    "tribun": "tribunnews.com",
    "slash": "suara.com",
}
"""Domains of pages whose gold has no url, by the first word of the file name."""


def _scorer() -> ModuleType:
    path = SHARED / "scoring" / "score_pages.py"
    spec = importlib.util.spec_from_file_location("score_pages", path)
    if not path.exists() or spec is None or spec.loader is None:
        raise SystemExit(f"no data sets at {SHARED}: set WARTA_SHARED to the folder with scoring/ and data/")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


score = _scorer()


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a set: where its bytes are, and what is right."""

    set: str
    key: str
    kind: str
    url: str | None
    path: Path
    golds: tuple[str, ...]
    """Main texts to choose from: the better of them counts."""
    gold: dict[str, Any]
    host: str
    """The url, or what stands for it, that the split goes by."""

    @property
    def validation(self) -> bool:
        return split.is_validation(self.host)

    def payload(self) -> bytes:
        data = self.path.read_bytes()
        return gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data


def _file(root: Path, *names: str) -> Path:
    for name in names:
        for end in ("", ".gz", ".html.gz", ".html"):
            if name and (root / (name + end)).is_file():
                return root / (name + end)
    raise FileNotFoundError(f"{names} under {root}")


def pages(name: str) -> Iterator[Page]:
    """The pages of one set, in the scorer's order."""
    if name == "htmldate":
        yield from _htmldate()
        return
    root = PAGES / name
    if name == "trafilatura":
        urls = {v["file"]: k for k, v in json.loads((root / "evaldata.json").read_text()).items()}
    for key, kind, golds, gold in score.pages(name):
        url: str | None = None
        if name == "wcxb-dev":
            url = json.loads((root / "gold" / f"{key}.json").read_text()).get("url")
        elif name == "fundus-dev":
            url = gold.get("url")
        elif name == "trafilatura":
            url = urls[key]
        first = key.split("-")[0]
        host = url or INDONESIAN_DOMAINS.get(first) or f"{first}.com"
        yield Page(name, key, kind, url, _file(root / "html", key), tuple(golds), gold, host)


def _htmldate() -> Iterator[Page]:
    root = PAGES / "htmldate"
    for url, item in json.loads((root / "dates.json").read_text()).items():
        path = root / item["html"]
        if not path.is_file():
            path = PAGES / item["html"]
        if not path.is_file():
            path = _file(PAGES / "trafilatura" / "html", item["file"], Path(item["html"]).name)
        yield Page("htmldate", item["file"], "page", url, path, (), {"published": item["date"]}, url)


if __name__ == "__main__":
    for each in SETS:
        rows = list(pages(each))
        print(f"{each:16}{len(rows):6} pages{sum(p.validation for p in rows):6} validation")
