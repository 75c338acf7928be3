"""Which blocks of a page hold its gold text: each block's share of words that stand in the gold, in order
where it can be.

A teaser may repeat a paragraph and a menu may repeat a word: a stretch of gold counts for one block only,
the one that agrees with the order of the rest.
"""

from __future__ import annotations

import re
from collections import defaultdict

WORD = re.compile(r"\w+")

# Words in a row that tie a block to a place in the gold.
GRAM = 4

# Places in the gold that a gram may have before it is too common to tell.
COMMON = 12


def words(text: str) -> list[str]:
    return WORD.findall(text.lower())


def label(blocks: list[str], gold: str) -> list[float]:
    """For each block, the share of its words that the gold has, 0 to 1."""
    tokens = words(gold)
    grams: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i in range(len(tokens) - GRAM + 1):
        grams[tuple(tokens[i : i + GRAM])].append(i)
    own = [words(b) for b in blocks]
    matched = {}
    for b, mine in enumerate(own):
        if len(mine) >= GRAM:
            found = _match(mine, grams)
            if found:
                matched[b] = found
    chain = _chain(matched)
    covered = bytearray(len(tokens))
    shares = [0.0] * len(blocks)
    for b in [*chain, *(b for b in matched if b not in chain)]:
        pairs = matched[b]
        fresh = [(i, g) for i, g in pairs.items() if not covered[g]]
        # A copy of what another block holds already is no main content.
        if len(fresh) * 2 < len(pairs):
            continue
        for _, g in fresh:
            covered[g] = 1
        shares[b] = len(fresh) / len(own[b])
    _short(own, matched, chain, covered, tokens, shares)
    return shares


def _match(mine: list[str], grams: dict[tuple[str, ...], list[int]]) -> dict[int, int]:
    """Word of the block to word of the gold, along the places that the block's grams agree on most."""
    offsets: dict[int, int] = defaultdict(int)
    hits = []
    for i in range(len(mine) - GRAM + 1):
        places = grams.get(tuple(mine[i : i + GRAM]), ())
        if len(places) <= COMMON:
            for g in places:
                # Offsets in steps of 8 words: a word more or less does not break the tie.
                offsets[(g - i) // 8] += 1
                hits.append((i, g))
    if not hits:
        return {}
    best = max(offsets, key=lambda o: offsets[o])
    pairs: dict[int, int] = {}
    for i, g in sorted(hits, key=lambda h: abs((h[1] - h[0]) // 8 - best)):
        for k in range(GRAM):
            pairs.setdefault(i + k, g + k)
    return pairs


def _chain(matched: dict[int, dict[int, int]]) -> list[int]:
    """The heaviest sequence of blocks whose places in the gold rise."""
    items = [(b, min(p.values()), len(p)) for b, p in matched.items()][:3000]
    best: list[tuple[float, int]] = []
    for n, (_, place, weight) in enumerate(items):
        top, last = 0.0, -1
        for m in range(max(0, n - 400), n):
            if items[m][1] < place and best[m][0] > top:
                top, last = best[m][0], m
        best.append((top + weight, last))
    if not best:
        return []
    at = max(range(len(best)), key=lambda n: best[n][0])
    made = []
    while at >= 0:
        made.append(items[at][0])
        at = best[at][1]
    return made[::-1]


def _short(
    own: list[list[str]],
    matched: dict[int, dict[int, int]],
    chain: list[int],
    covered: bytearray,
    tokens: list[str],
    shares: list[float],
) -> None:
    """Blocks too short for a gram count where the gold has them between the blocks around them."""
    starts = {b: min(matched[b].values()) for b in chain}
    ends = {b: max(matched[b].values()) + 1 for b in chain}
    following = len(tokens)
    after = [0] * len(own)
    for b in range(len(own) - 1, -1, -1):
        if b in starts:
            following = starts[b]
        after[b] = following
    before = 0
    for b, mine in enumerate(own):
        if b in ends:
            before = ends[b]
        elif shares[b] == 0.0 and mine and len(mine) < 12 and (before or after[b] < len(tokens)):
            limit = min(after[b], before + 60) if after[b] == len(tokens) else after[b]
            first = max(before, limit - 60) if before == 0 else before
            for g in range(first, min(limit, first + 400) - len(mine) + 1):
                if tokens[g : g + len(mine)] == mine and not any(covered[g : g + len(mine)]):
                    covered[g : g + len(mine)] = b"\1" * len(mine)
                    shares[b] = 1.0
                    before = g + len(mine)
                    break
