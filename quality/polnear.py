"""Scores English statements on PolNeAR: `python -m quality.polnear [dev|train] [--grammar-only]`.

Prints what the shared scorer says of warta's statements beside every annotator (`--all-annotators`). The own conventions are mapped:
a quotation that goes on without a cue, which warta emits by itself with its speaker, is more content of the statement before it, as
PolNeAR counts it. PolNeAR and the scorer are under WARTA_SHARED.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from warta.records import Statement
from warta.statements import find

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("WARTA_SHARED", ROOT.parent / "shared"))


def row(said: Statement) -> dict[str, Any]:
    """A statement as the scorer takes it."""
    source, cue = ([p.span.start, p.span.end] if p else None for p in (said.source, said.cue))
    content = [[p.span.start, p.span.end] for p in said.content]
    return {"source": source, "cue": cue, "content": content, "confidence": said.confidence}


def rows(statements: Iterable[Statement]) -> list[dict[str, Any]]:
    """The statements of a text; a quotation that goes on stands with the one whose source it shares."""
    made: list[dict[str, Any]] = []
    for said in statements:
        if said.cue is not None:
            made.append(row(said))
            continue
        more = row(said)
        before = [other for other in made if other["source"] and other["source"] == more["source"]]
        if before:
            before[-1]["content"] += more["content"]
    return made


def main() -> int:
    """See the module."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("split", nargs="?", default="dev", choices=["dev", "train"])
    parser.add_argument("--grammar-only", action="store_true")
    args = parser.parse_args()
    gold = SHARED / "data/text/polnear" / args.split
    predictions = {
        path.stem: rows(found.statements)
        for path in sorted((gold / "text").glob("*.txt"))
        for found in [find(path.read_text(encoding="utf-8"), language="en", grammar_only=args.grammar_only)]
    }
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        file.write(json.dumps(predictions))
        file.flush()
        scorer = SHARED / "scoring/score_statements.py"
        print(
            f"PolNeAR {args.split}, {'grammar only' if args.grammar_only else 'grammar and model'}",
            flush=True,
        )
        return subprocess.run(
            [sys.executable, scorer, gold, file.name, "--all-annotators"], check=False
        ).returncode


if __name__ == "__main__":
    sys.exit(main())
