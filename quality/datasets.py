"""The page sets as one list: what each page is, how to load it, what is right, and which part it is in.

The data lies outside the repository: ``WARTA_SHARED``, or ``../shared`` beside it. Golds and score definitions
come from ``scoring/score_pages.py`` there, which is imported and not copied.
"""

from __future__ import annotations

import gzip
import importlib.util
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SETS = ("fundus-dev", "wcxb-dev", "trafilatura", "indonesian-dev", "htmldate")


def shared() -> Path:
    """The folder of data and scorers; ends the program with a clear word where there is none."""
    folder = Path(os.environ.get("WARTA_SHARED") or ROOT.parent / "shared").resolve()
    # A second working tree stands one level deeper.
    if not folder.is_dir() and not os.environ.get("WARTA_SHARED"):
        folder = (ROOT.parent.parent / "shared").resolve()
    if not (folder / "scoring/score_pages.py").is_file():
        sys.exit(f"no data under {folder}: set WARTA_SHARED to the folder that holds data/ and scoring/")
    return folder


def _module(name: str, path: Path) -> Any:
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


score = _module("score_pages", shared() / "scoring/score_pages.py")
split = _module("warta_split", ROOT / "training/split.py")


@dataclass(frozen=True)
class Page:
    """One page of a set, its payload still on disk."""

    set: str
    key: str
    kind: str
    url: str
    path: Path
    golds: list[str]
    record: dict[str, Any] = field(repr=False)

    def payload(self) -> bytes:
        return gzip.decompress(self.path.read_bytes())

    @property
    def part(self) -> str:
        return str(split.part(split.registered_domain(self.url)))


def _paths(name: str) -> tuple[dict[str, str], dict[str, Path]]:
    """Address and file of each key."""
    root = shared() / "data/pages" / name
    if name == "fundus-dev":
        rows = json.loads((root / "gold.json").read_text())
        return {r["file"]: r["url"] for r in rows}, {r["file"]: root / "html" / r["file"] for r in rows}
    if name == "trafilatura":
        items = json.loads((root / "evaldata.json").read_text())
        files = {i["file"]: root / "html" / (i["file"] + ".gz") for i in items.values()}
        return {i["file"]: url for url, i in items.items()}, files
    urls, files = {}, {}
    for gold in sorted((root / "gold").glob("*.json")):
        data = json.loads(gold.read_text())
        urls[gold.stem] = data.get("url") or (data.get("meta") or {}).get("url") or ""
        files[gold.stem] = root / "html" / f"{gold.stem}.html.gz"
    return urls, files


def _htmldate() -> Iterator[Page]:
    root = shared() / "data/pages/htmldate"
    for url, item in json.loads((root / "dates.json").read_text()).items():
        path = (root / item["html"]).resolve()
        yield Page("htmldate", item["file"], "page", url, path, [], {"published": item["date"]})


def pages(name: str) -> list[Page]:
    """The pages of a set that have a file."""
    if name == "htmldate":
        return [p for p in _htmldate() if p.path.is_file()]
    urls, files = _paths(name)
    rows = (Page(name, k, kind, urls[k], files[k], golds, rec) for k, kind, golds, rec in score.pages(name))
    return [p for p in rows if p.path.is_file()]


if __name__ == "__main__":
    for each in SETS:
        rows = pages(each)
        held = sum(p.part == "validation" for p in rows)
        bare = sum(not p.url for p in rows)
        print(f"{each:15} {len(rows):5} pages, {held:4} validation, {bare} without address")
