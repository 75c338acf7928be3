"""Scores of statements: `python -m quality.statements [--errors tuning] [--raise-floors]`.

Prints the Indonesian gold (blind: nothing was tuned on it), how far two readings of it agree, the tuning articles, the eight
Indonesian pages, and the recall of direct quotations on PFSA-ID; fails under a floor of quality/floors.json.

Definitions, as in STATEMENTS.md: a statement is *detected* where cue and content overlap (content by half where one side has no
cue); nested statements and attitudes are not scored; *source exact*, *chain exact*, *act right* are shares of the detected gold
statements; *kept empty* is the share of detected sourceless statements that got no source; *confident half* is the share of right
ones (content IoU >= .5 and source overlapping) among the more confident half of what is emitted.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import warta
from warta.statements import find

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("WARTA_SHARED", ROOT.parent / "shared"))
GOLD = ROOT / "quality/gold/indonesian"
FLOORS = ROOT / "quality/floors.json"

Span = tuple[int, int]


@dataclass(frozen=True)
class Said:
    """A statement of either side, in characters."""

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    kind: str
    act: str | None
    via: tuple[str, ...]
    left_out: bool
    confidence: float | None = None


@dataclass
class Scores:
    """Counts over articles."""

    n: Counter[str] = field(default_factory=Counter)
    sure: list[tuple[float, bool]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def __add__(self, other: Scores) -> Scores:
        """Both parts as one."""
        return Scores(self.n + other.n, self.sure + other.sure, self.errors + other.errors)

    def share(self, hits: str, of: str) -> float | None:
        """One count as a share of another; ``None`` of nothing."""
        return self.n[hits] / self.n[of] if self.n[of] else None

    def rows(self) -> dict[str, float | None]:
        """The scores by name."""
        self.sure.sort(key=lambda row: -row[0])
        half = self.sure[: len(self.sure) // 2]
        return {
            "precision": self.share("right", "ours"),
            "recall": self.share("found", "gold"),
            "content_iou": self.share("iou", "found"),
            "content_exact": self.share("content", "found"),
            "source_exact": self.share("source", "found"),
            "act": self.share("act", "acts"),
            "chain": self.share("chain", "found"),
            "chain_where_one": self.share("chain_one", "chains"),
            "kept_empty": self.share("empty", "sourceless"),
            "confident_half": sum(right for _, right in half) / len(half) if half else None,
        }


def overlap(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def covered(spans: Iterable[Span]) -> set[int]:
    return {i for start, end in spans for i in range(start, end)}


def iou(a: Said, b: Said) -> float:
    x, y = covered(a.content), covered(b.content)
    return len(x & y) / len(x | y) if x & y else 0.0


def best(one: Said, others: Iterable[Said]) -> tuple[Said | None, float]:
    """The statement that shares the cue and most of the content."""
    found: tuple[Said | None, float] = (None, 0.0)
    for other in others:
        if one.cue and other.cue and not overlap(one.cue, other.cue):
            continue
        share = iou(one, other)
        if (one.cue is None or other.cue is None) and share < 0.5:
            continue
        if share > found[1]:
            found = other, share
    return found


def compare(gold: list[Said], ours: list[Said], scores: Scores, text: str, name: str) -> None:
    """Adds one article."""

    def show(said: Said) -> str:
        words = " … ".join(text[a:b] for a, b in said.content)
        source, cue = (text[slice(*span)] if span else None for span in (said.source, said.cue))
        return f"{name} {said.kind} {said.act} | {source} | {cue} | {words[:160]}"

    n = scores.n
    for said in gold:
        if said.left_out:
            continue
        n["gold"] += 1
        n[f"gold_{said.kind}"] += 1
        match, share = best(said, ours)
        if match is None:
            scores.errors.append(f"missed  {show(said)}")
            continue
        n["found"] += 1
        n[f"found_{said.kind}"] += 1
        n["iou"] += share >= 0.5
        n["content"] += sorted(said.content) == sorted(match.content)
        n["source"] += said.source == match.source
        if said.source != match.source or share < 0.5:
            scores.errors.append(f"differs {show(said)}\n        {show(match)}")
        chain = [v.casefold() for v in said.via] == [v.casefold() for v in match.via]
        n["chain"] += chain
        if said.via:
            n["chains"] += 1
            n["chain_one"] += chain
        if said.kind == "sourceless":
            n["sourceless"] += 1
            n["empty"] += match.source is None
        if said.act is not None:
            n["acts"] += 1
            n["act"] += said.act == match.act
    for said in ours:
        match, share = best(said, gold)
        if said.left_out or (match and match.left_out):
            continue
        n["ours"] += 1
        n["right"] += match is not None
        if match is None:
            scores.errors.append(f"made up {show(said)}")
        # What has no measured confidence is the least sure.
        both_empty = match is not None and match.source is None and said.source is None
        same = bool(match and match.source and said.source and overlap(match.source, said.source))
        scores.sure.append((said.confidence or 0.0, share >= 0.5 and (both_empty or same)))


def span_of(passage: Any) -> Span | None:
    return (passage.span.start, passage.span.end) if passage is not None else None


def emitted(text: str, *, grammar_only: bool, headline: str | None = None) -> list[Said]:
    """What warta finds in a text."""
    return [
        Said(
            source=span_of(s.source),
            cue=span_of(s.cue),
            content=tuple((c.span.start, c.span.end) for c in s.content),
            kind=s.type,
            act=s.act,
            via=tuple(v.outlet for v in s.via),
            left_out=s.attitude or s.nested_in is not None,
            confidence=s.confidence,
        )
        for s in find(text, language="id", grammar_only=grammar_only).statements
    ]


def read_gold(path: Path) -> Iterator[tuple[int, str, list[Said]]]:
    """Articles of a gold file: id, hash of the body, statements."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield (
            row["id"],
            row["sha256"],
            [
                Said(
                    source=tuple(s["source"]) if s["source"] else None,
                    cue=tuple(s["cue"]) if s["cue"] else None,
                    content=tuple(tuple(c) for c in s["content"]),
                    kind=s["type"],
                    act=s["act"],
                    via=tuple(s.get("via", ())),
                    left_out=s.get("attitude", False) or s.get("nested", False),
                )
                for s in row["statements"]
            ],
        )


def bodies() -> dict[int, str]:
    """The articles of id-detik-2025 by id."""
    csv.field_size_limit(sys.maxsize)
    path = SHARED / "data/text/id-detik-2025/data_berita.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {int(row["id"]): row["isi_berita"] for row in csv.DictReader(file)}


def on_gold(name: str, texts: dict[int, str], *, grammar_only: bool = False) -> Scores:
    """Scores over a file of the gold."""
    scores = Scores()
    for number, digest, gold in read_gold(GOLD / name):
        text = texts[number]
        if hashlib.sha256(text.encode()).hexdigest() != digest:
            raise SystemExit(f"article {number} of id-detik-2025 is not the one that was read")
        compare(gold, emitted(text, grammar_only=grammar_only), scores, text, str(number))
    return scores


FIRST_READINGS = ("first.jsonl", "tuning.jsonl", "later.jsonl")
"""Files that hold the first reading of what ``second.jsonl`` reads again."""


def agreement(texts: dict[int, str], names: Iterable[str], again: str) -> Scores:
    """A second reading scored as if a system had made it."""
    scores = Scores()
    first = {number: gold for name in names for number, _, gold in read_gold(GOLD / name)}
    for number, _, second in read_gold(GOLD / again):
        compare(first[number], second, scores, texts[number], str(number))
    return scores


def on_pages(*, grammar_only: bool = False) -> Scores:
    """The eight Indonesian pages: statements are compared inside the gold's own paragraphs."""
    scores = Scores()
    for path in sorted((SHARED / "data/pages/indonesian-dev/gold").glob("*.json")):
        page = json.loads(path.read_text(encoding="utf-8"))
        text = "\n\n".join(page["paragraphs"])
        gold = [said for s in page["statements"] if (said := located(s, text))]
        compare(gold, emitted(text, grammar_only=grammar_only), scores, text, path.stem)
    return scores


def located(row: dict[str, Any], text: str) -> Said | None:
    """A gold statement that is written as words, found in the text around its content."""
    content = [(at, at + len(words)) for words in row["content"] if (at := text.find(words)) >= 0]
    if not content:
        return None
    near = content[0][0]

    def nearest(words: str | None) -> Span | None:
        places = [i for i in range(len(text)) if words and text.startswith(words, i)]
        if not places or words is None:
            return None
        at = min(places, key=lambda i: min(abs(i - near), abs(i - content[-1][1])))
        return at, at + len(words)

    return Said(
        source=nearest(row["source"]),
        cue=nearest(row["cue"]),
        content=tuple(content),
        kind=row["type"],
        act=row["act"],
        via=tuple(row.get("via") or ()),
        left_out=bool(row.get("attitude")),
    )


QUOTES = frozenset('”“"')


def closing_quotes(tokens: list[str]) -> set[int]:
    """Which quotation marks close, told without labels: PFSA-ID prints the same mark for both sides.

    A mark between a comma and a small letter closes; the others take turns, counted back from those.
    """
    marks = [i for i, token in enumerate(tokens) if token in QUOTES]
    words = [token for token in tokens if token]
    place = {}
    at = 0
    for i, token in enumerate(tokens):
        place[i] = at
        at += bool(token)

    def sure(i: int) -> bool:
        k = place[i]
        return 0 < k < len(words) - 1 and words[k - 1] in {",", "?", "!"} and words[k + 1][0].islower()

    closing: set[int] = set()
    closes = None
    for i in reversed(marks):
        closes = True if sure(i) else (not closes if closes is not None else False)
        if closes:
            closing.add(i)
    return closing


def direct_on_pfsa(*, grammar_only: bool = False) -> tuple[int, int]:
    """How many quotations that PFSA-ID labels are found exactly, and how many there are.

    The corpus is tokens without paragraphs: marks are put back beside their words, and sentences outside quotations
    become paragraphs. Labels are not looked at for that.
    """
    lines = (SHARED / "data/text/pfsa-id/dev-40.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.partition("\t")[::2] for line in lines]
    closing = closing_quotes([token for token, _ in pairs])
    text, spans, inside, glue, start = "", [], False, True, -1
    for i, (token, label) in enumerate(pairs):
        if not token:
            if not inside and not text.endswith("\n"):
                text, glue = text + "\n", True
            continue
        quote = token in QUOTES
        closes = i in closing
        if not (glue or token in {".", ",", "?", "!", ")", ":", ";", "%"} or (quote and closes)):
            text += " "
        if label == "B-STATEMENT":
            start = len(text)
        text += token
        if label == "L-STATEMENT" and start >= 0:
            spans.append((start, len(text)))
            start = -1
        inside = quote and not closes if quote else inside
        glue = (quote and not closes) or token == "("
    quoted = [span for span in spans if text[span[0]] in QUOTES and text[span[1] - 1] in QUOTES]
    found = {span for said in emitted(text, grammar_only=grammar_only) for span in said.content}
    return sum(span in found for span in quoted), len(quoted)


OF_FOUND = {
    "content_iou": "iou",
    "content_exact": "content",
    "source_exact": "source",
    "chain": "chain",
    "chain_where_one": "chain_one",
    "act": "act",
    "kept_empty": "empty",
}
"""Shares of the statements that were found, and where their right ones are counted."""


def show(title: str, scores: Scores) -> dict[str, float | None]:
    """Prints a part's scores; gives them with the counts behind the shares of what was found."""
    rows = scores.rows()
    print(f"{title}: {scores.n['gold']} statements in the gold, {scores.n['ours']} emitted")
    print("   " + "  ".join(f"{name} {value:.3f}" for name, value in rows.items() if value is not None))
    kinds = ("direct", "indirect", "mixed", "sourceless")
    print(
        "   recall by type: "
        + "  ".join(f"{k} {scores.n[f'found_{k}']}/{scores.n[f'gold_{k}']}" for k in kinds)
    )
    return rows | {f"{name}, right": float(scores.n[count]) for name, count in OF_FOUND.items()}


TUNED = {
    "tuning": "Indonesian articles that the grammar was written on",
    "later": "Indonesian articles that were scored once, then looked at",
    "fourth": "28 more articles, scored once with their reader knowing the tables",
    "sixth": "48 articles, scored once, then looked at",
    "seventh": "48 more articles, scored once, then looked at",
    "eighth": "48 more, 36 of them since they name an outlet, scored once, then looked at",
    "ninth": "41 more, 30 of them by hash, scored once, then looked at",
}
"""Parts of the gold that the grammar was written on, with their headings."""


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--grammar-only", action="store_true")
    parser.add_argument(
        "--errors",
        choices=[*TUNED, "pages"],
        help="print the errors of a part that is tuned on",
    )
    parser.add_argument("--raise-floors", action="store_true")
    args = parser.parse_args()
    print(f"warta {warta.__version__}{', grammar only' if args.grammar_only else ''}")
    texts = bodies()
    first = on_gold("first.jsonl", texts, grammar_only=args.grammar_only)
    fifth = on_gold("fifth.jsonl", texts, grammar_only=args.grammar_only)
    report = {
        "id-blind": show("Indonesian gold, blind, 100 articles", first + fifth),
        "id-gold": show("the first 40 of them", first),
        "id-fifth": show("the other 60", fifth),
    }
    show("two readings of the same articles", agreement(texts, FIRST_READINGS, "second.jsonl"))
    show("two readings of 12 of the 60", agreement(texts, ("fifth.jsonl",), "fifth_again.jsonl"))
    tuned = {}
    for name, words in TUNED.items():
        tuned[name] = on_gold(f"{name}.jsonl", texts, grammar_only=args.grammar_only)
        report[f"id-{name}"] = show(words, tuned[name])
    tuned["pages"] = on_pages(grammar_only=args.grammar_only)
    report["id-pages"] = show("eight Indonesian pages (tuned on)", tuned["pages"])
    exact, quoted = direct_on_pfsa(grammar_only=args.grammar_only)
    print(f"PFSA-ID dev-40, quotations found exactly: {exact} of {quoted} = {exact / quoted:.3f}")
    report["pfsa"] = {"recall": exact / quoted}
    for line in tuned.get(args.errors, Scores()).errors:
        print(line)
    return check(report, raise_floors=args.raise_floors)


def check(report: dict[str, dict[str, float | None]], *, raise_floors: bool) -> int:
    """Compares with the floors; they only rise."""
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    own = floors.setdefault("statements", {})
    under = []
    for name, rows in report.items():
        for score, value in rows.items():
            key = f"{name} {score}"
            if value is None:
                continue
            if key in own and value < own[key] - 0.0005:
                under.append(f"{key}: {value:.3f} under {own[key]:.3f}")
            elif raise_floors:
                own[key] = max(own.get(key, 0.0), round(value, 4))
    if raise_floors:
        FLOORS.write_text(json.dumps(floors, indent=1) + "\n", encoding="utf-8")
    print("\n".join(under) or "no score under its floor")
    return 1 if under else 0


if __name__ == "__main__":
    sys.exit(main())
