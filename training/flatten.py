"""Flattens the development pages three ways, as people and crawls do, and writes JSON lines.

    python training/flatten.py DATA OUT.jsonl [--jobs 2]

DATA is the folder that holds `wcxb-dev`, `fundus-dev`, `trafilatura` and `indonesian-dev`. Each line of
OUT: `set`, `key`, `kind`, `domain`, `part` (tuning or validation), `flattener`, `text`, `title`, `golds`
(whole texts), `with` and `without` (snippets). The texts are their publishers' copyright: OUT stays out of
the repository.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from split import part, registered_domain

FLATTENERS = ("inscriptis", "html_text", "html2txt")


def decoded(raw: bytes) -> str:
    from trafilatura.utils import decode_file

    return str(decode_file(raw))


def flatten(html: str, flattener: str) -> str:
    """The page as this tool prints it, with the tool's own defaults."""
    if flattener == "inscriptis":
        import inscriptis

        return str(inscriptis.get_text(html))
    if flattener == "html_text":
        import html_text

        return str(html_text.extract_text(html))
    import trafilatura

    return str(trafilatura.html2txt(html))


def pages(root: Path) -> Iterator[dict[str, Any]]:
    for path in sorted((root / "wcxb-dev/gold").glob("*.json")):
        data = json.loads(path.read_text())
        kind = data["_internal"]["page_type"]
        gold = data["ground_truth"]
        yield {
            "set": "wcxb-dev",
            "key": path.stem,
            "kind": kind["primary"] if isinstance(kind, dict) else kind,
            "url": data["url"],
            "html": root / f"wcxb-dev/html/{path.stem}.html.gz",
            "title": gold.get("title"),
            "golds": [gold.get("main_content") or ""],
        }
    for row in json.loads((root / "fundus-dev/gold.json").read_text()):
        parts = [p for s in row["body"]["sections"] for p in s["headline"] + s["paragraphs"]]
        yield {
            "set": "fundus-dev",
            "key": row["file"],
            "kind": "article",
            "url": row["url"],
            "html": root / "fundus-dev/html" / row["file"],
            "title": row["title"],
            "golds": ["\n".join(row["body"].get("summary", []) + parts), "\n".join(parts)],
        }
    for url, row in json.loads((root / "trafilatura/evaldata.json").read_text()).items():
        yield {
            "set": "trafilatura",
            "key": row["file"],
            "kind": "page",
            "url": url,
            "html": root / "trafilatura/html" / (row["file"] + ".gz"),
            "title": row.get("title"),
            "golds": [],
            "with": row.get("with") or [],
            "without": row.get("without") or [],
        }
    for path in sorted((root / "indonesian-dev/gold").glob("*.json")):
        data = json.loads(path.read_text())
        yield {
            "set": "indonesian-dev",
            "key": path.stem,
            "kind": "article",
            "url": data.get("url") or "",
            "html": root / f"indonesian-dev/html/{path.stem}.html.gz",
            "title": data["meta"]["headline"],
            "golds": ["\n".join(data["paragraphs"])],
        }


def rows(page: dict[str, Any]) -> list[str]:
    domain = registered_domain(page["url"])
    try:
        html = decoded(gzip.decompress(Path(page.pop("html")).read_bytes()))
    except OSError:
        return []
    made = []
    for flattener in FLATTENERS:
        try:
            text = flatten(html, flattener)
        except Exception as error:  # a peer that fails on a page makes no text of it
            print(page["key"], flattener, repr(error)[:100])
            text = ""
        row = page | {"domain": domain, "part": part(domain), "flattener": flattener, "text": text}
        made.append(json.dumps(row, ensure_ascii=False))
    return made


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args()
    with ProcessPoolExecutor(args.jobs) as pool, args.out.open("w") as out:
        for lines in pool.map(rows, pages(args.data), chunksize=16):
            out.writelines(line + "\n" for line in lines)


if __name__ == "__main__":
    main()
