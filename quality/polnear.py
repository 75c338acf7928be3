"""Scores English statements on PolNeAR: `python -m quality.polnear [dev|train] [--grammar-only] [--raise-floors]`.

Prints what the shared scorer says of warta's statements beside every annotator (`--all-annotators`). The own conventions are mapped:
a quotation that goes on without a cue, which warta emits by itself with its speaker, is more content of the statement before it, as
PolNeAR counts it. Fails under a floor of quality/floors.json. PolNeAR and the scorer are under WARTA_SHARED.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from quality.floors import check
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


F = re.compile(r"(detected|content IoU|\+ source|exact(?: P/R/F)?|IoU>=\.5) [\d.]+/[\d.]+/([\d.]+)")
HALF = re.compile(r"confident half: .* in ([\d.]+) %")


def scores(printed: str) -> dict[str, float]:
    """The F scores that the scorer printed, by line and measure, and what the confident half got right.

    >>> scores("direct   content  gold 2 predicted 2  exact P/R/F 50.0/40.0/44.4")
    {'direct: exact P/R/F': 0.444}
    """
    made = {}
    for line in printed.splitlines():
        name = line.split("  ")[0].split(" content")[0].split(" gold")[0].strip()
        made.update({f"{name}: {measure}": round(float(f) / 100, 4) for measure, f in F.findall(line)})
        if found := HALF.search(line):
            made["confident half"] = round(float(found[1]) / 100, 4)
    return made


def main() -> int:
    """See the module."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("split", nargs="?", default="dev", choices=["dev", "train"])
    parser.add_argument("--grammar-only", action="store_true")
    parser.add_argument("--raise-floors", action="store_true")
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
        command = [sys.executable, scorer, gold, file.name, "--all-annotators"]
        printed = subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout
    print(f"PolNeAR {args.split}, {'grammar only' if args.grammar_only else 'grammar and model'}")
    print(printed, end="")
    if args.split != "dev":
        return 0
    name = "polnear, grammar only" if args.grammar_only else "polnear"
    found = {f"{name}, {score}": value for score, value in scores(printed).items()}
    return check("polnear", found, raise_floors=args.raise_floors)


if __name__ == "__main__":
    sys.exit(main())
