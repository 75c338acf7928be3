"""The measured tables of docs/comparison.md from the last runs: `python -m tools.comparison` writes them.

The words of the page stand in the page itself; each table stands between two comments that name it.
"""

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs/comparison.md"
RESULTS = ROOT / "benchmarks/results"

PART = "validation"
"""Domains that nothing was tuned on."""

PASSED_OVER = ("trafilatura-fast",)


def page() -> str:
    """The page with its tables as the last runs have them."""
    text = PAGE.read_text(encoding="utf-8")
    for name, table in TABLES.items():
        before, start, rest = text.partition(f"<!-- {name} -->\n")
        _, end, after = rest.partition("<!-- end -->")
        if not end:
            raise ValueError(f"{PAGE.name} has no place for the table {name}")
        text = f"{before}{start}{table()}{end}{after}"
    return text


def accuracy() -> str:
    """warta beside the best measured peer of each line, on the same pages."""
    report, peers = _json("quality/report.json"), _json("quality/peers.json")["scores"]
    lines = [
        "| data set: measure | pages | warta | 95 % | best peer on the same pages | warta, tuning part |\n",
        "|---|---|---|---|---|---|\n",
    ]
    for name, row in report.items():
        own = row[PART]
        tool, score = _best(peers.get(name, {}))
        ours, theirs = f"{own['score']:.3f}", f"{score:.3f} {tool}" if tool else "none measured"
        best = max(own["score"], score)
        if tool:
            ours = f"**{ours}**" if own["score"] == best else ours
            theirs = f"**{theirs}**" if score == best else theirs
        interval = f"{own['low']:.3f} to {own['high']:.3f}"
        lines.append(
            f"| {name} | {own['pages']} | {ours} | {interval} | {theirs} | {row['tuning']['score']:.3f} |\n"
        )
    return "".join(lines)


def behind() -> str:
    """Lines in which the best peer scores higher."""
    report, peers = _json("quality/report.json"), _json("quality/peers.json")["scores"]
    lines = []
    for name, row in report.items():
        tool, score = _best(peers.get(name, {}))
        own = row[PART]["score"]
        if tool and score > own:
            lines.append(f"- {name}: {tool} {score:.3f}, warta {own:.3f}.\n")
    return "".join(lines) or "- None of the lines above.\n"


def stated() -> str:
    """Where the keepers of a data set state a higher score of a peer than was measured here."""
    report = _json("quality/report.json")
    lines = [
        "| data set: measure | best peer measured here, whole set | stated | warta, whole set |\n",
        "|---|---|---|---|\n",
    ]
    for name, row in report.items():
        measured = max((row.get("peers") or {}).values(), default=0.0)
        if row.get("today") is not None and row["today"] > measured + 0.001:
            shown = f"{measured:.3f}" if measured else "none"
            lines.append(f"| {name} | {shown} | {row['today']:.3f} | {row['whole']['score']:.3f} |\n")
    return "".join(lines)


def speed() -> str:
    """Pages a second, side by side in one run."""
    run = _newest("20*.json")
    lines = [
        f"{run['pages']} pages, {run['megabytes']} MB, one thread, {run['date']}.\n\n",
        "| tool | pages/s | warta is |\n|---|---|---|\n",
    ]
    for tool, rate in sorted(run["pages_per_second"].items(), key=lambda pair: -pair[1]):
        version = run["versions"].get(tool.removesuffix("-fast"), "")
        ratio = "" if tool == "warta" else f"{run['ratio'][tool]:.2f} times as fast"
        lines.append(f"| {tool} {version} | {rate:,.0f} | {ratio} |\n".replace("  |", " |"))
    lines.append(
        f"\nTwo threads read {run['two_threads']} times as much as one."
        f" A hostile page of twice the size costs at most {max(run['hostile_growth'].values())} times the"
        " time.\n"
    )
    return "".join(lines)


def archive() -> str:
    """What the archive takes to answer."""
    run = _newest("archive-*.json")
    stored = run["stored"]
    lines = [
        f"{stored['articles']:,} synthetic articles, stored at {stored['records/s']:,.0f} records/s.",
        f" The file is {run['size']['ratio']:.1f} times the text.\n\n",
        "| asked | p50 ms | p95 ms |\n|---|---|---|\n",
    ]
    lines += [f"| {name} | {each['p50']:.1f} | {each['p95']:.1f} |\n" for name, each in run["asked"].items()]
    bare = run["bare FTS5"]
    lines.append(
        f"| bare FTS5 on the same texts, ranked | | {bare['ranked p95']:.1f} |\n"
        f"| bare FTS5, newest first | | {bare['newest p95']:.1f} |\n"
        f"\nBare FTS5 stores {bare['records/s']:,.0f} records/s.\n"
    )
    return "".join(lines)


def _best(tools: Mapping[str, Any]) -> tuple[str, float]:
    scored = {tool: each[PART]["score"] for tool, each in tools.items() if tool not in PASSED_OVER}
    best = max(scored, key=lambda tool: scored[tool], default="")
    return ("all" if best and not any(scored.values()) else best), scored.get(best, 0.0)


def _json(path: str) -> Any:
    return json.loads((ROOT / path).read_text(encoding="utf-8"))


def _newest(pattern: str) -> Any:
    return _json(str(max(RESULTS.glob(pattern)).relative_to(ROOT)))


TABLES: Mapping[str, Callable[[], str]] = {
    "accuracy": accuracy,
    "behind": behind,
    "stated": stated,
    "speed": speed,
    "archive": archive,
}


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stderr.write(f"{PAGE}\n")
