"""The rows of the accuracy table, each a sum over pages so that a part and a resample are scored alike.

A row turns one page and what was said of it into a few numbers, or into nothing where the page does not count;
the value of any selection of pages follows from the sums of those numbers. The definitions are
`score_pages.py`'s own.

"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any

import numpy as np

from quality.datasets import Page, score

Said = dict[str, Any]
Columns = tuple[float, ...]

RESAMPLES = 1000
"""Bootstrap resamples, by page."""

SEED = 20261123


@dataclass(frozen=True)
class Row:
    """One line of the table. ``best`` is the issue's figure of today's best tool, ``target`` warta's."""

    name: str
    set: str
    columns: Callable[[Page, Said], Columns | None]
    value: Callable[[np.ndarray], np.ndarray]
    target: float | None = None
    best: float | None = None
    kind: str | None = None


def gold_of(page: Page, text: str) -> str:
    """The gold with or without its standfirst, whichever the text is nearer to."""
    return str(max(page.golds, key=lambda gold: score.word_f1(gold, text)))


def _words(page: Page, said: Said) -> Columns:
    text = said.get("text") or ""
    return max(score.word_f1(gold, text) for gold in page.golds), 1.0


def _shingles(page: Page, said: Said) -> Columns:
    """Precision and whether it counts, recall and whether it counts, exact, one."""
    text = said.get("text") or ""
    gold = gold_of(page, text)
    g, p = score.shingles(gold), score.shingles(text)
    tp, fp, fn = sum((g & p).values()), sum((p - g).values()), sum((g - p).values())
    exact = float(score.WORD.findall(gold) == score.WORD.findall(text))

    def ratio(off: int, rest: int) -> float:
        return 1.0 if off == rest == 0 else 0.0 if tp == off == 0 else tp / (tp + off)

    precision, recall = float(tp + fp > 0), float(tp + fn > 0)
    return ratio(fp, fn) * precision, precision, ratio(fn, fp) * recall, recall, exact, 1.0


def _snippets(page: Page, said: Said) -> Columns:
    text = said.get("text") or ""
    hits = [s in text for s in page.record.get("with") or []]
    false = [s in text for s in page.record.get("without") or []]
    return float(sum(hits)), float(sum(false)), float(len(hits) - sum(hits))


def _title(page: Page, said: Said) -> Columns | None:
    gold = page.record.get("title")
    return (float(score.fold(gold) == score.fold(said.get("title"))), 1.0) if gold else None


def _authors(page: Page, said: Said) -> Columns | None:
    if not page.record.get("authors"):
        return None
    gold = {score.fold(a) for a in page.record["authors"]}
    got = {score.fold(a) for a in said.get("authors") or []}
    got |= gold & {score.fold(a) for a in said.get("agencies") or []}
    return float(len(gold & got)), float(len(got - gold)), float(len(gold - got))


def _day(page: Page, said: Said) -> Columns | None:
    stated = page.record.get("published")
    if not stated:
        return None
    gold = score.moment(stated)
    days = {str(stated)[:10]}
    if gold and gold.tzinfo:
        days.add(gold.astimezone(UTC).date().isoformat())
    return float(str(said.get("published") or "")[:10] in days), 1.0


def _instant(page: Page, said: Said) -> Columns | None:
    gold = score.moment(page.record.get("published"))
    if not gold or not gold.tzinfo:
        return None
    got = score.moment(said.get("published"))
    return float(bool(got and got.tzinfo and abs((got - gold).total_seconds()) < 60)), 1.0


def _ratio(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)


def _mean(sums: np.ndarray) -> np.ndarray:
    return _ratio(sums[..., 0], sums[..., 1])


def _f1_of_counts(sums: np.ndarray) -> np.ndarray:
    tp, fp, fn = sums[..., 0], sums[..., 1], sums[..., 2]
    return _ratio(2 * tp, 2 * tp + fp + fn)


def _f1_of_means(sums: np.ndarray) -> np.ndarray:
    precision, recall = _ratio(sums[..., 0], sums[..., 1]), _ratio(sums[..., 2], sums[..., 3])
    return _ratio(2 * precision * recall, precision + recall)


def _exact(sums: np.ndarray) -> np.ndarray:
    return _ratio(sums[..., 4], sums[..., 5])


KINDS = ("article", "collection", "documentation", "forum", "listing", "product", "service")

FLAT = ("inscriptis", "html_text", "html2txt")

ROWS = (
    Row("fundus-dev shingle F1", "fundus-dev", _shingles, _f1_of_means, 0.98, 0.955),
    Row("fundus-dev shingle exact", "fundus-dev", _shingles, _exact, 0.40, 0.156),
    Row("fundus-dev word F1", "fundus-dev", _words, _mean),
    Row("wcxb-dev articles word F1", "wcxb-dev", _words, _mean, 0.955, 0.935, "article"),
    Row("wcxb-dev articles shingle exact", "wcxb-dev", _shingles, _exact, 0.20, 0.131, "article"),
    Row("wcxb-dev all kinds word F1", "wcxb-dev", _words, _mean, 0.86, 0.821),
    *(Row(f"wcxb-dev {k} word F1", "wcxb-dev", _words, _mean, kind=k) for k in KINDS if k != "article"),
    Row("trafilatura snippets F1", "trafilatura", _snippets, _f1_of_counts, 0.94, 0.923),
    Row("indonesian-dev shingle F1", "indonesian-dev", _shingles, _f1_of_means, 0.98, 0.934),
    Row("indonesian-dev authors F1", "indonesian-dev", _authors, _f1_of_counts, 0.90, 0.375),
    Row("indonesian-dev instant", "indonesian-dev", _instant, _mean, 1.0, 0.0),
    Row("indonesian-dev title", "indonesian-dev", _title, _mean),
    Row("fundus-dev title", "fundus-dev", _title, _mean, 0.91, 0.719),
    Row("fundus-dev authors F1", "fundus-dev", _authors, _f1_of_counts, 0.93, 0.841),
    Row("fundus-dev day", "fundus-dev", _day, _mean, 0.99, 0.977),
    Row("fundus-dev instant", "fundus-dev", _instant, _mean, 0.95, 0.680),
    Row("wcxb-dev title", "wcxb-dev", _title, _mean),
    Row("wcxb-dev authors F1", "wcxb-dev", _authors, _f1_of_counts),
    Row("wcxb-dev day", "wcxb-dev", _day, _mean),
    Row("trafilatura title", "trafilatura", _title, _mean),
    Row("trafilatura authors F1", "trafilatura", _authors, _f1_of_counts),
    Row("trafilatura day", "trafilatura", _day, _mean),
    Row("htmldate day", "htmldate", _day, _mean),
    Row("flattened word F1", "flat", _words, _mean, 0.92),
    *(Row(f"flattened by {f} word F1", "flat", _words, _mean, kind=f) for f in FLAT),
)


def rows_of(name: str) -> list[Row]:
    return [row for row in ROWS if row.set == name]


def matrix(row: Row, pages: Sequence[Page], said: dict[str, Said]) -> np.ndarray:
    """One line of numbers for each page that the row counts."""
    counted = (p for p in pages if row.kind is None or p.kind == row.kind)
    lines = [c for p in counted if (c := row.columns(p, said.get(p.key) or {})) is not None]
    return np.array(lines, dtype=float)


def whole(row: Row, pages: Sequence[Page], said: dict[str, Said]) -> tuple[float, int]:
    """The row's value, and the number of pages that it counts."""
    lines = matrix(row, pages, said)
    return (float(row.value(lines.sum(0))), len(lines)) if len(lines) else (0.0, 0)


def interval(row: Row, lines: np.ndarray) -> tuple[float, float]:
    """The 95 % bootstrap interval by page."""
    dice = np.random.default_rng(SEED)
    counts = dice.multinomial(len(lines), np.full(len(lines), 1 / len(lines)), RESAMPLES)
    low, high = np.percentile(row.value(counts @ lines), [2.5, 97.5])
    return float(low), float(high)



