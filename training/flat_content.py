"""Trains what chooses the main content of flattened pages (`article/flat_content.rs`), and says how well it
does.

    python training/flatten.py DATA pages.jsonl
    cargo build --profile fast --example flat_features
    python training/flat_content.py pages.jsonl target/fast/examples/flat_features \\
        --own OUT.own.jsonl --write crates/warta-core/models

Learns from WCXB dev and trafilatura's pages, the tuning part only; fundus-dev and indonesian-dev are scored beside them,
and the validation part once, with the final models. Of trafilatura's pages snippets tell two or three blocks; the rest is
labelled by what `main_content.py` kept of the page with its markup, by models that had not seen it (--own). Scores are
word F1, mean over pages, for each set and flattener.
"""

from __future__ import annotations

import argparse
import json
import pickle
import struct
import subprocess
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gbdt
import labels
import numpy as np

# Weight of a page's blocks by where the page comes from: the sets differ in size, and pages that are no
# articles
# teach what lists and forums look like without being what the model is for.
PAGE_WEIGHT = {"article": 1.0, "page": 0.6}
OTHER_KIND = 0.25
# Pages labelled by what was kept of them with their markup: news, and what this model is for.
OWN = 2.0
# Sets that rules and thresholds may be chosen on, and weights may not be fitted on.
SCORED_ONLY = ("fundus-dev", "indonesian-dev")


@dataclass
class Page:
    set: str
    key: str
    kind: str
    domain: str
    part: str
    flattener: str
    golds: list[str]
    blocks: list[str]
    breaks: list[int]
    label: np.ndarray
    weight: np.ndarray
    first: int
    count: int

    @property
    def rows(self) -> slice:
        return slice(self.first, self.first + self.count)


def dumped(binary: Path, lines: Iterator[str]) -> Iterator[tuple[dict[str, Any], np.ndarray]]:
    """Runs the core's dumper over JSON lines."""
    process = subprocess.Popen([binary], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin
    assert process.stdout

    import threading

    def feed() -> None:
        for line in lines:
            process.stdin.write(line.encode() + b"\n")  # type: ignore[union-attr]
        process.stdin.close()  # type: ignore[union-attr]

    threading.Thread(target=feed, daemon=True).start()
    while head := process.stdout.read(12):
        size, rows, columns = struct.unpack("<III", head)
        meta = json.loads(process.stdout.read(size))
        values = np.frombuffer(process.stdout.read(4 * rows * columns), dtype="<f4").reshape(rows, columns)
        yield meta, values
    process.wait()


def labelled(row: dict[str, Any], blocks: list[str], own: str | None) -> tuple[np.ndarray, np.ndarray]:
    """Each block's label and weight; weight 0 where nothing is known."""
    if row["set"] in SCORED_ONLY:
        page = 0.0
    elif row["golds"]:
        page = PAGE_WEIGHT["article"] if row["kind"] == "article" else OTHER_KIND
    else:
        page = OWN
    gold = row["golds"][0] if row["golds"] else own
    y = np.zeros(len(blocks), dtype=np.float32)
    weight = np.zeros(len(blocks), dtype=np.float32)
    if gold:
        sizes = np.array([len(labels.words(b)) for b in blocks], dtype=np.float32)
        y = np.array(labels.label(blocks, gold), dtype=np.float32)
        known = max(float((y * sizes).sum()), 60.0) ** 0.7 * max(1.0, float((y > 0.5).sum())) ** 0.3
        # Pages whose gold is not in the flattened text teach nothing but "no".
        if (y * sizes).sum() < 0.3 * len(labels.words(gold)):
            page *= 0.1
        weight = np.minimum((sizes + 2) ** 0.7 / known, 1.0) * page
    if row["golds"]:
        return y, weight
    squeezed = [" ".join(b.split()) for b in blocks]
    for snippets, value in ((row.get("without") or [], 0.0), (row.get("with") or [], 1.0)):
        for snippet in snippets:
            snippet = " ".join(snippet.split())
            found = [i for i, b in enumerate(squeezed) if snippet in b]
            # A wanted snippet that stands in several blocks does not tell which of them is meant.
            if value == 1.0 and len(found) > 1:
                continue
            for i in found:
                y[i], weight[i] = value, max(weight[i], 0.24 * PAGE_WEIGHT["page"])
    return y, weight


def load(path: Path, binary: Path, own: dict[str, str]) -> tuple[list[Page], np.ndarray, list[str]]:
    rows = list(path.open(encoding="utf-8"))
    pages: list[Page] = []
    values: list[np.ndarray] = []
    names: list[str] = []
    first = 0
    feed = (json.dumps({"text": json.loads(r)["text"]}, ensure_ascii=False) for r in rows)
    for line, (meta, x) in zip(rows, dumped(binary, feed), strict=True):
        row = json.loads(line)
        names = meta["names"]
        y, weight = labelled(
            row, meta["blocks"], own.get(row["key"]) if row["set"] == "trafilatura" else None
        )
        fields = {k: row[k] for k in ("set", "key", "kind", "domain", "part", "flattener", "golds")}
        pages.append(
            Page(
                **fields,
                blocks=meta["blocks"],
                breaks=meta["breaks"],
                label=y,
                weight=weight,
                first=first,
                count=len(y),
            )
        )
        values.append(x)
        first += len(y)
    return pages, np.concatenate(values), names


def word_f1(gold: str, text: str) -> float:
    g, p = Counter(labels.words(gold)), Counter(labels.words(text))
    if not g or not p:
        return float(not g and not p)
    return 2 * sum((g & p).values()) / (sum(g.values()) + sum(p.values()))


def decode(p: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """As `flat_content/decode.rs` does."""
    if not len(p) or p.max() < 0.2:
        return p > 1
    order = np.argsort(-p, kind="stable")
    hit = np.cumsum((p * sizes)[order])
    expected = 2 * hit / (np.cumsum(sizes[order]) + hit[-1] + 1e-6)
    bar = float(np.clip(expected.max() / 2, 0.1, 0.5))
    evidence = np.cumsum(np.maximum(p - bar, 0) * sizes)
    place = np.arange(len(p))
    first, last = np.searchsorted(evidence, [0.02 * evidence[-1], 0.98 * evidence[-1]], side="right")
    inside = (place >= first) & (place <= last)
    return np.asarray(np.where(inside, p > bar * 0.8, p > bar * 1.3))


def scores(pages: list[Page], p: np.ndarray, keep: Any = decode) -> dict[tuple[str, str, str], list[float]]:
    made: dict[tuple[str, str, str], list[float]] = defaultdict(list)
    for page in pages:
        if not page.golds:
            continue
        sizes = np.array([len(labels.words(b)) for b in page.blocks], dtype=np.float32)
        kept = keep(p[page.rows], sizes)
        text = "\n".join(b for b, k in zip(page.blocks, kept, strict=True) if k)
        kind = "article" if page.kind == "article" else "other"
        made[page.set, kind, page.flattener].append(max(word_f1(g, text) for g in page.golds))
    return made


def show(title: str, made: dict[tuple[str, str, str], list[float]]) -> None:
    print(title)
    for name, kind in sorted({(s, k) for s, k, _ in made}):
        per = {f: made[name, kind, f] for f in ("inscriptis", "html_text", "html2txt")}
        line = "  ".join(f"{f} {np.mean(v):.4f}" for f, v in per.items())
        mean = np.mean([np.mean(v) for v in per.values()])
        print(f"  {name:15} {kind:8} {len(per['inscriptis']):5}  {line}  mean {mean:.4f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pages", type=Path)
    parser.add_argument("dumper", type=Path)
    parser.add_argument("--own", type=Path, help="what main_content.py kept of pages without a whole gold")
    parser.add_argument("--write", type=Path, help="folder for the tables")
    parser.add_argument("--folds", type=int, default=3, help="0 skips the scores on the tuning part")
    parser.add_argument("--oracle", action="store_true", help="only say what perfect labels would score")
    parser.add_argument("--keep", type=Path, help="pickle of pages and predictions, for reading errors")
    parser.add_argument("--trees", type=int, default=220)
    parser.add_argument("--leaves", type=int, default=31)
    parser.add_argument("--rate", type=float, default=0.06)
    args = parser.parse_args()

    own = {}
    if args.own:
        own = {r["key"]: r["text"] for r in map(json.loads, args.own.open(encoding="utf-8"))}
    pages, x, names = load(args.pages, args.dumper, own)
    y = np.concatenate([p.label for p in pages])
    weight = np.concatenate([p.weight for p in pages])
    tuning = np.concatenate([np.full(p.count, p.part == "tuning") for p in pages])
    groups = np.concatenate([np.full(p.count, p.domain) for p in pages])
    print(f"{len(pages)} pages, {len(y)} blocks, {len(names)} features", flush=True)
    parts = {part: [p for p in pages if p.part == part] for part in ("tuning", "validation")}
    if args.oracle:
        show("unread, tuning", scores(parts["tuning"], np.ones(len(y))))
        show("oracle, tuning", scores(parts["tuning"], y, lambda p, _: p > 0.5))
        return

    # Soft labels: a block cut out of a line may be main content in part.
    config = gbdt.Config(
        trees=args.trees, leaves=args.leaves, rate=args.rate, extra={"objective": "cross_entropy"}
    )
    known = tuning & (weight > 0)
    known, weight = thinned(known, y, weight, x[:, names.index("words")])
    print(f"{known.sum()} rows to learn from", flush=True)
    p = np.zeros(len(y), dtype=np.float32)
    if args.folds:
        fold = gbdt.folds(groups, args.folds)
        for f in range(args.folds):
            inside, outside = known & (fold != f), tuning & (fold == f)
            p[outside] = gbdt.fit(x[inside], y[inside], weight[inside], config).predict(x[outside])
        told = gbdt.report(y[known], p[known], weight[known]) + f" by {args.folds} folds of the tuning part"
        print(told, flush=True)
        show("tuning, out of fold", scores(parts["tuning"], p))
    else:
        told = "not measured"
    if args.keep:
        args.keep.write_bytes(pickle.dumps((pages, p, p)))
    final = gbdt.fit(x[known], y[known], weight[known], config)
    p[~tuning] = final.predict(x[~tuning])
    show("validation", scores(parts["validation"], p))
    if args.write:
        gbdt.write(
            args.write / "flat_content.tsv",
            final,
            x[known],
            y[known],
            weight[known],
            names,
            config,
            what="which blocks of a flattened page are main content",
            scores=told,
            data="WCXB development split (annotation CC-BY-4.0), trafilatura's "
            "evaluation pages (Apache-2.0): tuning part, flattened by inscriptis, html_text and "
            "trafilatura.html2txt; weights only, no text",
            licence="Apache-2.0",
            script="training/flat_content.py",
        )


# Share of the short blocks outside the gold (menus, most of them) that is learned from; each then weighs
# more.
SHORT_SHARE = 0.2
SHORT_WORDS = 6


def thinned(
    known: np.ndarray, y: np.ndarray, weight: np.ndarray, words: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    short = (y == 0) & (words < np.log1p(SHORT_WORDS))
    lucky = np.random.default_rng(1).random(len(y)) < SHORT_SHARE
    return known & (~short | lucky), np.where(short, weight / SHORT_SHARE, weight)


if __name__ == "__main__":
    main()
