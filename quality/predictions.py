"""Runs one tool over one set, and keeps what it said under out/ so that slow peers run once."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from benchmarks import peers
from quality.datasets import OUT, Page, pages

Predictions = dict[str, peers.Prediction]


def cached(tool: str, name: str, release: str, make: Callable[[Page], peers.Prediction]) -> Predictions:
    path: Path = OUT / "predictions" / f"{tool}-{release}" / f"{name}.json"
    if path.exists():
        return dict(json.loads(path.read_text()))
    made = {page.key: make(page) for page in pages(name)}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.with_suffix(".part").write_text(json.dumps(made))
    path.with_suffix(".part").rename(path)
    return made


def peer(tool: str, name: str) -> Predictions:
    distribution, predict = peers.PEERS[tool]
    return cached(
        tool, name, peers.versions()[distribution], lambda p: peers.safely(predict, p.payload(), p.url)
    )


def flattened(flattener: str, name: str) -> dict[str, str]:
    """What a flattener makes of each page of a set, kept under out/."""
    distribution = {"inscriptis": "inscriptis", "html_text": "html-text", "html2txt": "trafilatura"}[
        flattener
    ]
    flatten = peers.FLATTENERS[flattener]

    def make(page: Page) -> peers.Prediction:
        return peers.safely(
            lambda payload, _: peers.prediction(flatten(peers.decoded(payload))), page.payload(), None
        )

    made = cached(f"flat-{flattener}", name, peers.versions()[distribution], make)
    return {key: said["text"] for key, said in made.items()}


def kept(tool: str, name: str) -> bool:
    """Whether some version of a tool was run on a set before."""
    return any((OUT / "predictions").glob(f"{tool}-[0-9]*/{name}.json"))
