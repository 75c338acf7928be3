"""Measures how often what warta finds in English is right: `python training/confidence.py`.

Runs the statements stage over the part of PolNeAR's train that training/statements.py leaves out, and writes the English rows of
models/statements_confidence.tsv: for the model by steps of its score, for each construction of the grammar one row. Right: content
IoU >= .5 and source overlapping, or rightly empty, as the shared scorer counts. Build the core once more afterwards.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import sys
from collections import defaultdict
from pathlib import Path
from types import ModuleType
from typing import Any

from warta import _core

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("WARTA_SHARED", ROOT.parent / "shared"))
TABLE = ROOT / "crates/warta-core/models/statements_confidence.tsv"
OWN_PERCENT = 15
STEPS = 8
"""Steps of the model's score, each with as many statements."""
FEW = 5
"""A construction that is met less often keeps the row it has."""


def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("s", SHARED / "scoring/score_statements.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def goes_on(score: ModuleType, one: dict[str, Any], gold: list[dict[str, Any]]) -> bool:
    """Whether a quotation without a cue is among what the gold gives its source: it counts it with the statement before."""
    words = score.covered(one["content"])
    return any(
        any(score.overlap(a, b) for a in one["source"] for b in other["source"])
        and len(words & score.covered(other["content"])) >= len(words) / 2
        for other in gold
    )


def main() -> int:
    score = scorer()
    train = SHARED / "data/text/polnear/train"
    seen: set[str] = set()
    rows: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for path in sorted((train / "attributions").glob("*.ann")):
        name = path.stem.rsplit("_", 1)[0]
        if name in seen or hashlib.sha256(name.encode()).digest()[0] % 100 >= OWN_PERCENT:
            continue
        seen.add(name)
        words = (train / "text" / f"{name}.txt").read_text(encoding="utf-8")
        subject = json.dumps({"text": words, "language": "en", "raw_scores": True}).encode()
        found = json.loads(_core.statements_batch([subject])[0])["statements"]
        text = score.Text(words)
        gold = [g for g in score.brat(path, text) if g["content"]]

        def cut(passage: dict[str, dict[str, int]] | None) -> list[int] | None:
            return [passage["span"]["start"], passage["span"]["end"]] if passage else None

        ours = [
            {"source": cut(s["source"]), "cue": cut(s["cue"]), "content": [cut(c) for c in s["content"]]}
            for s in found
        ]
        for said, one in zip(found, score.predicted(ours, text), strict=True):
            right = bool(score.best_match(one, gold)[2]) if one["cue"] else goes_on(score, one, gold)
            rows[said["construction"]].append((said["confidence"] or 0.0, right))
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("en\t")]
    before = {line.split("\t")[1]: line for line in lines if line.startswith("en\t")}
    for construction, counted in sorted(rows.items()):
        if len(counted) < FEW and construction in before:
            kept.append(before[construction])
            continue
        counted.sort()
        steps = STEPS if construction == "model" else 1
        shares = []
        for step in range(steps):
            part = counted[len(counted) * step // steps : len(counted) * (step + 1) // steps]
            right = sum(ok for _, ok in part)
            least = 0.0 if step == 0 else part[0][0]
            shares.append((least, (right + 0.5) / (len(part) + 1), f"{right}/{len(part)}"))
        kept += [f"en\t{construction}\t{least:.4f}\t{share:.3f}\t{n}" for least, share, n in shares]
    TABLE.write_text("\n".join(kept) + "\n", encoding="utf-8")
    print("\n".join(line for line in kept if line.startswith("en\t")))
    return 0


if __name__ == "__main__":
    sys.exit(main())
