"""Accuracy of warta over the data sets: `make quality`.

    python quality/measure.py [--set NAME ...] [--raise-floors] [--save PREDICTIONS_FOLDER]
    python quality/measure.py --errors SET [--part tuning] [--worst 30]

Prints each row for the tuning part, the validation part (its registered domains are never tuned on) and the
whole, with bootstrap intervals; writes `quality/report.json`; ends with status 1 where a whole-set value fell
below `quality/floors.json`. An interval on flattened pages takes the three texts of a page as independent.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import warta
from quality import datasets, flat, scores
from quality.datasets import Page

HERE = datasets.ROOT / "quality"
SETS = (*datasets.SETS, "flat")
PARTS = ("tuning", "validation", "whole")

SLACK = 0.0005
"""How far under its floor a value may fall: half of the last digit printed."""


def answer(article: warta.Article) -> dict[str, Any]:
    """A record in the scorer's terms."""
    return {
        "text": article.text,
        "title": article.headline,
        "authors": [author.name for author in article.authors],
        "agencies": [article.agency] if article.agency else [],
        "published": article.published_at.iso if article.published_at else None,
    }


def predict(payload: bytes, url: str) -> dict[str, Any]:
    """One page read and put in the scorer's terms."""
    return answer(warta.read(payload, url or None))


def pages_of(name: str) -> list[Page]:
    return flat.pages() if name == "flat" else datasets.pages(name)


def said_of(name: str, pages: Sequence[Page]) -> dict[str, Any]:
    """What warta says of each page. Flattened pages go without address or form: warta must see for itself."""
    payloads = ((p.payload(), None if name == "flat" else p.url or None) for p in pages)
    form = "flat" if name == "flat" else "auto"
    return {p.key: answer(a) for p, a in zip(pages, warta.read_many(payloads, form=form), strict=True)}


def lines_of(name: str, pages: Sequence[Page], said: dict[str, Any]) -> list[dict[str, Any]]:
    """The report's lines for a set."""
    made = []
    for row in scores.rows_of(name):
        line: dict[str, Any] = {"row": row.name, "target": row.target, "best": row.best}
        for part in PARTS:
            chosen = [p for p in pages if part in ("whole", p.part)]
            numbers = scores.matrix(row, chosen, said)
            if len(numbers):
                low, high = scores.interval(row, numbers)
                value = float(row.value(numbers.sum(0)))
                line[part] = {"value": round(value, 4), "low": round(low, 4), "high": round(high, 4), "pages": len(numbers)}
        if name == "flat":
            unread = {p.key: {"text": p.payload().decode()} for p in pages}
            line["unread"] = round(scores.whole(row, pages, unread)[0], 4)
        made.append(line)
    return made


def best_of_peers() -> dict[str, tuple[float, str]]:
    """The best peer of each row as measured here, where `quality/peers.json` is."""
    where = HERE / "peers.json"
    best: dict[str, tuple[float, str]] = {}
    for name, tool in (json.loads(where.read_text())["tools"] if where.is_file() else {}).items():
        for row, value in tool["rows"].items():
            if value > best.get(row, (-1.0, ""))[0]:
                best[row] = (value, name)
    return best


def print_table(lines: Sequence[dict[str, Any]]) -> None:
    best = best_of_peers()
    print(f"| {'row':34} | {'tuning':22} | {'validation':22} | {'whole':22} | pages | target | best of today |")
    print("|" + "---|" * 7)
    for line in lines:
        cells = []
        for part in PARTS:
            got = line.get(part)
            cells.append(f"{got['value']:.3f} ({got['low']:.3f}-{got['high']:.3f})" if got else "")
        target = f"{line['target']:.3f}" if line["target"] is not None else ""
        if "unread" in line:
            rival = f"unread {line['unread']:.3f}"
        elif line["row"] in best:
            rival = "{:.3f} {}".format(*best[line["row"]])
        else:
            rival = f"{line['best']:.3f}" if line["best"] is not None else ""
        judged = line.get("validation") or line.get("whole")
        mark = " -" if line["target"] is not None and judged["value"] < line["target"] else ""
        pages = line.get("whole", {}).get("pages", 0)
        print(f"| {line['row']:34} | {cells[0]:22} | {cells[1]:22} | {cells[2]:22} | {pages} | {target}{mark} | {rival} |")
    print("\nA target marked - is missed on the validation part (on the whole set where there is none).")


def check_floors(lines: Sequence[dict[str, Any]], raise_them: bool) -> int:
    """Says which rows fell below their floor; floors are only ever raised."""
    where = HERE / "floors.json"
    floors = json.loads(where.read_text())
    fallen = 0
    for line in lines:
        if "whole" not in line:
            continue
        value, name = line["whole"]["value"], line["row"]
        if value < floors.get(name, 0.0) - SLACK:
            fallen += 1
            print(f"BELOW ITS FLOOR: {name} {value:.4f}, floor {floors[name]:.4f}")
        if raise_them:
            floors[name] = max(value, floors.get(name, 0.0))
    if raise_them:
        where.write_text(json.dumps(floors, indent=1, sort_keys=True) + "\n")
    return fallen


def print_errors(name: str, part: str, worst: int) -> None:
    """Missing (-) and extra (+) lines of the pages that score lowest. The validation part is not for reading."""
    if part != "tuning":
        sys.exit("errors are shown of the tuning part only: nothing may be tuned on the validation part")
    pages = [p for p in pages_of(name) if p.part == part and p.golds]
    said = said_of(name, pages)
    ranked = sorted(pages, key=lambda p: max(datasets.score.word_f1(g, said[p.key]["text"]) for g in p.golds))
    for page in ranked[:worst]:
        text = said[page.key]["text"]
        gold = scores.gold_of(page, text)
        fold = datasets.score.fold
        right, got = {fold(x) for x in gold.splitlines()}, {fold(x) for x in text.splitlines()}
        print(f"\n== {page.set} {page.key} {page.kind} {page.url} word F1 {datasets.score.word_f1(gold, text):.3f}")
        for line in gold.splitlines():
            if fold(line) and fold(line) not in got:
                print(f"  - {line[:160]}")
        for line in text.splitlines():
            if fold(line) and fold(line) not in right:
                print(f"  + {line[:160]}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", nargs="*", choices=SETS, default=SETS)
    parser.add_argument("--raise-floors", action="store_true")
    parser.add_argument("--save", type=Path, help="folder for SET.json in the scorer's form")
    parser.add_argument("--errors", choices=SETS)
    parser.add_argument("--part", choices=("tuning", "validation"), default="tuning")
    parser.add_argument("--worst", type=int, default=30)
    args = parser.parse_args()
    if args.errors:
        print_errors(args.errors, args.part, args.worst)
        return 0
    lines = []
    for name in args.set:
        started = time.monotonic()
        pages = pages_of(name)
        said = said_of(name, pages)
        if args.save:
            args.save.mkdir(parents=True, exist_ok=True)
            (args.save / f"{name}.json").write_text(json.dumps(said, ensure_ascii=False))
        lines += lines_of(name, pages, said)
        print(f"{name}: {len(pages)} pages, {time.monotonic() - started:.1f} s", file=sys.stderr)
    print_table(lines)
    if set(args.set) == set(SETS):
        (HERE / "report.json").write_text(json.dumps({"warta": warta.__version__, "rows": lines}, indent=1) + "\n")
    return 1 if check_floors(lines, args.raise_floors) else 0


if __name__ == "__main__":
    raise SystemExit(main())
