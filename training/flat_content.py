"""Trains what chooses the main content of flattened pages (`article/flat_content.rs`), and says how well it does.

    python training/flatten.py DATA pages.jsonl
    cargo build --profile fast --example flat_features
    python training/flat_content.py pages.jsonl target/fast/examples/flat_features --write crates/warta-core/models

Two passes: the second sees what the first thought of the blocks around. Learns from the tuning part only; the validation part
is scored once, with the final models. Scores are word F1, mean over pages, for each set and flattener.
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

import numpy as np

import gbdt
import labels

# Weight of a page's blocks by where the page comes from: the sets differ in size, and pages that are no articles
# teach what lists and forums look like without being what the model is for.
PAGE_WEIGHT = {"article": 1.0, "page": 0.6}
OTHER_KIND = 0.25
FUNDUS = 2.0


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
    assert process.stdin and process.stdout

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


def labelled(row: dict[str, Any], blocks: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Each block's label and weight; weight 0 where nothing is known."""
    sizes = np.array([len(labels.words(b)) for b in blocks], dtype=np.float32)
    if row["golds"]:
        y = np.array(labels.label(blocks, row["golds"][0]), dtype=np.float32)
        weight = (sizes + 2) ** 0.7
        if row["set"] == "fundus-dev":
            page = FUNDUS
        else:
            page = PAGE_WEIGHT["article"] if row["kind"] == "article" else OTHER_KIND
        known = max(float((y * sizes).sum()), 60.0) ** 0.7 * max(1.0, float((y > 0.5).sum())) ** 0.3
        # Pages whose gold is not in the flattened text teach nothing but "no".
        if (y * sizes).sum() < 0.3 * len(labels.words(row["golds"][0])):
            page *= 0.1
        return y, np.minimum(weight / known, 1.0) * page
    y = np.zeros(len(blocks), dtype=np.float32)
    weight = np.zeros(len(blocks), dtype=np.float32)
    squeezed = [" ".join(b.split()) for b in blocks]
    for snippets, value in ((row.get("without") or [], 0.0), (row.get("with") or [], 1.0)):
        for snippet in snippets:
            snippet = " ".join(snippet.split())
            found = [i for i, b in enumerate(squeezed) if snippet in b]
            # A wanted snippet that stands in several blocks does not tell which of them is meant.
            if value == 1.0 and len(found) > 1:
                continue
            for i in found:
                y[i], weight[i] = value, 0.12 * PAGE_WEIGHT["page"]
    return y, weight


def load(path: Path, binary: Path) -> tuple[list[Page], np.ndarray, list[str]]:
    rows = list(path.open(encoding="utf-8"))
    pages: list[Page] = []
    values: list[np.ndarray] = []
    names: list[str] = []
    first = 0
    feed = (json.dumps({"text": json.loads(r)["text"]}, ensure_ascii=False) for r in rows)
    for line, (meta, x) in zip(rows, dumped(binary, feed), strict=True):
        row = json.loads(line)
        names = meta["names"]
        y, weight = labelled(row, meta["blocks"])
        fields = {k: row[k] for k in ("set", "key", "kind", "domain", "part", "flattener", "golds")}
        pages.append(Page(**fields, blocks=meta["blocks"], breaks=meta["breaks"], label=y, weight=weight, first=first, count=len(y)))
        values.append(x)
        first += len(y)
    return pages, np.concatenate(values), names


def word_f1(gold: str, text: str) -> float:
    g, p = Counter(labels.words(gold)), Counter(labels.words(text))
    if not g or not p:
        return float(not g and not p)
    return 2 * sum((g & p).values()) / (sum(g.values()) + sum(p.values()))


def decode(p: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """The blocks whose expected word F1 is best: those above a bar that the page's own probabilities set."""
    order = np.argsort(-p, kind="stable")
    hit = np.cumsum((p * sizes)[order])
    kept = np.cumsum(sizes[order])
    expected = 2 * hit / (kept + hit[-1] + 1e-6) if len(hit) else hit
    bar = float(np.clip(expected.max() / 2, 0.3, 0.5)) if len(hit) else 0.5
    return p > bar


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
        print(f"  {name:15} {kind:8} {len(per['inscriptis']):5}  {line}  mean {np.mean([np.mean(v) for v in per.values()]):.4f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=Path)
    parser.add_argument("dumper", type=Path)
    parser.add_argument("--write", type=Path, help="folder for the tables")
    parser.add_argument("--folds", type=int, default=4)
    parser.add_argument("--oracle", action="store_true", help="only say what perfect labels would score")
    parser.add_argument("--keep", type=Path, help="pickle of pages and predictions, for reading errors")
    parser.add_argument("--trees", type=int, default=150)
    parser.add_argument("--leaves", type=int, default=24)
    args = parser.parse_args()

    pages, x, names = load(args.pages, args.dumper)
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

    config = gbdt.Config(trees=args.trees, leaves=args.leaves, extra={"objective": "cross_entropy"})
    known = tuning & (weight > 0)
    first = passes(x, y, weight, groups, tuning, known, config, args.folds)
    print("first pass, tuning, out of fold:", gbdt.report(y[known], first.p[known], weight[known]), flush=True)
    show("first pass, tuning, out of fold", scores(parts["tuning"], first.p))

    feed = (
        json.dumps({"text": json.loads(line)["text"], "p": [round(float(v), 5) for v in first.p[page.rows]]}, ensure_ascii=False)
        for page, line in zip(pages, args.pages.open(encoding="utf-8"), strict=True)
    )
    second_names: list[str] = []
    values = []
    for meta, rows in dumped(args.dumper, feed):
        second_names = meta["names"]
        values.append(rows[:, len(names) :])
    x2 = np.concatenate([x, np.concatenate(values)], axis=1)
    second = passes(x2, y, weight, groups, tuning, known, config, args.folds)
    print("second pass, tuning, out of fold:", gbdt.report(y[known], second.p[known], weight[known]), flush=True)
    made = scores(parts["tuning"], second.p)
    show("second pass, tuning, out of fold", made)
    show("second pass, validation", scores(parts["validation"], second.p))
    if args.keep:
        args.keep.write_bytes(pickle.dumps((pages, first.p, second.p)))
    if args.write:
        told = gbdt.report(y[known], second.p[known], weight[known]) + " by folds of the tuning part"
        about = {
            "data": "WCXB development split (annotation CC-BY-4.0), fundus fixtures (MIT), trafilatura's evaluation pages (Apache-2.0), "
            "tuning part, flattened by inscriptis, html_text and trafilatura.html2txt; weights only, no text",
            "licence": "Apache-2.0", "script": "training/flat_content.py",
        }  # fmt: skip
        rows = known
        gbdt.write(args.write / "flat_first.tsv", first.model, x[rows], y[rows], weight[rows], names, config,
                   what="main content of flattened pages, first pass", scores=told, **about)  # fmt: skip
        gbdt.write(args.write / "flat_second.tsv", second.model, x2[rows], y[rows], weight[rows], second_names, config,
                   what="main content of flattened pages, second pass", scores=told, **about)  # fmt: skip


@dataclass
class Pass:
    p: np.ndarray
    model: Any


def passes(
    x: np.ndarray, y: np.ndarray, weight: np.ndarray, groups: np.ndarray, tuning: np.ndarray, known: np.ndarray,
    config: gbdt.Config, count: int,
) -> Pass:  # fmt: skip
    """Out-of-fold probabilities for the tuning part, the final model's for the rest."""
    fold = gbdt.folds(groups, count)
    p = np.zeros(len(y), dtype=np.float32)
    for f in range(count):
        inside = known & (fold != f)
        outside = tuning & (fold == f)
        model = gbdt.fit(x[inside], y[inside], weight[inside], config)
        p[outside] = model.predict(x[outside])
    final = gbdt.fit(x[known], y[known], weight[known], config)
    p[~tuning] = final.predict(x[~tuning])
    return Pass(p, final)


if __name__ == "__main__":
    main()
