"""Floors of scores, in quality/floors.json: a score may not fall under its own, and they only rise."""

from __future__ import annotations

import json
from pathlib import Path

FLOORS = Path(__file__).parent / "floors.json"


def check(part: str, found: dict[str, float], *, raise_floors: bool, whole: bool = False) -> int:
    """Prints what stands under its floor, and gives the status to end with.

    ``part`` names the floors' place in the file. ``whole`` says that all scores of the part are in ``found``: one that is missing has
    fallen too.
    """
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    own = floors.setdefault(part, {})
    under = [
        f"{name}: {value} under {own[name]}" for name, value in found.items() if value < own.get(name, 0.0)
    ]
    if whole:
        under += [f"{name}: not found" for name in own if name not in found]
    if raise_floors:
        own.update({name: max(value, own.get(name, 0.0)) for name, value in found.items()})
        FLOORS.write_text(json.dumps(floors, indent=1) + "\n", encoding="utf-8")
    print("\n".join(under) or "no score under its floor")
    return 1 if under else 0
