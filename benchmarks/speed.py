"""Speed and memory, side by side with the peers: `make bench`.

    python -m benchmarks.speed [--rounds 3] [--pages 300] [--long]

One thread, the same pages in one run, rounds interleaved (ours, a peer, ours, a peer ...) so that noise of the
machine falls on both; each tool counts with its best round. Whole `warta.read` with all metadata. Writes
benchmarks/results/DATE.json with processor and commit.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks import growth as recipes
from benchmarks import peers
from quality.datasets import ROOT, pages

RESULTS = ROOT / "benchmarks" / "results"

ASKED: dict[str, tuple[float | None, float | None]] = {
    "trafilatura": (20.0, None),
    "trafilatura-fast": (None, None),
    "resiliparse": (2.0, None),
    "turbohtml": (None, 1.0),
    "selectolax": (None, 1 / 2.5),
}
"""Gate and goal of our pages/s over the peer's."""

SLOW = {"trafilatura", "trafilatura-fast"}
"""Peers that run one round: they are tens of times slower, so noise does not decide."""

TOOLS: dict[str, peers.Predict] = {
    "trafilatura": peers.trafilatura,
    "trafilatura-fast": peers.trafilatura_fast,
    "resiliparse": peers.resiliparse,
    "turbohtml": peers.turbohtml,
    "selectolax": peers.selectolax_parse,
}

GROWTH_SIZES = (250_000, 500_000, 1_000_000, 2_000_000)
"""Bytes of the synthetic pages that show linear cost."""

LONG_READS = 200_000

Item = tuple[bytes, str | None]


def sample(most: int) -> list[Item]:
    """English pages of trafilatura's set and all of fundus-dev, spread evenly."""
    found = [p for name in ("fundus-dev", "trafilatura") for p in pages(name)]
    items = [(p.payload(), p.url) for p in found if p.set == "fundus-dev" or english(p.payload())]
    step = max(1.0, len(items) / most)
    return [items[int(i * step)] for i in range(min(most, len(items)))]


def english(payload: bytes) -> bool:
    head = payload[:2000].lower()
    return b'lang="en' in head or b"lang=en" in head


def ours(payload: bytes, url: str | None) -> Any:
    import warta

    return warta.read(payload, url)


def seconds(tool: Callable[[bytes, str | None], Any], items: Sequence[Item]) -> float:
    start = time.perf_counter()
    for payload, url in items:
        try:
            tool(payload, url)
        except Exception:  # a peer that raises was still timed
            continue
    return time.perf_counter() - start


def side_by_side(items: Sequence[Item], rounds: int) -> dict[str, float]:
    best = {"warta": float("inf")} | dict.fromkeys(TOOLS, float("inf"))
    for tool in (ours, *TOOLS.values()):
        seconds(tool, items[:5])
    for turn in range(rounds):
        for name, tool in TOOLS.items():
            best["warta"] = min(best["warta"], seconds(ours, items))
            if turn == 0 or name not in SLOW:
                best[name] = min(best[name], seconds(tool, items))
    return best


def threads(items: Sequence[Item], rounds: int) -> float:
    """How many times faster two threads read than one."""
    import warta

    best = {1: float("inf"), 2: float("inf")}
    for _ in range(rounds):
        for jobs in best:
            start = time.perf_counter()
            for _article in warta.read_many(items, jobs=jobs):
                pass
            best[jobs] = min(best[jobs], time.perf_counter() - start)
    return best[1] / best[2]


def synthetic(size: int) -> bytes:
    one = b"<div class='c'><p>Air naik <a href='/a'>di desa</a> sampai <b>pagi</b>, kata warga setempat.</p></div>\n"
    return (
        b"<!doctype html><title>Banjir</title><h1>Banjir</h1><article>"
        + one * (size // len(one))
        + b"</article>"
    )


def growth() -> dict[str, float]:
    """time(2n)/time(n) over synthetic pages."""
    cost = {n: min(seconds(ours, [(synthetic(n), None)]) for _ in range(3)) for n in GROWTH_SIZES}
    return {f"{n}->{2 * n}": round(cost[2 * n] / cost[n], 2) for n in GROWTH_SIZES if 2 * n in cost}


MEMORY_CHILD = """
import re, sys, warta
from pathlib import Path
from benchmarks.speed import synthetic
# VmHWM starts anew at exec; ru_maxrss would begin at the parent's peak and hide the read.
peak = lambda: int(re.search("VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) * 1024
page = synthetic(int(sys.argv[1]))
before = peak()
warta.read(page)
print((peak() - before) / len(page))
"""


def memory(size: int = 10_000_000) -> float:
    """Peak memory that one read adds, in bytes per byte of the page, in a process of its own."""
    child = subprocess.run(
        [sys.executable, "-c", MEMORY_CHILD, str(size)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return float(child.stdout)


def resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def leak(items: Sequence[Item], reads: int) -> float:
    """Bytes that stay behind per read, between a tenth of the reads and their end."""
    early = 0
    for n in range(reads):
        ours(*items[n % len(items)])
        if n == reads // 10:
            early = resident()
    return (resident() - early) / (reads - reads // 10)


def processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def commit() -> str:
    said = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return said.stdout.strip()


def main() -> int:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--rounds", type=int, default=3)
    ap.add_argument("--pages", type=int, default=300)
    ap.add_argument("--long", action="store_true", help=f"also {LONG_READS} reads in one process")
    args = ap.parse_args()
    items = sample(args.pages)
    megabytes = sum(len(p) for p, _ in items) / 1e6
    load = os.getloadavg()[0]
    best = side_by_side(items, args.rounds)
    missed = []
    print(
        f"{len(items)} pages, {megabytes:.1f} MB, best of {args.rounds} rounds; load average at start {load:.1f}"
    )
    print(f"{'':18}{'pages/s':>10}{'MB/s':>8}{'warta is':>10}{'gate':>7}{'goal':>7}")
    for name, cost in best.items():
        gate, goal = ASKED.get(name, (None, None))
        ratio = cost / best["warta"]
        if gate and ratio < gate:
            missed.append(name)
        asked = "".join(f"{v:7.2f}" if v else " " * 7 for v in (gate, goal))
        print(f"{name:18}{len(items) / cost:10.1f}{megabytes / cost:8.2f}{ratio:9.2f}x{asked}")
    report: dict[str, Any] = {
        "date": datetime.now(UTC).date().isoformat(),
        "commit": commit(),
        "machine": {"cpu": processor(), "cores": os.cpu_count(), "load_at_start": round(load, 2)},
        "versions": peers.versions(),
        "pages": len(items),
        "megabytes": round(megabytes, 2),
        "pages_per_second": {n: round(len(items) / c, 1) for n, c in best.items()},
        "ratio": {n: round(c / best["warta"], 2) for n, c in best.items()},
        "two_threads": round(threads(items, args.rounds), 2),
        "growth": growth(),
        "memory_per_byte": round(memory(), 2),
        "hostile_growth": recipes.table(),
        "hostile_memory_per_byte": recipes.memory(),
    }
    if args.long:
        report["leak_bytes_per_read"] = round(leak(items, LONG_READS), 2)
    for key in ("two_threads", "growth", "memory_per_byte", "leak_bytes_per_read"):
        if key in report:
            print(f"{key}: {report[key]}")
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / f"{report['date']}.json").write_text(json.dumps(report, indent=1) + "\n")
    if missed:
        print("under the gate: " + ", ".join(missed))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
