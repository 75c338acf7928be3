"""Today's tools on the same pages with the same scores: `make quality-peers`.

    python quality/peers.py [--only NAME ...]

What each tool said is kept under `out/peers/`, so that a second run only scores. Scores go to
`quality/peers.json` and, as a table, to standard output.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
from collections.abc import Callable
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from quality import datasets, scores

Said = dict[str, Any]
OUT = datasets.ROOT / "out/peers"
FULL = ("fundus-dev", "indonesian-dev", "trafilatura", "wcxb-dev")


def _decoded(payload: bytes) -> str:
    from trafilatura.utils import decode_file

    return str(decode_file(payload))


def trafilatura_standard(payload: bytes, url: str, **more: Any) -> Said:
    import trafilatura

    document = trafilatura.bare_extraction(payload, url=url or None, with_metadata=True, **more)
    if document is None:
        return {}
    got = document if isinstance(document, dict) else document.as_dict()
    authors = [a for a in (got.get("author") or "").split("; ") if a]
    return {"text": got.get("text"), "title": got.get("title"), "authors": authors, "published": got.get("date")}


def trafilatura_fast(payload: bytes, url: str) -> Said:
    return trafilatura_standard(payload, url, fast=True)


def resiliparse(payload: bytes, url: str) -> Said:
    from resiliparse.extract.html2text import extract_plain_text

    return {"text": extract_plain_text(_decoded(payload), main_content=True)}


def turbohtml(payload: bytes, url: str) -> Said:
    import turbohtml as t

    got = t.parse(_decoded(payload)).article()
    byline = got.byline
    return {
        "text": got.text,
        "title": got.title,
        "authors": [byline] if isinstance(byline, str) else list(byline or []),
        "published": str(got.date) if got.date else None,
    }


def newspaper4k(payload: bytes, url: str) -> Said:
    import newspaper

    article = newspaper.Article(url or "https://example.org/", fetch_images=False)
    article.download(input_html=_decoded(payload))
    article.parse()
    when = article.publish_date
    return {"text": article.text, "title": article.title, "authors": article.authors, "published": when.isoformat() if when else None}


def htmldate(payload: bytes, url: str) -> Said:
    from htmldate import find_date

    return {"published": find_date(_decoded(payload), url=url or None, original_date=True)}


PEERS: dict[str, tuple[Callable[[bytes, str], Said], str, tuple[str, ...]]] = {
    "trafilatura standard": (trafilatura_standard, "trafilatura", FULL),
    "trafilatura fast": (trafilatura_fast, "trafilatura", FULL),
    "resiliparse": (resiliparse, "resiliparse", FULL),
    "turbohtml article()": (turbohtml, "turbohtml", FULL),
    "htmldate": (htmldate, "htmldate", ("htmldate",)),
    # About a page in 50 ms to a second: the two news sets only.
    "newspaper4k": (newspaper4k, "newspaper4k", ("fundus-dev", "indonesian-dev")),
}


def said(name: str, kind: str) -> dict[str, Said]:
    """What the tool says of each page, from the cache where its version said it before."""
    predict, package, _ = PEERS[name]
    cache = OUT / f"{name.replace(' ', '-')}-{version(package)}-{kind}.json"
    if cache.is_file():
        return dict(json.loads(cache.read_text()))
    found, failed = {}, 0
    for page in datasets.pages(kind):
        try:
            found[page.key] = predict(page.payload(), page.url)
        except Exception:  # a peer that fails on a page says nothing of it
            found[page.key] = {}
            failed += 1
    OUT.mkdir(parents=True, exist_ok=True)
    cache.write_text(json.dumps(found, ensure_ascii=False))
    print(f"{name} {kind}: {failed} of {len(found)} failed", file=sys.stderr, flush=True)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="*", choices=sorted(PEERS))
    args = parser.parse_args()
    where = datasets.ROOT / "quality/peers.json"
    report = json.loads(where.read_text()) if where.is_file() else {"tools": {}}
    for name in args.only or PEERS:
        _, package, sets = PEERS[name]
        rows = {}
        for kind in sets:
            pages = datasets.pages(kind)
            answers = said(name, kind)
            for row in scores.rows_of(kind):
                with contextlib.suppress(ZeroDivisionError):
                    value, count = scores.whole(row, pages, answers)
                    if count:
                        rows[row.name] = round(value, 4)
        report["tools"][name] = {"version": version(package), "date": date.today().isoformat(), "rows": rows}
        where.write_text(json.dumps(report, indent=1) + "\n")
    names = list(report["tools"])
    print("| row | " + " | ".join(f"{n} ({report['tools'][n]['version']})" for n in names) + " |")
    print("|---" * (len(names) + 1) + "|")
    for row in dict.fromkeys(r for n in names for r in report["tools"][n]["rows"]):
        cells = (report["tools"][n]["rows"].get(row) for n in names)
        print(f"| {row} | " + " | ".join("" if c is None else f"{c:.3f}" for c in cells) + " |")
    print(f"\nmeasured {max(t['date'] for t in report['tools'].values())}, whole sets, one process")


if __name__ == "__main__":
    main()
