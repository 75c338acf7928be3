"""Trains the chains of the statements' model: `python training/statements.py PROGRAM CLUSTERS OUT L1... [--final]`.

Reads PolNeAR's train part (brat files, the first annotation of each article) under WARTA_SHARED/data/text/polnear and hands it
to PROGRAM, the example `statement_training` of the core, which computes the features and fits both stages: the same code
reads them in use. 15 % of the articles by the hash of their names are left out (part `own`) and scored; with --final they
are trained on too. CLUSTERS is what `word_classes.py` makes. OUT gets `statements_en_chains.safetensors`.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
POLNEAR = Path(os.environ.get("WARTA_SHARED", ROOT.parent / "shared")) / "data/text/polnear"


def part(name: str) -> str:
    """Part of an article: `own`, or the fold 0 or 1."""
    digest = hashlib.sha256(name.encode()).digest()
    return "own" if digest[0] % 100 < 15 else str(digest[1] % 2)


def attributions(path: Path) -> list[dict[str, list[tuple[int, int]]]]:
    """Spans of each attribution by role, in characters."""
    spans: dict[str, list[tuple[int, int]]] = {}
    events = []
    for line in path.read_text(encoding="utf-8").splitlines():
        parts = line.split("\t")
        if len(parts) < 2:
            continue
        if parts[0].startswith("T"):
            pieces = parts[1].split(" ", 1)[1].split(";")
            spans[parts[0]] = [(int(a), int(b)) for a, b in (piece.split() for piece in pieces)]
        elif parts[0].startswith("E"):
            events.append([p.split(":") for p in parts[1].split()])
    made = []
    for event in events:
        roles: dict[str, list[tuple[int, int]]] = {"source": [], "cue": [], "content": []}
        for role, target in event:
            role = re.sub(r"\d+$", "", role).lower()
            if role in roles:
                roles[role] += spans.get(target, [])
        made.append(roles)
    return made


def articles(split: str, everything: bool = False) -> str:
    """Articles of a split as lines for the program."""
    lines, seen = [], set()
    for path in sorted((POLNEAR / split / "attributions").glob("*.ann")):
        name = path.stem.rsplit("_", 1)[0]
        if name in seen:
            continue
        seen.add(name)
        own = part(name)
        if everything and own == "own":
            own = str(hashlib.sha256(name.encode()).digest()[1] % 2)
        lines.append(f"# {name}\t{POLNEAR / split / 'text' / name}.txt\t{own}")
        for roles in attributions(path):
            fields = (" ".join(f"{a}-{b}" for a, b in sorted(roles[r])) for r in ("source", "cue", "content"))
            lines.append("\t".join(["A", *fields]))
    return "\n".join(lines) + "\n"


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser()
    parser.add_argument("program", type=Path)
    parser.add_argument("clusters", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--final", action="store_true", help="train on the own part too")
    parser.add_argument("settings", nargs="*", help="l1 of cues, l1 of roles, least count, epochs")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    command = [str(arguments.program), str(arguments.clusters), str(arguments.out), *arguments.settings]
    done = subprocess.run(
        command, input=articles("train", arguments.final), stdout=subprocess.PIPE, text=True, check=True
    )
    (arguments.out / "own.json").write_text(done.stdout, encoding="utf-8")


if __name__ == "__main__":
    main()
