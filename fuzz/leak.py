"""Many reads in one process: the memory that the process holds must not grow.

python -m fuzz.leak --reads 200000 cases
"""

import argparse
import gc
import resource
from pathlib import Path

import warta
from fuzz.mutate import pages_of

WARM = 0.1
"""Share of the reads after which memory is taken for the first time: allocators fill their pools first."""

GROWTH = 5 << 20
"""Bytes that a process may hold more at the end than after warming up."""


def held() -> int:
    """Bytes of memory that the process holds now, as Linux tells."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize()


def growth(payloads: list[bytes], reads: int) -> int:
    """Bytes held more after ``reads`` reads than after the first tenth of them."""
    warm = max(1, int(reads * WARM))
    start = 0
    for number in range(reads):
        if number == warm:
            start = held()
        warta.read(payloads[number % len(payloads)], evidence=number % 2 == 0)
    return held() - start


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path, default=[Path("cases")])
    parser.add_argument("--reads", type=int, default=200_000)
    settings = parser.parse_args()
    grown = growth(pages_of(settings.paths), settings.reads)
    print(f"{settings.reads:,} reads: {grown / (1 << 20):+.2f} MiB held (at most {GROWTH >> 20} allowed)")
    return 1 if grown > GROWTH else 0


if __name__ == "__main__":
    raise SystemExit(main())
