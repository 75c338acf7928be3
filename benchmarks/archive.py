"""Speed and size of the archive: filling, storing, asking at size, and the ratio to bare FTS5.

    python -m benchmarks.archive --articles 200000 --folder /tmp/archive [--pages FOLDER]

Synthetic articles have words drawn by Zipf's law from a vocabulary of 60,000 made-up words, 120 to 500
words each, dated over ten years, with four statements and evidence. ``--pages`` fills from HTML too.
Prints two tables, of queries and of the reading room's pages; ``--json FILE`` keeps the numbers.
"""

import argparse
import asyncio
import itertools
import json
import os
import platform
import random
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

from starlette.types import ASGIApp, Message

from tests.asked import get
from warta import (
    Article,
    Author,
    Block,
    Capture,
    DocumentPlace,
    Evidence,
    Moment,
    Passage,
    Span,
    Speaker,
    Statement,
    Via,
    captures,
)
from warta.archive import Archive
from warta.server import app

SYLLABLES = [
    "ba",
    "bu",
    "ca",
    "da",
    "di",
    "du",
    "ga",
    "gu",
    "ha",
    "hi",
    "ja",
    "ka",
    "ki",
    "ku",
    "la",
    "li",
    "ma",
    "mi",
    "mu",
    "na",
    "ni",
    "pa",
    "pi",
    "pu",
    "ra",
    "ri",
    "ru",
    "sa",
    "si",
    "su",
    "ta",
    "ti",
    "tu",
    "wa",
    "ya",
]
PREFIXES = ("", "", "", "", "me", "ber", "di", "ter", "pe")
SUFFIXES = ("", "", "", "", "kan", "an", "nya")
VOCABULARY = 60_000
OUTLETS = [f"Outlet {number}" for number in range(40)]
SPEAKERS = 3_000
ACTS = ("says", "claims", "denies", "announces", "warns")


class Maker:
    """Makes synthetic records, the same ones for the same seed."""

    def __init__(self, seed: int = 1) -> None:
        self.random = random.Random(seed)
        words: dict[str, None] = {}
        while len(words) < VOCABULARY:
            root = "".join(self.random.choices(SYLLABLES, k=self.random.choice((2, 2, 3, 3, 4))))
            words[self.random.choice(PREFIXES) + root + self.random.choice(SUFFIXES)] = None
        self.words = list(words)
        self.weights = list(itertools.accumulate(1 / (rank + 3) for rank in range(VOCABULARY)))
        self.speakers = [
            " ".join(self.random.choices(SYLLABLES, k=3)).replace(" ", "").title()
            + " "
            + "".join(self.random.choices(SYLLABLES, k=3)).title()
            for _ in range(SPEAKERS)
        ]

    def article(self, number: int) -> bytes:
        draw = self.random
        words = draw.choices(self.words, cum_weights=self.weights, k=draw.randint(120, 500))
        sentences = [" ".join(words[at : at + 15]).capitalize() + "." for at in range(0, len(words), 15)]
        paragraphs = [" ".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3)]
        text = "\n\n".join(paragraphs)
        headline = " ".join(words[:8]).capitalize()
        day = f"{2014 + number % 10}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
        moment = Moment(
            iso=f"{day}T{draw.randint(0, 23):02}:{draw.randint(0, 59):02}+07:00", raw=day, zone="stated"
        )
        outlet = OUTLETS[min(int(draw.expovariate(0.2)), 39)]
        statements, at = [], 0
        for paragraph in paragraphs[:4]:
            name = self.speakers[min(int(draw.expovariate(0.005)), SPEAKERS - 1)]
            end = at + min(len(paragraph), 160)
            statements.append(
                Statement(
                    place="text",
                    source=Passage(span=Span(at, at + 5), text=name.split()[-1]),
                    speaker=Speaker(name=name, role="Kepala Badan", kind="person", rule="last_name"),
                    cue=Passage(span=Span(at + 5, at + 9), text="kata"),
                    lemma="kata",
                    content=(Passage(span=Span(at + 9, end), text=text[at + 9 : end]),),
                    type="indirect",
                    act=draw.choice(ACTS),
                    via=(Via(outlet=draw.choice(OUTLETS), span=Span(at, at + 5)),)
                    if draw.random() < 0.1
                    else (),
                    construction="subject_cue",
                    confidence=0.9,
                )
            )
            at += len(paragraph) + 2
        blocks, at = [], 0
        for paragraph in paragraphs:
            blocks.append(Block(kind="paragraph", text=paragraph, span=Span(at, at + len(paragraph))))
            at += len(paragraph) + 2
        where = DocumentPlace(span=Span(0, len(headline)))
        return (
            Article(
                id=f"{number:032x}",
                payload_hash=f"blake3:{draw.getrandbits(256):064x}",
                canonical_url=f"https://outlet.example/{number}",
                url=f"https://outlet.example/{number}",
                form="html",
                encoding="UTF-8",
                kind="article",
                language="id",
                headline=headline,
                authors=(Author(name=self.speakers[draw.randrange(50)]),),
                outlet=outlet,
                section=draw.choice(("Nasional", "Ekonomi", "Dunia")),
                published_at=moment,
                blocks=tuple(blocks),
                text=text,
                statements=tuple(statements),
                evidence=tuple(
                    Evidence(field=field, value=headline, raw=headline, rule="rule", where=where)
                    for field in ("headline", "outlet", "published_at", "authors", "section")
                ),
                document_text=f"Beranda\nEkonomi\nDunia\n{headline}\n{text}\n{' '.join(words[-80:])}",
            )
            .to_json()
            .encode()
        )

    def articles(self, count: int) -> Iterator[bytes]:
        return (self.article(number) for number in range(count))


def written(path: Path, records: Iterable[bytes]) -> int:
    """Writes records as ``warta read --format jsonl`` does; gives the bytes of their texts."""
    text = 0
    with path.open("wb") as file:
        for record in records:
            text += len(json.loads(record)["text"].encode())
            file.write(record + b"\n")
    return text


def read_back(path: Path, every: int = 8_192) -> Iterator[bytes]:
    """The records of a file, as ``warta add`` reads it; says how fast they are taken."""
    start = time.perf_counter()
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            yield line
            if number % every == 0:
                print(f"{number:,} taken, {number / (time.perf_counter() - start):,.0f} a second", flush=True)


def timed(run: Callable[[], object], times: int) -> list[float]:
    """Milliseconds of each run."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        found.append((time.perf_counter() - start) * 1000)
    return found


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def asked(archive: Archive, maker: Maker, rounds: int) -> dict[str, dict[str, float]]:
    """p50 and p95 in milliseconds of what a reader asks; words of all frequencies, warm cache."""
    draw = random.Random(7)
    common, middle, rare = maker.words[3:60], maker.words[300:3_000], maker.words[20_000:60_000]
    ids = [hit.id for offset in range(0, 5_000, 997) for hit in archive.search(limit=20, offset=offset).hits]
    forms = {
        "search newest, common word": lambda: archive.search(draw.choice(common)),
        "search newest, middling word": lambda: archive.search(draw.choice(middle)),
        "search newest, rare word": lambda: archive.search(draw.choice(rare)),
        "search newest, two words": lambda: archive.search(f"{draw.choice(common)} {draw.choice(middle)}"),
        "search newest, common word and outlet": lambda: archive.search(
            draw.choice(common), outlet=draw.choice(OUTLETS)
        ),
        "search newest, common word in a month": lambda: archive.search(
            draw.choice(common), since="2017-03", until="2017-03"
        ),
        "search ranked, common word": lambda: archive.search(draw.choice(common), order="ranked"),
        "search ranked, two common words": lambda: archive.search(
            f"{draw.choice(common)} {draw.choice(common)}", order="ranked"
        ),
        "search ranked, middling word": lambda: archive.search(draw.choice(middle), order="ranked"),
        "facets, common word": lambda: archive.facets(draw.choice(common)),
        "histogram, common word": lambda: archive.histogram(draw.choice(common)),
        "front: newest 20": lambda: archive.search(),
        "histogram of all": lambda: archive.histogram(),
        "outlets": lambda: archive.outlets(),
        "said by": lambda: archive.said(by=draw.choice(maker.speakers).split()[-1]),
        "said about, common word": lambda: archive.said(about=draw.choice(common)),
        "said by act and about": lambda: archive.said(
            by=draw.choice(maker.speakers[:200]), act=draw.choice(ACTS), about=draw.choice(middle)
        ),
        "said via outlet since": lambda: archive.said(via=draw.choice(OUTLETS), since="2018"),
        "article": lambda: archive.article(draw.choice(ids)),
        "statements of an article": lambda: archive.statements_of(draw.choice(ids)),
        "speaker": lambda: archive.speaker(draw.choice(maker.speakers[:1_000])),
        "speakers": lambda: archive.speakers(),
    }  # fmt: skip
    made = {}
    for name, run in forms.items():
        run()
        times = timed(
            run, rounds if name not in ("outlets", "speakers", "histogram of all") else max(rounds // 10, 20)
        )
        made[name] = {"p50": statistics.median(times), "p95": p95(times)}
        print(f"| {name} | {made[name]['p50']:.1f} | {made[name]['p95']:.1f} |", flush=True)
    return made


def shown(archive: Archive, maker: Maker, rounds: int) -> dict[str, dict[str, float]]:
    """p50 and p95 in milliseconds of the reading room's pages and its API, through the application in process."""
    draw = random.Random(7)
    common, middle = maker.words[3:60], maker.words[300:3_000]
    ids = [hit.id for offset in range(0, 5_000, 997) for hit in archive.search(limit=20, offset=offset).hits]
    outlets = [row.name for row in archive.outlets() if row.name]
    speakers = [row.name for row in archive.speakers(limit=1_000)]
    addresses = {
        "/": lambda: "/",
        "/search, common word, newest": lambda: f"/search?q={draw.choice(common)}",
        "/search, common word, ranked": lambda: f"/search?q={draw.choice(common)}&order=ranked",
        "/search, middling word": lambda: f"/search?q={draw.choice(middle)}",
        "/search, all": lambda: "/search",
        "/article": lambda: f"/article/{draw.choice(ids)}",
        "/speaker": lambda: f"/speaker/{quote(draw.choice(speakers))}",
        "/speaker, the most quoted": lambda: f"/speaker/{quote(speakers[0])}",
        "/speakers": lambda: "/speakers",
        "/outlet": lambda: f"/outlet/{quote(draw.choice(outlets))}",
        "/outlet, the largest": lambda: f"/outlet/{quote(outlets[0])}",
        "/api/search, common word": lambda: f"/api/search?q={draw.choice(common)}",
        "/api/search, common word, ranked": lambda: f"/api/search?q={draw.choice(common)}&order=ranked",
        "/api/facets": lambda: "/api/facets",
        "/api/health": lambda: "/api/health",
        "/api/outlets": lambda: "/api/outlets",
    }
    room = app(archive, seconds=60)
    made = {}

    async def answers(address: Callable[[], str]) -> list[tuple[float, float]]:
        """In one task, as a server answers: threads that wait for work are kept for its length."""
        await answer(room, address())
        return [await answer(room, address()) for _ in range(rounds)]

    with asyncio.Runner() as runner:
        for name, address in addresses.items():
            spent = runner.run(answers(address))
            times, processor = ([each[at] for each in spent] for at in (0, 1))
            made[name] = {
                "p50": statistics.median(times),
                "p95": p95(times),
                "processor p50": statistics.median(processor),
                "processor p95": p95(processor),
            }
            print(f"| {name} | {' | '.join(f'{each:.1f}' for each in made[name].values())} |", flush=True)
    return made


async def answer(room: ASGIApp, address: str) -> tuple[float, float]:
    """Milliseconds until a page is sent, by the clock and of the processor, which other programs do not lengthen."""
    status = 0

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        nonlocal status
        status = message.get("status", status)

    start, busy = time.perf_counter(), time.process_time()
    await room(get(address), receive, send)
    spent = (time.perf_counter() - start) * 1000, (time.process_time() - busy) * 1000
    assert status == 200, (address, status)
    return spent


def bare(path: Path, records: Iterator[bytes], maker: Maker, rounds: int) -> dict[str, float]:
    """Bare FTS5 on the same texts: what the archive is compared with."""
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE VIRTUAL TABLE bare USING fts5 (headline, text, tokenize = 'unicode61')")
    spent, count = 0.0, 0
    while batch := list(itertools.islice(records, 256)):
        rows = [(each["headline"], each["text"]) for each in map(json.loads, batch)]
        start = time.perf_counter()
        connection.execute("BEGIN")
        connection.executemany("INSERT INTO bare VALUES (?, ?)", rows)
        connection.execute("COMMIT")
        spent += time.perf_counter() - start
        count += len(rows)
    draw = random.Random(7)
    words = maker.words[3:60]
    ranked = timed(
        lambda: connection.execute(
            "SELECT rowid, snippet(bare, 1, '', '', '', 32) FROM bare WHERE bare MATCH ? ORDER BY rank LIMIT 20",
            (f'"{draw.choice(words)}"',),
        ).fetchall(),
        max(rounds // 10, 20),
    )
    newest = timed(
        lambda: connection.execute(
            "SELECT rowid, snippet(bare, 1, '', '', '', 32) FROM bare WHERE bare MATCH ? ORDER BY rowid DESC LIMIT 20",
            (f'"{draw.choice(words)}"',),
        ).fetchall(),
        rounds,
    )
    size = connection.execute(
        "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
    ).fetchone()[0]
    connection.close()
    return {
        "records/s": count / spent,
        "ranked p95": p95(ranked),
        "newest p95": p95(newest),
        "bytes": size,
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--pages", action="append", help="HTML pages to fill from")
    parser.add_argument("--most-pages", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--only-store", action="store_true", help="ask nothing")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--keep", action="store_true", help="ask an archive that is there already")
    parser.add_argument(
        "--pages-only", action="store_true", help="time only the room's pages, not the queries"
    )
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    made: dict[str, object] = {
        "machine": f"{platform.machine()}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}",
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
    }
    maker = Maker()
    path = arguments.folder / "synthetic.warta"
    if not arguments.keep:
        for suffix in ("", "-wal", "-shm"):
            Path(f"{path}{suffix}").unlink(missing_ok=True)
        records = arguments.folder / "synthetic.jsonl"
        text = written(records, maker.articles(arguments.articles))
        with Archive(path, create=True) as archive:
            start = time.perf_counter()
            stored = len(archive.store(read_back(records)))
            spent = time.perf_counter() - start
        records.unlink()
        made["stored"] = {"articles": stored, "records/s": stored / spent}
        made["size"] = {
            "text bytes": text,
            "file bytes": path.stat().st_size,
            "ratio": path.stat().st_size / text,
        }
        print(made["stored"], made["size"], flush=True)
    if arguments.only_store:
        return
    archive = Archive(path)
    opened = timed(lambda: Archive(path).search(limit=1), 10)
    made["open and first answer, ms"] = max(opened)
    print(
        f"open and first answer: {max(opened):.1f} ms at most\n\n| asked | p50 ms | p95 ms |\n|---|---|---|"
    )
    if not arguments.pages_only:
        made["asked"] = asked(archive, maker, arguments.rounds)
    print("\n| shown | p50 ms | p95 ms | processor p50 | p95 |\n|---|---|---|---|---|")
    made["shown"] = shown(archive, maker, max(arguments.rounds // 4, 20))
    if not arguments.keep and not arguments.pages_only:
        made["bare FTS5"] = bare(
            arguments.folder / "bare.sqlite", Maker().articles(arguments.articles), maker, arguments.rounds
        )
        print("bare FTS5", made["bare FTS5"])
    if arguments.pages:
        made["filled"] = filled(arguments.folder / "pages.warta", arguments.pages, arguments.most_pages)
        print("filled from HTML", made["filled"])
    if arguments.json:
        arguments.json.write_text(json.dumps(made, indent=1) + "\n")


def filled(path: Path, sources: list[str], most: int) -> dict[str, float]:
    """Pages a second from HTML, with evidence and statements, end to end."""
    for suffix in ("", "-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
    pages: list[Capture] = list(itertools.islice(captures(sources), most))
    archive = Archive(path, create=True)
    start = time.perf_counter()
    result = archive.add_captures(pages)
    seconds = time.perf_counter() - start
    text, articles = archive.connection.execute(
        "SELECT sum(length(CAST(text AS BLOB))), count(*) FROM bodies"
    ).fetchone()
    archive.close()
    print(result.line(seconds))
    return {
        "captures/s": len(pages) / seconds,
        "articles": articles,
        "articles/s": articles / seconds,
        "file to text": path.stat().st_size / text,
    }


if __name__ == "__main__":
    main()
