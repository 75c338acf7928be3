"""Many readers beside one writer: no error, nothing locked, and how long an answer takes.

    python -m fuzz.readers --readers 100 --seconds 120 --archive copy.warta

Readers are threads of a few processes, each with its own connection; they search, open articles and ask who
said what. The writer adds pages all the while. The exit status is 1 where anything failed.
"""

import argparse
import multiprocessing
import random
import statistics
import threading
import time
from pathlib import Path

from tests.archive_pages import SPEAKERS, capture
from warta import Capture
from warta.archive import Archive

PROCESSES = 4
WORDS = ("banjir", "perahu", "tanggul", "serang", "hujan lebat", "petugas OR warga", "makan*")


def timed(number: int) -> Capture:
    """A page with a time of its own; pages of one minute would crowd one place of the archive."""
    minute = number % 1440
    return capture(number, day=number // 1440 % 28 + 1, time=f"{minute // 60:02}:{minute % 60:02}")


def reader(path: str, until: float, seed: int, times: list[float], errors: list[str]) -> None:
    draw = random.Random(seed)
    try:
        with Archive(path) as archive:
            while time.time() < until:
                start = time.perf_counter()
                kind = draw.random()
                if kind < 0.5:
                    archive.search(draw.choice(WORDS))
                elif kind < 0.8:
                    archive.said(by=draw.choice(SPEAKERS))
                else:
                    for hit in archive.search(limit=1, offset=draw.randrange(40)).hits:
                        archive.article(hit.id)
                times.append((time.perf_counter() - start) * 1000)
    except Exception as error:
        errors.append(repr(error))


def process(
    path: str, until: float, count: int, seed: int, found: "multiprocessing.SimpleQueue[object]"
) -> None:
    times: list[float] = []
    errors: list[str] = []
    threads = [
        threading.Thread(target=reader, args=(path, until, seed * 1000 + number, times, errors))
        for number in range(count)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found.put((times, errors))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--archive", type=Path, required=True, help="made where it is not there")
    parser.add_argument("--readers", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=120)
    arguments = parser.parse_args()
    context = multiprocessing.get_context("spawn")
    arguments.archive.parent.mkdir(parents=True, exist_ok=True)
    with Archive(arguments.archive, create=True) as archive:
        archive.add_captures(map(timed, range(1, 2_000)))
        found = context.SimpleQueue()
        until = time.time() + arguments.seconds
        share = max(arguments.readers // PROCESSES, 1)
        started = [
            context.Process(target=process, args=(str(arguments.archive), until, share, number, found))
            for number in range(PROCESSES)
        ]
        for each in started:
            each.start()
        written, number = 0, random.randrange(10**6, 10**8)
        while time.time() < until:
            archive.add_captures([timed(number + each) for each in range(200)])
            written += 1
            number += 200
            time.sleep(0.2)
        results = [found.get() for _ in started]
        for each in started:
            each.join()
        problems = archive.check().problems
    times = [value for some, _ in results for value in some]
    errors = [error for _, some in results for error in some] + list(problems)
    cuts = statistics.quantiles(times, n=100)
    print(
        f"{share * PROCESSES} readers, {arguments.seconds:.0f} s: {len(times)} answers, {len(errors)} errors,"
        f" p50 {cuts[49]:.0f} ms, p95 {cuts[94]:.0f} ms; {written} batches of 200 pages written beside them"
    )
    for error in errors[:10]:
        print(error)
    raise SystemExit(bool(errors))


if __name__ == "__main__":
    main()
