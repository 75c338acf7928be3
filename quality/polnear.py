"""Scores the statements' sequence model on PolNeAR: `python quality/polnear.py PROGRAM [SPLIT]`.

PROGRAM is the core's example `statement_training`, which proposes statements with the tables that are built in; the shared
scorer compares them with every annotator. PolNeAR and the scorer are under WARTA_SHARED.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("WARTA_SHARED", ROOT.parent / "shared"))


def main() -> None:
    """See the module."""
    program, split = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "dev"
    gold = SHARED / "data/text/polnear" / split
    lines = "".join(f"# {p.stem}\t{p}\t{split}\n" for p in sorted((gold / "text").glob("*.txt")))
    done = subprocess.run([program, "score"], input=lines, stdout=subprocess.PIPE, text=True, check=True)
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        file.write(done.stdout)
        file.flush()
        scorer = SHARED / "scoring/score_statements.py"
        subprocess.run([sys.executable, scorer, gold, file.name, "--all-annotators"], check=True)


if __name__ == "__main__":
    main()
