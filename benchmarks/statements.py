"""Speed of the statements stage: `python -m benchmarks.statements`.

Articles a second on one thread, best of several rounds, for PolNeAR's dev texts (English, both voices and the grammar alone) and for
Indonesian articles of id-detik-2025; and as a ratio the same articles' plain JSON encoding and decoding, a measure of the machine.
First what the tables and weights of both languages take of memory: resident bytes after the first short text of each, less those before.
"""

from __future__ import annotations

import csv
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from quality.polnear import SHARED
from warta import _core

ROUNDS = 5
ARTICLES = 200


def best(work: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def subjects(texts: list[str], language: str, *, grammar_only: bool) -> list[bytes]:
    return [
        json.dumps({"text": text, "language": language, "grammar_only": grammar_only}).encode()
        for text in texts
    ]


def indonesian() -> list[str]:
    csv.field_size_limit(sys.maxsize)
    path: Path = SHARED / "data/text/id-detik-2025/data_berita.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return [row["isi_berita"] for row in csv.DictReader(file)][:ARTICLES]


def resident() -> int:
    """Resident bytes of this process (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def loaded() -> int:
    """Bytes that a process grows by when it first reads a text of each language."""
    before = resident()
    _core.statements_batch(subjects(['"Air naik," kata Budi.'], "id", grammar_only=False))
    _core.statements_batch(subjects(['"It rains," said Ann.'], "en", grammar_only=False))
    return resident() - before


def main() -> int:
    """See the module."""
    print(f"tables and weights: {loaded() / 1e6:.1f} MB resident")
    english = [
        path.read_text(encoding="utf-8")
        for path in sorted((SHARED / "data/text/polnear/dev/text").glob("*.txt"))
    ]
    for title, texts, language, grammar_only in (
        ("English, grammar and model", english, "en", False),
        ("English, grammar only", english, "en", True),
        ("Indonesian", indonesian(), "id", False),
    ):
        given = subjects(texts, language, grammar_only=grammar_only)
        seconds = best(lambda given=given: _core.statements_batch(given))
        plain = best(lambda given=given: [json.loads(json.dumps(json.loads(g))) for g in given])
        words = sum(len(text.split()) for text in texts) / len(texts)
        print(
            f"{title}: {len(texts) / seconds:,.0f} articles/s of {words:.0f} words on one thread; "
            f"{seconds / plain:.1f} times a JSON round trip of the same texts"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
