"""Articles that a page carries as data for its scripts: `python -m quality.carried [--peers] [--raise-floors]`.

Pages that scripts draw are rare in the sets, but many pages print their article and carry it as data too. Here everything that such a
page prints is taken away, all but its scripts, so that only the data are left, and what is read from them is scored against the gold:
word F1, for trafilatura's pages F1 of the snippets. Only pages count whose article was found in data; how many these are is printed, and
has a floor of its own. `--peers` reads the same with today's tools.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import defaultdict

import numpy as np

import warta
from benchmarks import peers
from quality.datasets import Page, pages
from quality.floors import check
from quality.rows import SCORES

SETS = ("fundus-dev", "wcxb-dev", "trafilatura")
BODY = re.compile(rb"<body\b[^>]*>", re.IGNORECASE)
SCRIPT = re.compile(rb"<script\b.*?</script\s*>", re.IGNORECASE | re.DOTALL)
TOOLS = ("trafilatura", "newspaper4k", "resiliparse", "turbohtml")


def scripts_alone(payload: bytes) -> bytes:
    """The head, and of the body the scripts.

    >>> scripts_alone(b"<title>A</title><body class=b><p>Words<script>data = {}</script></body>")
    b'<title>A</title><body class=b><script>data = {}</script></body></html>'
    """
    body = BODY.search(payload)
    if body is None:
        return payload
    return payload[: body.end()] + b"".join(SCRIPT.findall(payload, body.end())) + b"</body></html>"


def f1(page: Page, text: str) -> float:
    """Of one page, by the set's own score."""
    column, total = SCORES["snippets F1" if page.set == "trafilatura" else "word F1"]
    made = column(page, {"text": text})
    return total(np.array([made], float)) if made is not None else 0.0


def from_data(article: warta.Article) -> bool:
    return any(e.field == "text" and e.rule == "script_data" for e in article.evidence)


def main() -> int:
    """See the module."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--raise-floors", action="store_true")
    args = parser.parse_args()
    tools = TOOLS if args.peers else ()
    found: dict[str, float] = {}
    for name in SETS:
        scores = defaultdict(list)
        for page in pages(name):
            if name == "wcxb-dev" and page.kind != "article":
                continue
            payload = scripts_alone(page.payload())
            article = warta.read(payload, page.url, evidence=True)
            if not from_data(article):
                continue
            part = "validation" if page.validation else "tuning"
            scores[part, "warta"].append(f1(page, article.text))
            for tool in tools:
                said = peers.safely(peers.PEERS[tool][1], payload, page.url)
                scores[part, tool].append(f1(page, said["text"]))
        for (part, tool), each in sorted(scores.items()):
            mean = round(sum(each) / len(each), 4)
            print(f"{name:12} {part:11} {tool:12} {len(each):3} pages  F1 {mean:.3f}")
            if tool == "warta":
                found |= {f"{name} ({part}): F1": mean, f"{name} ({part}): pages": len(each)}
    return check("carried", found, raise_floors=args.raise_floors, whole=True)


if __name__ == "__main__":
    sys.exit(main())
