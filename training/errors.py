"""Prints where the second pass is wrong on pages of the tuning part, worst first.

python training/errors.py OUT --set fundus-dev|wcxb-dev|trafilatura [--kind article] [--most 20]
"""

from __future__ import annotations

import argparse
from pathlib import Path

import main_content as m
import numpy as np


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("out", type=Path)
    ap.add_argument("--set", default="fundus-dev")
    ap.add_argument("--kind")
    ap.add_argument("--most", type=int, default=20)
    ap.add_argument("--skip", type=int, default=0)
    ap.add_argument("--lines", type=int, default=8)
    ap.add_argument("--threshold", type=float, default=0.5)
    args = ap.parse_args()
    rows, blocks, made = m.load(args.out)
    y, w, page, words = m.flatten(rows, blocks, made)
    p = np.fromfile(f"{args.out}.p2.f32", np.float32)
    start = np.searchsorted(page, np.arange(len(rows) + 1))
    scored = []
    for n, r in enumerate(rows):
        if (
            not r["key"].startswith(args.set)
            or m.is_validation(r["domain"])
            or (args.kind and r["kind"] != args.kind)
        ):
            continue
        span = slice(start[n], start[n + 1])
        keep = p[span] >= args.threshold
        gold, size = y[span] > 0, words[span]
        known = (w[span] > 0) if r["golds"] is None else np.ones(len(size), bool)
        bad = (keep != gold) & (size > 0) & known
        total = size[gold & known].sum()
        if not bad.any():
            continue
        scored.append((size[bad].sum() / max(total, 1), n, bad, total))
    print(len(scored), "pages with errors")
    scored.sort(key=lambda s: -s[0])
    for loss, n, bad, total in scored[args.skip : args.skip + args.most]:
        r, b = rows[n], blocks[n]
        print(
            f"\n== {r['key']} {r['domain']} {r['kind']} loss {loss:.2f} of {total} words, gold found {made[n][1]:.2f}"
        )
        order = sorted(np.flatnonzero(bad), key=lambda i: -words[start[n] + i])[: args.lines]
        for i in sorted(order):
            mark = "MISSED" if y[start[n] + i] > 0 else "EXTRA "
            print(
                f"  {mark} p={p[start[n] + i]:.2f} {b['kinds'][i][:10]:10} {b['texts'][i][:110]!r}  [{b['paths'][i][:110]}]"
            )


if __name__ == "__main__":
    main()
