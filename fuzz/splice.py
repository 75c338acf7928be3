"""Sentences cut short, and texts spliced from their pieces: statements without an internal error, and spans that cut exactly.

Pieces are of the cases of statements, and of the .txt files of a folder where one is given (of their first 400). A text follows
from the seed and its number alone.

    python -m fuzz.splice --texts 200000 [FOLDER]
"""

import argparse
import json
import random
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from warta import _core

CASES = Path(__file__).parent.parent / "cases/statements"
MARK = re.compile(r"\[(?:source|cue|content|addressee|target|via|medium|occasion|time): |\]")
PIECE = re.compile(r"\s+|\w+|[^\w\s]")

BETWEEN = ['"', "“", "”", "''", "‘", "’", "'", ",", ":", ".", "(", ")", "—", " ", "\n", "\n\n"]
"""What stands between pieces."""

MOST_PIECES = 6
MOST_WORDS = 60
"""Words and marks of the longest piece, spaces counted."""

FILES = 400
BATCH = 200


def case_texts(language: str) -> Iterator[str]:
    """The sentences of a language's cases, without their marks."""
    for line in (CASES / f"{language}.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("- "):
            yield MARK.sub("", line[2:].partition(" => ")[0].removeprefix("none ")).replace(" / ", "\n\n")


def spliced(pieces: list[list[str]], seed: int, number: int) -> str:
    """The text of this number."""
    dice = random.Random(seed * 1_000_003 + number)
    made = []
    for _ in range(dice.randint(1, MOST_PIECES)):
        words = dice.choice(pieces)
        at = dice.randrange(len(words))
        made.append("".join(words[at : at + dice.randint(1, MOST_WORDS)]))
        if dice.random() < 0.6:
            made.append(dice.choice(BETWEEN))
    return "".join(made)


def cut_short(language: str) -> Iterator[tuple[str, str]]:
    """Every case up to every word, and from every word on."""
    for text in case_texts(language):
        words = PIECE.findall(text)
        for at in range(1, len(words)):
            yield language, "".join(words[:at])
            yield language, "".join(words[at:])


def faults(texts: Iterable[tuple[str, str]]) -> Iterator[str]:
    """What went wrong with texts of a language, both voices and the grammar alone."""
    texts = list(texts)
    for grammar_only in (False, True):
        subjects = [
            json.dumps({"text": text, "language": language, "grammar_only": grammar_only}).encode()
            for language, text in texts
        ]
        for (language, text), found in zip(texts, _core.statements_batch(subjects), strict=True):
            read = json.loads(found)
            if read.get("reason") == "internal_error":
                yield f"{language}: internal error: {text!r}"
            for statement in read["statements"]:
                for passage in (statement["source"], statement["cue"], *statement["content"]):
                    if passage and text[slice(*passage["span"].values())] != passage["text"]:
                        yield f"{language}: a span that does not cut {passage['text']!r}: {text!r}"


def run(number: int, seed: int, folder: Path | None = None) -> Iterator[str]:
    """The faults of so many texts."""
    files = sorted(folder.rglob("*.txt"))[:FILES] if folder else []
    more = [path.read_text(encoding="utf-8", errors="replace") for path in files]
    pieces = {
        language: [PIECE.findall(text) for text in (*case_texts(language), *more) if text]
        for language in ("en", "id")
    }
    languages = sorted(pieces)
    for language in languages:
        short = list(cut_short(language))
        for start in range(0, len(short), BATCH):
            yield from faults(short[start : start + BATCH])
    for start in range(0, number, BATCH):
        numbers = range(start, min(number, start + BATCH))
        yield from faults((languages[n % 2], spliced(pieces[languages[n % 2]], seed, n)) for n in numbers)


def main() -> int:
    """See the module."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--texts", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    found = 0
    for fault in run(args.texts, args.seed, args.folder):
        found += 1
        print(fault)
    print(f"{args.texts} spliced texts: {found} faults")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
