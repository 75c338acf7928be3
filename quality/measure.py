"""Accuracy of warta over the data sets: `make quality`.

    python -m quality.measure [--set SET ...] [--predictions DIR] [--raise-floors]
    python -m quality.measure --errors SET --part tuning --worst 30 [--kind article]

Prints each line for the tuning part, the validation part and the whole, with 95 % bootstrap intervals; writes
quality/report.json; fails where a score is under its floor in quality/floors.json. Floors only rise.
"""

from __future__ import annotations

import argparse
import difflib
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks import peers
from quality import predictions
from quality.datasets import ROOT, SETS, Page, pages, score
from quality.rows import PARTS, ROWS, best_gold, caveat, measure

REPORT = ROOT / "quality" / "report.json"
FLOORS = ROOT / "quality" / "floors.json"
PEERS = ROOT / "quality" / "peers.json"

SLACK = 0.0005
"""A score this little under its floor is rounding."""


def read_set(name: str) -> dict[str, peers.Prediction]:
    """What warta says of each page; nothing is caught: `read` must not raise."""
    import warta

    listed = list(pages(name))
    articles = warta.read_many([(p.payload(), p.url) for p in listed])
    return {p.key: peers.of_article(a) for p, a in zip(listed, articles, strict=True)}


def read_flat(flattener: str, name: str) -> dict[str, peers.Prediction]:
    import warta

    texts = predictions.flattened(flattener, name)
    flat = warta.Options(form="flat")
    return {key: peers.of_article(warta.read(text, options=flat)) for key, text in texts.items()}


def everything(folder: Path | None, sets: Sequence[str] = SETS) -> dict[str, Any]:
    """The report: each line's scores by part."""
    listed = {name: list(pages(name)) for name in sets}
    said: dict[str, dict[str, peers.Prediction]] = {}
    report = {}
    today = json.loads(PEERS.read_text())["scores"] if PEERS.exists() else {}
    for row in ROWS:
        if row.set not in listed:
            continue
        source = f"{row.set}-{row.flattener}" if row.flattener else row.set
        if source not in said:
            if folder:
                path = folder / f"{source}.json"
                if not path.exists():
                    continue
                said[source] = json.loads(path.read_text())
            else:
                said[source] = read_flat(row.flattener, row.set) if row.flattener else read_set(row.set)
        line = measure(row, listed[row.set], said[source])
        best = {t: s["whole"]["score"] for t, s in today.get(row.name, {}).items()}
        report[row.name] = line | {"target": row.target, "today": row.today, "peers": best}
    return report


def show(report: dict[str, Any]) -> None:
    print(f"{'':46}{'target':>7}{'today':>7}  " + "".join(f"{p:26}" for p in PARTS))
    for name, line in report.items():
        cells = [
            f"{c['score']:.3f} [{c['low']:.3f} {c['high']:.3f}] {c['pages']}" if c["pages"] else "-"
            for c in (line[p] for p in PARTS)
        ]
        # The higher of what the issue states and what we measured: a peer not run yet must not lower the bar.
        known = [v for v in (*line["peers"].values(), line["today"]) if v is not None]
        today = max(known, default=None)
        asked = [f"{v:.3f}" if v is not None else "" for v in (line["target"], today)]
        print(f"{name:46}{asked[0]:>7}{asked[1]:>7}  " + "".join(f"{c:26}" for c in cells) + missed(line))


def missed(line: dict[str, Any]) -> str:
    """Parts on which the target is not reached."""
    if line["target"] is None:
        return ""
    under = [p for p in PARTS if line[p]["pages"] and line[p]["score"] < line["target"]]
    return "missed: " + ", ".join(under) if under else "met"


def check_floors(report: dict[str, Any], lift: bool) -> list[str]:
    floors: dict[str, float] = json.loads(FLOORS.read_text()) if FLOORS.exists() else {}
    fallen = []
    for name, line in report.items():
        for part in PARTS:
            key, now = f"{name} ({part})", line[part]["score"]
            if now is None:
                continue
            if now < floors.get(key, 0.0) - SLACK:
                fallen.append(f"{key}: {now} is under its floor {floors[key]}")
            if lift:
                floors[key] = max(now, floors.get(key, 0.0))
    if lift:
        FLOORS.write_text(json.dumps(floors, indent=1, sort_keys=True) + "\n")
    return fallen


def errors(name: str, worst: int, kind: str | None) -> None:
    """Lines missing and extra on the worst pages of the tuning part."""
    mine = [p for p in pages(name) if not p.validation and p.golds and (not kind or p.kind == kind)]
    said = read_set(name)

    def loss(page: Page) -> float:
        return float(score.word_f1(best_gold(page, said[page.key]["text"]), said[page.key]["text"]))

    for page in sorted(mine, key=loss)[:worst]:
        text = said[page.key]["text"]
        print(f"\n== {page.key} {page.kind} {page.url} word F1 {loss(page):.3f}")
        for line in difflib.unified_diff(
            best_gold(page, text).splitlines(), text.splitlines(), lineterm="", n=0
        ):
            if line[:1] in "+-" and not line.startswith(("+++", "---")):
                print(("EXTRA   " if line[0] == "+" else "MISSING ") + line[1:200])


def main() -> int:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument(
        "--predictions", type=Path, help="score SET.json files of a folder instead of running warta"
    )
    ap.add_argument("--set", nargs="+", choices=SETS, default=SETS, help="only these sets; writes no report")
    ap.add_argument("--raise-floors", action="store_true")
    ap.add_argument("--errors", choices=SETS, metavar="SET")
    ap.add_argument("--part", default="tuning", choices=("tuning", "validation"))
    ap.add_argument("--worst", type=int, default=30)
    ap.add_argument("--kind")
    args = ap.parse_args()
    if args.errors:
        if args.part == "validation":
            ap.error("errors of the validation part are not read, or it would validate nothing")
        errors(args.errors, args.worst, args.kind)
        return 0
    report = everything(args.predictions, args.set)
    show(report)
    print(caveat())
    if not args.predictions and set(args.set) == set(SETS):
        REPORT.write_text(json.dumps(report, indent=1) + "\n")
    fallen = check_floors(report, args.raise_floors) if not args.predictions else []
    print(*fallen, sep="\n", end="\n" if fallen else "")
    return 1 if fallen else 0


if __name__ == "__main__":
    sys.exit(main())
