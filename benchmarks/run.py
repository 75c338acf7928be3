"""Speed of warta beside today's tools, its growth and its memory: `make bench`.

    python benchmarks/run.py [--pages 300] [--rounds 3] [--skip-growth] [--long]

All tools read the same English news pages in one process on one thread. They take turns, a chunk of pages each,
so that a slow minute of the machine meets all of them; each tool's time is the sum over chunks of its fastest
round. `--long` adds 200,000 reads in one process. Results go to `benchmarks/results/DATE.json`.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import warta
from benchmarks import growth
from quality import datasets

Read = Callable[[bytes, str, str], Any]

CHUNK = 15
"""Pages that a tool reads before the next one's turn."""

GATES = (("trafilatura", 20.0, "gate"), ("resiliparse", 2.0, "gate"), ("turbohtml", 1.0, "goal"), ("selectolax", 1 / 2.5, "goal"))
"""How many times a peer's pages per second warta is to read."""

TWO_THREADS = 1.8


def read_warta(payload: bytes, text: str, url: str) -> Any:
    return warta.read(payload, url)


def read_trafilatura(payload: bytes, text: str, url: str) -> Any:
    import trafilatura

    return trafilatura.bare_extraction(payload, url=url, with_metadata=True)


def read_resiliparse(payload: bytes, text: str, url: str) -> Any:
    from resiliparse.extract.html2text import extract_plain_text

    return extract_plain_text(text, main_content=True)


def read_turbohtml(payload: bytes, text: str, url: str) -> Any:
    import turbohtml

    return turbohtml.parse(text).article()


def read_selectolax(payload: bytes, text: str, url: str) -> Any:
    from selectolax.lexbor import LexborHTMLParser

    return LexborHTMLParser(text)


# The three parsers of C and Rust get decoded text, which spares them what warta does itself.
TOOLS: dict[str, tuple[Read, str, str]] = {
    "warta": (read_warta, "", "bytes to whole record"),
    "trafilatura": (read_trafilatura, "trafilatura", "bytes, with_metadata"),
    "resiliparse": (read_resiliparse, "resiliparse", "decoded text, main content"),
    "turbohtml": (read_turbohtml, "turbohtml", "decoded text, parse and article()"),
    "selectolax": (read_selectolax, "selectolax", "decoded text, bare lexbor parse"),
}


def english_pages(most: int) -> list[tuple[bytes, str, str]]:
    """Payload, decoded text and address of English pages: the trafilatura set's and fundus-dev's."""
    from trafilatura.utils import decode_file

    found = []
    for page in [*datasets.pages("fundus-dev"), *datasets.pages("trafilatura")]:
        payload = page.payload()
        text = str(decode_file(payload))
        if "lang=" in (head := text[:4000].lower()) and 'lang="en' in head:
            found.append((payload, text, page.url))
    return found[:most]


def side_by_side(pages: list[tuple[bytes, str, str]], rounds: int) -> dict[str, float]:
    """Seconds that each tool takes for all pages."""
    chunks = [pages[i : i + CHUNK] for i in range(0, len(pages), CHUNK)]
    for read, _, _ in TOOLS.values():
        for page in pages[:CHUNK]:
            read(*page)
    total = dict.fromkeys(TOOLS, 0.0)
    for chunk in chunks:
        best = dict.fromkeys(TOOLS, float("inf"))
        for _ in range(rounds):
            for name, (read, _, _) in TOOLS.items():
                gc.collect()
                start = time.perf_counter()
                for page in chunk:
                    try:
                        read(*page)
                    except Exception:  # a peer that fails on a page was quick about it
                        continue
                best[name] = min(best[name], time.perf_counter() - start)
        for name, seconds in best.items():
            total[name] += seconds
    return total


def two_threads(pages: list[tuple[bytes, str, str]], rounds: int = 5) -> float:
    """How many times as fast two threads of `read_many` are as one."""
    payloads = [(payload, url) for payload, _, url in pages]
    best = {1: float("inf"), 2: float("inf")}
    for _ in range(rounds):
        for jobs in best:
            start = time.perf_counter()
            for _ in warta.read_many(payloads, jobs=jobs):
                pass
            best[jobs] = min(best[jobs], time.perf_counter() - start)
    return best[1] / best[2]


def machine() -> dict[str, Any]:
    """Processor, cores and commit; never the machine's name."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.is_file() else []
    cpu = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.machine())
    git = ["git", "-C", str(datasets.ROOT), "describe", "--always", "--dirty"]
    commit = subprocess.run(git, capture_output=True, text=True, check=False).stdout.strip()
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    return {"cpu": cpu, "cores": os.cpu_count(), "python": platform.python_version(), "commit": commit, "load_at_start": load}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--skip-growth", action="store_true")
    parser.add_argument("--long", action="store_true")
    args = parser.parse_args()
    report: dict[str, Any] = {"date": date.today().isoformat(), "machine": machine()}
    pages = english_pages(args.pages)
    size = sum(len(payload) for payload, _, _ in pages) / 1e6
    seconds = side_by_side(pages, args.rounds)
    report |= {"pages": len(pages), "megabytes": round(size, 1), "tools": {}}
    print(f"{len(pages)} pages, {size:.1f} MB, one thread\n\n| tool | what | pages/s | MB/s | warta is |\n|---|---|---|---|---|")
    for name, (_, package, what) in TOOLS.items():
        label = f"{name} {version(package) if package else warta.__version__}"
        rate, ratio = len(pages) / seconds[name], seconds[name] / seconds["warta"]
        report["tools"][label] = {"pages_per_s": round(rate, 1), "mb_per_s": round(size / seconds[name], 1), "ratio": round(ratio, 3)}
        print(f"| {label} | {what} | {rate:.0f} | {size / seconds[name]:.1f} | {ratio:.2f} times |")
    failed = 0
    print()
    for name, least, kind in GATES:
        ratio = seconds[name] / seconds["warta"]
        failed += kind == "gate" and ratio < least
        print(f"{kind}: {least:.2f} times {name}: {ratio:.2f} {'met' if ratio >= least else 'MISSED'}")
    report["two_threads"] = round(two_threads(pages), 2)
    print(f"two threads: {report['two_threads']:.2f} times one (at least {TWO_THREADS})")
    if not args.skip_growth:
        report["growth"] = growth.table()
        report["memory"] = growth.memory()
    if args.long:
        report["long"] = growth.long_run([payload for payload, _, _ in pages])
    out = datasets.ROOT / f"benchmarks/results/{report['date']}.json"
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(report, indent=1) + "\n")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
