"""Trains gradient-boosted trees and writes them as the text table that `article/model.rs` reads.

One configuration, seeded, one thread: the same data give the same table. Folds keep a registered domain
together, and rows of the validation part (see `split.py`) must not be handed in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
from sklearn.metrics import roc_auc_score

# The order in which rows are given decides nothing but ties; sums of floats are made in one thread.
FIXED = {
    "objective": "binary",
    "verbosity": -1,
    "seed": 1,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "use_missing": False,
    "max_bin": 63,
}


@dataclass(frozen=True)
class Config:
    """Size of a model and how it learns."""

    trees: int = 160
    leaves: int = 24
    # -1 is no bound. The core walks eight trees at once for as many steps as the deepest has, so that a bound
    # saves time; 8 cost flattened pages half a point of F1.
    depth: int = -1
    rate: float = 0.08
    least_rows: int = 60
    feature_share: float = 0.5
    row_share: float = 0.8
    # Trees after which a hopeless block is given up, as shares of all.
    stops: tuple[float, ...] = (0.2, 0.45)
    # Share of the kept rows' weight that a stop may lose.
    loss: float = 0.0005
    extra: dict[str, Any] = field(default_factory=dict)

    def params(self) -> dict[str, Any]:
        return (
            FIXED
            | {
                "num_leaves": self.leaves,
                "max_depth": self.depth,
                "learning_rate": self.rate,
                "min_data_in_leaf": self.least_rows,
                "feature_fraction": self.feature_share,
                "bagging_fraction": self.row_share,
                "bagging_freq": 1,
                "lambda_l2": 1.0,
            }
            | self.extra
        )


def fit(x: np.ndarray, y: np.ndarray, weight: np.ndarray, config: Config) -> lightgbm.Booster:
    data = lightgbm.Dataset(x, y, weight=weight, free_raw_data=False)
    return lightgbm.train(config.params(), data, num_boost_round=config.trees)


def folds(groups: Sequence[str], count: int = 5) -> np.ndarray:
    """A fold for each row; a group is in one fold, by a hash of its name (not the split's byte)."""
    import hashlib

    of = {g: hashlib.sha256(g.encode()).digest()[1] % count for g in set(groups)}
    return np.array([of[g] for g in groups])


def out_of_fold(
    x: np.ndarray, y: np.ndarray, weight: np.ndarray, groups: Sequence[str], config: Config, count: int = 5
) -> np.ndarray:
    """Probabilities by models that have not seen the row's domain."""
    fold = folds(groups, count)
    p = np.zeros(len(y), dtype=np.float32)
    for f in range(count):
        inside = fold != f
        model = fit(x[inside], y[inside], weight[inside], config)
        if (~inside).any():
            p[~inside] = model.predict(x[~inside])
    return p


def report(y: np.ndarray, p: np.ndarray, weight: np.ndarray) -> str:
    """AUC and F1 at one half, weighted."""
    kept = p > 0.5
    hit = (weight * (kept & (y > 0.5))).sum()
    f1 = 2 * hit / ((weight * kept).sum() + (weight * (y > 0.5)).sum())
    return f"AUC {roc_auc_score(y > 0.5, p, sample_weight=weight):.4f}  F1 {f1:.4f}"


@dataclass
class Node:
    feature: int
    value: float
    left: int
    right: int


LEAF = -1


def trees(model: lightgbm.Booster) -> list[list[Node]]:
    """The trees with rounded numbers, each a list of nodes in breadth-first order."""
    made = []
    for tree in model.dump_model()["tree_info"]:
        order = [tree["tree_structure"]]
        nodes: list[Node] = []
        for at in order:  # grows as it is read
            if "leaf_value" in at:
                nodes.append(Node(LEAF, float(f"{at['leaf_value']:.4f}"), 0, 0))
            else:
                left = len(order)
                order += [at["left_child"], at["right_child"]]
                threshold = at["threshold"]
                # LightGBM writes zero as 1e-35; five digits keep apart what 63 bins tell apart.
                value = 0.0 if abs(threshold) < 1e-30 else float(f"{threshold:.5g}")
                nodes.append(Node(at["split_feature"], value, left, left + 1))
        made.append(nodes)
    return made


def running_scores(forest: list[list[Node]], x: np.ndarray, after: Sequence[int]) -> list[np.ndarray]:
    """Scores after the first `n` trees for each `n`, as the core computes them."""
    x = x.astype(np.float32)
    score = np.zeros(len(x), dtype=np.float32)
    made = []
    for number, nodes in enumerate(forest, 1):
        at = np.zeros(len(x), dtype=np.int64)
        feature = np.array([n.feature for n in nodes])
        value = np.array([n.value for n in nodes], dtype=np.float32)
        left = np.array([n.left for n in nodes])
        while True:
            inner = feature[at] != LEAF
            if not inner.any():
                break
            rows = np.nonzero(inner)[0]
            here = at[rows]
            at[rows] = left[here] + (x[rows, feature[here]] > value[here])
        score = score + value[at]
        if number in after:
            made.append(score.copy())
    return made


def write(
    path: Path,
    model: lightgbm.Booster,
    x: np.ndarray,
    y: np.ndarray,
    weight: np.ndarray,
    names: list[str],
    config: Config,
    *,
    what: str,
    data: str,
    licence: str,
    script: str,
    scores: str,
) -> None:
    """Writes the table; `x`, `y`, `weight` are the training rows, from which the stops' margins are read."""
    forest = trees(model)
    after = [max(1, round(len(forest) * s)) for s in config.stops]
    running = running_scores(forest, x, [*after, len(forest)])
    final = running[-1]
    wanted = (final > -1.0) & (y > 0.5)
    lines = [
        f"# what: {what}",
        f"# data: {data}",
        f"# licence: {licence}",
        f"# script: {script}",
        f"# date: {date.today()}",
        f"# scores: {scores}",
        f"# features {' '.join(names)}",
    ]
    for n, score in zip(after, running, strict=False):
        order = np.argsort(score[wanted])
        lost = np.cumsum(weight[wanted][order]) / weight[wanted].sum()
        margin = float(score[wanted][order][np.searchsorted(lost, config.loss)]) - 0.05
        # A stop must never end the walk of a row that could still be kept by a score that is already even.
        margin = min(margin, -1.5)
        lines.append(f"# stop {n} {margin:.3f}")
        print(f"stop after {n} trees below {margin:.3f}: {(score < margin).mean():.1%} of rows end there")
    for nodes in forest:
        lines.append("tree")
        for node in nodes:
            if node.feature == LEAF:
                lines.append(f"leaf\t{node.value:.4g}")
            else:
                lines.append(f"{node.feature}\t{node.value:g}\t{node.left}\t{node.right}")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", "utf-8")
    print(
        f"{path.name}: {len(forest)} trees, {sum(map(len, forest))} nodes, {path.stat().st_size / 1e3:.0f} kB"
    )
