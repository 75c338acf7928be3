"""Mutated pages through the core: no crash, no hang, no exception, and spans that cut exactly.

Each page is made from a real one by a few random edits that follow from the seed and the page's number
alone, so that what goes wrong can be made again. Workers are processes: one that dies or hangs costs one
page, which is kept under ``out/fuzz``.

    python -m fuzz.mutate --pages 500000 cases ../corpus
"""

import argparse
import gzip
import multiprocessing
import random
import time
from multiprocessing.context import ForkProcess
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path

import warta

SUFFIXES = (".html", ".htm", ".txt", ".html.gz")

MAX_SEED_BYTES = 400_000
"""Larger pages are cut to this: nine in ten real pages are smaller, and more of them per second are tried."""

EDITS = 6
"""Most edits made to one page."""

HANG = 20.0
"""Seconds without a new page after which a worker counts as hanging."""

CHECKED = 20
"""Every so-manieth page is read with evidence and statements, and its spans are checked."""

PIECES = tuple(
    b"<p>|</p>|<div>|</div>|<article>|</article>|<h1>|<script>|</script>|<!--|-->|<![CDATA[|<table>|<td>"
    b"|<tr>|</table>|<a href=|<b>|<i>|</b>|<template>|<svg>|<math>|<select>|<option>|<title>|</title>"
    b"|<textarea>|<pre>|<plaintext>|<noscript>|<meta charset=utf-16>|<base href=//x>|<form>|<frameset>"
    b"|&amp|&#0;|&#xD800;|&|\0|\xff|\xef\xbb\xbf|\xed\xa0\x80|\r|\n\n|\t|\"|'|>|<|/|=|]]>"
    b'|{"@type":"NewsArticle"|Senin, 31 Februari 2024|00:60 WIB|JAKARTA - |Penulis: |(ian)|Copyright'.split(
        b"|"
    )
)


def mutate(seeds: list[bytes], seed: int, number: int) -> bytes:
    """The mutated page of this number."""
    dice = random.Random(seed * 1_000_003 + number)
    page = bytearray(dice.choice(seeds))
    for _ in range(dice.randint(1, EDITS)):
        at = dice.randrange(len(page) + 1)
        end = min(len(page), at + int(dice.paretovariate(0.6)))
        match dice.randrange(9):
            case 0:
                del page[at:end]
            case 1:
                page[at:at] = page[at:end] * dice.randint(1, 4)
            case 2:
                page[at:at] = dice.choice(PIECES)
            case 3:
                page[at:at] = dice.choice(PIECES) * dice.randint(2, 600)
            case 4:
                page[at:end] = dice.randbytes(min(end - at, 200))
            case 5:
                del page[at:]
            case 6:
                other = dice.choice(seeds)
                start = dice.randrange(len(other) + 1)
                page[at:end] = other[start : start + int(dice.paretovariate(0.5))]
            case 7:
                for place in range(at, min(end, at + 300)):
                    page[place] ^= 1 << dice.randrange(8)
            case 8:
                text = page.decode("utf-8", "replace")
                page = bytearray(text.encode(dice.choice(("utf-16-le", "cp1252", "gb18030")), "replace"))
    return bytes(page)


def check(article: warta.Article) -> None:
    """Fails where a span does not cut what the record says it does."""
    for block in article.blocks:
        assert block.span is None or block.span.of(article.text) == block.text, "block"
        assert all(0 <= m.span.start < m.span.end <= len(block.text) for m in block.marks), "mark"
    text = article.document_text or ""
    for dropped in article.dropped:
        assert dropped.span.of(text) == dropped.text, "dropped"
    for evidence in article.evidence:
        for where in (evidence.where, *(rival.where for rival in evidence.rivals)):
            assert not isinstance(where, warta.DocumentPlace) or where.span.end <= len(text), "evidence"
    for moment in (article.published_at, article.modified_at):
        assert moment is None or moment.date.year > 0, "moment"
    for statement in article.statements:
        place = article.headline if statement.place == "headline" else article.text
        for passage in (statement.source, statement.cue, *statement.content):
            assert passage is None or passage.span.of(place or "") == passage.text, "statement"
        assert statement.content, "statement without content"
    if "internal_error" in article.missing.values():
        raise AssertionError("the core panicked")


def work(seeds: list[bytes], seed: int, first: int, step: int, pages: int, at: "Synchronized[int]") -> None:
    """Reads the pages ``first``, ``first + step``, ... and says in ``at`` which one it is at."""
    for number in range(first, pages, step):
        at.value = number
        checked = number % CHECKED == 0
        page = mutate(seeds, seed, number)
        article = warta.read(page, "https://example.org/a", evidence=checked, statements=checked)
        check(article)
    at.value = pages


def pages_of(paths: list[Path]) -> list[bytes]:
    found = []
    for path in sorted(file for each in paths for file in (each.rglob("*") if each.is_dir() else [each])):
        if path.name.endswith(SUFFIXES) and path.is_file():
            payload = path.read_bytes()
            found.append((gzip.decompress(payload) if path.suffix == ".gz" else payload)[:MAX_SEED_BYTES])
    return found


def run(seeds: list[bytes], seed: int, pages: int, jobs: int, out: Path) -> int:
    """Runs the workers to the end; the number of pages on which one died or hung."""
    started = time.monotonic()
    failures = 0
    fork = multiprocessing.get_context("fork")
    positions = [fork.Value("q", first) for first in range(jobs)]

    def start(first: int, at: "Synchronized[int]") -> ForkProcess:
        process = fork.Process(target=work, args=(seeds, seed, first, jobs, pages, at), daemon=True)
        process.start()
        return process

    workers = [start(first, at) for first, at in enumerate(positions)]
    moved = [(time.monotonic(), at.value) for at in positions]
    reported = started
    while any(at.value < pages for at in positions):
        time.sleep(0.2)
        now = time.monotonic()
        for slot, at in enumerate(positions):
            if at.value >= pages:
                continue
            if at.value != moved[slot][1]:
                moved[slot] = (now, at.value)
            died, hung = not workers[slot].is_alive(), now - moved[slot][0] > HANG
            if (died or hung) and at.value < pages:
                failures += 1
                workers[slot].kill()
                out.mkdir(parents=True, exist_ok=True)
                kept = out / f"{seed}-{at.value}.page"
                kept.write_bytes(mutate(seeds, seed, at.value))
                print(f"{'hung' if hung else 'died'} on page {at.value}, kept as {kept}", flush=True)
                first = at.value + jobs
                at.value = min(first, pages)
                workers[slot] = start(first, at)
                moved[slot] = (now, at.value)
        if now - reported > 30:
            reported = now
            done = sum(min(at.value, pages) for at in positions) // jobs
            print(f"{done:,} pages, {done / (now - started):,.0f} pages/s", flush=True)
    seconds = time.monotonic() - started
    print(f"{pages:,} mutated pages from {len(seeds)} in {seconds:.0f} s, {failures} died or hung")
    return failures


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", nargs="*", type=Path, default=[Path("cases"), Path("examples")])
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--out", type=Path, default=Path("out/fuzz"))
    settings = parser.parse_args(arguments)
    seeds = pages_of(settings.paths)
    if not seeds:
        parser.error("no pages under " + ", ".join(map(str, settings.paths)))
    return 1 if run(seeds, settings.seed, settings.pages, settings.jobs, settings.out) else 0


if __name__ == "__main__":
    raise SystemExit(main())
