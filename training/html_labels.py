"""Labels blocks of pages by aligning them with the gold text of the sets that may be trained on.

A block's label is the share of its words that stand in the gold, in order: gold and page are
aligned as word sequences by their longest common subsequence (rapidfuzz), so that a word of a menu
that happens to stand in the article is only matched where nothing better takes it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz.distance import LCSseq

WORD = re.compile(r"\w+")


def shares(blocks: Sequence[str], gold: str) -> tuple[list[float], float]:
    """Share of each block's words that align with the gold, and the share of the gold that was found.

    Blocks without words get 0.
    """
    ids: dict[str, int] = {}

    def numbers(text: str) -> list[int]:
        return [ids.setdefault(w, len(ids)) for w in WORD.findall(text.lower())]

    page: list[int] = []
    owner: list[int] = []
    sizes = []
    for i, block in enumerate(blocks):
        words = numbers(block)
        sizes.append(len(words))
        page += words
        owner += [i] * len(words)
    target = numbers(gold)
    if not page or not target:
        return [0.0] * len(blocks), 0.0
    hits = [0] * len(blocks)
    found = 0
    for match in LCSseq.opcodes(page, target):
        if match.tag == "equal":
            for at in range(match.src_start, match.src_end):
                hits[owner[at]] += 1
            found += match.src_end - match.src_start
    return [h / s if s else 0.0 for h, s in zip(hits, sizes, strict=True)], found / len(target)


def snippet_labels(
    blocks: Sequence[str], wanted: Sequence[str], unwanted: Sequence[str]
) -> list[float | None]:
    """1, 0 or None (not told) per block, from snippets that must or must not appear."""

    def fold(text: str) -> str:
        return " ".join(text.split())

    labels: list[float | None] = [None] * len(blocks)
    for i, block in enumerate(map(fold, blocks)):
        if any(fold(s) in block for s in unwanted if s.strip()):
            labels[i] = 0.0
        elif any(fold(s) in block for s in wanted if s.strip()):
            labels[i] = 1.0
    return labels
