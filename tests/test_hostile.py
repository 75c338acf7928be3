"""Hostile pages: no crash, no hang, bounded memory, cost that grows with the size, nothing lost after.

Each page is read in a process of its own, so that even a crash is one failed test.
"""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import warta
from fuzz.mutate import check
from tests.hostile import ENDS, GOES_ON, PAGES
from warta.article import read_many_json

MB = 1_000_000

SECONDS_PER_MB = 1.0
"""Most that any page may cost; a real page costs about a hundredth."""

MEMORY_PER_BYTE = 15
MEMORY_FREE = 64 << 20
"""Most memory on top of the payload, in bytes: a factor of the payload and a fixed part."""

GROWTH = 2.3
"""Most that twice the size may cost; linear is 2."""

NOISE = 0.010
"""Seconds that a measurement on a shared machine may be off."""

HANG = 60
"""Seconds after which a page counts as one that hangs."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="peak memory is measured the POSIX way")


def cost(name: str, size: int, repeats: int = 1) -> dict[str, Any]:
    child = subprocess.run(
        [sys.executable, "-m", "tests.hostile", name, str(size), str(repeats)],
        cwd=Path(__file__).parent.parent,
        capture_output=True,
        text=True,
        timeout=HANG,
        check=False,
    )
    assert child.returncode == 0, f"{name}: exit {child.returncode}\n{child.stderr[-2000:]}"
    report: dict[str, Any] = json.loads(child.stdout)
    return report


@pytest.mark.parametrize("name", PAGES)
def test_a_megabyte_is_read_in_time_and_memory(name: str) -> None:
    report = cost(name, MB)
    assert report["seconds"] <= SECONDS_PER_MB * max(report["bytes"] / MB, 0.1)
    if sys.platform == "linux":
        assert report["memory"] <= MEMORY_PER_BYTE * report["bytes"] + MEMORY_FREE
    if name in GOES_ON:
        assert report["marker"], "the words after the attack are lost"
    if name in ENDS and not report["blocks"]:
        assert report["missing"].get("text") or report["missing"].get("blocks")


@pytest.mark.parametrize("name", PAGES)
def test_cost_grows_with_the_size(name: str) -> None:
    for _ in range(3):
        once, twice = (cost(name, size, repeats=3)["seconds"] for size in (MB // 4, MB // 2))
        if twice <= GROWTH * once + NOISE:
            return
    pytest.fail(f"{once:.3f} s for a quarter megabyte, {twice:.3f} s for a half, best of three")


@pytest.mark.parametrize("name", ["paragraph_flood", "text_node"])
def test_fifty_megabytes_are_cut_at_the_cap_and_said(name: str) -> None:
    report = cost(name, 50 * MB)
    assert "bytes" in report["truncated"]
    assert report["seconds"] <= 32 * SECONDS_PER_MB


@pytest.mark.parametrize(
    ("name", "reason"), [("nested_div_unclosed", "depth"), ("attribute_flood", "attributes")]
)
def test_what_was_cut_is_said(name: str, reason: str) -> None:
    assert reason in cost(name, MB)["truncated"]


def test_eight_threads_at_once_agree_with_one() -> None:
    payloads = [PAGES[name](20_000) for name in PAGES] * 2
    alone = list(read_many_json(payloads, jobs=1))
    with ThreadPoolExecutor(8) as pool:
        each = list(pool.map(lambda payload: next(read_many_json([payload], jobs=1)), payloads))
    assert each == alone
    assert list(read_many_json(payloads, jobs=8)) == alone


@pytest.mark.parametrize("name", PAGES)
def test_spans_of_a_hostile_page_cut_what_they_say(name: str) -> None:
    article = warta.read(PAGES[name](20_000), "https://example.org/a", evidence=True)
    check(article)
    assert article.schema == "warta/article/1"
