"""What today's tools score on the same pages: `make quality-peers`. Slow peers are cached under out/.

Writes quality/peers.json and quality/PEERS.md with versions and date. newspaper4k reads about six pages a
second and is scored on fundus-dev and indonesian-dev only.
"""

from __future__ import annotations

import argparse
import json
from datetime import UTC, datetime
from typing import Any

from benchmarks import peers
from quality import predictions
from quality.datasets import ROOT, pages
from quality.rows import PARTS, ROWS, caveat, measure

TOOLS = {
    "fundus-dev": ("trafilatura", "trafilatura-fast", "newspaper4k", "resiliparse", "turbohtml", "htmldate"),
    "indonesian-dev": (
        "trafilatura",
        "trafilatura-fast",
        "newspaper4k",
        "resiliparse",
        "turbohtml",
        "htmldate",
    ),
    "wcxb-dev": ("trafilatura", "trafilatura-fast", "resiliparse", "turbohtml"),
    "trafilatura": ("trafilatura", "trafilatura-fast", "resiliparse", "turbohtml"),
    "htmldate": ("htmldate",),
}
TEXT = {"shingle F1", "exact", "word F1", "snippets F1"}
SCORED = {"htmldate": {"day", "day F1"}, "resiliparse": TEXT | {"title"}}
"""What a tool claims to find, where it is not everything."""


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--cached", action="store_true", help="only what was run before")
    args = ap.parse_args()
    scores: dict[str, dict[str, Any]] = {}
    for row in ROWS:
        listed = list(pages(row.set))
        line = scores.setdefault(row.name, {})
        if row.flattener:
            if args.cached and not predictions.kept(f"flat-{row.flattener}", row.set):
                continue
            said = {k: {"text": t} for k, t in predictions.flattened(row.flattener, row.set).items()}
            line["unread text"] = measure(row, listed, said)
            continue
        for tool in TOOLS[row.set]:
            if row.score not in SCORED.get(tool, {row.score}):
                continue
            if args.cached and not predictions.kept(tool, row.set):
                continue
            line[tool] = measure(row, listed, predictions.peer(tool, row.set))
    made = datetime.now(UTC).date().isoformat()
    report = {"date": made, "versions": peers.versions(), "scores": scores}
    (ROOT / "quality" / "peers.json").write_text(json.dumps(report, indent=1) + "\n")
    versions = ", ".join(f"{d} {v}" for d, v in peers.versions().items())
    lines = [f"# Today's tools on the same pages\n\n`make quality-peers`, {made}: {versions}.\n"]
    lines += ["| line | tool | " + " | ".join(PARTS) + " | pages |", "|---|---|---|---|---|---|"]
    for name, line in scores.items():
        for tool, cells in sorted(line.items(), key=lambda t: -(t[1]["whole"]["score"] or 0)):
            values = [f"{cells[p]['score']:.3f}" if cells[p]["pages"] else "-" for p in PARTS]
            lines.append(f"| {name} | {tool} | " + " | ".join(values) + f" | {cells['whole']['pages']} |")
    left = sorted({f"{t} on {s}" for s, ts in TOOLS.items() for t in ts if not predictions.kept(t, s)})
    lines.append("\n" + caveat())
    if left:
        lines.append("\nNot run yet: " + ", ".join(left) + ".")
    text = "\n".join(lines) + "\n"
    (ROOT / "quality" / "PEERS.md").write_text(text)
    print(text)


if __name__ == "__main__":
    main()
