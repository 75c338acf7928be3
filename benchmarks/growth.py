"""How cost grows with the page, and what a page costs in memory; the pages are the hostile ones of the tests."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from quality import datasets

GROWTH = 2.3
"""Most that a page of twice the size may cost; linear is 2."""

SIZES = (500_000, 1_000_000)
"""Bytes of the smaller and the larger page."""

RECIPES = (
    "nested_div", "attribute_flood", "entity_flood", "formatting_never_closed", "misnested_formatting",
    "paragraph_flood", "link_flood", "comment_flood", "json_ld_deep", "json_ld_wide", "text_node", "flat_short_lines",
)  # fmt: skip

MEMORY_PER_BYTE, MEMORY_FREE = 15, 64 << 20
"""Most memory over the interpreter's: a factor of the payload, and bytes."""


def child(name: str, size: int, repeats: int) -> dict[str, Any]:
    """Cost of one hostile page in a process of its own."""
    command = [sys.executable, "-m", "tests.hostile", name, str(size), str(repeats)]
    done = subprocess.run(command, cwd=datasets.ROOT, capture_output=True, text=True, timeout=120, check=True)
    return dict(json.loads(done.stdout))


def table() -> dict[str, float]:
    """time(2n)/time(n) of each recipe; one that is over the bound is measured again, for the machine may be busy."""
    found = {}
    for name in RECIPES:
        for _ in range(3):
            once, twice = (child(name, size, 3)["seconds"] for size in SIZES)
            found[name] = round(min(found.get(name, float("inf")), twice / once), 2)
            if found[name] <= GROWTH:
                break
        print(
            f"growth {name:26} {found[name]:.2f}{'' if found[name] <= GROWTH else ' OVER'}  ({twice * 1000:.0f} ms/MB)"
        )
    return found


def memory() -> dict[str, float]:
    """Peak memory over the interpreter's by byte of payload, of a megabyte of each recipe."""
    found = {}
    for name in RECIPES:
        cost = child(name, SIZES[1], 1)
        found[name] = round(cost["memory"] / cost["bytes"], 1)
        over = cost["memory"] > MEMORY_PER_BYTE * cost["bytes"] + MEMORY_FREE
        print(f"memory {name:26} {found[name]:5.1f} bytes a byte{' OVER' if over else ''}")
    return found
