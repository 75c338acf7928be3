"""Trains the two passes of the main-content model and the class-word table.

    python training/main_content.py --out OUT

Learns from the pages of the shared data sets that may be trained on (wcxb-dev CC-BY-4.0, trafilatura's snippets
Apache-2.0), the tuning part only; fundus-dev is scored beside them and never learned from. Steps: what the core sees of
each block (Rust); labels by alignment with the gold; class words by a sparse logistic regression; then gradient-boosted
trees, the second on out-of-fold probabilities of the first. All of it twice: snippets tell of two or three blocks of a page,
and the second time the other blocks of these pages are labelled by what the first time's models, which had not seen the
page, kept of it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent))
import gbdt
import html_labels as label_maker
from split import is_validation
from split import registered_domain as domain

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("WARTA_SHARED", ROOT.parent / "shared"))
PAGES = SHARED / "data" / "pages"
sys.path.insert(0, str(SHARED / "scoring"))
import score_pages  # noqa: E402

SEED = 20261123
PAGE_WEIGHT = {"article": 3.0, "snippets": 3.0, "news": 0.0}
"""By kind of page, 1 for all else; "news", fundus-dev, is scored and not learned from."""
OWN_WEIGHT = 1.5
"""Of blocks labelled by the round before, times how sure it was (0 at even odds, 1 at certainty)."""
FOLDS = 5
MODELS = ROOT / "crates" / "warta-core" / "models"


def pages():
    """(key, path, domain, gold texts or None, wanted, unwanted, kind) of every page."""
    rows = []
    for key, kind, golds, _ in score_pages.pages("wcxb-dev"):
        url = json.loads((PAGES / "wcxb-dev/gold" / f"{key}.json").read_text())["url"]
        rows.append(
            dict(
                key=f"wcxb-dev/{key}",
                path=PAGES / "wcxb-dev/html" / f"{key}.html.gz",
                domain=domain(url),
                golds=golds,
                kind=kind,
            )
        )
    for key, _, golds, g in score_pages.pages("fundus-dev"):
        rows.append(
            dict(
                key=f"fundus-dev/{key}",
                path=PAGES / "fundus-dev/html" / key,
                domain=domain(g["url"]),
                golds=golds,
                kind="news",
            )
        )
    evaldata = json.loads((PAGES / "trafilatura/evaldata.json").read_text())
    for url, item in evaldata.items():
        path = PAGES / "trafilatura/html" / (item["file"] + ".gz")
        if path.exists():
            rows.append(
                dict(
                    key="trafilatura/" + item["file"],
                    path=path,
                    domain=domain(url),
                    golds=None,
                    wanted=item.get("with") or [],
                    unwanted=item.get("without") or [],
                    kind="snippets",
                )
            )
    return rows


def run_features(rows, out: Path, mode: str, *more: str) -> None:
    listing = "".join(f"{r['key']}\t{r['path']}\n" for r in rows)
    binary = ROOT / "target/fast/examples/features"
    subprocess.run([binary, mode, str(out), *more], input=listing.encode(), check=True)


def label_page(job):
    row, blocks = job
    texts = blocks["texts"]
    if row["golds"] is None:
        marks = label_maker.snippet_labels(texts, row["wanted"], row["unwanted"])
        return [(-1.0 if m is None else m) for m in marks], 1.0
    if sum(map(len, texts)) > 600_000:
        return [0.0] * len(texts), 0.0
    best = max(
        (label_maker.shares(texts, g) for g in dict.fromkeys(row["golds"])), key=lambda s: sum(s[0]) + s[1]
    )
    # With and without the standfirst both count: the longer gold labels it as kept.
    return best


def load(out: Path):
    rows = pages()
    cache = out.with_suffix(".labels.json")
    blocks = [json.loads(line) for line in open(f"{out}.blocks.jsonl")]
    signature = hashlib.sha256("".join(str(len(b["texts"])) for b in blocks).encode() + b"2").hexdigest()
    if cache.exists() and (saved := json.loads(cache.read_text()))["signature"] == signature:
        made = saved["labels"]
    else:
        with ProcessPoolExecutor(2) as pool:
            made = list(pool.map(label_page, zip(rows, blocks), chunksize=8))
        cache.write_text(json.dumps({"signature": signature, "labels": made}))
    return rows, blocks, made


def flatten(rows, blocks, made):
    """Labels, weights and page numbers per block; weight 0 where nothing may be learned."""
    y, w, page, words = [], [], [], []
    for n, (row, b, (share, found)) in enumerate(zip(rows, blocks, made)):
        sizes = [len(score_pages.WORD.findall(t)) for t in b["texts"]]
        usable = row["golds"] is None or found >= 0.6
        for s, size in zip(share, sizes):
            y.append(1.0 if s >= 0.5 else 0.0)
            words.append(size)
            page.append(n)
            known = usable and size > 0 and s >= 0
            sure = 1.0 if row["golds"] is None else abs(s - 0.5) * 2
            w.append(
                (min(size, 60) ** 0.5 + 0.3) * (0.2 + 0.8 * sure) * PAGE_WEIGHT.get(row["kind"], 1.0)
                if known
                else 0.0
            )
    return np.array(y, np.float32), np.array(w, np.float32), np.array(page), np.array(words)


def learn_words(out: Path, y, w, page, rows) -> None:
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    domains = [r["domain"] for r in rows]
    tuning = np.array([not is_validation(d) for d in domains])
    seen = defaultdict(set)
    lines = open(f"{out}.tokens.txt").read().split("\n")
    lines = lines[: len(y)]
    cache: dict[str, list[str]] = {}
    for i, line in enumerate(lines):
        if w[i] > 0 and tuning[page[i]]:
            for t in cache.setdefault(line, line.split()):
                seen[t].add(domains[page[i]])
    vocab = {t: n for n, t in enumerate(sorted(t for t, d in seen.items() if len(d) >= 12))}
    print(len(vocab), "words")
    use = [i for i in range(len(y)) if w[i] > 0 and tuning[page[i]]]
    indptr, indices, data = [0], [], []
    for i in use:
        counts = Counter(vocab[t] for t in cache[lines[i]] if t in vocab)
        indices += counts.keys()
        data += [min(c, 3) for c in counts.values()]
        indptr.append(len(indices))
    x = csr_matrix((np.array(data, np.float32), indices, indptr), shape=(len(use), len(vocab)))
    # Each page weighs the same, so that long listings do not rule.
    weight = w[use].copy()
    totals = np.bincount(page[use], weights=weight, minlength=len(rows))
    weight = weight / totals[page[use]] * 100
    model = LogisticRegression(C=0.03, l1_ratio=0.5, solver="saga", max_iter=25, random_state=SEED)
    model.fit(x, y[use], sample_weight=weight)
    from sklearn.metrics import roc_auc_score

    print(
        "words alone, AUC on the data learned from",
        roc_auc_score(y[use], model.decision_function(x), sample_weight=weight),
    )
    table = [(t, model.coef_[0][n]) for t, n in vocab.items() if abs(model.coef_[0][n]) >= 0.03]
    table.sort(key=lambda r: -r[1])
    head = [
        "# Log-odds that a block inside an element with this word (or name, after <) belongs to the article.",
        "# Learned by training/main_content.py from the tuning part of WCXB dev (CC-BY-4.0) and",
        "# trafilatura's evaluation snippets (Apache-2.0); words of at least 12 registered domains. Licence: Apache-2.0.",
    ]
    (MODELS / "class_words.tsv").write_text("\n".join(head + [f"{t}\t{c:.2f}" for t, c in table]) + "\n")
    print(len(table), "weights", table[:12], table[-12:])


PARAMS = dict(
    objective="binary",
    learning_rate=0.08,
    num_leaves=32,
    min_data_in_leaf=150,
    feature_fraction=0.6,
    bagging_fraction=0.8,
    bagging_freq=1,
    lambda_l2=5.0,
    max_depth=7,
    seed=SEED,
    deterministic=True,
    num_threads=1,
    verbose=-1,
    max_bin=127,
    use_missing=False,
    force_row_wise=True,
)


def out_of_fold(x, y, w, page, rows, rounds, params):
    import lightgbm as lgb

    domains = np.array([r["domain"] for r in rows])
    tuning = np.array([not is_validation(d) for d in domains])
    fold = np.array([hashlib.sha256(b"fold" + d.encode()).digest()[0] % FOLDS for d in domains])
    p = np.zeros(len(y), np.float32)
    use = (w > 0) & tuning[page]
    for k in range(FOLDS):
        train = use & (fold[page] != k)
        model = lgb.train(params, lgb.Dataset(x[train], y[train], weight=w[train]), rounds)
        held = tuning[page] & (fold[page] == k)
        p[held] = model.predict(x[held])
    model = lgb.train(params, lgb.Dataset(x[use], y[use], weight=w[use]), rounds)
    held = ~tuning[page]
    p[held] = model.predict(x[held])
    return model, p


def report(p, rows, blocks, made, page, title, threshold=0.5):
    """Scores of keeping every block above the threshold, on the folds' held-out pages and on the validation part."""
    start = np.searchsorted(page, np.arange(len(rows) + 1))
    for part in ("tuning", "validation"):
        for name, kinds in (
            ("fundus", ["news"]),
            ("wcxb articles", ["article"]),
            (
                "wcxb all",
                ["article", "collection", "listing", "product", "forum", "documentation", "service"],
            ),
        ):
            pairs, words = [], []
            tp = 0
            for n, r in enumerate(rows):
                if (
                    is_validation(r["domain"]) != (part == "validation")
                    or r["kind"] not in kinds
                    or (name != "fundus" and not r["key"].startswith("wcxb"))
                ):
                    continue
                q = p[start[n] : start[n + 1]]
                text = "\n".join(t for t, s in zip(blocks[n]["texts"], q) if s >= threshold)
                gold = max(r["golds"], key=lambda g: score_pages.word_f1(g, text))
                pairs.append((gold, text))
                words.append(score_pages.word_f1(gold, text))
            f1, pr, re_, exact = score_pages.shingle_scores(pairs)
            print(
                f"{title:8} {part:10} {name:14} {len(pairs):5} pages  shingle F1 {f1:.4f} P {pr:.4f} R {re_:.4f} exact {exact:.3f}  word F1 {np.mean(words):.4f}"
            )
        tp = fp = fn = 0
        for n, r in enumerate(rows):
            if r["kind"] != "snippets" or is_validation(r["domain"]) != (part == "validation"):
                continue
            q = p[start[n] : start[n + 1]]
            text = "\n".join(t for t, s in zip(blocks[n]["texts"], q) if s >= threshold)
            for s in r["wanted"]:
                tp += s in text
                fn += s not in text
            for s in r["unwanted"]:
                fp += s in text
        print(
            f"{title:8} {part:10} snippets F1 {2 * tp / (2 * tp + fp + fn):.4f} P {tp / (tp + fp):.4f} R {tp / (tp + fn):.4f}"
        )


def export(model, x, y, w, page, rows, name: str, names: list[str], scores: str) -> None:
    use = (w > 0) & np.array([not is_validation(r["domain"]) for r in rows])[page]
    gbdt.write(
        MODELS / f"{name}_pass.tsv", model, x[use], y[use], w[use], names, gbdt.Config(loss=0.0005 if name == "first" else 0.0002),
        what=f"{name} pass of the main content of pages with markup: probability that a block belongs to the article",
        data="tuning part of WCXB dev (CC-BY-4.0), trafilatura's evaluation snippets (Apache-2.0)",
        licence="Apache-2.0", script="training/main_content.py", scores=scores,
    )  # fmt: skip


def decided(p2, rows, y, page, out) -> np.ndarray:
    """1 for each block that the named rules of `decide.rs` keep, given final probabilities."""
    p2.astype(np.float32).tofile(f"{out}.p2.f32")
    run_features(rows, out, "decide", f"{out}.p2.f32")
    kept = np.zeros(len(y), np.float32)
    start = np.searchsorted(page, np.arange(len(rows) + 1))
    for n, line in enumerate(open(f"{out}.decided.jsonl")):
        kept[[start[n] + k for k in json.loads(line)["kept"]]] = 1.0
    return kept


def core() -> None:
    """Builds the core's writer of features: the table of class words is part of it."""
    subprocess.run(
        ["cargo", "build", "-q", "--profile", "fast", "--example", "features", "-p", "warta-core"],
        check=True,
        cwd=ROOT,
    )


def one_round(out: Path, rows, blocks, made, rounds, own, *, write: bool):
    """Class words, first and second pass; what is kept of each page and how sure that is, by models that have not seen it."""
    y, w, page, words = flatten(rows, blocks, made)
    if own is not None:
        kept, sure = own
        untold = np.array([s for shares, _ in made for s in shares]) < 0
        y[untold] = kept[untold]
        w[untold] = OWN_WEIGHT * (np.minimum(words[untold], 60) ** 0.5 + 0.3) * sure[untold]
    learn_words(out, y, w, page, rows)
    core()
    run_features(rows, out, "first")
    names = [
        line.split()
        for line in subprocess.run(
            [ROOT / "target/fast/examples/features", "names"], capture_output=True, text=True, check=True
        ).stdout.splitlines()
    ]
    x = np.fromfile(f"{out}.rows.f32", np.float32).reshape(len(y), -1)
    # Rows of zeros: blocks that the core does not judge.
    w[~x.any(axis=1)] = 0.0
    model, p = out_of_fold(x, y, w, page, rows, rounds[0], PARAMS)
    p.tofile(f"{out}.p.f32")
    report(p, rows, blocks, made, page, "first")
    run_features(rows, out, "second", f"{out}.p.f32")
    x2 = np.fromfile(f"{out}.rows2.f32", np.float32).reshape(len(y), -1)
    model2, p2 = out_of_fold(x2, y, w, page, rows, rounds[1], PARAMS)
    if write:
        export(model, x, y, w, page, rows, "first", names[0], "see training/README.md")
        export(model2, x2, y, w, page, rows, "second", names[0] + names[1], "see training/README.md")
    report(p2, rows, blocks, made, page, "second")
    kept = decided(p2, rows, y, page, out)
    report(kept, rows, blocks, made, page, "decided")
    return kept, np.abs(2 * p2 - 1)


def write_own(path: Path, rows, blocks, kept, page) -> None:
    """What was kept of each page that has snippets only, for `flat_content.py`."""
    start = np.searchsorted(page, np.arange(len(rows) + 1))
    with path.open("w", encoding="utf-8") as out:
        for n, row in enumerate(rows):
            if row["kind"] == "snippets":
                text = "\n".join(t for t, k in zip(blocks[n]["texts"], kept[start[n] : start[n + 1]]) if k)
                key = row["key"].removeprefix("trafilatura/")
                out.write(json.dumps({"key": key, "text": text}, ensure_ascii=False) + "\n")


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--out", type=Path, required=True)
    ap.add_argument("--trees", type=int, nargs=2, default=[140, 160])
    args = ap.parse_args()
    rows = pages()
    core()
    run_features(rows, args.out, "first")
    rows, blocks, made = load(args.out)
    y, w, page, _ = flatten(rows, blocks, made)
    print(f"{len(rows)} pages, {len(y)} blocks, {y[w > 0].mean():.3f} kept")
    report(np.where(y > 0, 1.0, 0.0), rows, blocks, made, page, "ceiling")
    own = one_round(args.out, rows, blocks, made, args.trees, None, write=False)
    own = one_round(args.out, rows, blocks, made, args.trees, own, write=True)
    write_own(Path(f"{args.out}.own.jsonl"), rows, blocks, own[0], page)


if __name__ == "__main__":
    main()
