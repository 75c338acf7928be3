"""Trains the statements' sequence model on PolNeAR: `python training/statements.py OUT [--full]`.

Two conditional random fields (L-BFGS with L1 and L2, CRFsuite). The first labels cues. The second labels source and content
around one cue; it is trained on the gold cues and on the cues that a first stage trained on the other half of the articles makes up,
with nothing to label, so that it learns to reject. Features come hashed from the core (examples/statement_features.rs), so that they
are written once. An own part (15 % of PolNeAR's train by the hash of the article's name) is left out and scored; `--full` trains on
all of train.

Needs python-crfsuite; PolNeAR at WARTA_SHARED/data/text/polnear. Writes models/statements_{cues,roles}.tsv: words and numbers only.
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import os
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import pycrfsuite

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("WARTA_SHARED", ROOT.parent / "shared"))
POLNEAR = SHARED / "data/text/polnear"
MODELS = ROOT / "crates/warta-core/models"
PROFILE = os.environ.get("PROFILE", "release")
FEATURES = Path(os.environ.get("FEATURES", ROOT / f"target/{PROFILE}/examples/statement_features"))

OWN_PERCENT = 15
"""Share of train that is left out for choosing, by hash."""

CUES = {
    "c1": 0.6,
    "c2": 0.02,
    "max_iterations": 70,
    "feature.minfreq": 3,
    "feature.possible_transitions": True,
}
ROLES = {
    "c1": 1.2,
    "c2": 0.02,
    "max_iterations": 80,
    "feature.minfreq": 4,
    "feature.possible_transitions": True,
}
"""Chosen on the own part; L1 and the least frequency keep the tables under 5 MB."""

SMALLEST = 0.02
"""Weights nearer to nothing are left out of the tables."""

Span = tuple[int, int]


def own(name: str) -> bool:
    """True for an article of the own part."""
    return hashlib.sha256(name.encode()).digest()[0] % 100 < OWN_PERCENT


def articles() -> dict[str, Path]:
    """Train's articles: one annotation each, the first by name."""
    found: dict[str, Path] = {}
    for path in sorted((POLNEAR / "train/attributions").glob("*.ann")):
        found.setdefault(path.stem.rsplit("_", 1)[0], path)
    return found


def attributions(path: Path) -> Iterator[dict[str, list[Span]]]:
    """Roles of each attribution as spans of characters."""
    spans: dict[str, list[Span]] = {}
    events = []
    for line in path.read_text(encoding="utf-8").splitlines():
        parts = line.split("\t")
        if len(parts) < 2:
            continue
        if parts[0].startswith("T"):
            pieces = parts[1].split(" ", 1)[1].split(";")
            spans[parts[0]] = [(int(a), int(b)) for a, b in (piece.split() for piece in pieces)]
        elif parts[0].startswith("E"):
            events.append([pair.split(":") for pair in parts[1].split()])
    for event in events:
        roles: dict[str, list[Span]] = defaultdict(list)
        for role, target in event:
            roles[re.sub(r"\d+$", "", role).lower()] += spans.get(target, [])
        yield {role: sorted(found) for role, found in roles.items()}


def text_of(name: str) -> Path:
    return POLNEAR / "train/text" / f"{name}.txt"


def features(mode: str, lines: Iterable[str], table: Path | None = None) -> Iterator[str]:
    """What the core says, line by line."""
    command = [str(FEATURES), mode, *([str(table)] if table else [])]
    process = subprocess.run(command, input="".join(lines), capture_output=True, text=True, check=True)
    yield from process.stdout.splitlines()


def sequences(lines: Iterable[str]) -> Iterator[tuple[str, list[Span], list[list[str]]]]:
    """Sequences as (what stands after #, places, features of each token)."""
    key, places, rows = "", [], []
    for line in lines:
        if line.startswith("# "):
            key = line[2:]
        elif line:
            start, end, hashes = line.split("\t")
            places.append((int(start), int(end)))
            rows.append(hashes.split())
        elif rows:
            yield key, places, rows
            places, rows = [], []


def label(places: list[Span], spans: Iterable[Span], opens: str, goes_on: str, labels: list[str]) -> None:
    for start, end in spans:
        inside = [i for i, (a, b) in enumerate(places) if b > start and a < end]
        for n, i in enumerate(inside):
            labels[i] = goes_on if n else opens


def train(out: Path, settings: dict[str, object], data: Iterable[tuple[list[list[str]], list[str]]]) -> None:
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(settings)
    for rows, labels in data:
        trainer.append(rows, labels)
    trainer.train(str(out))


def write(model: Path, table: Path, what: str) -> None:
    """A CRFsuite model as a text table."""
    tagger = pycrfsuite.Tagger()
    tagger.open(str(model))
    info = tagger.info()
    lines = [
        f"# Weights of the statements' sequence model, {what}: T from to weight; feature's hash, label, weight.",
        f"# Made {datetime.date.today()} by training/statements.py from PolNeAR train (Newell et al. 2018); the set states no licence.",
        "# Hashes and numbers only, no text. See src/statements/model/features.rs for what is hashed.",
    ]
    lines += [f"T\t{a}\t{b}\t{weight:.3f}" for (a, b), weight in sorted(info.transitions.items())]
    kept = sorted((name, lab, w) for (name, lab), w in info.state_features.items() if abs(w) >= SMALLEST)
    lines += [f"{name}\t{lab}\t{weight:.2f}" for name, lab, weight in kept]
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{table.name}: {len(kept):,} weights, {table.stat().st_size / 1e6:.2f} MB", flush=True)


def overlaps(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("out", type=Path, help="folder for what training leaves behind")
    parser.add_argument("--full", action="store_true", help="train on all of train")
    parser.add_argument("--stage", choices=["cues", "roles", "both"], default="both")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    paths = {name: path for name, path in articles().items() if args.full or not own(name)}
    gold = {name: list(attributions(path)) for name, path in paths.items()}
    names = sorted(paths)
    half = {name: hashlib.sha256(name.encode()).digest()[1] % 2 for name in names}

    print(f"{len(names)} articles", flush=True)
    cue_rows: dict[str, list[tuple[list[list[str]], list[str]]]] = defaultdict(list)
    for key, places, rows in sequences(features("cues", (f"{n}\t{text_of(n)}\n" for n in names))):
        labels = ["O"] * len(rows)
        for event in gold[key]:
            label(places, event.get("cue", []), "B", "I", labels)
        cue_rows[key].append((rows, labels))
    if args.stage in {"cues", "both"}:
        train(args.out / "cues.crf", CUES, (row for n in names for row in cue_rows[n]))
        write(args.out / "cues.crf", MODELS / "statements_cues.tsv", "cues")
    if args.stage == "cues":
        return

    made_up: dict[str, list[Span]] = defaultdict(list)
    for part in (0, 1):
        model, table = args.out / f"half{part}.crf", args.out / f"half{part}.tsv"
        train(
            model,
            CUES | {"max_iterations": 40},
            (row for n in names if half[n] == part for row in cue_rows[n]),
        )
        write(model, table, "half of the articles")
        others = (f"{n}\t{text_of(n)}\n" for n in names if half[n] != part)
        for line in features("found", others, table):
            name, start, end, _ = line.split("\t")
            made_up[name].append((int(start), int(end)))
    cue_rows.clear()

    wanted = []
    for name in names:
        known = [span for event in gold[name] for span in event.get("cue", [])]
        # A found cue that overlaps a gold one stands beside it with the same roles: ends differ when the model runs too.
        for event in gold[name]:
            cues = event.get("cue", [])
            if cues and event.get("content"):
                wanted.append((name, cues[0], event))
                for span in made_up[name]:
                    if span != cues[0] and overlaps(span, cues[0]):
                        wanted.append((name, span, event))
        wanted += [(name, s, {}) for s in made_up[name] if not any(overlaps(s, k) for k in known)]
    print(f"{len(wanted)} cues", flush=True)

    def roles() -> Iterator[tuple[list[list[str]], list[str]]]:
        lines = (f"{n}\t{text_of(n)}\t{cue[0]}\t{cue[1]}\n" for n, cue, _ in wanted)
        made = sequences(features("roles", lines))
        for (_, places, rows), (_, _, event) in zip(made, wanted, strict=True):
            labels = ["O"] * len(rows)
            label(places, event.get("content", []), "BC", "IC", labels)
            label(places, event.get("source", []), "BS", "IS", labels)
            yield rows, labels

    train(args.out / "roles.crf", ROLES, roles())
    write(args.out / "roles.crf", MODELS / "statements_roles.tsv", "source and content")


if __name__ == "__main__":
    sys.exit(main())
